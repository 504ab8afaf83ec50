#include "network/files/npy.hpp"
#include "tests/fuzz/fuzzed.hpp"

using namespace axiomark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  const std::string file(fuzz::kFile);
  const auto array = parse_npy<double>(text, file);
  const auto exact = parse_npy<Rational>(text, file);
  for (const Error* error : {array ? nullptr : &array.error(), exact ? nullptr : &exact.error()}) {
    if (error != nullptr) fuzz::require_one_line(*error);
  }
  fuzz::require(array.has_value() == exact.has_value(), "read in one scalar only");
  if (!array) return 0;
  fuzz::require(element_count(array->shape) == array->values.size(), "a shape of other values");
  const auto again = parse_npy<double>(npy_bytes(*array), file);
  fuzz::require(
      again.has_value() && again->shape == array->shape && (again->values == array->values).all(),
      "written and read otherwise");
  return 0;
}
