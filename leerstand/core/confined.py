"""Work on files from strangers, in a process of its own: whatever a file does there, only that process ends.

    decoded = await run_confined_async(decoding.decode, upload)                  # in a page
    rows = run_confined(sheets.read, path, limits=Limits(memory_mb=400))         # in a command

The function is named by its module, runs without database, settings and secrets, and gives back plain values,
dataclasses, named tuples or enums of ours. A Refusal that it raises is raised here too.
"""

import asyncio
import atexit
import contextlib
import importlib
import io
import json
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from leerstand.core import confining
from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_

T = TypeVar("T")

AT_ONCE = 2
# Who waits longer than eight files take has gone; each of them lies on disk meanwhile.
MOST_WAITING = 8
MOST_RESULT_BYTES = 64 * 1024 * 1024
PART_BYTES = 1024 * 1024
PATIENCE_SECONDS = 15  # beyond a job's own time, before its keeper counts as hung
PLAIN = {
    ("builtins", "complex"), ("builtins", "frozenset"), ("builtins", "set"), ("builtins", "bytearray"),
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("uuid", "UUID"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use, beyond the modules it begins with; `file_mb` is the largest file it may write."""

    memory_mb: int = 220
    cpu_seconds: int = 20
    wall_seconds: float = 60
    file_mb: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """What a job has used: its peak of resident memory, with its modules."""

    peak_mb: float


@dataclass(frozen=True, slots=True)
class Streamed:
    """A file that the job is given as bytes, read on its way, so that this process never holds them."""

    file: BinaryIO
    size: int


class ConfinedFailure(Exception):  # noqa: N818
    """A job ended without a result; only its own process was harmed."""


class TookTooLong(ConfinedFailure):
    """The job was ended at its limit of time."""


class TookTooMuch(ConfinedFailure):
    """The job reached its limit of memory."""


class Broke(ConfinedFailure):
    """The job crashed, or raised something that is not a Refusal."""


class Unavailable(Broke):
    """There was no process for the job, or it was lost with its keeper; the same may go well later."""


class Busy(Refusal):
    status = 503
    sentence = N_(
        "Gerade werden hier viele Dateien gelesen. Bitte versuchen Sie es in einem Moment noch einmal."
    )


def run_confined(
    function: Callable[..., T],
    *given: Any,
    limits: Limits | None = None,
    told: Callable[[Used], None] | None = None,
) -> T:
    """What a function says about its arguments, worked out in a process of its own; waits for its turn.

    `told` hears what it used. Raises TookTooLong, TookTooMuch, Broke, Unavailable, Busy, or the Refusal that the function raises.
    """
    return _submitted(function, given, limits=limits or Limits(), told=told).result()


async def run_confined_async(
    function: Callable[..., T],
    *given: Any,
    limits: Limits | None = None,
    told: Callable[[Used], None] | None = None,
) -> T:
    """The same for pages: other requests go on meanwhile."""
    return await asyncio.wrap_future(_submitted(function, given, limits=limits or Limits(), told=told))


def _submitted(
    function: Callable[..., T],
    given: tuple[Any, ...],
    *,
    limits: Limits,
    told: Callable[[Used], None] | None,
) -> "Future[T]":
    return _LINE.submit(function, given, limits=limits, told=told)


def end_confined() -> None:
    """End all jobs at once, before this process ends; a later one begins anew."""
    _LINE.close()


class Line:
    """The line of jobs: two at once, a few waiting, and the process that forks for them."""

    def __init__(self, *, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._room = threading.BoundedSemaphore(at_once + most_waiting)
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="confined")
        self._lock = threading.Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._calls: socket.socket | None = None

    def submit(
        self,
        function: Callable[..., T],
        given: tuple[Any, ...],
        *,
        limits: Limits,
        told: Callable[[Used], None] | None = None,
    ) -> "Future[T]":
        """Put one job into the line. Raises Busy where too many wait already."""
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            work = self._workers.submit(self._run, function, given, limits=limits, told=told)
        except BaseException:
            self._room.release()
            raise
        work.add_done_callback(lambda _: self._room.release())
        return work

    def _run(
        self,
        function: Callable[..., T],
        given: tuple[Any, ...],
        *,
        limits: Limits,
        told: Callable[[Used], None] | None,
    ) -> T:
        name = f"{function.__module__}:{function.__qualname__}"
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._call(function.__module__, theirs)
            ours.settimeout(limits.wall_seconds + PATIENCE_SECONDS)
            try:
                # Cut short where the job ends before it has read all; its line then says why.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError), ours.makefile("wb") as out:
                    _ask(out, name, given=given, limits=limits)
                with contextlib.suppress(OSError):
                    ours.shutdown(socket.SHUT_WR)
                answer = _everything(ours)
            except TimeoutError:
                self.close()
                raise TookTooLong(name) from None
        result: T = _told_by(answer, name=name, told=told)
        return result

    def _call(self, module: str, job: socket.socket) -> None:
        """Hand a job's line to the keeper, started anew where there is none or it has died."""
        header = module.encode().ljust(confining.HEADER)
        with self._lock:
            for again in (True, False):
                try:
                    socket.send_fds(self._started(), [header], [job.fileno()])
                except OSError:
                    self._stop()
                    if not again:
                        raise Unavailable("no process could be started") from None
                else:
                    return

    def _started(self) -> socket.socket:
        if self._calls is not None and self._keeper is not None and self._keeper.poll() is None:
            return self._calls
        self._stop()
        self._calls, theirs = socket.socketpair()
        flags = ["-I", "-B"] if sys.dont_write_bytecode else ["-I"]
        with theirs:
            self._keeper = subprocess.Popen(
                [sys.executable, *flags, str(Path(confining.__file__).resolve())],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                env=_environment(),
            )  # fmt: skip
        places = json.dumps([str(Path(place or ".").resolve()) for place in sys.path]).encode()
        self._calls.sendall(struct.pack("!I", len(places)) + places)
        return self._calls

    def close(self) -> None:
        """End the keeper and all jobs."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._calls is not None:
            self._calls.close()
        if self._keeper is not None:
            try:
                self._keeper.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._keeper.kill()
                self._keeper.wait()
        self._calls = self._keeper = None

    def forget(self) -> None:
        """In a fork of this process: its line belongs to the parent, begin a new one."""
        if self._calls is not None:
            self._calls.close()
        if self._keeper is not None:
            self._keeper.returncode = 0  # not ours to wait for
        self.__init__()  # type: ignore[misc]


def _environment() -> dict[str, str]:
    """What a decoder needs, and no secrets. One arena, since threads' own would count as used."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR") if name in os.environ
    }
    return kept | {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _ask(out: BinaryIO, name: str, *, given: tuple[Any, ...], limits: Limits) -> None:
    """Write one job: its function, arguments and limits, then the streamed files one behind the other."""
    streams = [(place, one) for place, one in enumerate(given) if isinstance(one, Streamed)]
    plain = tuple(None if isinstance(one, Streamed) else one for one in given)
    sizes = [(place, one.size) for place, one in streams]
    pickle.dump((name, plain, sizes, asdict(limits)), out, protocol=5)
    for _, one in streams:
        one.file.seek(0)
        left = one.size
        while left and (part := one.file.read(min(left, PART_BYTES))):
            out.write(part)
            left -= len(part)


def _everything(line: socket.socket) -> bytearray:
    read = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while part := line.recv(PART_BYTES):
            read += part
            if len(read) > MOST_RESULT_BYTES:
                raise TookTooMuch("its result is too large")
    return read


def _told_by(answer: bytearray, *, name: str, told: Callable[[Used], None] | None) -> Any:
    size = confining.ENDED.size
    if len(answer) < size:
        raise Unavailable(f"{name}: its process was lost")
    status, peak_kb = confining.ENDED.unpack(answer[-size:])
    if told is not None:
        told(Used(peak_mb=peak_kb / 1024))
    body = memoryview(answer)[:-size]
    if os.WIFSIGNALED(status):
        raise _killed(os.WTERMSIG(status), name=name)
    match os.WEXITSTATUS(status):
        case confining.RESULT:
            return _unpickled(body, name=name)
        case confining.TOO_MUCH:
            raise TookTooMuch(name)
        case confining.REFUSED:
            raise _refusal(body, name=name)
    raise Broke(f"{name}: {bytes(body[:200]).decode(errors='replace')}")


def _killed(number: int, *, name: str) -> ConfinedFailure:
    if number in (signal.SIGALRM, signal.SIGXCPU):
        return TookTooLong(name)
    if number == signal.SIGKILL:  # nobody but the machine itself, when it runs out of memory
        return TookTooMuch(name)
    return Broke(f"{name}: ended by signal {number}")


class _Trusting(pickle.Unpickler):
    """Builds nothing but plain values: what comes from a process that read a stranger's file may be forged."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return getattr(importlib.import_module(module), name)
        found = _ours(module, name)
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, (Enum, tuple))):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} may not come back")


def _ours(module: str, name: str) -> Any:
    """A class of ours whose module is loaded already."""
    known = sys.modules.get(module) if module.partition(".")[0] in {"leerstand", "tests"} else None
    return getattr(known, name, None)


def _unpickled(body: memoryview, *, name: str) -> Any:
    try:
        return _Trusting(io.BytesIO(body)).load()
    except Exception as error:
        raise Broke(f"{name}: {type(error).__name__} in its result") from None


def _refusal(body: memoryview, *, name: str) -> Exception:
    try:
        said = json.loads(bytes(body))
        kind = _ours(said["module"], said["name"])
        if isinstance(kind, type) and issubclass(kind, Refusal):
            return kind(**said["facts"])
    except (ValueError, KeyError, TypeError):
        pass
    return Broke(f"{name}: an unreadable refusal")


_LINE = Line()
atexit.register(end_confined)
os.register_at_fork(after_in_child=_LINE.forget)
