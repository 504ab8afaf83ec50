"""What `report` writes beside the page: report.json by its schema, JUnit XML, CSV, Markdown; colour in
a terminal; and `--expect`."""

import collections
import csv
import html.parser
import json
import os
import pty
import re
import subprocess
import unittest
import urllib.parse
import xml.etree.ElementTree

from program import PROGRAM, ROOT, ProgramTest

CHOSEN = ["--methods", "gradient", "deconvnet", "lrp:rule=0,bias=include",
          "integrated-gradients:rule=exact", "integrated-gradients:rule=right,steps=4",
          "shapley:rule=permutations,samples=4", "--axioms", "sensitivity-a", "completeness",
          "implementation-invariance", "proportionality", "--cases", "100"]
SKIPPED = {"outside", "not-applicable"}


def faults(value, schema, root, at="report.json"):
    """Where a value is not as its JSON schema says; the words of schemas that ours uses."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return faults(value, root["$defs"][name], root, at)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r}")
    if "type" in schema:
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not any(number and (kind == "number" or isinstance(value, int)) if kind in
                   ("number", "integer") else isinstance(value, kinds[kind]) for kind in wanted):
            return [f"{at}: {value!r} is no {wanted}"]
        if number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            found.append(f"{at}: {value}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {value!r}")
    if isinstance(value, dict):
        found += [f"{at}: no {key}" for key in schema.get("required", []) if key not in value]
        known = schema.get("properties", {})
        found += [f"{at}: undocumented {key}" for key in value if key not in known]
        for key in set(value) & set(known):
            found += faults(value[key], known[key], root, f"{at}.{key}")
    if isinstance(value, list):
        for k, item in enumerate(value):
            found += faults(item, schema.get("items", {}), root, f"{at}[{k}]")
    return found


class Downloads(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.files = {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and "download" in attrs:
            self.files[attrs["download"]] = attrs["href"]


class ReportOutputsTest(ProgramTest):
    def report(self, *options):
        self.succeeds("report", *CHOSEN, "--out", "page", *options)
        return self.folder / "page"

    def document(self, page):
        return json.loads((page / "report.json").read_bytes(), parse_constant=self.fail)

    def test_report_json_is_as_its_schema_says(self):
        schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
        document = self.document(self.report())
        self.assertEqual(faults(document, schema, schema), [])
        # The judge itself: each of these is a fault.
        for change in (lambda d: d.pop("seed"), lambda d: d.update(schema="axiomark-report/0"),
                       lambda d: d["cells"][0].update(verdict="fine"),
                       lambda d: d["cells"][0].update(cases=-1),
                       lambda d: d["cells"][0].update(cases=True),
                       lambda d: d["cells"][0].update(extra=1),
                       lambda d: d["cells"][0].update(reason=None),
                       lambda d: d["cells"][0].update(counterexample="elsewhere.json"),
                       lambda d: d["examples"][0]["probes"][0].update(input=["0.5"])):
            broken = json.loads(json.dumps(document))
            change(broken)
            self.assertEqual(len(faults(broken, schema, schema)), 1)

    def test_junit_counts_what_it_lists(self):
        page = self.report()
        cells = self.document(page)["cells"]
        root = xml.etree.ElementTree.parse(page / "junit.xml").getroot()
        self.assertEqual(root.tag, "testsuites")
        listed = []
        for suites, tests in [([root], root.iter("testcase")),
                              *(([suite], suite.findall("testcase")) for suite in root)]:
            tests = list(tests)
            count = collections.Counter(child.tag for test in tests for child in test)
            for counter, tag in [("failures", "failure"), ("errors", "error"),
                                 ("skipped", "skipped")]:
                self.assertEqual(int(suites[0].get(counter)), count[tag])
            self.assertEqual(int(suites[0].get("tests")), len(tests))
            listed = listed or tests
        self.assertEqual([(t.get("classname"), t.get("name")) for t in listed],
                         [(c["method"], c["axiom"]) for c in cells])
        for test, cell in zip(listed, cells):
            tag = {"violated": "failure", "error": "error"}.get(
                cell["verdict"], "skipped" if cell["verdict"] in SKIPPED else "system-out")
            self.assertEqual([child.tag for child in test], [tag])
            if tag == "failure":
                self.assertEqual(test[0].get("type"),
                                 "violated-by-convention" if cell["convention"] else "violated")
                self.assertEqual(test[0].text, "axiomark replay " + cell["counterexample"])
        self.assertGreater(int(root.get("failures")), 0)
        self.assertGreater(int(root.get("skipped")), 0)

    def test_csv_has_a_row_per_cell(self):
        page = self.report()
        cells = self.document(page)["cells"]
        with open(page / "matrix.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        self.assertEqual(len(rows), len(cells))
        for row, cell in zip(rows, cells):
            for key in ("method", "axiom", "verdict", "evidence", "reason"):
                self.assertEqual(row[key], cell[key])
            self.assertEqual(row["literature"], cell["literature_standing"])
            for key in ("convention", "counterexample"):
                self.assertEqual(row[key], cell[key] or "")
            self.assertEqual(int(row["cases"]), cell["cases"])
            for key in ("violation_rate_upper", "error_bound"):
                self.assertEqual(float(row[key]) if row[key] else None, cell[key])
        # Method strings have commas: one of them must have needed its quotes.
        self.assertIn('"lrp:rule=0,bias=include"', (page / "matrix.csv").read_text("utf-8"))

    def test_markdown_has_the_matrix(self):
        page = self.report()
        document = self.document(page)
        lines = (page / "matrix.md").read_text(encoding="utf-8").splitlines()
        table = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line.startswith("|")]
        self.assertEqual([cell.strip() for cell in table[0]], ["method", *document["axioms"]])
        self.assertEqual({len(row) for row in table}, {len(document["axioms"]) + 1})
        rows = [row for row in table[2:] if not row[0].strip().startswith("**")]
        self.assertEqual(len(rows), len(document["methods"]))
        cells = iter(document["cells"])
        for row in rows:
            for mark in row[1:]:
                cell = next(cells)
                self.assertEqual("✗" in mark, cell["verdict"] == "violated", (row[0], mark))
                self.assertEqual("\\*" in mark, cell["convention"] is not None)
                self.assertEqual("!" in mark, cell["contradicts_literature"])
                if cell["counterexample"]:
                    self.assertIn(f"]({cell['counterexample']})", mark)
        against = [line for line in lines if line.startswith("- LRP, 0, bias = include on")]
        self.assertTrue(against)

    def test_downloads_of_the_page_are_the_case_files(self):
        page = self.report()
        parser = Downloads()
        parser.feed((page / "index.html").read_text(encoding="utf-8"))
        names = {path.name for path in (page / "cases").iterdir()}
        self.assertEqual(set(parser.files), names)
        for name, link in parser.files.items():
            kind, text = link.split(",", 1)
            self.assertEqual(kind, "data:application/json")
            self.assertNotIn("#", text)
            self.assertEqual(json.loads(urllib.parse.unquote(text)),
                             json.loads((page / "cases" / name).read_bytes()))

    def test_times_are_in_a_file_of_their_own(self):
        page = self.report()
        timing = json.loads((page / "timing.json").read_bytes())
        self.assertEqual((timing["schema"], timing["cells"]), ("axiomark-timing/1", 24))
        self.assertGreater(timing["campaign_seconds"], 0)
        self.assertNotIn("seconds", (page / "report.json").read_text(encoding="utf-8"))

    def test_colour_is_for_terminals_without_no_color(self):
        def printed(**environment):
            plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
            ours, theirs = pty.openpty()
            done = subprocess.run([PROGRAM, "report", "--methods", "gradient", "--axioms",
                                   "completeness", "--cases", "5", "--out", "page"],
                                  cwd=self.folder, stdout=theirs, stderr=subprocess.DEVNULL,
                                  env={**plain, **environment}, timeout=120)
            os.close(theirs)
            text = os.read(ours, 65536).decode()
            os.close(ours)
            self.assertEqual(done.returncode, 0)
            return text

        self.assertIn("\033[31m✗\033[0m", printed())
        self.assertIn("\033[", printed(NO_COLOR=""))
        self.assertNotIn("\033", printed(NO_COLOR="1"))
        self.assertIn("✗", printed(NO_COLOR="1"))
        self.assertNotIn(b"\033", self.succeeds("report", *CHOSEN, "--out", "page"))

    # --- Expectations ----------------------------------------------------------------------------

    def expecting(self, stored, *options):
        done = self.run_program("report", *CHOSEN, "--out", "again", "--expect", stored, *options)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def test_the_same_verdicts_are_as_expected(self):
        stored = self.report() / "report.json"
        status, out, err = self.expecting(stored)
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.endswith(f"\n24 verdicts, all as in {stored}\n"), out)
        # Also into the folder that holds what is expected.
        done = self.run_program("report", *CHOSEN, "--out", "page", "--expect", stored)
        self.assertEqual(done.returncode, 0)

    def test_another_verdict_is_named_and_fails(self):
        page = self.report()
        document = self.document(page)
        document["cells"][1]["verdict"] = "survived"
        document["cells"][3]["convention"] = "tie"
        self.write("stored.json", document)
        expected = ["gradient on completeness: survived -> violated",
                    f"gradient on proportionality: {document['cells'][3]['verdict']} only by "
                    f"convention: tie -> {document['cells'][3]['verdict']}",
                    "2 verdicts other than in stored.json"]
        status, out, err = self.expecting("stored.json")
        self.assertEqual((status, out.splitlines()[-3:], err), (1, expected, ""))
        # The report is written all the same.
        self.assertTrue((self.folder / "again/report.json").is_file())
        status, out, err = self.expecting("stored.json", "--json")
        self.assertEqual((status, err.splitlines()), (1, expected))
        json.loads(out)

    def test_cells_that_are_missing_or_new_fail(self):
        self.succeeds("report", "--methods", "gradient", "--axioms", "completeness", "--cases", "5",
                      "--out", "small")
        done = self.run_program("report", "--methods", "deconvnet", "--axioms", "completeness",
                                "--cases", "5", "--out", "other", "--expect", "small/report.json")
        self.assertEqual((done.returncode, done.stdout.decode().splitlines()[-3:]),
                         (1, ["gradient on completeness: violated -> no such cell",
                              "deconvnet on completeness: no such cell -> violated",
                              "2 verdicts other than in small/report.json"]))

    def test_a_damaged_expectation_is_refused_before_the_search(self):
        page = self.report()
        text = (page / "report.json").read_text(encoding="utf-8")
        case = next((page / "cases").iterdir()).read_text(encoding="utf-8")
        for name, content in {"half": text[: len(text) // 2], "empty": "", "list": "[1]",
                              "later": text.replace("axiomark-report/1", "axiomark-report/2"),
                              "case": case}.items():
            self.write(f"{name}.json", content)
            with self.subTest(name):
                # Cases enough for an hour: refused at once, or the test times out.
                self.refuses("report", "--cases", "1000000000", "--out", "never", "--expect",
                             f"{name}.json", says=f"{name}.json")
        self.refuses("report", "--out", "never", "--expect", "missing.json", says="missing.json")
        self.assertFalse((self.folder / "never").exists())


if __name__ == "__main__":
    unittest.main()
