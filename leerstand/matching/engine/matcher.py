"""The public face of the engine: read searches and offers once, then match and explain them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from leerstand.matching.engine import explain, normal, refusals, rules
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.facts import Match, Refusal, Seeker, Space
from leerstand.matching.engine.fast import Engine, Fitting
from leerstand.matching.engine.pairs import Market
from leerstand.matching.engine.plans import Plans, Rarity
from leerstand.matching.engine.reading import Reader
from leerstand.matching.engine.stock import Stock
from leerstand.matching.engine.understood import ReadSeeker, ReadSpace, Understanding
from leerstand.matching.engine.vocabulary import Vocabulary
from leerstand.matching.engine.weights import Weights
from leerstand.matching.engine.words import Words
from leerstand.places import gazetteer

CODE_VERSION = "3"
SHORTEST_NAME = 6


@dataclass(frozen=True)
class Matcher:
    """Reads, matches and explains with one vocabulary and one table of weights.

    `version` changes when vocabulary, weights or the engine's code change.
    """

    version: str
    vocabulary: Vocabulary
    engine: Engine
    understanding: Understanding
    explainer: explain.Explainer

    @classmethod
    def load(
        cls, *, today: date, extra_vocabulary: Iterable[Path] = (), weights: Mapping[str, float] | None = None
    ) -> "Matcher":
        """Read vocabulary and places from their files, once a process.

        Raises VocabularyError or ValueError if a file or weight can't be used.
        """
        vocabulary = Vocabulary.load(extra=extra_vocabulary)
        table = Weights.changed(weights or {})
        places = gazetteer.load()
        plans = Plans(vocabulary, table)
        reader = Reader(vocabulary, Words(vocabulary, names=_place_names(places)))
        parts = f"{CODE_VERSION}|{vocabulary.fingerprint}|{table.fingerprint}"
        return cls(
            version=hashlib.sha256(parts.encode()).hexdigest()[:12],
            vocabulary=vocabulary,
            engine=Engine(plans, table, places, today),
            understanding=Understanding(vocabulary, reader=reader, gazetteer=places),
            explainer=explain.Explainer(vocabulary, plans),
        )

    def read_seeker(self, seeker: Seeker) -> ReadSeeker:
        """What was understood of a search: concepts with their words, places, and what could not be resolved."""
        return self.understanding.seeker(seeker)

    def read_space(self, space: Space) -> ReadSpace:
        """What was understood of an offer."""
        return self.understanding.space(space)

    def stock(self, spaces: Sequence[ReadSpace], *, rarity: Rarity | None = None) -> Stock:
        """Offers side by side, to be matched many times; give a larger stock's `rarity` to score as it would."""
        return Stock.of(spaces, plans=self.engine.plans, rarity=rarity)

    def demand(self, seekers: Sequence[ReadSeeker]) -> Demand:
        """Searches side by side, to be held against offers all at once."""
        return Demand.of(seekers, plans=self.engine.plans, weights=self.engine.weights)

    def match(
        self, seekers: Sequence[ReadSeeker], spaces: Sequence[ReadSpace] | Stock, *, top: int
    ) -> list[Match]:
        """The best offers for each search, best first, with reasons; never one that breaks a hard rule."""
        stock = spaces if isinstance(spaces, Stock) else self.stock(spaces)
        return [match for seeker in seekers for match in self._matches(seeker, stock, top=top)]

    def _matches(self, seeker: ReadSeeker, stock: Stock, *, top: int) -> Iterable[Match]:
        ranked = self.engine.rank(seeker, stock, top=top)
        for place, row in enumerate(ranked.rows):
            scored = explain.Scored(
                seeker,
                stock.space(int(row)),
                ranked.values[place],
                ranked.weights,
                float(ranked.distances_km[place]),
                stock.rarity,
            )
            yield self._match(scored, score=float(ranked.scores[place]))

    def on(self, today: date) -> "Matcher":
        """The same matcher on another day; what was read before stays valid."""
        return replace(self, engine=replace(self.engine, today=today))

    def told(
        self,
        market: Market,
        fitting: Fitting,
        *,
        seekers: Mapping[str, ReadSeeker],
        spaces: Mapping[str, ReadSpace],
    ) -> list[Match]:
        """Reasons for pairs that the columns have found; pairs whose sides are not among the readings are left out."""
        pairs, values = fitting.pairs, market.values(fitting.pairs)
        weights = market.demand.weights(pairs.searches)
        matches = []
        for place, (search, offer) in enumerate(
            zip(pairs.searches.tolist(), pairs.offers.tolist(), strict=True)
        ):
            seeker = seekers.get(market.demand.keys.id_of(search))
            space = spaces.get(market.stock.keys.id_of(offer))
            if seeker and space:
                km, rarity = float(pairs.distances_km[place]), market.stock.rarity
                scored = explain.Scored(seeker, space, values[place], weights[place], km, rarity)
                matches.append(self._match(scored, score=float(fitting.scores[place])))
        return matches

    def _match(self, scored: explain.Scored, *, score: float) -> Match:
        told = self.explainer.reasons(scored)
        return Match(
            scored.seeker.seeker.id, scored.space.space.id, score, reasons=told.reasons, clarify=told.clarify
        )

    def explain(
        self, seeker: ReadSeeker, space: ReadSpace, *, rarity: Rarity | None = None
    ) -> Match | Refusal:
        """Why a pair fits, or which hard rules stop it."""
        stock = self.stock([space], rarity=rarity)
        distance = float(self.engine.distances_km(seeker, stock)[0])
        pair = rules.Pair(
            seeker.seeker, space.space, None if distance != distance else distance, self.engine.today
        )
        if numbers := rules.broken(pair):
            return refusals.refusal(pair, numbers)
        return next(iter(self._matches(seeker, stock, top=1)))


def _place_names(places: gazetteer.Gazetteer) -> frozenset[str]:
    names = [town.name for town in places.atlas.municipalities.values()]
    first = (normal.WORD.match(name) for name in names)
    return frozenset(
        normal.key(word.group()) for word in first if word and len(word.group()) >= SHORTEST_NAME
    )
