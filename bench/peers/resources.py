"""What a run takes besides time on a warm process: memory, and starting up."""

import os
import time

from session import Driver, Failure, Worker

MEMORY_NETWORK = "deep_residual"
MEMORY_STEPS = (50, 300, 1000, 10_000, 100_000)
# All points at once: 15 GB for the last count of steps.
MOST_STEPS_AT_ONCE = 10_000
STARTS = 7


def mebibytes(answer):
    return {"own_mib": answer["before_kib"] / 1024,
            "above_mib": (answer["peak_kib"] - answer["before_kib"]) / 1024,
            "peak_mib": answer["peak_kib"] / 1024}


def memory_row(networks, session, steps):
    """The peak above what a process held with the network loaded; each side in one of its own."""
    file, targets = networks.inputs(MEMORY_NETWORK, 1)
    model = networks.model(MEMORY_NETWORK)
    task = {"kind": "integral_memory", "model": model, "inputs": file, "samples": 1,
            "targets": targets, "threads": 1, "steps": steps, "rule": "right"}
    row = {"network": MEMORY_NETWORK, "steps": steps}
    with Driver(session.driver, [model], task,
                f"integrated-gradients:rule=right,steps={steps}") as driver:
        row["ours"] = mebibytes(driver.ask("memory"))
    if session.python:
        for rival in ("default", "best"):
            if rival == "default" and steps > MOST_STEPS_AT_ONCE:
                continue
            with Worker(session.python) as worker:
                worker.begin(task)
                row[rival] = mebibytes(worker.memory(rival))
    return row


def start(command):
    """(seconds, MiB) of a process from its start to its end."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise Failure(f"{command[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def start_up_row(name, command):
    runs = [start(command) for _ in range(STARTS)]
    return {"name": name, "seconds": min(s for s, _ in runs), "mib": min(m for _, m in runs)}


def start_up(networks, session, program):
    """Ours does a whole attribution; theirs imports what it would need for one."""
    network = "features_8"
    rows = []
    if os.path.exists(program):
        file, _ = networks.inputs(network, 1)
        rows.append(start_up_row("axiomark attribute", [
            str(program), "attribute", networks.model(network), file, "--target", "0"]))
    if session.python:
        for name, modules in (("import torch", "torch"),
                              ("import torch, captum.attr", "torch, captum.attr")):
            rows.append(start_up_row(name, [str(session.python), "-c", f"import {modules}"]))
    return rows
