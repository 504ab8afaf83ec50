#pragma once

#include <functional>

#include "methods/integrated_gradients.hpp"
#include "methods/path_integral.hpp"

/// Attribution methods with one deliberate fault each, and which axiom convicts them.
namespace axiomark::tests {

/// Axioms that a saboteur provably keeps, and the proof in a line. Kept means: not convicted but by what
/// a convention decides.
struct Kept {
  std::string because;
  std::vector<std::string> axioms;
};

struct Saboteur {
  AnyMethod method;
  std::string convicted_by;
  std::vector<Kept> keeps;
};

/// Each spoils the answers of a correct method.
[[nodiscard]] std::vector<Saboteur> spoiled_answers();
/// Each exchanges the features, or what belongs to them.
[[nodiscard]] std::vector<Saboteur> wrong_features();
/// Each integrates over the wrong path, with the wrong nodes or the wrong weights.
[[nodiscard]] std::vector<Saboteur> wrong_integrals();
/// Each weighs the wrong coalitions, or takes the wrong differences.
[[nodiscard]] std::vector<Saboteur> wrong_differences();
/// Each treats the network wrongly.
[[nodiscard]] std::vector<Saboteur> wrong_rules();
/// Each would pass on paper: state, batches, precision, the order of the features.
[[nodiscard]] std::vector<Saboteur> careless_implementations();

/// One question to a function method.
template <Scalar S>
struct Asked {
  const Function<S>& f;
  Vector<S> x;
  Vector<S> from;

  [[nodiscard]] Vector<S> difference() const { return x - from; }
  [[nodiscard]] S value(const Vector<S>& point) const {
    return f.evaluate(Batch<S>(point)).value()(0);
  }
  [[nodiscard]] S rise() const { return value(x) - value(from); }
};

/// A function method by its formula for one question, `Result<Attribution<S>>(const Asked<S>&)` in every
/// scalar. One type for all formulas: each other would cost seconds of compilation.
struct ByFormula {
  template <Scalar S>
  using Formula = std::function<Result<Attribution<S>>(const Asked<S>&)>;

  MethodKind kind;
  Formula<float> in_float;
  Formula<double> in_double;
  Formula<Rational> exactly;
  ConventionOptions conventions = {};

  template <Scalar S>
  [[nodiscard]] const Formula<S>& formula() const {
    if constexpr (is_exact<S>) {
      return exactly;
    } else if constexpr (std::same_as<S, double>) {
      return in_double;
    } else {
      return in_float;
    }
  }
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const {
    Attributions<S> answers;
    for (Index k = 0; k < inputs.cols(); ++k) {
      answers.push_back(formula<S>()(Asked<S>{f, inputs.col(k), baselines.col(k)}));
    }
    return answers;
  }
};
[[nodiscard]] AnyMethod method_of(std::string name, ByFormula formula);

template <class F>
[[nodiscard]] AnyMethod by_formula(std::string name, MethodKind kind, const F& formula) {
  return method_of(std::move(name), {kind, formula, formula, formula});
}

/// What a correct function method says about one question.
template <Scalar S, class Method>
[[nodiscard]] Result<Attribution<S>> correct(const Method& method, const Asked<S>& asked) {
  return method.attribute(asked.f, Batch<S>(asked.x), Batch<S>(asked.from)).front();
}
/// Exact integrated gradients.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> correct(const Asked<S>& asked) {
  return correct(IntegratedGradients{}, asked);
}

/// Exact integrated gradients, the attributions a replaced by change(asked, a).
template <class Change>
[[nodiscard]] AnyMethod spoiled(std::string name, const Change& change) {
  return by_formula(std::move(name), MethodKind::one_baseline,
                    [change]<Scalar S>(const Asked<S>& asked) -> Result<Attribution<S>> {
                      Result<Attribution<S>> answer = correct(asked);
                      if (answer) {
                        const Vector<S> values = change(asked, answer->values);
                        answer->values = values;
                      }
                      return answer;
                    });
}

/// Attributions that no convention decides.
template <Scalar S>
[[nodiscard]] Attribution<S> plain(Vector<S> values) {
  return {std::move(values), {}, {}, 0, {}};
}

}  // namespace axiomark::tests
