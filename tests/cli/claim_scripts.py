"""The PyTorch scripts that `reproduce --export` writes, run and compared with what was exported."""

import contextlib
import importlib.util
import io
import re
from fractions import Fraction

LINE = re.compile(r"(.*): (\S.*), expected (.*)")
# Scripts compute in float64 what is a fraction or itself a double; integrals of 300 steps lose
# 300 roundings of 2e-16 at most, far less than this.
TOLERANCE = 1e-9
# Where a small difference is divided by: an error of Simpson's rule of 1e-9 at 80 steps is known to a
# few roundings of 1e-16, and so is its logarithm to 1e-6.
TOLERANCES = {"order, Simpson": 1e-6}
WHY_NOTHING = "statistics over networks that are drawn"


def faults_of_output(output, computed):
    """Lines of a script's output that are not what the program computed, and how many there are."""
    faults = []
    lines = output.splitlines()
    for line in lines:
        name, found, expected = LINE.fullmatch(line).groups()
        found = [float(number) for number in found.strip("[]").split(",")]
        exact = [float(Fraction(number)) for number in computed.get(name, [])]
        same = len(found) == len(exact) and all(
            abs(f - e) <= TOLERANCES.get(name, TOLERANCE) * max(1, abs(e)) for f, e in zip(found, exact))
        if not same or expected.split(", ") != computed[name]:
            faults.append(line)
    return faults, len(lines)


def faults_of_scripts(folder, claims):
    """Runs every check.py below the folder; None without PyTorch."""
    if importlib.util.find_spec("torch") is None:
        return None
    faults = []
    facts = 0
    for script in sorted(folder.glob("*/check.py")):
        output = io.StringIO()
        # One process for all: importing PyTorch takes longer than most of the scripts.
        with contextlib.redirect_stdout(output):
            exec(compile(script.read_text(), str(script), "exec"), {"__name__": "__main__"})
        claim = script.parent.name
        found, count = faults_of_output(output.getvalue(), claims[claim]["computed"])
        faults += [f"{claim}: {line}" for line in found]
        if count == 0 and WHY_NOTHING not in script.read_text():
            faults.append(f"{claim}: prints nothing")
        facts += count
    if len(list(folder.glob("*/check.py"))) != len(claims):
        faults.append("a claim without a script")
    if facts < len(claims):
        faults.append(f"{facts} facts in the scripts of {len(claims)} claims")
    return faults
