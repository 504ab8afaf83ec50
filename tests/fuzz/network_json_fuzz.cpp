#include "network/files/network_file.hpp"
#include "tests/fuzz/fuzzed.hpp"

using namespace axiomark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  const auto rounded = parse_network<double>(text, fuzz::kFile);
  if (!rounded) fuzz::require_one_line(rounded.error());
  if (rounded) fuzz::use(*rounded);
  const auto network = parse_network<Rational>(text, fuzz::kFile);
  if (!network) {
    fuzz::require_one_line(network.error());
    return 0;
  }
  fuzz::use(*network);
  // What is read can be written and read again.
  const auto written = network_json(*network);
  constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
  const auto again = parse_network<Rational>(written.dump(-1, ' ', false, kReplace), fuzz::kFile);
  fuzz::require(again.has_value() && network_json(*again) == written, "written and read otherwise");
  return 0;
}
