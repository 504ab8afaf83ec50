"""All sixty networks of golden/relu_nets.json through the command line: exact, by string equality."""

import functools
import json
import unittest

from program import ProgramTest, shared


@functools.cache
def golden():
    with open(shared("golden/relu_nets.json"), encoding="utf-8") as file:
        return json.load(file)


def listed(values):
    return "[" + ", ".join(map(str, values)) + "]"


class GoldenNetworksTest(ProgramTest):
    def judge(self, method, expected_name):
        for k, net in enumerate(golden()):
            model = self.write("net.json", net)
            said = self.document("attribute", model, listed(net["x"]), "--baseline",
                                 listed(net["baseline"]), "--target", net["target"], "--method",
                                 method, "--exact")
            result = said["results"][0]
            with self.subTest(network=k):
                self.assertEqual(said["method"], method)
                self.assertIsNone(result["error"])
                self.assertEqual(result["attributions"], net["expect"][expected_name])
                self.assertEqual(result["input_value"], net["f_x"])
        self.assertEqual(k + 1, 60)

    def test_golden_outputs_through_evaluate(self):
        for k, net in enumerate(golden()):
            model = self.write("net.json", net)
            points = f"[{listed(net['x'])}, {listed(net['baseline'])}]"
            outputs = self.document("evaluate", model, points, "--exact")["outputs"]
            with self.subTest(network=k):
                self.assertEqual([row[net["target"]] for row in outputs],
                                 [net["f_x"], net["f_baseline"]])

    def test_golden_gradient(self):
        self.judge("gradient", "gradient")

    def test_golden_gradient_x_input(self):
        self.judge("gradient-x-input", "gradient_x_input")

    def test_golden_guided_backprop(self):
        self.judge("guided-backprop", "guided_backprop")

    def test_golden_deconvnet(self):
        self.judge("deconvnet", "deconvnet")

    def test_golden_lrp_with_bias(self):
        self.judge("lrp:rule=0,bias=include", "lrp_0_bias_in_denominator")

    def test_golden_lrp_without_bias(self):
        self.judge("lrp:rule=0,bias=ignore", "lrp_0_bias_ignored")

    def test_golden_integrated_gradients_exact(self):
        self.judge("integrated-gradients:rule=exact", "integrated_gradients_exact")

    def test_golden_left_5(self):
        self.judge("integrated-gradients:rule=left,steps=5", "integrated_gradients_left_5")

    def test_golden_left_20(self):
        self.judge("integrated-gradients:rule=left,steps=20", "integrated_gradients_left_20")

    def test_golden_right_5(self):
        self.judge("integrated-gradients:rule=right,steps=5", "integrated_gradients_right_5")

    def test_golden_right_20(self):
        self.judge("integrated-gradients:rule=right,steps=20", "integrated_gradients_right_20")

    def test_golden_midpoint_5(self):
        self.judge("integrated-gradients:rule=midpoint,steps=5", "integrated_gradients_mid_5")

    def test_golden_midpoint_20(self):
        self.judge("integrated-gradients:rule=midpoint,steps=20", "integrated_gradients_mid_20")

    def test_golden_trapezoid_5(self):
        self.judge("integrated-gradients:rule=trapezoid,steps=5", "integrated_gradients_trap_5")

    def test_golden_trapezoid_20(self):
        self.judge("integrated-gradients:rule=trapezoid,steps=20", "integrated_gradients_trap_20")


if __name__ == "__main__":
    unittest.main()
