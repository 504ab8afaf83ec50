"""A saved case judged again by a fresh process, from another folder: the same bytes, whatever was searched."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from program import PROGRAM, ProgramTest

METHODS = ["gradient", "gradient-x-input:kink=1/2", "guided-backprop", "deconvnet:tie=last",
           "lrp:rule=0,bias=ignore", "occlusion", "shapley", "idgi",
           "integrated-gradients:rule=exact", "integrated-gradients:rule=gauss-legendre,steps=3",
           "integrated-gradients:rule=random,steps=3,seed=9", "random:seed=5"]
SEEDS = [1, 2, 3]


def as_written(document):
    """The bytes of a case file that says this. Its numbers are whole or texts: nothing is rounded."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


class ReplayTest(ProgramTest):
    def cases(self, seed):
        """The case files of a search, with their bytes."""
        self.succeeds("report", "--cases", "60", "--seed", seed, "--methods", *METHODS, "--out",
                      f"page-{seed}", timeout=600)
        files = sorted((self.folder / f"page-{seed}/cases").iterdir())
        self.assertGreater(len(files), 30)
        return [(path, path.read_bytes()) for path in files]

    def replayed(self, path, folder):
        done = subprocess.run([PROGRAM, "replay", str(path), "--json"], cwd=folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, b""), path)
        return done.stdout

    def test_a_saved_case_judged_again_by_a_fresh_process_gives_the_same_bytes(self):
        for seed in SEEDS:
            for path, saved in self.cases(seed):
                with self.subTest(case=path.name, seed=seed):
                    with tempfile.TemporaryDirectory() as elsewhere:
                        copy = pathlib.Path(elsewhere, "copy.json")
                        copy.write_bytes(saved)
                        once = self.replayed(path, self.folder)
                        self.assertEqual(self.replayed(copy, elsewhere), once)
                    said = json.loads(once)
                    self.assertEqual(said.pop("verdict"), "violated")
                    self.assertEqual(as_written(said), saved)

    def test_a_case_without_its_answers_is_judged_to_the_same_bytes(self):
        """What replay says comes from the networks and points alone."""
        for path, saved in self.cases(4):
            with self.subTest(case=path.name):
                whole = json.loads(saved)
                bare = {**whole, "attributions": []}
                bare["judgement"] = {**whole["judgement"], "reason": "", "left": [], "right": []}
                said = json.loads(self.replayed(self.write("bare.json", bare), self.folder))
                self.assertEqual(said.pop("verdict"), "violated")
                self.assertEqual(as_written(said), saved)


if __name__ == "__main__":
    unittest.main()
