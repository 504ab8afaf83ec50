#include "network/files/network_memory.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

constexpr double kMebibyte = 1 << 20;

// The positions that an operator lists.
template <class Op>
double listed(const Op& op) {
  if constexpr (requires { op.source; }) {
    return static_cast<double>(op.source.size());
  } else if constexpr (requires { op.windows; }) {
    return static_cast<double>(op.windows.begin.size() + op.windows.members.size());
  } else {
    return 0;
  }
}

}  // namespace

double network_allowance(std::size_t file_bytes) {
  return 160 * kMebibyte + 8 * static_cast<double>(file_bytes);
}

template <Scalar S>
double network_memory(const Network<S>& network) {
  double values = static_cast<double>(network.parameter_count());
  double positions = 0;
  for (const Operator<S>& op : network.operators()) {
    std::visit([&](const auto& alternative) { positions += listed(alternative); }, op);
  }
  for (Index t = 0; t < network.tensor_count(); ++t) {
    values += static_cast<double>(element_count(network.shape(t)));
  }
  return values * sizeof(S) + positions * sizeof(Index);
}

template <Scalar S>
Result<void> check_network_memory(const Network<S>& network, std::size_t file_bytes,
                                  std::string_view file) {
  const double needed = network_memory(network);
  const double allowed = network_allowance(file_bytes);
  if (needed <= allowed) return {};
  Index largest = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    if (element_count(network.shape(t)) > element_count(network.shape(largest))) largest = t;
  }
  return fail(
      ErrorKind::input, std::string(file),
      fmt::format("a network that takes {:.0f} MiB in {} (its largest tensor, of shape {}, is {})",
                  needed / kMebibyte, name(scalar_type<S>), to_text(network.shape(largest)),
                  network.describe(largest)),
      fmt::format("at most {:.0f} MiB, for a file of its size", allowed / kMebibyte));
}

#define AXIOMARK_INSTANTIATE(S)                         \
  template double network_memory<S>(const Network<S>&); \
  template Result<void> check_network_memory<S>(const Network<S>&, std::size_t, std::string_view);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
