#include "search/scopes/settle.hpp"

#include <cmath>

#include "search/scopes/exactness_watch.hpp"

namespace axiomark {
namespace {

Settled settled(ExactJudgement judged) {
  Settled result{
      judged.judgement.outcome, judged.judgement.reason, judged.judgement.hung_on, false, {}};
  if (result.outcome == Outcome::broken) result.proof = std::move(judged);
  return result;
}

Settled fault(const Error& error) { return {Outcome::error, message(error), {}, false, {}}; }

Settled settled_in_double(const Judgement<double>& judgement) {
  return {Outcome::kept, {}, judgement.hung_on, true, {}};
}

// The judgement, if doubles alone say that the case is kept. Under a watch of its own: sums of exact answers
// may round as well.
std::optional<Judgement<double>> kept_exactly(const Axiom& axiom, const Case<double>& c,
                                              const std::vector<Answer<double>>& answers) {
  const ExactnessWatch watch;
  Judgement<double> judgement = axiom.check(c, answers);
  const bool kept =
      watch.exact() && judgement.outcome == Outcome::kept && beyond_tolerance(judgement, answers);
  return kept ? std::optional(std::move(judgement)) : std::nullopt;
}

std::optional<Judgement<double>> try_in_double(const Axiom& axiom, const DirectCase& direct,
                                               const AnswerTable& first, const AnswerTable& table,
                                               std::size_t pair, const PointPair& points) {
  if (!first.in_double(pair) || !table.in_double(pair)) return std::nullopt;
  const Case<double> c =
      assembled(axiom.info.name, direct, first.network(), table.network(), points);
  std::vector<Answer<double>> answers = {*table.in_double(pair)};
  if (c.probes.size() == 2) answers.insert(answers.begin(), *first.in_double(pair));
  return kept_exactly(axiom, c, answers);
}

// A case that could be built, with its judgement if it is kept and doubles alone say so.
struct BuiltCase {
  std::optional<Judgement<double>> judgement;
};
std::optional<BuiltCase> built_in_double(const AnyMethod& method, const Axiom& axiom,
                                         const Ingredients<double>& in) {
  const ThreadPool alone;
  const ExactnessWatch watch;
  const auto c = axiom.build_case(in, method.kind());
  if (!c && c.error().kind == ErrorKind::unsupported) return std::nullopt;
  BuiltCase built;
  if (!c) return built;
  const auto answers = ask(method, *c, alone);
  if (watch.exact() && answers && free_of_errors(*answers)) {
    built.judgement = kept_exactly(axiom, *c, *answers);
  }
  return built;
}

}  // namespace

bool beyond_tolerance(const Judgement<double>& judgement,
                      const std::vector<Answer<double>>& answers) {
  // The screen's tolerance is kScreenThreshold (1 + scale). A scale is a sum of answers' sizes with factors and
  // coefficients of a case, which are small whole numbers: at most kScalePerSize times their sum here.
  constexpr double kLargest = 1e4;
  constexpr double kScalePerSize = 64;
  constexpr double kApart = 1e-3;
  static_assert(kScreenThreshold * (1 + kScalePerSize * kLargest) < kApart);
  double size = 0;
  for (const Answer<double>& answer : answers) {
    size += answer.attribution->values.abs().sum() + std::abs(answer.at_input) +
            std::abs(answer.at_baseline);
  }
  const auto clear = [](double difference) {
    return difference == 0 || std::abs(difference) > kApart;
  };
  const Sides<double>& sides = judgement.sides;
  for (Index k = 0; k < sides.left.size(); ++k) {
    if (!clear(sides.left(k) - sides.right(k)) || !clear(sides.left(k))) return false;
  }
  return size < kLargest;
}

Settled settle(const Axiom& axiom, const DirectCase& direct, AnswerTable& first, AnswerTable& table,
               std::size_t pair, const PointPair& points) {
  if (const auto judgement = try_in_double(axiom, direct, first, table, pair, points)) {
    return settled_in_double(*judgement);
  }
  Case<Rational> c =
      assembled(axiom.info.name, direct, first.exact_network(), table.exact_network(), points);
  const auto& answer = table.exactly(pair);
  if (!answer) return fault(answer.error());
  std::vector<Answer<Rational>> answers = {*answer};
  if (c.probes.size() == 2) {
    const auto& of_first = first.exactly(pair);
    if (!of_first) return fault(of_first.error());
    answers.insert(answers.begin(), *of_first);
  }
  Judgement<Rational> judgement = axiom.check(c, answers);
  return settled({std::move(c), std::move(answers), std::move(judgement)});
}

bool kept_in_double(const AnyMethod& method, const Axiom& axiom, const Ingredients<double>& in) {
  const auto c = built_in_double(method, axiom, in);
  return c && c->judgement.has_value();
}

std::optional<Settled> settle(const AnyMethod& method, const Axiom& axiom,
                              const Ingredients<double>& in) {
  const auto built = built_in_double(method, axiom, in);
  if (!built) return std::nullopt;
  if (built->judgement) return settled_in_double(*built->judgement);
  const auto exact_in = convert<Rational>(in);
  if (!exact_in) return fault(exact_in.error());
  auto judged = judge_exactly(method, axiom, *exact_in);
  if (!judged) return fault(judged.error());
  return settled(std::move(*judged));
}

}  // namespace axiomark
