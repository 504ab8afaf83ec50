"""The display options of `attribute`: shown and written in place of attributions, named as such."""

import unittest

import npy
from program import ProgramTest

# F(z) = sum of weights_i z_i over 2 channels x 1 x 3, whose attributions are weights_i z_i.
WEIGHTS = [1, -2, 3, 1, 1, -5]
IMAGE = {"schema": "axiomark-network/1", "inputs": [[2, 1, 3]], "output": 2,
         "operators": [{"type": "rearrange", "form": "reshape", "in": [2, 1, 3], "out": [6],
                        "source": [0, 1, 2, 3, 4, 5], "fill": 0},
                       {"type": "dense", "weights": [WEIGHTS], "bias": [0]}],
         "nodes": [{"operator": 0, "inputs": [0]}, {"operator": 1, "inputs": [1]}]}
ONES = "[[[1, 1, 1]], [[1, 1, 1]]]"


class DisplayTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.write("image.json", IMAGE).name

    def displayed(self, steps, point=ONES):
        said = self.document("attribute", self.model, point, "--method", "gradient-x-input",
                             "--exact", "--display", steps)
        self.assertEqual(said["display"], steps.split(","))
        self.assertEqual(said["results"][0]["sum"], "-1" if point == ONES else "0")
        return said["results"][0]["displayed"]

    def test_display_steps_are_done_in_their_order(self):
        self.assertEqual(self.displayed("absolute"), ["1", "2", "3", "1", "1", "5"])
        self.assertEqual(self.displayed("channel-sum"), ["2", "-1", "-2"])
        self.assertEqual(self.displayed("channel-sum,absolute"), ["2", "1", "2"])
        self.assertEqual(self.displayed("absolute,channel-sum"), ["2", "3", "8"])
        self.assertEqual(self.displayed("normalized"), ["1/5", "-2/5", "3/5", "1/5", "1/5", "-1"])
        self.assertEqual(self.displayed("channel-sum,normalized"), ["1", "-1/2", "-1"])

    def test_display_of_nothing_but_zeros_divides_by_nothing(self):
        zeros = "[[[0, 0, 0]], [[0, 0, 0]]]"
        self.assertEqual(self.displayed("normalized", zeros), ["0"] * 6)

    def test_display_leaves_attributions_and_their_sum_alone(self):
        plain = self.document("attribute", self.model, ONES, "--method", "gradient-x-input")
        shown = self.document("attribute", self.model, ONES, "--method", "gradient-x-input",
                              "--display", "absolute")
        self.assertEqual(list(plain), [key for key in shown if key != "display"])
        result = shown["results"][0]
        self.assertEqual(result.pop("displayed"), [1, 2, 3, 1, 1, 5])
        self.assertEqual(result, plain["results"][0])

    def test_display_is_what_is_written_with_its_own_shape(self):
        self.succeeds("attribute", self.model, ONES, "--method", "gradient-x-input", "--display",
                      "channel-sum,absolute", "--out", "a.npy")
        shape, values, _ = npy.read(self.folder / "a.npy")
        self.assertEqual((list(shape), values), ([1, 1, 1, 3], [2, 1, 2]))

    def test_display_is_named_in_the_table(self):
        text = self.succeeds("attribute", self.model, ONES, "--method", "gradient-x-input",
                             "--display", "channel-sum,absolute").decode()
        self.assertIn("position  channel-sum, then absolute\n         0  2\n         1  1\n", text)
        self.assertIn("sum of the attributions -1, residual 0", text)

    def test_display_refuses_what_it_cannot_do(self):
        ask = ["attribute", self.model, ONES, "--display"]
        self.refuses(*ask, "abs", says=["--display", "'abs'", "absolute, channel-sum, normalized"])
        self.refuses(*ask, "absolute,absolute", says=["'absolute' given twice"])
        self.refuses(*ask, "", says=["--display"])
        flat = self.write("flat.json", {"layers": [{"W": [[1, 2]], "b": [0], "activation": "none"}]}).name
        self.refuses("attribute", flat, "[1, 2]", "--display", "channel-sum",
                     says=["--display channel-sum", "channels x height x width"])


if __name__ == "__main__":
    unittest.main()
