"""How a bench measures: time, time of the processor, peak memory, and one table in the end."""

import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Took:
    """Seconds by the clock and of the processor (all threads)."""

    clock: float = 0.0
    work: float = 0.0


@contextmanager
def measured() -> Iterator[Took]:
    """Measures what is done inside."""
    took = Took()
    clock, work = time.perf_counter(), time.process_time()
    yield took
    took.clock, took.work = time.perf_counter() - clock, time.process_time() - work


def peak_mb() -> float:
    """Highest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def now_mb() -> float:
    """Memory of this process now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def noise() -> str:
    """How busy the machine is, because a shared one makes all figures by the clock too high."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One table, the first column to the left and all others to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    print(f"\n{title}")
    for row in (head, *rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]).rstrip())
