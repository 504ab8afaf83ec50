"""Writes small ONNX models as bytes, without the onnx package: protobuf's wire format, field by field.

The numbers of fields are those of onnx.proto.
"""

import struct

FLOAT, INT64 = 1, 7


def varint(value):
    value &= (1 << 64) - 1
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    """An int as a varint, text, bytes and messages with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name, shape, values):
    """TensorProto: floats, or int64 if all values are ints."""
    whole = all(isinstance(v, int) for v in values)
    raw = struct.pack(f"<{len(values)}{'q' if whole else 'f'}", *values)
    return (b"".join(field(1, n) for n in shape) + field(2, INT64 if whole else FLOAT) +
            field(8, name) + field(9, raw))


def attribute(name, value):
    """AttributeProto: an int or a list of ints."""
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, 2)
    return field(1, name) + b"".join(field(8, v) for v in value) + field(20, 7)


def node(op, inputs, outputs, **attributes):
    return (b"".join(field(1, name) for name in inputs) +
            b"".join(field(2, name) for name in outputs) + field(4, op) +
            b"".join(field(5, attribute(k, v)) for k, v in attributes.items()))


def value(name, shape, kind=FLOAT):
    """ValueInfoProto; a dimension that is text is symbolic."""
    dims = b"".join(field(1, field(2 if isinstance(d, str) else 1, d)) for d in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, dims)))


def model(nodes, inputs, outputs, initialisers=(), opset=17):
    """ModelProto of IR version 8. inputs: values; outputs: names."""
    graph = (b"".join(field(1, n) for n in nodes) + field(2, "graph") +
             b"".join(field(5, t) for t in initialisers) +
             b"".join(field(11, i) for i in inputs) +
             b"".join(field(12, field(1, name)) for name in outputs))
    return field(1, 8) + field(7, graph) + field(8, field(2, opset))
