"""Official keys (AGS) as people and tables write them, and what became of the former ones."""

import re

from leerstand.places.atlas import Atlas

_NO_DIGIT = re.compile(r"[\s./_-]+")
AGS_DIGITS, ARS_DIGITS = 8, 12
"""A regional key (ARS) has the four digits of the joint municipality before the last three."""


def tidy(typed: str) -> str:
    """Eight digits from a key as typed; "" for what is none.

    A leading zero that a table lost is put back; spaces between its parts and ".0" behind a number are taken away.
    """
    digits = _NO_DIGIT.sub("", re.sub(r"[.,]0+$", "", typed.strip()))
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    if len(digits) in (ARS_DIGITS - 1, ARS_DIGITS):
        digits = digits.zfill(ARS_DIGITS)
        digits = digits[:5] + digits[-3:]
    elif len(digits) == AGS_DIGITS - 1:
        digits = digits.zfill(AGS_DIGITS)
    return digits if len(digits) == AGS_DIGITS else ""


def current(typed: str, *, atlas: Atlas) -> str:
    """The key of today's municipality behind one as typed; "" where there is none."""
    ags = tidy(typed)
    if ags in atlas.municipalities:
        return ags
    former = atlas.former.get(ags)
    return former.successor if former else ""
