"""`axiomark converge`: errors by steps against known fractions, its page and its JSON."""

import html
import json
import math
import unittest

from program import ProgramTest

# relu(x - 1/2): from 0 to 1 the attribution is 1/2.
HALF_KINK = {"layers": [{"W": [[1]], "b": [-0.5], "activation": "relu"},
                        {"W": [[1]], "b": [0], "activation": "none"}]}


class ConvergeTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.write("net.json", HALF_KINK).name

    def rules(self, *options):
        said = self.document("converge", self.model, "[1]", "--steps", 200, *options)
        self.assertEqual(list(said), ["schema", "version", "model", "baseline", "seed", "results"])
        return {r["rule"]: r for r in said["results"][0]["rules"]}

    def test_converge_gives_the_known_errors_at_a_kink(self):
        rules = self.rules()
        for answer in rules["right"]["answers"]:
            m = answer["steps"]
            # (m + 1)/2 of m nodes lie beyond 1/2 for odd m; for even m the one on the kink is off.
            self.assertAlmostEqual(answer["relative_l1"], 1 / m if m % 2 else 0, delta=1e-12)
        self.assertEqual(rules["right"]["steps_for_good"]["0.05"], 20)
        self.assertEqual(rules["left"]["answers"][9]["steps"], 10)
        self.assertAlmostEqual(rules["left"]["answers"][9]["relative_l1"], 2 / 10, delta=1e-12)

    def test_converge_takes_the_derivative_on_a_kink_as_told(self):
        # With relu'(0) = 1 an even right rule counts the node on the kink: 2/m too much.
        for answer in self.rules("--kink", "1")["right"]["answers"]:
            m = answer["steps"]
            self.assertAlmostEqual(answer["relative_l1"], 1 / m if m % 2 else 2 / m, delta=1e-12)

    def test_converge_prints_a_row_per_rule_and_a_recommendation(self):
        text = self.succeeds("converge", self.model, "[1]", "--steps", 200).decode()
        for rule in ["left", "right", "midpoint", "trapezoid", "simpson", "gauss-legendre",
                     "random", "exact", "adaptive, tolerance 1/100"]:
            self.assertIn(f"\n  {rule} ", text)
        self.assertIn("The exact answer takes 2 gradients.", text)

    def test_converge_writes_a_page_that_needs_nothing_else(self):
        self.succeeds("converge", self.model, "[[1], [3]]", "--steps", 100, "--out", "there")
        page = (self.folder / "there" / "index.html").read_text(encoding="utf-8")
        self.assertEqual(page.count("<article"), 2)
        self.assertGreaterEqual(page.count('<svg class="plot"'), 8)
        self.assertNotIn("http", page)
        kept = json.loads((self.folder / "there" / "convergence.json").read_text())
        self.assertEqual(len(kept["results"]), 2)

    def test_the_page_says_the_command_that_writes_it(self):
        self.succeeds("converge", self.model, "[[1], [3]]", "--steps", 100, "--kink", "1/2",
                      "--out", "a b")
        page = (self.folder / "a b" / "index.html").read_text(encoding="utf-8")
        command = html.unescape(page.split("<pre>")[1].split("</pre>")[0])
        self.assertEqual(command, f"axiomark converge {self.model} '[[1], [3]]' --steps 100 "
                                  "--kink 1/2 --out 'a b'")

    def test_a_smooth_network_has_a_reference_with_its_error(self):
        # sigma(3 x - 1) from 0 to 1: sigma(2) - sigma(-1).
        model = self.write("smooth.json", {
            "schema": "axiomark-network/1", "inputs": [[1]], "output": 2,
            "operators": [{"type": "dense", "weights": [[3]], "bias": [-1]}, {"type": "sigmoid"}],
            "nodes": [{"operator": 0, "inputs": [0]}, {"operator": 1, "inputs": [1]}]}).name
        result = self.document("converge", model, "[1]", "--steps", 100)["results"][0]
        self.assertEqual(result["truth"]["kind"], "enclosed")
        self.assertLess(result["truth"]["reference_error"], 1e-14)
        self.assertIn("tanh-sinh", result["truth"]["words"])
        rules = {r["rule"]: r for r in result["rules"]}
        right = 1 / (1 + math.exp(-2)) - 1 / (1 + math.exp(1))
        errors = {a["steps"]: a["relative_l1"] for a in rules["gauss-legendre"]["answers"]}
        # Known to twelve digits from another calculation: 1.7e-12 with 10 nodes.
        self.assertAlmostEqual(errors[10] * right, 1.7e-12, delta=0.1e-12)
        self.assertEqual(rules["simpson"]["gradients_for_good"]["0.01"],
                         rules["simpson"]["steps_for_good"]["0.01"] + 1)

    def test_converge_refuses_what_has_no_answer(self):
        self.refuses("converge", self.model, "[1]", "--steps", 7, says="50 to 10000")
        self.refuses("converge", self.model, "[1]", "--kink", "x", says="--kink")
        self.refuses("converge", self.model, "[1]", "--threads", 0, says="--threads")
        flat = self.write("flat.json", {"layers": [
            {"W": [[1, -1]], "b": [0], "activation": "relu"},
            {"W": [[1]], "b": [0], "activation": "none"}]}).name
        self.refuses("converge", flat, "[1, 1]", says="runs inside its kink")

    def test_attribute_steps_auto_says_what_it_guarantees(self):
        said = self.document("attribute", self.model, "[1]", "--steps", "auto")
        self.assertEqual(said["method"], "integrated-gradients:rule=auto,tolerance=1/100")
        result = said["results"][0]
        self.assertAlmostEqual(result["attributions"][0], 0.5, delta=1e-12)
        self.assertTrue(any(n.startswith("rule=exact chosen; guaranteed") for n in result["notes"]))
        said = self.document("attribute", self.model, "[1]", "--steps", "auto", "--tolerance", "0.1")
        self.assertEqual(said["method"], "integrated-gradients:rule=auto,tolerance=0.1")
        said = self.document("attribute", self.model, "[1]", "--steps", "7")
        self.assertEqual(said["results"][0]["gradient_evaluations"], 7)
        self.refuses("attribute", self.model, "[1]", "--steps", "many", says="steps")
        self.refuses("attribute", self.model, "[1]", "--steps", "auto", "--method", "gradient",
                     says="rule")


if __name__ == "__main__":
    unittest.main()
