"""Whether two programs that work in float32 computed the same attributions.

Both add up the same terms in another order. A sum of n terms in floating point is off by at most n u
times the sum of their magnitudes, u = 2^-24 (Higham 2002, eq. 3.5), and what a layer of fan-in n is off by is carried on
by the layers after it. So N, the fan-ins along the longest path, there and back, and the number of gradients that are
averaged, bounds the roundings that one attribution goes through, and N u its relative error, were there no
cancellation. Roundings are not all of one sign: the error grows with sqrt(N) in practice, which leaves a factor
sqrt(N) for cancellation. Compared is the relative L1 distance of a whole attribution, so that attributions near zero
do not count as they would one by one. Both sides may be off."""

UNIT_ROUNDOFF = 2.0**-24


def relative_distance(ours, theirs):
    """sum |ours - theirs| / sum |theirs| of one attribution."""
    scale = sum(abs(v) for v in theirs)
    distance = sum(abs(a - b) for a, b in zip(ours, theirs, strict=True))
    if scale == 0:
        return 0.0 if distance == 0 else float("inf")
    return distance / scale


def tolerance(roundings):
    return 2 * roundings * UNIT_ROUNDOFF


def by_value(ours, theirs):
    """The largest relative distance of two lists of attributions."""
    return max(relative_distance(a, b) for a, b in zip(ours, theirs, strict=True))


def by_sum(ours, theirs):
    """For answers that are drawn: each order of features telescopes, so that the sums are F(x) - F(x')
    whatever was drawn. Relative to the sum of magnitudes, which is what rounding is relative to."""
    return max(abs(sum(a) - sum(b)) / (sum(map(abs, b)) or 1)
               for a, b in zip(ours, theirs, strict=True))


def compare(ours, theirs, how, roundings):
    """{distance, allowed, agreed}; `how` is values or sum."""
    distance = {"values": by_value, "sum": by_sum}[how](ours, theirs)
    allowed = tolerance(roundings)
    return {"distance": distance, "allowed": allowed, "agreed": distance <= allowed}
