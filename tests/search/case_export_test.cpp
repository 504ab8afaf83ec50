#include "search/case_export.hpp"

#include <algorithm>

#include "network/examples.hpp"
#include "network/files/array_file.hpp"
#include "network/files/network_file.hpp"
#include "network/network.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/network/files/temporary_folder.hpp"

namespace axiomark::tests {
namespace {

using Files = std::vector<std::string>;

Counterexample of(std::vector<Probe<Rational>> probes) {
  Counterexample counterexample;
  counterexample.convicting.probes = std::move(probes);
  return counterexample;
}

Batch<double> read(const std::filesystem::path& path, const Shape& sample) {
  return read_batch<double>(path.string(), sample).value();
}

}  // namespace

TEST_CASE("What another program needs of a counterexample is written and means the same") {
  const TemporaryFolder folder("case-export");
  const auto c = of({probe("f", examples::saturation(), {2}, {0}),
                     probe("g", examples::figure_7_f(), {3, Rational(1, 2)}, {0, -1})});
  const auto files = export_case(c, folder / "new" / "deep");
  REQUIRE(files.has_value());
  CHECK(*files == Files{"f.onnx", "f_input.npy", "f_baseline.npy", "f_target.json", "g.onnx",
                        "g_input.npy", "g_baseline.npy", "g_target.json"});
  const auto g = read_network<double>(folder / "new" / "deep" / "g.onnx");
  REQUIRE(g.has_value());
  const Batch<double> input = read(folder / "new" / "deep" / "g_input.npy", {2});
  REQUIRE(input.rows() == 2);
  CHECK(input(0, 0) == 3);
  CHECK(input(1, 0) == 0.5);
  CHECK(read(folder / "new" / "deep" / "g_baseline.npy", {2})(1, 0) == -1);
  CHECK(read(folder / "new" / "deep" / "g_target.json", {1})(0, 0) == 1);
  // relu(relu(3) - 1 - relu(1/2))
  CHECK(trace(*g, input).tensors[static_cast<std::size_t>(g->output())](0, 0) == 1.5);
}

TEST_CASE("Networks of one label and labels of several words get names of their own") {
  const TemporaryFolder folder("case-export-names");
  const auto c = of({probe("F", examples::saturation(), {2}, {0}),
                     probe("F", examples::saturation(), {1}, {0}),
                     probe("F above", examples::saturation(), {3}, {0})});
  const Files files = export_case(c, folder.path()).value();
  for (const char* name : {"F_1.onnx", "F_2_input.npy", "F_above.onnx"}) {
    INFO(name);
    CHECK(std::ranges::find(files, name) != files.end());
  }
  CHECK(read(folder / "F_1_input.npy", {1})(0, 0) == 2);
  CHECK(read(folder / "F_2_input.npy", {1})(0, 0) == 1);
}

TEST_CASE("A folder that cannot be made is named") {
  const auto files = export_case(of({}), "/dev/null/folder");
  REQUIRE_FALSE(files.has_value());
  CHECK(message(files.error()).find("/dev/null/folder") != std::string::npos);
}

}  // namespace axiomark::tests
