#!/usr/bin/env python3
"""Writes docs/methods.md from the headers of the methods and the program's own list of them.

A method NAME is described where `RegistryEntry NAME_entry();` is declared (with _ for -): in
methods/*.hpp, by the `///` comment that has the headings of HEADINGS, in that order.

    methods_page.py PROGRAM          print the page
    methods_page.py PROGRAM --write  write docs/methods.md
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "methods.md"

# What comes of Satisfies and Violates, one has to be there.
VERDICTS = ["Satisfies", "Violates", "Satisfies / Violates"]
HEADINGS = ["Computes", "Requires", "Shapes", "Error", "Cost", *VERDICTS, "Source"]

HEADING = re.compile(rf"({'|'.join(sorted(HEADINGS, key=len, reverse=True))})\s+(.*)", re.I)
ENTRY = re.compile(r"\bRegistryEntry (\w+)_entry\(\);")
COMMENT = re.compile(r"(?:^///.*\n)+", re.MULTILINE)


class Fault(Exception):
    """A header that does not say what the page needs, with its file."""


def described(comment, where):
    """(title, {heading: lines}) of one comment."""
    title = []
    parts = {}
    for line in comment.splitlines():
        text = line[len("///"):]
        heading = HEADING.fullmatch(text.strip()) if not text.startswith("  ") else None
        if heading:
            word = next(h for h in HEADINGS if h.lower() == heading[1].lower())
            if word in parts:
                raise Fault(f"{where}: {word} twice")
            parts[word] = [heading[2]]
        elif not parts:
            title.append(text.strip())
        elif text.startswith("  "):
            parts[list(parts)[-1]].append(text.strip())
        else:
            raise Fault(f"{where}: a line that is neither a heading nor indented: {text.strip()!r}")
    missing = [h for h in HEADINGS if h not in parts and h not in VERDICTS]
    if not any(h in parts for h in VERDICTS):
        missing.append("Satisfies or Violates")
    if missing:
        raise Fault(f"{where}: without {', '.join(missing)}")
    if list(parts) != [h for h in HEADINGS if h in parts]:
        raise Fault(f"{where}: headings in the order {', '.join(parts)}")
    if not title:
        raise Fault(f"{where}: no line that says what the method is, before Computes")
    return " ".join(title), parts


def headers(folder):
    """{method name: (file name, title, parts)} of every method declared in the folder."""
    found = {}
    for path in sorted(folder.glob("*.hpp")):
        text = path.read_text(encoding="utf-8")
        names = [name.replace("_", "-") for name in ENTRY.findall(text)]
        if not names:
            continue
        comments = [c for c in COMMENT.findall(text) if re.search(r"^/// Computes\b", c, re.M)]
        if len(comments) != 1:
            raise Fault(f"{path.name}: {len(comments)} comments with a line '/// Computes', not one")
        for name in names:
            if name in found:
                raise Fault(f"{path.name}: declares {name}, as {found[name][0]} does")
            found[name] = (path.name, *described(comments[0], path.name))
    return found


def prose(lines):
    """Text as Markdown: method strings and options as code, arXiv numbers as links."""
    text = " ".join(lines)
    code = r"`[^`]*`|(?:[a-z][a-z0-9-]*:)?[a-z_]+=(?:\([^()\s]*\)|[\w/.-]*\w)"
    link = r"\barXiv \d{4}\.\d{4,5}"
    result = ""
    for part in re.split(f"({code}|{link})", text):
        if re.fullmatch(code, part):
            result += f"`{part.strip('`')}`"
        elif re.fullmatch(link, part):
            result += f"[{part}](https://arxiv.org/abs/{part.split()[1]})"
        else:
            result += escaped(part)
    return result


def escaped(text):
    return re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", text)


def code_cell(text):
    """Code in a cell of a table, where | has to be escaped even so."""
    return f"`{text.replace('|', chr(92) + '|')}`"


class Anchors:
    """The names GitHub gives to headings: one that comes again gets a number."""

    def __init__(self):
        self.seen = {}

    def add(self, heading):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = self.seen.get(slug, 0)
        self.seen[slug] = count + 1
        return slug if count == 0 else f"{slug}-{count}"


def section(method, header):
    file, title, parts = header
    lines = [f"### {method['name']}", "", prose([title]), "", "```text", *parts["Computes"], "```", ""]
    for heading, text in parts.items():
        if heading != "Computes":
            lines.append(f"- **{heading}** {prose(text)}")
    lines.append(f"- **Contract** [methods/{file}](../methods/{file})")
    lines.append("")
    if method["options"]:
        lines += ["| option | default | values | meaning |", "|---|---|---|---|"]
        for option in method["options"]:
            lines.append(f"| {code_cell(option['key'])} | {code_cell(option['default'])} "
                         f"| {escaped(option['values'])} | {escaped(option['meaning'])} |")
        lines.append("")
    return lines


INTRODUCTION = """\
# Methods

F is the output asked for, x the input, x' the baseline, A_i the attribution of feature i. A method is named by
a string, `name:key=value,...`, wherever the program takes one; the options not given have their defaults.
What "exact", "kink" and the kinds of baseline mean is in [semantics.md](semantics.md).

<!-- Written by `./run docs` from methods/*.hpp and the registry: change those, not this page. -->
"""


def page(methods, described_in):
    """The page, for the program's list of methods and what headers() found."""
    missing = [m["name"] for m in methods if m["name"] not in described_in]
    if missing:
        raise Fault(f"no header declares {missing[0].replace('-', '_')}_entry()")
    families = {}
    for method in methods:
        families.setdefault(method["family"], []).append(method)
    anchors = Anchors()
    anchors.add("Methods")
    contents = ["| method | attribution | baseline |", "|---|---|---|"]
    sections = []
    for family, members in families.items():
        contents.append(f"| **[{escaped(family)}](#{anchors.add(family)})** | | |")
        sections += [f"## {family}", ""]
        for method in members:
            contents.append(f"| [{method['name']}](#{anchors.add(method['name'])}) "
                            f"| {code_cell(method['summary'])} | {method['kind']} |")
            sections += section(method, described_in[method["name"]])
    return "\n".join([INTRODUCTION, *contents, "", *sections]).rstrip("\n") + "\n"


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["--write"]):
        print(__doc__, file=sys.stderr)
        return 2
    listed = subprocess.run([arguments[0], "list", "methods", "--json"], capture_output=True,
                            check=True).stdout
    try:
        text = page(json.loads(listed), headers(ROOT / "methods"))
    except Fault as fault:
        print(f"methods_page: {fault}", file=sys.stderr)
        return 1
    if arguments[1:]:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
