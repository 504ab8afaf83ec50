"""Files made to harm: sizes that do not fit the file or the memory, names of megabytes, cycles, deep nesting,
data outside the folder. One line, status 2, no hang, and no more memory than ten times the file and
256 MiB; what can be read within that may be read."""

import json
import os
import pathlib
import struct
import subprocess
import sys
import unittest

import onnx_bytes as onnx
import png
from program import PROGRAM, SMALL_NETWORK, ProgramTest

MEASURED = pathlib.Path(__file__).resolve().parent / "measured.py"
FIXED = 256 << 20
SECONDS = 60  # far more than any takes; a hang takes longer
LONGEST_LINE = 4096
MANY = 1_000_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def window(**changed):
    return {"kernel": [1, 1], "stride": [1, 1], "dilation": [1, 1], "pad_begin": [0, 0],
            "pad_end": [0, 0], "ceil_mode": False, **changed}


def graph(operator, shape):
    return {"schema": "axiomark-network/1", "inputs": [shape], "operators": [operator],
            "nodes": [{"operator": 0, "inputs": [0]}], "output": 1}


def layer(numbers):
    return '{"layers": [{"W": [[%s]], "b": [0], "activation": "none"}]}' % numbers


def npy(shape, kind, data):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x02\x00" + struct.pack("<I", len(header)) + header + data


