#include "cli/baseline.hpp"

#include <fmt/format.h>

#include "network/files/array_file.hpp"

namespace axiomark::cli {

template <Scalar S>
Result<Batch<S>> read_baselines(const std::string& asked, const Network<S>& network,
                                const Batch<S>& inputs) {
  if (asked == "zero") return Batch<S>(Batch<S>::Constant(inputs.rows(), inputs.cols(), S(0)));
  auto baselines = read_batch<S>(asked, sample_shape(network));
  if (!baselines) {
    Error error = baselines.error();
    error.where = "--baseline " + error.where;
    return tl::make_unexpected(error);
  }
  if (baselines->cols() == 1) return Batch<S>(baselines->col(0).replicate(1, inputs.cols()));
  if (baselines->cols() == inputs.cols()) return std::move(*baselines);
  return fail(ErrorKind::input, "--baseline", fmt::format("{} baselines", baselines->cols()),
              fmt::format("1 or {}, one per input", inputs.cols()));
}

template Result<Batch<float>> read_baselines(const std::string&, const Network<float>&,
                                             const Batch<float>&);
template Result<Batch<double>> read_baselines(const std::string&, const Network<double>&,
                                              const Batch<double>&);
template Result<Batch<Rational>> read_baselines(const std::string&, const Network<Rational>&,
                                                const Batch<Rational>&);

}  // namespace axiomark::cli
