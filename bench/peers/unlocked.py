"""PyTorch's matrix products come from a library that takes its slower paths on processors that Intel
did not make. A function of ours in the place of the one that it asks makes it take the fast ones: on
AMD the table shows this rival, too."""

import subprocess
from pathlib import Path

SOURCE = "int mkl_serv_intel_cpu_true(void) { return 1; }\n"


def made_by_amd(cpu_information):
    return "AuthenticAMD" in cpu_information


def library(folder):
    """What to preload, or None where there is nothing to unlock."""
    information = Path("/proc/cpuinfo")
    if not information.is_file() or not made_by_amd(information.read_text(encoding="utf-8")):
        return None
    return build(folder)


def build(folder):
    file = Path(folder) / "unlocked.so"
    subprocess.run(["c++", "-x", "c", "-shared", "-fPIC", "-o", file, "-"], input=SOURCE,
                   text=True, check=True)
    return file.resolve()
