"""The documents of `evaluate --json` and `attribute --json`, which other programs rely on."""

import json
import unittest
from fractions import Fraction

from program import SMALL_NETWORK, ProgramTest

RESULT_MEMBERS = ["input", "target", "input_value", "baseline_value", "attributions", "sum",
                  "residual", "gradient_evaluations", "hung_on", "notes", "error"]
TWO_OUTPUTS = {"layers": [{"W": [[1, 2], [3, -1]], "b": [0, 0], "activation": "none"}]}


class AttributeTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.write("net.json", SMALL_NETWORK).name

    def attribute(self, point, *options, **more):
        return self.document("attribute", self.model, point, *options, **more)

    def test_evaluate_json_has_the_documented_members(self):
        said = self.document("evaluate", self.model, "[[1, 2], [0.5, 2]]")
        self.assertEqual(said, {"model": "net.json", "shape": [1], "outputs": [[12], [8.5]]})

    def test_evaluate_exact_writes_fractions_in_strings(self):
        said = self.document("evaluate", self.model, "[1/2, 2]", "--exact")
        self.assertEqual(said, {"model": "net.json", "shape": [1], "outputs": [["17/2"]]})

    def test_evaluate_prints_one_line_per_input(self):
        self.model = self.write("two.json", TWO_OUTPUTS).name
        self.assertEqual(self.succeeds("evaluate", self.model, "[[1, 2], [1/4, 0]]"),
                         b"5 1\n0.25 0.75\n")

    def test_attribute_json_has_the_documented_members(self):
        said = self.attribute("[[1, 2], [0.5, 2]]")
        self.assertEqual(list(said), ["model", "method", "scalar", "target", "results", "seconds"])
        self.assertEqual([said["model"], said["method"], said["scalar"], said["target"]],
                         ["net.json", "integrated-gradients", "double", "predicted"])
        self.assertIsNone(said["seconds"])
        for k, result in enumerate(said["results"]):
            self.assertEqual(list(result)[:len(RESULT_MEMBERS)], RESULT_MEMBERS)
            self.assertLessEqual(set(result), set(RESULT_MEMBERS) | {"error_bound"})
            self.assertEqual([result["input"], result["target"], result["gradient_evaluations"]],
                             [k, 0, 50])
            self.assertEqual(result["baseline_value"], 3)
            # Three additions of numbers of about ten, each rounded to a 2^-53th.
            self.assertAlmostEqual(result["sum"], sum(result["attributions"]), delta=1e-14)
            self.assertAlmostEqual(result["residual"],
                                   result["sum"] - (result["input_value"] - 3), delta=1e-14)
            self.assertEqual([result["hung_on"], result["error"]], [[], None])
            self.assertEqual(len(result["notes"]), 1)  # F(x') = 3 is more than a tenth of F(x)

    def test_exact_numbers_are_strings(self):
        result = self.attribute("[1/2, -3]", "--exact", "--method",
                                "integrated-gradients:rule=exact")
        self.assertEqual(result["scalar"], "rational")
        # Along t (1/2, -3): relu 1 is on, relu 2 is on up to t = 2/3, relu 3 is off.
        self.assertEqual(result["results"], [{
            "input": 0, "target": 0, "input_value": "15/2", "baseline_value": "3",
            "attributions": ["5/2", "2"], "sum": "9/2", "residual": "0",
            "gradient_evaluations": 2, "hung_on": [],
            "notes": ["F(x') = 3 is not near zero beside F(x) = 15/2: the attributions explain the difference, "
                      "not F(x) itself"], "error": None}])

    def test_a_local_method_has_no_baseline_value_and_no_residual(self):
        result = self.attribute("[1, 2]", "--method", "gradient")["results"][0]
        self.assertEqual([result["baseline_value"], result["residual"]], [None, None])
        self.assertEqual(result["attributions"], [7, 1])

    def test_gradient_x_input_is_balanced_against_zero(self):
        result = self.attribute("[1, 2]", "--method", "gradient-x-input", "--baseline",
                                "[1, 1]")["results"][0]
        self.assertEqual([result["attributions"], result["baseline_value"], result["residual"]],
                         [[7, 2], 3, 0])

    def test_what_an_answer_hung_on_is_named(self):
        result = self.attribute("[0, 0]", "--method", "gradient")["results"][0]
        self.assertEqual(result["hung_on"], ["kink"])

    def test_kink_decides_the_gradient_where_a_relu_is_at_zero(self):
        # At (0, 0): relus 1 and 3 at their kinks, relu 2 on with 2 (3, 1).
        for kink, expected in [("0", ["6", "2"]), ("1", ["8", "-1"]), ("1/2", ["7", "1/2"])]:
            said = self.attribute("[0, 0]", "--exact", "--method", f"gradient:kink={kink}")
            self.assertEqual(said["results"][0]["attributions"], expected, kink)

    def test_a_path_inside_a_kink_is_an_error_of_that_input_alone(self):
        done = self.run_program("attribute", self.model, "[[2, 1], [1, 2]]", "--method",
                                "integrated-gradients:rule=exact", "--json")
        said = json.loads(done.stdout)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr.decode(), r"\Aaxiomark: input 0: [^\n]*\n\Z")
        self.assertIn("relu", said["results"][0]["error"])
        self.assertIsNone(said["results"][0]["attributions"])
        self.assertIsNone(said["results"][1]["error"])
        self.assertEqual(said["results"][1]["attributions"], [7, 2])

    def test_target_is_as_asked_and_per_result_as_chosen(self):
        self.model = self.write("two.json", TWO_OUTPUTS).name
        for asked, chosen in [("0", [0, 0]), ("1", [1, 1]), ("predicted", [0, 1]),
                              ("predicted-min", [1, 0]), ("[2, -1]", [[2, -1], [2, -1]])]:
            said = self.attribute("[[1, 2], [1, 0]]", "--target", asked, "--method", "gradient")
            self.assertEqual(said["target"], asked)
            self.assertEqual([result["target"] for result in said["results"]], chosen, asked)

    def test_target_weights_combine_outputs(self):
        self.model = self.write("two.json", TWO_OUTPUTS).name
        result = self.attribute("[1, 2]", "--target", "[2, -1]", "--method", "gradient-x-input",
                                "--exact")["results"][0]
        self.assertEqual([result["attributions"], result["input_value"]], [["-1", "10"], "9"])

    def test_one_baseline_serves_all_inputs_or_each_has_its_own(self):
        method = ["--exact", "--method", "integrated-gradients:rule=exact"]
        one = self.attribute("[[1, 2], [4, 1]]", "--baseline", "[3, 1]", *method)["results"]
        own = self.attribute("[[1, 2], [4, 1]]", "--baseline", "[[3, 1], [3, 1]]", *method)
        self.assertEqual(one, own["results"])
        self.assertEqual([result["baseline_value"] for result in one], ["24", "24"])

    def test_timing_is_reported_only_when_asked_for(self):
        seconds = self.attribute("[1, 2]", "--time", "3")["seconds"]
        self.assertEqual(list(seconds), ["min", "median"])
        self.assertTrue(0 < seconds["min"] <= seconds["median"])

    def test_float_and_double_are_named_and_rounded(self):
        # The answer is 7 times the input 1/3, rounded twice.
        for scalar, half_ulp in [("float", 2**-24), ("double", 2**-53)]:
            said = self.attribute("[1/3, 0]", "--scalar", scalar, "--method", "gradient-x-input")
            self.assertEqual(said["scalar"], scalar)
            found = Fraction(said["results"][0]["attributions"][0])
            self.assertNotEqual(found, Fraction(7, 3))
            self.assertLessEqual(abs(found / Fraction(7, 3) - 1), 3 * half_ulp)

    def test_table_shows_the_same_numbers(self):
        text = self.succeeds("attribute", self.model, "[1, 2]", "--exact", "--method",
                             "integrated-gradients:rule=exact").decode()
        self.assertIn("F(x) = 12, F(x') = 3", text)
        self.assertRegex(text, r"\n +0 +1 +7\n +1 +2 +2\n +sum 9, residual 0; 1 gradient eval")


if __name__ == "__main__":
    unittest.main()
