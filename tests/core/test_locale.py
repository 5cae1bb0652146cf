"""English is complete: each German text in code and templates has its translation, and none is left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import leerstand
from leerstand.core.i18n import LOCALE
from leerstand.core.pages import source_folder

METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
JINJA = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "true", "silent": "false"}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "say": (2,), "speak": None}
PLACES = re.compile(r"%\((\w+)\)")

Message = str | tuple[str, ...]


def german_texts() -> dict[Message, str]:
    """Every text to translate, and the first place it stands in."""
    found: dict[Message, str] = {}
    for folder in (Path(leerstand.__file__).parent, source_folder("templates")):
        for name, line, message, _, _ in extract_from_dir(
            folder, METHODS, {"**.html": JINJA, "**.txt": JINJA}, keywords=KEYWORDS
        ):
            if message:
                found.setdefault(message, f"{name}:{line}")
    return found


def english_texts() -> Iterator[tuple[str, Message, Message]]:
    for path in sorted((LOCALE / "en").glob("*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle):
                if message.id:
                    ids = tuple(message.id) if isinstance(message.id, list | tuple) else message.id
                    yield (
                        path.name,
                        ids,
                        message.string if isinstance(message.string, str) else tuple(message.string),
                    )


def key(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def test_each_german_text_has_its_english() -> None:
    english = {key(ids) for _, ids, text in english_texts() if text and all(text)}
    missing = [
        f"{place}: {key(message)}" for message, place in german_texts().items() if key(message) not in english
    ]
    assert not missing, "\n".join(["no English for:", *sorted(missing)])


def test_no_translation_is_left_over() -> None:
    german = {key(message) for message in german_texts()}
    left = [f"{name}: {key(ids)}" for name, ids, _ in english_texts() if key(ids) not in german]
    assert not left, "\n".join(["not used any more:", *left])


@pytest.mark.parametrize(("name", "german", "english"), list(english_texts()))
def test_a_translation_fills_in_the_same_facts(name: str, german: Message, english: Message) -> None:
    def facts(message: Message) -> set[str]:
        texts = [message] if isinstance(message, str) else list(message)
        return {fact for text in texts for fact in PLACES.findall(text)}

    assert facts(english) <= facts(german), name
