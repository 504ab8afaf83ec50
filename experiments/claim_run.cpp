#include "experiments/claim_run.hpp"

#include <algorithm>
#include <array>

#include "methods/registry.hpp"

namespace axiomark {
namespace {

// Half a unit of the last digit of a decimal such as "0.190398538988941" or "1.7e-3"; zero for a fraction or a whole number.
Rational half_a_digit(const std::string& decimal) {
  const std::size_t point = decimal.find('.');
  const std::size_t exponent = std::min(decimal.find_first_of("eE"), decimal.size());
  if (decimal.find('/') != std::string::npos) return 0;
  if (point == std::string::npos && exponent == decimal.size()) return 0;
  const std::size_t places = point == std::string::npos ? 0 : exponent - point - 1;
  const int power = exponent < decimal.size() ? std::stoi(decimal.substr(exponent + 1)) : 0;
  return *parse_rational("5e" + std::to_string(power - static_cast<int>(places) - 1));
}

bool equals(const Values& values, const std::vector<std::string>& numbers) {
  if (values.numbers.size() != static_cast<Index>(numbers.size())) return false;
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    const Rational& found = values.numbers(static_cast<Index>(k));
    const Rational off = absolute_value(Rational(found - *parse_rational(numbers[k])));
    if (off > (values.exact ? Rational(0) : half_a_digit(numbers[k]))) return false;
  }
  return true;
}

// Of floating point values, those that a rounding in the last place of a handful of operations explains.
bool equal(const Values& a, const Values& b) {
  if (a.numbers.size() != b.numbers.size()) return false;
  if (a.exact && b.exact) return (a.numbers == b.numbers).all();
  // Sixteen roundings of the larger of the two: facts compared like this are short computations.
  const Rational unit = convert<Rational>(unit_roundoff<double>) * 16;
  for (Index k = 0; k < a.numbers.size(); ++k) {
    const Rational size = std::max(absolute_value(a.numbers(k)), absolute_value(b.numbers(k)));
    if (absolute_value(Rational(a.numbers(k) - b.numbers(k))) > unit * size) return false;
  }
  return true;
}

Values parsed(const std::vector<std::string>& numbers) {
  Vector<Rational> all(static_cast<Index>(numbers.size()));
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    all(static_cast<Index>(k)) = *parse_rational(numbers[k]);
  }
  return exactly(all);
}

class Runner {
 public:
  Runner(const Claim& claim, const ClaimRun& how, const ThreadPool& pool)
      : claim_(claim), how_(how), pool_(pool), scene_(scene(how.settings, ScalarType::rational)) {}

  ClaimOutcome run() {
    ClaimOutcome outcome;
    outcome.claim = claim_;
    outcome.changed = !how_.settings.empty();
    for (const Fact& fact : claim_.facts) outcome.facts.push_back(compute(fact));
    for (std::size_t k = 0; k < claim_.facts.size(); ++k) {
      outcome.facts[k].as_claimed = as_claimed(claim_.facts[k], outcome.facts);
    }
    judge(outcome);
    const bool facts_registered =
        std::ranges::all_of(outcome.facts, [](const FactOutcome& f) { return f.as_registered; });
    outcome.as_registered = outcome.verdict == claim_.verdict &&
                            outcome.holds_under == claim_.holds_under && facts_registered;
    if (claim_.plots) {
      if (auto plots = claim_.plots(scene_)) outcome.plots = std::move(*plots);
    }
    return outcome;
  }

 private:
  [[nodiscard]] Scene scene(const ClaimSettings& settings, ScalarType arithmetic) const {
    return {claim_, settings, arithmetic, how_.full, how_.methods, pool_};
  }

  FactOutcome compute(const Fact& fact) const {
    FactOutcome outcome{fact.name(), fact.reading(), scene_.compute(fact.quantity()), false, {}, {},
                        {}};
    outcome.as_registered = as_registered(fact, outcome.computed);
    if (fact.computed_once() || !outcome.computed) return outcome;
    if (outcome.computed->exact) {
      const auto in_double = scene(how_.settings, ScalarType::float64).compute(fact.quantity());
      if (in_double && in_double->numbers.size() == outcome.computed->numbers.size()) {
        double most = 0;
        for (Index k = 0; k < in_double->numbers.size(); ++k) {
          const Rational off = in_double->numbers(k) - outcome.computed->numbers(k);
          most = std::max(most, convert<double>(absolute_value(off)));
        }
        outcome.double_differs_by = most;
      }
    }
    if (!how_.settings.options.contains("kink"))
      outcome.at_kinks = at_kinks(fact, *outcome.computed);
    return outcome;
  }

  // Facts whose methods say themselves what relu'(0) is, are left alone.
  std::vector<AtKink> at_kinks(const Fact& fact, const Values& values) const {
    const auto* asked = std::get_if<Attributed>(&fact.quantity());
    if (asked != nullptr && (asked->method.find("kink=") != std::string::npos ||
                             with_option(asked->method, "kink", "1") == asked->method)) {
      return {};
    }
    std::vector<AtKink> all;
    bool depends = false;
    for (const std::string kink : {"0", "1/2", "1"}) {
      ClaimSettings settings = how_.settings;
      settings.options["kink"] = kink;
      all.push_back({kink, scene(settings, ScalarType::rational).compute(fact.quantity())});
      const auto& there = all.back().values;
      // A method with this option that refuses it in a rule of its own does not depend on it.
      if (!there && there.error().kind == ErrorKind::usage) return {};
      depends = depends || !there || !equal(*there, values);
    }
    return depends ? all : std::vector<AtKink>{};
  }

