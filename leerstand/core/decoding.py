"""From any bytes to a picture in sizes, or to a refusal. Pure; meant to run where only its own process can be harmed.

Memory is what decides here: a picture is held once as it was decoded, and everything after that is done on strips of
it, until it is small. `leerstand.core.photos` calls it in a confined process.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pi_heif
from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from leerstand.core.errors import Refusal
from leerstand.core.exif import Position, read_exif
from leerstand.core.i18n import N_

WIDTHS = (360, 720, 1440)
TALLEST = 2  # times the width that a file is asked for by: a chimney becomes narrow, not ten thousand high
# What phones take at most is 8,160 × 6,120. A JPEG is read at a half; what others need for a pixel while they are
# read was measured: WebP 15 bytes, AVIF 8.5, HEIC 5, PNG 4 in colour.
MOST_PIXELS = {
    "JPEG": 50_000_000,
    "PNG": 50_000_000,
    "HEIF": 36_000_000,
    "AVIF": 24_000_000,
    "WEBP": 13_000_000,
}
MANY_PIXELS = 12_000_000  # from here on some formats need all the memory there is
LONGEST_SIDE = 12_000
STRIP_ROWS = 256
SPARE = 1.25  # how much larger than wanted a picture is kept for the last, careful step of shrinking
# Loaded here, so that no job spends a tenth of a second on loading all forty readers that Pillow has.
READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin, AvifImagePlugin)

# One thread: the stacks of others count as memory, and the processors belong to the pages.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
Image.preinit()
Image.MAX_IMAGE_PIXELS = None  # sizes are looked at here, before anything is decoded


class NotAPhoto(Refusal):
    status = 422
    sentence = N_(
        "Diese Datei ist kein Foto, das wir lesen können. Bitte senden Sie ein JPEG, PNG, WebP oder HEIC."
    )


class TooManyPixels(Refusal):
    status = 422
    sentence = N_(
        "Dieses Foto hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens %(megapixels)s Megapixel."
    )


class TooLong(Refusal):
    status = 422
    sentence = N_(
        "Dieses Foto ist zu hoch oder zu breit. Bitte verkleinern Sie es auf höchstens %(side)s Bildpunkte je Seite."
    )


class TooHeavy(Refusal):
    status = 422
    sentence = N_(
        "Dieses Foto konnten wir nicht ganz lesen: Es ist beschädigt oder braucht zu viel Speicher. Bitte senden Sie "
        "es als JPEG mit höchstens 12 Megapixeln."
    )


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture turned upright: its size, its files as (width, media type, bytes), and where it was taken."""

    size: tuple[int, int]
    files: tuple[tuple[int, str, bytes], ...]
    position: Position | None


def decode(upload: bytes) -> Decoded:
    """The picture that some bytes are, in three widths as WebP and JPEG, without place, time or camera.

    A narrow original is not blown up: its widest files have its own width. Raises NotAPhoto, TooManyPixels, TooLong,
    or MemoryError where it needs more than its process has.
    """
    image, strips = _opened(upload)
    profile = image.info.get("icc_profile")
    exif = read_exif(image.info.get("exif") or b"")
    # HEIC turns its pictures itself; its EXIF repeats what has been done.
    orientation = 1 if image.format == "HEIF" else exif.orientation
    small = _in_srgb(_shrunk(strips, on_its_side=orientation >= 5), profile)
    width, height = strips.whole
    del image, strips
    files = tuple(_files(_turned(small, orientation)))
    return Decoded((height, width) if orientation >= 5 else (width, height), files, exif.position)


def _opened(upload: bytes) -> "tuple[Image.Image, _Strips]":
    """A picture whose size was looked at before it was decoded."""
    whole = (0, 0)
    try:
        image = Image.open(BytesIO(upload), formats=tuple(MOST_PIXELS))
        _check_size(*image.size, kind=image.format)
        whole = image.size
        # A JPEG can be read at a half or a quarter, which spares most of the memory.
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        return image, _decoded(image, whole)
    except (Refusal, MemoryError):
        raise
    except Exception:
        # Decoders stumble in more ways than they document: struct.error, ZeroDivisionError, AttributeError, …
        # Some of them call it a broken file when memory was refused to them.
        raise (TooHeavy if whole[0] * whole[1] > MANY_PIXELS else NotAPhoto) from None


