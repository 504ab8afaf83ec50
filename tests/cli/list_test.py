"""`list`, --version and --help."""

import json
import re
import unittest

from program import ROOT, ProgramTest

VERBS = ["report", "attribute", "evaluate", "replay", "reproduce", "converge",
         "audit", "list"]
MEMBERS = {"methods": ["name", "family", "kind", "summary", "source", "options"],
           "axioms": ["name", "group", "statement", "formula", "source"],
           "operators": ["name", "kind", "exact", "formula"],
           "networks": ["name", "share", "holds"]}


class ListTest(ProgramTest):
    def judge(self, what, expected):
        document = self.document("list", what)
        names = [entry["name"] for entry in document]
        self.assertLessEqual(set(expected), set(names))
        self.assertEqual(len(set(names)), len(names))
        text = self.succeeds("list", what).decode()
        for entry in document:
            self.assertEqual(list(entry), MEMBERS[what])
            self.assertTrue(all(value != "" for value in entry.values()), entry)
            self.assertTrue(any(line.lstrip().startswith(entry["name"])
                                for line in text.splitlines()))
        return document

    def test_methods_are_listed_with_their_options(self):
        document = self.judge("methods", ["gradient", "gradient-x-input", "guided-backprop",
                                          "deconvnet", "integrated-gradients", "lrp"])
        options = {entry["name"]: {o["key"]: o["default"] for o in entry["options"]}
                   for entry in document}
        self.assertEqual(options["gradient"], {"kink": "0", "tie": "first"})
        self.assertEqual(options["integrated-gradients"]["rule"], "gauss-legendre")
        self.assertEqual(options["integrated-gradients"]["steps"], "50")

    def test_methods_stand_under_their_family(self):
        families = {}
        for entry in self.document("list", "methods"):
            families.setdefault(entry["family"], []).append(entry["name"])
        shown = {}
        for line in self.succeeds("list", "methods").decode().splitlines():
            if line and not line.startswith(" "):
                self.assertNotIn(line, shown, "a family that comes twice")
                shown[line] = []
            elif re.match("  [^ ]", line):
                shown[list(shown)[-1]].append(line.split()[0])
        self.assertEqual(shown, families)

    def test_every_listed_method_and_default_is_accepted(self):
        self.write("net.json", [{"W": [[1, 2]], "b": [0], "activation": "none"}])
        # The members of a distribution; the input itself is one, for methods that condition on it.
        baselines = {"distribution of baselines": "[[1, 1], [0, 0]]"}

        def accepted(entry, method):
            done = self.run_program("attribute", "net.json", "[1, 1]", "--method", method, "--json",
                                    "--baseline", baselines.get(entry["kind"], "zero"))
            return done.returncode == 0 and json.loads(done.stdout)["method"] == method

        for entry in self.document("list", "methods"):
            name = entry["name"]
            self.assertTrue(accepted(entry, name), name)
            rules = [rule for o in entry["options"] if o["key"] == "rule"
                     for rule in o["values"].split(", ")]
            # Alone, or with a rule that uses it.
            beginnings = [f"{name}:"] + [f"{name}:rule={rule}," for rule in rules]
            for option in entry["options"]:
                default = f"{option['key']}={option['default']}"
                with self.subTest(method=name, default=default):
                    self.assertTrue(any(accepted(entry, beginning + default)
                                        for beginning in beginnings))

    def test_axioms_are_listed(self):
        self.judge("axioms", ["sensitivity-a", "sensitivity-b", "implementation-invariance",
                              "completeness", "linearity", "symmetry", "consistency"])

    def test_operators_are_listed_with_whether_they_are_exact(self):
        document = self.judge("operators", ["dense", "convolution", "concat"])
        exact = {name: entry["exact"] for entry in document for name in entry["name"].split(", ")}
        self.assertTrue(exact["relu"] and exact["dense"])
        self.assertFalse(exact["sigmoid"] or exact["tanh"])

    def test_families_of_networks_are_listed_with_what_is_left_out(self):
        document = self.judge("networks", ["layers", "skip", "dilated-pool", "units-2^40-apart"])
        shares = [family["share"] for family in document]
        self.assertTrue(all(share > 0 for share in shares))
        text = self.succeeds("list", "networks").decode()
        self.assertIn(f"in {sum(shares)} ", text)
        for operator in ["sigmoid", "tanh", "softplus", "exp", "softmax"]:
            self.assertIn(operator, text.splitlines()[-2] + text.splitlines()[-1])

    def test_version_is_the_project_s(self):
        declared = re.search(r"VERSION (\d+\.\d+\.\d+)",
                             (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
        self.assertEqual(self.succeeds("--version").decode(), f"axiomark {declared}\n")

    def test_help_lists_every_verb_and_no_arguments_mean_help(self):
        text = self.succeeds("--help")
        self.assertEqual(self.succeeds(), text)
        self.assertEqual(self.succeeds("-h"), text)
        for verb in VERBS:
            self.assertRegex(text.decode(), rf"\n  {verb} ")

    def test_help_of_every_verb_shows_its_usage(self):
        for words in [[verb] for verb in VERBS] + [["list", what] for what in MEMBERS]:
            text = self.succeeds(*words, "--help").decode()
            self.assertIn(f"Usage: axiomark {' '.join(words)} ", text)


if __name__ == "__main__":
    unittest.main()
