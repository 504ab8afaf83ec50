"""Pictures as inputs and as results: PNG files in, baselines for pictures, figures out."""

import json
import random
import resource
import unittest

import npy
import png
from program import SHARED, ProgramTest, shared


def identity(shape, count):
    """A network whose output is its input."""
    return {"schema": "axiomark-network/1", "inputs": [shape], "output": 1,
            "operators": [{"type": "rearrange", "form": "reshape", "in": shape, "out": [count],
                           "source": list(range(count)), "fill": 0}],
            "nodes": [{"operator": 0, "inputs": [0]}]}


class ReadingTest(ProgramTest):
    """What a network is fed for a picture, exactly."""

    def fed(self, shape, picture, *options):
        count = 1
        for extent in shape:
            count *= extent
        self.write("net.json", identity(shape, count))
        self.write("x.png", picture)
        return self.document("evaluate", "net.json", "x.png", "--exact", *options)["outputs"][0]

    def test_grey_pixels_become_parts_of_the_range(self):
        grey = png.encode(2, 2, [0, 51, 102, 255])
        self.assertEqual(self.fed([1, 2, 2], grey), ["0", "1/5", "2/5", "1"])
        self.assertEqual(self.fed([1, 2, 2], grey, "--range", "0,255"), ["0", "51", "102", "255"])
        self.assertEqual(self.fed([1, 2, 2], grey, "--range=-1,1"), ["-1", "-3/5", "-1/5", "1"])
        self.assertEqual(self.fed([4], grey), ["0", "1/5", "2/5", "1"])

    def test_colours_lie_as_the_network_wants_them(self):
        colours = png.encode(2, 1, [1, 2, 3, 4, 5, 6], kind=png.RGB)
        first = self.fed([1, 3, 1, 2], colours, "--range", "0,255", "--layout", "channels-first")
        self.assertEqual(first, ["1", "4", "2", "5", "3", "6"])
        last = self.fed([1, 2, 3], colours, "--range", "0,255", "--layout", "channels-last")
        self.assertEqual(last, ["1", "2", "3", "4", "5", "6"])
        blue = self.fed([1, 2, 3], colours, "--range", "0,255", "--layout", "channels-last",
                        "--channel-order", "bgr")
        self.assertEqual(blue, ["3", "2", "1", "6", "5", "4"])

    def test_mean_and_deviation_are_those_of_each_colour(self):
        colours = png.encode(1, 1, [255, 51, 0], kind=png.RGB)
        said = self.fed([1, 1, 3], colours, "--mean", "0.5,0.2,1/4", "--std", "1/2,2,1/8",
                        "--layout", "channels-last")
        self.assertEqual(said, ["1", "0", "-2"])

    def test_every_kind_of_png_is_read(self):
        values = ["0", "1", "1", "0", "1", "1"]
        for depth in (1, 2, 4, 8, 16):
            white = 2 ** depth - 1
            picture = png.encode(3, 2, [white * int(v) for v in values], depth=depth)
            self.assertEqual(self.fed([2, 3], picture), values, depth)
        steps = png.encode(2, 2, [0, 1, 2, 3], depth=2)
        self.assertEqual(self.fed([2, 2], steps), ["0", "1/3", "2/3", "1"])
        fine = png.encode(1, 2, [1, 65535], depth=16)
        self.assertEqual(self.fed([2, 1], fine), ["1/65535", "1"])
        palette = png.chunk(b"PLTE", bytes([0, 0, 0, 255, 0, 51]))
        picture = png.encode(2, 1, [1, 0], depth=1, kind=png.PALETTE, before_data=palette)
        self.assertEqual(self.fed([1, 2, 3], picture, "--layout", "channels-last"),
                         ["1", "0", "1/5", "0", "0", "0"])

    def test_interlaced_pictures_are_put_together(self):
        for width, height in [(8, 8), (9, 5), (1, 1), (3, 17)]:
            pixels = random.Random(width).choices(range(256), k=width * height * 3)
            plain = png.encode(width, height, pixels, kind=png.RGB)
            woven = png.encode(width, height, pixels, kind=png.RGB, interlaced=True)
            shape = [height, width, 3]
            options = ["--range", "0,255", "--layout", "channels-last"]
            if width * height > 1:
                self.assertEqual(self.fed(shape, woven, *options), [str(v) for v in pixels])
            self.assertEqual(self.fed(shape, woven, *options), self.fed(shape, plain, *options))

    def test_gamma_and_profiles_change_no_pixel(self):
        picture = png.encode(2, 1, [100, 200], before_data=png.chunk(b"gAMA", (100000).to_bytes(4, "big")))
        self.assertEqual(self.fed([1, 2], picture, "--range", "0,255"), ["100", "200"])

    def test_an_alpha_channel_is_read_if_it_says_nothing(self):
        opaque = png.encode(2, 1, [7, 255, 9, 255], kind=png.GREY_ALPHA)
        self.assertEqual(self.fed([1, 2], opaque, "--range", "0,255"), ["7", "9"])
        self.write("x.png", png.encode(2, 1, [1, 2, 3, 255, 4, 5, 6, 254], kind=png.RGBA))
        self.refuses("evaluate", "net.json", "x.png",
                     says=["x.png: a transparent pixel in row 0, column 1", "opaque"])
        self.write("x.png", png.encode(2, 1, [7, 9], before_data=png.chunk(b"tRNS", b"\0\x09")))
        self.refuses("evaluate", "net.json", "x.png", says="transparent pixel in row 0, column 1")

    def test_pictures_that_do_not_fit_are_refused(self):
        self.write("net.json", identity([1, 1, 2, 2], 4))
        ask = ["attribute", "net.json", "x.png"]
        self.write("x.png", png.encode(3, 2, [0] * 6))
        self.refuses(*ask, says=["x.png", "3 x 2", "2 x 2"])
        self.write("x.png", png.encode(2, 2, [0] * 11 + [1], kind=png.RGB))
        self.refuses(*ask, says=["coloured pixel in row 1, column 1", "one channel"])
        self.write("x.png", png.encode(2, 2, [0] * 4)[:-20])
        self.refuses(*ask, says="damaged PNG")
        self.write("x.png", b"GIF89a")
        self.refuses(*ask, says="not a PNG file")
        self.write("x.png", png.encode(2, 2, [0] * 4))
        for options, says in [(["--range", "1"], "--range"), (["--range", "0,0"], "--range"),
                              (["--mean", "a"], "--mean"), (["--std", "-1"], "--std"),
                              (["--std", "1,1,1"], "one number"), (["--layout", "last"], "channels-last"),
                              (["--channel-order", "grb"], "rgb"), (["--clip", "nan"], "--clip"),
                              (["--aggregate", "colours"], "channels"), (["--overlay", "no"], "colours")]:
            self.refuses(*ask, *options, says=says)

    def test_a_small_file_that_claims_to_be_huge_does_not_fill_the_memory(self):
        # 4 KiB of zeros that unpack to 4 MiB of a picture of 2^62 bytes, and of one just small enough.
        self.write("net.json", identity([1, 1, 2, 2], 4))
        for width, height in [(2 ** 31 - 1, 2 ** 31 - 1), (2 ** 23 + 1, 1), (1, 2 ** 31 - 1), (4096, 2048)]:
            data = png.zlib.compress(bytes(2 ** 22))
            self.write("x.png", b"\x89PNG\r\n\x1a\n" + png.header(width, height, 16, png.RGBA)
                       + png.chunk(b"zTXt", b"a\0\0" + png.zlib.compress(bytes(2 ** 28), 9))
                       + png.chunk(b"IDAT", data) + png.chunk(b"IEND", b""))
            self.refuses("evaluate", "net.json", "x.png", says="x.png")
        # Of all processes of this test: the largest.
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 256)

    def test_damaged_pictures_are_read_or_refused(self):
        source = random.Random(7)
        whole = png.encode(4, 4, list(range(48)), kind=png.RGB, interlaced=True)
        self.write("net.json", identity([4, 4, 3], 48))
        for k in range(150):
            data = bytearray(whole)
            for _ in range(source.randint(1, 3)):
                data[source.randrange(len(data))] = source.randrange(256)
            self.write("x.png", bytes(data[:source.randint(0, 2 * len(data))]))
            done = self.run_program("evaluate", "net.json", "x.png", timeout=20)
            with self.subTest(damage=k):
                self.assertIn(done.returncode, (0, 2), done.stderr)
                if done.returncode == 2:
                    self.assertRegex(done.stderr, rb"\Aaxiomark: [^\n]+\n\Z")

    def test_the_pictures_of_real_networks_become_the_inputs_they_were_made_for(self):
        manifest = json.loads(shared("data/manifest.json").read_text())
        options = {"ort_mnist": ["--range", "0,255"],
                   "cifar_base_kw": ["--mean", "0.485,0.456,0.406", "--std", "0.225"],
                   "cifar_deep_kw": ["--mean", "0.485,0.456,0.406", "--std", "0.225"],
                   "resnet_2b": ["--mean", "0.4914,0.4822,0.4465", "--std", "0.2471,0.2435,0.2616"]}
        compared = 0
        for network in manifest["networks"]:
            for given in network["inputs"]:
                if "png" not in given:
                    continue
                shape, values, _ = npy.read(SHARED / "data" / given["file"])
                self.write("net.json", identity(list(network["input"]["shape"]), len(values)))
                said = self.document("evaluate", "net.json", SHARED / "data" / given["png"],
                                     *options.get(network["name"], []))["outputs"][0]
                # Three operations in float32 made the arrays: 2^-24 of 1 / 0.225 twice and of 2.64.
                for mine, theirs in zip(said, values, strict=True):
                    self.assertAlmostEqual(mine, theirs, delta=7e-7)
                compared += 1
        self.assertGreaterEqual(compared, 40)


