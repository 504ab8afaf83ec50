"""ONNX models with several inputs, outputs and internal tensors: --input, --fixed, --at, --output."""

import unittest

import onnx_model as onnx
from program import SMALL_NETWORK, ProgramTest

# y = 2 a + 3 b and z = a b, of two inputs with two features each.
TWO_INPUTS = onnx.model(
    [onnx.node("Mul", ["a", "two"], ["a2"]), onnx.node("Mul", ["b", "three"], ["b3"]),
     onnx.node("Add", ["a2", "b3"], ["y"]), onnx.node("Mul", ["a", "b"], ["z"])],
    [onnx.value("a", [1, 2]), onnx.value("b", [1, 2])], ["y", "z"],
    [onnx.tensor("two", [1], [2.0]), onnx.tensor("three", [1], [3.0])])

# Token ids, embedded in two dimensions, times a mask, summed over the sentence, squared:
# score = (sum of mask e_1)^2 + 5 (sum of mask e_2)^2
EMBEDDING = [[0.0, 0.0], [1.0, 2.0], [3.0, -1.0], [0.5, 4.0]]
SENTENCE = onnx.model(
    [onnx.node("Gather", ["table", "ids"], ["embedded"], axis=0),
     onnx.node("Unsqueeze", ["mask", "last"], ["column"]),
     onnx.node("Mul", ["embedded", "column"], ["masked"]),
     onnx.node("ReduceSum", ["masked", "middle"], ["sums"], keepdims=0),
     onnx.node("Mul", ["sums", "sums"], ["squares"]),
     onnx.node("MatMul", ["squares", "weights"], ["score"])],
    [onnx.value("ids", ["batch", "length"], onnx.INT64), onnx.value("mask", [1, "length"])],
    ["score"],
    [onnx.tensor("table", [4, 2], [v for row in EMBEDDING for v in row]),
     onnx.tensor("last", [1], [-1]), onnx.tensor("middle", [1], [1]),
     onnx.tensor("weights", [2, 1], [1.0, 5.0])])


class ModelInputsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.two = self.write("two.onnx", TWO_INPUTS).name
        self.sentence = self.write("sentence.onnx", SENTENCE).name

    def outputs(self, *arguments):
        return self.document("evaluate", *arguments)["outputs"]

    def test_each_input_of_a_model_is_given_by_name(self):
        self.assertEqual(self.outputs(self.two, "--input", "b=[10, 20]", "--input", "a=[1, 2]"),
                         [[32, 64]])
        # One value of an input for all samples of another.
        self.assertEqual(self.outputs(self.two, "--input", "b=[10, 20]", "--input",
                                      "a=[[1, 2], [0, 0]]"), [[32, 64], [30, 60]])

    def test_the_output_is_the_first_or_any_tensor_by_name(self):
        given = ["--input", "a=[1, 2]", "--input", "b=[10, 20]"]
        self.assertEqual(self.outputs(self.two, *given), [[32, 64]])
        self.assertEqual(self.outputs(self.two, *given, "--output", "z"), [[10, 40]])
        self.assertEqual(self.outputs(self.two, *given, "--output", "b3"), [[30, 60]])
        self.refuses("evaluate", self.two, *given, "--output", "w",
                     says=["two.onnx", "'w'", "no tensor"])

    def test_attributions_of_several_inputs_come_in_declared_order(self):
        said = self.document("attribute", self.two, "--input", "b=[10, 20]", "--input", "a=[1, 2]",
                             "--method", "gradient-x-input", "--target", "1")
        self.assertEqual(said["results"][0]["attributions"], [0, 4, 0, 60])

    def test_a_fixed_input_is_a_constant(self):
        said = self.document("attribute", self.two, "--input", "b=[10, 20]", "--input", "a=[1, 2]",
                             "--fixed", "b", "--output", "z", "--method",
                             "integrated-gradients:rule=exact", "--target", "1", "--exact")
        # a_2 b_2 is linear in a once b is fixed.
        self.assertEqual(said["results"][0]["attributions"], ["0", "40"])
        self.refuses("attribute", self.two, "--input", "a=[1, 2]", "--input",
                     "b=[[1, 2], [3, 4]]", "--fixed", "b", says=["--fixed b", "2 samples"])

    def test_token_ids_go_in_and_the_embedding_is_attributed(self):
        given = [self.sentence, "--input", "ids=[1, 2, 3]", "--input", "mask=[1, 1, 0]"]
        # sums (4, 1): score 16 + 5 = 21.
        self.assertEqual(self.outputs(*given, "--at", "embedded"), [[21]])
        said = self.document("attribute", *given, "--at", "embedded", "--method",
                             "gradient-x-input", "--exact")
        # 2 * 4 e_1 and 10 * 1 e_2 of each token, 0 where the mask is.
        self.assertEqual(said["results"][0]["attributions"], ["8", "20", "24", "-10", "0", "0"])
        self.assertEqual(said["results"][0]["input_value"], "21")

    def test_several_sentences_of_one_length_are_cut_one_by_one(self):
        given = [self.sentence, "--input", "ids=[[1, 1], [2, 0]]", "--input", "mask=[1, 1]"]
        self.assertEqual(self.outputs(*given, "--at", "embedded"), [[4 + 80], [9 + 5]])
        # A value per sample may be read in front of the cut only.
        self.refuses("evaluate", self.sentence, "--input", "ids=[[1, 1], [2, 0]]", "--input",
                     "mask=[[1, 1], [0, 1]]", "--at", "embedded",
                     says=["input 'mask'", "behind tensor 'embedded'"])
        self.assertEqual(
            self.outputs(self.sentence, "--input", "ids=[[1, 1], [2, 0]]", "--input",
                         "mask=[[1, 1], [0, 1]]", "--at", "masked"), [[84], [0]])

    def test_whole_numbers_are_not_attributed(self):
        self.refuses("attribute", self.sentence, "--input", "ids=[1, 2, 3]", "--input",
                     "mask=[1, 1, 1]", says=["input 'ids'", "whole numbers", "cannot be attributed"])
        self.refuses("evaluate", self.sentence, "--input", "ids=[1.5, 2]", "--input", "mask=[1, 1]",
                     "--at", "embedded", says=["input 'ids'", "value 0 is 1.5", "whole numbers"])
        self.refuses("evaluate", self.sentence, "--input", "ids=[1, 4]", "--input", "mask=[1, 1]",
                     "--at", "embedded", says=["(Gather)", "position 4"])
        # With the ids as constants the mask can be attributed.
        said = self.document("attribute", self.sentence, "--input", "ids=[2]", "--input",
                             "mask=[1]", "--fixed", "ids", "--method", "gradient-x-input")
        self.assertEqual(said["results"][0]["attributions"], [2 * 14])

    def test_a_name_or_value_that_does_not_fit_is_refused(self):
        refusals = [
            (["--input", "a=[1, 2]"], ["no value for input 'b'"]),
            (["--input", "c=[1, 2]"], ["no input 'c'", "a, b"]),
            (["--input", "a"], ["'a'", "NAME=FILE"]),
            (["--input", "a=[1, 2]", "--input", "a=[1, 2]"], ["'a' twice"]),
            (["--input", "a=[1, 2]", "--input", "b=[1]"], ["--input b", "shape [1]"]),
            (["--input", "a=[1, 2]", "--input", "b=missing.npy"], ["--input b", "missing.npy"]),
            (["[1, 2]", "--output", "z", "--fixed", "b"], ["INPUT", "2 inputs: a, b"]),
            (["--fixed", "a"], ["INPUT", "missing"]),
            ([], ["INPUT", "missing"]),
        ]
        for options, says in refusals:
            self.refuses("evaluate", self.two, *options, says=says)
        self.refuses("evaluate", self.two, "--input", "a=[1, 2]", "--input", "b=[1, 2]", "--at",
                     "nowhere", says="'nowhere'")
        model = self.write("net.json", SMALL_NETWORK).name
        self.refuses("evaluate", model, "[1, 2]", "--output", "y", says=["net.json", "JSON"])

    def test_a_model_with_one_open_input_takes_it_as_input(self):
        self.assertEqual(self.outputs(self.two, "[1, 2]", "--input", "b=[10, 20]"), [[32, 64]])

    def test_sizes_that_a_model_leaves_open_are_those_of_the_array(self):
        # The mask of three words, its gradient: 2 sum_1 e_1 + 10 sum_2 e_2 of each.
        said = self.document("attribute", self.sentence, "--input", "ids=[1, 2, 0]", "--input",
                             "mask=[1, 1, 1]", "--fixed", "ids", "--method", "gradient")
        self.assertEqual(said["results"][0]["attributions"], [8 + 20, 24 - 10, 0])
        shifted = onnx.model([onnx.node("ReduceSum", ["x", "last"], ["y"], keepdims=0)],
                             [onnx.value("x", ["batch", "length"])], ["y"],
                             [onnx.tensor("last", [1], [-1])])
        model = self.write("sum.onnx", shifted).name
        self.assertEqual(self.outputs(model, "[1, 2, 4]"), [[7]])
        self.assertEqual(self.outputs(model, "[[1, 2, 4], [1, 1, 1]]"), [[7], [3]])

    def test_an_exact_division_by_zero_is_bad_input(self):
        quotient = onnx.model([onnx.node("Div", ["a", "b"], ["y"])],
                              [onnx.value("a", [1]), onnx.value("b", [1])], ["y"])
        model = self.write("quotient.onnx", quotient).name
        given = [model, "--input", "a=[1]", "--input"]
        self.assertEqual(self.outputs(*given, "b=[3]", "--exact"), [["1/3"]])
        self.refuses("evaluate", *given, "b=[0]", "--exact", says="division by zero")
        self.refuses("evaluate", *given, "b=[0]", says="(power)")


if __name__ == "__main__":
    unittest.main()
