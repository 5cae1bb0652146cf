"""Texts as people write them, and what is understood of them."""

import pytest

from leerstand.matching.engine.reading import language_of, strengths
from tests.matching.made import Understood


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Wir suchen Platz für unsere Holzwerkstatt", "holzwerkstatt"),
        ("Hofladencafé mit Terrasse", "cafe"),
        ("Hofladencafé mit Terrasse", "hofladen"),
        ("ein Töpferkurs im Monat", "keramik"),
        ("Toepferei im alten Stall", "keramik"),
        ("TÖPFEREI", "keramik"),
        ("Eine Topferei wäre unser Traum", "keramik"),
        ("Ich webe und spinne", "wolle_weben"),
        ("Drechsler mit eigener Bank", "holzwerkstatt"),
        ("Geigenbauerin", "instrumentenbau"),
        ("Geigenbauer:in", "instrumentenbau"),
        ("Tischler*innen", "holzwerkstatt"),
        ("TischlerInnen", "holzwerkstatt"),
        ("Imker/in mit zehn Völkern", "imkerei"),
        ("Co-Working im Dorf", "coworking"),
        ("co working im Dorf", "coworking"),
        ("CoWorking im Dorf", "coworking"),
        ("Hebamme", "hebamme"),
        ("Whg mit EBK", "kueche"),
        ("EBK, DG, 60 qm", "einliegerwohnung"),
        ("I am a carpenter", "holzwerkstatt"),
        ("a pottery studio with a kiln", "keramik"),
        ("we keep bees and goats", "ziegen_schafe"),
        ("Schreinrei", "holzwerkstatt"),
        ("Tischlrei", "holzwerkstatt"),
        ("Wohnung bei der eG", "genossenschaft"),
        ("Fachanwältin für Erbrecht", "kanzlei"),
        ("Schaffung einer Bücherei", "bibliothek"),
        ("Kfz–Werkstatt", "kfz_werkstatt"),
        ("Pferdeboxen frei", "pferde"),
        ("Wir wollen eine Schule gründen", "schule_betreiben"),
        ("Die Schule ist um die Ecke", "schule_kita_nah"),
    ],
)
def test_words_are_understood(understood: Understood, text: str, concept: str) -> None:
    assert concept in understood(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Das hat sich in der Praxis bewährt", "praxis"),
        ("Der Strom der Elbe", "strom"),
        ("1-Zimmer-Studio, möbliert, als Wohnung", "atelier"),
        ("Fördern wir die regionale Wirtschaft", "gasthof"),
        ("Gesellschaft", "handwerk"),
        ("Wir verbringen den Sommer hier", "schmuck_uhren"),
        ("Backsteinhaus", "baeckerei"),
        ("in der Nähe", "textil"),
        ("a kind of hall", "familie"),
        ("not bad", "bad"),
        ("We see most of it as a gift.", "wasserzugang"),
        ("We see most of it as a gift.", "getraenke"),
        ("Aus Hitzacker und Perleberg", "landwirtschaft"),
        ("Der Schornstein steht unter Schutz", "bildhauerei"),
        ("Unsere Kisten rosten", "roesterei"),
        ("Maschinenschlosser gewesen", "gutshaus"),
        ("We leave every place cleaner", "elektro_sanitaer"),
        ("Vier Scheiben und ein Ofen", "schreiben"),
        ("Zimmer im EG", "genossenschaft"),
    ],
)
def test_false_friends_are_told_apart(understood: Understood, text: str, concept: str) -> None:
    assert concept not in understood(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Bitte keine Pferde.", "pferde"),
        ("Ohne Lärm und Hektik.", "laerm"),
        ("no horses please", "pferde"),
        ("Haustiere sind leider nicht erlaubt.", "haustier"),
        ("Gastronomie ausgeschlossen.", "gastronomie"),
        ("Kein Café, keine Kneipe.", "kneipe"),
        ("Kunst ja, aber nicht mit Gastronomie", "gastronomie"),
        ("Käse auch nicht, Honig schon", "kaeserei"),
        ("Melken ist nix für uns.", "kaeserei"),
        ("Gastronomie nein danke", "gastronomie"),
        ("Gastronomie? Nein danke.", "gastronomie"),
        ("Pferde: leider nicht", "pferde"),
        ("Horses are not for us.", "pferde"),
        ("We don't want horses around.", "pferde"),
    ],
)
def test_what_is_refused_is_no_wish(understood: Understood, text: str, concept: str) -> None:
    assert concept in understood(text, polarity=-1)
    assert concept not in understood(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Keine Angst vor Pferden", "pferde"),
        ("Keine Ferienwohnung, sondern ein Atelier", "atelier"),
        ("Kein Lärm. Gern Musik am Abend.", "musikraum"),
        ("Nichts Großes, eine Töpferei", "keramik"),
        ("Pferde stören uns nicht.", "pferde"),
        ("Töpferei nicht nur am Wochenende", "keramik"),
        ("Nicht nur Töpferei", "keramik"),
        ("Ohne Garten geht es nicht.", "garten"),
        ("Eine Töpferei. Was wir nicht haben: ein Dach.", "keramik"),
        ("Eine Töpferei, aber ohne Fenster", "keramik"),
    ],
)
def test_a_refusal_ends_where_the_clause_ends(understood: Understood, text: str, concept: str) -> None:
    assert concept in understood(text)


