"""Rivals for integrated gradients: Captum as it comes, Captum at its best, and by hand."""

import time

import torch
from captum.attr import IntegratedGradients

from onnx_model import load

CAPTUM_RULE = {"right": "riemann_right", "gauss-legendre": "gausslegendre",
               "midpoint": "riemann_middle"}


def fastest(choices):
    """The name and function that took the least time, of three runs each."""
    def least(run):
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
        return min(seconds)
    return min(choices.items(), key=lambda choice: least(choice[1]))


def captum(model, task, batch=None):
    explain = IntegratedGradients(model)
    baselines = torch.zeros_like(task.inputs)

    def run():
        return explain.attribute(task.inputs, baselines=baselines, target=task.targets,
                                 n_steps=task.steps, method=CAPTUM_RULE[task.rule],
                                 internal_batch_size=batch)
    return run


def by_hand(model, task, chunk):
    """One batch of points and one backward pass for each `chunk` points; baseline zero."""
    nodes, weights = task.quadrature()
    x = task.inputs
    rows = x.shape[0]
    scale = torch.tensor(nodes, dtype=x.dtype)
    weight = torch.tensor(weights, dtype=x.dtype)
    per_chunk = max(1, chunk // rows)

    def run():
        total = torch.zeros_like(x)
        for first in range(0, len(nodes), per_chunk):
            t = scale[first:first + per_chunk]
            points = (t.view(-1, *[1] * x.dim()) * x).flatten(0, 1).requires_grad_()
            outputs = model(points)
            # The weights ride on the outputs, so that gradients need only be added.
            seeds = torch.zeros_like(outputs)
            seeds.scatter_(1, task.targets.repeat(len(t)).view(-1, 1),
                           weight[first:first + per_chunk].repeat_interleave(rows).view(-1, 1))
            gradients, = torch.autograd.grad(outputs, points, seeds)
            total += gradients.view(len(t), *x.shape).sum(0)
        return total * x
    return run


def rivals(task):
    frozen = load(task.model)
    points = task.steps * task.inputs.shape[0]
    sizes = sorted({size for size in (64, 256, 1024, points) if size <= points})
    best_batch, best = fastest({s: captum(frozen, task, None if s == points else s) for s in sizes})
    best_chunk, expert = fastest({s: by_hand(frozen, task, s) for s in sizes})
    task.notes["best"] = f"internal_batch_size={best_batch}, parameters without gradients"
    task.notes["expert"] = f"{best_chunk} points at a time"
    return {"default": captum(load(task.model, frozen=False), task), "best": best, "expert": expert}
