"""The scripts of bench/peers without the peers: agreement, ratios, limits, tables and plots; and our
two programs behind them on networks that are small enough to be worked out by hand. No time is
judged.

AXIOMARK_BENCH_PROGRAMS is the folder of peer_driver and peer_networks."""

import contextlib
import importlib.util
import io
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ["AXIOMARK_BENCH_PROGRAMS"])
sys.path.insert(0, str(ROOT / "bench" / "peers"))

# pylint: disable=wrong-import-position
import agreement
import npy
import page
import plots
import run
import summary
import unlocked
from inputs import Networks
from measurement import rivals_that_agree, slices_in_turn
from session import Driver, Failure, Process
from workloads import workloads


def row(**given):
    known = {"name": "integrated-gradients/net/300", "threads": 1, "against": "best", "limit": 1e-3,
             "target": 0, "of_limit": 0, "least": 0, "notes": {}, "agreement": {},
             "seconds": {"ours": 2e-3, "best": 8e-3}, "ratios": {"best": 4.0}}
    return {**known, **given}


class AgreementTest(unittest.TestCase):
    def test_equal_attributions_agree(self):
        self.assertTrue(agreement.compare([[1, -2]], [[1, -2]], "values", 100)["agreed"])

    def test_roundings_are_allowed_and_no_more(self):
        # 100 roundings on both sides: 200 times 2^-24, of a sum of magnitudes of 4.
        allowed = 200 * 2.0**-24 * 4
        for factor, agreed in ((0.9, True), (1.1, False)):
            theirs = [[1.0, -3.0]]
            ours = [[1.0 + factor * allowed, -3.0]]
            found = agreement.compare(ours, theirs, "values", 100)
            self.assertEqual(found["agreed"], agreed, found)

    def test_a_stated_error_is_allowed_where_it_is_stated(self):
        theirs, ours = [[1.0, 1.0]], [[1.5, 1.0]]
        for bounds, agreed in (([0.5, 0.0], True), ([0.4, 1.0], False), (None, False)):
            found = agreement.compare(ours, theirs, "values", 100, [bounds])
            self.assertEqual(found["agreed"], agreed, found)
            self.assertEqual(found["distance"], 0.25)

    def test_the_worst_attribution_counts(self):
        self.assertFalse(agreement.compare([[1], [2]], [[1], [1]], "values", 100)["agreed"])

    def test_what_is_no_number_agrees_with_nothing(self):
        for how in ("values", "sum"):
            for bad in (math.nan, math.inf):
                self.assertFalse(agreement.compare([[bad, 1]], [[1, 1]], how, 100)["agreed"])
                self.assertFalse(agreement.compare([[1, 1]], [[bad, 1]], how, 100)["agreed"])

    def test_drawn_answers_are_compared_by_their_sums(self):
        self.assertTrue(agreement.compare([[1, 2]], [[2, 1]], "sum", 100)["agreed"])
        self.assertFalse(agreement.compare([[1, 2]], [[2, 2]], "sum", 100)["agreed"])

    def test_zeros_agree_with_zeros_only(self):
        self.assertTrue(agreement.compare([[0]], [[0]], "values", 100)["agreed"])
        self.assertFalse(agreement.compare([[1e-9]], [[0]], "values", 100)["agreed"])

    def test_attributions_of_different_sizes_are_refused(self):
        with self.assertRaises(ValueError):
            agreement.compare([[1, 2]], [[1]], "values", 100)


class KinkTest(unittest.TestCase):
    """A disagreement on a sample is allowed only where double explains both answers."""

    class Worker:
        def __init__(self, explained):
            self.explained = explained
            self.asked = []

        def judge(self, sample, answers, allowed):
            self.asked.append((sample, answers, allowed))
            return [{"explained": e, "distance": 1e-8, "without": 0.25, "flips": flips}
                    for e, flips in zip(self.explained,
                                        ([], [{"node": 3, "relu": 2, "unit": 36, "size": 1e-7,
                                               "rounding": 1e-3}]))]

    WORKLOAD = next(w for w in workloads() if w.kind == "integrals")

    def agreed(self, theirs, explained, workload=WORKLOAD):
        worker = self.Worker(explained)
        worker.values = lambda rival: theirs
        ours = {"values": [[1.0]] * len(theirs), "error_bounds": [None] * len(theirs)}
        compared, timed = rivals_that_agree(workload, ours, worker, {"best": ""}, 100)
        return compared["best"], timed, worker.asked

    def test_a_sample_that_double_explains_is_named_and_timed(self):
        compared, timed, asked = self.agreed([[1.0], [1.25]], [True, True])
        self.assertEqual(timed, ["best"])
        self.assertEqual(asked, [(1, [[1.0], [1.25]], agreement.tolerance(100))])
        self.assertEqual(compared["distance"], 0.2)  # told as it is
        texts = summary.kink_texts(row(agreement={"best": compared}))
        self.assertIn("sample 1: best is within 1e-08 of double with the other slope at unit 36 of "
                      "relu 2 at node 3", texts[1])
        self.assertNotIn("slope", texts[0])

    def test_one_that_it_does_not_explain_is_refused(self):
        for explained in ([True, False], [False, True]):
            compared, timed, _ = self.agreed([[1.25]], explained)
            self.assertEqual((compared["agreed"], timed), (False, []))

    def test_many_samples_apart_are_no_accident(self):
        _, timed, asked = self.agreed([[1.25]] * 3, [True, True])
        self.assertEqual((timed, asked), ([], []))

    def test_nobody_asks_where_there_are_no_nodes(self):
        workload = next(w for w in workloads() if w.kind == "backward_passes")
        _, timed, asked = self.agreed([[1.25]], [True, True], workload)
        self.assertEqual((timed, asked), ([], []))


