"""The slow and plain scorer: one pair at a time, in the words of the specification; `fast` is held against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leerstand.matching.engine import criteria, plans, rules
from leerstand.matching.engine.demand import weights_for
from leerstand.matching.engine.facts import FORMS, Seeker, Space
from leerstand.matching.engine.plans import Plans, Rarity
from leerstand.matching.engine.understood import ReadSeeker, ReadSpace
from leerstand.matching.engine.vocabulary import Vocabulary
from leerstand.matching.engine.weights import CRITERIA, Weights
from leerstand.places.gazetteer import Gazetteer


@dataclass(frozen=True)
class Reference:
    """Scores pairs plainly; needs the same parts as the fast engine."""

    vocabulary: Vocabulary
    plans: Plans
    weights: Weights
    gazetteer: Gazetteer
    today: date

    def rank(
        self, seeker: ReadSeeker, spaces: Iterable[ReadSpace], *, rarity: Rarity, top: int
    ) -> list[tuple[str, float]]:
        """Ids and scores of the best offers that break no rule, best first, equal scores by id."""
        scored = [(space.space.id, self.score(seeker, space, rarity=rarity)) for space in spaces]
        found = [(space_id, score) for space_id, score in scored if score is not None]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:top]

    def score(self, seeker: ReadSeeker, space: ReadSpace, *, rarity: Rarity) -> float | None:
        """The pair's score from 0 to 100, or None if a hard rule forbids it."""
        distance = self.distance_km(seeker, space)
        if rules.broken(rules.Pair(seeker.seeker, space.space, distance, self.today)):
            return None
        values = {
            "plan": self.plan(seeker, space, rarity=rarity),
            "form": criteria.form_ranks(seeker.seeker, FORMS)[space.space.form],
            "wishes": _wishes(seeker.seeker, space.space),
            "distance": _distance(distance, radius_km=seeker.seeker.radius_km),
            "way": _way(space),
            "cost": _cost(seeker.seeker, space.space),
            "size": _size(seeker.seeker, space.space),
            "time": self._time(seeker.seeker, space.space),
            "people": criteria.UNSTATED if space.space.capacity is None else 1.0,
        }
        weights = weights_for(seeker, self.weights)
        return round(
            100 * sum(values[name] * float(weights[place]) for place, name in enumerate(CRITERIA)), 2
        )

    def distance_km(self, seeker: ReadSeeker, space: ReadSpace) -> float | None:
        """The distance to the nearest of the areas, or None where either place is not known."""
        if space.lat is None or space.lon is None or not seeker.areas:
            return None
        return min(self.gazetteer.distance_km(area, lat=space.lat, lon=space.lon) for area in seeker.areas)

    def plan(self, seeker: ReadSeeker, space: ReadSpace, *, rarity: Rarity) -> float:
        """How plan and use fit, 0 to 1."""
        serves = self.vocabulary.serves
        wants, refuses = self.plans.wanted(seeker, rarity)
        asked = self.plans.asked(space, rarity)
        wanted = sum(
            float(share) * self._given(concept, space) for concept, share in enumerate(wants) if share
        )
        owner = sum(
            float(share) * self._brought(concept, seeker) for concept, share in enumerate(asked) if share
        )
        refused = sum(
            float(share) * _best((float(serves[concept, has]), s) for has, s in space.has.items() if serves[concept, has] >= plans.SAME)
            for concept, share in enumerate(refuses)
            if share
        )  # fmt: skip
        rare = plans.rare_share(
            {stem for stem, _ in seeker.text.rare}, in_space=space.rare, rarity=rarity.words
        )
        share = plans.WANTED if asked.any() else plans.WANTED + plans.UNASKED * plans.ASKED
        raw = share * wanted + plans.ASKED * owner - plans.REFUSED * refused + plans.RARE * rare
        return float(min(max(raw, 0.0), 1.0) ** plans.STEEP)

    def _given(self, concept: int, space: ReadSpace) -> float:
        serves = self.vocabulary.serves
        gives = _best((float(serves[concept, has]), strength) for has, strength in space.has.items())
        opposed = _best((-float(serves[concept, has]), strength) for has, strength in space.has.items())
        ruled_out = _best(
            (float(serves[out, concept]), strength)
            for out, strength in space.excluded.items()
            if serves[out, concept] >= plans.SAME
        )
        return gives - max(opposed, plans.RULED_OUT * ruled_out)

    def _brought(self, concept: int, seeker: ReadSeeker) -> float:
        serves = self.vocabulary.serves
        brings = _best((float(serves[concept, wish]), strength) for wish, strength in seeker.wants.items())
        refuses = _best(
            (float(serves[concept, no]), strength)
            for no, strength in seeker.rejects.items()
            if serves[concept, no] >= plans.SAME
        )
        return brings - refuses

    def _time(self, seeker: Seeker, space: Space) -> float:
        start = max(seeker.from_on or self.today, space.available_from_on or self.today)
        wished_from = seeker.from_on or self.today
        wished_days = (
            (seeker.until_on - wished_from).days
            if seeker.until_on
            else criteria.FOR_GOOD_MONTHS * rules.MONTH_DAYS
        )
        ends = wished_from.toordinal() + wished_days
        if space.available_until_on:
            ends = min(ends, space.available_until_on.toordinal())
        usable = ends - start.toordinal()
        if space.max_months is not None:
            longest = space.max_months * rules.MONTH_DAYS
            usable = 0 if longest < (seeker.min_months or 0) * rules.MONTH_DAYS else min(usable, longest)
        return min(max(usable / max(wished_days, 1.0), 0.0), 1.0)


