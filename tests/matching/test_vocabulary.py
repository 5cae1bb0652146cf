"""The vocabulary's files are checked before anything is matched, and a municipality can add to them."""

import shutil
from pathlib import Path

import pytest

from leerstand.matching.engine.reading import Reader
from leerstand.matching.engine.vocabulary import DATA, OWN_COLUMNS, Vocabulary, VocabularyError
from leerstand.matching.engine.weights import Weights
from leerstand.matching.engine.words import Words
from tests.matching.made import Understood

HEADER = ",".join(OWN_COLUMNS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small vocabulary of its own."""
    (tmp_path / "concepts.csv").write_text(
        "concept,group,label_de,label_en\nofen,feature,Ofen,stove\nton,work,Ton,clay\n"
    )
    (tmp_path / "terms").mkdir()
    for group, term in (("feature", "ofen,Kamin,,"), ("work", "ton,Töpferei,,")):
        (tmp_path / "terms" / f"{group}.csv").write_text(f"concept,term,language,how\n{term}\n")
    (tmp_path / "relations.csv").write_text("concept,relation,target\nton,needs,ofen\n")
    (tmp_path / "guards.csv").write_text("word,concept,rule,neighbours\n")
    for name in ("smallwords.csv", "abbreviations.csv"):
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def faults(folder: Path) -> str:
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load(folder=folder)
    return str(caught.value)


def test_small_words_and_abbreviations_are_checked_and_part_of_the_version(folder: Path) -> None:
    before = Vocabulary.load(folder=folder).fingerprint
    with (folder / "smallwords.csv").open("a") as file:
        file.write("dull,Dingsbums\n")
    assert Vocabulary.load(folder=folder).fingerprint != before
    with (folder / "smallwords.csv").open("a") as file:
        file.write("verneint,keinesfalls\n")
    with (folder / "abbreviations.csv").open("a") as file:
        file.write("Whg,\n")
    found = faults(folder)
    assert "role: 'verneint' is none of not" in found
    assert "short, long: must not be empty" in found


def test_a_phrase_may_mean_several_things_and_a_guarded_word_needs_one_of_all_its_neighbours(
    folder: Path,
) -> None:
    with (folder / "concepts.csv").open("a") as file:
        file.write("bad,feature,Bad,bath\nherd,feature,Herd,range\n")
    with (folder / "terms/feature.csv").open("a") as file:
        file.write("bad,Haus mit Ofen,,\nherd,Haus mit Ofen,,\nherd,Platte,,\n")
    (folder / "guards.csv").write_text(
        "word,concept,rule,neighbours\nPlatte,herd,only,kochen\nPlatten,herd,only,braten\n"
    )
    vocabulary = Vocabulary.load(folder=folder)
    understood = Understood(vocabulary, Reader(vocabulary, Words(vocabulary)))
    assert set(understood("Haus mit Ofen")) == {"bad", "herd"}
    assert "herd" in understood("Platte zum Kochen")
    assert "herd" in understood("braten auf der Platte")
    assert "herd" not in understood("Platte")


def test_german_nouns_are_no_english_stems(folder: Path) -> None:
    with (folder / "concepts.csv").open("a") as file:
        file.write("longe,work,Longe,lungeing\n")
    vocabulary = Vocabulary.load(folder=folder)
    understood = Understood(vocabulary, Reader(vocabulary, Words(vocabulary)))
    assert "longe" not in understood("we have been here for a long time")


def test_our_own_vocabulary_is_sound_and_broad() -> None:
    vocabulary = Vocabulary.load()
    assert len(vocabulary.concepts) >= 200
    assert sum(len(concept.terms) for concept in vocabulary.concepts) >= 3000
    assert vocabulary.serves.diagonal().min() == 1.0
    assert abs(vocabulary.serves).max() == 1.0


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("ofen,feature,Ofen,stove", "concepts.csv:4: concept: 'ofen' stands in an earlier row"),
        ("neu,kram,Neu,new", "concepts.csv:4: group: 'kram' is none of"),
        ("neu,work,,new", "concepts.csv:4: label_de, label_en: must not be empty"),
        ("neu,work,Neu", "concepts.csv:4: 3 cells instead of 4"),
        ("n-u,work,Neu,new", "concepts.csv:4: concept: 'n-u' must be"),
    ],
)
def test_a_bad_concept_is_named_with_its_line(folder: Path, row: str, fault: str) -> None:
    with (folder / "concepts.csv").open("a") as file:
        file.write(f"{row}\n")
    assert fault in faults(folder)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("ton,Töpferei,,", "work.csv:3: term: 'Töpferei' twice"),
        ("ton,töpferei,,exact", "work.csv:3: term: 'töpferei' twice"),
        ("ton,,,", "work.csv:3: term: must not be empty"),
        ("ton,Lehm,fr,", "work.csv:3: language: 'fr' is neither"),
        ("ton,Lehm,,genau", "work.csv:3: how: 'genau' is neither"),
        ("ofen,Herd,,", "work.csv:3: concept: 'ofen' is of the group feature"),
        ("neu,Neues,,", "work.csv:3: concept: 'neu' stands in no row of concepts.csv"),
        ("ton,Lehm", "work.csv:3: 2 cells instead of 4"),
        ('ton,"Sitz, Platz",,', "work.csv:3: term: 'Sitz, Platz' is never found"),
    ],
)
def test_a_bad_term_is_named_with_its_line(folder: Path, row: str, fault: str) -> None:
    with (folder / "terms/work.csv").open("a") as file:
        file.write(f"{row}\n")
    assert fault in faults(folder)


def test_terms_stand_in_order_so_that_two_people_seldom_write_into_one_line() -> None:
    for file in (DATA / "terms").glob("*.csv"):
        lines = [line.split(",", 2)[:2] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
        rows = [(concept, term.strip('"').lower()) for concept, term in lines]
        assert rows == sorted(rows), f"{file.name}: sort by concept and term"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("ton,needs,wolle", "relations.csv:3: target: unknown concept 'wolle'"),
        ("ton,likes,ofen", "relations.csv:3: relation: 'likes' is none of"),
        ("ton,needs,ofen", "relations.csv:3: this relation stands twice"),
        ("ton,broader,ofen\nofen,broader,ton", "is broader than itself"),
    ],
)
def test_a_bad_relation_is_named_with_its_line(folder: Path, row: str, fault: str) -> None:
    with (folder / "relations.csv").open("a") as file:
        file.write(f"{row}\n")
    assert fault in faults(folder)


def test_every_fault_is_named_at_once(folder: Path) -> None:
    (folder / "guards.csv").write_text("word,concept,rule,neighbours\nHof,burg,vielleicht,\n")
    (folder / "concepts.csv").write_text("concept,group,label_de,label_en\nofen,kram,Ofen,stove\n")
    assert len(faults(folder).splitlines()) >= 4


def test_a_missing_file_or_header_is_named(folder: Path) -> None:
    (folder / "concepts.csv").write_text("a,b\n")
    (folder / "relations.csv").unlink()
    text = faults(folder)
    assert "concepts.csv:1: the header must be" in text
    assert "relations.csv: cannot be read" in text


def test_a_municipality_adds_words_and_concepts(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        f"{HEADER}\nimkerei,,,,Immenhof,,\nlichtkunst,work,Lichtkunst,light art,Projektionen,,\n"
        "lichtkunst,,,,Lasershow,,\n"
    )
    vocabulary = Vocabulary.load(extra=[own])
    understood = Understood(vocabulary, Reader(vocabulary, Words(vocabulary)))
    assert understood("ein alter Immenhof") == {"imkerei"}
    assert understood("nächtliche Projektionen") == understood("eine Lasershow") == {"lichtkunst"}
    assert vocabulary.fingerprint != Vocabulary.load().fingerprint


def test_relations_reach_further_down_than_up() -> None:
    vocabulary = Vocabulary.load()
    index = {concept.name: concept.index for concept in vocabulary.concepts}
    potter, workshop, smith = index["keramik"], index["werkstatt"], index["metallwerkstatt"]
    serves = vocabulary.serves
    assert (
        serves[potter, potter]
        > serves[workshop, potter]
        > serves[potter, workshop]
        > serves[potter, smith]
        > 0
    )


def test_hidden_needs_are_inherited_from_the_broader_concept() -> None:
    vocabulary = Vocabulary.load()
    index = {concept.name: concept.index for concept in vocabulary.concepts}
    assert index["barrierearm"] in vocabulary.hidden_needs[index["arzt"]]


def test_weights_can_be_changed_but_not_misspelt() -> None:
    assert Weights.changed({"cost": 20}).cost == 20
    assert Weights.changed({"cost": 20}).fingerprint != Weights().fingerprint
    for wrong in ({"kost": 1.0}, {"cost": -1.0}, {"salience": 1.0}):
        with pytest.raises(ValueError, match="unknown or negative"):
            Weights.changed(wrong)


def test_the_data_folder_can_be_copied_and_loaded(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "copy")
    assert Vocabulary.load(folder=tmp_path / "copy").fingerprint == Vocabulary.load().fingerprint
