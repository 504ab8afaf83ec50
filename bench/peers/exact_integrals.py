"""Rivals for exact integrated gradients. Captum has none: its 50 default steps stand for the cost
that the exact answer is to stay below. By hand: the breakpoints of a fully connected relu network,
layer by layer (Sotoudeh & Thakur 2019), and one batch of gradients at the middles of the pieces."""

import torch
from captum.attr import IntegratedGradients
from torch import nn

from onnx_model import load


def crossings(values, t):
    """`t` with the places where a row of `values`, linear between its columns, crosses zero."""
    before, after = values[:, :-1], values[:, 1:]
    unit, piece = torch.nonzero((before > 0) != (after > 0), as_tuple=True)
    part = before[unit, piece] / (before[unit, piece] - after[unit, piece])
    found = t[piece] + part * (t[piece + 1] - t[piece])
    return torch.unique(torch.cat([t, found]))


def breakpoints(layers, x):
    """In double: each layer is evaluated once more at what was found in those before it."""
    t = torch.tensor([0.0, 1.0], dtype=torch.double)
    for depth, layer in enumerate(layers):
        if not isinstance(layer, nn.ReLU):
            continue
        z = x[:, None] * t
        for before in layers[:depth]:
            affine = not isinstance(before, nn.ReLU)
            z = before.weight @ z + before.bias[:, None] if affine else z.relu()
        t = crossings(z, t)
    return t


def by_hand(task):
    """For networks that are layers in a row and nothing else."""
    model = load(task.model)
    in_double = list(load(task.model).double().layers)
    x = task.inputs
    flat = x.flatten().double()

    def run():
        with torch.no_grad():
            t = breakpoints(in_double, flat)
        middle = ((t[1:] + t[:-1]) / 2).float()
        points = (middle.view(-1, *[1] * (x.dim() - 1)) * x).requires_grad_()
        seeds = (t[1:] - t[:-1]).float()
        outputs = model(points)[:, task.targets[0]]
        return torch.autograd.grad(outputs, points, seeds)[0].sum(0, keepdim=True) * x
    return run


def rivals(task):
    model = load(task.model)
    explain, zeros = IntegratedGradients(model), torch.zeros_like(task.inputs)
    task.notes["50 steps"] = "Captum's default rule and steps: another answer, for its cost alone"
    found = {"50 steps": lambda: explain.attribute(task.inputs, baselines=zeros,
                                                   target=task.targets)}
    if all(isinstance(layer, (nn.Linear, nn.ReLU)) for layer in model.layers):
        found["expert"] = by_hand(task)
    return found
