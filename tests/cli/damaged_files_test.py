"""Files damaged at random: an answer or a refusal, never a crash, a hang or two lines of error.

AXIOMARK_DAMAGES is how many damages each of the published networks gets: a sample if it is not set, 1000
for all of them (minutes).
"""

import json
import os
import random
import subprocess
import threading
import unittest

import png
from program import PROGRAM, SMALL_NETWORK, ProgramTest, shared

SEED = 20170806
DAMAGES = 200
PUBLISHED = int(os.environ.get("AXIOMARK_DAMAGES", "8"))
TOKENS = [b"0", b"-1", b"1e999", b"1/0", b"NaN", b"null", b"[]", b"{}", b'""', b"99999999999999999999",
          b"4611686018427387904", b"-2147483649", b"]", b"}", b",", b":", b'"', b"\\u0000", b"\xff"]


def damage(data, source):
    """One to three small wounds: a byte or a digit changed, a part cut or doubled, a token put in."""
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(data) + 1)
        end = min(len(data), at + source.randint(1, 12))
        kind = source.randrange(6)
        if kind == 0:
            data = data[:at] + bytes([source.randrange(256)]) + data[at + 1:]
        elif kind == 1:
            data = data[:at] + data[end:]
        elif kind == 2:
            data = data[:end] + data[at:end] + data[end:]
        elif kind == 3:
            data = data[:at] + source.choice(TOKENS) + data[end:]
        elif kind == 4:
            data = data[:at]
        else:
            digits = [k for k, byte in enumerate(data) if chr(byte).isdigit()]
            if digits:
                at = source.choice(digits)
                data = data[:at] + b"%d" % source.randrange(10) + data[at + 1:]
    return data


class DamagedFilesTest(ProgramTest):
    def survive(self, name, whole, *words):
        print(f"seed {SEED}, {DAMAGES} damages")
        source = random.Random(SEED)
        statuses = []
        for k in range(DAMAGES):
            data = damage(whole, source)
            self.write(name, data)
            done = self.run_program(*words, timeout=20)
            statuses.append(done.returncode)
            with self.subTest(damage=k, data=data):
                self.assertIn(done.returncode, (0, 2), done.stderr)
                if done.returncode == 2:
                    self.assertEqual(done.stdout, b"")
                    self.assertRegex(done.stderr, rb"\Aaxiomark: [^\n]+\n\Z")
        # The damages were neither all fatal nor all harmless.
        self.assertEqual(set(statuses), {0, 2})

    def test_damaged_networks_are_read_or_refused(self):
        whole = json.dumps(SMALL_NETWORK).encode()
        self.survive("net.json", whole, "attribute", "net.json", "[1, 2]", "--exact", "--method",
                     "integrated-gradients:rule=exact")

    def test_damaged_graphs_are_read_or_refused(self):
        whole = json.dumps({
            "schema": "axiomark-network/1", "inputs": [[2]],
            "operators": [{"type": "dense", "weights": [[1, -2], ["1/2", 3]], "bias": [0, 1]},
                          {"type": "relu"}],
            "nodes": [{"operator": 0, "inputs": [0], "name": "first"},
                      {"operator": 1, "inputs": [1]}, {"operator": 0, "inputs": [2]}],
            "output": 3}).encode()
        self.survive("net.json", whole, "attribute", "net.json", "[1, 2]")

    def test_damaged_case_files_are_judged_or_refused(self):
        self.succeeds("report", "--cases", "5", "--methods", "gradient", "--axioms",
                      "sensitivity-a", "--out", "page")
        whole = json.dumps(json.loads(
            (self.folder / "page/cases/gradient--sensitivity-a.json").read_bytes())).encode()
        self.survive("case.json", whole, "replay", "case.json")

    def test_pictures_with_damaged_bytes_are_read_or_refused(self):
        self.write("net.json", SMALL_NETWORK)
        colours = png.encode(2, 1, [0, 51], depth=8, before_data=png.chunk(b"tEXt", b"a\0what nobody reads"))
        self.survive("x.png", colours, "attribute", "net.json", "x.png")

    def measured(self, *words, timeout):
        """(status, standard error, peak memory in bytes)"""
        with open(self.folder / "err", "wb") as err:
            process = subprocess.Popen([PROGRAM, *map(str, words)], cwd=self.folder,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=err)
            alarm = threading.Timer(timeout, process.kill)
            alarm.start()
            _, status, usage = os.wait4(process.pid, 0)
            alarm.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, (self.folder / "err").read_bytes(), usage.ru_maxrss * 1024

    def test_published_networks_damaged_at_random_are_read_or_refused(self):
        """A third of the damages is where the graph is described, which is little beside the weights."""
        files = sorted(shared("data/networks").glob("*.onnx"))
        print(f"seed {SEED}, {PUBLISHED} damages of each of {len(files)} networks")
        statuses = set()
        for path in files:
            whole = path.read_bytes()
            x = sorted(shared(f"data/inputs/{path.stem}").glob("*.npy"))[0]
            source = random.Random(f"{SEED} {path.stem}")
            for k in range(PUBLISHED):
                kept = 0 if k % 3 else max(0, len(whole) - source.choice([500, 3000]))
                data = whole[:kept] + damage(whole[kept:], source)
                if k % 3 == 1:
                    data = damage(whole[:2000], source) + whole[2000:]
                self.write("net.onnx", data)
                status, said, peak = self.measured("evaluate", "net.onnx", x, timeout=60)
                statuses.add(status)
                with self.subTest(network=path.name, damage=k):
                    self.assertIn(status, (0, 2), said)
                    self.assertLessEqual(peak, 10 * len(data) + (256 << 20), said)
                    if status == 2:
                        self.assertRegex(said, rb"\Aaxiomark: [^\n]+\n\Z")
        self.assertEqual(statuses, {0, 2})


if __name__ == "__main__":
    unittest.main()
