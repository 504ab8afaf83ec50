"""Runs the built program as a user would: what every test of the command line starts from.

AXIOMARK_PROGRAM names the program, AXIOMARK_SHARED_DATA the data that is not part of the project
(by default the folder `shared` beside it). A test that needs that data calls shared(); without it
the test prints SKIPPED and ctest counts it as skipped.
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.path.abspath(os.environ["AXIOMARK_PROGRAM"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("AXIOMARK_SHARED_DATA", ROOT.parent / "shared"))

# F(x) = relu(x1 - 2 x2) + 2 relu(3 x1 + x2 + 1) - relu(-x1 + x2) + 1
SMALL_NETWORK = {
    "layers": [
        {"W": [[1, -2], [3, 1], [-1, 1]], "b": [0, 1, 0], "activation": "relu"},
        {"W": [[1, 2, -1]], "b": [1], "activation": "none"},
    ]
}


def shared(relative):
    """A shared file or folder; skips the running test if there is no shared data at all."""
    if not (SHARED / "golden").is_dir() and not (SHARED / "data").is_dir():
        print(f"\nSKIPPED: no shared data in {SHARED}", flush=True)
        raise unittest.SkipTest("no shared data")
    path = SHARED / relative
    assert path.exists(), f"shared data without {relative}"
    return path


class ProgramTest(unittest.TestCase):
    """A temporary folder to work in, and the program."""

    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        """A file in the temporary folder; what is neither text nor bytes becomes JSON."""
        path = self.folder / name
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def run_program(self, *arguments, stdout=subprocess.PIPE, timeout=120):
        """The finished process, run in the temporary folder, with its output as bytes."""
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, stdout=stdout,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=timeout)

    def succeeds(self, *arguments, **options):
        """Standard output, after status 0 and nothing on standard error."""
        done = self.run_program(*arguments, **options)
        self.assertEqual((done.returncode, done.stderr), (0, b""), arguments)
        return done.stdout

    def document(self, *arguments, exact_tokens=False, **options):
        """The one JSON document on standard output; exact_tokens keeps numbers as their text."""
        text = self.succeeds(*arguments, "--json", **options).decode()
        self.assertEqual(text.count("\n"), 1, "one line")
        kept = {"parse_float": str, "parse_int": str} if exact_tokens else {}
        return json.loads(text, parse_constant=self.fail, **kept)

    def refuses(self, *arguments, says=(), stdout=subprocess.PIPE, timeout=120):
        """Status 2, one line on standard error that contains `says`, nothing on standard output."""
        done = self.run_program(*arguments, stdout=stdout, timeout=timeout)
        said = done.stderr.decode()
        self.assertTrue(said.rstrip("\n").isprintable(), said)
        self.assertEqual(done.returncode, 2, f"{arguments}: {said}")
        self.assertFalse(done.stdout, arguments)
        self.assertTrue(said.startswith("axiomark: ") and said.endswith("\n"), said)
        self.assertEqual(said.count("\n"), 1, said)
        self.assertGreater(len(said), len("axiomark: \n"), arguments)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, said)
        return said
