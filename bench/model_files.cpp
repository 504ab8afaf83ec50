#include "bench/model_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "network/files/network_file.hpp"

namespace axiomark::bench {

std::vector<NamedNetwork> model_files() {
  namespace fs = std::filesystem;
  const char* chosen = std::getenv("AXIOMARK_SHARED_DATA");
  if (chosen == nullptr) return {};
  const fs::path folder = fs::path(chosen) / "data" / "networks";
  if (!is_directory(folder)) return {};
  std::vector<NamedNetwork> networks;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".onnx") continue;
    auto network = read_network<float>(file.path());
    if (network) {
      networks.push_back({file.path().stem().string(), std::move(*network)});
    } else {
      fmt::print(stderr, "{}\n", message(network.error()));
    }
  }
  std::ranges::sort(networks, {}, &NamedNetwork::name);
  return networks;
}

}  // namespace axiomark::bench