  // Where a reader has changed something there is nothing to compare with.
  [[nodiscard]] bool as_registered(const Fact& fact, const Result<Values>& computed) const {
    if (!how_.settings.empty()) return true;
    if (!computed) {
      return !fact.registered_refusal().empty() &&
             message(computed.error()).find(fact.registered_refusal()) != std::string::npos;
    }
    if (!fact.registered_refusal().empty()) return false;
    if (fact.registered_between()) {
      const Rational low = *parse_rational(fact.registered()[0]);
      const Rational high = *parse_rational(fact.registered()[1]);
      return (computed->numbers >= low).all() && (computed->numbers <= high).all();
    }
    return fact.registered().empty() || equals(*computed, fact.registered());
  }

  [[nodiscard]] std::optional<bool> as_claimed(const Fact& fact,
                                               const std::vector<FactOutcome>& facts) const {
    if (!fact.said()) return std::nullopt;
    const auto computed = [&](const std::string& name) -> const Result<Values>& {
      return std::ranges::find(facts, name, &FactOutcome::name)->computed;
    };
    const Result<Values>& left = computed(fact.name());
    if (!left) return false;
    const Said& said = *fact.said();
    switch (said.relation) {
      case ClaimRelation::zero:
        return (left->numbers == Rational(0)).all();
      case ClaimRelation::not_zero:
        return (left->numbers != Rational(0)).all();
      default:
        break;
    }
    const auto* fact_name = std::get_if<std::string>(&said.than);
    if (fact_name != nullptr && !computed(*fact_name)) return false;
    if (fact_name == nullptr && said.relation == ClaimRelation::equal) {
      return equals(*left, std::get<std::vector<std::string>>(said.than));
    }
    const Values right = fact_name != nullptr
                             ? *computed(*fact_name)
                             : parsed(std::get<std::vector<std::string>>(said.than));
    switch (said.relation) {
      case ClaimRelation::equal:
        return equal(*left, right);
      case ClaimRelation::different:
        return !equal(*left, right);
      case ClaimRelation::at_most:
        return compare(*left, right, [](const Rational& a, const Rational& b) { return a <= b; });
      case ClaimRelation::at_least:
        return compare(*left, right, [](const Rational& a, const Rational& b) { return a >= b; });
      case ClaimRelation::zero:
      case ClaimRelation::not_zero:
        break;
    }
    return false;
  }

  // One number to compare with stands for all.
  template <class Holds>
  static bool compare(const Values& left, const Values& right, const Holds& holds) {
    if (right.numbers.size() != 1 && right.numbers.size() != left.numbers.size()) return false;
    for (Index k = 0; k < left.numbers.size(); ++k) {
      if (!holds(left.numbers(k), right.numbers(right.numbers.size() == 1 ? 0 : k))) return false;
    }
    return true;
  }

  void judge(ClaimOutcome& outcome) const {
    std::vector<std::string> readings;
    for (const FactOutcome& fact : outcome.facts) {
      if (!fact.reading.empty() && std::ranges::find(readings, fact.reading) == readings.end()) {
        readings.push_back(fact.reading);
      }
    }
    const auto holds = [&](const std::string& reading) {
      return std::ranges::all_of(outcome.facts, [&](const FactOutcome& fact) {
        return !fact.as_claimed || *fact.as_claimed ||
               (!fact.reading.empty() && fact.reading != reading);
      });
    };
    std::vector<std::string> under;
    std::ranges::copy_if(readings, std::back_inserter(under), holds);
    const bool all = readings.empty() ? holds("") : under.size() == readings.size();
    const bool some = readings.empty() ? all : !under.empty();
    outcome.verdict = all    ? ClaimVerdict::holds
                      : some ? ClaimVerdict::holds_only_if
                             : ClaimVerdict::is_false;
    if (outcome.verdict == ClaimVerdict::holds_only_if) outcome.holds_under = under;
  }

  const Claim& claim_;
  const ClaimRun& how_;
  const ThreadPool& pool_;
  Scene scene_;
};

}  // namespace

ClaimOutcome run_claim(const Claim& claim, const ClaimRun& how, const ThreadPool& pool) {
  return Runner(claim, how, pool).run();
}

std::vector<ClaimOutcome> run_claims(std::span<const Claim> claims, const ClaimRun& how,
                                     const ThreadPool& pool) {
  std::vector<ClaimOutcome> outcomes(claims.size());
  pool.for_each(static_cast<Index>(claims.size()), [&](Index k) {
    const auto at = static_cast<std::size_t>(k);
    outcomes[at] = run_claim(claims[at], how, pool);
  });
  return outcomes;
}

}  // namespace axiomark
