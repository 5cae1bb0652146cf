"""Takes a typed place apart: pieces between list signs and slashes, and which words may name anything."""

import re
from collections.abc import Iterator

from leerstand.places import phrases
from leerstand.places.spelling import fold

BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")


def split_list(text: str) -> Iterator[tuple[str, str]]:
    """Pieces between list signs, each with the sign before it ("," or "or"); brackets stay whole."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\x00{len(hidden) - 1}\x00"

    covered = phrases.OF_DISTRICT.sub(", ", BRACKETED.sub(hide, text))
    start, glue = 0, ""
    for match in [*phrases.LIST_SIGNS.finditer(covered), None]:
        piece = covered[start : match.start() if match else len(covered)]
        piece = re.sub(r"\x00(\d+)\x00", lambda m: hidden[int(m[1])], piece)
        if piece.strip():
            yield glue, piece
        if match:
            glue = "," if match[0].strip() == "," else "or"
            start = match.end()


def split_slashes(text: str) -> list[str]:
    """Pieces between slashes outside brackets."""
    return re.split(r"\s*/\s*(?![^(]*\))", text)


def significant(text: str) -> bool:
    """Whether anything is left that could be a name."""
    rest = phrases.NEARNESS.sub("", text.strip() + " ")
    return any(len(word) > 1 and not phrases.general(word) for word in fold(rest).split())


def naming(word: str, *, among: list[str]) -> bool:
    """Whether a word inside a longer text may be (part of) a name: a capital, if the text has any, and not general."""
    plain_text = all(other.islower() for other in among)
    folded = fold(word)
    long_enough = len(folded) >= (5 if plain_text else 3)
    return long_enough and (plain_text or word[:1].isupper()) and not phrases.general(folded)
