"""What tests of real processes share: a data folder of their own, and waiting for what others do."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leerstand.core.keeper import answers, socket_folder


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that other accounts can reach, since the server never runs as root."""
    folder = Path(tempfile.mkdtemp(prefix="leerstand-data-"))
    folder.chmod(0o755)
    yield folder / "data"
    eventually(lambda: not alive(folder / "data"))
    eventually(lambda: removed(folder))


def removed(folder: Path) -> bool:
    """Whether a folder could be removed; a server on its way out may still be tidying in it."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def alive(data: Path) -> bool:
    """Whether a server answers in this data folder."""
    return answers(socket_folder(data.resolve() / "postgres"))


def eventually(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
