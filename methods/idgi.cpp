#include "methods/idgi.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/quadrature.hpp"

namespace axiomark {
namespace {

// Sums the steps in order; F at a step's end is F at the next one's beginning.
template <Scalar S>
class Steps {
 public:
  explicit Steps(Index features) : answer_{Vector<S>::Constant(features, S(0)), {}, {}, 0, {}} {}

  void add(const Vector<S>& gradient, const S& rise, HangSet hung_on) {
    answer_.hung_on |= hung_on;
    ++answer_.gradient_evaluations;
    const S steepest = gradient.size() == 0 ? S(0) : S(gradient.abs().maxCoeff());
    if (steepest == S(0)) {
      if (rise != S(0)) answer_.hung_on |= Hang::zero_denominator;
      not_shared_ += rise;
      return;
    }
    // Relative to the steepest, so that squares neither overflow nor vanish.
    share_ = (gradient / steepest).square();
    answer_.values += share_ / share_.sum() * rise;
  }

  [[nodiscard]] Attribution<S> answer() && {
    answer_.function_evaluations = 1;
    if (answer_.hung_on.contains(Hang::zero_denominator)) {
      answer_.notes.push_back(
          fmt::format("a change of F by {} where the gradient is zero went to no feature",
                      brief_text(not_shared_)));
    }
    return std::move(answer_);
  }

 private:
  Attribution<S> answer_;
  Vector<S> share_;  // of each feature in a step's rise; kept, so that steps share its memory
  S not_shared_ = S(0);
};

template <Scalar S>
Result<Attribution<S>> shared_out(const Function<S>& function, const Segment<S>& segment,
                                  long steps) {
  const auto end = function.evaluate(Batch<S>(segment.to));
  if (!end) return tl::make_unexpected(end.error());
  // k / steps from 0 on, each step at its beginning.
  const auto rule = make_quadrature<S>(QuadratureRule::left, steps);
  if (!rule) return tl::make_unexpected(rule.error());
  constexpr std::size_t kPointsAtOnce = 1024;  // few enough for small memory
  Steps<S> sum(segment.from.size());
  Vector<S> gradient;  // of the step whose end is not known yet
  HangSet hung_on;
  S value(0);
  const std::span<const S> nodes = rule->nodes;
  for (std::size_t first = 0; first < nodes.size(); first += kPointsAtOnce) {
    const auto ts = nodes.subspan(first, std::min(kPointsAtOnce, nodes.size() - first));
    const auto at = function.gradient(interpolate<S>(segment.from, segment.to, ts));
    if (!at) return tl::make_unexpected(at.error());
    for (Index k = 0; k < at->values.cols(); ++k) {
      if (gradient.size() > 0) sum.add(gradient, S(at->outputs(k) - value), hung_on);
      gradient = at->values.col(k);
      hung_on = at->hung_on[static_cast<std::size_t>(k)];
      value = at->outputs(k);
    }
  }
  sum.add(gradient, S((*end)(0) - value), hung_on);
  return std::move(sum).answer();
}

}  // namespace

template <Scalar S>
Attributions<S> Idgi::attribute(const Function<S>& function, const Batch<S>& inputs,
                                const Batch<S>& baselines) const {
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    answers.push_back(shared_out<S>(function, {baselines.col(k), inputs.col(k)}, steps));
  }
  return answers;
}

RegistryEntry idgi_entry() {
  auto options = convention_options();
  options.insert(options.begin(),
                 {"steps", "1 to 10000000", "50", "equal intervals of the segment"});
  return {"idgi",
          "Path methods",
          "A_i = sum over steps of the change of F, shared out by the squared gradient",
          "Yang et al. 2023",
          Idgi::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            // As many as integrated-gradients takes.
            const auto steps = given.whole_number("steps", 1, 10'000'000);
            if (!steps) return tl::make_unexpected(steps.error());
            return AnyMethod(given.canonical(), Idgi{*conventions, *steps});
          },
          "IDGI"};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(Idgi);

}  // namespace axiomark
