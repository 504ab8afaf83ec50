"""ONNX models byte by byte: what no library would write. Field numbers are those of onnx.proto."""

import struct

FLOAT, INT64 = 1, 7


def varint(number):
    number &= (1 << 64) - 1
    data = bytearray()
    while number > 127:
        data.append(number & 127 | 128)
        number >>= 7
    data.append(number)
    return bytes(data)


def field(number, content):
    """A field of a message: a whole number, or text or bytes (an inner message)."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    if isinstance(content, str):
        content = content.encode()
    return varint(number << 3 | 2) + varint(len(content)) + content


def attribute(name, value):
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, 2)
    return field(1, name) + b"".join(field(8, number) for number in value) + field(20, 7)


def node(operator, inputs, output, name="", **attributes):
    return b"".join([*(field(1, tensor) for tensor in inputs), field(2, output), field(3, name),
                     field(4, operator),
                     *(field(5, attribute(key, value)) for key, value in attributes.items())])


def tensor(name, dimensions, raw=b"", kind=FLOAT, more=b""):
    data = field(9, raw) if raw else b""
    return b"".join(field(1, n) for n in dimensions) + field(2, kind) + field(8, name) + data + more


def integers(name, values):
    return tensor(name, [len(values)], struct.pack(f"<{len(values)}q", *values), INT64)


def floats(name, dimensions, values):
    return tensor(name, dimensions, struct.pack(f"<{len(values)}f", *values))


def outside(name, dimensions, location):
    """A tensor whose data stands in another file."""
    return tensor(name, dimensions, more=field(13, field(1, "location") + field(2, location)) + field(14, 1))


def model(nodes, constants=(), shape=(1, 4), opset=13):
    """One input x of this shape, one output y."""
    dimensions = b"".join(field(1, field(1, n)) for n in shape)
    declared = field(1, "x") + field(2, field(1, field(1, FLOAT) + field(2, dimensions)))
    graph = b"".join([*(field(1, one) for one in nodes), *(field(5, one) for one in constants),
                      field(11, declared), field(12, field(1, "y"))])
    return field(1, 7) + field(8, field(1, "") + field(2, opset)) + field(7, graph)
