"""The words of calendars, and the signs that days are written with."""

import re
from dataclasses import dataclass
from enum import StrEnum

from leerstand.core.values.numerals import number_word


class Kind(StrEnum):
    """What a lexeme of a moment is."""

    DATE = "date"
    SHORT = "short"
    """4/12 or 4.27: a day of a month, or a month of a year."""
    DAY_MONTH = "day_month"
    MONTH_YEAR = "month_year"
    YEARS = "years"
    YEAR = "year"
    DECADE = "decade"
    NUMBER = "number"
    MONTH = "month"
    SEASON = "season"
    PART = "part"
    HOLIDAY = "holiday"
    QUARTER = "quarter"
    HALF = "half"
    WEEK = "week"
    ISO_WEEK = "iso_week"
    UNIT = "unit"
    AGO = "ago"
    NEXT = "next"
    COMING = "coming"
    LAST = "last"
    THIS = "this"
    TODAY = "today"
    NOW = "now"
    OPEN = "open"
    IN = "in"
    FROM = "from"
    UNTIL = "until"
    ABOUT = "about"
    AND = "and"
    SKIP = "skip"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One sign or word of a moment; `numbers` are what its kind needs."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()


_WORDS: dict[Kind, str] = {
    Kind.MONTH: "januar jänner jan january=1|februar feb feber february=2|märz maerz mrz mär march mar=3|april apr=4|mai may=5"
    "|juni jun june=6|juli jul july=7|august aug=8|september sep sept=9|oktober okt october oct=10|november nov=11|dezember dez december dec=12",
    # first and last month; a winter ends in the next year
    Kind.SEASON: "frühling fruehling frühjahr fruehjahr spring=3,5|sommer summer=6,8|herbst autumn fall=9,11|winter=12,2"
    "|frühsommer=6,6|hochsommer=7,7|spätsommer=8,9|frühherbst=9,9|spätherbst=11,11|vorfrühling=2,3",
    Kind.PART: "anfang beginn beginning start early=0|mitte middle mid=1|ende end late=2",
    # days after Easter Sunday, or month and day
    Kind.HOLIDAY: "karfreitag=-2|ostern easter ostersonntag=0|ostermontag=1|himmelfahrt christi_himmelfahrt ascension=39"
    "|pfingsten pfingstsonntag whitsun pentecost=49|weihnachten xmas christmas=12,25|heiligabend=12,24|nikolaus=12,6|silvester new_year's_eve=12,31"
    "|neujahr new_year=1,1|johanni=6,24|michaeli=9,29|martini=11,11",
    Kind.QUARTER: "quartal quarter=0",
    Kind.HALF: "halbjahr jahreshälfte half=0",
    Kind.WEEK: "kw kalenderwoche week=0",
    # months and days of one
    Kind.UNIT: "tag tage tagen day days=0,1|woche wochen week_s weeks=0,7|monat monate monaten month months=1,0|jahr jahre jahren year years=12,0|jahrzehnt jahrzehnten jahrzehnte decade decades=120,0",
    Kind.AGO: "vor ago=0",
    Kind.COMING: "kommenden kommendes kommender kommende coming=0",
    Kind.NEXT: "nächsten nächstes nächster nächste naechsten naechstes naechste next=0",
    Kind.LAST: "letzten letztes letzter letzte letztem vorigen voriges vorige vergangenen vergangenes vergangene last=0",
    Kind.THIS: "diesen dieses dieser diese diesem this=0",
    Kind.TODAY: "heute today=0|morgen tomorrow=1|übermorgen uebermorgen=2|gestern yesterday=-1|vorgestern=-2",
    Kind.NOW: "sofort jetzt now immediately asap umgehend gleich=0",
    Kind.OPEN: "offen flexibel flexible egal unbefristet unbekannt unknown jederzeit anytime unbestimmt dauerhaft"
    " lange lang ewig ewigkeiten längerem laengerem unklar vereinbarung absprache=0",
    Kind.FROM: "ab from since seit starting frühestens fruehestens=0",
    Kind.UNTIL: "bis until till spätestens spaetestens by=0",
    Kind.ABOUT: "ca circa etwa ungefähr ungefaehr um gegen rund voraussichtlich about around approx geschätzt vermutlich wohl wahrscheinlich"
    " mindestens nach after über=0",
    Kind.AND: "und oder and or=0",
    Kind.IN: "in=0",
    Kind.SKIP: "zum zur am im dem den der des die das vom von on at of the jahre(s) anno mo di mi do fr sa so montag dienstag mittwoch donnerstag"
    " freitag samstag sonnabend sonntag monday tuesday wednesday thursday friday saturday sunday schon bereits frei verfügbar bezugsfrei available"
    " uhr date dann erst bitte später spaeter later=0",
}  # fmt: skip

