"""Random ONNX graphs, in arrangements that no published network has, against ONNX Runtime.

Needs the Python packages onnx and onnxruntime (pip install onnx onnxruntime); without them the
test prints SKIPPED and ctest counts it as skipped.
"""

import json
import random
import unittest

from program import ProgramTest

try:
    import numpy as np
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper
except ImportError as missing:
    onnx = None
    MISSING = missing.name

OPSETS = (8, 9, 11, 13, 15, 17, 18, 20, 21)


class Graph:
    """A graph under construction; every tensor's shape is known by ONNX's own inference."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.opset = self.draw.choice(OPSETS)
        self.numbers = np.random.default_rng(seed)
        self.nodes, self.inputs, self.initialisers, self.shapes = [], [], {}, {}

    def coin(self):
        return self.draw.random() < 0.5

    def input(self, *shape):
        name = f"input_{len(self.inputs)}"
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        self.shapes[name] = [d if isinstance(d, int) else 1 for d in shape]
        return name

    def constant(self, array):
        name = f"constant_{len(self.initialisers)}"
        self.initialisers[name] = numpy_helper.from_array(np.asarray(array), name)
        self.shapes[name] = list(np.asarray(array).shape)
        return name

    def weights(self, *shape):
        """About as large as keeps values of size one."""
        size = 1 / max(1, int(np.prod(shape[1:]))) ** 0.5
        return self.constant((self.numbers.standard_normal(shape) * size).astype(np.float32))

    def integers(self, *values):
        return self.constant(np.array(values, np.int64))

    def add(self, op, *inputs, outputs=1, **attributes):
        """One node; the name of its result, or of all results."""
        names = [f"{op.lower()}_{len(self.nodes)}_{k}" for k in range(outputs)]
        node = helper.make_node(op, inputs, names, name=names[0], **attributes)
        self.nodes.append(node)
        known = [helper.make_tensor_value_info(name, TensorProto.FLOAT, self.shapes[name])
                 for name in inputs if name and name not in self.initialisers]
        constants = [self.initialisers[name] for name in inputs if name in self.initialisers]
        alone = helper.make_graph([node], "one", known, [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names],
            constants)
        inferred = onnx.shape_inference.infer_shapes(
            helper.make_model(alone, opset_imports=[helper.make_opsetid("", self.opset)]),
            strict_mode=True, data_prop=True)
        for value in inferred.graph.output:
            self.shapes[value.name] = [d.dim_value for d in value.type.tensor_type.shape.dim]
        return names[0] if outputs == 1 else names

    def model(self, outputs):
        graph = helper.make_graph(
            self.nodes, "random", self.inputs,
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, self.shapes[name])
             for name in outputs],
            list(self.initialisers.values()))
        opset = helper.make_opsetid("", self.opset)
        return helper.make_model(graph, opset_imports=[opset], ir_version=8)


def fits(size, attributes):
    """Windows lie on the padded input; a last one that ceil_mode adds begins inside the input.
    (Elsewhere ONNX's own shape inference and ONNX Runtime differ.)"""
    ones = [1] * len(size)
    pads = attributes.get("pads", [0] * (2 * len(size)))
    for d, n in enumerate(size):
        stride = attributes["strides"][d]
        extent = (attributes["kernel_shape"][d] - 1) * attributes.get("dilations", ones)[d] + 1
        if attributes.get("auto_pad", "NOTSET").startswith("SAME"):
            continue
        room = n + pads[d] + pads[d + len(size)] - extent
        if room < 0 or (attributes.get("ceil_mode") and -(-room // stride) * stride >= n + pads[d]):
            return False
    return True


def convolution(g, x):
    channels = g.shapes[x][1]
    groups = g.draw.choice([n for n in range(1, channels + 1) if channels % n == 0])
    filters = groups * g.draw.randint(1, 3)
    kernel = [g.draw.randint(1, 3) for _ in range(2)]
    attributes = {"group": groups, "strides": [g.draw.randint(1, 2) for _ in range(2)]}
    if g.coin():
        attributes["dilations"] = [g.draw.randint(1, 2) for _ in range(2)]
        attributes["pads"] = [g.draw.randint(0, 2) for _ in range(4)]
    else:
        attributes["auto_pad"] = g.draw.choice(["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"])
    if not fits(g.shapes[x][2:], {**attributes, "kernel_shape": kernel}):
        return x
    if g.coin():
        attributes["kernel_shape"] = kernel
    weights = g.weights(filters, channels // groups, *kernel)
    bias = [g.weights(filters)] if g.coin() else []
    return g.add("Conv", x, weights, *bias, **attributes)


def pool(g, x):
    kernel = [g.draw.randint(2, 3) for _ in range(2)]
    attributes = {"kernel_shape": kernel, "strides": [g.draw.randint(1, 2) for _ in range(2)]}
    if g.coin():
        attributes["pads"] = [g.draw.randint(0, k - 1) for k in kernel * 2]
    else:
        attributes["auto_pad"] = g.draw.choice(["SAME_UPPER", "SAME_LOWER", "VALID"])
    average = g.coin()
    if g.opset >= 10 and "auto_pad" not in attributes:
        attributes["ceil_mode"] = g.draw.randint(0, 1)
        if not average or g.opset >= 19:
            attributes["dilations"] = [g.draw.randint(1, 2) for _ in range(2)]
    if not fits(g.shapes[x][2:], attributes):
        return x
    if average:
        return g.add("AveragePool", x, count_include_pad=g.draw.randint(0, 1), **attributes)
    return g.add("MaxPool", x, **attributes)


def activation(g, x):
    op = g.draw.choice(["Relu", "LeakyRelu", "Sigmoid", "Tanh", "Elu", "Softplus", "Abs", "Clip",
                        "Gelu", "Neg"])
    if op == "Clip" and g.opset < 11:
        return g.add("Clip", x, min=-0.5, max=0.75)
    if op == "Clip":
        high = g.constant(np.float32(0.75)) if g.coin() else ""
        return g.add("Clip", x, g.constant(np.float32(-0.5)), high)
    if op == "Gelu":
        return g.add("Gelu", x, approximate=g.draw.choice(["none", "tanh"])) \
            if g.opset >= 20 else x
    return g.add(op, x, **({"alpha": 0.3} if op in ("LeakyRelu", "Elu") else {}))


def normalisation(g, x):
    channels = g.shapes[x][1]
    if g.coin():
        variance = g.constant((g.numbers.random(channels) + 0.5).astype(np.float32))
        return g.add("BatchNormalization", x, *(g.weights(channels) for _ in range(3)), variance,
                     epsilon=1e-3)
    return g.add("LRN", x, size=g.draw.choice([1, 3, 5]), alpha=0.2, beta=0.6, bias=1.5)


def arithmetic(g, x):
    """With a constant that broadcasts from either side."""
    channels = g.shapes[x][1]
    shape = g.draw.choice([(), (1,), (channels, 1, 1), (1, channels, 1, 1), (g.shapes[x][3],)])
    c = g.constant((g.numbers.random(shape) + 0.5).astype(np.float32))
    op = g.draw.choice(["Add", "Sub", "Mul", "Div", "Max", "Min"])
    if op == "Div" and g.coin():
        return g.add("Div", c, g.add("Exp", g.add("Tanh", x)))
    return g.add(op, *((x, c) if op == "Div" or g.coin() else (c, x)))


def two_branches(g, x):
    """Two or three tensors of one shape, joined."""
    branches = [x] + [g.draw.choice([activation, arithmetic, pointwise])(g, x)
                      for _ in range(g.draw.randint(1, 2))]
    op = g.draw.choice(["Add", "Sub", "Mul", "Max", "Min", "Sum", "Concat"])
    if op in ("Max", "Min", "Sum"):
        return g.add(op, *branches)
    if op == "Concat":
        return g.add("Concat", *branches, axis=g.draw.choice([1, -3, 2, 3]))
    return g.add(op, *branches[-2:])


def pointwise(g, x):
    """A convolution that keeps the shape."""
    channels = g.shapes[x][1]
    return g.add("Conv", x, g.weights(channels, channels, 1, 1))


def movement(g, x):
    """Values moved, repeated or left out."""
    shape = g.shapes[x]
    kind = g.draw.choice(["pad", "slice", "transpose", "split", "gather", "squeeze"])
    if kind == "pad":
        pads = [0, 0] + [g.draw.randint(0, 2) for _ in range(2)] + [0, 1, 0, 1]
        if g.opset < 11:
            return g.add("Pad", x, pads=pads, value=0.25)
        if g.opset >= 18 and g.coin():
            return g.add("Pad", x, g.integers(1, 0, 2, 1), g.constant(np.float32(0.5)),
                         g.integers(-1, 2))
        return g.add("Pad", x, g.integers(*pads), g.constant(np.float32(0.5)))
    if kind == "slice":
        if g.opset < 10:
            return g.add("Slice", x, starts=[0, 0], ends=[shape[2], -1], axes=[2, 3]) \
                if shape[3] > 1 else x
        return g.add("Slice", x, g.integers(-1, 0), g.integers(-9999, 2**63 - 1),
                     g.integers(-1, 2), g.integers(-1, 2))
    if kind == "transpose":
        return g.add("Transpose", x, perm=g.draw.choice([[0, 1, 3, 2], [0, 2, 3, 1], [0, 3, 1, 2]]))
    if kind == "split" and shape[2] > 1:
        parts = [1, shape[2] - 1]
        if g.opset < 13:
            halves = g.add("Split", x, outputs=2, axis=2, split=parts)
        else:
            halves = g.add("Split", x, g.integers(*parts), outputs=2, axis=-2)
        return g.add("Concat", *reversed(halves), axis=2)
    if kind == "gather":
        return g.add("Gather", x, g.integers(*(g.draw.randrange(shape[1]) for _ in range(3))),
                     axis=1)
    if g.opset < 13:
        return g.add("Unsqueeze", g.add("Squeeze", x, axes=[0]), axes=[0])
    return g.add("Unsqueeze", g.add("Squeeze", x, g.integers(-4)), g.integers(0))


BLOCKS = [convolution, convolution, pool, activation, activation, normalisation, arithmetic,
          two_branches, two_branches, movement]


def attention(g, rows):
    """[1, length, width]: two products of variable matrices, a softmax and a layer norm."""
    width = g.shapes[rows][2]
    q, k, v = (g.add("MatMul", rows, g.weights(width, width)) for _ in range(3))
    scores = g.add("MatMul", q, g.add("Transpose", k, perm=[0, 2, 1]))
    weights = g.add("Softmax", scores, axis=2)
    mixed = g.add("Add", rows, g.add("MatMul", weights, v))
    if g.opset < 17:
        return mixed
    return g.add("LayerNormalization", mixed, g.weights(width), g.weights(width), axis=-1)


def head(g, x):
    """A vector of scores from [1, channels, height, width]."""
    channels = g.shapes[x][1]
    kind = g.draw.choice(["global", "mean", "flatten", "reshape", "rows"])
    if kind == "global":
        x = g.add("Flatten", g.add(g.draw.choice(["GlobalAveragePool", "GlobalMaxPool"]), x))
    elif kind == "mean":
        if g.opset < 18:
            x = g.add("ReduceMean", x, axes=[2, -1], keepdims=0)
        else:
            x = g.add("ReduceMax", x, g.integers(2, -1), keepdims=0)
    elif kind == "flatten":
        x = g.add("Flatten", x, axis=1)
    elif kind == "reshape":
        # As exporters write it: the batch read from the shape, the rest as one dimension.
        g.nodes += [helper.make_node("Shape", [x], ["dimensions"]),
                    helper.make_node("Gather", ["dimensions", g.integers(0)], ["batch"], axis=0),
                    helper.make_node("Concat", ["batch", g.integers(-1)], ["target"], axis=0),
                    helper.make_node("Reshape", [x, "target"], ["flat"])]
        g.shapes["flat"] = [1, int(np.prod(g.shapes[x]))]
        x = "flat"
    else:
        rows = g.add("Reshape", x, g.integers(1, channels, -1))
        rows = attention(g, g.add("MatMul", rows, g.weights(g.shapes[rows][2], 4)))
        x = g.add("Flatten", rows)
    size = g.shapes[x][1]
    if g.coin():
        x = g.add("Gemm", x, g.weights(5, size), g.weights(5), transB=1, alpha=0.5, beta=2.0)
    else:
        x = g.add("Add", g.add("MatMul", x, g.weights(size, 5)), g.weights(5))
    last = g.draw.choice(["none", "Softmax", "LogSoftmax"])
    return x if last == "none" else g.add(last, x, axis=1)


def random_graph(seed):
    g = Graph(seed)
    channels, height, width = g.draw.randint(1, 4), g.draw.randint(4, 7), g.draw.randint(4, 7)
    batch = g.draw.choice([1, "batch"])
    if g.coin():
        x = g.add("Transpose", g.input(batch, height, width, channels), perm=[0, 3, 1, 2])
    else:
        x = g.input(batch, channels, height, width)
    if g.draw.random() < 0.3:
        y = g.input(1, channels, height, width)
        x = g.add(g.draw.choice(["Add", "Sub", "Mul"]), x, y)
    for _ in range(g.draw.randint(3, 6)):
        made = len(g.nodes)
        y = g.draw.choice(BLOCKS)(g, x)
        if all(0 < min(g.shapes[n.output[0]], default=0) for n in g.nodes[made:]) and \
                np.prod(g.shapes[y]) <= 600:
            x = y
        else:
            del g.nodes[made:]  # nothing left of the image, or too much
    output = head(g, x)
    return g, g.model([output])


@unittest.skipIf(onnx is None, "no onnxruntime")
class OnnxRuntimeTest(ProgramTest):
    # Single-precision sums of at most some hundred terms in at most some ten layers: 10 * 200 *
    # 2^-24 of the largest value, about 1e-4.
    TOLERANCE = 1e-4

    def compare(self, seeds):
        for seed in seeds:
            with self.subTest(seed=seed):
                g, model = random_graph(seed)
                onnx.checker.check_model(model)
                path = self.write(f"{seed}.onnx", model.SerializeToString())
                options = onnxruntime.SessionOptions()
                options.log_severity_level = 3
                # As written: fused operators round in another order.
                options.graph_optimization_level = \
                    onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
                session = onnxruntime.InferenceSession(str(path), options,
                                                       providers=["CPUExecutionProvider"])
                points = {i.name: g.numbers.standard_normal(g.shapes[i.name]).astype(np.float32)
                          for i in g.inputs}
                expected = session.run(None, points)[0].ravel()
                given = []
                for name, point in points.items():
                    given += ["--input", f"{name}={json.dumps(point.tolist())}"]
                for scalar in ("double", "float"):
                    said = self.document("evaluate", path.name, *given, "--scalar", scalar)
                    self.assertEqual(len(said["outputs"]), 1)
                    off = np.abs(np.array(said["outputs"][0]) - expected).max()
                    self.assertLessEqual(off, self.TOLERANCE * max(1, np.abs(expected).max()))

    def test_random_graphs_agree_with_onnx_runtime(self):
        self.compare(range(120))


if __name__ == "__main__":
    if onnx is None:
        print(f"SKIPPED: no onnxruntime ({MISSING} is not installed)", flush=True)
    unittest.main()
