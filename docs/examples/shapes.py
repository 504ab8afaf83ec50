#!/usr/bin/env python3
"""Makes shapes.png, a red disc and a blue square on grey grain, and shapes.json, a network that looks for red.

    F(x) = 1 - relu(1 - s),  s = (sum of relu(redness - 1/8) - sum of relu(blueness - 1/8)) / 16

over all 3 x 3 windows, where redness is the mean of red - (green + blue) / 2 in a window, and blueness likewise.
F is 0 for black and never above 1: a picture with much red is at the flat end, where the gradient is zero.
"""

import json
import pathlib
import struct
import zlib

SIDE = 24
FOLDER = pathlib.Path(__file__).resolve().parent


def pixel(x, y):
    grain = 90 + (x * 37 + y * 59 + x * y * 11) % 40
    if (x - 8) ** 2 + (y - 8) ** 2 <= 30:
        return 225, 60 + grain % 8, 50
    if 13 <= x <= 20 and 14 <= y <= 21:
        return 55, 70 + grain % 8, 205
    return grain, grain, grain


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png():
    rows = b"".join(b"\0" + bytes(v for x in range(SIDE) for v in pixel(x, y)) for y in range(SIDE))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def network():
    def window(*colours):  # one filter, the weights of each colour alike
        return [weight for weight in colours for _ in range(9)]
    inside = (SIDE - 2) ** 2
    return {
        "schema": "axiomark-network/1", "inputs": [[3, SIDE, SIDE]], "output": 6,
        "operators": [
            {"type": "convolution", "in": [3, SIDE, SIDE], "bias": ["-1/8", "-1/8"], "groups": 1,
             "weights": [window("1/9", "-1/18", "-1/18"), window("-1/18", "-1/18", "1/9")],
             "window": {"kernel": [3, 3], "stride": [1, 1], "dilation": [1, 1], "pad_begin": [0, 0],
                        "pad_end": [0, 0], "ceil_mode": False}},
            {"type": "relu"},
            {"type": "rearrange", "form": "reshape", "in": [2, SIDE - 2, SIDE - 2], "out": [2 * inside],
             "source": list(range(2 * inside)), "fill": 0},
            {"type": "dense", "weights": [["-1/16"] * inside + ["1/16"] * inside], "bias": [1]},
            {"type": "dense", "weights": [[-1]], "bias": [1]}],
        "nodes": [{"operator": 0, "inputs": [0]}, {"operator": 1, "inputs": [1]},
                  {"operator": 2, "inputs": [2]}, {"operator": 3, "inputs": [3]},
                  {"operator": 1, "inputs": [4]}, {"operator": 4, "inputs": [5]}]}


if __name__ == "__main__":
    (FOLDER / "shapes.png").write_bytes(png())
    (FOLDER / "shapes.json").write_text(json.dumps(network()) + "\n")
