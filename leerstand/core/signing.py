"""Tokens: random ones (stored as hashes only) and signed ones (that carry their own content)."""

import hashlib
import os
import secrets
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
    """Signs small facts into links; each `purpose` has a key of its own."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, facts: Any, *, purpose: str) -> str:
        return str(URLSafeTimedSerializer(self._secret, salt=purpose).dumps(facts))

    def read(self, token: str, *, purpose: str, max_age_seconds: int | None = None) -> Any | None:
        """The facts of a token that we signed for this purpose; None where it is not ours or too old."""
        try:
            return URLSafeTimedSerializer(self._secret, salt=purpose).loads(token, max_age=max_age_seconds)
        except BadData:
            return None


def secret_in(folder: Path) -> str:
    """The instance's secret, made at the first start and kept in the data folder, readable by its owner only."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
