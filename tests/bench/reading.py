"""Reading: texts a second on one core, and what loading the engine costs a process.

Run as `python -m tests.bench.reading [COUNT]`. Baseline in the same run: finding the words of the same texts and no more.
"""

import subprocess
import sys

from leerstand.matching.engine import normal
from leerstand.matching.engine.matcher import Matcher
from tests.bench.made_market import TODAY, made_seeker, made_space
from tests.bench.measured import measured, noise, print_table

FULL = 20_000
LOADED = """
import re, time
start, work = time.perf_counter(), time.process_time()
import {module}
{act}
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(time.perf_counter() - start, time.process_time() - work, peak)
"""
LOADINGS = (
    ("Python with NumPy alone (baseline)", "numpy", ""),
    (
        "the engine with vocabulary and places",
        "datetime, leerstand.matching.engine.matcher as m",
        "m.Matcher.load(today=datetime.date(2027, 1, 15))",
    ),
)


def reading(count: int) -> None:
    """Texts a second: searches with their place, offers with three texts; first and then every word known."""
    texts = [made_seeker(number).text for number in range(count)]
    seekers = [made_seeker(number) for number in range(count)]
    spaces = [made_space(number) for number in range(count // 3)]
    busy = noise()
    with measured() as base:
        for text in texts:
            [(match.group(), match.start(), match.end()) for match in normal.WORD.finditer(text)]
    matcher = Matcher.load(today=TODAY)
    rows = [
        _line(
            "baseline: the words of the texts, not understood",
            len(texts),
            base.work,
            base=base.work / len(texts),
        )
    ]
    for name in ("every word for the first time", "words known"):
        with measured() as took:
            for seeker in seekers:
                matcher.read_seeker(seeker)
        rows.append(_line(f"searches, {name}", len(seekers), took.work, base=base.work / len(texts)))
        with measured() as took:
            for space in spaces:
                matcher.read_space(space)
        rows.append(
            _line(f"texts of offers, {name}", 3 * len(spaces), took.work, base=base.work / len(texts))
        )
    length = sum(map(len, texts)) / len(texts)
    print_table(
        f"Reading texts of {length:.0f} letters on one core ({busy})",
        ("", "texts", "CPU s", "texts a second", "× baseline"),
        rows,
    )


def _line(name: str, count: int, work: float, *, base: float) -> list[str]:
    return [name, f"{count:,}", f"{work:.1f}", f"{count / work:,.0f}", f"{work / count / base:.1f}"]


def loading() -> None:
    """Time and memory of a new process that loads the engine."""
    rows = []
    base = 0.0
    for name, module, act in LOADINGS:
        script = LOADED.format(module=module, act=act)
        done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
        clock, work, peak = map(float, done.stdout.split())
        base = base or peak
        rows.append([name, f"{clock:.2f}", f"{work:.2f}", f"{peak:.0f}", f"{peak / base:.1f}"])
    print_table(f"Loading ({noise()})", ("", "time s", "CPU s", "peak MB", "× memory"), rows)


def main(count: int = FULL) -> None:
    """Print both tables."""
    reading(count)
    loading()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
