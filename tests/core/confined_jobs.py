"""What the tests of confined work let run there."""

import ctypes
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leerstand.core.errors import TooLarge


@dataclass(frozen=True)
class Seen:
    text: str
    size: int


def measured(content: bytes) -> Seen:
    return Seen(content[:5].decode(), len(content))


def length_of(path: Path) -> int:
    return len(path.read_bytes())


def process() -> tuple[int, int]:
    return os.getpid(), os.getppid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def spin(_: bytes) -> None:
    while True:
        pass


def swallow(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def crash(_: bytes) -> None:
    ctypes.string_at(0)


def fail(text: str) -> None:
    raise ValueError(text)


def refuse() -> None:
    raise TooLarge(megabytes=7)


def leave() -> None:
    os._exit(0)


def write(path: Path) -> None:
    path.write_text("left behind")


class Forged:
    def __reduce__(self) -> Any:
        return os.system, ("touch /tmp/leerstand-forged",)


def forge() -> Any:
    return Forged()
