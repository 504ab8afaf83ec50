#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "network/files/onnx_export.hpp"
#include "network/files/onnx_import.hpp"
#include "search/families/family.hpp"
#include "tests/network/files/damage.hpp"
#include "tests/shared_data.hpp"

namespace axiomark::tests {
namespace {

// How many damages each file gets: a sample, or as many as AXIOMARK_DAMAGES says (1000 for all).
int damages() {
  constexpr int kSample = 20;
  const char* asked = std::getenv("AXIOMARK_DAMAGES");
  return asked != nullptr ? std::max(1, std::atoi(asked)) : kSample;
}

const auto parse_model = [](const std::string& bytes) {
  return parse_onnx<double>(bytes, "damaged");
};

TEST_CASE("random damages of published networks are read or refused") {
  const auto data = shared_data("data/networks");
  if (!data) return skip_without_shared_data();
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(*data)) files.push_back(file.path());
  std::ranges::sort(files);
  REQUIRE_FALSE(files.empty());
  int networks = 0;
  for (std::size_t k = 0; k < files.size(); ++k) {
    CAPTURE(files[k].string());
    networks += accepted<double>(read_bytes(files[k]).value(), parse_model, 100 + k, damages());
  }
  CHECK(networks > 0);
  CHECK(networks < damages() * static_cast<int>(files.size()));
}

TEST_CASE("random damages of networks of every family are read or refused") {
  const auto parse_json = [](const std::string& text) {
    return parse_network<Rational>(text, "damaged");
  };
  int networks = 0;
  std::uint64_t seed = 300;
  for (const NetworkFamily& family : network_families()) {
    CAPTURE(family.name);
    RandomStream stream(++seed);
    const Network<double> network = family.draw(stream, {3, 4, 2});
    networks += accepted<double>(onnx_bytes(network).value().bytes, parse_model, seed, damages());
    networks += accepted<Rational>(network_json(network).dump(), parse_json, seed, damages());
  }
  CHECK(networks > 0);
  CHECK(networks < 2 * damages() * static_cast<int>(network_families().size()));
}

}  // namespace
}  // namespace axiomark::tests