@unittest.skipUnless(importlib.util.find_spec("torch"), "PyTorch is not installed")
class JudgeTest(unittest.TestCase):
    """relu(x - 1/2) from 0 to 1, nodes at 1/2 and 1: at the first one the unit is on its kink."""

    def judge(self, bias):
        import torch  # pylint: disable=import-outside-toplevel,import-error
        from kinks import Judge  # pylint: disable=import-outside-toplevel

        class Model:
            def __init__(self):
                layer = torch.nn.Linear(1, 1).double().requires_grad_(False)
                layer.weight.fill_(1)
                layer.bias.fill_(bias)
                self.steps = [(layer, (0,), 1), (torch.nn.ReLU(), (1,), 2)]
                self.count = 3

            def __call__(self, x, relu):
                return relu(self.steps[0][0](x))

        one = torch.ones(1, dtype=torch.double)
        judged = Judge(Model(), one, 0, [0.5, 1], [0.5, 0.5])
        return lambda answer: judged.explain(answer * one, 1e-6)

    def test_either_slope_on_a_kink_explains_an_answer(self):
        judge = self.judge(-0.5)
        self.assertEqual(judge(0.5)["flips"], [])
        found = judge(1.0)
        self.assertTrue(found["explained"])
        self.assertEqual([(f["node"], f["relu"], f["unit"], f["size"]) for f in found["flips"]],
                         [(0, 0, 0, 0.0)])
        self.assertEqual(found["without"], 1.0)  # of an attribution of 1/2
        # A layer of one weight: gamma_5 (|w| |x| + |b|) + |w| gamma_1 |x|, at x = 1.
        self.assertAlmostEqual(found["flips"][0]["rounding"], (5 * 1.5 + 1) * 2.0**-24, delta=1e-12)

    def test_nothing_else_does(self):
        self.assertFalse(self.judge(-0.5)(0.75)["explained"])
        self.assertFalse(self.judge(-0.5 + 1e-5)(0.5)["explained"])  # beyond rounding
        self.assertTrue(self.judge(-0.5 + 1e-5)(1.0)["explained"])


class SummaryTest(unittest.TestCase):
    def test_a_ratio_is_the_median_of_pairs(self):
        self.assertEqual(summary.ratios([(1, 10), (2, 4), (1, 3)]), 3)

    def test_the_limit_counts_the_head_at_two_points_only(self):
        work = {"head": 100, "body": 10, "tail": 5, "whole": 200}
        # 3 passes over the head, 2 per step over the rest, 2 operations each, at 1 GFLOP/s.
        self.assertAlmostEqual(summary.limit_seconds(work, "segment", 50, 1, 1),
                               (2 * 3 * 100 + 2 * 2 * 15 * 50) / 1e9)
        self.assertAlmostEqual(summary.limit_seconds(work, "gradient", 0, 64, 2),
                               64 * 4 * 200 / 2e9)
        self.assertIsNone(summary.limit_seconds(work, "", 0, 1, 1))

    def test_targets_are_ratios_parts_of_the_limit_or_seconds(self):
        self.assertEqual(summary.target_ratio(row(target=5)), 5)
        self.assertAlmostEqual(summary.target_ratio(row(of_limit=0.5)), 4)
        self.assertAlmostEqual(summary.target_ratio(row(least=1e-3)), 8)
        self.assertIsNone(summary.target_ratio(row()))

    def test_a_target_is_reached_from_its_ratio_on(self):
        self.assertIs(summary.reached(row(target=4)), True)
        self.assertIs(summary.reached(row(target=4.1)), False)
        self.assertIsNone(summary.reached(row()))
        self.assertIsNone(summary.reached(row(target=4, ratios={})))

    def test_the_farthest_from_its_target_comes_first(self):
        rows = [row(name="near", target=5), row(name="none"), row(name="far", target=9),
                row(name="reached", target=1)]
        self.assertEqual([r["name"] for r in summary.by_shortfall(rows)],
                         ["far", "near", "reached"])

    def test_times_are_written_with_three_digits(self):
        for seconds, text in ((12.34, "12.3 s"), (1.5e-3, "1.5 ms"), (2.5e-5, "25 µs"),
                              (3e-9, "3 ns"), (None, "–")):
            self.assertEqual(summary.time_text(seconds), text)

    def test_a_row_has_a_cell_for_every_column(self):
        for some in (row(), row(limit=None, ratios={}, seconds={"ours": 1})):
            self.assertEqual(len(summary.table_row(some)), len(summary.COLUMNS))


