#include "axioms/corners.hpp"

#include <fmt/format.h>

namespace axiomark {

std::vector<std::vector<Index>> subsets(Index features, Index size) {
  std::vector<std::vector<Index>> all;
  std::vector<Index> chosen(static_cast<std::size_t>(size));
  for (Index k = 0; k < size; ++k) chosen[static_cast<std::size_t>(k)] = k;
  while (true) {
    all.push_back(chosen);
    // The last position that can still move on; those behind it follow closely.
    Index k = size - 1;
    while (k >= 0 && chosen[static_cast<std::size_t>(k)] == features - size + k) --k;
    if (k < 0) return all;
    Index next = chosen[static_cast<std::size_t>(k)] + 1;
    for (; k < size; ++k) chosen[static_cast<std::size_t>(k)] = next++;
  }
}

Result<void> for_each_coalition(
    const Probe<Rational>& probe,
    const std::function<bool(const std::function<Rational(const std::vector<bool>&)>&,
                             const std::vector<bool>&)>& holds,
    const std::string& what) {
  const Index n = probe.input.size();
  if (n > kMostSubsetFeatures) {
    return fail(ErrorKind::unsupported, "case", fmt::format("{} features", n),
                fmt::format("at most {}, to list all coalitions", kMostSubsetFeatures));
  }
  const auto value = [&](const std::vector<bool>& at_input) {
    return value_at(probe, corner(probe, at_input));
  };
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << n); ++bits) {
    std::vector<bool> at_input(static_cast<std::size_t>(n));
    for (std::size_t i = 0; i < at_input.size(); ++i) at_input[i] = ((bits >> i) & 1) != 0;
    if (!holds(value, at_input)) return premise_fault(what);
  }
  return {};
}

}  // namespace axiomark