class BaselineTest(ProgramTest):
    # F(x) = sum of weights x over 3 colours of 2 pixels: gradients along the path are the weights.
    WEIGHTS = [1, 2, 4, 8, 16, 32]

    def setUp(self):
        super().setUp()
        net = identity([3, 1, 2], 6)
        net["operators"].append({"type": "dense", "weights": [self.WEIGHTS], "bias": [0]})
        net["nodes"].append({"operator": 1, "inputs": [1]})
        net["output"] = 2
        self.write("net.json", net)
        self.write("x.png", png.encode(2, 1, [255, 0, 51, 51, 102, 0], kind=png.RGB))
        # x = (1, 1/5), (0, 2/5), (1/5, 0)

    def score(self, baseline, *options):
        return self.document("attribute", "net.json", "x.png", "--exact", "--method",
                             "gradient-x-difference", "--baseline", baseline, "--layout",
                             "channels-first", *options)["results"][0]

    def test_white_black_and_mean_by_hand(self):
        self.assertEqual(self.score("zero")["attributions"], ["1", "2/5", "0", "16/5", "16/5", "0"])
        self.assertEqual(self.score("white")["baseline_value"], "63")
        self.assertEqual(self.score("black")["baseline_value"], "0")
        self.assertEqual(self.score("black", "--range=-1,1")["baseline_value"], "-63")
        # (255 - mean) / deviation: colours of their own.
        self.assertEqual(self.score("white", "--mean", "0,1/2,1", "--std", "1,1,2")["baseline_value"],
                         str(3 + 6))
        # Means 3/5, 1/5, 1/10.
        self.assertEqual(self.score("mean")["attributions"],
                         ["2/5", "-4/5", "-4/5", "8/5", "8/5", "-16/5"])

    def test_noise_is_drawn_from_the_seed(self):
        # SplitMix64 from seed 7, modulo 256, worked out by another program: pixel by pixel.
        red, green, blue = [69, 61], [254, 38], [155, 198]
        expected = sum(w * v for w, v in zip(self.WEIGHTS, red + green + blue))
        self.assertEqual(self.score("noise:7", "--range", "0,255")["baseline_value"], str(expected))
        self.assertNotEqual(self.score("noise:8"), self.score("noise:7"))

    def test_blur_of_any_width_keeps_a_plain_picture_and_a_wide_one_takes_the_mean(self):
        self.assertEqual(self.score("blur:1000"), self.score("mean"))
        self.assertEqual(self.score("blur:0.01")["attributions"], ["0"] * 6)
        self.write("x.png", png.encode(2, 1, [50, 60, 70] * 2, kind=png.RGB))
        self.assertEqual(self.score("blur")["attributions"], ["0"] * 6)

    def test_a_picture_can_be_the_baseline(self):
        self.write("b.png", png.encode(2, 1, [255] * 6, kind=png.RGB))
        self.assertEqual(self.score("b.png"), self.score("white"))

    def test_baselines_by_name_serve_each_input_of_its_own(self):
        net = self.write("flat.json", {"layers": [{"W": [[1, 1]], "b": [0], "activation": "none"}]}).name
        said = self.document("attribute", net, "[[1, 3], [5, 5]]", "--exact", "--baseline", "mean",
                             "--method", "gradient-x-difference")["results"]
        self.assertEqual([r["attributions"] for r in said], [["-1", "1"], ["0", "0"]])
        self.refuses("attribute", net, "[1, 3]", "--baseline", "blur", says=["--baseline blur", "picture"])

    def test_unknown_baselines_are_refused_with_the_names(self):
        for word, says in [("whit", "did you mean 'white'?"), ("noise", "noise:SEED"),
                           ("noise:-1", "noise:SEED"), ("blur:0", "blur:SIGMA"), ("white:1", "white:1"),
                           ("blur:x", "blur:SIGMA"), ("nothing", "zero, black, white, mean")]:
            self.refuses("attribute", "net.json", "x.png", "--layout", "channels-first", "--baseline",
                         word, says=["--baseline", says])

    def test_a_baseline_whose_score_is_not_near_zero_is_noted(self):
        ask = ["attribute", "net.json", "x.png", "--layout", "channels-first", "--exact", "--baseline"]
        # F(x) = 39/5
        self.assertEqual(self.score("zero")["notes"], [])
        note = self.score("white")["notes"]
        self.assertEqual(note, ["F(x') = 63 is not near zero beside F(x) = 39/5: the attributions explain "
                                "the difference, not F(x) itself"])
        self.assertIn("  note: " + note[0], self.succeeds(*ask, "white").decode())
        # 39/50, a tenth, is near; more is not.
        self.assertEqual(self.score("[39/50, 0, 0, 0, 0, 0]")["notes"], [])
        self.assertEqual(len(self.score("[40/50, 0, 0, 0, 0, 0]")["notes"]), 1)
        local = self.document(*ask, "white", "--method", "gradient")["results"][0]
        self.assertEqual(local["notes"], [])


