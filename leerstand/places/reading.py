"""From a place as typed to what it means: takes the text apart, looks the names up, and says what stays unclear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from leerstand.places import phrases
from leerstand.places.atlas import Atlas
from leerstand.places.choosing import HEARD_OF_AFAR, Choice, Surroundings, choose
from leerstand.places.geography import Area, Reading, between_km
from leerstand.places.ground import Ground, middle
from leerstand.places.names import EXACT, NEARLY, Candidate, Names
from leerstand.places.pieces import BRACKETED, naming, significant, split_list, split_slashes
from leerstand.places.qualifying import Qualifying, qualifies
from leerstand.places.spelling import fold

DEEPEST = 6
BIG_ENOUGH = 5_000
QUALIFIER_WEIGHT = 4.0
FURTHEST_PART_KM = 30.0
FURTHEST_SLIP_KM = 60.0
JOINED = re.compile(r"[/&;,|+]")
ANOTHER_PLACE = re.compile(r"(?:\b(?:oder|und|od|bzw|sowie|or|and)\.?|[,;/+|])\s*$")
EDGE_SIGNS = " \t\"'„“”‚‘»«.,:;!?…*-–/()[]"


@dataclass(slots=True)
class Part:
    """A piece of the text that (perhaps) names one place, with what stood before it and what tells it from others."""

    text: str
    glue: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    qualifiers: tuple[str, ...] = ()
    hints: tuple[Area, ...] = ()
    """Municipalities of a postcode that stood beside the name."""

    @property
    def is_wide(self) -> bool:
        """Whether it can mean a landscape."""
        return any(c.area.kind == "landscape" for c in self.candidates)


@dataclass(slots=True)
class Between:
    """Somewhere between places."""

    ends: list[Part]


class Reader:
    """Reads texts against one atlas."""

    def __init__(self, atlas: Atlas, *, names: Names, ground: Ground) -> None:
        self._atlas = atlas
        self._names = names
        self._ground = ground
        self._qualifying = Qualifying(names, ground)

    def read(self, text: str, *, here: Surroundings) -> Reading:
        """What the text means, seen from here."""
        cleaned = " ".join(text.split()).strip(EDGE_SIGNS.replace(")", "").replace("(", ""))
        if not cleaned:
            return Reading()
        if self._sure(cleaned):
            return only_one(self._settle([self._named(cleaned)], here=here))
        around, colon, named = cleaned.partition(":")
        if colon and (narrower := self._narrower(around, named, here=here)):
            return narrower
        rest = phrases.DISTANCE.sub(" ", phrases.SURROUNDINGS.sub(" ", cleaned))
        anywhere = bool(phrases.ANYWHERE.search(rest))
        found = self._settle(list(self._pieces(phrases.ANYWHERE.sub(" ", rest))), here=here)
        nothing = not (found.areas or found.ambiguous or found.unresolved)
        return replace(found, anywhere=anywhere and nothing)

    def _narrower(self, around: str, named: str, *, here: Surroundings) -> Reading | None:
        """Places behind a landscape and a colon: "westl. Altmark: Klötze, Gardelegen" looks in the two towns alone."""
        area = self._settle(list(self._pieces(around)), here=here)
        if not area.areas or any(found.is_point for found in area.areas):
            return None
        places = self._settle(list(self._pieces(named)), here=here)
        return places if places.areas else None

    def _sure(self, text: str) -> bool:
        """Whether the whole text is one name, so that signs in it ("/", "-", "und") join nothing."""
        meant = self._names.exact(fold(text))
        two_towns = (
            bool(JOINED.search(text))
            and all(c.area.kind == "district" for c in meant)
            and not phrases.DISTRICT.match(text)
        )
        return bool(meant) and not two_towns and fold(text) not in phrases.GENERAL

    def _named(self, text: str) -> Part:
        return Part(text, candidates=self._names.by_plate(text) or self._names.exact(fold(text)))

    def _pieces(self, text: str) -> Iterator[Part | Between]:
        start = 0
        for match in phrases.BETWEEN.finditer(text):
            before = text[start : match.start()]
            # "Elbe zwischen Wittenberge und Dömitz" is that stretch alone, "Elbe, zwischen …" both.
            is_stretch = not ANOTHER_PLACE.search(before)
            yield from (part for part in self._parts(before) if not (is_stretch and part.is_wide))
            yield Between([*self._parts(match["from"]), *self._parts(match["to"])])
            start = match.end()
        yield from self._parts(text[start:])

    def _parts(self, text: str) -> list[Part]:
        """The text's names in order; a name that only tells where another one lies is folded into it."""
        parts: list[Part] = []
        for glue, piece in split_list(text):
            if "/" in piece and self._sure(piece.strip(EDGE_SIGNS)):
                found = [self._named(piece.strip(EDGE_SIGNS))]
            else:
                found = [
                    replace(part, glue=glue if i == j == 0 else ("/" if j == 0 else part.glue))
                    for i, half in enumerate(split_slashes(piece))
                    for j, part in enumerate(self._resolve(half))
                ]
            for part in found:
                self._join(parts, part)
        return parts

    def _join(self, parts: list[Part], part: Part) -> None:
        before = parts[-1] if parts else None
        if before and part.glue in (",", "/", " ") and self._tells_where(part, before=before):
            before.qualifiers += (part.text,)
        else:
            parts.append(part)

    def _tells_where(self, part: Part, *, before: Part) -> bool:
        if part.glue == "," and self._is_village_of(part, before=before):
            return True
        return qualifies(part.text, part.candidates, of=before.candidates, ground=self._ground)

    def _is_village_of(self, part: Part, *, before: Part) -> bool:
        """Whether a municipality stands behind a village that lies in it ("Satemin, Lüchow")."""
        towns = {c.area.ags for c in part.candidates if c.area.kind == "municipality"}
        return any(c.area.kind == "village" and c.area.ags in towns for c in before.candidates)

    def _resolve(self, text: str, *, depth: int = 0) -> list[Part]:
        """The names in a piece without list signs; a part without candidates is one that nobody knows."""
        text = text.strip(EDGE_SIGNS) if not BRACKETED.search(text) else text.strip(" ,;:.")
        if depth > DEEPEST or not significant(text):
            return []
        for step in (
            self._whole,
            self._with_postcode,
            self._office,
            self._with_parent,
            self._bracketed,
            self._beside,
        ):
            found = step(text, depth)
            if found is not None:
                return found
        shorter = phrases.AFTERWARDS.sub("", phrases.NEARNESS.sub("", text)).strip(EDGE_SIGNS)
        if shorter != text:
            return self._resolve(shorter, depth=depth + 1)
        return self._scattered(text)

    def _whole(self, text: str, _: int) -> list[Part] | None:
        part = self._named(text)
        if fold(text) in phrases.GENERAL:
            part.candidates = [c for c in part.candidates if c.area.population >= BIG_ENOUGH]
        return [part] if part.candidates else None

    def _with_postcode(self, text: str, depth: int) -> list[Part] | None:
        match = phrases.POSTCODE.search(text)
        if not match:
            return None
        towns = [self._names.municipality_area(ags) for ags in self._atlas.postcodes.get(match["code"], ())]
        hints = tuple(town for town in towns if town)
        rest = (text[: match.start()] + " " + text[match.end() :]).strip()
        if significant(rest):
            return [replace(part, hints=hints) for part in self._resolve(rest, depth=depth + 1)]
        return [Part(text, candidates=[Candidate(town, EXACT) for town in hints])]

    def _office(self, text: str, depth: int) -> list[Part] | None:
        """ "Landkreis Stendal", "Land Brandenburg", "Großraum Hamburg"."""
        bare = re.sub(r"^(?:i[mn]|ganze[rn]?|gesamte[rn]?|der|die|das)\s+", "", text, flags=re.IGNORECASE)
        if match := phrases.GREATER.match(bare):
            cities = [
                c
                for c in self._names.exact(f"landkreis {fold(match['name'])}")
                if "kreis" not in c.area.name.lower()
            ]
            return [Part(text, candidates=cities)] if cities else None
        if match := phrases.LAND.match(bare):
            found = self._names.exact(f"land {fold(match['name'])}")
            return [Part(text, candidates=found)] if found else None
        if match := phrases.DISTRICT.match(bare) or phrases.DISTRICT_AFTER.match(bare):
            name = re.sub(r"^(?:de[rsn]|die|das)\s+", "", match["name"], flags=re.IGNORECASE)
            found = self._district(name)
            return [Part(text, candidates=found)] if found or phrases.DISTRICT.match(bare) else None
        return None

    def _district(self, name: str) -> list[Candidate]:
        if plate := self._names.by_plate(name.upper()):
            return plate
        folded = fold(name)
        found = self._names.exact(f"landkreis {folded}")
        if found or len(folded) < 5:
            return found
        return [
            c
            for c in self._names.mistyped(f"landkreis {folded}")
            if c.area.kind == "district" and c.fit >= 1.5
        ]

    def _with_parent(self, text: str, depth: int) -> list[Part] | None:
        match = phrases.PART_OF.match(text) or phrases.PART_FIRST.match(text)
        if not match:
            return None
        return self._within(match["part"], outer=match["whole"] or "", depth=depth)

    def _within(self, name: str, *, outer: str, depth: int) -> list[Part]:
        """A village that is said to be a part of a town; one of the name far away from there is not meant."""
        found = self._inner(name, outer=outer, depth=depth)
        towns = self._names.exact(fold(outer))
        if len(found) != 1 or not towns:
            return found
        around = [
            candidate
            for candidate in found[0].candidates
            if any(between_km(candidate.area.centre, town.area.centre) <= FURTHEST_PART_KM for town in towns)
        ]
        if around:
            return [replace(found[0], candidates=around)]
        return [*self._resolve(outer, depth=depth + 1), Part(name)]

    def _bracketed(self, text: str, depth: int) -> list[Part] | None:
        match = phrases.IN_BRACKETS.match(text)
        if not match:
            return None
        head = f"{match['head']} {match['rest']}".strip()
        outer = phrases.NEARNESS.sub("", match["inner"]).strip() or match["inner"]
        if re.match(r"(?:ot|ortsteil)\b(?!\s+von)", match["inner"], re.IGNORECASE):
            return self._within(re.sub(r"^\S+\s+", "", match["inner"]), outer=head, depth=depth)
        found = self._resolve(head, depth=depth + 1)
        for part in found[-1:]:
            part.qualifiers += (outer,)
        return found

    def _beside(self, text: str, depth: int) -> list[Part] | None:
        """ "Plate bei Schwerin"; where the first word names nothing ("Hof bei Schwerin"), the second is the place."""
        match = phrases.BESIDE.match(text)
        if not match or phrases.NEARNESS.match(match["head"] + " "):
            return None
        if not significant(match["head"]) or fold(match["head"]) in phrases.GENERAL:
            return self._resolve(match["qualifier"], depth=depth + 1)
        return self._inner(match["head"], outer=match["qualifier"], depth=depth)

    def _inner(self, name: str, *, outer: str, depth: int) -> list[Part]:
        """A village and the town it belongs to; where the village is unknown the town stands for it, and it is said."""
        outer = outer.strip(EDGE_SIGNS)
        found = self._resolve(name, depth=depth + 1)
        if len(found) == 1 and found[0].candidates:
            found[0].qualifiers += (outer,) if outer else ()
            return found
        if not outer:
            return found or [Part(name)]
        return [*self._resolve(outer, depth=depth + 1), *(found or [Part(name)])]

    def _scattered(self, text: str) -> list[Part]:
        """Names within a longer text, longest first; else the text with its typing errors forgiven."""
        words = [word for word in re.split(r"[\s–—-]+", text) if word.strip(EDGE_SIGNS)]
        spans = list(self._spans(words)) if len(words) > 1 else []
        taken = {i for start, end, _ in spans for i in range(start, end)}
        strange = [w for i, w in enumerate(words) if i not in taken and naming(w, among=words)]
        wrong = self._names.mistyped(fold(text)) if strange or not spans else []
        if wrong:
            return [Part(text, candidates=wrong)]
        found = [Part(" ".join(words[a:b]), " ", candidates) for a, b, candidates in spans]
        for word in strange:
            guesses = self._names.mistyped(fold(word)) if len(words) > 1 else []
            found.append(Part(word, " ", guesses))
        return found

    def _spans(self, words: list[str]) -> Iterator[tuple[int, int, list[Candidate]]]:
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + 4), start, -1):
                run = words[start:end]
                candidates = self._names.exact(fold(" ".join(run)))
                if candidates and all(naming(word, among=words) for word in (run[0], run[-1])):
                    yield start, end, candidates
                    start = end - 1
                    break
            start += 1

    def _settle(self, pieces: list[Part | Between], *, here: Surroundings) -> Reading:
        """Choose for every part, first those that are clear alone, then the others with their help."""
        parts = [p for piece in pieces for p in (piece.ends if isinstance(piece, Between) else [piece])]
        first = {id(part): self._choice(part, here=here) for part in parts}
        clear = tuple(choice.best.centre for choice in first.values() if choice.best and choice.best.is_point)
        wider = replace(here, near=here.near + clear)
        final = {
            id(part): first[id(part)] if first[id(part)].clear else self._choice(part, here=wider)
            for part in parts
        }
        final = {id(part): self._unless_strayed(part, parts=parts, final=final) for part in parts}
        areas: list[Area] = []
        for piece in pieces:
            chosen = piece.ends if isinstance(piece, Between) else [piece]
            best = [area for part in chosen if (area := final[id(part)].best)]
            areas += [strip_between(best)] if isinstance(piece, Between) and can_join(best) else best
        unclear = [(part.text, final[id(part)]) for part in parts if not final[id(part)].clear]
        return Reading(
            areas=tuple(dict.fromkeys(areas)),
            unresolved=tuple(text for text, choice in unclear if not choice.ranked),
            ambiguous=tuple((text, choice.ranked) for text, choice in unclear if choice.ranked),
        )

    def _unless_strayed(self, part: Part, *, parts: list[Part], final: dict[int, Choice]) -> Choice:
        """The part's choice; nothing, where only a typing error leads to a village far from all that is sure."""
        choice = final[id(part)]
        sure = [
            best.centre
            for other in parts
            if (best := final[id(other)].best) and best.is_point and fit_of(other, best) >= NEARLY
        ]
        best = choice.best
        if best is None or best.population >= HEARD_OF_AFAR or not best.is_point or not sure:
            return choice
        if fit_of(part, best) >= NEARLY:
            return choice
        is_near = any(between_km(best.centre, point) <= FURTHEST_SLIP_KM for point in sure)
        return choice if is_near else Choice((), clear=False)

    def _choice(self, part: Part, *, here: Surroundings) -> Choice:
        """The part's meaning; one that all qualifiers contradict is never clear."""
        if not part.qualifiers and not part.hints:
            return choose(part.candidates, here=here)
        around = replace(here, near=here.near + tuple(hint.centre for hint in part.hints))
        fits = {
            c: self._qualifying.agreement(c.area, qualifiers=part.qualifiers, here=here)
            for c in part.candidates
        }
        choice = choose(
            [replace(c, fit=c.fit + QUALIFIER_WEIGHT * fit) for c, fit in fits.items()], here=around
        )
        best = max((fit for fit in fits.values()), default=0.0)
        return choice if best >= 0 else Choice(choice.ranked, clear=False)


def only_one(reading: Reading) -> Reading:
    """Where a text is one name and nothing else, and one place bears it, that place; however small and far off."""
    if reading.areas or len(reading.ambiguous) != 1 or len(reading.ambiguous[0][1]) != 1:
        return reading
    return replace(reading, areas=reading.ambiguous[0][1], ambiguous=())


def fit_of(part: Part, area: Area) -> float:
    """How well a part's spelling fits an area."""
    return max((candidate.fit for candidate in part.candidates if candidate.area == area), default=0.0)


def can_join(ends: list[Area]) -> bool:
    """Whether there is a line between the ends."""
    return len(ends) > 1 and all(end.is_point for end in ends)


def strip_between(ends: list[Area]) -> Area:
    """The line from one place to the other (around all, where there are more than two)."""
    points = [end.centre for end in ends]
    lat, lon = middle(points)
    return Area(
        name=" – ".join(end.name for end in ends),
        kind="between",
        lat=round(lat, 4),
        lon=round(lon, 4),
        ags="",
        districts=tuple(dict.fromkeys(district for end in ends for district in end.districts)),
        line=tuple(points if len(points) == 2 else [*points, points[0]]),
    )
