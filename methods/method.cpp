#include "methods/method.hpp"

namespace axiomark {

template <Scalar S>
std::optional<Attributions<S>> refuse_baselines(MethodKind kind, const Queries<S>& queries) {
  const auto everywhere = [&](ErrorKind fault, std::string found, std::string expected) {
    return Attributions<S>(static_cast<std::size_t>(queries.count()),
                           fail(fault, "baselines", std::move(found), std::move(expected)));
  };
  const Index per_query = queries.baselines_per_query;
  if (per_query < 1 || queries.baselines.cols() != per_query * queries.count()) {
    return everywhere(ErrorKind::internal, std::to_string(queries.baselines.cols()) + " columns",
                      std::to_string(per_query) + " for each of the queries");
  }
  if (kind == MethodKind::one_baseline && per_query > 1) {
    return everywhere(ErrorKind::usage, std::to_string(per_query) + " baselines for one input",
                      "one, or the method 'average', which averages any method over baselines");
  }
  return std::nullopt;
}

template std::optional<Attributions<float>> refuse_baselines(MethodKind, const Queries<float>&);
template std::optional<Attributions<double>> refuse_baselines(MethodKind, const Queries<double>&);
template std::optional<Attributions<Rational>> refuse_baselines(MethodKind,
                                                                const Queries<Rational>&);

}  // namespace axiomark
