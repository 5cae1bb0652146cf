"""Why a pair fits, what is still to clarify, and why a pair is stopped."""

from dataclasses import replace
from datetime import date

import pytest

from leerstand.matching.engine import phrasing
from leerstand.matching.engine.facts import FEATURES, Match, Reason, Refusal, Seeker, Space
from leerstand.matching.engine.matcher import Matcher
from tests.matching.made import seeker, space

BARN = space(
    property_kind="barn",
    title="Scheune am Anger",
    description="Mit Hobelbank.",
    features=frozenset({"workshop"}),
)
JOINER = seeker(text="Tischlerei sucht Platz.")


def told(matcher: Matcher, wanted: Seeker, offered: Space) -> Match:
    found = matcher.explain(matcher.read_seeker(wanted), matcher.read_space(offered))
    assert isinstance(found, Match)
    return found


def of(reasons: tuple[Reason, ...], criterion: str) -> list[Reason]:
    return [reason for reason in reasons if reason.criterion == criterion]


def test_a_reason_quotes_the_words_of_both_sides(matcher: Matcher) -> None:
    reason = of(told(matcher, JOINER, BARN).reasons, "plan")[0]
    assert reason.kind == "fits"
    assert "‚Tischlerei‘" in reason.note_de
    assert "‚Hobelbank‘" in reason.note_de
    assert "“Tischlerei”" in reason.note_en
    assert set(reason.evidence) == {"Tischlerei", "Hobelbank"}


def test_a_feature_is_told_with_the_kind_of_building(matcher: Matcher) -> None:
    match = told(matcher, seeker(text="Werkstatt gesucht"), replace(BARN, description=""))
    assert "die Scheune eine Werkstatt hat" in of(match.reasons, "plan")[0].note_de


def test_every_feature_is_said_of_a_building_in_both_languages() -> None:
    assert phrasing.HAS.keys() | phrasing.IS.keys() == set(FEATURES)
    assert phrasing.said_of(["workshop", "electricity", "barrier_free"]) == (
        "eine Werkstatt und Strom hat und barrierefrei ist",
        "has a workshop and electricity and is step-free",
    )


def test_several_quoted_words_take_the_plural(matcher: Matcher) -> None:
    barn = replace(BARN, description="Mit Hobelbank und Töpferscheibe.")
    match = told(matcher, seeker(text="Tischlerei und Töpferei"), barn)
    assert "stehen." in of(match.reasons, "plan")[0].note_de


def test_what_is_not_there_is_told_apart_from_what_is_not_allowed(matcher: Matcher) -> None:
    bare = space(title="Laden", description="Kein Garten.")
    match = told(matcher, seeker(text="Wir suchen einen Garten"), bare)
    assert any(r.note_de.startswith("Laut Angebot nicht da: ‚Garten‘") for r in match.reasons)


def test_a_hidden_need_that_is_not_stated_is_a_question(matcher: Matcher) -> None:
    match = told(matcher, JOINER, BARN)
    questions = [reason.note_de for reason in match.clarify]
    assert any("Starkstrom" in question and "‚Tischlerei‘" in question for question in questions)
    powered = told(matcher, JOINER, replace(BARN, features=BARN.features | {"three_phase_power"}))
    assert not any("Starkstrom" in reason.note_de for reason in powered.clarify)


def test_an_unstated_hidden_need_does_not_move_the_score(matcher: Matcher) -> None:
    silent = told(matcher, JOINER, BARN).score
    ruled_out = told(matcher, JOINER, replace(BARN, description="Mit Hobelbank. Kein Starkstrom.")).score
    assert silent >= ruled_out
    assert all(
        reason.weight == 0 for reason in told(matcher, JOINER, BARN).clarify if reason.criterion == "plan"
    )


def test_what_a_seeker_refuses_speaks_against(matcher: Matcher) -> None:
    stable = space(title="Reiterhof", description="Pferde und Ponys.")
    match = told(matcher, seeker(text="Atelier, keine Pferde bitte."), stable)
    assert any(r.kind == "against" and "‚Pferde‘" in r.note_de for r in match.reasons)
    assert match.score < told(matcher, seeker(text="Atelier mit Pferden."), stable).score


def test_what_an_owner_rules_out_speaks_against(matcher: Matcher) -> None:
    shop = space(title="Laden", description="Keine Gastronomie.")
    cafe = seeker(text="Café mit Gastronomie")
    match = told(matcher, cafe, shop)
    assert any(r.kind == "against" and "schließt" in r.note_de for r in match.reasons)
    assert match.score < told(matcher, cafe, replace(shop, description="")).score


