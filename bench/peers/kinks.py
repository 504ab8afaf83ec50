"""Judges answers that contradict each other because a unit stands so near its kink, at a node of the
rule, that float32 may put it on either side. The judge is the same sum in double, for networks of
relus: an answer is explained if it agrees with it within the tolerance that all answers are held
to, when some relus have the other slope than in double, at nodes where

    |z in double| <= bound on the rounding of z in float32.

The bound is a running error analysis (Higham 2002, section 3.3): a layer with rows of n weights adds
gamma_(n + 4) (|W| |v| + |b|) to |W| times the bound at its operand, v the largest magnitudes on the
way from the baseline to the input. n + 4 for n products, the bias, and an interpolation between
the ends, which is how a sum along a segment may evaluate its affine head. Relus and copies pass
bounds on.
No other slope is ever changed, and how many are is told."""

import copy

import torch
from torch import nn

import agreement

MOST_FLIPS = 8       # of one answer: more than that would be no accident any more
POINTS_AT_ONCE = 256


def gamma(n):
    return n * agreement.UNIT_ROUNDOFF / (1 - n * agreement.UNIT_ROUNDOFF)


def is_layer(function):
    return isinstance(function, (nn.Linear, nn.Conv2d))


def magnitudes(layer):
    """The layer with |W| and |b|."""
    absolute = copy.deepcopy(layer)
    for parameter in absolute.parameters():
        parameter.data.abs_()
    return absolute


def supports(model):
    """Layers, relus, sums and rearrangements: what the bounds below are about."""
    known = (nn.ReLU, nn.Linear, nn.Conv2d)
    return all(isinstance(f, known) or f is torch.add or not isinstance(f, nn.Module)
               for f, _, _ in model.steps)


def rounding_bounds(model, points):
    """Per relu, in the order of the steps, the bound on the rounding of its operand: [1, units]."""
    values, largest, bounds = [None] * model.count, [None] * model.count, [None] * model.count
    values[0] = points
    largest[0] = points.abs().amax(0, keepdim=True)
    bounds[0] = gamma(1) * largest[0]
    found = []
    with torch.no_grad():
        for function, operands, result in model.steps:
            values[result] = function(*[values[o] for o in operands])
            largest[result] = values[result].abs().amax(0, keepdim=True)
            off = [bounds[o] for o in operands]
            if is_layer(function):
                absolute = magnitudes(function)
                terms = function.weight[0].numel()
                bias = absolute.bias.view(-1, *[1] * (off[0].dim() - 2))
                bounds[result] = (absolute(off[0]) - bias
                                  + gamma(terms + 4) * absolute(largest[operands[0]] + off[0]))
            elif function is torch.add:
                bounds[result] = sum(off) + gamma(1) * (largest[result] + sum(off))
            else:
                # Relus move nothing apart; a subtracted or divided constant is a rounding more.
                linear = function(off[0]) - function(torch.zeros_like(off[0]))
                bounds[result] = off[0] if isinstance(function, nn.ReLU) else (
                    linear + gamma(1) * largest[result])
            if isinstance(function, nn.ReLU):
                found.append(off[0].flatten(1))
    return found


class Slopes:
    """Stands in for the relus of one forward pass: at (row, relu, unit) of `flips` with the other
    slope. Keeps what it saw."""

    def __init__(self, flips=()):
        self.flips = flips
        self.seen = []

    def __call__(self, z):
        number = len(self.seen)
        self.seen.append(z.detach().flatten(1))
        slope = (z > 0).to(z.dtype).flatten(1)
        for row, relu, unit in self.flips:
            if relu == number:
                slope[row, unit] = 1 - slope[row, unit]
        slope = slope.view(z.shape)
        # The value of a relu with another slope differs by |z|, which is below rounding.
        return z.relu().detach() + slope * (z - z.detach())


def gradients(model, points, target, flips=()):
    slopes = Slopes(flips)
    points = points.detach().requires_grad_()
    chosen = model(points, relu=slopes)[:, target].sum()
    return torch.autograd.grad(chosen, points)[0], slopes.seen


def distance(answer, truth):
    return agreement.relative_distance(answer.flatten().tolist(), truth.flatten().tolist())


class Judge:
    """One input; the rule's nodes and weights; baseline zero."""

    def __init__(self, model, x, target, nodes, weights):
        self.model, self.x, self.target = model, x, target
        shape = (-1, *[1] * x.dim())
        self.points = torch.as_tensor(nodes, dtype=x.dtype).view(shape) * x
        self.weights = torch.as_tensor(weights, dtype=x.dtype).view(shape)
        self.gradients, seen = gradients(model, self.points, target)
        # The whole way counts: a head may be evaluated at its ends only.
        bounds = rounding_bounds(model, torch.cat([self.points, x[None]]))
        self.near = [(node, relu, unit, abs(float(z[node, unit])), float(bounds[relu][0, unit]))
                     for relu, z in enumerate(seen)
                     for node, unit in (z.abs() <= bounds[relu]).nonzero().tolist()]

    def answer(self, flips=()):
        """The sum with other slopes at `flips`, indices of `near`."""
        found = self.gradients.clone()
        for node in {self.near[k][0] for k in flips}:
            here = [(0, *self.near[k][1:3]) for k in flips if self.near[k][0] == node]
            found[node] = gradients(self.model, self.points[node:node + 1], self.target, here)[0][0]
        return self.x * (self.weights * found).sum(0)

    def changes(self):
        """What each other slope changes by itself: [near, ...]."""
        parts = []
        for first in range(0, len(self.near), POINTS_AT_ONCE):
            some = self.near[first:first + POINTS_AT_ONCE]
            nodes = [node for node, *_ in some]
            flips = [(row, *near[1:3]) for row, near in enumerate(some)]
            other = gradients(self.model, self.points[nodes], self.target, flips)[0]
            parts.append(self.x * self.weights[nodes] * (other - self.gradients[nodes]))
        return torch.cat(parts) if parts else self.x.new_zeros((0, *self.x.shape))

    def explain(self, answer, allowed):
        """{explained, distance, flips}: one slope after the other that brings double nearest."""
        changes, flips = self.changes(), []
        now = self.answer()
        while distance(answer, now) > allowed and len(flips) < min(MOST_FLIPS, len(self.near)):
            left = (answer - now - changes).flatten(1).abs().sum(1)
            left[flips] = torch.inf
            flips.append(int(left.argmin()))
            now = self.answer(flips)
        found = distance(answer, now)
        names = ("node", "relu", "unit", "size", "rounding")
        return {"explained": found <= allowed, "distance": found,
                "without": distance(answer, self.answer()),
                "flips": [dict(zip(names, self.near[k])) for k in flips]}


def judge(task, model, sample, answers, allowed):
    """[{explained, distance, without, flips}, ...], one per answer to the task's sample; None where
    the network has something else than relus."""
    if not supports(model):
        return None
    nodes, weights = task.quadrature()
    one = Judge(model.double(), task.inputs[sample].double(), int(task.targets[sample]), nodes,
                weights)
    shape = one.x.shape
    return [one.explain(torch.tensor(answer, dtype=torch.double).view(shape), allowed)
            for answer in answers]
