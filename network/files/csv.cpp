#include "network/files/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace axiomark {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Splits off what stands before the separator.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

}  // namespace

template <Scalar S>
Result<Batch<S>> parse_csv(std::string_view text, const std::string& file, Index features) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // spreadsheets write this mark
  std::vector<S> values;
  values.reserve(
      static_cast<std::size_t>(std::ranges::count(text, ',') + 1 + std::ranges::count(text, '\n')));
  Index samples = 0;
  for (Index line_number = 1; !text.empty(); ++line_number) {
    std::string_view line = trimmed(take_until(text, '\n'));
    if (line.empty()) continue;
    const Index columns = std::ranges::count(line, ',') + 1;
    if (columns != features) {
      return fail(ErrorKind::input, fmt::format("{} line {}", file, line_number),
                  fmt::format("{} numbers", columns),
                  fmt::format("{}, one sample per line", features));
    }
    for (Index column = 1; column <= columns; ++column) {
      auto value = parse_scalar<S>(trimmed(take_until(line, ',')));
      if (!value) {
        return fail(ErrorKind::input,
                    fmt::format("{} line {} column {}", file, line_number, column),
                    value.error().found, value.error().expected);
      }
      values.push_back(std::move(*value));
    }
    ++samples;
  }
  if (samples == 0) return fail(ErrorKind::input, file, "no samples", "at least one line");
  return Batch<S>(Eigen::Map<const Batch<S>>(values.data(), samples, features).transpose());
}

template <Scalar S>
std::string csv_text(const Batch<S>& values) {
  std::string text;
  for (Index n = 0; n < values.cols(); ++n) {
    for (Index i = 0; i < values.rows(); ++i) {
      if (i > 0) text += ',';
      text += to_text(values(i, n));
    }
    text += '\n';
  }
  return text;
}

#define AXIOMARK_INSTANTIATE(S)                                                        \
  template Result<Batch<S>> parse_csv<S>(std::string_view, const std::string&, Index); \
  template std::string csv_text<S>(const Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
