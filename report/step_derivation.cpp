#include "report/step_derivation.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "report/formula.hpp"
#include "report/gradient_runs.hpp"
#include "report/number_text.hpp"
#include "report/recorded_gradients.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostStretches = 16;

// Steps one after the other with the same gradient, and what they come to together.
struct Stretch {
  GradientRun run;
  Vector<Rational> from;
  Vector<Rational> to;
  Rational rise;  ///< of F
};

std::vector<Stretch> stretches(const RecordedGradients& recorded, const Probe<Rational>& probe) {
  const auto steps = static_cast<std::size_t>(recorded.points.cols());
  const std::vector<Rational> once(steps, Rational(1));
  const auto point = [&](std::size_t k) -> Vector<Rational> {
    return k == steps ? probe.input : Vector<Rational>(recorded.points.col(static_cast<Index>(k)));
  };
  const auto value = [&](std::size_t k) {
    return k == steps ? value_at(probe, probe.input) : recorded.outputs(static_cast<Index>(k));
  };
  std::vector<Stretch> all;
  for (GradientRun& run :
       gradient_runs(probe, recorded.points, recorded.gradients, once, Join::neighbours)) {
    const std::size_t end = run.last + 1;
    const Rational rise = value(end) - value(run.first);
    all.push_back(
        {std::move(run), point(all.empty() ? 0 : all.back().run.last + 1), point(end), rise});
  }
  return all;
}

// "step 3", "steps 3 to 7"
std::string numbers(const GradientRun& run) {
  return run.count == 1 ? fmt::format("step {}", run.first + 1)
                        : fmt::format("steps {} to {}", run.first + 1, run.last + 1);
}

// A line per stretch by `text(stretch)`, cut where there are too many.
template <class Text>
void add_stretches(DerivationColumn& lines, const std::vector<Stretch>& all, const Text& text) {
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (k == kMostStretches) {
      lines.push_back({"...", fmt::format("{} more stretches", all.size() - k)});
      return;
    }
    lines.push_back({numbers(all[k].run), text(all[k])});
  }
}

// What each stretch gives a feature, by `term(stretch, feature)` as a number and as text; their sum.
struct Term {
  Rational value;
  std::string text;
};
template <class TermOf>
void add_sums(Derived& out, const std::vector<Stretch>& all, Index features, const TermOf& term) {
  out.lines.push_back({"Attributions: the sum over the stretches", {}, Emphasis::section});
  out.result = Vector<Rational>::Constant(features, Rational(0));
  for (Index i = 0; i < features; ++i) {
    std::vector<SignedText> terms;
    for (const Stretch& stretch : all) {
      Term part = term(stretch, i);
      out.result(i) += part.value;
      if (part.value != 0) terms.push_back({false, std::move(part.text)});
    }
    const bool many = terms.size() > kMostStretches;
    out.lines.push_back({"A of " + feature_name(i, features),
                         many ? pretty(out.result(i)) : with_sum(std::move(terms), out.result(i)),
                         Emphasis::result});
  }
}

}  // namespace

Result<Derived> guided_lines(const GuidedIg& method, const Probe<Rational>& probe) {
  const auto recorded = record_gradients(
      probe, method.conventions.as<Rational>(),
      [&](const auto& f, const auto& x, const auto& from) { return method.attribute(f, x, from); });
  if (!recorded) return tl::make_unexpected(recorded.error());
  const std::vector<Stretch> all = stretches(*recorded, probe);
  Derived out;
  out.lines.push_back(
      {fmt::format("{} steps from x′ to x; each moves the features of the smallest |slope| that "
                   "have a way to go",
                   recorded->points.cols()),
       {},
       Emphasis::section});
  add_stretches(out.lines, all, [](const Stretch& stretch) {
    return fmt::format("from {} to {}{}: gradient {}", pretty_point(stretch.from),
                       pretty_point(stretch.to), stretch.run.states,
                       pretty_point(stretch.run.gradient));
  });
  add_sums(out, all, probe.input.size(), [](const Stretch& stretch, Index i) {
    const Rational& slope = stretch.run.gradient(i);
    const Rational move = stretch.to(i) - stretch.from(i);
    return Term{slope * move, factor(slope) + " · " + factor(move)};
  });
  return out;
}

Result<Derived> idgi_lines(const Idgi& method, const Probe<Rational>& probe) {
  const auto recorded = record_gradients(
      probe, method.conventions.as<Rational>(),
      [&](const auto& f, const auto& x, const auto& from) { return method.attribute(f, x, from); });
  if (!recorded) return tl::make_unexpected(recorded.error());
  const std::vector<Stretch> all = stretches(*recorded, probe);
  const auto squares = [](const Stretch& stretch) -> Rational {
    return stretch.run.gradient.square().sum();
  };
  Derived out;
  out.lines.push_back({fmt::format("{} equal steps from x′ to x; each shares out its change of F "
                                   "by the squared slopes",
                                   recorded->points.cols()),
                       {},
                       Emphasis::section});
  add_stretches(out.lines, all, [&](const Stretch& stretch) {
    const Rational sum = squares(stretch);
    std::vector<SignedText> terms;
    for (const Rational& slope : stretch.run.gradient) {
      terms.push_back({false, factor(slope) + "²"});
    }
    return fmt::format(
        "from {} to {}{}: gradient {}, F changes by {}, {}", pretty_point(stretch.from),
        pretty_point(stretch.to), stretch.run.states, pretty_point(stretch.run.gradient),
        pretty(stretch.rise),
        sum == 0 ? "which goes to no feature" : "squares " + with_sum(std::move(terms), sum));
  });
  add_sums(out, all, probe.input.size(), [&](const Stretch& stretch, Index i) {
    const Rational sum = squares(stretch);
    if (sum == 0) return Term{0, {}};
    const Rational& slope = stretch.run.gradient(i);
    return Term{slope * slope / sum * stretch.rise,
                fmt::format("{}²/{} · {}", factor(slope), factor(sum), factor(stretch.rise))};
  });
  return out;
}

}  // namespace axiomark
