"""./run bench: the peers and us, in turn, in one session; writes peers.json and a table. Without
the peers our half runs alone."""

import argparse
import fnmatch
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import agreement
import summary
from inputs import Networks
from session import Driver, Failure, Worker
from workloads import workloads

SLICE_SECONDS = 0.06   # of one side, before the other has its turn
KINDS_BY_SUM = {"shapley_sampling"}


def task_of(workload, networks):
    name = workload.network
    names = [f"{name}_{k}" for k in range(workload.models)] or [name]
    inputs, targets = networks.inputs(names[0], workload.samples)
    return {"kind": workload.kind, "model": networks.model(names[0]), "inputs": inputs,
            "samples": workload.samples, "targets": targets, "threads": workload.threads,
            "steps": workload.steps, "rule": workload.rule,
            "models": [networks.model(n) for n in names] if workload.models else []}


class Measurement:
    """One workload: agreement, then slices in turn."""

    def __init__(self, workload, task, driver, worker):
        self.workload = workload
        self.driver = driver
        self.worker = worker
        self.sides = {"ours": driver.seconds}
        self.notes = {}
        if worker:
            self.notes = worker.begin(task)
            for rival in self.notes:
                self.sides[rival] = lambda n, rival=rival: worker.seconds(rival, n)

    def roundings(self):
        return 20000

    def check(self):
        """{rival: distance}; a rival that computes something else is not timed."""
        if not self.worker:
            return {}
        ours = self.driver.values()["values"]
        by_sum = self.workload.kind in KINDS_BY_SUM
        agree = agreement.agree_by_sum if by_sum else agreement.agree_by_value
        distances = {}
        for rival in self.notes:
            same, distance, allowed = agree(ours, self.worker.values(rival), self.roundings())
            distances[rival] = {"distance": distance, "allowed": allowed, "agreed": same}
            if not same:
                del self.sides[rival]
        return distances

    def measure(self, seconds):
        counts = {}
        for side, run in self.sides.items():
            once = min(run(2))
            counts[side] = max(1, int(SLICE_SECONDS / max(once, 1e-7)))
        slices = {side: [] for side in self.sides}
        end = time.monotonic() + seconds
        while True:
            for side, run in self.sides.items():
                slices[side].append(summary.slice_seconds(run(counts[side])))
            rounds = len(slices["ours"])
            if rounds >= (self.workload.rounds or 5) and time.monotonic() > end:
                return slices


def measure(workload, networks, options, worker, peaks):
    task = task_of(workload, networks)
    models = task["models"] or [task["model"]]
    with Driver(options.driver, models, task, workload.method) as driver:
        work = driver.ask("work")
        measurement = Measurement(workload, task, driver, worker)
        checked = measurement.check()
        slices = measurement.measure(options.seconds)
    per = max(1, workload.models)
    limit = None
    if workload.steps or workload.gradients:
        limit = summary.limit_seconds(work, workload.gradients, workload.steps, workload.samples,
                                      peaks[str(workload.threads)]["best"])
    return {
        "name": workload.name, "network": workload.network, "method": workload.method,
        "threads": workload.threads, "samples": workload.samples,
        "seconds": {side: min(times) / per for side, times in slices.items()},
        "medians": {side: sorted(times)[len(times) // 2] / per for side, times in slices.items()},
        "ratios": {side: summary.ratios(list(zip(slices["ours"], times)))
                   for side, times in slices.items() if side != "ours"},
        "rounds": len(slices["ours"]), "agreement": checked, "notes": measurement.notes,
        "limit": limit, "target": workload.target, "of_limit": workload.of_limit,
        "against": workload.against, "note": workload.note,
    }


def peaks_of(networks, options, worker):
    """GFLOP/s of matrix products on one and two threads: ours, theirs, and the better one."""
    peaks = {}
    for threads in (1, 2):
        task = {"inputs": networks.inputs("figure_7", 1)[0], "samples": 1, "threads": threads,
                "targets": [0]}
        with Driver(options.driver, [networks.model("figure_7")], task, "gradient") as driver:
            found = {"ours": driver.ask("peak")["gflops"]}
        if worker:
            found["theirs"] = worker.peak(threads)
        peaks[str(threads)] = {**found, "best": max(found.values())}
    return peaks


def machine():
    model = platform.processor()
    if Path("/proc/cpuinfo").is_file():
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {"processor": model, "processors": os.cpu_count(), "system": platform.platform()}


def parse(arguments):
    parser = argparse.ArgumentParser(prog="run bench", description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN",
                        help="workloads whose name contains it (* and ? as in a shell)")
    parser.add_argument("--seconds", type=float, default=2, help="at least, for each workload")
    parser.add_argument("--out", type=Path, default=Path("results/bench"))
    parser.add_argument("--data", type=Path, default=None,
                        help="folder with manifest.json, networks/ and inputs/")
    parser.add_argument("--list", action="store_true", help="names of the workloads")
    parser.add_argument("--programs", type=Path, default=Path("build/release/bench"),
                        help=argparse.SUPPRESS)
    parser.add_argument("--python", type=Path, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.driver = options.programs / "peer_driver"
    return options


def chosen(options):
    return [w for w in workloads()
            if not options.only or any(fnmatch.fnmatchcase(w.name, f"*{p}*") for p in options.only)]


def main(arguments):
    options = parse(arguments)
    if options.list:
        print("\n".join(w.name for w in chosen(options)))
        return 0
    made = options.programs / "networks"
    made.mkdir(parents=True, exist_ok=True)
    subprocess.run([options.programs / "peer_networks", made], check=True)
    networks = Networks(options.data, made, options.programs / "inputs")
    worker = Worker(options.python) if options.python else None
    rows = []
    peaks = peaks_of(networks, options, worker)
    for workload in chosen(options):
        name = f"{workload.network}_0" if workload.models else workload.network
        if not networks.has(name):
            print(f"{workload.name}: no network {name} here, left out", file=sys.stderr)
            continue
        try:
            rows.append(measure(workload, networks, options, worker, peaks))
        except Failure as failure:
            print(f"{workload.name}: {failure}", file=sys.stderr)
            continue
        print(" | ".join(summary.table_row(rows[-1])), rows[-1]["agreement"], flush=True)
    document = {"machine": machine(), "peaks": peaks, "rows": rows}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "peers.json").write_text(json.dumps(document, indent=1) + "\n")
    (options.out / "README.md").write_text(summary.table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
