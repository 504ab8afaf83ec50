"""Writes and reads PNG files with nothing but zlib, so that neither shares code with the program."""

import struct
import zlib

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
# First column and row, steps, of the seven passes of an interlaced file.
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width, height, depth, kind, interlaced=False):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))


def packed(values, depth):
    """Samples of one row, the first in the highest bits."""
    bits = "".join(format(value, f"0{depth}b") for value in values)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[k:k + 8], 2) for k in range(0, len(bits), 8))


def encode(width, height, pixels, depth=8, kind=GREY, interlaced=False, before_data=b""):
    """pixels: row by row, the samples of a pixel side by side."""
    n = CHANNELS[kind]
    assert len(pixels) == width * height * n
    data = b""
    for x0, y0, dx, dy in (ADAM7 if interlaced else [(0, 0, 1, 1)]):
        columns = range(x0, width, dx)
        for y in range(y0, height, dy) if len(columns) else []:
            row = [pixels[(y * width + x) * n + c] for x in columns for c in range(n)]
            data += b"\0" + packed(row, depth)
    return (b"\x89PNG\r\n\x1a\n" + header(width, height, depth, kind, interlaced) + before_data
            + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def size(data):
    """(width, height, depth, kind) as the header says."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR", data[:24]
    return struct.unpack(">IIBB", data[16:26])
