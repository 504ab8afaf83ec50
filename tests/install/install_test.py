"""An install in a folder of its own, and a small program of somebody else's that is built against it.

AXIOMARK_BUILD_FOLDER names the built tree. Nothing of the project is compiled here; the consumer is one
file, compiled for the plain instruction set without optimisation and, where the machine has them, with
AVX2 and optimisation.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = os.environ["AXIOMARK_BUILD_FOLDER"]
CMAKE = os.environ.get("AXIOMARK_CMAKE", "cmake")
CONSUMER = pathlib.Path(__file__).resolve().parent / "consumer"
LAYERS = ["network", "methods", "axioms", "search", "report", "experiments"]


def run(*words):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{words}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def has_avx2():
    try:
        return " avx2 " in pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


class InstallTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.prefix = self.folder / "prefix"
        run(CMAKE, "--install", BUILD, "--prefix", self.prefix)

    def test_a_consumer_with_other_flags_builds_against_an_install_and_runs(self):
        build = self.folder / "build"
        run(CMAKE, "-G", "Ninja", "-S", CONSUMER, "-B", build,
            f"-DCMAKE_PREFIX_PATH={self.prefix}")
        for target in ["plain", "wide"] if has_avx2() else ["plain"]:
            run(CMAKE, "--build", build, "--target", target)
            self.assertEqual(run(build / target).split(), ["3", "-1"])

    def test_an_install_has_the_program_and_headers_that_find_each_other(self):
        self.assertTrue(run(self.prefix / "bin/axiomark", "--version").startswith("axiomark "))
        root = self.prefix / "include/axiomark"
        headers = list(root.rglob("*.hpp"))
        self.assertEqual(sorted(p.name for p in root.iterdir()), sorted(LAYERS))
        for header in headers:
            for line in header.read_text(encoding="utf-8").splitlines():
                if line.startswith('#include "'):
                    self.assertTrue((root / line.split('"')[1]).is_file(), f"{header}: {line}")


if __name__ == "__main__":
    unittest.main()
