"""All benches, one after the other, each in a process of its own, so that none has another's memory.

Run as `python -m tests.bench [NAME …]` or `make bench`; each can be run alone, as `python -m tests.bench.NAME`.
"""

import subprocess
import sys

BENCHES = ("reading", "matching", "one_change", "duplicates", "offers_list")


def main(names: list[str]) -> int:
    """Run the named benches, or all; the number of those that failed."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or BENCHES:
        print(f"\n== {name} ==", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
