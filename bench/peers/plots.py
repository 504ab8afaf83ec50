"""Two plots as SVG: how many times faster, with the targets, and memory against steps."""

import math
from html import escape

import summary

COLOURS = {"default": "#9aa5b1", "best": "#3e7cb1", "expert": "#d98032", "ours": "#2a7f4f"}
WORDS = {"default": "their default", "best": "their best", "expert": "by hand", "ours": "ours"}
FONT = "font-family='DejaVu Sans, Helvetica, Arial, sans-serif'"
ROW = 20
LEFT, WIDTH, TOP, BOTTOM = 330, 560, 54, 40


def text(x, y, words, anchor="start", size=12, colour="#222"):
    return (f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-size='{size}' "
            f"fill='{colour}'>{escape(words)}</text>")


def line(x1, y1, x2, y2, colour="#ddd", width=1):
    return (f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{colour}' "
            f"stroke-width='{width}'/>")


def dot(x, y, colour, radius=4.5):
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius}' fill='{colour}'/>"


def document(width, height, parts):
    return (f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
            f"viewBox='0 0 {width} {height}' {FONT}><rect width='100%' height='100%' fill='white'/>"
            + "".join(parts) + "</svg>\n")


class LogAxis:
    """Powers of ten around the values, from `start` on for `length` pixels (negative: upwards)."""

    def __init__(self, values, start, length):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self.start, self.length = start, length

    def at(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * self.length

    def ticks(self):
        return [10.0**k for k in range(self.low, self.high + 1)]


def legend(sides, x, y):
    parts = []
    for side, words in sides:
        parts += [dot(x, y - 4, COLOURS[side]), text(x + 9, y, words)]
        x += 22 + 7.2 * len(words)
    return parts, x


def ratios(rows):
    """One line per row that has a target: the rivals' times over ours, and where they should be."""
    shown = [row["ratios"][s] for row in rows for s in summary.SIDES if s in row["ratios"]]
    targets = [summary.target_ratio(row) for row in rows]
    against = [row["ratios"][row["against"]] for row in rows]
    axis = LogAxis([1, *shown, *targets, *against], LEFT, WIDTH)
    height = TOP + ROW * len(rows) + BOTTOM
    parts, end = legend([(s, f"{WORDS[s]} / ours") for s in summary.SIDES], LEFT, 20)
    parts += [line(end, 10, end, 24, "#b02a30", 3), text(end + 8, 20, "target")]
    for tick in axis.ticks():
        colour = "#777" if tick == 1 else "#ddd"
        parts += [line(axis.at(tick), TOP - 8, axis.at(tick), height - BOTTOM + 4, colour),
                  text(axis.at(tick), height - BOTTOM + 20, f"{tick:g}", "middle")]
    for k, row in enumerate(rows):
        y = TOP + ROW * (k + 0.5)
        name = row["name"].replace("integrated-gradients", "IG")
        parts.append(text(LEFT - 10, y + 4, name, "end", 11))
        goal = axis.at(targets[k])
        parts += [line(axis.at(against[k]), y, goal, y, "#e3b7b9"),
                  line(goal, y - 7, goal, y + 7, "#b02a30", 3)]
        parts += [dot(axis.at(row["ratios"][s]), y, COLOURS[s]) for s in summary.SIDES
                  if s in row["ratios"]]
        if row["against"] not in summary.SIDES:
            parts.append(dot(axis.at(against[k]), y, COLOURS["best"]))
    parts.append(text(LEFT + WIDTH / 2, height - 4, "time of the rival / our time",
                      "middle", 11, "#555"))
    return document(LEFT + WIDTH + 30, height, parts)


def memory(rows):
    sides = [s for s in ("default", "best", "ours") if any(s in row for row in rows)]
    least = 0.1  # MiB; what is below it is drawn there
    amount = {(row["steps"], s): max(least, row[s]["above_mib"])
              for row in rows for s in sides if s in row}
    x = LogAxis([row["steps"] for row in rows], 70, 480)
    y = LogAxis([*amount.values(), 1], 330, -280)
    parts, _ = legend([(s, WORDS[s]) for s in sides], 70, 20)
    for tick in x.ticks():
        parts += [line(x.at(tick), 50, x.at(tick), 330),
                  text(x.at(tick), 348, f"{tick:g}", "middle")]
    for tick in y.ticks():
        parts += [line(70, y.at(tick), 550, y.at(tick)),
                  text(62, y.at(tick) + 4, f"{tick:g}", "end")]
    for s in sides:
        points = [(x.at(m), y.at(v)) for (m, side), v in sorted(amount.items()) if side == s]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f"<polyline points='{path}' fill='none' stroke='{COLOURS[s]}' "
                     "stroke-width='2'/>")
        parts += [dot(a, b, COLOURS[s]) for a, b in points]
    parts += [text(310, 368, "steps", "middle", 11, "#555"),
              text(70, 42, "MiB above the process's own", "start", 11, "#555")]
    return document(580, 380, parts)
