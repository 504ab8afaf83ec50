"""Processes that are measured in turn, told what to do in lines: our driver and the peers' worker."""

import json
import os
import subprocess
import tempfile
from pathlib import Path


class Failure(Exception):
    """What a process said when it could not do what it was asked."""


class Process:
    def __init__(self, command, **more):
        self.name = Path(command[0]).name
        # A file takes whatever libraries have to say; a pipe that nobody reads would stop them.
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.said, text=True, **more)

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.process.wait()
            self.said.seek(0)
            last = self.said.read().strip().splitlines()[-1:] or ["no answer"]
            raise Failure(f"{self.name}: {last[0]}")
        document = json.loads(answer)
        if "error" in document:
            raise Failure(f"{self.name}: {document['error']}")
        return document

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:  # it ended before it read what was written
            pass
        self.process.wait()
        self.process.stdout.close()
        self.said.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Driver(Process):
    """Our side: one method on one model (or several), see bench/peer_driver.cpp."""

    def __init__(self, program, models, task, method):
        command = [str(program), "--inputs", task["inputs"], "--method", method,
                   "--samples", str(task["samples"]), "--threads", str(task["threads"])]
        for model in models:
            command += ["--model", model]
        command += ["--targets", *map(str, task["targets"])]
        super().__init__(command)

    def seconds(self, count):
        return self.ask(f"time {count}")["seconds"]

    def values(self):
        return self.ask("values")


class Worker(Process):
    """Their side: bench/peers/worker.py in the environment that has PyTorch."""

    def __init__(self, python, preload=None):
        environment = dict(os.environ)
        if preload:
            environment["LD_PRELOAD"] = str(preload)
        folder = Path(__file__).parent
        super().__init__([str(python), "-B", "-W", "ignore", str(folder / "worker.py")],
                         env=environment)

    def begin(self, task):
        return self.ask(json.dumps({"task": task}))["rivals"]

    def seconds(self, rival, count):
        return self.ask(json.dumps({"time": rival, "count": count}))["seconds"]

    def values(self, rival):
        return self.ask(json.dumps({"values": rival}))["values"]

    def judge(self, sample, answers, allowed):
        """Whether answers to one sample are those of double but for slopes at kinks, see kinks.py."""
        request = {"judge": sample, "answers": answers, "allowed": allowed}
        return self.ask(json.dumps(request))["judged"]

    def memory(self, rival):
        return self.ask(json.dumps({"memory": rival}))

    def peak(self, threads):
        return self.ask(json.dumps({"peak": threads}))["gflops"]
