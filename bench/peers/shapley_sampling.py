"""Rivals for Shapley values sampled over `task.steps` orders of all features."""

import torch
from captum.attr import ShapleyValueSampling

from onnx_model import load


def captum(model, task, per_evaluation):
    explain = ShapleyValueSampling(model)
    zeros = torch.zeros_like(task.inputs)
    return lambda: explain.attribute(task.inputs, baselines=zeros, target=task.targets,
                                     n_samples=task.steps, perturbations_per_eval=per_evaluation)


def by_hand(model, task):
    """The first layer's sums grow by one column per feature; the rest is one batch per order."""
    first, *rest = model.layers
    x = task.inputs.flatten()
    columns = (first.weight.detach() * x).T.contiguous()  # [features, units]

    def run():
        total = torch.zeros_like(x)
        with torch.no_grad():
            for _ in range(task.steps):
                order = torch.randperm(len(x))
                sums = torch.empty(len(x) + 1, columns.shape[1])
                sums[0] = first.bias
                torch.cumsum(columns[order], 0, out=sums[1:])
                sums[1:] += first.bias
                for layer in rest:
                    sums = layer(sums)
                total[order] += sums[:, task.targets[0]].diff()
        return total / task.steps
    return run


def rivals(task):
    frozen = load(task.model)
    task.notes["best"] = "perturbations_per_eval=784, parameters without gradients"
    return {"default": captum(load(task.model, frozen=False), task, 1),
            "best": captum(frozen, task, 784), "expert": by_hand(frozen, task)}
