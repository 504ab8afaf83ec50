"""Runs one program and says how much memory it took at most, as a process with nothing else in it: the kernel
counts what the caller had before the program took its place.

measured.py PROGRAM [ARGUMENT...]: status, peak in bytes and seconds as JSON on standard output; the
program's own outputs go to the files `out` and `err` of this folder.
"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
with open("out", "wb") as out, open("err", "wb") as err:
    status = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"status": status, "peak": peak, "seconds": time.monotonic() - start}))
