#include "network/files/onnx_import.hpp"
#include "tests/fuzz/fuzzed.hpp"

using namespace axiomark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  const auto read = [&]<Scalar S>() {
    const auto network = parse_onnx<S>(text, fuzz::kFile);
    if (!network) fuzz::require_one_line(network.error());
    if (network) fuzz::use(*network);
    return network.has_value();
  };
  // Rational takes what double takes, except for operators without a rational value.
  const bool in_double = read.operator()<double>();
  const bool exact = read.operator()<Rational>();
  fuzz::require(in_double || !exact, "read exactly but not in double");
  return 0;
}
