"""Rivals for methods of one backward pass; `task.rule` is gradient, guided, deeplift or lrp."""

import torch
from captum.attr import LRP, DeepLift, GuidedBackprop, Saliency

from onnx_model import load


class GuidedRelu(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return z.relu()

    @staticmethod
    def backward(ctx, cotangent):
        (z,) = ctx.saved_tensors
        return cotangent.relu() * (z > 0)


class RescaleRelu(torch.autograd.Function):
    """The first half of the batch are inputs, the second their baselines; both get the quotient of
    differences as their slope, so that autograd computes multipliers."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return z.relu()

    @staticmethod
    def backward(ctx, cotangent):
        (z,) = ctx.saved_tensors
        x, baseline = z.chunk(2)
        difference = x - baseline
        quotient = (x.relu() - baseline.relu()) / difference
        slope = torch.where(difference.abs() < 1e-10, (x > 0).to(z.dtype), quotient)
        return cotangent * torch.cat([slope, slope])


def captum(model, task):
    x, targets = task.inputs, task.targets
    if task.rule == "gradient":
        explain = Saliency(model)
        return lambda: explain.attribute(x, target=targets, abs=False)
    if task.rule == "guided":
        explain = GuidedBackprop(model)
        return lambda: explain.attribute(x, target=targets)
    if task.rule == "deeplift":
        explain, baselines = DeepLift(model), torch.zeros_like(x)
        return lambda: explain.attribute(x, baselines=baselines, target=targets)
    if task.rule == "lrp":
        explain = LRP(model)
        return lambda: explain.attribute(x, target=targets)
    raise ValueError(f"no rivals for {task.rule}")


def by_hand(model, task):
    x = task.inputs
    rows = torch.arange(len(x))
    relu = {"guided": GuidedRelu.apply, "deeplift": RescaleRelu.apply}.get(task.rule)

    def gradient():
        points = x.detach().requires_grad_()
        chosen = model(points, relu=relu)[rows, task.targets].sum()
        return torch.autograd.grad(chosen, points)[0]

    def multipliers():
        points = torch.cat([x, torch.zeros_like(x)]).requires_grad_()
        chosen = model(points, relu=relu)[rows, task.targets].sum()
        return torch.autograd.grad(chosen, points)[0][:len(x)] * x

    # LRP with epsilon -> 0 and biases in the denominators is gradient times input on relu networks
    # (Ancona et al. 2018, proposition 1).
    return {"deeplift": multipliers, "lrp": lambda: gradient() * x}.get(task.rule, gradient)


def rivals(task):
    frozen = load(task.model)
    return {"default": captum(load(task.model, frozen=False), task), "best": captum(frozen, task),
            "expert": by_hand(frozen, task)}
