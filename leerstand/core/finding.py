"""Searching as people type: umlauts, ß, accents, short forms and capitals make no difference.

The database's function `folded` is the one place that says which spellings are equal; typed words and stored texts
both go through it.
"""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, and_, func, literal, true


def says(words: str, *texts: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Every typed word stands in one of these texts, in whatever spelling."""
    return has_words(words, func.folded(func.concat_ws(_text(" "), *texts)))


def has_words(words: str, folded: ColumnElement[str]) -> ColumnElement[bool]:
    """Every typed word stands in a text that is folded already."""
    # No sign that LIKE knows (%, _ and the backslash) outlives folding.
    patterns = [func.concat(_text("%"), func.folded(_text(word)), _text("%")) for word in words.split()]
    return and_(true(), *(folded.like(pattern) for pattern in patterns))


def _text(words: str) -> ColumnElement[str]:
    return literal(words, Text())
