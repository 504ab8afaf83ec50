#include "cli/baseline.hpp"

#include <fmt/format.h>

#include "cli/reading_memory.hpp"
#include "network/files/array_file.hpp"

namespace axiomark::cli {

template <Scalar S>
Result<Baselines<S>> read_baselines(const std::string& asked, MethodKind kind,
                                    const Network<S>& network, const Batch<S>& inputs) {
  if (asked == "zero") {
    return Baselines<S>{Batch<S>::Constant(inputs.rows(), inputs.cols(), S(0))};
  }
  auto baselines =
      within_memory(asked, [&] { return read_batch<S>(asked, sample_shape(network)); });
  if (!baselines) {
    Error error = baselines.error();
    error.where = "--baseline " + error.where;
    return tl::make_unexpected(error);
  }
  if (kind == MethodKind::baseline_distribution) {
    return Baselines<S>{baselines->replicate(1, inputs.cols()), baselines->cols()};
  }
  if (baselines->cols() == 1) {
    return Baselines<S>{baselines->col(0).replicate(1, inputs.cols())};
  }
  if (baselines->cols() == inputs.cols()) return Baselines<S>{std::move(*baselines)};
  return fail(ErrorKind::input, "--baseline", fmt::format("{} baselines", baselines->cols()),
              fmt::format("1 or {}, one per input", inputs.cols()));
}

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template Result<Baselines<S>> read_baselines(const std::string&, MethodKind, const Network<S>&, \
                                               const Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::cli
