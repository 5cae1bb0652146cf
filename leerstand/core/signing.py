"""Tokens: random ones (stored as hashes only) and signed ones (that carry their own content)."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer


def new_token() -> str:
    """A random token of 256 bits for a link or cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Signer:
    """Signs small facts into links; each `purpose` has a key of its own.

    Of several secrets the first signs and all are read, so that a secret can be changed while links are out.
    """

    def __init__(self, given: str | Sequence[str]) -> None:
        known = [given] if isinstance(given, str) else list(given)
        if not known or not all(known):
            raise ValueError("a signer needs a secret")
        self._secrets = known[::-1]  # itsdangerous signs with the last

    def sign(self, facts: Any, *, purpose: str) -> str:
        return str(URLSafeTimedSerializer(self._secrets, salt=purpose).dumps(facts))

    def read(self, token: str, *, purpose: str, max_age_seconds: int | None = None) -> Any | None:
        """The facts of a token that we signed for this purpose; None where it is not ours or too old."""
        try:
            return URLSafeTimedSerializer(self._secrets, salt=purpose).loads(token, max_age=max_age_seconds)
        except BadData:
            return None


def secrets_in(folder: Path) -> tuple[str, ...]:
    """The instance's secrets, kept in the data folder and readable by its owner only; made at the first start.

    The file's first line signs; older secrets may stand below it.
    """
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written apart and linked, so that nobody reads half a secret and two first starts agree on one.
        begun = folder / f"secret.{secrets.token_hex(4)}"
        handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
            with suppress(FileExistsError):
                path.hardlink_to(begun)
        finally:
            begun.unlink()
    return tuple(path.read_text().split())
