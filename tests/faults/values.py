"""What people, scanners and attackers put where a word, a number or a date is expected."""

from random import Random
from uuid import UUID

ODD = (
    "", " ", "\t\n", "a\x00b", "\x00", "\ufffe", "\uffff", "\ufdd0", "a\u200bb", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "ΩÅéﬁ", "u\u0308ber", "\u202eabc\u202c", "مرحبا بالعالم", "👩\u200d🌾🏡", "\x1b[31m", "\x7f\x85", "\ufeffBOM",
    "2026-99-99", "0000-00-00", "9999-12-31", "31.2.2027", "1.1.0001", "99.99.9999", "2026-13-01T99:99", "00.00.0000",
    "-1", "0", "1", "00000000000001", "2147483648", "-2147483649", "9223372036854775808", "1e308", "1e999", "-0", "NaN",
    "Infinity", "-inf", "1,5", "1.000.000,00", "1_000", "٣٤", "²", "½", "0x10", "9" * 30, "9" * 4301, "." * 50, "-" * 300,
    "'; DROP TABLE people; --", "%", "_%\\", "\\", "\\u0000", "${7*7}", "{{7*7}}", "%(name)s", "%s%n", "<script>alert(1)</script>",
    "{'a': 1}", '{"$date": "2026-99-99"}', "[[[[", "null", "None", "true", "on", "off", "=1+1", "../../etc/passwd", "..\\..", "//evil.example/",
    "/\\evil.example", "https://evil.example", "javascript:alert(1)", "mailto:a@b.de", "a@b", "ü@ü.de", "x1@ü1.example.org", "a" * 300 + "@example.org",
    "00000000-0000-0000-0000-000000000000", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "A" * 5000, "ä" * 3000, "a b " * 2000, "\r\nSet-Cookie: a=b",
    "53.1,11.1,52.9,11.4", "1,2,3", "180,90,-180,-90", "nan,nan,nan,nan", "91", "-181.5", "53,1", "1e400",
)  # fmt: skip

PLAUSIBLE: dict[str, tuple[str, ...]] = {
    "place": ("Lüchow", "Salzwedel", "Clenze", "29439 Lüchow"),
    "street": ("Lange Straße",),
    "house_number": ("5", "10 e"),
    "kind": ("house", "farm", "shop", "municipality", "operator", "clerk"),
    "property_kind": ("house", "farm"),
    "form": ("trial_living", "rent", "interim_use", "cooperative"),
    "forms": ("trial_living", "rent"),
    "occupancy": ("confirmed_empty", "suspected"),
    "source": ("inspection",),
    "act": ("accept", "decline", "send", "keep", "release", "undo"),
    "go": ("on", "next", "back", "here"),
    "do": ("remove:", "up:", "down:", "remove:00000000-0000-0000-0000-000000000000"),
    "what": ("everything", "again"),
    "antwort": ("ja", "pausieren", "vergeben", "zurueckziehen"),
    "email": ("olga@example.org", "neu@example.org"),
    "reporter_email": ("neu@example.org",),
    "consent": ("on",),
    "publish": ("on",),
    "all_owners_agree": ("on",),
    "lat": ("52.97",),
    "lon": ("11.15",),
    "on_date": ("1.11.2026",),
    "since": ("2019", "1.4.2020"),
    "channel": ("letter", "phone"),
    "outcome": ("letter_sent", "agreed", "not_agreed"),
    "organisation": ("Elbe-Allianz", "Hansestadt Salzwedel"),
    "side": ("seeker", "owner"),
    "language": ("de", "en"),
    "sort": ("new", "price", "name", "-name"),
    "known": ("on",),
}
WORDS = (
    "Wir möchten im Wendland ankommen und bringen Zeit mit.",
    "12",
    "85,5",
    "1.4.2027",
    "ab sofort",
    "3 Monate",
    "on",
    "yes",
)


class Values:
    """A reproducible source of words: mostly odd, sometimes such as let a request through to the next line of code."""

    def __init__(self, chance: Random, *, known: list[str]) -> None:
        self.chance = chance
        self.known = known

    def odd(self) -> str:
        """One odd word, or two glued together."""
        found = self.chance.choice(ODD)
        return found + self.chance.choice(ODD) if self.chance.random() < 0.1 else found

    def word(self, field: str, *, odd: float = 0.35) -> str:
        """A word for a field: what fits it, an id of something there, or something odd."""
        if self.chance.random() < odd:
            return self.odd()
        if field in PLAUSIBLE and self.chance.random() < 0.8:
            return self.chance.choice(PLAUSIBLE[field])
        return self.chance.choice([*WORDS, *self.known])

    def odd_id(self) -> str:
        """Something like an id: unknown, in other letters, cut, or none at all."""
        fresh = str(UUID(int=self.chance.getrandbits(128)))
        known = self.chance.choice(self.known)
        return self.chance.choice(
            [fresh, fresh.upper(), fresh.replace("-", ""), known, known.upper(), known[:-1], self.odd()]
        )

    def noise(self, most: int = 400) -> bytes:
        """Any bytes."""
        return self.chance.randbytes(self.chance.randrange(most))
