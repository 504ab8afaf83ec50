"""Published ONNX networks through the command line, against the references of other programs."""

import functools
import json
import unittest

import npy
from program import ProgramTest, shared

# Of each network: how its target is chosen, as the manifest says.
NETWORKS = {"mnist-net_256x2": "predicted", "acasxu_1_1": "predicted-min",
            "ffnnSIGMOID__Point_6x200": "predicted"}
# Both sides add the same products in another order; references agree with each other to 2e-6 in
# float and far below 1e-10 in double, relative to the largest value.
OUTPUTS_WITHIN = {"float": 1e-5, "double": 1e-10}
ATTRIBUTIONS_WITHIN = 1e-9


@functools.cache
def manifest():
    with open(shared("data/manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def entry(name):
    """The manifest's network of that name, wherever it keeps its list."""
    lists = [part for part in manifest().values() if isinstance(part, list)]
    return next(n for part in lists for n in part if isinstance(n, dict) and n.get("name") == name)


def model(name):
    return shared(f"data/networks/{name}.onnx")


def sample(name, k):
    return shared(f"data/inputs/{name}/{k}.npy")


class RealNetworksTest(ProgramTest):
    def assert_close(self, found, expected, within):
        scale = max(map(abs, expected))
        self.assertGreater(scale, 0)
        self.assertEqual(len(found), len(expected))
        worst = max(abs(a - b) for a, b in zip(found, expected))
        self.assertLessEqual(worst, within * scale)

    def reference(self, name, k, array):
        return npy.read(shared(f"data/references/{name}/{k}/{array}.npy"))[1]

    def judge_outputs(self, name):
        for scalar, array in [("float", "output_f32"), ("double", "output_f64")]:
            for k in range(4):
                said = self.document("evaluate", model(name), sample(name, k), "--scalar", scalar)
                self.assertEqual(len(said["outputs"]), 1)
                self.assert_close(said["outputs"][0], self.reference(name, k, array),
                                  OUTPUTS_WITHIN[scalar])

    def judge_attributions(self, name):
        methods = {"gradient": "gradient_f64",
                   "integrated-gradients:rule=right,steps=300": "ig_right_riemann_300_f64",
                   "integrated-gradients:rule=gauss-legendre,steps=50": "ig_gauss_legendre_50_f64"}
        for k, about in enumerate(entry(name)["inputs"]):
            for method, array in methods.items():
                said = self.document("attribute", model(name), sample(name, k), "--method", method,
                                     "--target", NETWORKS[name])["results"][0]
                with self.subTest(method=method, input=k):
                    self.assertEqual(said["target"], about["target"])
                    self.assert_close(said["attributions"], self.reference(name, k, array),
                                      ATTRIBUTIONS_WITHIN)

    def test_outputs_of_mnist_net_256x2_equal_the_references(self):
        self.judge_outputs("mnist-net_256x2")

    def test_outputs_of_acasxu_1_1_equal_the_references(self):
        self.judge_outputs("acasxu_1_1")

    def test_outputs_of_a_sigmoid_network_equal_the_references(self):
        self.judge_outputs("ffnnSIGMOID__Point_6x200")

    def test_attributions_of_mnist_net_256x2_equal_the_references(self):
        self.judge_attributions("mnist-net_256x2")

    def test_attributions_of_acasxu_1_1_equal_the_references(self):
        self.judge_attributions("acasxu_1_1")

    def test_attributions_of_a_sigmoid_network_equal_the_references(self):
        self.judge_attributions("ffnnSIGMOID__Point_6x200")

    def test_attributions_written_to_files_read_back_as_printed(self):
        name = "mnist-net_256x2"
        printed = self.document("attribute", model(name), sample(name, 0), "--method", "gradient",
                                "--out", "a.npy")["results"][0]["attributions"]
        shape, values, kind = npy.read(self.folder / "a.npy")
        self.assertEqual((shape, kind), ((1, 1, 784, 1), "f8"))
        self.assertEqual(values, printed)
        for ending in ("csv", "json"):
            self.succeeds("attribute", model(name), sample(name, 0), "--method", "gradient",
                          "--out", f"a.{ending}")
        rows = (self.folder / "a.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual([[float(text) for text in row.split(",")] for row in rows], [printed])
        nested = json.loads((self.folder / "a.json").read_text(encoding="utf-8"))
        while len(nested) == 1:  # one sample, and the leading 1 of its shape
            nested = nested[0]
        self.assertEqual([value for [value] in nested], printed)
        # All three are inputs again, of the same values.
        outputs = [self.succeeds("evaluate", model(name), f"a.{ending}")
                   for ending in ("npy", "csv", "json")]
        self.assertEqual(len(set(outputs)), 1)

    def test_float_attributions_are_written_as_floats(self):
        name = "acasxu_1_1"
        printed = self.document("attribute", model(name), sample(name, 0), "--scalar", "float",
                                "--out", "a.npy")["results"][0]["attributions"]
        _, values, kind = npy.read(self.folder / "a.npy")
        self.assertEqual(kind, "f4")
        # Each printed decimal reads back as the float it came from.
        npy.write(self.folder / "b.npy", [5], printed, "f4")
        self.assertEqual(values, npy.read(self.folder / "b.npy")[1])

    def test_a_stack_of_inputs_equals_single_calls(self):
        name = "mnist-net_256x2"
        stack = [value for k in range(4) for value in npy.read(sample(name, k))[1]]
        for shape in [(4, 1, 784, 1), (4, 784, 1), (4, 784)]:
            npy.write(self.folder / "stack.npy", shape, stack, "f4")
            for method in ("gradient", "integrated-gradients:rule=right,steps=300"):
                said = self.document("attribute", model(name), "stack.npy", "--method", method,
                                     "--out", "together.npy")["results"]
                self.assertEqual([result["input"] for result in said], [0, 1, 2, 3])
                together = npy.read(self.folder / "together.npy")
                self.assertEqual(together[0], (4, 1, 784, 1))
                for k, result in enumerate(said):
                    alone = self.document("attribute", model(name), sample(name, k), "--method",
                                          method)["results"][0]
                    self.assertEqual(result["target"], alone["target"])
                    # Products of other shapes may add in another order.
                    self.assert_close(result["attributions"], alone["attributions"], 1e-12)
                    self.assertEqual(together[1][784 * k:784 * (k + 1)], result["attributions"])

    def test_threads_do_not_change_a_byte(self):
        name = "mnist-net_256x2"
        stack = [value for k in range(4) for value in npy.read(sample(name, k))[1]]
        npy.write(self.folder / "stack.npy", (4, 1, 784, 1), stack, "f4")
        for scalar in ("double", "float"):
            for method in ("gradient", "integrated-gradients:rule=right,steps=300",
                           "integrated-gradients:rule=exact"):
                said = {self.succeeds("attribute", model(name), "stack.npy", "--json", "--scalar",
                                      scalar, "--method", method, "--threads", threads)
                        for threads in ("1", "2", "3")}
                self.assertEqual(len(said), 1, (scalar, method))


if __name__ == "__main__":
    unittest.main()
