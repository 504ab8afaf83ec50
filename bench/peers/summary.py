"""From measured seconds to ratios, limits and verdicts, and to a table."""

import statistics


def ratios(pairs):
    """Median of theirs / ours over pairs that were measured one right after the other."""
    return statistics.median(theirs / ours for ours, theirs in pairs)



def quartiles(pairs):
    """Of the same: how much what else ran on the machine disturbed them."""
    lower, _, upper = statistics.quantiles([theirs / ours for ours, theirs in pairs], n=4)
    return [lower, upper]


def limit_seconds(work, kind, steps, samples, gflops):
    """The arithmetic at the speed of the best matrix product measured in the same session: of a sum
    of gradients along a segment, the affine head at two points only, or of one gradient."""
    if kind == "segment":
        operations = 6 * work["head"] + 4 * (work["body"] + work["tail"]) * steps
    elif kind == "gradient":
        operations = 4 * work["whole"]
    else:
        return None
    return operations * samples / (gflops * 1e9)


def target_ratio(row):
    """The ratio to reach: given, or a part of what the limit would give, or for so many seconds."""
    theirs = row["seconds"].get(row["against"])
    if row["target"]:
        return row["target"]
    if row["of_limit"] and row["limit"] and theirs:
        return row["of_limit"] * theirs / row["limit"]
    if row["least"] and theirs:
        return theirs / row["least"]
    return None


def shortfall(row):
    """How many times faster it would have to be, at most 1 if the target is reached."""
    wanted = target_ratio(row)
    ratio = row["ratios"].get(row["against"])
    return None if wanted is None or not ratio else wanted / ratio


def reached(row):
    missing = shortfall(row)
    return None if missing is None else missing <= 1


def time_text(seconds):
    if seconds is None:
        return "–"
    for unit, scale in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def ratio_text(ratio):
    if ratio is None:
        return "–"
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def verdict_text(row):
    verdict = reached(row)
    return "" if verdict is None else "reached" if verdict else "missed"


SIDES = ["default", "best", "expert"]
COLUMNS = ["workload", "threads", "default", "best", "by hand", "ours", "default / ours",
           "best / ours", "by hand / ours", "limit", "of the limit", "target", ""]


def table_row(row):
    seconds, ratio, limit = row["seconds"], row["ratios"], row["limit"]
    wanted = target_ratio(row)
    against = "" if row["against"] == "best" else f" ({row['against']})"
    return [row["name"], str(row["threads"]),
            *(time_text(seconds.get(side)) for side in [*SIDES, "ours"]),
            *(ratio_text(ratio.get(side)) for side in SIDES), time_text(limit),
            f"{limit / seconds['ours']:.0%}" if limit else "–",
            ratio_text(wanted) + (against if wanted else ""), verdict_text(row)]


def markdown_table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def table(rows):
    return markdown_table(COLUMNS, [table_row(row) for row in rows])


def by_shortfall(rows):
    """Rows with a target, the farthest from it first."""
    judged = [row for row in rows if shortfall(row) is not None]
    return sorted(judged, key=shortfall, reverse=True)


def kink_texts(row):
    """A sentence for every answer that differs from ours, or ours from double, by slopes at kinks."""
    texts = []
    for rival, compared in row["agreement"].items():
        for sample in compared.get("at_kinks", []):
            for side, name in (("ours", "ours"), ("theirs", rival)):
                judged = sample[side]
                places = ", ".join(
                    f"unit {f['unit']} of relu {f['relu']} at node {f['node']} "
                    f"(|z| = {f['size']:.2g}, rounding up to {f['rounding']:.2g})"
                    for f in judged["flips"])
                flipped = (f" with the other slope at {places}, and off by {judged['without']:.2g} "
                           "without" if places else "")
                texts.append(f"{row['name']}, sample {sample['sample']}: {name} is within "
                             f"{judged['distance']:.2g} of double{flipped}")
    return list(dict.fromkeys(texts))


def row_text(row):
    """One line for a terminal."""
    shown = [f"{side} {time_text(row['seconds'][side])}"
             + (f" ({ratio_text(row['ratios'][side])} times)" if side in row["ratios"] else "")
             for side in row["seconds"]]
    wanted = target_ratio(row)
    goal = f"; target {ratio_text(wanted)} {verdict_text(row)}" if wanted else ""
    return f"{row['name']}, {row['threads']} thread(s): {', '.join(shown)}{goal}"
