"""The seven hard rules: what must never be proposed. Plain on purpose; the fast engine is held against this."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from leerstand.matching.engine.facts import Seeker, Space

MONTH_DAYS = 30.0
GRACE_DAYS = 1
BUDGET_TOLERANCE = 1.10
SIZE_TOLERANCE = 0.9
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """A search and an offer, how far apart they lie (None: not both places are known), and today."""

    seeker: Seeker
    space: Space
    distance_km: float | None
    today: date


def wrong_form_or_kind(pair: Pair) -> bool:
    """Rule 1: the form is not wanted, or its kind of property is not among the named ones."""
    kinds = pair.seeker.property_kinds
    return pair.space.form not in pair.seeker.forms or bool(kinds and pair.space.property_kind not in kinds)


def too_short(pair: Pair) -> bool:
    """Rule 2: the periods share less than the longer minimum stay, or end where the wished stay does not."""
    seeker, space = pair.seeker, pair.space
    ends = [day for day in (seeker.until_on, space.available_until_on) if day]
    if not ends:
        return False
    start = max(seeker.from_on or pair.today, space.available_from_on or pair.today)
    stays = [months for months in (seeker.min_months, space.min_months) if months]
    if (min(ends) - start).days < max(stays, default=1.0) * MONTH_DAYS - GRACE_DAYS:
        return True
    return seeker.until_on is None and space.available_until_on is not None and not seeker.min_months


def too_many_people(pair: Pair) -> bool:
    """Rule 3: more persons than fit."""
    return pair.space.capacity is not None and pair.seeker.persons > pair.space.capacity


def too_expensive(pair: Pair) -> bool:
    """Rule 4: over the budget by more than a tenth, or more shares or deposit than can be paid."""
    cost, budget = pair.space.cost_month_eur, pair.seeker.budget_month_eur
    shares, most = pair.space.shares_eur, pair.seeker.shares_max_eur
    if cost is not None and budget is not None and cost > budget * BUDGET_TOLERANCE + TINY:
        return True
    return shares is not None and most is not None and shares > most


def need_missing(pair: Pair) -> bool:
    """Rule 5: a needed feature is not there, or the stated broadband is too slow."""
    fast, enough = pair.space.broadband_mbit, pair.seeker.min_broadband_mbit
    slow = fast is not None and enough is not None and enough > fast
    return slow or not pair.seeker.needs <= pair.space.all_features


def too_small(pair: Pair) -> bool:
    """Rule 6: the stated area or number of rooms is under nine tenths of the least wanted."""
    seeker, space = pair.seeker, pair.space
    sizes = ((space.area_m2, seeker.min_area_m2), (space.rooms, seeker.min_rooms))
    return any(
        have is not None and want is not None and have < SIZE_TOLERANCE * want - TINY for have, want in sizes
    )


def too_far(pair: Pair) -> bool:
    """Rule 7: both places are known and lie further apart than the radius."""
    return pair.distance_km is not None and pair.distance_km > pair.seeker.radius_km


RULES: tuple[tuple[int, Callable[[Pair], bool]], ...] = (
    (1, wrong_form_or_kind),
    (2, too_short),
    (3, too_many_people),
    (4, too_expensive),
    (5, need_missing),
    (6, too_small),
    (7, too_far),
)


def broken(pair: Pair) -> tuple[int, ...]:
    """The numbers of the hard rules that proposing this pair would break; empty if it may be proposed."""
    return tuple(number for number, breaks in RULES if breaks(pair))
