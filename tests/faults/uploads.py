"""Uploads that break readers of pictures, each made here, and a table of what becomes of them.

    python -m tests.faults.uploads            every one of them, and 300 mutations
    python -m tests.faults.uploads 2000       with 2,000 mutations

A trace is anything but a picture or a refusal; a hang is a job ended by the clock.
"""

import io
import os
import random
import struct
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms

from leerstand.core.confined import (
    Broke,
    ConfinedFailure,
    Limits,
    Streamed,
    TookTooLong,
    TookTooMuch,
    Used,
    run_confined,
)
from leerstand.core.decoding import Decoded, decode
from leerstand.core.errors import Refusal
from leerstand.core.photos import CPU_SECONDS, MEMORY_MB, MOST_BYTES, WALL_SECONDS

SEED = 20261129
PICTURES = Path(__file__).parents[1] / "core" / "pictures"
PNG = b"\x89PNG\r\n\x1a\n"
MAKERS: dict[str, Callable[[], bytes]] = {}


@dataclass(frozen=True)
class Outcome:
    """What became of one upload, and the memory of the process that read it."""

    said: str
    peak_mb: float
    is_trace: bool = False
    is_hang: bool = False


def outcome(upload: bytes) -> Outcome:
    """Read one upload as the pages do."""
    used: list[Used] = []
    limits = Limits(memory_mb=MEMORY_MB, cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS)
    file = Streamed(io.BytesIO(upload), len(upload))
    said, trace, hang = "", False, False
    try:
        found = run_confined(decode, file, limits=limits, told=used.append)
        said = "picture" if _is_picture(found) else "no picture"
        trace = said != "picture"
    except (Refusal, TookTooMuch) as refused:
        said = type(refused).__name__
    except TookTooLong as late:
        said, hang = type(late).__name__, True
    except (Broke, ConfinedFailure) as broken:
        said, trace = str(broken), True
    return Outcome(said, used[0].peak_mb if used else 0, trace, hang)


def _is_picture(found: Decoded) -> bool:
    for width, media_type, body in found.files:
        image = Image.open(io.BytesIO(body))
        image.load()
        bare = not image.getexif() and not {"exif", "icc_profile", "xmp"} & set(image.info)
        if (
            not bare
            or image.width > width
            or image.height > 2 * width
            or image.get_format_mimetype() != media_type
        ):
            return False
    return len(found.files) == 6


