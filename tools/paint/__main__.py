"""Paint every picture that the sample's offers name into sql/sample/photos, and remove those that none names.

The files are committed, so that an instance needs no painter; run this after changing the painter or the offers.
"""

import csv
from pathlib import Path

from tools.paint import picture

SAMPLE = Path(__file__).parents[2] / "sql" / "sample"
WIDTH = 720  # as wide as a page on a phone shows it; twice that would make the repository four times as heavy
QUALITY = 72


def named() -> set[str]:
    """The pictures that the sample's offers show, as `kind:seed`."""
    with (SAMPLE / "offers.csv").open(encoding="utf-8", newline="") as file:
        return {name for row in csv.DictReader(file) for name in row["photos"].split("|") if name}


def file_of(name: str) -> Path:
    """Where the picture `kind:seed` is kept."""
    return SAMPLE / "photos" / f"{name.replace(':', '-')}.webp"


def main() -> None:
    wanted = {file_of(name): name for name in named()}
    for stale in set(file_of("x:x").parent.glob("*.webp")) - set(wanted):
        stale.unlink()
    for path, name in sorted(wanted.items()):
        kind, seed = name.split(":")
        path.parent.mkdir(exist_ok=True)
        picture(kind, seed=int(seed), width=WIDTH).save(path, "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
