"""The small process that lends a process of its own to each job of `leerstand.core.confined`.

It is started as a plain script, needs nothing but the standard library, and has one thread, so that it may fork:
a job then begins within milliseconds, with its modules loaded and without the web server's memory and secrets.
It ends when the process that started it ends, and its jobs with it.
"""

import contextlib
import ctypes
import importlib
import json
import os
import pickle
import resource
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

HEADER = 256  # bytes of one call on the line: the module that is wanted, padded
ENDED = struct.Struct("!iQ")  # what a job's line ends with: its wait status and its peak memory in kB
RESULT, REFUSED, TOO_MUCH, FAILED = 0, 10, 11, 12  # exit codes of a job
ROOM_MB = 512  # address space beyond what may be written: libraries, stacks of threads
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38

Running = dict[int, socket.socket]


def serve(line: socket.socket) -> None:
    """Start a job for each call on the line, until the other end is gone."""
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: Running = {}
    watched: list[Any] = [line, woken]
    while True:
        ready, _, _ = select.select(watched, [], [])
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(woken, 4096)
        _tell_ended(running)
        if line in ready and not _take_call(line, running):
            break
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _take_call(line: socket.socket, running: Running) -> bool:
    header, handles, _, _ = socket.recv_fds(line, HEADER, 1)
    if not header or not handles:
        return False
    job = socket.socket(fileno=handles[0])
    # Loaded here, once, a module costs the jobs after this one nothing. What is wrong with it the job will say.
    with contextlib.suppress(Exception):
        importlib.import_module(header.decode().strip())
    keeper = os.getpid()
    try:
        pid = os.fork()
    except OSError:  # no room for one more process: its caller finds the line closed
        job.close()
        return True
    if pid == 0:
        _become_job(line, job, others=running, keeper=keeper)
    running[pid] = job
    return True


def _tell_ended(running: Running) -> None:
    while running:
        pid, status, used = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            return
        with running.pop(pid) as job, contextlib.suppress(OSError):
            job.setblocking(False)
            # macOS counts in bytes, Linux in kB.
            job.send(ENDED.pack(status, used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)))


def _become_job(line: socket.socket, job: socket.socket, *, others: Running, keeper: int) -> None:
    """What a fork does instead of returning: one job, then its end."""
    code = FAILED
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _end_with(keeper)
        # A line held open here would keep another job's caller waiting for this job's end.
        line.close()
        for other in others.values():
            other.close()
        with job.makefile("rb") as asked, job.makefile("wb") as answer:
            code = _work(asked, answer)
    except MemoryError:
        code = TOO_MUCH
    finally:
        os._exit(code)


def _work(asked: BinaryIO, answer: BinaryIO) -> int:
    function, plain, sizes, limits = pickle.load(asked)  # noqa: S301 - written by the process that started us
    _limit(**limits)
    try:
        given = list(plain)
        for place, size in sizes:
            given[place] = asked.read(size)
        module, _, name = function.partition(":")
        work: Callable[..., Any] = getattr(importlib.import_module(module), name)
        pickle.dump(work(*given), answer, protocol=5)
        answer.flush()
    except MemoryError:
        return TOO_MUCH
    except BaseException as error:
        facts = getattr(error, "facts", None)
        kind = type(error)
        # The kind alone: an error's text may quote what the file says.
        told = {"module": kind.__module__, "name": kind.__qualname__, "facts": facts}
        answer.write(json.dumps(told, default=str).encode())
        answer.flush()
        return FAILED if facts is None else REFUSED
    return RESULT


def _end_with(keeper: int) -> None:
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != keeper:
        os._exit(FAILED)


def _limit(*, memory_mb: int, cpu_seconds: int, wall_seconds: float, file_mb: int) -> None:
    """Bound this process by the kernel, which needs nobody to be awake."""
    memory = memory_mb * 1024 * 1024
    whole, data = _used_bytes()
    _at_most(resource.RLIMIT_DATA, data + memory)
    _at_most(resource.RLIMIT_AS, whole + memory + ROOM_MB * 1024 * 1024)
    _at_most(resource.RLIMIT_CPU, cpu_seconds)
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_FSIZE, file_mb * 1024 * 1024)
    _at_most(resource.RLIMIT_NOFILE, 64)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)
    # Pages go first, where there are few processors.
    with contextlib.suppress(OSError):
        os.nice(10)
    # Where the machine runs out of memory, this process is the first to go, not the web server.
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
        score.write("1000")


def _at_most(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    # One second more for the hard limit of time, which kills without saying why.
    harder = most + 1 if which == resource.RLIMIT_CPU and most != hard else most
    with contextlib.suppress(ValueError, OSError):  # macOS has no limit of memory
        resource.setrlimit(which, (most, harder))


def _used_bytes() -> tuple[int, int]:
    """Address space and writable memory of this process."""
    try:
        with open("/proc/self/statm") as pages:  # noqa: PTH123
            sizes = [int(size) * resource.getpagesize() for size in pages.read().split()]
    except OSError:
        return 0, 0
    return sizes[0], sizes[5]


def main() -> None:
    """Serve on the line that is our standard input, whose first message says where modules are found."""
    line = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    (length,) = struct.unpack("!I", line.recv(4, socket.MSG_WAITALL))
    sys.path[:] = json.loads(line.recv(length, socket.MSG_WAITALL))
    serve(line)


if __name__ == "__main__":
    main()
