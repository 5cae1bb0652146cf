"""The process that runs the embedded PostgreSQL for as long as anybody uses its folder.

It is started by `leerstand.core.embedded` as a plain script, needs nothing but the standard library, and goes
by two locks: every user of the server holds `users.lock` shared, the one keeper holds `keeper.lock`. The kernel
drops a lock with its process, so that even kill -9 of the last user lets the keeper stop the server.
"""

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUPERUSER = DATABASE = "leerstand"
MAJOR = "18"
LONGEST_SOCKET_PATH = 103  # macOS allows one byte more, Linux five
POLL_SECONDS = 0.1
START_SECONDS = 120.0  # recovery after a crash may take its time
LINGERING = ("still in use", "already exists", "already in use", "starting up")
FAST = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "max_wal_size=4GB",
)


class ServerUnavailable(Exception):  # noqa: N818
    """The embedded PostgreSQL cannot run here; the text says why in a sentence for the operator."""


@dataclass(frozen=True)
class Kept:
    """One server: the folder it lives in, its programs, and the account it runs as (None: our own)."""

    home: Path
    programs: Path
    account: tuple[int, int] | None = None
    fast: bool = False

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def socket(self) -> Path:
        return socket_folder(self.home)


def socket_folder(home: Path) -> Path:
    """Where the server's socket lies: beside the data, or in a short private folder where that path is too long."""
    inside = home / "socket"
    if len(os.fsencode(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path("/tmp") / f"leerstand-{digest}"  # noqa: S108 (made 0700 and checked below)


def answers(folder: Path) -> bool:
    """Whether a PostgreSQL really lets us in at this socket; a pid file proves nothing."""
    words = b"".join(part.encode() + b"\0" for part in ("user", SUPERUSER, "database", "postgres", ""))
    hello = struct.pack("!ii", len(words) + 8, 196608) + words
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.settimeout(2)
        line.connect(str(folder / ".s.PGSQL.5432"))
        line.sendall(hello)
        accepted = line.recv(1) == b"R"
        if accepted:
            line.sendall(b"X\0\0\0\4")
        return accepted
    return False


def locked(path: Path, mode: int, account: tuple[int, int] | None = None) -> int | None:
    """Take a lock without waiting; the open file, or None where somebody else is in the way."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if account:
        os.fchown(handle, *account)
    try:
        fcntl.flock(handle, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def private_folder(path: Path, account: tuple[int, int] | None) -> Path:
    """Make a folder that only the server's account can enter; refuse one that somebody else has put there."""
    wanted = account[0] if account else os.getuid()
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        if account:
            os.chown(path, *account)
    found = path.lstat()
    if path.is_symlink() or not path.is_dir() or found.st_uid != wanted or found.st_mode & 0o077:
        raise ServerUnavailable(
            f"The folder {path} belongs to somebody else or is open to others; remove it."
        )
    return path


class Keeper:
    """Starts the server, watches it, and stops it when its last user has gone."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.log = kept.home / "log"
        self.server: subprocess.Popen[bytes] | None = None
        self.told_to_stop = False

    def keep(self, announce: Callable[[str], None]) -> None:
        """Run the server until nobody holds `users.lock`; a server that dies meanwhile is started again."""
        self._take_over()
        self._create()
        self._start()
        announce("ready")
        while not self.told_to_stop and not self._last_user_gone():
            time.sleep(POLL_SECONDS)
            if self.server and self.server.poll() is not None:
                self._start()
        self.stop()

    def stop(self) -> None:
        """Stop the server: politely, then harder. What was committed is safe in each case."""
        for how, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if self.server is None or self.server.poll() is not None:
                return
            self.server.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.server.wait(patience)

    def _last_user_gone(self) -> bool:
        # The lock is kept until this process ends, so that newcomers wait for the server to be down.
        return locked(self.kept.home / "users.lock", fcntl.LOCK_EX) is not None

    def _take_over(self) -> None:
        """Stop a server that lost its keeper, and forget a pid file that names something else."""
        pid_file = self.kept.cluster / "postmaster.pid"
        deadline = time.monotonic() + 35
        while pid_file.exists():
            if time.monotonic() > deadline:
                raise ServerUnavailable(f"Another PostgreSQL holds {self.kept.cluster} and does not end.")
            if answers(self.kept.socket):
                # It may be going down by itself at this moment, so that there is nothing left to stop.
                with contextlib.suppress(ServerUnavailable):
                    self._run("pg_ctl", "stop", "-D", str(self.kept.cluster), "-m", "fast")
            elif not _is_server(pid_file, self.kept.cluster):
                pid_file.unlink(missing_ok=True)
            else:
                time.sleep(POLL_SECONDS)

    def _create(self) -> None:
        """Make the database cluster, if there is none; one that was begun and not finished is thrown away."""
        cluster = self.kept.cluster
        if cluster.exists():
            found = (
                (cluster / "PG_VERSION").read_text().strip() if (cluster / "PG_VERSION").exists() else "no"
            )
            if found != MAJOR:
                raise ServerUnavailable(
                    f"{cluster} holds data of PostgreSQL {found}, this release needs {MAJOR}. "
                    "Export it with the release that made it, or choose another data folder."
                )
            return
        begun = cluster.with_name("cluster.new")
        shutil.rmtree(begun, ignore_errors=True)
        private_folder(begun, self.kept.account)
        # The builtin provider sorts alike on every machine; the wheel's build knows no ICU.
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "-E", "UTF8")
        sync = ("--no-sync",) if self.kept.fast else ()
        self._run("initdb", "-D", str(begun), "-A", "trust", "-U", SUPERUSER, *locale, *sync)
        self._run("postgres", "--single", "-D", str(begun), "postgres", said=f"CREATE DATABASE {DATABASE};\n")
        begun.rename(cluster)

    def _start(self) -> None:
        private_folder(self.kept.socket, self.kept.account)
        last = ""
        for _attempt in range(5):
            if self._started():
                return
            last = _last_words(self.log)
            # A server that has just ended or been killed holds its memory and its socket for a moment longer.
            if not any(word in last for word in LINGERING):
                break
            time.sleep(0.5)
        raise ServerUnavailable(_sentence(last, self.kept.home))

    def _started(self) -> bool:
        """Start the server as a child in the foreground; whether it answered before it ended."""
        self.server = self._spawn()
        deadline = time.monotonic() + START_SECONDS
        while self.server.poll() is None and time.monotonic() < deadline:
            if answers(self.kept.socket):
                return True
            time.sleep(0.01)
        self.stop()
        return False

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = ["listen_addresses=", f"unix_socket_directories={self.kept.socket}", "timezone=UTC"]
        # Errors come to us anyway; in the server's own log they would quote rows and parameters.
        settings += ["log_min_messages=log", "log_min_error_statement=panic"]
        settings += ["unix_socket_permissions=0700", "log_timezone=UTC", *(FAST if self.kept.fast else ())]
        command = [str(self.kept.programs / "postgres"), "-D", str(self.kept.cluster)]
        command += [word for setting in settings for word in ("-c", setting)]
        # Complaints of the server may quote data, so they are for its own account alone.
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as log:
            if self.kept.account:
                os.fchown(log.fileno(), *self.kept.account)
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                preexec_fn=_follow_parent(),
                start_new_session=True,
                **_as(self.kept.account),
            )

    def _run(self, program: str, *words: str, said: str = "") -> None:
        """Run one of PostgreSQL's own programs as the server's account; its complaint becomes a sentence."""
        done = subprocess.run(
            [str(self.kept.programs / program), *words],
            input=said,
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment(),
            check=False,
            **_as(self.kept.account),
        )
        if done.returncode:
            raise ServerUnavailable(_sentence(done.stderr or done.stdout, self.kept.home))


def _as(account: tuple[int, int] | None) -> dict[str, Any]:
    return {"user": account[0], "group": account[1], "extra_groups": []} if account else {}


def _environment() -> dict[str, str]:
    """Our environment without what would steer PostgreSQL elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _follow_parent() -> Callable[[], None] | None:
    """On Linux: let the kernel stop the server when this process is killed. Needs the main thread."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def follow() -> None:
        prctl(1, int(signal.SIGINT))
        if os.getppid() != parent:
            os._exit(1)

    return follow


def _is_server(pid_file: Path, cluster: Path) -> bool:
    """Whether the process named in the pid file is a PostgreSQL of this very folder; pids are used again."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(pid_file.read_text().split()[0])
        words = Path(f"/proc/{pid}/cmdline")
        if Path("/proc/self").exists():
            return os.fsencode(cluster) in words.read_bytes()
        seen = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
        return os.fsencode(cluster) in seen.stdout
    return False


def _last_words(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:])


def _sentence(complaint: str, home: Path) -> str:
    """What PostgreSQL said, for somebody who only wanted to start leerstand."""
    if "No space left" in complaint:
        return f"The disk that holds {home} is full. Make room (about 100 MB) and start again."
    if "Permission denied" in complaint or "Read-only file system" in complaint:
        return f"{home} cannot be written. Choose a data folder of your own. PostgreSQL said: {complaint.strip()}"
    if "out of memory" in complaint or "could not resize shared memory" in complaint:
        return f"There is not enough memory for the database. PostgreSQL said: {complaint.strip()}"
    return f"The embedded PostgreSQL did not start in {home}. It said: {complaint.strip()}"


@contextlib.contextmanager
def _announcing() -> Iterator[Callable[[str], None]]:
    """Tell the process that started us one line, then let go of its pipe."""
    line = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)

    def announce(text: str) -> None:
        nonlocal line
        if line >= 0:
            # Whoever started us may have been killed meanwhile.
            with contextlib.suppress(BrokenPipeError):
                os.write(line, " ".join(text.split()).encode() + b"\n")
            os.close(line)
            line = -1

    try:
        yield announce
    finally:
        announce("gone")


def main() -> None:
    """Keep one server, unless another process keeps it already."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--account", type=int, nargs=2)
    parser.add_argument("--fast", action="store_true")
    asked = parser.parse_args()
    account = (asked.account[0], asked.account[1]) if asked.account else None
    keeper = Keeper(Kept(asked.home, asked.programs, account=account, fast=asked.fast))

    def obey(_signal: int, _frame: object) -> None:
        keeper.told_to_stop = True

    signal.signal(signal.SIGTERM, obey)
    signal.signal(signal.SIGINT, obey)
    with _announcing() as announce:
        if locked(asked.home / "keeper.lock", fcntl.LOCK_EX, account) is None:
            return
        try:
            keeper.keep(announce)
        except (ServerUnavailable, OSError) as refused:
            keeper.stop()
            announce(f"failed {refused}")


if __name__ == "__main__":
    main()