class HostileFilesTest(ProgramTest):
    def meet(self, name, content, *words, statuses=(2,), says=""):
        """Runs the program on the file; `words` name it as FILE."""
        path = self.write(name, content)
        size = path.stat().st_size
        words = [name if word == "FILE" else word for word in words]
        done = subprocess.run([sys.executable, "-B", MEASURED, PROGRAM, *words], cwd=self.folder,
                              stdout=subprocess.PIPE, check=True, timeout=SECONDS)
        done = json.loads(done.stdout)
        said = (self.folder / "err").read_bytes()[:2 * LONGEST_LINE].decode()
        with self.subTest(file=name, words=words[:1] + words[2:]):
            self.assertIn(done["status"], statuses, said)
            self.assertLessEqual(done["peak"], 10 * size + FIXED, f"{size} bytes: {said}")
            if done["status"] == 2:
                self.assertEqual((self.folder / "out").read_bytes(), b"")
                self.assertTrue(said.startswith("axiomark: ") and said.endswith("\n"), said[:200])
                self.assertEqual(said.count("\n"), 1)
                self.assertTrue(said[:-1].isprintable())
                self.assertLessEqual(len(said), LONGEST_LINE)
                self.assertIn(says, said)
        path.unlink()

    def onnx(self, what, *parts, exact=False, point="[1, 2, 3, 4]", **more):
        words = ["evaluate", "FILE", point, *(["--exact"] if exact else [])]
        made = more.pop("made", None)
        options = {key: more.pop(key) for key in ("statuses", "says") if key in more}
        self.meet(f"{what}.onnx", made or onnx.model(*parts, **more), *words, **options)

    def json(self, what, content, *more, exact=False, **options):
        self.meet(f"{what}.json", content, "evaluate", "FILE", "[1, 2]",
                  *(["--exact"] if exact else []), *more, **options)

    # --- ONNX ------------------------------------------------------------------------------------

    def test_an_onnx_file_cannot_ask_for_more_values_than_its_size_allows(self):
        self.onnx("expand", [onnx.node("Expand", ["x", "s"], "y")],
                  [onnx.integers("s", [1 << 22, 4])], says="node 0")
        self.onnx("expand2", [onnx.node("Expand", ["x", "s"], "y")],
                  [onnx.integers("s", [1 << 40, 4])], says="node 0")
        names = ["x", *(f"t{k}" for k in range(24)), "y"]
        self.onnx("doubled", [onnx.node("Concat", [a, a], b, axis=1)
                              for a, b in zip(names, names[1:])], says="node")
        # Products of every feature with every other.
        self.onnx("outer", [onnx.node("Reshape", ["x", "c"], "a"), onnx.node("Reshape", ["x", "r"], "b"),
                            onnx.node("Mul", ["a", "b"], "y")],
                  [onnx.integers("c", [-1, 1]), onnx.integers("r", [1, -1])], shape=(1, 8000),
                  says="node 2")
        one = [onnx.floats("w", [1, 1, 1, 1], [1])]
        for pads in (3000, 1 << 29, 1 << 61):
            self.onnx("padded", [onnx.node("Conv", ["x", "w"], "y", pads=[pads] * 4)], one,
                      shape=(1, 1, 2, 2), says="padded.onnx")
            self.onnx("pooled", [onnx.node("MaxPool", ["x"], "y", kernel_shape=[pads, pads],
                                           pads=[pads - 1] * 4)], shape=(1, 1, 2, 2), says="node 0")
        self.onnx("chain", [onnx.node("Conv", [a, "w"], b, pads=[500 if a == "x" else 0] * 4)
                            for a, b in zip(names, names[1:])], one, shape=(1, 1, 2, 2),
                  says="chain.onnx")
        self.onnx("input", [onnx.node("Relu", ["x"], "y")], shape=(1 << 31, 1 << 31), says="'x'")

    def test_constants_of_an_onnx_file_cannot_multiply(self):
        names = ["w", *(f"c{k}" for k in range(1000))]
        chain = [onnx.node("Neg", [a], b) for a, b in zip(names, names[1:])]
        self.onnx("constants", [*chain, onnx.node("Relu", ["x"], "y")],
                  [onnx.tensor("w", [MANY], bytes(4 * MANY))], says="constants.onnx")
        squares = [onnx.node("Mul", [a, a], b) for a, b in zip(names[:40], names[1:])]
        self.onnx("squares", [*squares, onnx.node("Relu", ["x"], "y")], [onnx.floats("w", [1], [3])],
                  exact=True, says="65536 bits")
        names = ["x", *(f"c{k}" for k in range(40)), "y"]
        self.onnx("powers", [onnx.node("Mul", [a, a], b) for a, b in zip(names, names[1:])],
                  exact=True, says="--max-cost")

    def test_messages_without_content_are_not_worth_more_than_their_bytes(self):
        relu = onnx.node("Relu", ["x"], "y")
        self.onnx("nodes", [relu, *[b""] * 2 * MANY])
        self.onnx("tensors", [relu], [b""] * MANY)
        self.onnx("attributes", [relu + onnx.field(5, b"") * MANY])
        self.onnx("inputs", [onnx.field(1, b"") * 2 * MANY + relu])
        self.onnx("packed", [relu], [onnx.tensor("w", [8 * MANY], kind=onnx.INT64,
                                                 more=onnx.field(7, b"\1" * 8 * MANY))],
                  statuses=(0, 2))
        deep = b""
        for _ in range(20_000):
            deep = onnx.field(5, onnx.field(1, "then_branch") + onnx.field(6, onnx.field(1, deep)))
        self.onnx("deep", [onnx.node("If", ["x"], "y") + deep], says="damaged")

    def test_names_of_an_onnx_file_are_shortened(self):
        long = "A" * 16 * MANY
        self.onnx("operator", [onnx.node(long, ["x"], "y")], says="AAA...")
        self.onnx("name", [onnx.node("Nope", ["x"], "y", name=long)], says="name.onnx: node 0")
        self.onnx("tensor", [onnx.node("Relu", [long], "y")], says="AAA...")

    def test_an_onnx_file_of_many_dimensions_is_read_or_refused(self):
        ones = list(range(100_000))
        self.onnx("transposed", [onnx.node("Transpose", ["x"], "y")], shape=[1] * 100_000,
                  point="[1]", statuses=(0, 2))
        self.onnx("unsqueezed", [onnx.node("Unsqueeze", ["x", "a"], "t"),
                                 onnx.node("Transpose", ["t"], "y")],
                  [onnx.integers("a", ones)], statuses=(0, 2))
        self.onnx("summed", [onnx.node("ReduceSum", ["x"], "y", axes=ones)], shape=[1] * 100_000,
                  opset=11, point="[1]", statuses=(0, 2))

    def test_data_outside_the_folder_of_an_onnx_file_is_not_read(self):
        secret = self.write("secret.bin", struct.pack("<4f", 1, 2, 3, 4))
        (self.folder / "inner").mkdir()
        add = [onnx.node("Add", ["x", "w"], "y")]
        for location in ("../secret.bin", str(secret), "inner/../../secret.bin", "/etc/passwd",
                         "/dev/zero", "", "."):
            self.meet("inner/outside.onnx", onnx.model(add, [onnx.outside("w", [4], location)]),
                      "evaluate", "FILE", "[1, 2, 3, 4]", says="'w'")

    def test_a_constant_larger_than_its_file_is_refused(self):
        relu = [onnx.node("Relu", ["x"], "y")]
        for dimensions in ([1 << 62, 4], [1 << 30], [-1], [1 << 32, 1 << 32]):
            self.onnx("size", relu, [onnx.tensor("w", dimensions, bytes(16))], says="'w'")

    # --- JSON ------------------------------------------------------------------------------------

    def test_small_values_of_a_json_file_are_not_worth_more_than_their_bytes(self):
        self.json("ones", layer(",".join(["1"] * 8 * MANY)), says="too many values")
        self.json("arrays", "[" + "[]," * 3 * MANY + "[]]", says="too many values")
        self.json("objects", "[" + "{}," * 3 * MANY + "{}]", says="too many values")
        self.json("names", "{" + ",".join(f'"{k}":1' for k in range(MANY)) + "}")
        self.json("tenths", layer(",".join(["0.1"] * MANY)), exact=True)
        self.json("long", layer(",".join(['"1e5000"'] * MANY)), exact=True)

    def test_what_no_reader_foresees_ends_at_the_limit_of_the_process(self):
        """150000 numbers of 5001 digits are 300 MB of rationals, in a file of 1.4 MB."""
        numbers = layer(",".join(['"1e5000"'] * 150_000))
        self.json("digits", numbers, exact=True, says="AXIOMARK_READING_LIMIT=off")
        self.write("digits.json", numbers)
        os.environ["AXIOMARK_READING_LIMIT"] = "off"
        self.addCleanup(os.environ.pop, "AXIOMARK_READING_LIMIT")
        self.refuses("evaluate", "digits.json", "[1, 2]", "--exact", says="[150000]")

    def test_nesting_of_a_json_file_is_limited(self):
        for text in ("[" * 10 * MANY, '{"a":' * MANY, "[[[" + '{"a":[' * MANY):
            self.json("deep", text, says="too deeply nested")

    def test_long_texts_of_a_json_file_are_shortened(self):
        long = "A" * 32 * MANY
        self.json("schema", '{"schema": "%s"}' % long, says="AAA...")
        self.json("activation", '{"layers": [{"W": [[1]], "b": [0], "activation": "%s"}]}' % long)
        self.json("number", layer("1" * 32 * MANY))
        self.json("quoted", layer('"%s"' % ("1" * 32 * MANY)))
        self.json("member", '{"%s": 1, "%s": 1}' % (long, long), says="...")
        self.json("open", '{"%s' % long)
        self.json("lines", "[" + "\n" * 10 * MANY + "x")
        self.json("type", graph({"type": long}, [2]), says="AAA...")

    def test_a_json_network_cannot_ask_for_more_values_than_its_size_allows(self):
        convolution = {"type": "convolution", "in": [1, 1, 1], "weights": [[1]], "bias": [0], "groups": 1}
        for pads in (3000, 2147483647):
            operator = {**convolution, "window": window(pad_begin=[pads] * 2, pad_end=[pads] * 2)}
            self.json("padded", graph(operator, [1, 1, 1]), says="padded.json")
        self.json("input", graph({"type": "relu"}, [1 << 25]), says="shape")
        self.json("power", graph({"type": "power", "exponent": 2147483647}, [2]), says="exponent")

    def test_a_case_file_that_would_be_judged_for_ever_is_refused(self):
        self.succeeds("report", "--cases", "5", "--scope", "none", "--methods", "gradient", "--axioms",
                      "sensitivity-a", "--out", "page")
        case = json.loads((self.folder / "page/cases/gradient--sensitivity-a.json").read_bytes())
        squares = {"schema": "axiomark-network/1", "inputs": [[1]], "operators": [{"type": "product"}],
                   "nodes": [{"operator": 0, "inputs": [k, k]} for k in range(40)], "output": 40}
        probe = {"label": "F", "network": squares, "input": [3], "baseline": [0], "target": [1]}
        self.meet("squares.json", {**case, "probes": [probe]}, "replay", "FILE", says="seconds")
        self.meet("method.json", {**case, "method": "gradient:" + "A" * MANY}, "replay", "FILE")
        self.meet("axiom.json", {**case, "axiom": "A" * MANY}, "replay", "FILE")
        self.meet("deep.json", "[" * MANY, "replay", "FILE", says="too deeply nested")
        self.meet("probes.json", json.dumps({**case, "probes": [{}] * MANY}), "replay", "FILE")

    def test_an_axiom_file_with_endless_formulas_is_refused(self):
        def axiom(left="A.F[i]", function="f", more=None):
            return {"schema": "axiomark-axiom/1", "name": "mine", "statement": "s",
                    "probes": [{"name": "F", "function": function}],
                    "relation": {"left": left, "is": "=", "right": "0"}, **(more or {})}

        words = ["report", "--methods", "gradient", "--axioms", "completeness", "--cases", "5", "--scope", "none",
                 "--out", "page", "--axiom", "FILE"]
        self.meet("good.json", axiom(), *words, statuses=(0,))
        for formula in ("-" * 9999, "(" * 9999, "-" * MANY, "f(" * 4000, "1+" * 4999, "x[" * 4000):
            self.meet("left.json", axiom(left=formula), *words, says="left.json")
            self.meet("function.json", axiom(function=formula), *words, says="function.json")
        self.meet("name.json", axiom(more={"name": "A" * MANY + "!"}), *words, says="name.json")
        self.meet("member.json", axiom(more={"A" * MANY: 1}), *words, says="member.json")
        self.meet("probes.json", axiom(more={"probes": [{}] * MANY}), *words, says="probes.json")

    # --- Arrays ----------------------------------------------------------------------------------

    def test_arrays_do_not_grow_beyond_ten_times_their_file(self):
        self.write("net.json", SMALL_NETWORK)
        words = ["evaluate", "net.json", "FILE"]
        self.meet("bytes.npy", npy((16 * MANY, 2, 1), "|u1", b"\1" * 32 * MANY), *words, says="shape")
        self.meet("huge.npy", npy((1 << 62, 2), "<f8", bytes(32)), *words, says="huge.npy")
        self.meet("ranks.npy", npy((1,) * MANY, "<f8", bytes(8)), *words, says="ranks.npy")
        self.meet("kind.npy", npy((2,), "A" * 10 * MANY, bytes(16)), *words, says="kind.npy")
        self.meet("commas.csv", b"," * 32 * MANY, *words, says="numbers")
        self.meet("digits.csv", b"1," + b"1" * 32 * MANY, *words, says="column 2")
        self.meet("deep.json", b"[" * MANY, *words, says="too deeply nested")
        self.meet("pairs.json", b"[" + b"[1,1]," * 3 * MANY + b"[1,1]]", *words, says="too many")
        self.meet("long.csv", b"1e5000,1\n" * 500_000, *words, "--exact")
        # Sixteen bytes a number, about as much as is allowed: read or refused, but within it.
        self.meet("exact.npy", npy((8 * MANY, 2), "|u1", b"\1" * 16 * MANY), *words, "--exact",
                  statuses=(0, 2))

    def test_outputs_of_many_samples_take_little_more_than_their_inputs(self):
        """Four million samples of a network that makes 1 + 2 + 8 numbers of each."""
        self.write("net.json", {"layers": [{"W": [[1, 2]] * 8, "b": [0] * 8, "activation": "relu"},
                                           {"W": [[1] * 8], "b": [0], "activation": "none"}]})
        samples = npy((4 * MANY, 2), "|u1", b"\1\2" * 4 * MANY)
        for more in ([], ["--json"]):
            self.meet("many.npy", samples, "evaluate", "net.json", "FILE", *more, statuses=(0,))
            self.assertEqual((self.folder / "out").read_bytes().count(b"40"), 4 * MANY)

    # --- Pictures --------------------------------------------------------------------------------

    def picture(self, what, content, **options):
        self.write("net.json", SMALL_NETWORK)
        self.meet(f"{what}.png", content, "evaluate", "net.json", "FILE", **options)

    def test_a_picture_that_says_it_is_huge_is_refused(self):
        end = png.chunk(b"IEND", b"")
        for width, height in ((1 << 31) - 1, (1 << 31) - 1), (1 << 24, 1), (0, 5), (4096, 2048):
            for depth, kind in (8, png.GREY), (16, png.RGBA):
                head = SIGNATURE + png.header(width, height, depth, kind)
                self.picture("size", head + end, says="size.png")
                self.picture("little", head + png.chunk(b"IDAT", png.zlib.compress(bytes(99))) + end,
                             says="little.png")
                # What little unpacks to much: 8 MiB from 8 KiB.
                bomb = png.zlib.compress(bytes(1 << 23), 9)
                self.picture("bomb", head + png.chunk(b"IDAT", bomb) + end, says="bomb.png")

    def test_chunks_of_a_picture_are_not_worth_more_than_their_bytes(self):
        whole = png.encode(2, 1, [1, 2])
        head, rest = whole[:33], whole[33:]
        self.picture("many", head + png.chunk(b"tEXt", b"a\0b") * MANY + rest, statuses=(0, 2))
        self.picture("empty", head + png.chunk(b"IDAT", b"") * MANY + rest, statuses=(0, 2))
        self.picture("private", head + png.chunk(b"prVt", bytes(32 * MANY)) + rest, statuses=(0, 2))
        unpacked = png.zlib.compress(bytes(1 << 28), 9)
        for name, before in (b"zTXt", b"a\0\0"), (b"iCCP", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"):
            self.picture("packed", head + png.chunk(name, before + unpacked) + rest, statuses=(0, 2))
        self.picture("palette", SIGNATURE + png.header(2, 1, 8, png.PALETTE)
                     + png.chunk(b"PLTE", bytes(3)) * MANY + rest, says="palette.png")
        length = (0xffffffff).to_bytes(4, "big")
        for bad in (b"", length, length + b"IDAT", length + b"IHDR" + bytes(64), b"\0" * 64):
            self.picture("chunk", head + bad, says="chunk.png")
            self.picture("first", SIGNATURE + bad, says="first.png")

    def test_a_picture_of_another_colour_type_or_depth_is_refused_or_read(self):
        for kind in range(8):
            for depth in (0, 1, 2, 3, 4, 8, 16, 32, 255):
                for interlaced in (0, 1, 2):
                    data = png.chunk(b"IDAT", png.zlib.compress(bytes(64)))
                    head = png.chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, depth, kind, 0, 0, interlaced))
                    self.picture("kind", SIGNATURE + head + data + png.chunk(b"IEND", b""),
                                 statuses=(0, 2))


if __name__ == "__main__":
    unittest.main()
