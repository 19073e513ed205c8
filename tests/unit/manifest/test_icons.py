"""The committed icons: as drawn, and read by our reader as an imaging library reads them."""

import io
import random
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from manifest import icons, png
from manifest.package import PARTS_DIR


def as_png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, format="PNG")
    return data.getvalue()


def noise() -> Image.Image:
    return Image.frombytes("RGBA", (32, 32), random.Random(7).randbytes(32 * 32 * 4))


def slope() -> Image.Image:
    """Return smooth colours, as row filters are made for."""
    raw = bytes(v for y in range(64) for x in range(64) for v in (x * 3, y * 3, x + y, 255 - x * y // 17))
    return Image.frombytes("RGBA", (64, 64), raw)


@pytest.mark.parametrize(
    ("name", "drawn"), [("color.png", icons.draw_colour), ("outline.png", icons.draw_outline)]
)
def test_the_committed_icon_is_the_drawn_one(name: str, drawn: Callable[[], Image.Image]) -> None:
    with Image.open(PARTS_DIR / name) as committed:
        assert committed.tobytes() == drawn().tobytes()


def test_the_colour_icon_is_full_and_keeps_to_the_middle() -> None:
    with Image.open(PARTS_DIR / "color.png") as icon:
        assert (icon.size, icon.mode) == ((192, 192), "RGB")
        corner = icon.getpixel((0, 0))
        drawn = [(x, y) for x in range(192) for y in range(192) if icon.getpixel((x, y)) != corner]
    assert all(36 <= side < 156 for point in drawn for side in point)


@pytest.mark.parametrize("picture", [icons.draw_outline(), noise(), slope()])
def test_pixels_are_read_as_an_imaging_library_reads_them(picture: Image.Image) -> None:
    flat = [value for pixel in png.read_rgba(as_png(picture)) for value in pixel]
    assert bytes(flat) == picture.tobytes()


@pytest.mark.parametrize("end", [9, 20, 40, 60, 200])
def test_a_cut_off_picture_is_refused(end: int) -> None:
    with pytest.raises(png.PngError):
        png.read_rgba(as_png(noise())[:end])


def test_random_damage_is_refused_or_read_but_never_breaks() -> None:
    good, dice = as_png(slope()), random.Random(11)
    for _ in range(150):
        spoilt = bytearray(good)
        spoilt[dice.randrange(len(good))] = dice.randrange(256)
        try:
            pixels = png.read_rgba(bytes(spoilt))
        except png.PngError:
            continue
        assert len(pixels) == 64 * 64 or spoilt[16:24] != good[16:24]


def filtered(picture: Image.Image, method: int) -> bytes:
    """Write a picture as a PNG with one given row filter; imaging libraries choose their own."""
    raw, stride, packed = picture.tobytes(), picture.width * 4, bytearray()
    for start in range(0, len(raw), stride):
        row, above = raw[start : start + stride], raw[start - stride : start] if start else bytes(stride)
        packed.append(method)
        for i in range(stride):
            left, corner = (row[i - 4], above[i - 4]) if i >= 4 else (0, 0)
            packed.append((row[i] - png.predict(method, left, above[i], corner)) & 0xFF)
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, png.RGBA, 0, 0, 0)
    return png.SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(packed)), (b"IEND", b""))
    )


@pytest.mark.parametrize("method", range(5))
def test_every_row_filter_is_the_one_an_imaging_library_undoes(method: int) -> None:
    data = filtered(slope(), method)
    flat = bytes(value for pixel in png.read_rgba(data) for value in pixel)
    with Image.open(io.BytesIO(data)) as read_elsewhere:
        assert flat == read_elsewhere.tobytes() == slope().tobytes()


def test_an_unknown_row_filter_is_refused() -> None:
    with pytest.raises(png.PngError, match="unknown row filter"):
        png.predict(5, 0, 0, 0)
