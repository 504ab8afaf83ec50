"""Rivals for Shapley values of few features; `task.rule` is captum, exact, kernel or permutation."""

import math

import numpy
import shap
import torch
from captum.attr import ShapleyValues

from onnx_model import load


def coalitions(n):
    """[2^n, n], row k the binary digits of k."""
    return (torch.arange(2**n)[:, None] >> torch.arange(n)) & 1


def shapley_matrix(n):
    """A = M v for the values v of all coalitions."""
    members = coalitions(n).double()
    size = members.sum(1).long()
    # The weight of a coalition of s others, by the size of what is evaluated.
    weight = [1 / (n * math.comb(n - 1, s)) for s in range(n)]
    with_i = torch.tensor([0.0] + weight).double()
    without = torch.tensor(weight + [0.0]).double()
    return torch.where(members.T == 1, with_i[size], -without[size]).float()


def enumeration(task, model):
    """Every coalition in one batch, and one product."""
    n = task.inputs.shape[1]
    mask, matrix = coalitions(n).float(), shapley_matrix(n)

    def run():
        with torch.no_grad():
            return matrix @ model(mask * task.inputs)[:, task.targets[0]]
    return run


def kernel_regression(task, model):
    """The least squares of KernelSHAP over every coalition, its matrix prepared once."""
    n = task.inputs.shape[1]
    mask = coalitions(n).double()
    size = mask.sum(1)
    inner = (size > 0) & (size < n)
    sizes = size[inner]
    weight = torch.tensor([(n - 1) / (math.comb(n, int(s)) * s * (n - s))
                           for s in sizes.tolist()]).double()
    # The last attribution is what the others leave of F(x) - F(x').
    rows = mask[inner][:, :-1] - mask[inner][:, -1:]
    solve = torch.linalg.solve(rows.T @ (weight[:, None] * rows), rows.T * weight).float()
    all_points = mask.float()
    last = mask[inner][:, -1].float()

    def run():
        with torch.no_grad():
            v = model(all_points * task.inputs)[:, task.targets[0]]
            total = v[-1] - v[0]
            first = solve @ (v[inner] - v[0] - last * total)
            return torch.cat([first, (total - first.sum()).view(1)])
    return run


def permutations(task, model, orders=20):
    """Orders and their reverses as one batch of prefixes."""
    n = task.inputs.shape[1]
    generator = torch.Generator().manual_seed(0)
    steps = torch.tril(torch.ones(n + 1, n), -1)

    def run():
        order = torch.argsort(torch.rand(orders, n, generator=generator), dim=1)
        order = torch.cat([order, order.flip(1)])
        rank = torch.argsort(order, dim=1)
        masks = steps[:, rank].permute(1, 0, 2)
        with torch.no_grad():
            v = model((masks * task.inputs).reshape(-1, n))[:, task.targets[0]]
        gains = v.view(len(order), n + 1).diff(dim=1)
        return torch.gather(gains, 1, rank).mean(0)
    return run


def numpy_function(model, target):
    """The network in NumPy: calls of PyTorch would be most of a small network's time."""
    layers = [(layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy())
              for layer in model.layers if isinstance(layer, torch.nn.Linear)]

    def evaluate(points):
        x = numpy.asarray(points, dtype=numpy.float32)
        for weights, bias in layers[:-1]:
            x = numpy.maximum(x @ weights + bias, 0)
        return (x @ layers[-1][0] + layers[-1][1])[:, target]
    return evaluate


def torch_function(model, target):
    def evaluate(points):
        with torch.no_grad():
            return model(torch.tensor(points, dtype=torch.float32))[:, target].numpy()
    return evaluate


def explainer(task, function):
    n = task.inputs.shape[1]
    x = task.inputs.numpy()
    zeros = numpy.zeros((1, n), dtype=numpy.float32)
    if task.rule == "kernel":
        # As many samples as there are coalitions: every one is asked, and the answer is exact.
        kernel = shap.KernelExplainer(function, zeros, silent=True)
        return lambda: kernel.shap_values(x, nsamples=2**n, l1_reg=False, silent=True)
    masker = shap.maskers.Independent(zeros)
    if task.rule == "exact":
        exact = shap.explainers.Exact(function, masker)
        return lambda: exact(x, silent=True).values
    sampled = shap.explainers.Permutation(function, masker, seed=0)
    return lambda: sampled(x, max_evals=20 * (2 * n + 1), silent=True).values


def captum_rivals(task, model):
    x, zeros = task.inputs, torch.zeros_like(task.inputs)

    def explain(which, **options):
        shapley = ShapleyValues(which)

        def run():
            return shapley.attribute(x, baselines=zeros, target=task.targets, **options)
        return run
    return {"default": explain(load(task.model, frozen=False)),
            "best": explain(model, perturbations_per_eval=x.shape[1])}


def rivals(task):
    model = load(task.model)
    expert = {"kernel": kernel_regression, "permutation": permutations}.get(task.rule, enumeration)
    if task.rule == "captum":
        found = captum_rivals(task, model)
    else:
        target = int(task.targets[0])
        found = {"default": explainer(task, torch_function(load(task.model, frozen=False), target)),
                 "best": explainer(task, numpy_function(model, target))}
    return {**found, "expert": expert(task, model)}
