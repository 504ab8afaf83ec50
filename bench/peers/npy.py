"""Arrays of float32 in .npy files, without NumPy: the scripts outside the workers need no more."""

import array
import ast
import struct
import sys
from pathlib import Path

MAGIC = b"\x93NUMPY"


def read(path):
    """(shape, array of floats) of a little-endian float32 file in C order."""
    data = Path(path).read_bytes()
    if data[:6] != MAGIC:
        raise ValueError(f"{path}: no .npy file")
    wide = data[6] > 1
    (length,) = struct.unpack_from("<I" if wide else "<H", data, 8)
    begin = 12 if wide else 10
    header = ast.literal_eval(data[begin:begin + length].decode("latin1"))
    if header["descr"] != "<f4" or header["fortran_order"]:
        raise ValueError(f"{path}: {header['descr']}; expected <f4 in C order")
    values = array.array("f", data[begin + length:])
    if sys.byteorder == "big":
        values.byteswap()
    return tuple(header["shape"]), values


def write(path, shape, values):
    header = repr({"descr": "<f4", "fortran_order": False, "shape": tuple(shape)}).encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    values = array.array("f", values)
    if sys.byteorder == "big":
        values.byteswap()
    Path(path).write_bytes(MAGIC + b"\x01\x00" + struct.pack("<H", len(header)) + header +
                           values.tobytes())
