#include "methods/guided_ig.hpp"

#include <algorithm>

#include "methods/quadrature.hpp"

namespace axiomark {
namespace {

// The features that still have a way to go and whose |gradient| is among the smallest.
template <Scalar S>
std::vector<Index> selected(const Vector<S>& steepness, const Vector<S>& point, const Vector<S>& to,
                            std::size_t rank) {
  std::vector<Index> going;
  for (Index i = 0; i < point.size(); ++i) {
    if (point(i) != to(i)) going.push_back(i);
  }
  std::vector<S> sorted;
  sorted.reserve(going.size());
  for (const Index i : going) sorted.push_back(steepness(i));
  std::ranges::sort(sorted);
  // Beyond the last feature on its way there are only arrived ones: all on their way are selected.
  if (rank < sorted.size()) {
    std::erase_if(going, [&](Index i) { return steepness(i) > sorted[rank]; });
  }
  return going;
}

// Moves the point by one step: until its distance to `to` is `target`. Always ends: either the
// distance is reached, or at least one more feature arrives.
template <Scalar S>
void move(Vector<S>& point, const Vector<S>& to, const Vector<S>& gradient, const S& target,
          std::size_t rank) {
  const Vector<S> steepness = gradient.abs();
  while (true) {
    const S surplus = (to - point).abs().sum() - target;
    if (surplus <= S(0)) return;
    const std::vector<Index> movers = selected<S>(steepness, point, to, rank);
    S reach(0);
    for (const Index i : movers) reach += to(i) < point(i) ? point(i) - to(i) : to(i) - point(i);
    const bool all_arrive = surplus >= reach;
    for (const Index i : movers) {
      point(i) = all_arrive ? to(i) : S(point(i) + surplus / reach * (to(i) - point(i)));
    }
    if (!all_arrive) return;
  }
}

// From one anchor to the next; adds to the answer. `parts` are k / steps from 0 on: of the way, what is left
// after each step, from the last to the first.
template <Scalar S>
Result<void> between(const Function<S>& function, const Segment<S>& stretch,
                     std::span<const S> parts, std::size_t rank, Attribution<S>& answer) {
  const S whole = (stretch.to - stretch.from).abs().sum();
  Vector<S> point = stretch.from;
  for (std::size_t step = 1; step <= parts.size(); ++step) {
    const auto at = function.gradient(Batch<S>(point));
    if (!at) return tl::make_unexpected(at.error());
    const Vector<S> gradient = at->values.col(0);
    const Vector<S> before = point;
    const S target = whole * parts[parts.size() - step];
    move<S>(point, stretch.to, gradient, target, rank);
    answer.values += gradient * (point - before);
    answer.hung_on |= at->hung_on.front();
    ++answer.gradient_evaluations;
  }
  return {};
}

template <Scalar S>
Result<Attribution<S>> guided(const Function<S>& function, const Segment<S>& segment,
                              const GuidedIg& method) {
  const Index features = segment.from.size();
  Attribution<S> answer{Vector<S>::Constant(features, S(0)), {}, {}, 0, {}};
  const Rational position = method.fraction * Rational(features - 1);
  const auto rank = Integer(numerator(position) / denominator(position)).convert_to<std::size_t>();
  std::vector<S> ts;
  for (long k = 0; k <= method.anchors + 1; ++k) {
    ts.push_back(convert<S>(Rational(k) / (method.anchors + 1)));
  }
  const Batch<S> anchors = interpolate<S>(segment.from, segment.to, ts);
  const auto steps = make_quadrature<S>(QuadratureRule::left, method.steps);
  if (!steps) return tl::make_unexpected(steps.error());
  for (Index k = 0; k + 1 < anchors.cols(); ++k) {
    auto ok =
        between<S>(function, {anchors.col(k), anchors.col(k + 1)}, steps->nodes, rank, answer);
    if (!ok) return tl::make_unexpected(ok.error());
  }
  return answer;
}

}  // namespace

template <Scalar S>
Attributions<S> GuidedIg::attribute(const Function<S>& function, const Batch<S>& inputs,
                                    const Batch<S>& baselines) const {
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    answers.push_back(guided<S>(function, {baselines.col(k), inputs.col(k)}, *this));
  }
  return answers;
}

RegistryEntry guided_ig_entry() {
  auto options = convention_options();
  options.insert(options.begin(),
                 {{"fraction", "any number from 0 to 1", "1/10",
                   "part of the features that move first, those of smallest |gradient|"},
                  {"steps", "1 to 1000000", "50", "of each stretch between two anchors"},
                  {"anchors", "0 to 1000", "0",
                   "inner points of the straight path that the path goes through"}});
  return {"guided-ig",
          "Path methods",
          "A_i = sum of gradient times move, where features of small gradient move first",
          "Kapishnikov et al. 2021",
          GuidedIg::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            GuidedIg method;
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            method.conventions = *conventions;
            const auto fraction = given.number("fraction");
            if (!fraction) return tl::make_unexpected(fraction.error());
            if (*fraction < 0 || *fraction > 1) {
              return fail(ErrorKind::usage, "method 'guided-ig', option 'fraction'",
                          to_text(*fraction), "a number from 0 to 1");
            }
            method.fraction = *fraction;
            // A million gradients one after another: as slow as anybody would wait for.
            const auto steps = given.whole_number("steps", 1, 1'000'000);
            if (!steps) return tl::make_unexpected(steps.error());
            method.steps = *steps;
            const auto anchors = given.whole_number("anchors", 0, 1000);
            if (!anchors) return tl::make_unexpected(anchors.error());
            method.anchors = *anchors;
            return AnyMethod(given.canonical(), method);
          },
          "guided IG"};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(GuidedIg);

}  // namespace axiomark
