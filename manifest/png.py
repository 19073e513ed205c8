"""Read as much of a PNG as an app icon needs, without an imaging library."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = struct.Struct(">IIBBBBB")
RGBA = 6
PIXEL = 4  # bytes of an 8-bit RGBA pixel
MAX_DATA = 4 * 1024 * 1024  # an icon is far smaller; a damaged or hostile file may claim more


class PngError(ValueError):
    """The bytes are no PNG, or not of the kind asked for."""


@dataclass(frozen=True, kw_only=True)
class Header:
    width: int
    height: int
    depth: int
    colour_type: int
    interlaced: bool


def read_header(data: bytes) -> Header:
    """Return the first chunk's values, or raise PngError."""
    if not data.startswith(SIGNATURE):
        raise PngError("is not a PNG")
    kind, body = next(chunks(data), (b"", b""))
    if kind != b"IHDR" or len(body) != HEADER.size:
        raise PngError("is a PNG without a header")
    width, height, depth, colour_type, _, _, interlace = HEADER.unpack(body)
    return Header(
        width=width, height=height, depth=depth, colour_type=colour_type, interlaced=bool(interlace)
    )


def read_rgba(data: bytes) -> list[tuple[int, int, int, int]]:
    """Return the pixels of a plain 8-bit RGBA picture, row by row, or raise PngError."""
    header = read_header(data)
    if (header.depth, header.colour_type, header.interlaced) != (8, RGBA, False):
        raise PngError("is not a plain 8-bit PNG with transparency")
    raw = inflate(b"".join(body for kind, body in chunks(data) if kind == b"IDAT"))
    stride = header.width * PIXEL
    if len(raw) != header.height * (stride + 1):
        raise PngError("is damaged: its pixels do not fill its size")
    rows = unfilter(raw, stride)
    return [(row[i], row[i + 1], row[i + 2], row[i + 3]) for row in rows for i in range(0, stride, PIXEL)]


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise PngError("is damaged: it ends too early")
        yield kind, body
        at += length + 12


def inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAX_DATA)
    except zlib.error as error:
        raise PngError("is damaged: its pixels cannot be unpacked") from error


def unfilter(raw: bytes, stride: int) -> Iterator[bytes]:
    """Undo the prediction that each PNG row was stored with."""
    above = bytes(stride)
    for start in range(0, len(raw), stride + 1):
        method, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = row[i - PIXEL] if i >= PIXEL else 0
            corner = above[i - PIXEL] if i >= PIXEL else 0
            row[i] = (row[i] + predict(method, left, above[i], corner)) & 0xFF
        above = bytes(row)
        yield above


def predict(method: int, left: int, up: int, corner: int) -> int:
    if method > 4:
        raise PngError("is damaged: it uses an unknown row filter")
    return (0, left, up, (left + up) // 2, nearest(left, up, corner))[method]


def nearest(left: int, up: int, corner: int) -> int:
    """Return the neighbour nearest to left + up - corner (the Paeth predictor)."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))
