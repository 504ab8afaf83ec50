#include "tests/mutants/facts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "search/conviction.hpp"

namespace axiomark::tests {
namespace {

std::string text(const Numbers& values) {
  std::vector<std::string> each;
  for (const Rational& v : values) each.push_back(to_text(v));
  return fmt::format("({})", fmt::join(each, ", "));
}

std::string name(Outcome outcome) {
  constexpr std::array<const char*, 4> kNames = {"kept", "broken", "not applicable", "error"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::vector<Answer<Rational>> answers_to(const Case<Rational>& c, const std::vector<Said>& said) {
  std::vector<Answer<Rational>> answers;
  for (std::size_t k = 0; k < said.size(); ++k) {
    Attribution<Rational> attribution{vector(said[k].values), {}, {}, 0, {}};
    if (!said[k].bound.empty()) attribution.error_bound = vector(said[k].bound);
    attribution.gradient_evaluations = said[k].evaluations;
    if (said[k].sampled) attribution.sampling = SamplingError{};
    if (const Numbers& relevance = said[k].relevance; !relevance.empty()) {
      attribution.conservation = Conservation<Rational>{relevance[0], {}};
      for (std::size_t n = 1; n < relevance.size(); ++n) {
        attribution.conservation->absorbed.push_back({"node", relevance[n]});
      }
    }
    const Probe<Rational>& p = c.probes[k];
    answers.push_back({std::move(attribution), value(p, p.input), value(p, p.baseline)});
  }
  return answers;
}

std::string fault_of_judgements(const Axiom& axiom, const Facts& facts) {
  for (const JudgedFact& fact : facts.judged) {
    const auto judgement = axiom.check(fact.c, answers_to(fact.c, fact.said));
    if (judgement.outcome != fact.outcome) {
      return fmt::format("{}: judged {}, not {}", fact.about, name(judgement.outcome),
                         name(fact.outcome));
    }
    const auto other = [](const Vector<Rational>& side, const Numbers& expected) {
      return !expected.empty() && numbers(side) != expected;
    };
    if (other(judgement.sides.left, fact.left) || other(judgement.sides.right, fact.right)) {
      return fmt::format("{}: the sides are {} and {}, not {} and {}", fact.about,
                         text(numbers(judgement.sides.left)), text(numbers(judgement.sides.right)),
                         text(fact.left), text(fact.right));
    }
    if (fact.outcome == Outcome::broken && judgement.reason.empty()) {
      return fact.about + ": no reason is given";
    }
    if (fact.evidence != Evidence::none && judgement.evidence != fact.evidence) {
      return fact.about + ": the conviction rests on something else";
    }
  }
  return {};
}

// A refusal is no violation, a defect is an error, and what an answer hung on is part of the judgement.
std::string fault_of_missing_answers(const Axiom& axiom, const Facts& facts) {
  const JudgedFact& fact = facts.judged.front();
  for (std::size_t k = 0; k < fact.said.size(); ++k) {
    auto answers = answers_to(fact.c, fact.said);
    answers[k].attribution->hung_on = Hang::tie;
    if (axiom.check(fact.c, answers).hung_on != HangSet(Hang::tie)) {
      return "what an answer hung on is lost";
    }
    answers[k].attribution = fail(ErrorKind::unsupported, "method", "refused");
    if (axiom.check(fact.c, answers).outcome != Outcome::not_applicable) {
      return "a refusal is not 'not applicable'";
    }
    answers[k].attribution = fail(ErrorKind::internal, "method", "a defect");
    if (axiom.check(fact.c, answers).outcome != Outcome::error) return "a defect is not an error";
  }
  return {};
}

std::string fault_of_form(const Axiom& axiom, const Facts& facts) {
  const JudgedFact& fact = facts.judged.front();
  std::vector<Case<Rational>> wrong(2, fact.c);
  wrong[0].probes.pop_back();
  wrong[1].probes.push_back(fact.c.probes[0]);
  if (facts.form.least_features > 0) {
    wrong.push_back(fact.c);
    wrong.back().features.resize(facts.form.least_features - 1);
    wrong.push_back(fact.c);
    wrong.back().features.back() = fact.c.probes[0].input.size();
  }
  if (facts.form.most_features == facts.form.least_features) {
    wrong.push_back(fact.c);
    wrong.back().features.push_back(0);
  }
  if (facts.form.least_numbers > 0) {
    wrong.push_back(fact.c);
    wrong.back().numbers.resize(facts.form.least_numbers - 1);
  }
  for (const Case<Rational>& c : wrong) {
    std::vector<Said> said(c.probes.size(), fact.said[0]);
    const bool judged = axiom.check(c, answers_to(c, said)).outcome != Outcome::error;
    if (judged || axiom.check_premise(c)) {
      return fmt::format("a case of {} probes and features {} passes", c.probes.size(),
                         fmt::join(c.features, ", "));
    }
  }
  return {};
}

std::string fault_of_premises(const Axiom& axiom, const Facts& facts) {
  for (const PremiseFact& fact : facts.premises) {
    const auto found = axiom.check_premise(fact.c);
    if (found.has_value() == fact.holds) continue;
    return fmt::format("{}: the premise {}", fact.about,
                       found ? "is said to hold" : "is refused, " + message(found.error()));
  }
  return {};
}

std::string fault_of_own_cases(const Axiom& axiom, const Facts& facts) {
  constexpr std::uint64_t kCases = 60;
  // The first cases are the smallest: three features are drawn from about case 70 on.
  constexpr std::uint64_t kEvery = 3;
  std::vector<bool> shown(facts.varieties.size(), false);
  const bool some_own = std::ranges::any_of(facts.stated_for, has_own);
  for (const MethodKind kind : facts.stated_for) {
    int built = 0;
    for (std::uint64_t k = 0; k < kCases; ++k) {
      const Ingredients<Rational> in = ingredients(facts.axiom, kEvery * k);
      const auto c = axiom.build_case(in, kind);
      const std::string where = fmt::format("case {} for {}: ", kEvery * k, axiomark::name(kind));
      if (!c) {
        if (c.error().kind == ErrorKind::unsupported) continue;
        return where + message(c.error());
      }
      ++built;
      for (const Probe<Rational>& p : c->probes) {
        if (p.input.size() != p.network.input_features() || p.baseline.size() != p.input.size() ||
            p.target.size() != p.network.output_features()) {
          return where + "points and targets do not fit the network";
        }
        if (facts.names_baseline && !has_own(kind) && (p.baseline != Rational(0)).any()) {
          return where + "a baseline that the method never saw";
        }
      }
      const Built one{in, kind, *c};
      if (const std::string wrong = facts.fault_of_case(one); !wrong.empty()) return where + wrong;
      if (const auto premise = axiom.check_premise(*c); !premise) {
        return where + "refuses its own case, " + message(premise.error());
      }
      for (std::size_t v = 0; v < shown.size(); ++v) {
        if (has_own(kind) == some_own && facts.varieties[v].shows(one)) shown[v] = true;
      }
    }
    // On most of what is drawn, or the axiom asks next to nothing.
    if (built < static_cast<int>(kCases) / 2) return "hardly any case is built";
  }
  for (std::size_t v = 0; v < shown.size(); ++v) {
    if (!shown[v]) return "no case has " + facts.varieties[v].what;
  }
  return {};
}

bool convicts(const Axiom& axiom, const AnyMethod& method, const std::string& by, std::uint64_t k) {
  const auto judged = judge_exactly(method, axiom, ingredients(by, k));
  return judged && judged->judgement.outcome == Outcome::broken &&
         judged->judgement.hung_on.empty();
}

std::string fault_of_verdicts(const Axiom& axiom, const Facts& facts) {
  constexpr std::uint64_t kKept = 100;
  constexpr std::uint64_t kSearched = 600;
  for (const AnyMethod& method : facts.breakers) {
    bool found = false;
    for (std::uint64_t k = 0; k < kSearched && !found; ++k) {
      found = convicts(axiom, method, facts.axiom, k);
    }
    if (!found) return method.name() + " is not convicted";
  }
  for (const AnyMethod& method : facts.keepers) {
    for (std::uint64_t k = 0; k < kKept; ++k) {
      if (convicts(axiom, method, facts.axiom, k)) {
        return fmt::format("{} is convicted by case {}", method.name(), k);
      }
    }
  }
  return {};
}

}  // namespace

std::string first_fault(const Axiom& axiom, const Facts& facts) {
  if (axiom.info.name != facts.axiom) return "another name: " + axiom.info.name;
  if (axiom.info.stated_for != facts.stated_for) return "stated for other kinds of method";
  for (const auto& look : {fault_of_judgements, fault_of_missing_answers, fault_of_form,
                           fault_of_premises, fault_of_own_cases, fault_of_verdicts}) {
    if (std::string fault = look(axiom, facts); !fault.empty()) return fault;
  }
  return {};
}

std::vector<Vector<Rational>> some_points(Index features) {
  constexpr int kPoints = 24;
  RandomStream stream(7);
  std::vector<Vector<Rational>> points;
  for (int k = 0; k < kPoints; ++k) points.push_back(draw_point(stream, features));
  return points;
}

Vector<Rational> with(Vector<Rational> point, Index feature, const Rational& value) {
  point(feature) = value;
  return point;
}
Vector<Rational> moved(Vector<Rational> point, Index feature, const Rational& by) {
  point(feature) += by;
  return point;
}

bool equal_everywhere(const Probe<Rational>& f, const Probe<Rational>& g) {
  return f.input.size() == g.input.size() &&
         std::ranges::all_of(some_points(f.input.size()),
                             [&](const Vector<Rational>& z) { return value(f, z) == value(g, z); });
}

bool has_own(MethodKind kind) {
  return kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
}

bool asks_what_was_drawn(const Probe<Rational>& p, const Built& b) {
  const Vector<Rational> none = Rational(0) * b.in.input;
  const Vector<Rational>& baseline = has_own(b.kind) ? b.in.baseline : none;
  return p.input.size() == b.in.input.size() && (p.input == b.in.input).all() &&
         (p.baseline == baseline).all() &&
         equal_everywhere(p, {"", b.in.network, b.in.input, baseline, b.in.target});
}

bool depends_on_the_sum_alone(const Probe<Rational>& p) {
  return std::ranges::all_of(some_points(p.input.size()), [&](const Vector<Rational>& z) {
    return value(p, z) == value(p, with(Rational(0) * z, z.size() - 1, z.sum()));
  });
}

Coalition joined(Coalition s, Index player) {
  s[static_cast<std::size_t>(player)] = true;
  return s;
}

Rational worth(const Probe<Rational>& p, const Coalition& s) {
  Vector<Rational> point = p.baseline;
  for (Index i = 0; i < point.size(); ++i) {
    if (s[static_cast<std::size_t>(i)]) point(i) = p.input(i);
  }
  return value(p, point);
}

bool for_all_coalitions(const Probe<Rational>& p,
                        const std::function<bool(const Coalition&)>& holds) {
  const auto n = static_cast<std::size_t>(p.input.size());
  for (std::size_t bits = 0; bits < (std::size_t{1} << n); ++bits) {
    Coalition s(n);
    for (std::size_t i = 0; i < n; ++i) s[i] = (bits >> i & 1) != 0;
    if (!holds(s)) return false;
  }
  return true;
}

}  // namespace axiomark::tests
