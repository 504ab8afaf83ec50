"""Bad input: status 2, one line on standard error, nothing on standard output."""

import json
import struct
import unittest

import npy
from program import SMALL_NETWORK, ProgramTest, shared


class BadInputTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.model = self.write("net.json", SMALL_NETWORK).name

    def refuses_network(self, content, says=()):
        name = self.write("bad.json", content).name
        return self.refuses("evaluate", name, "[1, 2]", says=["bad.json", *says])

    def refuses_attribute(self, *options, says=()):
        return self.refuses("attribute", self.model, "[1, 2]", *options, says=says)

    # --- Names -----------------------------------------------------------------------------------

    def test_unknown_verb_is_refused_with_the_nearest(self):
        self.refuses("evalute", self.model, "[1, 2]", says=["'evalute'", "did you mean 'evaluate'"])

    def test_unknown_option_is_refused_with_the_nearest(self):
        self.refuses_attribute("--metod", "gradient", says=["--metod", "did you mean '--method'"])

    def test_unknown_method_is_refused_with_the_nearest(self):
        self.refuses_attribute("--method", "gradent", says=["'gradent'", "did you mean 'gradient'"])
        self.refuses("report", "--methods", "gradient", "deconvnt", "--out", "page",
                     says="did you mean 'deconvnet'")

    def test_unknown_method_option_is_refused_with_the_nearest(self):
        self.refuses_attribute("--method", "gradient:kik=1", says=["'kik'", "did you mean 'kink'"])

    def test_unknown_method_value_is_refused_with_the_nearest(self):
        self.refuses_attribute("--method", "integrated-gradients:rule=exat",
                               says=["'exat'", "did you mean 'exact'"])

    def test_senseless_method_values_are_refused(self):
        for method in ["gradient:kink=2", "gradient:kink=x", "gradient:tie=middle", "gradient:",
                       "gradient:kink", "gradient:kink=0,kink=1", "", ":kink=0",
                       "integrated-gradients:steps=0", "integrated-gradients:steps=-1",
                       "integrated-gradients:steps=1.5", "integrated-gradients:steps=99999999999",
                       "integrated-gradients:rule=simpson,steps=5",
                       "integrated-gradients:rule=gauss-legendre,steps=10001",
                       "integrated-gradients:rule=random,seed=-1"]:
            with self.subTest(method=method):
                self.refuses_attribute("--method", method)

    def test_unknown_axiom_is_refused_with_the_nearest(self):
        self.refuses("report", "--axioms", "sensitivty-a", "--out", "page",
                     says=["'sensitivty-a'", "did you mean 'sensitivity-a'"])
        self.assertFalse((self.folder / "page").exists())

    def test_unknown_list_is_refused_with_the_nearest(self):
        self.refuses("list", "method", says=["'method'", "did you mean 'methods'"])
        self.refuses("list", says="methods, axioms, operators")

    def test_missing_and_superfluous_words_are_refused(self):
        self.refuses("evaluate", self.model, says="INPUT")
        self.refuses("attribute", says="MODEL")
        self.refuses("replay", says="FILE")
        self.refuses_attribute("extra", says="extra")

    # --- Options ---------------------------------------------------------------------------------

    def test_senseless_numbers_of_options_are_refused(self):
        for option, values in {"--threads": ["0", "-1", "1025", "two", "1.5", ""],
                               "--time": ["-1", "1000001", "often"],
                               "--max-cost": ["much", "nan", "-1"]}.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.refuses_attribute(option, value, says=option)

    def test_senseless_numbers_of_a_report_are_refused(self):
        for option, values in {"--threads": ["0", "1025"], "--cases": ["-1", "many"],
                               "--seed": ["-1", "x"], "--max-cost": ["nan"]}.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.refuses("report", "--out", "page", option, value, says=option, timeout=20)
        self.assertFalse((self.folder / "page").exists())

    def test_unknown_scalar_is_refused(self):
        self.refuses_attribute("--scalar", "half", says=["--scalar", "'half'", "float or double"])
        self.refuses_attribute("--scalar", "float", "--exact", says="--exact")

    def test_a_target_that_is_no_output_is_refused(self):
        for target in ["1", "-1", "99999999999999999999", "1/2", "0.5", "largest", "", "[1, 2]",
                       "[]", "[[1], [1]]", "weights.csv"]:
            with self.subTest(target=target):
                self.refuses_attribute("--target", target, says="--target")

    def test_a_baseline_of_the_wrong_shape_is_refused(self):
        for baseline in ["[1]", "[1, 2, 3]", "[[1, 2], [3, 4]]", "[]", "none.npy", "blank"]:
            with self.subTest(baseline=baseline):
                self.refuses_attribute("--baseline", baseline, says="--baseline")

    def test_inputs_without_a_model_and_the_reverse_are_refused(self):
        self.refuses("report", "--scope", "tinny", "--out", "page", says="tiny")
        self.refuses("report", "--inputs", "[1, 2]", "--out", "page", says="--model")
        self.refuses("report", "--model", self.model, "--out", "page", says="--inputs")
        self.assertFalse((self.folder / "page").exists())

    # --- Inputs ----------------------------------------------------------------------------------

    def test_inputs_of_the_wrong_shape_are_refused_with_the_right_one(self):
        for point in ["[1]", "[1, 2, 3]", "[[1, 2, 3]]", "[[1, 2], [3]]", "[]", "[[]]",
                      "[[[1, 2]], [3, 4]]"]:
            with self.subTest(point=point):
                self.refuses("evaluate", self.model, point)
        self.refuses("evaluate", self.model, "[1, 2, 3]", says=["[3]", "[2]"])

    def test_inputs_that_are_no_numbers_are_refused(self):
        for point in ["[NaN, 1]", "[nan, 1]", "[Infinity, 1]", "[-inf, 1]", "[1e999, 1]",
                      "[1/0, 1]", "[one, 1]", "[1, 2", "[1,, 2]", "[1, 2]]", "[1, null]", "[1, {}]",
                      '["1/x", 1]', "[true, 1]", "", " "]:
            with self.subTest(point=point):
                self.refuses("evaluate", self.model, point)

    def test_rows_of_a_csv_that_are_no_samples_are_refused(self):
        for text in ["1\n", "1,2,3\n", "1,2\n3\n", "1,x\n", "a,b\n1,2\n", "1;2\n", "1,nan\n", "\n",
                     "1,\n"]:
            with self.subTest(text=text):
                self.write("x.csv", text)
                self.refuses("evaluate", self.model, "x.csv", says="x.csv")

    def test_npy_files_that_are_damaged_are_refused(self):
        whole = npy.write(self.folder / "x.npy", [2], [1.0, 2.0]).read_bytes()
        self.succeeds("evaluate", self.model, "x.npy")
        damaged = {
            "every truncation": [whole[:n] for n in range(0, len(whole), 7)],
            "bytes behind the end": [whole + b"\0"],
            "another magic": [b"\x93NUMPZ" + whole[6:]],
            "an unknown version": [whole[:6] + b"\x09\x00" + whole[8:]],
            "objects": [whole.replace(b"<f8", b"|O ")],
            "a header that runs past the end": [whole[:8] + struct.pack("<H", 65535) + whole[10:]],
            "no shape": [whole.replace(b"'shape'", b"'shapf'")],
            "a negative shape": [whole.replace(b"(2,)", b"(-2)").replace(b"(2, )", b"(-2,)")],
            "a huge shape": [whole.replace(b"(2,), }             ", b"(2, 4611686018427387904)}")],
        }
        for what, files in damaged.items():
            for data in files:
                with self.subTest(what):
                    self.assertNotEqual(data, whole)
                    self.write("x.npy", data)
                    self.refuses("evaluate", self.model, "x.npy", says="x.npy")

    def test_npy_values_that_are_not_finite_are_refused(self):
        for value in (float("nan"), float("inf"), float("-inf")):
            for kind in ("f4", "f8"):
                npy.write(self.folder / "x.npy", [2], [1.0, value], kind)
                self.refuses("evaluate", self.model, "x.npy", says="x.npy")

    # --- Networks --------------------------------------------------------------------------------

    def test_networks_that_do_not_fit_together_are_refused(self):
        def layers(weights, bias, activation="none"):
            return {"layers": [{"W": weights, "b": bias, "activation": activation}]}

        for what, network in {
            "ragged weights": layers([[1, 2], [3]], [0, 0]),
            "a bias too long": layers([[1, 2]], [0, 0]),
            "no weights": layers([], []),
            "an empty row": layers([[]], [0]),
            "an unknown activation": layers([[1, 2]], [0], "swish"),
            "weights that are text": layers([["a", 2]], [0]),
            "a division by zero": layers([["1/0", 2]], [0]),
            "no layers": {"layers": []},
            "no bias": {"layers": [{"W": [[1, 2]], "activation": "none"}]},
            "layers of other sizes": {"layers": [SMALL_NETWORK["layers"][0]] * 2},
            "an unknown schema": {"schema": "axiomark-network/9", "inputs": [[2]]},
            "another document": {"schema": "axiomark-case/1"},
            "a number": 3, "a text": "net", "null": None, "an empty object": {}, "nothing": [],
        }.items():
            with self.subTest(what):
                self.refuses_network(network)

    def test_weights_that_are_not_finite_are_refused(self):
        for number in ["1e999", "-1e999", "NaN", "Infinity", "-Infinity", '"nan"', '"inf"']:
            with self.subTest(number):
                self.refuses_network('{"layers": [{"W": [[1, %s]], "b": [0], '
                                     '"activation": "none"}]}' % number)

    def test_truncated_json_is_refused(self):
        text = json.dumps(SMALL_NETWORK)
        for length in range(len(text)):
            self.refuses_network(text[:length])

    def test_malformed_json_is_refused_with_its_place(self):
        for text in ['{"layers": [}', "{'layers': []}", '{"layers": []} x', "[" * 100000,
                     '{"layers": [{"W": [[1, 2]], "W": [[1, 2]], "b": [0]', "\x00", "{\xff}"]:
            self.refuses_network(text)
        self.refuses_network('{"layers":\n  [}', says=["line 2"])

    def test_graphs_with_loops_or_loose_ends_are_refused(self):
        def graph(nodes, output=1):
            return {"schema": "axiomark-network/1", "inputs": [[2]],
                    "operators": [{"type": "relu"}], "nodes": nodes, "output": output}

        self.succeeds("evaluate", self.write("g.json", graph([{"operator": 0, "inputs": [0]}])),
                      "[1, 2]")
        for what, network in {
            "a node that reads itself": graph([{"operator": 0, "inputs": [1]}]),
            "a node that reads a later one": graph([{"operator": 0, "inputs": [2]},
                                                    {"operator": 0, "inputs": [0]}]),
            "no such operator": graph([{"operator": 1, "inputs": [0]}]),
            "a negative tensor": graph([{"operator": 0, "inputs": [-1]}]),
            "no such output": graph([{"operator": 0, "inputs": [0]}], 7),
            "too many operands": graph([{"operator": 0, "inputs": [0, 0]}]),
            "no operands": graph([{"operator": 0, "inputs": []}]),
        }.items():
            with self.subTest(what):
                self.refuses_network(network)

    def test_files_that_are_no_onnx_are_refused(self):
        for data in [b"\x08", b"\xff" * 64, b"ONNX", bytes(range(256)), b"\x08\x07\x12\x00"]:
            self.write("bad.onnx", data)
            self.refuses("evaluate", "bad.onnx", "[1, 2]", says="bad.onnx")

    def test_a_truncated_onnx_file_is_refused(self):
        whole = shared("data/networks/acasxu_1_1.onnx").read_bytes()
        for length in [1, 10, 100, 1000, len(whole) // 2, len(whole) - 100]:
            self.write("cut.onnx", whole[:length])
            self.refuses("evaluate", "cut.onnx", "[1, 2, 3, 4, 5]", says="cut.onnx")

    def test_numbers_beyond_float_are_refused_in_float(self):
        network = {"layers": [{"W": [[1e300, 1]], "b": [0], "activation": "none"}]}
        self.succeeds("evaluate", self.write("big.json", network), "[1, 1]")
        self.refuses("evaluate", "big.json", "[1, 1]", "--scalar", "float", says="big.json")

    def test_an_output_that_overflows_is_an_error_that_names_the_node(self):
        self.write("big.json", {"layers": [{"W": [[1e300, 1]], "b": [0], "activation": "none"}]})
        self.refuses("evaluate", "big.json", "[1e300, 1]", says="node 0")

    # --- Files -----------------------------------------------------------------------------------

    def test_a_missing_file_is_refused(self):
        self.refuses("evaluate", "none.json", "[1, 2]", says="none.json")
        self.refuses("evaluate", "none.onnx", "[1, 2]", says="none.onnx")
        for ending in ("npy", "csv", "json"):
            self.refuses("evaluate", self.model, f"none.{ending}", says=f"none.{ending}")
        self.refuses("replay", "none.json", says="none.json")

    def test_an_error_is_one_printable_line_whatever_the_name_is(self):
        self.refuses("evaluate", "a\nb\x1b[31m.json", "[1, 2]", says="[31m.json")
        self.refuses("evaluate", "größe.json", "[1, 2]", says="größe.json")
        self.refuses("evaluate", b"\xff.json".decode(errors="surrogateescape"), "[1, 2]",
                     says=r"\xff.json")
        self.refuses("eval\nuate", says="uate")

    def test_a_directory_in_place_of_a_file_is_refused(self):
        for name in ("d", "d.npy", "d.csv", "d.json", "d.onnx"):
            (self.folder / name).mkdir()
            self.refuses("evaluate", name, "[1, 2]", says=name)
            self.refuses("evaluate", self.model, name, says=name)
            self.refuses("replay", name, says=name)
            self.refuses_attribute("--out", name, says=name)

    def test_an_empty_file_is_refused(self):
        for name in ("e.json", "e.npy", "e.csv", "e.onnx"):
            self.write(name, b"")
            self.refuses("evaluate", name, "[1, 2]", says=name)
            self.refuses("replay", name, says=name)
            if name != "e.onnx":
                self.refuses("evaluate", self.model, name, says=name)

    def test_an_output_that_cannot_be_written_is_an_error(self):
        for out in ("net.json/a.npy", "/proc/a.npy", "none/a.csv", "a.txt", "a", "/dev/full"):
            self.refuses_attribute("--out", out, says=out)
        self.refuses("report", "--cases", "5", "--out", "net.json/page", says="net.json")
        self.refuses("report", "--cases", "5", "--out", "/proc/page", says="/proc")
        self.assertEqual(json.loads((self.folder / "net.json").read_bytes()), SMALL_NETWORK)

    def test_a_full_device_behind_standard_output_is_an_error(self):
        with open("/dev/full", "wb") as full:
            for words in [["--help"], ["--version"], [], ["attribute", "--help"],
                          ["list", "methods"], ["list", "axioms", "--json"],
                          ["evaluate", self.model, "[1, 2]"],
                          ["evaluate", self.model, "[1, 2]", "--json"],
                          ["attribute", self.model, "[1, 2]"], ["report", "--cases", "5", "--scope", "none", "--out", "page"]]:
                with self.subTest(words):
                    self.refuses(*words, stdout=full, says="standard output")

    # --- Exact arithmetic ------------------------------------------------------------------------

    def test_exact_arithmetic_on_a_sigmoid_names_the_node(self):
        self.write("s.json", {"schema": "axiomark-network/1", "inputs": [[2]],
                              "operators": [{"type": "relu"}, {"type": "sigmoid"}],
                              "nodes": [{"operator": 0, "inputs": [0]},
                                        {"operator": 1, "inputs": [1], "name": "squash"}],
                              "output": 2})
        self.succeeds("evaluate", "s.json", "[1, 2]")
        for verb in ("evaluate", "attribute"):
            self.refuses(verb, "s.json", "[1, 2]", "--exact", says=["node 1 'squash'", "sigmoid"])

    def test_exact_arithmetic_on_a_real_sigmoid_network_names_the_node(self):
        model = shared("data/networks/ffnnSIGMOID__Point_6x200.onnx")
        x = shared("data/inputs/ffnnSIGMOID__Point_6x200/0.npy")
        self.refuses("evaluate", model, x, "--exact", says=["Sigmoid", "node"])

    def test_exact_work_above_the_limit_states_the_estimate(self):
        model = shared("data/networks/mnist-net_256x2.onnx")
        x = shared("data/inputs/mnist-net_256x2/0.npy")
        said = self.refuses("attribute", model, x, "--exact", "--max-cost", "1", "--method",
                            "integrated-gradients:rule=exact", says=["--max-cost", "at most 1 "])
        self.assertRegex(said, r"about [1-9]\d* seconds")
        self.refuses("evaluate", model, x, "--exact", "--max-cost", "0.001", says="--max-cost")


if __name__ == "__main__":
    unittest.main()
