"""All fault trials, one after the other, each in a process of its own: `python -m tests.faults [NAME …]` or `make faults`.

Each module of this folder that can be run alone is one; the kills come last, since they take some minutes.
"""

import subprocess
import sys
from pathlib import Path

LAST = "kills"


def names() -> list[str]:
    """The trials of this folder."""
    found = [
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if not path.stem.startswith(("_", "test_")) and '__name__ == "__main__"' in path.read_text()
    ]
    return sorted(found, key=lambda name: (name == LAST, name))


def main(asked: list[str]) -> int:
    """Run the named trials, or all; the number of those that failed."""
    if unknown := [name for name in asked if name not in names()]:
        print(f"no such trial: {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    failed = 0
    for name in asked or names():
        print(f"\n== {name} ==", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"tests.faults.{name}"], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