class ScriptsTest(unittest.TestCase):
    def test_every_workload_has_its_own_name_and_file(self):
        names = [(w.name, w.threads) for w in workloads()]
        self.assertEqual(len(set(names)), len(names))
        for workload in workloads():
            self.assertTrue((ROOT / "bench" / "peers" / f"{workload.kind}.py").is_file())

    def test_sides_are_measured_in_turn(self):
        order = []

        def side(name, seconds):
            return lambda count: order.append(name) or [seconds] * count

        slices = slices_in_turn({"ours": side("ours", 1.0), "best": side("best", 2.0)}, 0)
        self.assertEqual(slices, {"ours": [1.0] * 5, "best": [2.0] * 5})
        self.assertEqual(order[-10:], ["ours", "best"] * 5)

    def test_a_process_that_has_ended_says_why(self):
        ended = Process([sys.executable, "-c", "import sys; sys.exit('no such thing')"])
        ended.process.wait()
        with self.assertRaisesRegex(Failure, "no such thing"):
            ended.ask("time 1")
        ended.close()

    def test_what_takes_long_is_run_once(self):
        runs = []
        slices_in_turn({"ours": lambda count: [0.1] * count,
                        "slow": lambda count: runs.append(count) or [30.0] * count}, 0)
        self.assertEqual(runs, [1])

    def test_arrays_come_back_from_files(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "a.npy"
            npy.write(file, (2, 3), [0, 1, -2.5, 3, 4, 0.125])
            self.assertEqual(npy.read(file)[0], (2, 3))
            self.assertEqual(list(npy.read(file)[1]), [0, 1, -2.5, 3, 4, 0.125])
            self.assertEqual(file.read_bytes().index(b"\n") % 64, 63)

    def test_only_processors_of_amd_are_unlocked(self):
        self.assertTrue(unlocked.made_by_amd("vendor_id\t: AuthenticAMD\n"))
        self.assertFalse(unlocked.made_by_amd("vendor_id\t: GenuineIntel\n"))

    def test_page_and_plots_hold_what_was_measured(self):
        rows = [row(target=5), row(name="exact/net", against="50 steps", target=1,
                                   ratios={"50 steps": 0.5, "expert": 2.0},
                                   seconds={"ours": 2.0, "50 steps": 1.0, "expert": 4.0})]
        side = {"own_mib": 100, "above_mib": 12.5, "peak_mib": 112.5}
        document = {"machine": {"processor": "P", "processors": 2, "load_before": 3},
                    "versions": {"torch": "1"},
                    "peaks": {"1": {"ours": 100, "best": 100}}, "rows": rows,
                    "memory": [{"network": "net", "steps": m, "ours": side} for m in (50, 300)],
                    "start_up": [{"name": "p", "seconds": 0.025, "mib": 20}]}
        with tempfile.TemporaryDirectory() as folder:
            page.write(pathlib.Path(folder), document)
            text = (pathlib.Path(folder) / "README.md").read_text(encoding="utf-8")
            written = json.loads((pathlib.Path(folder) / "peers.json").read_text())
            self.assertEqual(written, document)
            for plot in ("ratios.svg", "memory.svg"):
                xml.etree.ElementTree.parse(pathlib.Path(folder) / plot)
        for words in ("| 2 ms |", "missed", "0.5", "12.5 of 112", "25 ms", "| exact/net |"):
            self.assertIn(words, text)
        self.assertNotIn("only our half", text)
        self.assertIn("(load 3.0)", text)

    def test_an_axis_reaches_around_its_values(self):
        axis = plots.LogAxis([0.5, 20], 100, 300)
        self.assertEqual(axis.ticks(), [0.1, 1, 10, 100])
        self.assertAlmostEqual(axis.at(1), 200)


class ProgramsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([PROGRAMS / "peer_networks", cls.folder], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def driver(self, point, method, network="figure_7", targets=(0,)):
        file = self.folder / "point.npy"
        npy.write(file, (1, len(point)), point)
        driver = Driver(PROGRAMS / "peer_driver", [str(self.folder / f"{network}.onnx")],
                        {"inputs": str(file), "samples": 1, "threads": 1, "targets": targets},
                        method)
        self.addCleanup(driver.close)
        return driver

    def test_the_driver_gives_the_attributions_of_figure_7(self):
        # Sundararajan et al. 2017, figure 7: at (3, 1), baseline 0.
        driver = self.driver([3, 1], "integrated-gradients:rule=exact")
        (values,) = driver.values()["values"]
        self.assertAlmostEqual(values[0], 1.5, places=5)
        self.assertAlmostEqual(values[1], -0.5, places=5)

    def test_the_driver_counts_steps_and_repetitions(self):
        driver = self.driver([3, 1], "integrated-gradients:rule=right,steps=20")
        self.assertEqual(driver.values()["gradient_evaluations"], 20)
        # Several repetitions are timed together where one is too short for the clock.
        seconds = driver.seconds(1000)
        self.assertTrue(0 < len(seconds) <= 1000)
        self.assertGreater(max(seconds), 0)

    def test_arithmetic_is_counted_by_part(self):
        # relu(W2 relu(W1 x + b1) + b2), W1 2 x 2, W2 1 x 2: nothing is behind the last relu. Terms
        # of sums: 2 + 2, 1 + 1, 2 + 1, 1 + 1.
        work = self.driver([3, 1], "gradient").ask("work")
        self.assertEqual(work, {"head": 4, "body": 2, "tail": 0, "whole": 6, "roundings": 11})
        # 8 to 32, 32 to 32, 32 to 1 behind the last relu.
        work = self.driver([1] * 8, "gradient", "features_8").ask("work")
        self.assertEqual(work, {"head": 256, "body": 1024, "tail": 32, "whole": 1312,
                                "roundings": 8 + 32 + 2 + 32 + 32 + 2 + 32 + 1})

    def test_the_driver_knows_memory_and_peak(self):
        driver = self.driver([3, 1], "gradient")
        memory = driver.ask("memory")
        self.assertGreater(memory["before_kib"], 0)
        self.assertGreaterEqual(memory["peak_kib"], memory["before_kib"])
        self.assertGreater(driver.ask("peak")["gflops"], 0)

    def test_bad_requests_are_refused_in_one_line(self):
        for given, words in (({"method": "gradien"}, "gradient"), ({"targets": (1,)}, "--targets"),
                             ({"point": [1, 2, 3]}, "point.npy")):
            arguments = {"point": [3, 1], "method": "gradient", **given}
            with self.assertRaisesRegex(Failure, words):
                self.driver(**arguments).values()
        with self.assertRaisesRegex(Failure, "no command nonsense"):
            self.driver([3, 1], "gradient").ask("nonsense")

    def test_our_half_runs_without_the_peers(self):
        out = self.folder / "out"
        with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(
                io.StringIO()):
            status = run.main(["--only", "integrated-gradients/figure_7/50", "--threads", "1",
                               "--seconds", "0", "--programs", str(PROGRAMS), "--out", str(out)])
        self.assertEqual(status, 0)
        self.assertIn("integrated-gradients/figure_7/50, 1 thread", told.getvalue())
        self.assertIn("only our half", (out / "README.md").read_text(encoding="utf-8"))
        (measured,) = json.loads((out / "peers.json").read_text())["rows"]
        self.assertEqual(measured["ratios"], {})
        self.assertEqual(measured["gradient_evaluations"], 50)

    def test_inputs_of_published_models_are_never_the_same_twice(self):
        data = self.folder / "data"
        (data / "inputs").mkdir(parents=True)
        npy.write(data / "inputs" / "0.npy", (1, 2), [1, 2])
        npy.write(data / "inputs" / "1.npy", (1, 2), [3, 4])
        known = [{"file": f"inputs/{k}.npy", "target": k} for k in (0, 1)]
        (data / "manifest.json").write_text(json.dumps(
            {"networks": [{"name": "n", "file": "n.onnx", "inputs": known}]}))
        networks = Networks(data, self.folder, self.folder / "cache")
        file, targets = networks.inputs("n", 3)
        shape, values = npy.read(file)
        self.assertEqual((shape, targets), ((3, 2), [0, 1, 0]))
        self.assertEqual(list(values), [1, 2, 3, 4, 1 - 1 / 64, 2 - 2 / 64])
        self.assertFalse(networks.has("m"))


if __name__ == "__main__":
    unittest.main()
