"""CSV from anywhere, line by line: any common encoding and separator, and no broken row takes others with it."""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from leerstand.core.tables.describe import Kind
from leerstand.core.tables.files import HEAD, FileRefused, encoding_16
from leerstand.core.tables.header import LOOKED_AT, Record, title_of
from leerstand.core.tables.summary import Effect

SEPARATORS = (",", ";", "\t", "|")
LONGEST_RECORD_LINES = 500
LONGEST_LINE = 2 * 1024 * 1024
NAMED = re.compile(r'^\ufeff?"?sep=(.)"?[;,\t]*$', re.IGNORECASE)
# One-byte encodings, and the letters by which German text in each is told.
ONE_BYTE = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS (cp850)"}
GERMAN = set("äöüÄÖÜßéèáàçñ–„“”’‚‘€§°²³½´")
LETTERS = set("äöüßéÄÖÜ")
HIGH = re.compile(
    rb"(?P<in_word>(?<=[A-Za-z\x80-\xff])[\x80-\xff]|[\x80-\xff](?=[A-Za-z\x80-\xff]))|[\x80-\xff]"
)
Note = Callable[[Effect, str, str, int], None]  # effect, kind, reason, line


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file and how its lines are decoded; `fallback` is for lines that aren't UTF-8."""

    path: Path
    encoding: str
    fallback: str
    is_mixed: bool
    exact: bool
    separator: str = ","
    first_line: int = 1

    def lines(self, note: Note | None = None) -> Iterator[str]:
        """The lines with their ends, in order; only CR and LF end one."""
        if self.encoding:
            with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
                yield from _bounded(file.readline)
            return
        with self.path.open(encoding="latin-1", newline="") as file:
            for number, line in enumerate(_bounded(file.readline), start=1):
                if line.isascii():
                    yield line
                else:
                    yield self._decoded(line.encode("latin-1"), number, note)

    def _decoded(self, raw: bytes, number: int, note: Note | None) -> str:
        try:
            return raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            pass
        if self.is_mixed:
            if self.exact:
                if note:
                    note(Effect.LEFT_OUT, "encoding", "not UTF-8", number)
                return "\n"
            if note:
                said = f"this line is not UTF-8 as the others are; read as {ONE_BYTE[self.fallback]}"
                note(Effect.CHANGED, "encoding_mixed", said, number)
        return raw.decode(self.fallback, "replace")

    def records(self, note: Note | None = None, *, width: int = 0) -> Iterator[Record]:
        """The records with the line each begins on; a broken one is named and only its first line is lost.

        With `width` (cells of the header) a record that has swallowed the rows below it is broken too.
        """
        lines = _Lines(self.lines(note))
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        while lines.begin():
            broken = ""
            record: list[str] = []
            try:
                record = next(reader)
            except (csv.Error, StopIteration) as error:
                broken = f"cannot be read as CSV: {error or 'end of file'}"
            if lines.number < self.first_line or (not broken and not any(map(str.strip, record))):
                continue
            if not broken and not self._fits(record, width):
                broken = f"{len(record)} cells, but the header has {width}"
            if not broken:
                yield lines.number, list(record)
                continue
            if note:
                kind = "width" if record else "quoting"
                note(Effect.LEFT_OUT, kind, broken, lines.number)
            # A forgotten quotation mark must not swallow the rows below it.
            lines.keep_only_first()

    def _fits(self, record: list[str], width: int) -> bool:
        """Whether a record may be what was meant: of the header's width, or with no other record inside a cell."""
        if not width or len(record) == width:
            return True
        if self.exact:
            return False
        inside = [part for cell in record for part in cell.splitlines()[1:]]
        return not any(part.count(self.separator) * 2 >= width - 1 for part in inside)


def _bounded(readline: Callable[[int], str]) -> Iterator[str]:
    while line := readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise FileRefused(
                "line_too_long", "a line has more than two million characters; this is no table"
            )
        yield line


