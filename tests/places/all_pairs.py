"""Every real pair of a municipality and its postcode, and how each is answered; by hand: `python -m tests.places.all_pairs`."""

import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from leerstand.places import gazetteer
from leerstand.places.answers import Found
from leerstand.places.atlas import Atlas
from leerstand.places.collect_names import split_name
from leerstand.places.spelling import fold

WRITTEN: dict[str, Callable[[str], str]] = {
    "as the official list": str,
    "capitals": str.upper,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "folded": fold,
    "without what tells it apart": lambda name: split_name(name)[0],
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A municipality's name and one of its postcodes."""

    name: str
    postcode: str
    ags: str


def pairs(atlas: Atlas) -> list[Pair]:
    """All that the shipped data have, by postcode."""
    return [
        Pair(atlas.municipalities[ags].name, postcode, ags)
        for postcode, keys in atlas.postcodes.items()
        for ags in keys
    ]


def main() -> None:
    """Print for each way to write the names: right, wrong, asked back, in the region and elsewhere."""
    known = gazetteer.load()
    every = pairs(known.atlas)
    for way, write in WRITTEN.items():
        counts: Counter[str] = Counter()
        began = time.perf_counter()
        for pair in every:
            answer = known.find(write(pair.name), postcode=pair.postcode)
            where = "region" if pair.ags[:5] in gazetteer.SERVICE_REGION else "elsewhere"
            is_found = isinstance(answer, Found)
            verdict = "asked" if not is_found else "right" if answer.municipality.ags == pair.ags else "wrong"
            counts[f"{where} {verdict}"] += 1
            if verdict == "wrong":
                print("  wrong:", write(pair.name), pair.postcode, pair.ags, answer)
        told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        print(f"{way}: {told}; {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
