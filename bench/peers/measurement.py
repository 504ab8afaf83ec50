"""One workload: who agrees with us, then slices of all sides in turn."""

import time

import agreement
import summary
from session import Driver

SLICE_SECONDS = 0.06   # of one side, before the next has its turn
FEWEST_ROUNDS = 5
# Rivals that take longer than this are run once: Captum's exact Shapley values take half a minute.
SLOW_SECONDS = 3


def task_of(workload, networks):
    """What both sides are told."""
    name = workload.network
    names = [f"{name}_{k}" for k in range(workload.models)] or [name]
    inputs, targets = networks.inputs(names[0], workload.samples)
    return {"kind": workload.kind, "model": networks.model(names[0]), "inputs": inputs,
            "samples": workload.samples, "targets": targets, "threads": workload.threads,
            "steps": workload.steps, "rule": workload.rule,
            "models": [networks.model(n) for n in names] if workload.models else []}


# Workloads whose answers are sums of gradients at nodes: there a unit can stand on its kink, see
# kinks.py.
SUMS_OVER_NODES = "integrals"
# Among many inputs. More of them would be no accident any more.
MOST_AT_KINKS = 2


def at_kinks(ours, theirs, worker, compared):
    """What double says about samples on which we disagree, if it explains both answers to each of
    them by other slopes at kinks; else None. Tolerances are those of all samples."""
    allowed, found = compared["allowed"], []
    apart = agreement.disagreeing(ours["values"], theirs, allowed, ours["error_bounds"])
    if len(apart) > MOST_AT_KINKS:
        return None
    for k in apart:
        judged = worker.judge(k, [ours["values"][k], theirs[k]], allowed)
        if not judged or not all(answer["explained"] for answer in judged):
            return None
        found.append({"sample": k, "ours": judged[0], "theirs": judged[1]})
    return found


def rivals_that_agree(workload, ours, worker, notes, roundings):
    """({rival: distance, ...}, [rival, ...]): one that computes something else is not timed. Where
    samples disagree by a kink alone, `at_kinks` says at which."""
    compared, timed = {}, []
    for rival in notes:
        if rival in workload.other_answer:
            timed.append(rival)
            continue
        theirs = worker.values(rival)
        compared[rival] = agreement.compare(ours["values"], theirs, workload.compare, roundings,
                                            ours["error_bounds"])
        if not compared[rival]["agreed"] and workload.kind == SUMS_OVER_NODES:
            found = at_kinks(ours, theirs, worker, compared[rival])
            if found:
                compared[rival] |= {"agreed": True, "at_kinks": found}
        if compared[rival]["agreed"]:
            timed.append(rival)
    return compared, timed


def slices_in_turn(sides, seconds):
    """{side: [least seconds of a slice, ...]}; the sides take turns, slice by slice."""
    counts, once = {}, {}
    for side, run in sides.items():
        first = run(1)[0]
        once[side] = first if first > SLOW_SECONDS else min(run(2))
        counts[side] = max(1, int(SLICE_SECONDS / max(once[side], 1e-7)))
    slices = {side: [] for side in sides}
    end = time.monotonic() + seconds
    while len(slices["ours"]) < FEWEST_ROUNDS or time.monotonic() < end:
        for side, run in sides.items():
            slow = once[side] > SLOW_SECONDS
            slices[side].append(once[side] if slow else min(run(counts[side])))
    return slices


def sides_of(driver, worker, unlocked, timed):
    sides = {"ours": driver.seconds}
    for rival in timed:
        sides[rival] = lambda count, rival=rival: worker.seconds(rival, count)
        if unlocked and rival in ("best", "expert"):
            sides[f"{rival}, unlocked"] = (
                lambda count, rival=rival: unlocked.seconds(rival, count))
    return sides


def pairs_of(slices):
    """{rival: [(ours, theirs), ...]}"""
    return {side: list(zip(slices["ours"], times))
            for side, times in slices.items() if side != "ours"}


def measure(workload, networks, session):
    """A row of the table; session has driver, worker, unlocked, peaks and seconds."""
    task = task_of(workload, networks)
    with Driver(session.driver, task["models"] or [task["model"]], task, workload.method) as driver:
        work = driver.ask("work")
        answer = driver.values()
        compared, timed, notes = {}, [], {}
        if session.worker:
            notes = session.worker.begin(task)
            if session.unlocked:
                session.unlocked.begin(task)
            compared, timed = rivals_that_agree(
                workload, answer, session.worker, notes,
                work["roundings"] + max(workload.steps, workload.averaged))
        slices = slices_in_turn(sides_of(driver, session.worker, session.unlocked, timed),
                                session.seconds)
    per = max(1, workload.models)
    peak = session.peaks[str(workload.threads)]["best"]
    return {
        "name": workload.name, "network": workload.network, "method": workload.method,
        "threads": workload.threads, "samples": workload.samples, "rounds": len(slices["ours"]),
        "gradient_evaluations": answer["gradient_evaluations"],
        "seconds": {side: min(times) / per for side, times in slices.items()},
        "ratios": {side: summary.ratios(pairs) for side, pairs in pairs_of(slices).items()},
        "quartiles": {side: summary.quartiles(pairs) for side, pairs in pairs_of(slices).items()},
        "agreement": compared, "notes": {k: v for k, v in notes.items() if v},
        "limit": summary.limit_seconds(work, workload.limit, workload.steps, workload.samples,
                                       peak),
        "target": workload.target, "of_limit": workload.of_limit, "least": workload.least,
        "against": workload.against,
    }
