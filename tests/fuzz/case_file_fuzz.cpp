#include "search/case_file.hpp"
#include "tests/fuzz/fuzzed.hpp"

using namespace axiomark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto read = parse_case(fuzz::text_of(bytes, size), std::string(fuzz::kFile));
  if (!read) {
    // An axiom built anew from ingredients names itself where they do not fit it.
    const std::string said = message(read.error());
    fuzz::require(read.error().kind != ErrorKind::internal, "an internal error: " + said);
    fuzz::require(said.find('\n') == std::string::npos, "a refusal of several lines: " + said);
    return 0;
  }
  // Written and read again it is the same; judging it would run any method for as long as it likes.
  const std::string written = case_json(*read);
  const auto again = parse_case(written, std::string(fuzz::kFile));
  fuzz::require(again.has_value() && case_json(*again) == written, "written and read otherwise");
  return 0;
}
