"""Signed links while a secret is changed, and the secret that is kept in the data folder."""

import asyncio
from pathlib import Path

import pytest

from leerstand.core.signing import Signer, secrets_in

OLD, NEW = "o" * 40, "n" * 40


def test_links_signed_before_a_secret_was_changed_are_still_read() -> None:
    sent = Signer(OLD).sign({"to": "a"}, purpose="stop")
    both = Signer((NEW, OLD))
    assert both.read(sent, purpose="stop") == {"to": "a"}
    assert both.read(sent, purpose="other") is None
    assert Signer(NEW).read(sent, purpose="stop") is None


def test_new_links_are_signed_with_the_newest_secret() -> None:
    sent = Signer((NEW, OLD)).sign(1, purpose="stop")
    assert Signer(NEW).read(sent, purpose="stop") == 1
    assert Signer(OLD).read(sent, purpose="stop") is None


@pytest.mark.parametrize("secrets", ["", (), ("", NEW)])
def test_nothing_is_signed_without_a_secret(secrets: str | tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="needs a secret"):
        Signer(secrets)


async def test_two_first_starts_agree_on_one_secret(tmp_path: Path) -> None:
    made = await asyncio.gather(*(asyncio.to_thread(secrets_in, tmp_path / "data") for _ in range(8)))
    assert len(set(made)) == 1
    assert len(made[0][0]) == 64
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o077 == 0
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret"]


def test_older_secrets_may_stand_below_the_one_that_signs(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{NEW}\n{OLD}\n")
    assert secrets_in(tmp_path) == (NEW, OLD)