def _check_size(width: int, height: int, *, kind: str | None) -> None:
    # JPEGs with two pictures have a name of their own.
    most = MOST_PIXELS.get(kind or "", MOST_PIXELS["JPEG"])
    if min(width, height) < 1:
        raise NotAPhoto
    if max(width, height) > LONGEST_SIDE:
        raise TooLong(side=f"{LONGEST_SIDE:_}".replace("_", "."))
    if width * height > most:
        raise TooManyPixels(megapixels=most // 1_000_000)


@dataclass(frozen=True, slots=True)
class _Strips:
    """A decoded picture that is looked at a few rows at a time."""

    whole: tuple[int, int]
    size: tuple[int, int]
    rows: Callable[[int, int], Image.Image]
    plain: Image.Image | None = None  # the whole picture, where nothing has to be done to its pixels


def _decoded(image: Image.Image, whole: tuple[int, int]) -> _Strips:
    if image.format == "HEIF":
        return _heif(image)
    image.load()
    plain = image.mode in ("RGB", "CMYK") and not image.has_transparency_data
    return _Strips(
        whole,
        image.size,
        lambda top, bottom: image.crop((0, top, image.width, bottom)),
        image if plain else None,
    )


def _heif(image: Any) -> _Strips:
    """As libheif has decoded it; Pillow's own way would hold it twice."""
    container = image._heif_file
    frame = container[container.primary_index]
    data, stride, mode = memoryview(frame.data), frame.stride, frame.mode
    # The size that stood in the file need not be the one that came out.
    _check_size(*frame.size, kind=image.format)

    def rows(top: int, bottom: int) -> Image.Image:
        part = bytes(data[top * stride : bottom * stride])
        return Image.frombytes(mode, (frame.size[0], bottom - top), part, "raw", mode, stride)

    return _Strips(frame.size, frame.size, rows)


def _shrunk(strips: _Strips, *, on_its_side: bool) -> Image.Image:
    """The picture at little more than what its largest file needs, in RGB or CMYK."""
    width, height = strips.size
    wanted = _fitted((height, width), WIDTHS[-1])[1] if on_its_side else _fitted(strips.size, WIDTHS[-1])[0]
    factor = max(1, int(width / (wanted * SPARE)))
    if factor == 1 and strips.plain:
        return strips.plain
    rows = STRIP_ROWS // factor * factor or factor
    parts = (
        _plain(strips.rows(top, min(height, top + rows))).reduce(factor) for top in range(0, height, rows)
    )
    first = next(parts)
    small = Image.new(first.mode, (first.width, -(-height // factor)))
    small.paste(first)
    for nth, part in enumerate(parts, start=1):
        small.paste(part, (0, nth * rows // factor))
    return small


def _plain(part: Image.Image) -> Image.Image:
    """Pixels alone, of eight bits, on white where they are transparent."""
    if part.mode.startswith("I"):  # 16 bits of grey
        part = part.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if part.has_transparency_data:
        part = part.convert("RGBA")
        paper = Image.new("RGBA", part.size, "white")
        part = Image.alpha_composite(paper, part)
    return part if part.mode in ("RGB", "CMYK") else part.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            turned = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        image = turned or image
    return image.convert("RGB")


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _fitted(size: tuple[int, int], width: int) -> tuple[int, int]:
    """A size within `width` and twice its height, in proportion, never larger than it was."""
    scale = min(1, width / size[0], width * TALLEST / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _files(image: Image.Image) -> Iterator[tuple[int, str, bytes]]:
    made: dict[tuple[int, int], list[tuple[str, bytes]]] = {}
    for width in WIDTHS:
        size = _fitted(image.size, width)
        if size not in made:  # the wider files of a narrow original are all the same
            made[size] = list(_encoded(image, size))
        for media_type, body in made[size]:
            yield width, media_type, body


def _encoded(image: Image.Image, size: tuple[int, int]) -> Iterator[tuple[str, bytes]]:
    # A new image takes nothing along of what stood beside the pixels.
    small = Image.new("RGB", size)
    small.paste(image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image)
    yield "image/webp", _saved(small, "WEBP", quality=78, method=3)
    yield "image/jpeg", _saved(small, "JPEG", quality=80, optimize=True, progressive=True)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()
