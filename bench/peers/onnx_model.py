"""ONNX models as torch modules: a module of its own for every layer and activation, so that Captum
can put its hooks on them, and functions for the rest."""

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch import nn


def parameter(values):
    return nn.Parameter(torch.tensor(numpy.array(values, dtype=numpy.float32)))


def linear(weights, bias):
    """y = W x + b on rows, W [outputs, inputs]."""
    layer = nn.Linear(weights.shape[1], weights.shape[0])
    layer.weight = parameter(weights)
    layer.bias = parameter(numpy.zeros(weights.shape[0]) if bias is None else bias)
    return layer


def convolution(weights, bias, attributes):
    pads = attributes.get("pads", [0, 0, 0, 0])
    if pads[:2] != pads[2:]:
        raise ValueError(f"convolution with paddings {pads}; expected the same on both sides")
    layer = nn.Conv2d(weights.shape[1], weights.shape[0], weights.shape[2:],
                      stride=attributes.get("strides", [1, 1]), padding=pads[:2],
                      dilation=attributes.get("dilations", [1, 1]))
    layer.weight = parameter(weights)
    layer.bias = parameter(numpy.zeros(weights.shape[0]) if bias is None else bias)
    return layer


class OnnxModel(nn.Module):
    """Steps (function, operands, result) over numbered tensors; 0 is the input."""

    def __init__(self, path):
        super().__init__()
        graph = onnx.load(path).graph
        self.constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.layers = nn.ModuleList()
        self.steps = []
        inputs = [i.name for i in graph.input if i.name not in self.constants]
        self.numbers = {inputs[0]: 0}
        self.products = {}  # results of MatMul that wait for their Add
        for node in graph.node:
            self.add_node(node)
        self.output = self.numbers[graph.output[0].name]
        self.count = max(self.numbers.values()) + 1

    def add_step(self, function, operands, node):
        if isinstance(function, nn.Module):
            self.layers.append(function)
        number = len(self.steps) + 1
        self.steps.append((function, tuple(self.numbers[o] for o in operands), number))
        self.numbers[node.output[0]] = number

    def add_node(self, node):
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        known = [self.constants.get(name) for name in node.input]
        x = node.input[0] if node.input else None
        if node.op_type == "Constant":
            self.constants[node.output[0]] = numpy_helper.to_array(attributes["value"])
        elif node.op_type == "Gemm":
            weights = known[1] if attributes.get("transB") else known[1].T
            self.add_step(linear(weights, known[2] if len(known) > 2 else None), [x], node)
        elif node.op_type == "MatMul":
            self.products[node.output[0]] = (x, known[1].T)
        elif node.op_type == "Add" and x in self.products:
            source, weights = self.products[x]
            self.add_step(linear(weights, known[1].reshape(-1)), [source], node)
        elif node.op_type == "Conv":
            bias = known[2] if len(known) > 2 else None
            self.add_step(convolution(known[1], bias, attributes), [x], node)
        elif node.op_type == "Relu":
            self.add_step(nn.ReLU(), [x], node)
        elif node.op_type == "Sigmoid":
            self.add_step(nn.Sigmoid(), [x], node)
        elif node.op_type == "MaxPool":
            pool = nn.MaxPool2d(attributes["kernel_shape"], attributes.get("strides"))
            self.add_step(pool, [x], node)
        elif node.op_type == "Flatten":
            self.add_step(lambda v: v.flatten(1), [x], node)
        elif node.op_type == "Transpose":
            order = tuple(attributes["perm"])
            self.add_step(lambda v: v.permute(order), [x], node)
        elif node.op_type == "Add" and known[1] is None:
            self.add_step(torch.add, node.input, node)
        elif node.op_type in ("Sub", "Div"):
            self.add_constant_step(node, x, known[1])
        else:
            raise ValueError(f"{node.op_type} is not among the operators that the peers are given")

    def add_constant_step(self, node, x, constant):
        """x - c or x / c; nothing where that changes nothing."""
        subtract = node.op_type == "Sub"
        if numpy.all(constant == (0 if subtract else 1)):
            self.numbers[node.output[0]] = self.numbers[x]
            return
        c = torch.tensor(constant)
        self.add_step((lambda v: v - c) if subtract else (lambda v: v / c), [x], node)

    def forward(self, x, relu=None):
        """`relu` stands in for every relu, for rules written by hand."""
        tensors = [None] * self.count
        tensors[0] = x
        for function, operands, result in self.steps:
            if relu is not None and isinstance(function, nn.ReLU):
                function = relu
            tensors[result] = function(*[tensors[o] for o in operands])
        return tensors[self.output]


def load(path, frozen=True):
    """`frozen`: parameters without gradients, as whoever cares for speed has them."""
    model = OnnxModel(path).eval()
    return model.requires_grad_(not frozen)
