"""What the engine understood of a search, in words that its writer can check and correct."""

from dataclasses import dataclass

from leerstand.core.i18n import Language
from leerstand.matching.engine.facts import Seeker
from leerstand.matching.engine.matcher import Matcher


@dataclass(frozen=True, slots=True)
class Understood:
    """Concepts meant and refused, each with the words that led to it; places found, unclear, and not found."""

    meant: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    unclear: tuple[tuple[str, tuple[str, ...]], ...]
    unknown: tuple[str, ...]


def understood(matcher: Matcher, seeker: Seeker, *, language: Language) -> Understood:
    """Read a search's text and place; traits of people (age, origin …) are left out, as they count for nothing."""
    read = matcher.read_seeker(seeker)
    meant: dict[str, str] = {}
    refused: dict[str, str] = {}
    for finding in read.findings:
        concept = matcher.vocabulary.concepts[finding.concept]
        if concept.is_protected or finding.polarity == 0:
            continue
        label = concept.label_en if language == "en" else concept.label_de
        (meant if finding.polarity > 0 else refused).setdefault(label, finding.words)
    return Understood(
        meant=tuple(meant.items()),
        refused=tuple(item for item in refused.items() if item[0] not in meant),
        places=tuple(area.name for area in read.place.areas),
        unclear=tuple((typed, tuple(area.name for area in areas)) for typed, areas in read.place.ambiguous),
        unknown=read.place.unresolved,
    )