def _best(pairs: Iterable[tuple[float, float]]) -> float:
    """The greatest product of factor and strength (at most 1), never below 0."""
    return max([0.0, *(factor * min(strength, 1.0) for factor, strength in pairs)])


def _wishes(seeker: Seeker, space: Space) -> float:
    return len(seeker.wishes & space.all_features) / len(seeker.wishes) if seeker.wishes else 0.0


def _distance(distance_km: float | None, *, radius_km: float) -> float:
    if distance_km is None:
        return criteria.UNSTATED
    return 1.0 - 0.6 * min(distance_km / max(radius_km, 1e-6), 1.0)


def _way(space: ReadSpace) -> float:
    if "station_nearby" in space.space.all_features:
        return 1.0
    if space.station_km is None:
        return criteria.UNSTATED
    reach = criteria.FAR_STATION_KM - criteria.NEAR_STATION_KM
    return 0.8 * min(max((criteria.FAR_STATION_KM - space.station_km) / reach, 0.0), 1.0)


def _cost(seeker: Seeker, space: Space) -> float:
    parts = []
    if seeker.budget_month_eur is not None:
        parts.append(_affordable(space.cost_month_eur, most=seeker.budget_month_eur))
    if seeker.shares_max_eur is not None:
        parts.append(_affordable(space.shares_eur or 0.0, most=seeker.shares_max_eur))
    return sum(parts) / len(parts) if parts else 0.0


def _affordable(cost: float | None, *, most: float) -> float:
    if cost is None:
        return criteria.UNSTATED
    if most <= 0:
        return 0.0 if cost > 0 else 1.0
    return min(max(1.0 - 0.5 * cost / most, 0.0), 1.0)


def _size(seeker: Seeker, space: Space) -> float:
    sizes = ((space.area_m2, seeker.min_area_m2), (space.rooms, seeker.min_rooms))
    parts = [_roomy(have, least=least) for have, least in sizes if least is not None]
    return sum(parts) / len(parts) if parts else 0.0


def _roomy(have: float | None, *, least: float) -> float:
    if have is None:
        return criteria.UNSTATED
    return min(max(0.6 + 0.4 * (have / max(least, 1e-6) - 0.9) / 0.4, 0.0), 1.0)
