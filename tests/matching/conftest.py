"""One matcher for all tests of matching: loading it costs most of a second."""

import pytest

from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.engine.reading import Reader
from leerstand.matching.engine.words import Words
from tests.matching.made import TODAY, Understood


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """The engine with its own vocabulary and weights, on a fixed day."""
    return Matcher.load(today=TODAY)


@pytest.fixture(scope="session")
def understood(matcher: Matcher) -> Understood:
    """Reads a text and tells the concepts by name."""
    return Understood(matcher.vocabulary, Reader(matcher.vocabulary, Words(matcher.vocabulary)))