_SIGNS: tuple[tuple[Kind, str], ...] = (
    (Kind.DATE, r"(?P<iso>([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2}))(?![0-9])(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:z|\+0[0-9]:00)?)?"),
    (Kind.DATE, r"([0-9]{1,2})\s?[./-]\s?([0-9]{1,2})\s?[./-]\s?([0-9]{4}|[0-9]{2})(?![0-9])"),
    (Kind.ISO_WEEK, r"([0-9]{4})-?w([0-9]{1,2})(?![0-9])"),
    (Kind.YEARS, r"([0-9]{4})\s?([-/])\s?([0-9]{4}|[0-9]{1,2})(?![0-9])"),
    (Kind.MONTH_YEAR, r"([0-9]{1,2})\s?[./-]\s?([0-9]{4})(?![0-9])"),
    (Kind.DAY_MONTH, r"([0-9]{1,2})\.\s?([0-9]{1,2})\."),
    (Kind.SHORT, r"([0-9]{1,2})[./]([0-9]{1,2})(?![0-9.])"),
    (Kind.QUARTER, r"q\s?([1-4])(?![0-9])"),
    (Kind.DECADE, r"'?((?:[0-9]{2})?[0-9]0)(?:er|s|ern)\b"),
    (Kind.DATE, r"(?P<compact>([0-9]{4})([0-9]{2})([0-9]{2}))(?![0-9])"),
    (Kind.YEAR, r"([0-9]{4})(?![0-9])"),
    (Kind.YEAR, r"'([0-9]{2})(?![0-9])"),
    (Kind.NUMBER, r"([0-9]{1,3})(?:\.|st\b|nd\b|rd\b|th\b)?(?![0-9])"),
    (Kind.OTHER, r"[^\W\d_]+(?:'s)?\.?|\S"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(sign)) for kind, sign in _SIGNS)
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "ersten": 1, "erstes": 1, "erste": 1, "first": 1, "zweiten": 2, "zweites": 2,
             "zweite": 2, "second": 2, "dritten": 3, "drittes": 3, "third": 3, "viertes": 4, "vierten": 4, "fourth": 4}  # fmt: skip


def _table() -> dict[str, Lexeme]:
    found = {}
    for kind, groups in _WORDS.items():
        for group in groups.split("|"):
            words, _, numbers = group.rpartition("=")
            for word in words.split():
                found[word.replace("_", " ")] = Lexeme(
                    kind, word, tuple(int(one) for one in numbers.split(","))
                )
    return found


TABLE = _table()


def lexemes(text: str) -> list[Lexeme]:
    """The signs and words of a tidied, lower-cased text, in order; commas and slashes between them are left out."""
    found: list[Lexeme] = []
    at = 0
    while at < len(text):
        if text[at] in " ,/()-:;":
            at += 1
            continue
        for kind, sign in _COMPILED:
            if match := sign.match(text, at):
                found.append(_lexeme(kind, match))
                at = match.end()
                break
    return found


def _lexeme(kind: Kind, match: re.Match[str]) -> Lexeme:
    written = match[0]
    if kind is Kind.OTHER:
        word = written.rstrip(".")
        if word in TABLE:
            return TABLE[word]
        if word in _NUMERALS:
            return Lexeme(Kind.NUMBER, written, (_NUMERALS[word],))
        number = number_word(word)
        if number is not None and number == int(number):
            return Lexeme(Kind.NUMBER, written, (int(number),))
        return Lexeme(kind, written)
    parts = [part for part in match.groups() if part]
    if match.groupdict().get("iso") or match.groupdict().get("compact"):
        parts = list(reversed(parts[1:]))
    if kind is Kind.YEARS:
        return Lexeme(kind, written, (int(parts[0]), int(parts[2]), "-/".index(parts[1]), len(parts[2])))
    if kind is Kind.DATE and len(parts[-1]) == 2 and "-" in written and len(parts[0]) == 2:
        return Lexeme(kind, written, (*(int(part) for part in parts), 2, 1))
    if kind is Kind.NUMBER and len(parts[0]) > 2:
        return Lexeme(Kind.OTHER, written)
    return Lexeme(kind, written, (*(int(part) for part in parts), len(parts[-1])))
