#pragma once

#include <optional>
#include <string>

#include "cli/display.hpp"
#include "methods/attribution.hpp"
#include "network/network.hpp"

namespace axiomark::cli {

/// Seconds of the computation alone.
struct Timing {
  double minimum;
  double median;
};

/// What the `attribute` verb has to say.
template <Scalar S>
struct AttributionReport {
  const std::string& model;
  const std::string& method;
  const std::string& target;  ///< as asked
  MethodKind kind;
  const Network<S>& network;
  const Queries<S>& queries;
  const std::vector<Index>& target_indices;  ///< -1: weights
  const Attributions<S>& answers;
  const Display& display;
  const Shape& shape;  ///< of a sample
  std::optional<Timing> timing;
};

/// F(x), and F(x') where the method knows a baseline (of a distribution, the mean).
template <Scalar S>
struct Balance {
  S input_value;
  std::optional<S> baseline_value;
};

template <Scalar S>
[[nodiscard]] Balance<S> balance(const AttributionReport<S>& report, Index k);

/// {"model", "method", "scalar", "target", "results": [{"input", "target", "input_value",
/// "baseline_value", "attributions", "sum", "residual", "gradient_evaluations", "hung_on", "notes",
/// "error"}], "seconds"}; with --display also "display", the steps, and in each result "displayed".
/// The notes are the method's and, last, the one on a baseline whose score is not near zero
/// (near_zero.hpp). baseline_value and residual = sum - (F(x) - F(x')) are null for methods that
/// know no baseline. Exact numbers are strings such as "-3/2".
template <Scalar S>
[[nodiscard]] std::string as_json(const AttributionReport<S>& report);

/// For people: all features of small inputs, the ten largest attributions of others.
template <Scalar S>
[[nodiscard]] std::string as_table(const AttributionReport<S>& report);

}  // namespace axiomark::cli