@pytest.mark.parametrize("excluded", ["Gastronomie", "keine Gastronomie", "Gastronomie brauchen wir nicht"])
def test_whatever_stands_under_what_may_not_happen_is_ruled_out(matcher: Matcher, excluded: str) -> None:
    shop = space(title="Laden", excluded_use=excluded)
    cafe = seeker(text="Café mit Gastronomie")
    match = told(matcher, cafe, shop)
    assert any(r.kind == "against" and "‚Gastronomie‘" in r.note_de for r in match.reasons)
    assert match.score < told(matcher, cafe, replace(shop, excluded_use="")).score


def test_missing_facts_are_questions_not_faults(matcher: Matcher) -> None:
    wanted = seeker(persons=2, budget_month_eur=300, min_area_m2=40, wishes=frozenset({"garden"}))
    match = told(matcher, wanted, space())
    assert {reason.criterion for reason in match.clarify} >= {"cost", "size", "wishes", "people"}


def test_an_unknown_place_is_asked_back(matcher: Matcher) -> None:
    match = told(matcher, seeker(place="Xyzhausen"), space())
    assert any("Xyzhausen" in reason.note_de for reason in match.clarify)


def test_a_person_without_a_car_is_told_of_a_far_station(matcher: Matcher) -> None:
    far = told(
        matcher,
        seeker(place="Gartow", text="Ich habe kein Auto."),
        space(place="Gartow", lat=53.03, lon=11.45),
    )
    way = of(far.reasons, "way")
    assert way and way[0].kind == "against"
    assert "Bahnhof" in way[0].note_de
    assert not of(told(matcher, seeker(), space()).reasons, "way")


def test_a_refusal_names_every_broken_rule_with_a_sentence(matcher: Matcher) -> None:
    wanted = seeker(place="Salzwedel", radius_km=5, persons=3, until_on=date(2027, 12, 31))
    found = matcher.explain(matcher.read_seeker(wanted), matcher.read_space(space(capacity=1)))
    assert isinstance(found, Refusal)
    assert found.rules == (3, 7)
    assert "km" in found.notes_de[1]
    assert len(found.notes_en) == 2


@pytest.mark.parametrize(
    ("wanted", "offered", "note"),
    [
        ({"forms": ("rental",)}, {"form": "coliving"}, "Das Angebot ist Coliving; gesucht wird Miete."),
        (
            {"property_kinds": frozenset({"farm"})},
            {"property_kind": "shop"},
            "Diese Art von Gebäude ist nicht gesucht: der Laden.",
        ),
        (
            {},
            {"available_until_on": date(2028, 1, 31)},
            "Gesucht wird auf Dauer; das Angebot endet am 31.1.2028.",
        ),
        (
            {"until_on": date(2027, 6, 30), "min_months": 6},
            {"available_from_on": date(2027, 4, 1)},
            "Die gemeinsame Zeit ist kürzer als 6 Monate: frei 1.4.2027 – offen, gesucht ab sofort – 30.6.2027.",
        ),
        ({"persons": 4}, {"capacity": 2}, "Platz für 2, gesucht für 4."),
        (
            {"budget_month_eur": 400},
            {"cost_month_eur": 620},
            "620 € im Monat; die Grenze ist 400 €, ein Zehntel mehr ginge noch.",
        ),
        (
            {"shares_max_eur": 500},
            {"shares_eur": 1500},
            "1.500 € Einlage oder Kaution; bezahlt werden können 500 €.",
        ),
        (
            {"needs": frozenset({"stable", "land"})},
            {"features": frozenset({"land"})},
            "Nötig, aber nicht genannt: Stall.",
        ),
        (
            {"min_broadband_mbit": 100},
            {"broadband_mbit": 16},
            "Das Internet hat 16 Mbit/s; nötig sind 100.",
        ),
        ({"min_area_m2": 70}, {"area_m2": 48}, "48 m²; nötig sind 70 m²."),
        ({"min_rooms": 4}, {"rooms": 2.5}, "2,5 Zimmer; nötig sind 4."),
    ],
)
def test_a_refusal_tells_the_facts_of_both_sides(
    matcher: Matcher, wanted: dict[str, object], offered: dict[str, object], note: str
) -> None:
    found = matcher.explain(matcher.read_seeker(seeker(**wanted)), matcher.read_space(space(**offered)))
    assert isinstance(found, Refusal)
    assert found.notes_de == (note,)
    assert len(found.notes_en) == 1


def test_all_notes_are_there_in_both_languages(matcher: Matcher) -> None:
    wanted = seeker(
        text="Tischlerei, kein Auto, keine Pferde", persons=2, budget_month_eur=300, shares_max_eur=100,
        min_area_m2=40, wishes=frozenset({"garden", "sauna"}), forms=("interim_use", "rental"),
    )  # fmt: skip
    match = told(matcher, wanted, space(cost_month_eur=320, shares_eur=50, area_m2=38, title="Pferdestall"))
    for reason in (*match.reasons, *match.clarify):
        assert reason.note_de and reason.note_en and reason.note_de != reason.note_en
        assert 0 <= reason.score <= 1
