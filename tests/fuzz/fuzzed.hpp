#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "network/exact_cost.hpp"
#include "network/network.hpp"

/// What every fuzz target is made of: libFuzzer calls LLVMFuzzerTestOneInput with bytes of its own making,
/// under AddressSanitizer and UBSan, and takes an abort for a finding.
namespace axiomark::fuzz {

/// The name of the file that readers are told; each refusal has to begin with it.
inline constexpr std::string_view kFile = "fuzzed";

[[nodiscard]] inline std::string text_of(const std::uint8_t* bytes, std::size_t size) {
  return size == 0 ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

/// A refusal is the user's fault, in one line that names the file and that a person can read.
inline void require_one_line(const Error& error) {
  constexpr std::size_t kReadable = 2000;
  const std::string said = message(error);
  require(error.kind != ErrorKind::internal, "a file made an internal error: " + said);
  require(said.starts_with(kFile), "a refusal that does not name the file: " + said);
  require(said.find('\n') == std::string::npos, "a refusal of several lines: " + said);
  require(said.size() <= kReadable, "a refusal that nobody can read: " + said);
}

/// What was accepted can be evaluated, whatever it is, as long as that takes no time.
template <Scalar S>
void use(const Network<S>& network) {
  constexpr Index kQuick = 1 << 14;
  Index values = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) values += element_count(network.shape(t));
  if (values > kQuick || network.parameter_count() > kQuick) return;
  if constexpr (is_exact<S>) {
    if (exact_seconds(network, 1) > 0.01) return;
  }
  (void)evaluate(network, Batch<S>(Batch<S>::Constant(network.input_features(), 2, S(1))));
}

}  // namespace axiomark::fuzz
