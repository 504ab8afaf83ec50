// Writes the networks that no published model has as ONNX models, for the scripts in bench/peers:
// peer_networks FOLDER. Beside each NAME.onnx lies NAME.npy, 64 inputs of it.

#include <fmt/format.h>

#include <filesystem>

#include "bench/networks.hpp"
#include "network/files/array_file.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/onnx_export.hpp"

namespace axiomark::bench {
namespace {

constexpr Index kInputs = 64;
constexpr Index kCampaign = 64;

Result<void> write_network(const std::filesystem::path& folder, const std::string& name,
                           const Network<float>& network) {
  const auto exported = onnx_bytes(network);
  if (!exported) return tl::unexpected(exported.error());
  if (auto written = write_bytes(folder / (name + ".onnx"), exported->bytes); !written) {
    return written;
  }
  return write_batch(folder / (name + ".npy"),
                     random_points<float>(network.input_features(), kInputs, 1),
                     sample_shape(network));
}

Result<void> write_all(const std::filesystem::path& folder) {
  for (const auto& [name, network] : peer_networks()) {
    if (auto written = write_network(folder, name, network); !written) return written;
  }
  const auto small = campaign_networks(kCampaign);
  for (std::size_t k = 0; k < small.size(); ++k) {
    if (auto written = write_network(folder, fmt::format("small_{}", k), small[k]); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "peer_networks: one folder is needed\n");
    return 2;
  }
  const auto written = axiomark::bench::write_all(argv[1]);
  if (written) return 0;
  fmt::print(stderr, "peer_networks: {}\n", message(written.error()));
  return 2;
}
