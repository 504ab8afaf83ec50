#include "axioms/axiom_file.hpp"
#include "tests/fuzz/fuzzed.hpp"

using namespace axiomark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto axiom = parse_axiom(fuzz::text_of(bytes, size), std::string(fuzz::kFile));
  if (!axiom) {
    fuzz::require_one_line(axiom.error());
    return 0;
  }
  // The text that its case files keep is that of the same axiom.
  const auto again = parse_axiom(axiom->definition, std::string(fuzz::kFile));
  fuzz::require(again.has_value() && again->definition == axiom->definition,
                "written and read otherwise");
  return 0;
}