class _Lines:
    """Physical lines for csv.reader that can be taken again after a broken record."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 1

    def begin(self) -> bool:
        """Begin a record; False at the end of the file. `number` is then its line."""
        self.number += len(self._taken)
        self._taken = []
        if not self._again and (line := next(self._lines, None)) is not None:
            self._again.append(line)
        return bool(self._again)

    def keep_only_first(self) -> None:
        """Give back all lines of the record but its first."""
        self._again.extendleft(reversed(self._taken[1:]))
        self._taken = self._taken[:1]

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self._taken) >= LONGEST_RECORD_LINES:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        return line


def opened_text(path: Path, kinds: Sequence[Kind], note: Note) -> TextFile:
    """A text file with its encoding and separator found; three passes over its bytes at most."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    exact = kinds[0].exact
    if encoding := encoding_16(head):
        return _separated(TextFile(path, encoding, "", is_mixed=False, exact=exact), kinds)
    bytes_, is_utf8 = _high_bytes(path)
    fallback = "cp1252" if exact else _one_byte(bytes_)
    if fallback != "cp1252":
        note(Effect.CHANGED, "encoding", f"the file is in {ONE_BYTE[fallback]}; read as such", 1)
    return _separated(TextFile(path, "", fallback, is_mixed=is_utf8, exact=exact), kinds)


def _high_bytes(path: Path) -> tuple[Counter[tuple[int, bool]], bool]:
    """The bytes beyond ASCII in lines that aren't UTF-8, each with whether it touches a letter, and whether other lines
    are UTF-8."""
    found: Counter[tuple[int, bool]] = Counter()
    is_utf8 = False
    with path.open(encoding="latin-1", newline="") as file:
        for line in _bounded(file.readline):
            if line.isascii():
                continue
            raw = line.encode("latin-1")
            try:
                raw.decode("utf-8")
                is_utf8 = True
            except UnicodeDecodeError:
                found.update((sign[0][0], sign["in_word"] is not None) for sign in HIGH.finditer(raw))
    return found, is_utf8


def _one_byte(found: Counter[tuple[int, bool]]) -> str:
    """The encoding in which these bytes look most like German; Windows-1252 where they don't say.

    A letter by itself says nothing: the € of Windows-1252, behind its space, is the Ä of a Mac.
    """

    def looks(encoding: str) -> float:
        total = 0.0
        for (byte, in_word), count in found.items():
            sign = bytes([byte]).decode(encoding, "replace")
            lone = sign in LETTERS and not in_word
            total += count * (0.0 if lone else 1.0 if sign in LETTERS else 0.2 if sign in GERMAN else -1.0)
        return total

    best = max(ONE_BYTE, key=looks)
    return best if looks(best) > looks("cp1252") and looks(best) > 0 else "cp1252"


def _separated(file: TextFile, kinds: Sequence[Kind]) -> TextFile:
    """The same file with the separator by which most titles are known, or that it names itself."""
    lines: list[str] = []
    for line in file.lines():
        lines.append(line)
        if len(lines) > LOOKED_AT:
            break
    first = lines[0].rstrip("\r\n") if lines else ""
    if (named := NAMED.match(first)) and not file.exact:
        return TextFile(
            file.path, file.encoding, file.fallback, file.is_mixed, file.exact, named[1], first_line=2
        )
    if file.exact:
        best = max(SEPARATORS[:3], key=first.count)
    else:
        best = max(SEPARATORS, key=lambda sign: (_known(lines, sign, kinds), first.count(sign)))
    return TextFile(file.path, file.encoding, file.fallback, file.is_mixed, file.exact, best)


def _known(lines: Sequence[str], sign: str, kinds: Sequence[Kind]) -> int:
    """The most titles that are known in one of these lines, parted by this sign."""
    return max(
        (
            sum(bool(kind.column_of(title_of(part.strip('" \r\n'), kind))) for part in line.split(sign))
            for line in lines
            for kind in kinds
        ),
        default=0,
    )