def test_what_is_not_needed_is_neither_wish_nor_refusal(understood: Understood) -> None:
    assert "starkstrom" in understood("Kein Starkstrom nötig.", polarity=0)
    assert "starkstrom" not in understood("Kein Starkstrom nötig.")
    assert "starkstrom" not in understood("Kein Starkstrom nötig.", polarity=-1)
    for text in ("Einen Garten brauchen wir nicht.", "Wir brauchen keinen Garten.", "Garten ist uns egal."):
        assert "garten" in understood(text, polarity=0)
    assert "kueche" in understood("We don't need a kitchen.", polarity=0)


def test_gladly_is_softer_than_by_all_means(understood: Understood) -> None:
    soft = understood.strength("Gern mit Garten.", "garten")
    plain = understood.strength("Mit Garten.", "garten")
    hard = understood.strength("Unbedingt mit Garten.", "garten")
    assert 0 < soft < plain < hard


def test_the_head_of_a_compound_counts_more_than_what_stands_before_it(understood: Understood) -> None:
    assert (
        understood.strength("Gartenwerkstatt", "werkstatt")
        > understood.strength("Gartenwerkstatt", "garten")
        > 0
    )


def test_what_is_a_kind_of_the_head_counts_as_much(understood: Understood) -> None:
    assert understood.strength("Keramikmeisterin", "keramik") == understood.strength(
        "Keramikmeisterin", "handwerk"
    )


def test_a_typing_error_counts_a_little_less(understood: Understood) -> None:
    assert (
        0
        < understood.strength("Schreinrei", "holzwerkstatt")
        < understood.strength("Schreinerei", "holzwerkstatt")
    )


def test_each_other_word_for_one_thing_makes_it_surer(understood: Understood) -> None:
    read = understood.reader.read
    concept = understood.findings("Töpferei")[0].concept

    def strength(text: str) -> float:
        return strengths([(read(text), 1.0)])[concept]

    assert strength("Töpferei, Töpferei") == strength("Töpferei")
    assert strength("Töpferei mit Brennofen") > strength("Töpferei")


def test_a_short_text_is_read_in_the_language_of_what_stands_beside_it(understood: Understood) -> None:
    assert language_of("Heated hall.") == "de"
    assert language_of("Heated hall. For people who like to dance.") == "en"


def test_evidence_names_the_words_and_where_they_stand(understood: Understood) -> None:
    text = "Seit Jahren träumen wir von einer Töpferei am See."
    found = next(f for f in understood.findings(text) if f.words == "Töpferei")
    assert text[found.start : found.end] == "Töpferei"


def test_unknown_words_are_kept_as_rare_words(understood: Understood) -> None:
    stems = {stem for stem, _ in understood.reader.read("Die Kolkraben bleiben.").rare}
    assert "kolkrab" in stems


def test_nonsense_is_read_without_complaint(understood: Understood) -> None:
    for text in (
        "",
        "   ",
        "!!!",
        "𝕏 \u0000 \ud7ff",
        "-" * 2000,
        "ä" * 500,
        "a-b-c-" * 100,
        "Straße😀Töpferei",
    ):
        understood(text)
