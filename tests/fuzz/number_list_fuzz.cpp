#include "network/files/array_file.hpp"
#include "network/files/csv.hpp"
#include "tests/fuzz/fuzzed.hpp"

using namespace axiomark;

// Numbers as a .csv file and as a list on the command line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  const std::string file(fuzz::kFile);
  const auto list = read_number_list<Rational>(text, file);
  if (!list) fuzz::require_one_line(list.error());
  if (list) {
    fuzz::require(element_count(list->shape) == list->values.size(), "a shape of other values");
  }
  const auto rounded = parse_csv<double>(text, file, 2);
  if (!rounded) fuzz::require_one_line(rounded.error());
  const auto exact = parse_csv<Rational>(text, file, 2);
  if (!exact) {
    fuzz::require_one_line(exact.error());
    return 0;
  }
  const auto again = parse_csv<Rational>(csv_text(*exact), file, 2);
  // Digits beyond the longest accepted number come only from fractions and powers of ten.
  if (again) fuzz::require((*again == *exact).all(), "written and read otherwise");
  return 0;
}
