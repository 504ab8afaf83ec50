#include "methods/random_attribution.hpp"

#include <bit>
#include <limits>

#include "network/random_stream.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> RandomAttribution::attribute(const Function<S>&, const Batch<S>& inputs,
                                             const Batch<S>&) const {
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    RandomStream stream(seed);
    for (const S& value : inputs.col(k)) {
      // + 0.0 turns -0 into 0, the same number.
      stream = stream.split(std::bit_cast<std::uint64_t>(convert<double>(value) + 0.0));
    }
    Attribution<S> answer;
    answer.values.resize(inputs.rows());
    for (S& value : answer.values) {
      // 24 bits: exact in float too.
      value = convert<S>(static_cast<double>(stream.bits() >> 40) * 0x1.0p-23 - 1);
    }
    answers.emplace_back(std::move(answer));
  }
  return answers;
}

RegistryEntry random_entry() {
  return {"random",
          "Test doubles",
          "A_i uniform on [-1, 1), a function of seed and input alone",
          "none: checks the checks",
          RandomAttribution::kind,
          {{"seed", "0 to 2^63 - 1", "0", "of the draws"}},
          [](const Options& options) -> Result<AnyMethod> {
            const auto seed = options.whole_number("seed", 0, std::numeric_limits<long>::max());
            if (!seed) return tl::make_unexpected(seed.error());
            return AnyMethod(options.canonical(),
                             RandomAttribution{static_cast<std::uint64_t>(*seed)});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(RandomAttribution);

}  // namespace axiomark
