"""`report` and `replay`: on embedded networks, on a model file, and on case files tampered with."""

import functools
import json
import re
import unittest

import npy
from program import SMALL_NETWORK, ProgramTest, shared

CELL_MEMBERS = {"method", "axiom", "verdict", "evidence", "convention", "cases",
                "violation_rate_upper", "error_bound", "scope", "reason", "literature",
                "literature_standing",
                "counterexample"}
VERDICTS = {"theorem", "holds-in-scope", "survived", "holds-within", "violated", "outside",
            "not-applicable", "error"}
AXIOMS = [
    "sensitivity-a", "sensitivity-b", "implementation-invariance", "completeness",
    "linearity", "symmetry", "affine-scale-invariance", "input-shift",
    "input-shift-fixed-baseline", "proportionality", "demand-monotonicity",
    "non-decreasing-positivity", "symmetric-monotonicity", "game-symmetry", "null-player",
    "consistency", "missingness", "sensitivity-n", "agrees-on-affine", "homogeneity",
    "conservation", "continuity", "determinism", "calling-twice", "batch-invariance",
    "precision-consistency", "permutation-equivariance",
]
FIRST_FOUR = AXIOMS[:4]
ENOUGH = ["--cases", "200", "--scope", "none"]


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def cells_of(folder):
    document = json.loads((folder / "report.json").read_bytes())
    return {(cell["method"], cell["axiom"]): cell for cell in document["cells"]}


