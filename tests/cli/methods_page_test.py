"""docs/methods.md, which is written from the headers of the methods (cmake/methods_page.py)."""

import importlib.util
import re
import unittest

from program import ROOT, ProgramTest

SPEC = importlib.util.spec_from_file_location("methods_page", ROOT / "cmake" / "methods_page.py")
methods_page = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(methods_page)

HEADER = """\
/// A method.
/// Computes    A_i = 1,
///             whatever x is.
/// Requires    nothing (rule=exact: much).
/// Shapes      [n] -> [n].
/// Error       none.
/// Cost        none.
/// Satisfies   little.
/// Violates    completeness.
/// Source      nobody 2000, arXiv 1234.56789.
struct Method {};

[[nodiscard]] RegistryEntry my_method_entry();
"""
LISTED = {"name": "my-method", "family": "Some", "kind": "local", "summary": "A_i = 1",
          "source": "nobody", "options": [{"key": "a", "values": "x|y", "default": "0",
                                           "meaning": "a*b"}]}


class MethodsPageTest(ProgramTest):
    def judged(self, header, name="my_method.hpp"):
        self.write(name, header)
        return methods_page.headers(self.folder)

    def test_the_methods_page_is_what_headers_and_registry_say(self):
        written = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
        fresh = methods_page.page(self.document("list", "methods"),
                                  methods_page.headers(ROOT / "methods"))
        self.assertTrue(written == fresh, "docs/methods.md is out of date: ./run docs writes it")

    def test_every_registered_method_has_a_header_with_all_headings(self):
        described = methods_page.headers(ROOT / "methods")
        names = [entry["name"] for entry in self.document("list", "methods")]
        self.assertEqual(sorted(described), sorted(names))
        for name in names:
            _, _, parts = described[name]
            self.assertLessEqual({"Computes", "Requires", "Shapes", "Error", "Cost", "Source"},
                                 set(parts), name)

    def test_links_within_the_methods_page_lead_somewhere(self):
        text = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)]*)\)", text)
        anchors = methods_page.Anchors()
        there = {f"#{anchors.add(h)}" for h in re.findall(r"^#+ (.*)$", text, re.M)}
        self.assertGreater(len(links), 0)
        for link in links:
            if link.startswith("#"):
                self.assertIn(link, there)
            elif not link.startswith("https://arxiv.org/abs/"):
                self.assertTrue((ROOT / "docs" / link).is_file(), link)

    def test_a_section_shows_the_equation_as_it_stands_and_the_rest_as_text(self):
        text = methods_page.page([LISTED], self.judged(HEADER))
        for part in ["```text\nA_i = 1,\nwhatever x is.\n```",
                     "- **Requires** nothing (`rule=exact`: much).",
                     r"- **Shapes** \[n\] -\> \[n\].",
                     "[arXiv 1234.56789](https://arxiv.org/abs/1234.56789)",
                     r"| `a` | `0` | x\|y | a\*b |",
                     "| [my-method](#my-method) | `A_i = 1` | local |"]:
            self.assertIn(part, text)

    def test_headings_that_are_alike_get_different_anchors(self):
        text = methods_page.page([{**LISTED, "family": "My method"}], self.judged(HEADER))
        self.assertIn("[My method](#my-method)", text)
        self.assertIn("[my-method](#my-method-1)", text)

    def test_a_header_that_leaves_something_out_is_refused(self):
        for line in HEADER.splitlines():
            heading = re.match("/// ([A-Z][a-z]+) {2,}", line)
            if not heading or heading[1] in ("Satisfies", "Violates"):
                continue
            text = HEADER.replace("///             whatever x is.\n", "").replace(line + "\n", "")
            with self.assertRaisesRegex(methods_page.Fault, heading[1], msg=heading[1]):
                self.judged(text)
        both = re.sub("/// (Satisfies|Violates).*\n", "", HEADER)
        with self.assertRaisesRegex(methods_page.Fault, "Satisfies or Violates"):
            self.judged(both)
        self.judged(HEADER.replace("/// Satisfies   little.\n", ""))
        self.judged(both.replace("/// Source", "/// Satisfies / violates  all.\n/// Source"))

    def test_a_header_in_disorder_is_refused(self):
        cost = "/// Cost        none.\n"
        for wrong, said in [
                (HEADER.replace(cost, "").replace("/// Error", cost + "/// Error"), "order"),
                (HEADER.replace(cost, cost + cost), "twice"),
                (HEADER.replace(cost, cost + "/// Costs more.\n"), "neither"),
                (HEADER.replace("/// A method.\n", ""), "what the method is"),
                (HEADER + "\n" + HEADER.replace("my_method", "other"), "2 comments")]:
            self.assertNotEqual(wrong, HEADER)
            with self.assertRaisesRegex(methods_page.Fault, said):
                self.judged(wrong)

    def test_a_method_without_a_header_or_with_two_is_refused(self):
        described = self.judged(HEADER)
        with self.assertRaisesRegex(methods_page.Fault, r"declares other_entry\(\)"):
            methods_page.page([{**LISTED, "name": "other"}], described)
        with self.assertRaisesRegex(methods_page.Fault, "as my_method.hpp does"):
            self.judged(HEADER, "your_method.hpp")


if __name__ == "__main__":
    unittest.main()
