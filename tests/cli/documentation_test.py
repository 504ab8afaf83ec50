"""Commands and outputs shown in README.md and docs/: every ```console block is run.

A line that starts with "$ " is a command, run in the project's folder with `axiomark` on the PATH;
one that ends in a backslash goes on in the next line. What follows up to the next command is what it
prints, on standard output or error; a line of "..." stands for any lines. `./run` is not run, but
the verb must be one that it lists.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from program import PROGRAM, ROOT

BLOCK = re.compile(r"^```console *\n(.*?)^``` *$", re.MULTILINE | re.DOTALL)


def commands(document):
    """(line, command, expected lines) of every command shown in a document."""
    text = document.read_text(encoding="utf-8")
    shown = []
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1)) + 1
        going_on = False
        for content in block[1].splitlines():
            if going_on:
                shown[-1][1] += "\n" + content
            elif content.startswith("$ "):
                shown.append([line, content[2:], []])
            else:
                assert shown, f"{document.name}:{line}: output before any command"
                shown[-1][2].append(content)
                line += 1
                continue
            going_on = content.endswith("\\")
            line += 1
    return [tuple(command) for command in shown]


def matches(found, expected):
    """Whether the lines are those expected, where "..." stands for any number of lines."""
    pattern = "".join(r"(?:[^\n]*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n"
                      for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in found)) is not None


class DocumentJudge(unittest.TestCase):
    maxDiff = 4000

    def judge(self, document):
        """How many commands the document shows; each that prints something else fails."""
        shown = commands(document)
        verbs = subprocess.run([ROOT / "run"], capture_output=True, text=True, check=True).stdout
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "axiomark").symlink_to(PROGRAM)
            environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
            for line, command, expected in shown:
                with self.subTest(f"{document.name}:{line}: {command}"):
                    if command.startswith("./run"):
                        verb = re.match(r"\./run *([a-z]*)", command)[1]
                        self.assertRegex(verbs, rf"(?m)^{verb}\b")
                        continue
                    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment,
                                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                          stderr=subprocess.STDOUT, text=True, timeout=600)
                    found = done.stdout.splitlines()
                    if not matches(found, expected):
                        self.assertEqual(found, expected)
        return len(shown)


class DocumentationTest(DocumentJudge):
    def test_commands_of_the_readme_print_what_it_shows(self):
        self.assertTrue((ROOT / "README.md").is_file(), "no README.md")
        self.assertGreater(self.judge(ROOT / "README.md"), 0, "no ```console block in README.md")

    def test_commands_of_the_docs_print_what_they_show(self):
        documents = sorted((ROOT / "docs").rglob("*.md"))
        self.assertTrue(documents)
        for document in documents:
            self.judge(document)

    def test_outputs_are_compared_exactly_but_for_dots(self):
        self.assertTrue(matches(["a", "b", "c"], ["a", "b", "c"]))
        self.assertTrue(matches(["a", "b", "c"], ["a", "..."]))
        self.assertTrue(matches(["a", "b", "c"], ["...", "c"]))
        self.assertTrue(matches(["a"], ["a", "..."]))
        self.assertTrue(matches([], []))
        for expected in (["a", "b"], ["a", "b", "c", "d"], ["a", "...", "d"], ["...", "b"],
                         ["a", "b ", "c"], [".*", "b", "c"], []):
            self.assertFalse(matches(["a", "b", "c"], expected), expected)

    def test_a_block_with_other_output_than_shown_is_convicted(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.md"

            class Probe(DocumentJudge):
                def runTest(self):
                    self.judge(page)

            for shown, right in [("$ echo a \\\n  b\na b\n$ true\n", True),
                                 ("$ echo a\nb\n", False), ("$ echo a\n", False),
                                 ("$ ./run test\nanything\n", True), ("$ ./run away\n", False),
                                 ("$ axiomark evalute\naxiomark: unknown verb\n", False)]:
                page.write_text(f"```console\n{shown}```\n", encoding="utf-8")
                result = unittest.TestResult()
                Probe("runTest").run(result)
                self.assertEqual((result.wasSuccessful(), result.errors), (right, []), shown)


if __name__ == "__main__":
    unittest.main()