def made(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Put a maker of an upload into the list."""

    def keep(maker: Callable[[], bytes]) -> Callable[[], bytes]:
        MAKERS[name] = maker
        return maker

    return keep


def picture(kind: str, size: tuple[int, int] = (160, 120), mode: str = "RGB", **options: object) -> bytes:
    """A picture with some variety in it."""
    small = Image.frombytes("L", (16, 12), random.Random(SEED).randbytes(192)).resize(size)
    written = io.BytesIO()
    small.convert(mode).save(written, kind, **options)
    return written.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG, with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *extra: bytes, depth: int = 8, color: int = 2, idat: bytes = b"") -> bytes:
    """A PNG as its head says; without `idat` its pixels are all there, and all zero."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))
    if not idat:
        channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
        row = b"\0" * (1 + (width * channels * depth + 7) // 8)
        packer = zlib.compressobj(9)
        rows = max(1, 1_000_000 // len(row))
        parts = [packer.compress(row * min(rows, height - top)) for top in range(0, height, rows)]
        idat = b"".join(parts) + packer.flush()
    return PNG + head + b"".join(extra) + chunk(b"IDAT", idat) + chunk(b"IEND", b"")


def exif(*entries: tuple[int, int, int, bytes], gps: tuple[tuple[int, int, int, bytes], ...] = ()) -> bytes:
    """An EXIF block of raw entries (tag, type, count, four bytes or an offset), as wrong as one likes."""
    first = b"".join(struct.pack(">HHI", tag, kind, count) + value for tag, kind, count, value in entries)
    second = b"".join(struct.pack(">HHI", tag, kind, count) + value for tag, kind, count, value in gps)
    return (
        b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", len(entries)) + first + b"\0\0\0\0"
        + struct.pack(">H", len(gps)) + second + b"\0\0\0\0" + struct.pack(">iiIIII", -1, 0, 1, 0, 52, 1)
    )  # fmt: skip


def with_exif(block: bytes, kind: str = "JPEG") -> bytes:
    return picture(kind, exif=block)


def packed(count: int) -> bytes:
    return struct.pack(">I", count)


def short(number: int) -> bytes:
    return struct.pack(">HH", number, 0)


TURNED = (0x0112, 3, 1, short(6))
EXIFS: dict[str, bytes] = {
    "turned, a signed fraction with a zero below": exif(TURNED, (0x011A, 10, 1, packed(38))),
    "turned, a fraction far outside": exif(TURNED, (0x011A, 5, 1, packed(0xFFFFFF00))),
    "turned, a text where a number belongs": exif((0x0112, 2, 4, b"6\0\0\0"), (0x011A, 2, 4, b"72\0\0")),
    "orientation 0": exif((0x0112, 3, 1, short(0))),
    "orientation 9": exif((0x0112, 3, 1, short(9))),
    "orientation as 5,000 numbers": exif((0x0112, 3, 5000, packed(0))),
    "orientation as double": exif((0x0112, 12, 1, packed(8))),
    "an unknown type": exif((0x0112, 99, 1, short(6))),
    "a table that is its own sub-table": exif(TURNED, (0x8769, 4, 1, packed(8)), (0x8825, 4, 1, packed(8))),
    "a next table that is the first": exif(TURNED)[:-30] + packed(8) + b"\0" * 26,
    "four billion entries": exif((0x0112, 3, 0xFFFFFFFF, packed(0))),
    "65,535 entries announced": b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0",
    "head alone": b"Exif\0\0",
    "head twice": b"Exif\0\0" + exif(TURNED),
    "no order of bytes": b"Exif\0\0XX\0*\0\0\0\x08\0\0",
    "a thumbnail that is a TIFF": exif(TURNED, (0x0201, 4, 1, packed(8)), (0x0202, 4, 1, packed(4000))),
    "a position of 0/0": exif(
        TURNED, (0x8825, 4, 1, packed(38)), gps=((2, 5, 3, packed(8)), (4, 5, 3, packed(8)))
    ),
    "a position that is a text": exif(
        (0x8825, 4, 1, packed(26)), gps=((1, 2, 2, b"N\0\0\0"), (2, 2, 4, b"52\0\0"))
    ),
}
for _name, _block in EXIFS.items():
    MAKERS[f"JPEG, EXIF: {_name}"] = lambda block=_block: with_exif(block)
    MAKERS[f"WebP, EXIF: {_name}"] = lambda block=_block: with_exif(block, "WEBP")

SIZES = {
    "1 x 59,000,000": (1, 59_000_000, 0), "59,000,000 x 1": (59_000_000, 1, 0), "300 x 17,000": (300, 17_000, 2),
    "17,000 x 300": (17_000, 300, 2), "1 x 12,000": (1, 12_000, 2), "12,000 x 1": (12_000, 1, 6),
    "7,000 x 7,000": (7_000, 7_000, 2), "7,000 x 7,000 with alpha": (7_000, 7_000, 6),
    "7,000 x 7,000 in grey": (7_000, 7_000, 0), "12,000 x 12,000": (12_000, 12_000, 0), "1 x 1": (1, 1, 2),
    "0 x 10": (0, 10, 2), "10 x 0": (10, 0, 2), "2^31-1 x 1": (2**31 - 1, 1, 0),
    "4,294,967,295 a side": (2**32 - 1, 2**32 - 1, 6),
}  # fmt: skip
for _name, (_width, _height, _color) in SIZES.items():
    _idat = zlib.compress(b"\0" * 100) if _width * _height > 200_000_000 or not _width * _height else b""
    MAKERS[f"PNG, {_name}"] = lambda w=_width, h=_height, c=_color, i=_idat: png(w, h, color=c, idat=i)

BOMB = zlib.compress(b"A" * 80_000_000, 9)
SIMPLE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\xff",
    "20 MB of zeros": lambda: b"\0" * MOST_BYTES,
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "GIF": lambda: picture("GIF", mode="L"),
    "TIFF": lambda: picture("TIFF"),
    "BMP": lambda: picture("BMP"),
    "PDF": lambda: b"%PDF-1.7\n1 0 obj<<>>endobj",
    "EPS": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9999 9999\n",
    "JPEG 100 x 16,400": lambda: picture("JPEG", (100, 16_400)),
    "JPEG 11,000 x 4,500, progressive, 4:4:4": lambda: picture(
        "JPEG", (11_000, 4_500), progressive=True, subsampling=0
    ),
    "JPEG, first half": lambda: picture("JPEG")[:1500],
    "JPEG, head only": lambda: picture("JPEG")[:200],
    "JPEG, CMYK": lambda: picture("JPEG", mode="CMYK"),
    "JPEG, a broken profile": lambda: picture("JPEG", icc_profile=b"\0\0\0\x80" + b"nonsense" * 40),
    "JPEG, CMYK with a profile for RGB": lambda: picture(
        "JPEG", mode="CMYK", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
    "JPEG, a program behind it": lambda: picture("JPEG") + b"PK\x03\x04<?php system($_GET[0]); ?>" * 1000,
    "JPEG, a page in its comment": lambda: picture("JPEG", comment=b"<script>alert(1)</script>" * 500),
    "MPO": lambda: _mpo(),
    "PNG, 16 bits": lambda: png(60, 40, depth=16),
    "PNG, 16 bits of grey": lambda: png(60, 40, depth=16, color=0),
    "PNG, palette missing": lambda: png(60, 40, color=3),
    "PNG, palette with transparency": lambda: png(
        60, 40, chunk(b"PLTE", b"\xff\0\0\0\xff\0"), chunk(b"tRNS", b"\0\x80"), color=3
    ),
    "PNG, transparent colour": lambda: png(60, 40, chunk(b"tRNS", b"\0\0\0\0\0\0")),
    "PNG, text that unpacks to 80 MB": lambda: png(60, 40, chunk(b"zTXt", b"a\0\0" + BOMB)),
    "PNG, profile that unpacks to 80 MB": lambda: png(60, 40, chunk(b"iCCP", b"a\0\0" + BOMB)),
    "PNG, a thousand texts": lambda: png(60, 40, *[chunk(b"iTXt", b"a\0\1\0\0\0" + BOMB)] * 100),
    "PNG, pixels that unpack to 80 MB": lambda: png(60, 40, idat=BOMB),
    "PNG, wrong checksum": lambda: picture("PNG").replace(b"IDAT", b"IDAX", 1),
    "PNG, unknown colours": lambda: PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 3, 7, 9, 9, 9)),
    "APNG": lambda: _animated("PNG"),
    "WebP, animated": lambda: _animated("WEBP"),
    "WebP, 4,000 x 4,200": lambda: picture("WEBP", (4_000, 4_200)),
    "WebP, 16,383 high": lambda: picture("WEBP", (64, 16_383)),
    "WebP, head with another size": lambda: picture("WEBP").replace(b"\x9d\x01\x2a\xa0\x00", b"\x9d\x01\x2a\xff\x3f"),
    "AVIF": lambda: picture("AVIF"),
    "AVIF, first half": lambda: picture("AVIF")[: len(picture("AVIF")) // 2],
    "HEIC, first half": lambda: (PICTURES / "turned.heic").read_bytes()[:500],
    "HEIC, head only": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500,
    "HEIC that says it is 60,000 wide": lambda: _heic_of(60_000, 128),
    "HEIC that says it is 11,000 x 4,000": lambda: _heic_of(11_000, 4_000),
}  # fmt: skip
MAKERS |= SIMPLE
MAKERS |= {
    f"HEIC, {path.stem}": lambda path=path: path.read_bytes() for path in sorted(PICTURES.glob("*.heic"))
}


SLOW = {"PNG, 7,000 x 7,000 with alpha", "PNG, 7,000 x 7,000 in grey", "PNG, 12,000 x 12,000"}  # by hand only


class Together(threading.Thread):
    """The resident memory of this process and all below it, and the most that it was more than at the beginning."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.began_mb = together_mb(os.getpid())
        self.most_mb = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.01):
            self.most_mb = max(self.most_mb, together_mb(os.getpid()) - self.began_mb)


def together_mb(pid: int) -> float:
    """Resident memory of a process and its children, what they share counted for each; 0 where one has just ended."""
    try:
        own = (
            int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
        )
        tasks = [task.read_text().split() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return 0
    return own + sum(together_mb(int(child)) for children in tasks for child in children)


def _mpo() -> bytes:
    written = io.BytesIO()
    one, two = Image.new("RGB", (80, 60), "red"), Image.new("RGB", (80, 60), "blue")
    one.save(written, "MPO", save_all=True, append_images=[two])
    return written.getvalue()


def _animated(kind: str) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGBA", (80, 60), (red, 0, 0, 90)) for red in range(0, 250, 5)]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=20)
    return written.getvalue()


def _heic_of(width: int, height: int) -> bytes:
    """A HEIC whose box of the size (ispe) says something else than its picture."""
    body = (PICTURES / "upright.heic").read_bytes()
    place = body.index(b"ispe") + 8
    return body[:place] + struct.pack(">II", width, height) + body[place + 8 :]


def mutations(count: int, *, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """Good pictures with bytes changed, cut out and doubled; the same ones for the same seed."""
    chance = random.Random(seed)
    block = exif(TURNED, (0x8825, 4, 1, packed(38)), gps=((1, 2, 2, b"N\0\0\0"), (2, 5, 3, packed(80))))
    good = {
        "JPEG": with_exif(block), "PNG": picture("PNG"), "WebP": with_exif(block, "WEBP"), "AVIF": picture("AVIF"),
        "JPEG, progressive": picture("JPEG", progressive=True), "PNG, palette": picture("PNG", mode="P"),
    } | {path.stem: path.read_bytes() for path in sorted(PICTURES.glob("*.heic"))}  # fmt: skip
    for nth in range(count):
        name = chance.choice(sorted(good))
        body = bytearray(good[name])
        for _ in range(chance.choice((1, 2, 8, 40))):
            here = chance.randrange(min(len(body), chance.choice((64, 400, len(body)))))
            body[here] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        if chance.random() < 0.2:
            cut = chance.randrange(len(body))
            del body[cut : cut + chance.randrange(1, 60)]
        if chance.random() < 0.1:
            body = body[: chance.randrange(1, len(body))]
        yield f"{name}, mutation {nth}", bytes(body)


def main() -> int:
    """Read them all, print the table, and fail where one is neither a picture nor a refusal."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    uploads = [(name, maker) for name, maker in MAKERS.items()]
    uploads += [(name, lambda body=body: body) for name, body in mutations(count)]
    found: list[Outcome] = []
    outcome(b"")  # the keeper of the jobs is there from now on
    most = 0.0
    for name, maker in uploads:
        upload = maker()
        began = time.monotonic()
        together = Together()
        together.start()
        found.append(one := outcome(upload))
        together.over.set()
        most = max(most, together.most_mb)
        if "mutation" not in name or one.is_trace or one.is_hang:
            took = time.monotonic() - began
            print(f"{name[:58]:58} {len(upload):>10,} B {took:6.2f} s {one.peak_mb:6.0f} MB  {one.said}")
    pictures = sum(one.said == "picture" for one in found)
    traces, hangs = sum(one.is_trace for one in found), sum(one.is_hang for one in found)
    print(
        f"\n{len(found)} uploads ({count} mutations): {pictures} pictures, {len(found) - pictures - traces} refusals, "
        f"{traces} traces, {hangs} hangs; peak of the reading process {max(one.peak_mb for one in found):.0f} MB, "
        f"of all processes together {most:.0f} MB more than before"
    )
    return 1 if traces or hangs else 0


if __name__ == "__main__":
    sys.exit(main())
