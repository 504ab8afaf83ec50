#include "cli/target.hpp"

#include <fmt/format.h>

#include "cli/reading_memory.hpp"
#include "network/files/array_file.hpp"

namespace axiomark::cli {
namespace {

template <Scalar S>
Index extreme(const Batch<S>& outputs, Index column, bool largest) {
  Index best = 0;
  for (Index j = 1; j < outputs.rows(); ++j) {
    const bool better = largest ? outputs(j, column) > outputs(best, column)
                                : outputs(j, column) < outputs(best, column);
    if (better) best = j;  // of equal outputs the first
  }
  return best;
}

}  // namespace

template <Scalar S>
Result<Targets<S>> choose_targets(const std::string& asked, const Network<S>& network,
                                  const Batch<S>& inputs) {
  const Index outputs = network.output_features();
  Targets<S> targets{Batch<S>::Constant(outputs, inputs.cols(), S(0)),
                     std::vector<Index>(static_cast<std::size_t>(inputs.cols()), -1)};
  const auto choose = [&](Index query, Index output) {
    targets.weights(output, query) = S(1);
    targets.indices[static_cast<std::size_t>(query)] = output;
  };
  if (asked == "predicted" || asked == "predicted-min") {
    const Batch<S> values = evaluate(network, inputs);
    for (Index k = 0; k < inputs.cols(); ++k) choose(k, extreme(values, k, asked == "predicted"));
    return targets;
  }
  const auto number = parse_rational(asked);
  if (number) {
    if (!number->is_whole() || *number < 0 || *number >= outputs) {
      return fail(ErrorKind::input, "--target", asked,
                  fmt::format("an output from 0 to {}", outputs - 1));
    }
    const auto output = numerator(*number).template convert_to<Index>();
    for (Index k = 0; k < inputs.cols(); ++k) choose(k, output);
    return targets;
  }
  const bool list_or_file = asked.starts_with("[") || asked.find('.') != std::string::npos;
  if (!list_or_file) {
    return fail(ErrorKind::usage, "--target", fmt::format("'{}'", asked),
                "an index, predicted, predicted-min, or a list of weights such as [1,0,-1]");
  }
  const auto weights = within_memory(asked, [&] { return read_batch<S>(asked, Shape{outputs}); });
  if (!weights) {
    Error error = weights.error();
    error.where = "--target " + error.where;
    return tl::make_unexpected(error);
  }
  if (weights->cols() != 1 && weights->cols() != inputs.cols()) {
    return fail(ErrorKind::input, "--target", fmt::format("{} lists of weights", weights->cols()),
                fmt::format("1 or {}, one per input", inputs.cols()));
  }
  for (Index k = 0; k < inputs.cols(); ++k) {
    targets.weights.col(k) = weights->col(weights->cols() == 1 ? 0 : k);
  }
  return targets;
}

template Result<Targets<float>> choose_targets(const std::string&, const Network<float>&,
                                               const Batch<float>&);
template Result<Targets<double>> choose_targets(const std::string&, const Network<double>&,
                                                const Batch<double>&);
template Result<Targets<Rational>> choose_targets(const std::string&, const Network<Rational>&,
                                                  const Batch<Rational>&);

}  // namespace axiomark::cli
