"""How a written word is made comparable: spellings, gendered forms, signs, and its stem."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

WORD = re.compile(
    r"[^\W_]+(?:['’]t\b)?(?:[:*_/](?=innen\b|in\b|r\b|n\b)[^\W_]+)?(?:[-\u2010\u2011][^\W_]+)*|[.,;:!?()|\u2013\u2014]"
)
PAUSES = frozenset(".,;:!?()|\u2013\u2014")
FOLDS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a"}
)
BINNEN_I = re.compile(r"(?<=[a-zäöüß])I(?=n(?:nen)?\b)")
GENDER_MARK = re.compile(r"[:*_/](?=(?:innen|in|r|n)$)")
# „Tischlerin“ and „Tischler“ are one trade; the sex must leave no trace in what is compared.
FEMALE = (
    (re.compile(r"aerzt(in|innen)$"), "arzt"),
    (re.compile(r"anwaelt(in|innen|e)$"), "anwalt"),
    (re.compile(r"koech(in|innen)$"), "koch"),
    (re.compile(r"baeuer(in|innen)$"), "bauer"),
    (
        re.compile(
            r"(hand|kauf|fach|haus|bau|land|feuerwehr|geschaefts|zimmer|see)(frau|frauen|maenner|mann)$"
        ),
        r"\1leute",
    ),
    (
        re.compile(
            r"(er|or|eur|ist|ent|ant|wirt|at|og|iker|graph|graf|et|ekt|arzt|koch|ing|ling|nom)(in|innen)$"
        ),
        r"\1",
    ),
)
GERMAN_LOOK = re.compile(
    r"(?:[^aeiou]en|eln|ern|ig|isch|lich|bar|frei|los|haft|sam|iert|lose|ige|ische|liche)$"
)
_GERMAN = Stemmer.Stemmer("german")
_ENGLISH = Stemmer.Stemmer("english")


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """The word in one spelling: lower case, umlauts as two letters, without hyphens and gender signs."""
    word = unicodedata.normalize("NFKC", BINNEN_I.sub("i", word))
    word = GENDER_MARK.sub("", word.lower())
    word = word.translate(FOLDS)
    word = "".join(sign for sign in word if sign.isalnum())
    for pattern, short in FEMALE:
        if len(word) > 5 and pattern.search(word):
            return pattern.sub(short, word)
    return word


@lru_cache(maxsize=200_000)
def german_stem(key_: str) -> str:
    """The German stem of a key; umlauts end as their plain vowels, so Werkstätten is Werkstatt."""
    return str(_GERMAN.stemWord(key_))


@lru_cache(maxsize=200_000)
def english_stem(key_: str) -> str:
    """The English stem of a key."""
    return str(_ENGLISH.stemWord(key_))


def stem_of_term(written: str, key_: str, *, language: str) -> str:
    """The stem under which a word of the vocabulary is found in texts of a language.

    Small-written words that don't look like German verbs or adjectives stay whole: „programmer“ is not Programm.
    """
    if language == "en":
        return english_stem(key_)
    is_german = written[:1].isupper() or GERMAN_LOOK.search(key_) is not None
    return german_stem(key_) if is_german else key_


def conjugated(written: str) -> tuple[str, ...]:
    """The keys of a German verb as people write it of themselves: weben → webe, webt; nothing for other words."""
    verb = key(written)
    if not written[:1].islower() or len(verb) < 5 or not verb.endswith(("en", "eln", "ern")):
        return ()
    bare = verb.removesuffix("n").removesuffix("e")
    if verb.endswith("eln"):
        return bare[:-2] + "le", bare + "e", bare + "t"
    return bare + "e", bare + "t"


def parts(word: str) -> tuple[str, ...]:
    """The pieces of a word written with hyphens, or the word itself."""
    return tuple(piece for piece in re.split(r"[-\u2010\u2011]", word) if piece)


ENGLISH_MARKS = frozenset(
    """the and with for are our have would who from you your this that want looking need not but where their they
    them which into very without people been some we i of to a it is as on at by be my no or if""".split()  # noqa: SIM905
)
GERMAN_MARKS = frozenset(
    """und der die das ist mit für wir ich ein eine einen den dem zu auf von nicht auch oder bei sind suche suchen
    haben möchte möchten im am zum zur aus bis sich uns kein keine gern unser es""".split()  # noqa: SIM905
)


def language(words: list[str]) -> str:
    """Whether a text is German or English, by its small words; German where nothing tells."""
    english = sum(word in ENGLISH_MARKS for word in words)
    german = sum(word in GERMAN_MARKS for word in words)
    return "en" if english > german else "de"
