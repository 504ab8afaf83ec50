"""The peers' side of a measurement: a process that holds PyTorch, Captum and SHAP, and does what it
is told in lines of JSON on stdin:
  {"task": {...}}                  -> {"rivals": {name: note}}; the fields are those of Task
  {"values": NAME}                 -> {"values": [[...], ...]}
  {"time": NAME, "count": n}       -> {"seconds": [...]}, of n repetitions
  {"memory": NAME}                 -> {"before_kib": r, "peak_kib": p}
  {"judge": sample, "answers": [...], "allowed": a} -> {"judged": [...] or null}, see kinks.py
  {"peak": threads}                -> {"gflops": g}"""

import importlib
import json
import sys
import time
import traceback

import numpy
import torch

import kinks
from onnx_model import load


class Task:
    """What is asked, and what a rival needs to know of it."""

    def __init__(self, kind, model, inputs, samples, targets, threads, steps=0, rule="", models=()):
        torch.set_num_threads(threads)
        self.kind = kind
        self.model = model
        self.models = models
        self.inputs = torch.tensor(numpy.load(inputs)[:samples])
        self.targets = torch.tensor([targets[k % len(targets)] for k in range(samples)])
        self.steps = steps
        self.rule = rule
        self.notes = {}

    def quadrature(self):
        """Nodes and weights on [0, 1]."""
        if self.rule == "right":
            return [(k + 1) / self.steps for k in range(self.steps)], [1 / self.steps] * self.steps
        nodes, weights = numpy.polynomial.legendre.leggauss(self.steps)
        return list((nodes + 1) / 2), list(weights / 2)


# What the driver's clock tells to within a hundredth: repetitions that are shorter are timed
# several at a time.
SHORTEST_INTERVAL = 1e-4


def seconds_each(run, count):
    """Processor time on one thread, see peer_driver.cpp; else time that passes."""
    clock = time.process_time if torch.get_num_threads() == 1 else time.perf_counter
    start = clock()
    for _ in range(count):
        run()
    return (clock() - start) / count


def seconds_of(run, count):
    block = max(1, int(SHORTEST_INTERVAL / max(seconds_each(run, 1), 1e-6)))
    return [seconds_each(run, block) for _ in range(0, count, block)]


def status_kib(key):
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(key):
                return int(line.split()[1])
    return 0


def memory_of(run):
    before = status_kib("VmRSS:")
    with open("/proc/self/clear_refs", "w", encoding="ascii") as peak:
        peak.write("5")  # begins the peak anew (Linux, proc(5))
    run()
    return {"before_kib": before, "peak_kib": status_kib("VmHWM:")}


def peak(threads):
    """The best matrix product, in GFLOP/s, over the sizes that our own is measured with."""
    torch.set_num_threads(threads)
    best = 0
    for n in (128, 256, 512, 1024):
        a, b = torch.rand(n, n), torch.rand(n, n)
        out = torch.empty(n, n)
        seconds = min(seconds_of(lambda: torch.mm(a, b, out=out), max(20, 4_000_000_000 // n**3)))
        best = max(best, 2 * n**3 / seconds / 1e9)
    return best


def as_rows(values, samples):
    return numpy.asarray(torch.as_tensor(values).detach()).reshape(samples, -1).tolist()


class Worker:
    def __init__(self):
        self.task = None
        self.rivals = {}

    def answer(self, request):
        if "task" in request:
            self.task = Task(**request["task"])
            self.rivals = importlib.import_module(self.task.kind).rivals(self.task)
            return {"rivals": {name: self.task.notes.get(name, "") for name in self.rivals}}
        if "values" in request:
            values = self.rivals[request["values"]]()
            rows = len(self.task.models) or self.task.inputs.shape[0]
            return {"values": as_rows(values, rows)}
        if "time" in request:
            return {"seconds": seconds_of(self.rivals[request["time"]], request["count"])}
        if "judge" in request:
            return {"judged": kinks.judge(self.task, load(self.task.model), request["judge"],
                                          request["answers"], request["allowed"])}
        if "memory" in request:
            return memory_of(self.rivals[request["memory"]])
        if "peak" in request:
            return {"gflops": peak(request["peak"])}
        raise ValueError(f"no request {request}")


def main():
    answers, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no answer
    worker = Worker()
    for line in sys.stdin:
        try:
            answer = worker.answer(json.loads(line))
        except Exception as failure:  # pylint: disable=broad-except; told, and the session goes on
            traceback.print_exc()
            answer = {"error": f"{type(failure).__name__}: {failure}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
