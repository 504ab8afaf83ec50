"""What ./run bench leaves behind: peers.json, README.md with its tables, and plots."""

import json
import os
import platform
import subprocess
from pathlib import Path

import plots
import summary

# Sections by the beginning of a workload's name and its number of threads.
SECTIONS = [
    ("Integrated gradients, one thread", "integrated-gradients/", 1),
    ("Integrated gradients, two threads", "integrated-gradients/", 2),
    ("One backward pass", ("gradient/", "deeplift/", "lrp/", "guided-backprop/"), 1),
    ("Shapley values", ("shapley", "kernel-shap", "permutation-shap"), 1),
    ("Search campaign", "campaign/", 1),
    ("Exact integrated gradients", "exact/", 1),
]

INTRODUCTION = """# Side by side with the peers

Written by `./run bench`. Every number is of this run, on one machine, in float32: {processor},
{processors} processors; {versions}. Best matrix product: {peaks}.

Times are the least of many, on one thread of the processor's time; they change from machine to
machine. What counts are the ratios, theirs / ours: medians over pairs that were measured one right
after the other. *default* is the peer as its documentation shows it, *best* the peer at its best
settings (parameters without gradients, the best batch), *by hand* a batched PyTorch version written
for the purpose. *limit* is the arithmetic of the method at the speed of the best matrix product
measured in the same session, all units counted. Before anything was timed, the attributions were
found to agree within rounding and the error that ours states; peers.json has the distances.
"""


def machine():
    model = platform.processor()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {"processor": model, "processors": os.cpu_count(), "system": platform.platform(),
            "load_before": os.getloadavg()[0]}


def output_of(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def versions(python):
    found = {"commit": output_of(["git", "describe", "--always", "--dirty"])}
    if python:
        code = ("from importlib.metadata import version\n"
                "for p in ('torch', 'captum', 'shap', 'numpy'): print(p, version(p))")
        found |= dict(line.split() for line in output_of([str(python), "-c", code]).splitlines())
    return found


def peaks_text(peaks):
    return "; ".join(
        f"{threads} thread{'s' * (threads != '1')}, "
        + ", ".join(f"{who} {speed:.0f}" for who, speed in found.items() if who != "best")
        + " GFLOP/s" for threads, found in peaks.items())


def introduction(document):
    about = document["machine"]
    text = INTRODUCTION.format(
        processor=about["processor"], processors=about["processors"],
        versions=", ".join(f"{k} {v}" for k, v in document["versions"].items()),
        peaks=peaks_text(document["peaks"]))
    # Half a processor: what an idle system does by itself is far below.
    if about["load_before"] > 0.5:
        text += (f"\nThe machine was busy with other things (load {about['load_before']:.1f}): on two "
                 "threads, peers that wait for\neach other actively lose more than they would alone.\n")
    if "torch" not in document["versions"]:
        text += "\nThe peers could not be set up: only our half was measured.\n"
    return text


def unlocked_table(rows):
    """Only where there was something to unlock, see unlocked.py."""
    sides = [(side, row) for row in rows for side in row["ratios"] if side.endswith(", unlocked")]
    if not sides:
        return ""
    lines = [[row["name"], str(row["threads"]), side, summary.time_text(row["seconds"][side]),
              summary.ratio_text(row["ratios"][side])] for side, row in sides]
    return ("\n## With the peers' matrix products unlocked\n\n" + summary.markdown_table(
        ["workload", "threads", "side", "time", "ratio to ours"], lines))


def kinks_section(rows):
    texts = [text for row in rows for text in summary.kink_texts(row)]
    if not texts:
        return ""
    return ("\n## Samples at a kink\n\nHere answers differ by more than rounding, because a unit "
            "stands so near its kink at a node of\nthe rule that float32 may put it on either side. "
            "Each was compared with the same sum in double;\ntolerances are those of all samples "
            "(bench/peers/kinks.py).\n\n" + "".join(f"- {text}\n" for text in texts))


def other_sides_table(rows):
    known = {*summary.SIDES, "ours"}
    lines = [[row["name"], side, summary.time_text(row["seconds"][side]),
              summary.ratio_text(row["ratios"][side]), row["notes"].get(side, "")]
             for row in rows for side in row["ratios"]
             if side not in known and not side.endswith(", unlocked")]
    if not lines:
        return ""
    return "\n" + summary.markdown_table(["workload", "side", "time", "ratio to ours", ""], lines)


def memory_table(rows):
    if not rows:
        return ""
    def text(row, side):
        if side not in row:
            return "–"
        return f"{row[side]['above_mib']:.1f} of {row[side]['peak_mib']:.0f}"
    lines = [[str(row["steps"]), *(text(row, side) for side in ("default", "best", "ours"))]
             for row in rows]
    return (f"\n## Memory\n\nIntegrated gradients on {rows[0]['network']}: MiB above what the process "
            "held with the network\nloaded, of its peak. Each in a process of its own.\n\n"
            + summary.markdown_table(["steps", "default", "best", "ours"], lines)
            + "\n![memory](memory.svg)\n")


def start_up_table(rows):
    if not rows:
        return ""
    lines = [[row["name"], summary.time_text(row["seconds"]), f"{row['mib']:.0f} MiB"]
             for row in rows]
    return ("\n## Start-up\n\nA process from start to end; ours attributes once.\n\n"
            + summary.markdown_table(["process", "time", "resident"], lines))


def markdown(document):
    text = introduction(document)
    rows = document["rows"]
    if summary.by_shortfall(rows):
        text += "\n![ratios and targets](ratios.svg)\n"
    for title, beginning, threads in SECTIONS:
        some = [r for r in rows if r["name"].startswith(beginning) and r["threads"] == threads]
        if some:
            text += f"\n## {title}\n\n{summary.table(some)}{other_sides_table(some)}"
    return (text + kinks_section(rows) + unlocked_table(rows) + memory_table(document["memory"])
            + start_up_table(document["start_up"]))


def write(folder, document):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peers.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(markdown(document), encoding="utf-8")
    judged = summary.by_shortfall(document["rows"])
    if judged:
        (folder / "ratios.svg").write_text(plots.ratios(judged), encoding="utf-8")
    if document["memory"]:
        (folder / "memory.svg").write_text(plots.memory(document["memory"]), encoding="utf-8")
