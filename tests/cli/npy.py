"""Reads and writes .npy files (format 1.0, little endian, C order, <f4 or <f8)."""

import ast
import math
import struct

MAGIC = b"\x93NUMPY\x01\x00"


def read(path):
    """(shape, flat values, "f4" or "f8")"""
    data = path.read_bytes()
    assert data.startswith(MAGIC), path
    begin = 10 + struct.unpack_from("<H", data, 8)[0]
    header = ast.literal_eval(data[10:begin].decode("latin-1").strip())
    kind = header["descr"]
    assert kind in ("<f4", "<f8") and header["fortran_order"] is False, header
    count = math.prod(header["shape"])
    assert len(data) == begin + count * int(kind[2]), path
    values = struct.unpack_from(f"<{count}{'f' if kind == '<f4' else 'd'}", data, begin)
    return header["shape"], list(values), kind[1:]


def write(path, shape, values, kind="f8"):
    header = f"{{'descr': '<{kind}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    # The values begin at a multiple of 64 bytes; the header ends in a line break.
    header = header.ljust(-(-(len(header) + 11) // 64) * 64 - 11) + "\n"
    packed = struct.pack(f"<{len(values)}{'f' if kind == 'f4' else 'd'}", *values)
    path.write_bytes(MAGIC + struct.pack("<H", len(header)) + header.encode("latin-1") + packed)
    return path
