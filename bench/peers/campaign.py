"""Rivals for a search campaign: integrated gradients of one point of many small networks."""

import numpy
import torch
from captum.attr import IntegratedGradients

from integrals import CAPTUM_RULE, by_hand
from onnx_model import load
from torch import nn


def captum_of_all(explainers, task):
    zeros = torch.zeros_like(task.inputs)
    return lambda: torch.cat([e.attribute(task.inputs, baselines=zeros, target=task.targets,
                                          n_steps=task.steps, method=CAPTUM_RULE[task.rule])
                              for e in explainers])


def parameters_of(model):
    return [(layer.weight.detach(), layer.bias.detach()) for layer in model.layers
            if isinstance(layer, nn.Linear)]


def built(parameters):
    """A module from weights, as a campaign that draws networks has to make it."""
    layers = []
    for weights, bias in parameters:
        layer = nn.utils.skip_init(nn.Linear, weights.shape[1], weights.shape[0])
        with torch.no_grad():
            layer.weight.copy_(weights)
            layer.bias.copy_(bias)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def numpy_integral(parameters, task):
    layers = [(w.numpy(), b.numpy()[:, None]) for w, b in parameters]
    nodes, weights = (numpy.array(a, dtype=numpy.float32) for a in task.quadrature())
    x = task.inputs.numpy()[0]
    target = int(task.targets[0])

    def run():
        z, signs = x[:, None] * nodes, []
        for w, b in layers[:-1]:
            z = w @ z + b
            signs.append(z > 0)
            z = numpy.maximum(z, 0)
        cotangent = layers[-1][0][target][:, None] * weights
        for (w, _), sign in zip(reversed(layers[:-1]), reversed(signs)):
            cotangent = w.T @ (cotangent * sign)
        return cotangent.sum(1) * x
    return run


def rivals(task):
    models = [load(path) for path in task.models]
    parameters = [parameters_of(model) for model in models]
    experts = [by_hand(model, task, task.steps) for model in models]
    in_numpy = [numpy_integral(p, task) for p in parameters]
    task.notes["default"] = "with building the module"
    task.notes["best"] = "modules built before"
    return {"default": lambda: captum_of_all(
                [IntegratedGradients(built(p)) for p in parameters], task)(),
            "best": captum_of_all([IntegratedGradients(model) for model in models], task),
            "expert": lambda: torch.cat([run() for run in experts]),
            "numpy": lambda: torch.tensor(numpy.stack([run() for run in in_numpy]))}