class ReportTest(ProgramTest):
    def report(self, *options):
        self.succeeds("report", *ENOUGH, "--out", "page", *options)
        return self.folder / "page"

    def one_case(self):
        """A case file, on its own."""
        self.succeeds("report", "--cases", "5", "--methods", "gradient", "--axioms",
                      "sensitivity-a", "--out", "page")
        return json.loads((self.folder / "page/cases/gradient--sensitivity-a.json").read_bytes())

    # --- The report ------------------------------------------------------------------------------

    def test_report_json_has_the_documented_members(self):
        document = json.loads((self.report() / "report.json").read_bytes())
        self.assertTrue(document["schema"].startswith("axiomark-report/"))
        self.assertEqual(document["seed"], 2026)
        self.assertGreaterEqual(len(document["cells"]), 11 * len(AXIOMS))
        for cell in document["cells"]:
            self.assertLessEqual(CELL_MEMBERS, set(cell))
            self.assertIn(cell["verdict"], VERDICTS)
            self.assertEqual(cell["counterexample"] is not None, cell["verdict"] == "violated")
            self.assertIsInstance(cell["literature"], list)
            if cell["verdict"] == "violated":
                # On smooth networks nothing is exact: the residual is shown beside its bound.
                if cell["beyond_bound"] is None:
                    self.assertEqual(cell["evidence"], "exact")
                else:
                    self.assertEqual(cell["evidence"], "beyond-derived-bound")
                    self.assertGreater(cell["beyond_bound"]["residual"],
                                       1e40 * cell["beyond_bound"]["bound"])
            if cell["verdict"] == "survived":
                self.assertTrue(0 < cell["violation_rate_upper"] < 1)

    def test_smooth_networks_are_counted_apart_and_their_residuals_printed(self):
        words = ["report", "--scope", "none", "--cases", "20", "--methods",
                 "integrated-gradients:rule=midpoint,steps=20", "deeplift", "--axioms",
                 "sensitivity-b", "non-decreasing-positivity"]
        self.succeeds(*words, "--smooth-cases", "0", "--out", "without")
        self.succeeds(*words, "--smooth-cases", "30", "--out", "with")
        without, found = (json.loads((self.folder / out / "report.json").read_bytes())["cells"]
                          for out in ("without", "with"))
        for before, after in zip(without, found):
            self.assertIsNone(before["smooth"])
            if before["verdict"] == "survived":
                self.assertGreater(after["smooth"]["cases"], 0)
                self.assertLessEqual(after["smooth"]["cases"] + after["smooth"]["undecided"], 30)
            self.assertEqual(before["cases"], after["cases"])
        # By hand: sigmoid(1) - 1/2 = 0.231058578630005; twenty midpoints are off by about
        # h^2/24 (f'(0) - f'(1)) = 0.0025 / 24 * 0.0908577 = 9.464e-6, f the sigmoid's slope.
        found = self.succeeds("report", "--scope", "none", "--cases", "0", "--methods",
                              "integrated-gradients:rule=midpoint,steps=20", "--axioms",
                              "completeness", "--smooth-cases", "30", "--out", "numeric").decode()
        self.assertIn("off by 9.47e-06 on a smooth network, rounding explains", found)

    def test_report_does_not_depend_on_the_threads(self):
        for threads in ("1", "2"):
            self.succeeds("report", *ENOUGH, "--out", f"with-{threads}", "--threads", threads)
        one, two = (files_of(self.folder / f"with-{threads}") for threads in ("1", "2"))
        self.assertLessEqual({"index.html", "report.json", "junit.xml", "matrix.csv", "matrix.md"},
                             set(one))
        self.assertGreater(len(one), 10)
        self.assertEqual(list(one), list(two))
        self.assertEqual([json.loads(files.pop("timing.json"))["threads"] for files in (one, two)],
                         [1, 2])
        for name in one:
            self.assertTrue(one[name] == two[name], name)

    def test_report_with_a_scope_does_not_depend_on_the_threads(self):
        for threads in ("1", "2"):
            self.succeeds("report", "--cases", "50", "--scope", "tiny", "--methods", "deconvnet", "shapley",
                          "--axioms", *FIRST_FOUR, "--out", f"with-{threads}", "--threads", threads)
        one, two = (files_of(self.folder / f"with-{threads}") for threads in ("1", "2"))
        for files in (one, two):
            files.pop("timing.json")
        self.assertEqual(one, two)
        cell = cells_of(self.folder / "with-1")["shapley", "completeness"]
        self.assertEqual((cell["verdict"], cell["exhaustive"]["holds"]), ("theorem", True))
        # 552 networks of one input at three points, 7392 of two at fifteen.
        self.assertEqual(cell["exhaustive"]["cases"], 552 * 3 + 7392 * 15)
        cell = cells_of(self.folder / "with-1")["deconvnet", "completeness"]
        self.assertTrue(cell["exhaustive"]["violated"])
        case = json.loads((self.folder / "with-1" / cell["counterexample"]).read_bytes())
        self.assertEqual(case["provenance"]["scope"], "tiny")
        self.succeeds("replay", f"with-1/{cell['counterexample']}")

    def test_another_seed_is_another_search(self):
        one = self.report("--methods", "deconvnet") / "report.json"
        text = one.read_bytes()
        self.report("--methods", "deconvnet", "--seed", "7")
        self.assertEqual(json.loads(one.read_bytes())["seed"], 7)
        self.assertNotEqual(one.read_bytes(), text)

    def test_json_option_prints_the_report_that_was_written(self):
        printed = self.succeeds("report", *ENOUGH, "--out", "page", "--json")
        self.assertEqual(printed, (self.folder / "page/report.json").read_bytes())

    def test_known_cells_have_their_known_verdicts(self):
        cells = cells_of(self.report())
        exact = "integrated-gradients:rule=exact"
        for method, axiom, verdict in [
            ("gradient", "sensitivity-a", "violated"),
            ("gradient", "completeness", "violated"),
            ("gradient-x-input", "sensitivity-a", "violated"),
            ("gradient-x-input", "completeness", "violated"),
            ("guided-backprop", "sensitivity-a", "violated"),
            ("guided-backprop", "implementation-invariance", "violated"),
            ("guided-backprop", "completeness", "violated"),
            ("deconvnet", "sensitivity-a", "violated"),
            ("deconvnet", "implementation-invariance", "violated"),
            ("deconvnet", "completeness", "violated"),
            ("lrp:rule=0,bias=include", "sensitivity-a", "violated"),
            ("lrp:rule=0,bias=include", "completeness", "violated"),
            ("lrp:rule=0,bias=ignore", "sensitivity-a", "violated"),
            ("lrp:rule=0,bias=ignore", "implementation-invariance", "violated"),
            (exact, "sensitivity-a", "theorem"),
            (exact, "sensitivity-b", "theorem"),
            (exact, "implementation-invariance", "theorem"),
            (exact, "completeness", "theorem"),
        ]:
            with self.subTest(method=method, axiom=axiom):
                cell = cells[method, axiom]
                self.assertEqual((cell["verdict"], cell["convention"]), (verdict, None))
        # Whatever is found against the gradient's invariance can only hang on relu'(0).
        cell = cells["gradient", "implementation-invariance"]
        self.assertTrue(cell["verdict"] == "survived" or cell["convention"] == "kink", cell)

    def test_chosen_methods_and_axioms_are_the_cells(self):
        page = self.report("--methods", "deconvnet", "gradient:kink=1", "--axioms", "completeness")
        self.assertEqual(list(cells_of(page)), [("deconvnet", "completeness"),
                                                ("gradient:kink=1", "completeness")])

    def test_page_stands_alone(self):
        page = self.report()
        text = (page / "index.html").read_text(encoding="utf-8")
        self.assertLess(len(text.encode()), 3_000_000)
        for tag in re.findall(r"<(?:script|link|img|iframe|image|use|source)\b[^>]*>", text):
            self.assertNotIn("//", tag)
        outside = r"""(?:(?:src|href)\s*=|url\()\s*["']?\s*(?:https?:)?//|@import"""
        self.assertIsNone(re.search(outside, text))
        # What is linked to is here.
        for target in re.findall(r"""(?:src|href)="([^"]*)""", text):
            if target.startswith("#") and "=" not in target:  # with one: a filter of the matrix
                self.assertTrue(f'id="{target[1:]}"' in text, target)
            elif not target.startswith(("#", "data:")):
                self.assertTrue((page / target).is_file(), target)

    def test_a_failed_run_leaves_an_existing_report_untouched(self):
        before = files_of(self.report())
        self.write("bad.json", "{")
        for options in [["--methods", "gradent"], ["--axioms", "complete"], ["--threads", "0"],
                        ["--model", "bad.json", "--inputs", "[1, 2]"], ["--inputs", "[1, 2]"]]:
            self.refuses("report", *ENOUGH, "--out", "page", *options)
            self.assertTrue(files_of(self.folder / "page") == before, options)

    def test_a_report_that_cannot_be_written_leaves_the_old_one_untouched(self):
        page = self.report("--methods", "gradient")
        for case in (page / "cases").iterdir():
            case.unlink()
        (page / "cases").rmdir()
        (page / "cases").write_bytes(b"in the way")
        before = files_of(page)
        self.refuses("report", "--cases", "5", "--out", "page", says="cases")
        self.assertTrue(files_of(page) == before)

    def test_case_files_of_an_earlier_report_are_removed(self):
        page = self.report()
        self.report("--methods", "gradient", "--axioms", "completeness")
        self.assertEqual(set(files_of(page)),
                         {"index.html", "report.json", "junit.xml", "matrix.csv", "matrix.md",
                          "timing.json", "cases/gradient--completeness.json"})

    # --- Replaying -------------------------------------------------------------------------------

    def test_every_case_file_replays_to_violated_with_the_same_numbers(self):
        page = self.report()
        cells = cells_of(page)
        listed = {cell["counterexample"] for cell in cells.values()} - {None}
        self.assertEqual(listed, {name for name in files_of(page) if name.startswith("cases/")})
        for (method, axiom), cell in cells.items():
            if cell["counterexample"] is None:
                continue
            path = page / cell["counterexample"]
            # Numbers as the text that stands there.
            saved = json.loads(path.read_bytes(), parse_float=str, parse_int=str)
            said = self.document("replay", path, exact_tokens=True)
            with self.subTest(path.name):
                self.assertEqual((said["method"], said["axiom"]), (method, axiom))
                self.assertEqual(said.pop("verdict"), "violated")
                self.assertEqual(json.dumps(said), json.dumps(saved))
                text = self.succeeds("replay", path).decode()
                self.assertTrue(text.startswith(f"{method} on {axiom}\n"))
                self.assertRegex(text.splitlines()[-1], r"\AViolated")

    def test_answers_in_a_case_file_are_computed_anew(self):
        case = self.one_case()
        true = case["attributions"]
        case["attributions"] = [["22/7"]]
        case["judgement"]["reason"] = "because I say so"
        said = self.document("replay", self.write("case.json", case))
        self.assertEqual((said["attributions"], said["verdict"]), (true, "violated"))
        self.assertNotIn("I say so", json.dumps(said))

    def test_a_case_that_convicts_no_longer_is_kept(self):
        case = self.one_case()
        case["method"] = "integrated-gradients:rule=exact"
        self.write("case.json", case)
        self.assertEqual(self.document("replay", "case.json")["verdict"], "kept")
        self.assertNotIn("Violated", self.succeeds("replay", "case.json").decode())

    def test_case_files_tampered_with_are_refused(self):
        def without(name):
            return lambda case: case.pop(name)

        def put(*path):
            *places, last, value = path

            def change(case):
                functools.reduce(lambda part, at: part[at], places, case)[last] = value
            return change

        for what, change in {
            "a later schema": put("schema", "axiomark-case/2"),
            "another schema": put("schema", "axiomark-network/1"),
            "no schema": without("schema"),
            "a later network schema": put("probes", 0, "network", "schema", "axiomark-network/2"),
            "no method": without("method"),
            "an unknown method": put("method", "gradent"),
            "an unknown axiom": put("axiom", "sensitivity-c"),
            "a feature that is not there": put("features", [7]),
            "a negative feature": put("features", [-1]),
            "no feature": put("features", []),
            "no probes": put("probes", []),
            "an input too long": put("probes", 0, "input", [1, 2]),
            "a baseline too short": put("probes", 0, "baseline", []),
            "two targets": put("probes", 0, "target", [1, 0]),
            "an input that is no number": put("probes", 0, "input", ["x"]),
            "a division by zero": put("probes", 0, "input", ["1/0"]),
            "another output": put("probes", 0, "network", "output", 9),
            "a case for two networks": put("axiom", "implementation-invariance"),
        }.items():
            case = self.one_case()
            change(case)
            self.write("case.json", case)
            with self.subTest(what):
                self.refuses("replay", "case.json")

    def test_a_truncated_case_file_is_refused(self):
        text = json.dumps(self.one_case())
        for length in range(0, len(text), 11):
            self.write("case.json", text[:length])
            self.refuses("replay", "case.json", says="case.json")

    # --- On a model file -------------------------------------------------------------------------

    def test_a_small_model_is_judged_by_every_axiom(self):
        self.write("net.json", SMALL_NETWORK)
        page = self.report("--model", "net.json", "--inputs", "[[1, 2], [3, -1]]", "--methods",
                           "gradient", "guided-backprop", "integrated-gradients:rule=exact")
        cells = cells_of(page)
        self.assertEqual([axiom for method, axiom in cells if method == "gradient"], AXIOMS)
        self.assertNotIn("error", {cell["verdict"] for cell in cells.values()})
        # These are judged on functions of their own, and say nothing about a model.
        elsewhere = ("null-player", "game-symmetry", "agrees-on-affine", "precision-consistency")
        for (method, axiom), cell in cells.items():
            if cell["verdict"] == "outside":
                continue
            if axiom in elsewhere:
                self.assertEqual(cell["verdict"], "not-applicable", cell)
            else:
                self.assertGreater(cell["cases"], 0, cell)
        for method in ("gradient", "guided-backprop"):
            cell = cells[method, "completeness"]
            self.assertEqual((cell["verdict"], cell["evidence"]), ("violated", "exact"))
        # At (1, 2) the gradient is (7, 1), and F(1, 2) - F(0, 0) = 12 - 3.
        said = self.document("replay", page / "cases/gradient--completeness.json")
        self.assertEqual((said["verdict"], said["attributions"]), ("violated", [[7, 1]]))
        self.assertEqual((said["judgement"]["left"], said["judgement"]["right"]), ([8], [9]))
        self.assertIn(cells["integrated-gradients:rule=exact", "completeness"]["verdict"],
                      ("theorem", "survived"))
        for cell in cells.values():
            if cell["counterexample"]:
                replayed = self.document("replay", page / cell["counterexample"])
                self.assertEqual(replayed["verdict"], "violated")

    def test_a_case_on_a_model_that_changed_is_refused(self):
        self.write("net.json", SMALL_NETWORK)
        page = self.report("--model", "net.json", "--inputs", "[1, 2]", "--methods", "gradient")
        self.write("net.json", json.dumps(SMALL_NETWORK) + "\n")
        self.refuses("replay", page / "cases/gradient--completeness.json", says="SHA-256")
        (self.folder / "net.json").unlink()
        self.refuses("replay", page / "cases/gradient--completeness.json", says="net.json")

    def test_a_real_model_is_judged_by_the_first_axioms(self):
        model = shared("data/networks/mnist-net_256x2.onnx")
        inputs = [shared(f"data/inputs/mnist-net_256x2/{k}.npy") for k in range(2)]
        npy.write(self.folder / "x.npy", (2, 1, 784, 1),
                  [value for path in inputs for value in npy.read(path)[1]], "f4")
        # A minute is ample: conviction takes seconds, and the page asks for no more exact work.
        self.succeeds("report", "--model", model, "--inputs", "x.npy", "--methods", "gradient",
                      "guided-backprop", "integrated-gradients:rule=exact", "--axioms", *FIRST_FOUR,
                      "--out", "page", timeout=60)
        page = self.folder / "page"
        cells = cells_of(page)
        self.assertEqual(len(cells), 3 * len(FIRST_FOUR))
        for cell in cells.values():
            self.assertGreater(cell["cases"], 0, cell)
            self.assertNotIn(cell["verdict"], ("error", "not-applicable"), cell)
        cell = cells["gradient", "completeness"]
        self.assertEqual((cell["verdict"], cell["evidence"], cell["convention"]),
                         ("violated", "exact", None))
        said = self.document("replay", page / cell["counterexample"])
        self.assertEqual(said["verdict"], "violated")
        self.assertEqual(said["attributions"], json.loads(
            (page / cell["counterexample"]).read_bytes())["attributions"])
        self.assertLess((page / "index.html").stat().st_size, 3_000_000)


if __name__ == "__main__":
    unittest.main()
