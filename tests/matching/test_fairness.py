"""Who people are must not move a score: the same plan in other people's words gives the same order."""

import pytest

from leerstand.matching.engine.facts import Space
from leerstand.matching.engine.matcher import Matcher
from tests.matching.made import seeker, space

PLAN = "suchen Platz für eine Töpferei mit kleinem Laden, gern am Markt."
OFFERS = (
    space(id="p-1", title="Laden mit Werkraum", wished_use="Familien mit Kindern, Keramik"),
    space(
        id="p-2",
        title="Helle Räume",
        description="Seniorengerecht. Für ältere Ehepaare.",
        wished_use="Ältere",
    ),
    space(
        id="p-3", title="Alte Bäckerei", wished_use="junge Leute, Frauen, Syrer, Muslime, Alleinerziehende"
    ),
    space(id="p-4", title="Werkstatt von Familie Ritter", wished_use="Handwerk; katholisch"),
    space(id="p-5", title="Hofladen", wished_use="Ukrainer, Türkinnen, Geflüchtete, Autisten, Schwangere"),
)
PEOPLE = (
    "Wir",
    "Wir (Ehepaar, 72 und 75, aus Hannover)",
    "Wir, eine junge Familie aus Aleppo,",
    "Wir zwei Frauen, beide muslimisch,",
    "Wir, Vater und alleinerziehende Tochter,",
    "Wir, ein schwules Paar,",
    "Fatma Yilmaz und Jürgen Ritter",
    "Wir Rentner, einer im Rollstuhl, der andere mit Demenz,",
    "Wir katholische Polen, verheiratet,",
    "Wir, geschieden und verwitwet, beide schwerbehindert,",
    "Wir, eine Türkin und ein Ukrainer,",
    "Wir Geflüchtete, eine mit Kopftuch, eine nichtbinär,",
    "Wir Autisten, einer Pole, eine Dutch woman,",
    "Wir, eine Schwangere und ihr Mann,",
)


def order(matcher: Matcher, text: str, offers: tuple[Space, ...] = OFFERS) -> list[tuple[str, float]]:
    spaces = [matcher.read_space(one) for one in offers]
    matches = matcher.match([matcher.read_seeker(seeker(text=text, persons=2))], spaces, top=10)
    return [(match.space_id, match.score) for match in matches]


@pytest.mark.parametrize("people", PEOPLE)
def test_who_people_are_changes_no_score(matcher: Matcher, people: str) -> None:
    assert order(matcher, f"{people} {PLAN}") == order(matcher, f"Wir {PLAN}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tischlerin", "Tischler"),
        ("Köchin", "Koch"),
        ("Ärztin", "Arzt"),
        ("Bäuerin", "Bauer"),
        ("Kauffrau und Weberin", "Kaufmann und Weber"),
        ("Altenpflegerinnen", "Altenpfleger"),
        ("Künstler:in", "Künstlerin"),
    ],
)
def test_the_sex_in_a_trade_changes_no_score(matcher: Matcher, one: str, other: str) -> None:
    offers = (*OFFERS, space(id="p-6", wished_use="Tischler, Koch, Arzt, Bauer, Weber, Pfleger, Künstler"))
    assert order(matcher, f"{one} sucht Räume.", offers) == order(matcher, f"{other} sucht Räume.", offers)


def test_an_owners_wish_for_certain_people_counts_for_nobody(matcher: Matcher) -> None:
    for wish in ("nur Deutsche", "junge Familien", "Rentner", "Frauen", "Christen"):
        plain = (space(id="p-1", wished_use="Töpferei"),)
        choosy = (space(id="p-1", wished_use=f"Töpferei, {wish}"),)
        assert order(matcher, f"Wir {PLAN}", choosy) == order(matcher, f"Wir {PLAN}", plain)


def test_a_stated_need_still_counts(matcher: Matcher) -> None:
    flat, steps = space(id="p-1", features=frozenset({"barrier_free"})), space(id="p-2")
    wanted = matcher.read_seeker(seeker(needs=frozenset({"barrier_free"})))
    found = matcher.match([wanted], [matcher.read_space(flat), matcher.read_space(steps)], top=5)
    assert [match.space_id for match in found] == ["p-1"]
