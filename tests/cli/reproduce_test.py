"""`reproduce` and `list claims`."""

import json
import unittest

from claim_scripts import faults_of_output, faults_of_scripts
from program import ROOT, ProgramTest


def claims_of(document):
    return {claim["id"]: claim for claim in document["claims"]}


def exact_only(claim):
    """A claim without its decimals: the last digits of statistics are those of a machine's products,
    and the program holds them to their registered intervals itself."""
    kept = dict(claim)
    kept["computed"] = {name: [n for n in numbers if "." not in n and "e" not in n]
                        for name, numbers in claim["computed"].items()}
    kept.pop("by_kink", None)
    return kept


class ReproduceTest(ProgramTest):
    def test_one_claim_has_exact_numbers_and_a_verdict(self):
        claim = claims_of(self.document("reproduce", "A05"))["A05"]
        self.assertEqual(claim["computed"]["LRP of g, biases ignored"], ["2", "-1"])
        self.assertEqual(claim["computed"]["LRP of g, biases in the denominator"], ["3", "-1"])
        self.assertEqual((claim["verdict"], claim["holds_under"]),
                         ("holds-only-if", ["biases ignored"]))
        self.assertTrue(claim["as_registered"])
        self.assertLessEqual({"title", "source", "claimed", "why"}, set(claim))

    def test_all_claims_come_to_what_is_stored(self):
        """results/claims holds the reference run; exact numbers depend on neither machine nor threads."""
        stored = json.loads((ROOT / "results/claims/claims.json").read_bytes())
        found = self.document("reproduce", "--out", self.folder / "out",
                              "--export", self.folder / "export", timeout=600)
        for claim, expected in zip(found["claims"], stored["claims"]):
            self.assertEqual(exact_only(claim), exact_only(expected))
            self.assertTrue(claim["as_registered"], claim["id"])
        self.assertEqual(len(found["claims"]), len(stored["claims"]))
        self.assertEqual(json.loads((self.folder / "out/claims.json").read_bytes()), found)
        self.assertTrue((self.folder / "out/index.html").read_text().startswith("<!DOCTYPE html>"))
        faults = faults_of_scripts(self.folder / "export", claims_of(found))
        if faults is None:
            self.skipTest("PyTorch is not installed: the exported scripts were not run")
        self.assertEqual(faults, [])

    def test_threads_change_nothing(self):
        ids = ["A05", "B03", "C04", "E01"]
        one = self.succeeds("reproduce", *ids, "--json", "--threads", "1")
        self.assertEqual(one, self.succeeds("reproduce", *ids, "--json", "--threads", "2"))

    def test_a_table_row_has_what_is_said_and_what_is_found(self):
        text = self.succeeds("reproduce", "A05").decode()
        self.assertIn("the source says", text.splitlines()[0])
        self.assertIn("A05", text)
        self.assertIn("Holds only if", text)
        both = self.succeeds("reproduce", "A05", "C04").decode()
        self.assertIn("2 claims: 1 true, 1 under a reading only, 0 false; all as registered", both)

    def test_explain_goes_line_by_line(self):
        text = self.succeeds("reproduce", "A05", "--explain").decode()
        self.assertIn("What a careful author would have written", text)
        self.assertIn("line by line", text)
        self.assertIn("Holds only if biases ignored", text)

    def test_settings_change_point_and_options(self):
        done = self.run_program("reproduce", "A05", "--set", "x=[5,1]", "--set", "bias=ignore",
                                "--json")
        claim = claims_of(json.loads(done.stdout))["A05"]
        self.assertEqual(claim["computed"]["LRP of f, biases in the denominator"],
                         ["15/4", "-3/4"])
        # Another verdict than the registered one: exit status 1.
        self.assertEqual(done.returncode, 1)

    def test_a_network_of_ones_own(self):
        self.write("mine.json", {"layers": [{"W": [[1, -1]], "b": [0], "activation": "relu"}]})
        done = self.run_program("reproduce", "A05", "--set", "f=mine.json", "--json")
        self.assertEqual(claims_of(json.loads(done.stdout))["A05"]["computed"]["f"], ["2"])

    def test_a_claim_is_written_for_other_programs(self):
        self.succeeds("reproduce", "A05", "--export", self.folder / "a05", "--json")
        names = sorted(path.name for path in (self.folder / "a05").iterdir())
        self.assertEqual(names, ["check.py", "derivation.tex", "f.onnx", "g.onnx"])
        outputs = self.document("evaluate", self.folder / "a05/g.onnx", "[3, 1]")
        self.assertEqual(outputs["outputs"], [[1]])
        compile((self.folder / "a05/check.py").read_text(), "check.py", "exec")

    def test_a_script_that_shows_another_number_is_found(self):
        computed = {"IG of f": ["3/2", "-1/2"], "sum": ["1"]}
        right = "IG of f: [1.5, -0.5], expected 3/2, -1/2\nsum: 1.0, expected 1\n"
        self.assertEqual(faults_of_output(right, computed), ([], 2))
        for wrong in ["IG of f: [1.5, -0.500001], expected 3/2, -1/2",
                      "IG of f: [1.5], expected 3/2, -1/2", "sum: 1.0, expected 2",
                      "sum: nan, expected 1"]:
            self.assertEqual(faults_of_output(wrong, computed), ([wrong], 1))

    def test_bad_usage_is_one_line(self):
        for arguments, words in [(["A99"], "unknown claim 'A99'"),
                                 (["A05", "--set", "z=1"], "claim A05 has no 'z'"),
                                 (["A05", "A04", "--set", "x=[1,1]"], "2 claims"),
                                 (["--set", "x=[1,1]"], "0 claims"),
                                 (["A05", "--threads", "0"], "1 to 1024")]:
            self.refuses("reproduce", *arguments, says=words)

    def test_claims_are_listed(self):
        document = json.loads(self.succeeds("list", "claims", "--json"))
        text = self.succeeds("list", "claims").decode()
        ids = [claim["id"] for claim in document]
        self.assertEqual(ids, sorted(set(ids)))
        for claim in document:
            self.assertIn(claim["verdict"], ["holds", "holds-only-if", "false"])
            self.assertIn(f'{claim["id"]}  {claim["title"]}', text)


if __name__ == "__main__":
    unittest.main()
