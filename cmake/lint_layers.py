#!/usr/bin/env python3
"""Convicts every #include that breaks the layering (docs/architecture.md).

Each folder includes only itself and the folders to its left in LAYERS. The folders in ON_TOP may
include all of those, and nothing includes the folders in NEVER_INCLUDED but themselves. RapidCheck
is used in RAPIDCHECK_USERS alone. Prints file:line of each fault and exits 1 if there is any.

    lint_layers.py              check the project
    lint_layers.py --self-test  check the check, on a small tree with every kind of fault
"""

import os
import pathlib
import posixpath
import re
import subprocess
import sys
import tempfile

LAYERS = ["network", "methods", "axioms", "search", "report", "experiments", "cli"]
ON_TOP = ["bench", "python", "tests"]
NEVER_INCLUDED = ON_TOP + ["results"]
RAPIDCHECK_USERS = ["search", "tests"]

SUFFIXES = (".hpp", ".cpp", ".h", ".cc")
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')


def git(root, *arguments):
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def sources(root):
    """The C++ files below root that git does not ignore; outside a clone, those in our folders."""
    top = git(root, "rev-parse", "--show-toplevel") if has_git() else None
    if top is not None and os.path.samefile(top.rstrip("\n"), root):
        listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        names = listed.split("\0")
    else:
        folders = [root / folder for folder in LAYERS + NEVER_INCLUDED]
        names = [path.relative_to(root).as_posix() for f in folders for path in f.rglob("*")]
    # A file that was deleted and not yet committed is still listed.
    return sorted({name for name in names if name.endswith(SUFFIXES) and (root / name).is_file()})


def has_git():
    return any(os.access(os.path.join(p, "git"), os.X_OK) for p in os.get_exec_path())


def fault(name, included):
    """Why the file `name` may not include `included`, or None if it may."""
    folder = name.split("/")[0]
    if included.startswith("."):
        included = posixpath.normpath(posixpath.join(posixpath.dirname(name), included))
    target = included.split("/")[0] if "/" in included else ""

    if included.startswith("rapidcheck"):
        if folder not in RAPIDCHECK_USERS:
            return f"only {' and '.join(RAPIDCHECK_USERS)} may use RapidCheck"
    elif target == folder:
        return None
    elif target in NEVER_INCLUDED:
        return f"nothing includes {target}"
    elif target in LAYERS and folder in LAYERS and LAYERS.index(target) > LAYERS.index(folder):
        return f"{folder} is left of {target} in {' <- '.join(LAYERS)}"
    return None


def faults(root):
    """Every fault below root, as (file, line, reason)."""
    found = []
    for name in sources(root):
        if name.split("/")[0] not in LAYERS + ON_TOP:
            found.append((name, 1, f"no place for this folder in {' <- '.join(LAYERS + ON_TOP)}"))
            continue
        text = (root / name).read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            include = INCLUDE.match(line)
            reason = fault(name, include[1]) if include else None
            if reason:
                found.append((name, number, f'"{include[1]}": {reason}'))
    return found


def self_test():
    tree = {
        # name: (content, lines to convict)
        "network/graph.hpp": ('#include <vector>\n#include "network/scalar.hpp"\n', []),
        "network/graph.cpp": ('#include "network/graph.hpp"\n#include "methods/all.hpp"\n', [2]),
        "network/onnx/read.cpp": ('#include "../graph.hpp"\n#include "../../search/a.hpp"\n', [2]),
        "axioms/linearity.cpp": ('#include "methods/all.hpp"\n  #  include <cli/verbs.hpp>\n', [2]),
        "methods/all.cc": ('// #include "cli/verbs.hpp"\n#include "methods.hpp"\n', []),
        "report/page.h": ('#include "search/case.hpp"\n#include "experiments/claims.hpp"\n', [2]),
        "report/all.cpp": ('#include "results/a.hpp"\n#include "tests/a.hpp"\n', [1, 2]),
        "cli/list.cpp": ('#include "bench/a.hpp"\n', [1]),
        "cli/main.cpp": ('#include "network/graph.hpp"\n#include "python/module.hpp"\n', [2]),
        "axioms/random.cpp": ("#include <rapidcheck.h>\n#include <rapidcheck/Gen.h>\n", [1, 2]),
        "bench/speed.cpp": ('#include "cli/main.hpp"\n#include "rapidcheck/Gen.h"\n', [2]),
        "search/generate.cpp": ('#include <rapidcheck/Gen.h>\n#include "axioms/all.hpp"\n', []),
        "tests/cli/main_test.cpp": ('#include "cli/main.hpp"\n#include "tests/a.hpp"\n', []),
        "tests/rapidcheck.hpp": ("#include <rapidcheck.h>\n", []),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)

        def write(name, content):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")

        for name, (content, _) in tree.items():
            write(name, content)
        expected = {(name, line) for name, (_, lines) in tree.items() for line in lines}
        found = {(name, line) for name, line, _ in faults(root)}
        assert found == expected, f"outside a clone: {sorted(found ^ expected)}"

        if has_git():
            # Ignored files are not ours; untracked ones are, and so is a folder nobody has placed.
            write(".gitignore", "build/\n")
            write("build/network/made.cpp", '#include "cli/main.hpp"\n')
            write("misc/helpers.cpp", "")
            subprocess.run(["git", "-C", folder, "init", "--quiet"], check=True)
            expected.add(("misc/helpers.cpp", 1))
            found = {(name, line) for name, line, _ in faults(root)}
            assert found == expected, f"in a clone: {sorted(found ^ expected)}"
    print(f"self-test: {len(expected)} faults planted, {len(expected)} found, and no other")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    if sys.argv[1:]:
        unknown = " ".join(sys.argv[1:])
        print(f"lint_layers.py: takes --self-test or nothing, not: {unknown}", file=sys.stderr)
        return 2
    root = pathlib.Path(__file__).resolve().parent.parent
    files = len(sources(root))
    found = faults(root)
    for name, line, reason in found:
        print(f"{name}:{line}: {reason}")
    if not files:
        print("no C++ files found: nothing was checked")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
