"""The peers and us, in turn, in one session on the same inputs and threads. Writes peers.json,
README.md with the tables, and plots. Without the peers our half runs alone."""

import argparse
import fnmatch
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import page
import resources
import summary
import unlocked
from inputs import Networks
from measurement import measure
from session import Driver, Failure, Worker
from workloads import workloads


OURS_ALONE = """./run bench NAME [options] runs one of our own benchmarks alone, with Google
Benchmark's options: evaluation, gradients, methods, exact_breakpoints, rational_arithmetic,
search_throughput; or first_counterexamples, which has none. --benchmark_out=FILE writes JSON."""


@dataclass
class Session:
    """Who is measured, and what is known of the machine."""

    driver: Path
    python: Path
    seconds: float
    worker: Worker = None
    unlocked: Worker = None
    peaks: dict = field(default_factory=dict)

    def begin(self, networks, folder):
        if self.python:
            self.worker = Worker(self.python)
            preload = unlocked.library(folder)
            if preload:
                self.unlocked = Worker(self.python, preload)
        for threads in (1, 2):
            self.peaks[str(threads)] = self.peak(networks, threads)

    def peak(self, networks, threads):
        """GFLOP/s of the best matrix product: ours, theirs, and the best of them."""
        file, targets = networks.inputs("figure_7", 1)
        task = {"inputs": file, "samples": 1, "threads": threads, "targets": targets}
        with Driver(self.driver, [networks.model("figure_7")], task, "gradient") as driver:
            found = {"ours": driver.ask("peak")["gflops"]}
        if self.worker:
            found["theirs"] = self.worker.peak(threads)
        if self.unlocked:
            found["theirs, unlocked"] = self.unlocked.peak(threads)
        return {**found, "best": max(found.values())}


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__, epilog=OURS_ALONE)
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN",
                        help="names that it begins or matches (*, ? and [] as in a shell)")
    parser.add_argument("--threads", type=int, choices=(1, 2), help="only workloads on so many")
    parser.add_argument("--seconds", type=float, default=2, help="at least, for each workload")
    parser.add_argument("--out", type=Path, default=Path("results/bench"))
    parser.add_argument("--data", type=Path, default=None,
                        help="folder with manifest.json, networks/ and inputs/")
    parser.add_argument("--list", action="store_true", help="names of the workloads, and no more")
    parser.add_argument("--programs", type=Path, default=Path("build/release/bench"),
                        help="folder of peer_driver and peer_networks")
    parser.add_argument("--program", type=Path, default=Path("build/release/axiomark"))
    parser.add_argument("--python", type=Path, default=None, help="of the peers' environment")
    options = parser.parse_args(arguments)
    options.only = options.only or [""]
    return options


def wanted(name, options):
    return any(name.startswith(pattern) or fnmatch.fnmatchcase(name, pattern)
               for pattern in options.only)


def chosen(options):
    return [w for w in workloads() if wanted(w.name, options)
            and options.threads in (None, w.threads)]


def told(name, measure_it):
    """What was measured, or None, and why not on stderr: one workload does not end the others."""
    try:
        return measure_it()
    except Failure as failure:
        print(f"{name}: {failure}", file=sys.stderr, flush=True)
        return None


def rows_of(options, networks, session):
    rows = []
    for workload in chosen(options):
        name = f"{workload.network}_0" if workload.models else workload.network
        if not networks.has(name):
            print(f"{workload.name}: no network {name} here, left out", file=sys.stderr)
            continue
        row = told(workload.name, lambda w=workload: measure(w, networks, session))
        if row:
            rows.append(row)
            print(summary.row_text(row), flush=True)
            for text in summary.kink_texts(row):
                print(text, flush=True)
            for rival, compared in row["agreement"].items():
                if not compared["agreed"]:
                    print(f"{workload.name}: {rival} does not agree: off by "
                          f"{compared['distance']:.2g}, allowed {compared['allowed']:.2g}",
                          file=sys.stderr, flush=True)
    return rows


def memory_of(options, networks, session):
    rows = [told("memory", lambda s=steps: resources.memory_row(networks, session, s))
            for steps in resources.MEMORY_STEPS if wanted(f"memory/{steps}", options)]
    return [row for row in rows if row]


def main(arguments):
    options = parse(arguments)
    if options.list:
        print("\n".join(f"{w.name}, {w.threads} thread{'s' * (w.threads > 1)}"
                        for w in chosen(options)))
        return 0
    about = page.machine()  # before we keep it busy ourselves
    made = options.programs / "networks"
    made.mkdir(parents=True, exist_ok=True)
    subprocess.run([options.programs / "peer_networks", made], check=True)
    networks = Networks(options.data, made, options.programs / "inputs")
    session = Session(options.programs / "peer_driver", options.python, options.seconds)
    session.begin(networks, options.programs)
    document = {
        "machine": about, "versions": page.versions(options.python),
        "peaks": session.peaks, "rows": rows_of(options, networks, session),
        "memory": memory_of(options, networks, session),
        "start_up": told("start-up", lambda: resources.start_up(networks, session,
                                                                options.program)) or []
        if wanted("start-up", options) else []}
    page.write(options.out, document)
    print(f"written to {options.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
