"""Whether two programs that work in float32 computed the same attributions.

Both add up the same terms in another order. A sum of n terms in floating point is off by at most
n u times the sum of their magnitudes, u = 2^-24 (Higham 2002, eq. 3.5), and what a layer is off by
is carried on by the layers after it. So N, the terms of all sums along the longest path, there and
back, and the gradients that are averaged, bounds the roundings that one attribution goes through,
and N u its relative error, were there no cancellation. Roundings are not all of one sign: the error
grows with sqrt(N) in practice, which leaves a factor sqrt(N) for cancellation. Compared is the
relative L1 distance of a whole attribution, so that attributions near zero do not count as they
would one by one. Both sides may be off."""

import math

UNIT_ROUNDOFF = 2.0**-24


def relative_distance(ours, theirs, bounds=None):
    """sum |ours - theirs| / sum |theirs| of one attribution; of each difference only what lies
    beyond the error bound, where one is stated."""
    differences = [abs(a - b) for a, b in zip(ours, theirs)]
    scale = sum(abs(v) for v in theirs)
    if not all(map(math.isfinite, differences)):
        return math.inf
    distance = sum(max(0.0, difference - bound)
                   for difference, bound in zip(differences, bounds or [0.0] * len(ours)))
    if scale == 0:
        return 0.0 if distance == 0 else math.inf
    return distance / scale


def distance_of_sums(ours, theirs):
    """For answers that are drawn: each order of features telescopes, so that the sums are
    F(x) - F(x') whatever was drawn. Relative to the sum of magnitudes, as rounding is."""
    difference = abs(sum(ours) - sum(theirs)) / (sum(map(abs, theirs)) or 1)
    return difference if math.isfinite(difference) else math.inf


def tolerance(roundings):
    return 2 * roundings * UNIT_ROUNDOFF


def disagreeing(ours, theirs, allowed, bounds=None):
    """Which attributions of a list are apart by more than is allowed."""
    pairs = zip(ours, theirs, bounds or [None] * len(ours))
    return [k for k, pair in enumerate(pairs) if not relative_distance(*pair) <= allowed]


def compare(ours, theirs, how, roundings, bounds=None):
    """{distance, beyond_stated_error, allowed, agreed}, the largest over a list of attributions;
    `how` is values or sum; `bounds` are the errors that ours states, a list or None for each."""
    if [len(a) for a in ours] != [len(b) for b in theirs]:
        raise ValueError("attributions of different sizes are compared")
    pairs = list(zip(ours, theirs, bounds or [None] * len(ours)))
    if how == "sum":
        distance = beyond = max(distance_of_sums(a, b) for a, b, _ in pairs)
    else:
        distance = max(relative_distance(a, b) for a, b, _ in pairs)
        beyond = max(relative_distance(*pair) for pair in pairs)
    allowed = tolerance(roundings)
    return {"distance": distance, "beyond_stated_error": beyond, "allowed": allowed,
            "agreed": beyond <= allowed}
