"""Networks and counterexamples written for other programs, through the command line."""

import fractions
import json
import unittest

import npy
from program import SMALL_NETWORK, ProgramTest, shared

POINT = "[2,1]"


class ExportTest(ProgramTest):
    def outputs(self, model, *arguments):
        return self.succeeds("evaluate", model, *arguments)

    def test_a_network_in_json_becomes_onnx_and_json_again_with_the_same_outputs(self):
        self.write("small.json", SMALL_NETWORK)
        for scalar in ["float", "double"]:
            with self.subTest(scalar=scalar):
                wanted = self.outputs("small.json", POINT, "--scalar", scalar)
                self.succeeds("export", "small.json", "small.onnx", "--scalar", scalar)
                self.succeeds("export", "small.onnx", "again.json", "--scalar", scalar)
                self.assertEqual(self.outputs("small.onnx", POINT, "--scalar", scalar), wanted)
                self.assertEqual(self.outputs("again.json", POINT, "--scalar", scalar), wanted)

    def test_fractions_stay_fractions_in_json_and_are_counted_where_they_are_rounded(self):
        self.write("third.json", {"layers": [{"W": [["1/3", 2]], "b": ["1/7"], "activation": "none"}]})
        self.succeeds("export", "third.json", "same.json", "--exact")
        self.assertEqual(self.outputs("same.json", "[1,1]", "--exact"), b"52/21\n")
        said = self.succeeds("export", "third.json", "third.onnx", "--exact").decode()
        self.assertEqual(said, "third.onnx: 2 parameters that no double equals rounded to nearest\n")

    def test_published_networks_give_the_same_bits_after_export(self):
        for name in ["acasxu_1_1", "resnet_2b", "ffnnSIGMOID__Point_6x200", "Convnet_maxpool"]:
            with self.subTest(network=name):
                model = shared(f"data/networks/{name}.onnx")
                sample = shared(f"data/inputs/{name}/0.npy")
                self.succeeds("export", model, "copy.onnx")
                self.assertEqual(self.outputs("copy.onnx", sample), self.outputs(model, sample))

    def test_the_files_of_a_counterexample_give_its_attributions(self):
        self.succeeds("report", "--cases", "0", "--scope", "tiny", "--methods", "lrp:rule=0,bias=ignore",
                      "--axioms", "implementation-invariance", "--out", "page")
        case = self.folder / "page/cases/lrp-rule-0-bias-ignore--implementation-invariance.json"
        said = self.succeeds("replay", case, "--export", "files").decode()
        self.assertIn("Written to files: f.onnx, f_input.npy", said)
        saved = json.loads(case.read_text())
        for label, attributions in zip("fg", saved["attributions"]):
            self.succeeds("attribute", f"files/{label}.onnx", f"files/{label}_input.npy",
                          "--baseline", f"files/{label}_baseline.npy", "--method",
                          saved["method"], "--target", "[1]", "--out", f"{label}.npy")
            _, values, _ = npy.read(self.folder / f"{label}.npy")
            self.assertEqual(list(values), [float(fractions.Fraction(value)) for value in attributions])

    def test_what_cannot_be_written_is_named(self):
        self.write("small.json", SMALL_NETWORK)
        self.refuses("export", "small.json", "small.txt", says=["small.txt", ".onnx or .json"])
        self.refuses("export", "small.json", "nowhere/small.onnx", says=["nowhere/small.onnx"])
        self.refuses("export", "missing.json", "small.onnx", says=["missing.json"])
        self.assertFalse((self.folder / "small.onnx").exists())


if __name__ == "__main__":
    unittest.main()
