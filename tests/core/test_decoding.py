"""Pictures of every kind that people send: upright, of eight bits, in sizes, and telling nothing else."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from leerstand.core.decoding import LONGEST_SIDE, Decoded, NotAPhoto, TooLong, TooManyPixels, decode
from leerstand.core.exif import Position
from tests.faults.uploads import chunk, png

HEIC = Path(__file__).parent / "pictures"
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)
QUARTERS = [RED, GREEN, BLUE, WHITE]


def quarters(size: tuple[int, int] = (192, 128)) -> Image.Image:
    """Red and green above, blue and white below."""
    small = Image.new("RGB", (2, 2))
    small.putdata(QUARTERS)
    return small.resize(size, Image.Resampling.NEAREST)


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def widest(decoded: Decoded) -> Image.Image:
    return Image.open(io.BytesIO(decoded.files[-1][2])).convert("RGB")


def looks_like(image: Image.Image, colours: list[tuple[int, int, int]] = QUARTERS) -> bool:
    """Whether the middles of the four quarters have these colours, but for what JPEG changes."""
    places = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    seen = [image.getpixel((int(image.width * x), int(image.height * y))) for x, y in places]
    return all(
        abs(a - b) < 12
        for one, other in zip(seen, colours, strict=True)
        for a, b in zip(one, other, strict=True)
    )  # type: ignore[arg-type]


def a_place(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (52.0, 57.0, 23.04), "E", (11.0, 5.0, 46.68)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_photo_comes_in_three_widths_and_two_formats(kind: str) -> None:
    decoded = decode(saved(quarters((2000, 1000)), kind))
    assert {(width, media_type) for width, media_type, _ in decoded.files} == {
        (width, media_type) for width in (360, 720, 1440) for media_type in ("image/webp", "image/jpeg")
    }
    assert {Image.open(io.BytesIO(body)).width for _, _, body in decoded.files} == {360, 720, 1440}
    assert looks_like(widest(decoded))


def test_a_small_photo_is_not_blown_up() -> None:
    decoded = decode(saved(quarters((500, 300))))
    assert {Image.open(io.BytesIO(body)).width for _, _, body in decoded.files} == {360, 500}


@pytest.mark.parametrize("size", [(300, LONGEST_SIDE), (1, LONGEST_SIDE), (LONGEST_SIDE, 1), (4000, 11_000)])
def test_very_tall_and_very_wide_photos_fit_into_a_box(size: tuple[int, int]) -> None:
    decoded = decode(saved(Image.new("RGB", size, "green")))
    assert decoded.size == size
    for width, _, body in decoded.files:
        image = Image.open(io.BytesIO(body))
        assert image.width <= width
        assert image.height <= 2 * width


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
@pytest.mark.parametrize("size", [(192, 128), (6000, 4000)])
def test_a_photo_is_turned_upright_and_tells_nothing_else(
    orientation: int, kind: str, size: tuple[int, int]
) -> None:
    if kind != "JPEG" and size[0] > 192:
        return
    lying = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    upright = quarters(size)
    image = upright.transpose(lying[orientation]) if orientation > 1 else upright
    decoded = decode(saved(image, kind, exif=a_place(orientation)))
    assert decoded.size == size
    assert decoded.position == Position(52.9564, 11.0963)
    assert looks_like(widest(decoded))
    for _, _, body in decoded.files:
        again = Image.open(io.BytesIO(body))
        assert not again.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(again.info)


@pytest.mark.parametrize("name", ["upright", "turned", "two", "ten_bit"])
def test_a_photo_of_a_phone_is_taken_and_turned_once(name: str) -> None:
    """`turned` says twice that it lies on its side, as phones do: to the container and in its EXIF."""
    decoded = decode((HEIC / f"{name}.heic").read_bytes())
    assert decoded.size == (192, 128)
    assert looks_like(widest(decoded))
    assert decoded.position == (Position(52.9564, 11.0963) if name in ("upright", "turned") else None)


def test_what_is_transparent_becomes_white() -> None:
    for clear in (
        saved(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG"),
        saved(Image.new("LA", (400, 300), (0, 0)), "PNG"),
        png(60, 40, chunk(b"PLTE", b"\0\0\0"), chunk(b"tRNS", b"\0"), color=3),
        png(60, 40, chunk(b"tRNS", b"\0\0\0\0\0\0")),
        saved(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "WEBP", lossless=True),
    ):
        assert widest(decode(clear)).getpixel((5, 5)) == WHITE
    heic = widest(decode((HEIC / "transparent.heic").read_bytes()))
    assert heic.getpixel((20, 125)) != heic.getpixel((20, 70))


@pytest.mark.parametrize("height", [40, 3000])
def test_grey_of_sixteen_bits_keeps_its_shades(height: int) -> None:
    """Half of it dark, half of it bright, tall enough to be shrunk in strips."""
    width = 60 if height == 40 else 4500
    rows = b"".join(
        b"\0" + struct.pack(">H", shade) * width for shade in [0x4000, 0xC000] for _ in range(height // 2)
    )

    image = widest(decode(png(width, height, depth=16, color=0, idat=zlib.compress(rows, 1))))
    middle = image.width // 2
    assert [image.getpixel((middle, int(image.height * at)))[0] // 16 for at in (0.25, 0.75)] == [4, 12]  # type: ignore[index]


def test_print_colours_are_read_by_their_profile_or_without() -> None:
    red = Image.new("CMYK", (100, 80), (0, 255, 255, 0))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for upload in (saved(red), saved(red, icc_profile=profile), saved(red, icc_profile=b"nonsense")):
        colour = widest(decode(upload)).getpixel((5, 5))
        assert colour[0] > 200 > 60 > colour[1]  # type: ignore[index]


def test_the_first_picture_of_a_moving_one_is_taken() -> None:
    frames = [quarters(), Image.new("RGB", (192, 128), "black")]
    for kind in ("WEBP", "PNG"):
        upload = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
        assert looks_like(widest(decode(upload)))


@pytest.mark.parametrize(
    "upload",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"0" * 90, saved(quarters())[:600], b"%PDF-1.7",
        saved(quarters(), "TIFF"), (HEIC / "upright.heic").read_bytes()[:400],
    ],
)  # fmt: skip
def test_what_is_not_a_photo_is_refused(upload: bytes) -> None:
    with pytest.raises(NotAPhoto):
        decode(upload)


def test_a_small_file_with_very_many_pixels_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooManyPixels):
        decode(png(12_000, 12_000, idat=b"never read"))
    with pytest.raises(TooLong) as refused:
        decode(png(1, 59_000_000, idat=b"never read"))
    assert "12.000" in str(refused.value)
