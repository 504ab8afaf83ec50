"""`axiomark audit`: attributions with a planted mistake, written by this test, and named by the program.

The network is small enough that this test integrates it by itself: gradients by hand, sums in NumPy-free Python.
"""

import json
import math
import random
import unittest

import npy
from program import ProgramTest

INPUTS, HIDDEN, OUTPUTS = 6, 10, 4


def drawn_network():
    """Two layers of relus, one of outputs; numbers of a fixed generator."""
    draw = random.Random(8)
    layers = []
    width = INPUTS
    for units, activation in [(HIDDEN, "relu"), (HIDDEN, "relu"), (OUTPUTS, "none")]:
        layers.append({"W": [[draw.uniform(-1, 1) for _ in range(width)] for _ in range(units)],
                       "b": [draw.uniform(-.5, .5) for _ in range(units)],
                       "activation": activation})
        width = units
    return {"layers": layers}


NETWORK = drawn_network()
X = [1.5, -2.0, 0.75, 3.0, -1.25, 2.5]
BASELINE = [0.5, 0.25, -0.5, 1.0, 0.75, -0.25]
TARGET = 2


def gradient(point, target, softmax=False):
    """dF/dx at a point, by one pass forward and one backward, written out."""
    values, masks = [list(point)], []
    for layer in NETWORK["layers"]:
        z = [sum(w * v for w, v in zip(row, values[-1])) + b
             for row, b in zip(layer["W"], layer["b"])]
        relu = layer["activation"] == "relu"
        masks.append([v > 0 if relu else True for v in z])
        values.append([max(v, 0) if relu else v for v in z])
    cotangent = [1.0 if j == target else 0.0 for j in range(OUTPUTS)]
    if softmax:
        powers = [math.exp(v - max(values[-1])) for v in values[-1]]
        p = [v / sum(powers) for v in powers]
        cotangent = [p[target] * ((j == target) - p[j]) for j in range(OUTPUTS)]
    for layer, mask in zip(reversed(NETWORK["layers"]), reversed(masks)):
        cotangent = [c if m else 0 for c, m in zip(cotangent, mask)]
        cotangent = [sum(c * row[i] for c, row in zip(cotangent, layer["W"]))
                     for i in range(len(layer["W"][0]))]
    return cotangent


def mean_gradient(nodes, weights=None, x=None, baseline=None, target=TARGET, softmax=False):
    x, baseline = x or X, baseline or BASELINE
    total = [0.0] * INPUTS
    for k, t in enumerate(nodes):
        g = gradient([b + t * (v - b) for v, b in zip(x, baseline)], target, softmax)
        w = weights[k] if weights else 1 / len(nodes)
        total = [s + w * v for s, v in zip(total, g)]
    return total


def attributions(nodes, baseline=None, **more):
    baseline = baseline or BASELINE
    return [g * (x - b) for g, x, b in
            zip(mean_gradient(nodes, baseline=baseline, **more), X, baseline)]


def right(m):
    return [k / m for k in range(1, m + 1)]


def midpoint(m):
    return [(k + .5) / m for k in range(m)]


FINE = midpoint(20000)  # off by at most half a weight at each of a few kinks: some 1e-4 in all


class AuditTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.write("net.json", NETWORK).name

    def audit(self, values, *options, status=1, baseline=BASELINE):
        written = self.write("theirs.json", values).name
        done = self.run_program("audit", self.model, json.dumps(X), "--attributions", written,
                                "--baseline", json.dumps(baseline), "--target", TARGET, "--json",
                                *options)
        self.assertEqual((done.returncode, done.stderr), (status, b""), done.stdout)
        said = json.loads(done.stdout)
        self.assertEqual(said["schema"], "axiomark-audit/1")
        return said["results"][0]

    def test_audit_of_the_right_numbers_names_no_mistake_and_exits_0(self):
        said = self.audit(attributions(FINE), status=0)
        self.assertEqual(said["verdict"], "right")
        self.assertTrue(said["within_tolerance"])
        self.assertLess(said["errors"]["relative_l1"], 1e-3)
        self.assertEqual(said["errors"]["wrong_signs"], 0)

    def test_audit_names_the_right_rule_with_few_steps(self):
        said = self.audit(attributions(right(10)))
        self.assertEqual(said["explanation"], "right rule, 10 steps")
        self.assertEqual(said["verdict"], "explained")
        # Ten steps make this error, by definition.
        self.assertGreaterEqual(said["most_steps_with_this_error"]["right"], 10)

    def test_audit_names_a_trapezoid_whose_weights_do_not_sum_to_one(self):
        nodes = [k / 49 for k in range(50)]
        weights = [1 / 100] + [1 / 50] * 48 + [1 / 100]
        said = self.audit(attributions(nodes, weights=weights))
        self.assertEqual(said["explanation"],
                         "a trapezoid whose weights sum to (n - 1)/n, n = 50")

    def test_audit_names_a_forgotten_factor(self):
        said = self.audit(mean_gradient(FINE))
        self.assertEqual(said["explanation"], "without the factor x - x'")

    def test_audit_names_the_factor_x_in_place_of_the_difference(self):
        said = self.audit([g * x for g, x in zip(mean_gradient(FINE), X)])
        self.assertEqual(said["explanation"], "times x instead of x - x'")

    def test_audit_names_another_target(self):
        said = self.audit(attributions(FINE, target=3))
        self.assertEqual(said["explanation"], "target 3 instead of 2")

    def test_audit_names_another_target_with_few_steps(self):
        said = self.audit(attributions(midpoint(7), target=0))
        self.assertEqual(said["explanation"], "target 0 instead of 2; midpoint rule, 7 steps")

    def test_audit_names_a_softmax_in_place_of_a_logit(self):
        said = self.audit(attributions(midpoint(100), softmax=True))
        self.assertEqual(said["explanation"],
                         "the softmax instead of the logit; midpoint rule, 100 steps")

    def test_audit_names_another_baseline(self):
        for baseline, words in [([0.0] * INPUTS, "zero as the baseline"),
                                ([1.0] * INPUTS, "1 everywhere as the baseline"),
                                ([sum(X) / INPUTS] * INPUTS, "the input's mean as the baseline")]:
            said = self.audit(attributions(FINE, baseline=baseline))
            self.assertEqual(said["explanation"], words)

    def test_audit_names_a_turned_sign(self):
        said = self.audit([-a for a in attributions(FINE)])
        self.assertIn("with the sign turned", said["explanation"])

    def test_audit_names_sizes_without_signs(self):
        said = self.audit([abs(a) for a in attributions(FINE)])
        self.assertIn("as sizes, without signs", said["explanation"])

    def test_audit_names_a_normalisation(self):
        fine = attributions(FINE)
        said = self.audit([a / max(map(abs, fine)) for a in fine])
        self.assertEqual(said["explanation"], "divided by the largest size")

    def test_audit_names_the_plain_gradient(self):
        said = self.audit(gradient(X, TARGET))
        self.assertEqual(said["explanation"], "another method: gradient")

    def test_audit_says_so_when_nothing_explains_the_numbers(self):
        said = self.audit([3.0, 1.0, -4.0, 1.0, -5.0, 9.0])
        self.assertEqual((said["verdict"], said["explanation"]), ("unexplained", None))

    def test_audit_holds_against_another_method_if_asked(self):
        said = self.audit(gradient(X, TARGET), "--method", "gradient", status=0)
        self.assertEqual(said["verdict"], "right")
        said = self.audit(gradient(X, 1), "--method", "gradient")
        self.assertEqual(said["explanation"], "target 1 instead of 2")

    def test_audit_tolerance_decides_the_exit_status(self):
        error = self.audit(attributions(right(10)))["errors"]["relative_l1"]
        self.audit(attributions(right(10)), "--tolerance", error * 1.01, status=0)
        self.audit(attributions(right(10)), "--tolerance", error * 0.99, status=1)

    def test_audit_reads_arrays_and_prints_lines(self):
        npy.write(self.folder / "theirs.npy", [INPUTS], attributions(right(10)))
        done = self.run_program("audit", self.model, json.dumps(X), "--attributions", "theirs.npy",
                                "--baseline", json.dumps(BASELINE), "--target", TARGET)
        self.assertEqual((done.returncode, done.stderr), (1, b""))
        self.assertIn("Explained: right rule, 10 steps gives these very numbers",
                      done.stdout.decode())

    def test_audit_refuses_what_is_no_attribution_of_these_inputs(self):
        asked = ["audit", self.model, json.dumps(X), "--attributions"]
        self.refuses(*asked, "[1, 2]", says=["--attributions", "[6]"])
        self.refuses(*asked, json.dumps([X, X]), says="attributions of 2 inputs")
        self.refuses(*asked, "missing.npy", says="missing.npy")
        self.refuses(*asked, json.dumps(X), "--method", "gradiant", says="gradient")
        self.refuses(*asked, json.dumps(X), "--tolerance", "-1", says="--tolerance")
        self.refuses(*asked, json.dumps(X), "--tolerance", "nan", says="--tolerance")
        self.refuses(*asked, json.dumps(X), "--target", "9", says="--target")
        self.refuses(*asked[:3], says="--attributions")


if __name__ == "__main__":
    unittest.main()
