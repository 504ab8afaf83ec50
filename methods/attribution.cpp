#include "methods/attribution.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> refuse_non_finite(Attributions<S> answers) {
  for (auto& answer : answers) {
    if (!answer) continue;
    const Index at = first_non_finite(answer->values);
    const bool bound = answer->error_bound && first_non_finite(*answer->error_bound) >= 0;
    if (at < 0 && !bound) continue;
    answer =
        fail(ErrorKind::numeric,
             at >= 0 ? "attribution of feature " + std::to_string(at) : std::string("error bound"),
             "a value that is not finite", "finite numbers");
  }
  return answers;
}

template Attributions<float> refuse_non_finite(Attributions<float>);
template Attributions<double> refuse_non_finite(Attributions<double>);
template Attributions<Rational> refuse_non_finite(Attributions<Rational>);

std::string_view name(MethodKind kind) {
  switch (kind) {
    case MethodKind::local:
      return "local";
    case MethodKind::zero_baseline_implied:
      return "zero baseline implied";
    case MethodKind::one_baseline:
      return "one baseline";
    case MethodKind::baseline_distribution:
      return "distribution of baselines";
  }
  return "";
}

}  // namespace axiomark