class FigureTest(ProgramTest):
    def setUp(self):
        super().setUp()
        net = identity([4, 4, 3], 48)
        net["operators"].append({"type": "dense", "weights": [[(k % 7) - 3 for k in range(48)]], "bias": [1]})
        net["nodes"].append({"operator": 1, "inputs": [1]})
        net["output"] = 2
        self.write("net.json", net)
        self.write("x.png", png.encode(4, 4, [(5 * k) % 256 for k in range(48)], kind=png.RGB))

    def figure(self, *options, out="f.png", point="x.png"):
        said = self.succeeds("attribute", "net.json", point, *options, "--out", out).decode()
        return said, (self.folder / out).read_bytes()

    def test_methods_stand_side_by_side(self):
        _, one = self.figure("--method", "gradient")
        said, two = self.figure("--method", "gradient", "--method", "deeplift")
        self.assertIn("gradient on net.json", said)
        self.assertIn("deeplift on net.json", said)
        width, height, depth, kind = png.size(two)
        self.assertEqual((depth, kind), (8, png.RGB))  # no alpha: the same on every page
        self.assertGreater(width, png.size(one)[0])
        self.assertGreater(height, 800)

    def test_a_figure_is_the_same_every_time(self):
        options = ["--method", "integrated-gradients", "--baseline", "noise:1"]
        self.assertEqual(self.figure(*options)[1], self.figure(*options, "--threads", "2")[1])

    def test_options_of_a_figure_change_it(self):
        plain = self.figure()[1]
        for options in [["--overlay", "pixels"], ["--overlay", "none"], ["--aggregate", "none"],
                        ["--display", "absolute"], ["--clip", "80"], ["--baseline", "white"]]:
            self.assertNotEqual(self.figure(*options)[1], plain, options)
        self.assertEqual(self.figure("--aggregate", "channels")[1], plain)

    def test_several_inputs_make_rows(self):
        self.write("two.json", [[[[0.5] * 3] * 4] * 4, [[[0.25] * 3] * 4] * 4])
        _, two = self.figure(point="two.json")
        self.assertGreater(png.size(two)[1], png.size(self.figure()[1])[1])
        self.write("many.json", [[[[0.5] * 3] * 4] * 4] * 9)
        self.refuses("attribute", "net.json", "many.json", "--out", "f.png", says=["9 inputs", "at most 8"])

    def test_an_svg_is_written(self):
        self.assertTrue(self.figure(out="f.svg")[1].startswith(b"<?xml"))

    def test_several_methods_are_one_json_document(self):
        both = self.document("attribute", "net.json", "x.png", "--method", "gradient", "--method", "deeplift")
        for k, method in enumerate(["gradient", "deeplift"]):
            alone = self.document("attribute", "net.json", "x.png", "--method", method)
            self.assertEqual(both["answers"][k], alone)

    def test_aggregate_channels_sums_the_colours_of_a_pixel(self):
        said = self.document("attribute", "net.json", "x.png", "--method", "gradient", "--exact",
                             "--aggregate", "channels")
        self.assertEqual(said["display"], ["channel-sum"])
        weights = [(k % 7) - 3 for k in range(48)]
        self.assertEqual(said["results"][0]["displayed"],
                         [str(sum(weights[k:k + 3])) for k in range(0, 48, 3)])
        self.succeeds("attribute", "net.json", "x.png", "--method", "gradient", "--aggregate",
                      "channels", "--out", "a.npy")
        self.assertEqual(list(npy.read(self.folder / "a.npy")[0]), [1, 4, 4, 1])

    def test_what_cannot_be_a_figure_is_refused_and_nothing_is_written(self):
        self.write("flat.json", {"layers": [{"W": [[1, 2]], "b": [0], "activation": "none"}]})
        self.refuses("attribute", "flat.json", "[1, 2]", "--out", "f.png", says="no picture")
        many = [word for _ in range(33) for word in ("--method", "gradient")]
        self.refuses("attribute", "net.json", "x.png", *many, "--out", "f.png", says="9 rows")
        self.refuses("attribute", "net.json", "x.png", "--method", "gradient", "--method", "deeplift",
                     "--out", "a.npy", says=["2 methods", "one method"])
        self.refuses("attribute", "net.json", "x.png", "--out", "f.gif", says=["'.gif'", ".png, .svg"])
        self.refuses("attribute", "net.json", "x.png", "--out", "no/such/f.png", says="no/such/f.png")
        self.assertFalse([p for p in self.folder.iterdir() if p.suffix in (".npy",) or p.name == "f.png"])


if __name__ == "__main__":
    unittest.main()
