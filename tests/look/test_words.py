"""The words of the frame and the parts, and the files they name."""

from pathlib import Path

import pytest

from leerstand.core.pages import STATIC, source_folder
from tests.look import gallery

TEMPLATES = source_folder("templates")
OURS = sorted([TEMPLATES / "base.html", *TEMPLATES.glob("macros/*.html"), *TEMPLATES.glob("errors/*.html")])
KINDS = (
    "apartment",
    "house",
    "farm",
    "shop",
    "workshop",
    "barn",
    "office",
    "hall",
    "plot",
    "room",
    "building",
)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_is_written_inline(path: Path) -> None:
    source = path.read_text()
    assert " style=" not in source
    assert "<style" not in source
    assert " onclick=" not in source
    assert len(source.splitlines()) < 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_building_has_a_picture_that_needs_no_style(kind: str) -> None:
    drawing = (STATIC / "pictures" / f"{kind}.svg").read_text()
    assert 'viewBox="0 0 480 360"' in drawing
    assert "style" not in drawing
    assert "script" not in drawing


def test_a_page_says_its_language_and_offers_the_other() -> None:
    german = gallery.render("public.html", signed_in=False)
    english = gallery.render("public.html", signed_in=False, language="en")
    assert '<html lang="de">' in german
    assert 'action="/set_language/en"' in german
    assert '<html lang="en">' in english
    assert "Seite 2 von 5" not in english


def test_what_was_typed_comes_back_escaped() -> None:
    page = gallery.render("conversation.html", problems=True)
    assert "Zwei &lt;b&gt;Fenster&lt;/b&gt; &amp; ein Tor" in page
    assert '<option value="fair" selected>' in page
