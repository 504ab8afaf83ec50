"""From measured seconds to ratios, limits and verdicts, and to a table."""

import statistics


def ratios(pairs):
    """Median of theirs / ours over pairs that were measured one right after the other."""
    return statistics.median(theirs / ours for ours, theirs in pairs)


def slice_seconds(seconds):
    """What one slice of repetitions says: the least, which what else runs on the machine disturbs least."""
    return min(seconds)


def limit_seconds(work, gradients, steps, samples, gflops):
    """The arithmetic at the speed of the best matrix product measured in the same session."""
    if steps:
        operations = 6 * work["head"] + 4 * (work["body"] + work["tail"]) * steps
    else:
        operations = 4 * work["whole"] * gradients
    return operations * samples / (gflops * 1e9)


def reached(row):
    """True, False, or None where there is no target."""
    wanted = target_ratio(row)
    ratio = row["ratios"].get(row["against"])
    return None if wanted is None or ratio is None else ratio >= wanted


def target_ratio(row):
    """The ratio to reach: given, or a part of what the limit would give."""
    if row["target"]:
        return row["target"]
    if row["of_limit"] and row["limit"] and row["against"] in row["seconds"]:
        return row["of_limit"] * row["seconds"][row["against"]] / row["limit"]
    return None


def shortfall(row):
    """How many times faster it would have to be; below 1 if the target is reached."""
    wanted = target_ratio(row)
    ratio = row["ratios"].get(row["against"])
    return None if wanted is None or not ratio else wanted / ratio


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


COLUMNS = ["workload", "threads", "theirs, default", "theirs, best", "by hand", "ours",
           "default / ours", "best / ours", "by hand / ours", "limit", "limit / ours", "target",
           ""]


def table_row(row):
    seconds, ratio = row["seconds"], row["ratios"]
    limit = row["limit"]
    return [row["name"], str(row["threads"]),
            *(time_text(seconds.get(side)) for side in ("default", "best", "expert", "ours")),
            *(ratio_text(ratio.get(side)) for side in ("default", "best", "expert")),
            time_text(limit) if limit else "–",
            f"{limit / seconds['ours']:.0%}" if limit and "ours" in seconds else "–",
            ratio_text(target_ratio(row)), verdict_text(row)]


def markdown_table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def table(rows):
    return markdown_table(COLUMNS, [table_row(row) for row in rows])


def by_shortfall(rows):
    """Rows with a target, the farthest from it first."""
    judged = [row for row in rows if shortfall(row) is not None]
    return sorted(judged, key=shortfall, reverse=True)
