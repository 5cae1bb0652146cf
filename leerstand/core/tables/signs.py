"""Text as it was meant: one form of each letter, nothing invisible, damage of encodings repaired or named."""

import re
import unicodedata
from typing import NamedTuple

from leerstand.core.sheets import STARTS_FORMULA, UNSTORABLE
from leerstand.core.tables.summary import Effect

# What spreadsheets write where a formula has failed, in German and in English.
ERRORS = {
    "#NV", "#N/V", "#N/A", "#NA", "#REF!", "#BEZUG!", "#WERT!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#ZAHL!", "#NUM!",
    "#ÜBERLAUF!", "#SPILL!", "#KALK!", "#CALC!", "#FELD!", "#FIELD!",
}  # fmt: skip
TOO_NARROW = re.compile(r"#{3,}")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
WIDE_SPACES = re.compile("[\u00a0\u2007\u202f]")
# UTF-8 read as Windows text: "Ã¼" for ü.
READ_AS_WINDOWS = re.compile(
    "[\u00c2-\u00c5][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|\u00e2[\u0080-\u009f\u20ac][\u0080-\u00bf\u0152-\u0178\u02dc\u2013-\u203a\u2122]"
)
# Mac text read as Windows text: "LŸchow". Only Ÿ stands in no German or Czech word, so only Ÿ is sure.
MAC_SURE = re.compile("(?<=[a-zß])Ÿ(?=[a-zß])|(?<=[A-Z])Ÿ(?=[a-z])")
# š and Š are letters of Sorbian and Czech too; between two consonants they stand for a lost umlaut.
MAC_LIKELY = re.compile(
    "(?<=[A-Za-z])[§†…€Ÿ](?=[a-z])|(?<=[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z])[Šš](?=[b-df-hj-np-tv-z])"
)
MAC = str.maketrans({"Š": "ä", "š": "ö", "Ÿ": "ü", "§": "ß", "†": "Ü", "…": "Ö", "€": "Ä"})
LOST = re.compile("\ufffd")
TEXT_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


class Said(NamedTuple):
    """What was done to a text, or what is doubtful about it."""

    effect: Effect
    kind: str
    reason: str


def cleaned(text: str, *, is_guarded: bool = False) -> tuple[str, tuple[Said, ...]]:
    """A cell's text as it was meant, and what had to be done for it; plain text comes back at once.

    In CSV an apostrophe in front keeps a text from being a formula (`is_guarded`).
    """
    text = text.strip()
    if text.isascii() and text.isprintable() and text[:1] not in {"=", "#", "'"}:
        return text, ()
    said: list[Said] = []
    if UNSTORABLE.search(text):
        text = UNSTORABLE.sub("", text)
        said.append(Said(Effect.CHANGED, "unstorable", "characters that no text may hold are taken out"))
    text = WIDE_SPACES.sub(" ", INVISIBLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n").strip()
    text = unicodedata.normalize("NFC", text)
    if text.upper() in ERRORS or TOO_NARROW.fullmatch(text):
        said.append(Said(Effect.CHANGED, "failed_formula", f"{text} is what a failed formula leaves; empty"))
        return "", tuple(said)
    if not text.isascii():
        text = _repaired(text, said)
    return (_without_guard(text, said) if is_guarded else text), tuple(said)


def _repaired(text: str, said: list[Said]) -> str:
    before = text
    for _ in range(2):
        text = READ_AS_WINDOWS.sub(_decoded, text)
    text = MAC_SURE.sub("ü", text)
    if text != before:
        text = unicodedata.normalize("NFC", text)
        said.append(
            Said(Effect.CHANGED, "encoding_repaired", f"{_short(before)} was damaged, read as {_short(text)}")
        )
    if LOST.search(text):
        said.append(
            Said(Effect.DOUBT, "letters_lost", f"{_short(text)} has lost letters before it came here")
        )
    elif MAC_LIKELY.search(text):
        guess = MAC_LIKELY.sub(lambda found: found[0].translate(MAC), text)
        said.append(
            Said(Effect.DOUBT, "encoding_doubtful", f"{_short(text)} looks damaged; {_short(guess)}?")
        )
    return text


def _decoded(found: re.Match[str]) -> str:
    """The one character whose bytes were read as several; unchanged where they are none."""
    written = bytearray()
    for sign in found[0]:
        try:
            written += sign.encode("cp1252")
        except UnicodeEncodeError:
            if ord(sign) > 255:
                return found[0]
            written.append(ord(sign))
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _without_guard(text: str, said: list[Said]) -> str:
    """Text that was kept from being a formula or a number, by an apostrophe or as ="01067"."""
    if text.startswith("'") and (text[1:].startswith(STARTS_FORMULA) or text[1:2].isdigit()):
        return text[1:]
    if quoted := TEXT_AS_FORMULA.fullmatch(text):
        return quoted[1].replace('""', '"')
    if text.startswith("=") and len(text) > 1:
        said.append(Said(Effect.DOUBT, "formula", f"{_short(text)} looks like a formula, taken as text"))
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
