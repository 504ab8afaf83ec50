#include "axioms/axiom_definition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axioms/function_formula.hpp"
#include "axioms/point_formula.hpp"
#include "axioms/relation_formula.hpp"

namespace axiomark {
namespace {

// Whether the functions or the sides name something.
class Names {
 public:
  explicit Names(const AxiomDefinition& definition) {
    for (const AxiomDefinition::Probe& probe : definition.probes) {
      for (const AxiomFormula* formula : {&probe.function, &probe.input, &probe.baseline}) {
        collect_names(formula->parsed, names_);
      }
    }
    for (const AxiomFormula* side : {&definition.left, &definition.right}) {
      collect_names(side->parsed, side_names_);
    }
    names_.insert(side_names_.begin(), side_names_.end());
  }
  [[nodiscard]] bool any_of(std::initializer_list<const char*> candidates) const {
    return std::ranges::any_of(candidates, [&](const char* name) { return names_.contains(name); });
  }
  [[nodiscard]] bool in_sides(const std::string& name) const { return side_names_.contains(name); }
  [[nodiscard]] bool pair() const { return any_of({"q", "swapped", "tied"}); }

 private:
  std::set<std::string> names_;
  std::set<std::string> side_names_;
};

AxiomInfo info_of(const AxiomDefinition& definition) {
  const Names names(definition);
  Uses uses;
  uses.feature = names.any_of({"p"});
  uses.pair = names.pair();
  uses.rewrites = names.any_of({"rewritten", "cancelling"});
  uses.second = names.any_of({"g", "a", "b"});
  uses.map = names.any_of({"c", "d"});
  const std::string relation =
      definition.relation == Relation::not_zero
          ? definition.left.text + " != 0 where " + definition.right.text + " != 0"
          : definition.left.text + (definition.relation == Relation::equal ? " = " : " >= ") +
                definition.right.text;
  return {definition.name,
          AxiomGroup::own,
          definition.statement,
          definition.formula.empty() ? relation : definition.formula,
          definition.source,
          definition.stated_for,
          uses,
          names.in_sides("sum")};
}

// The axiom's case and check, from its definition.
class Defined {
 public:
  explicit Defined(AxiomDefinition definition)
      : definition_(std::move(definition)),
        names_(definition_),
        for_every_feature_(names_.in_sides("i")) {
    for (const auto& probe : definition_.probes) probe_names_.push_back(probe.name);
  }

  template <Scalar S>
  [[nodiscard]] Result<Case<S>> build_case(const Ingredients<S>& in, MethodKind kind) const {
    auto drawn = quantities_of(in, kind, names_.pair());
    if (!drawn) return tl::make_unexpected(drawn.error());
    restrict_rewrites(drawn->rewrites);
    Case<S> c;
    for (const AxiomDefinition::Probe& probe : definition_.probes) {
      auto made = function_of(probe.function.parsed, *drawn);
      if (!made) return tl::make_unexpected(made.error());
      const Index features = made->function.network.input_features();
      Vector<S> baseline = spread(point_of(probe.baseline.parsed, *drawn), features);
      if (!has_own_baseline(kind) && (baseline != S(0)).any()) {
        return fail(ErrorKind::unsupported, definition_.name,
                    fmt::format("a baseline of {} other than zero", probe.name),
                    "a method with a baseline of its own");
      }
      c.probes.push_back({probe.name, std::move(made->function.network),
                          spread(point_of(probe.input.parsed, *drawn), features),
                          std::move(baseline), std::move(made->function.target)});
      c.rewrites.insert(c.rewrites.end(), made->rewrites.begin(), made->rewrites.end());
    }
    c.features = features_of(*drawn);
    c.premise = premise(*drawn, c.rewrites);
    c.numbers = packed<S>(*drawn);
    return c;
  }

  template <Scalar S>
  [[nodiscard]] Judgement<S> check(const Case<S>& c, const std::vector<Answer<S>>& answers) const {
    const auto drawn = unpacked(c.numbers);
    if (!drawn || !has_form(c, drawn->input.size()) || answers.size() != c.probes.size()) {
      Judgement<S> judgement;
      judgement.outcome = Outcome::error;
      judgement.reason = "the case has not the probes and numbers that its axiom speaks of";
      return judgement;
    }
    if (auto missing = without_answers(answers)) return *missing;
    const RelationValues<S> values{probe_names_, answers, *drawn};
    const Index entries = for_every_feature_ ? drawn->input.size() : 1;
    Comparison<S> comparison{
        {definition_.left.text, definition_.right.text, Vector<S>(entries), Vector<S>(entries)},
        definition_.relation,
        S(0)};
    comparison.bound_weight = S(0);
    for (Index i = 0; i < entries; ++i) {
      const SideValue<S> left = side_of(definition_.left.parsed, values, i);
      const SideValue<S> right = side_of(definition_.right.parsed, values, i);
      comparison.sides.left(i) = left.value;
      comparison.sides.right(i) = right.value;
      comparison.scale = std::max<S>(comparison.scale, S(left.size + right.size));
      comparison.bound_weight = std::max<S>(comparison.bound_weight, largest_weight(left, right));
    }
    return judgement_of(c, answers, std::move(comparison));
  }

 private:
  // The stated errors of probe k are multiplied by at most weight_k on both sides together, so that their
  // sum is multiplied by at most the largest.
  template <Scalar S>
  static S largest_weight(const SideValue<S>& left, const SideValue<S>& right) {
    std::map<std::string, S> weights = left.weights;
    for (const auto& [probe, weight] : right.weights) {
      const auto [at, added] = weights.try_emplace(probe, weight);
      if (!added) at->second += weight;
    }
    S largest(0);
    for (const auto& [probe, weight] : weights) largest = std::max<S>(largest, weight);
    return largest;
  }

  template <Scalar S>
  [[nodiscard]] Judgement<S> judgement_of(const Case<S>& c, const std::vector<Answer<S>>& answers,
                                          Comparison<S> comparison) const {
    Judgement<S> judgement;
    for (const Answer<S>& answer : answers) judgement.hung_on |= answer.attribution->hung_on;
    const S allowance = comparison.bound_weight * stated_error(answers);
    if (const auto entry = first_broken<S>(comparison, allowance)) {
      judgement.outcome = Outcome::broken;
      judgement.reason = fault(c, comparison.sides, *entry);
    }
    judgement.sides = std::move(comparison.sides);
    return judgement;
  }

  template <Scalar S>
  [[nodiscard]] std::string fault(const Case<S>&, const Sides<S>& sides, Index entry) const {
    const std::string where =
        for_every_feature_ ? fmt::format("for x{}, ", entry + 1) : std::string();
    const std::string left =
        fmt::format("{}{} is {}", where, sides.left_name, brief_text(sides.left(entry)));
    const std::string right =
        fmt::format("{} is {}", sides.right_name, brief_text(sides.right(entry)));
    switch (definition_.relation) {
      case Relation::equal:
        return left + ", but " + right;
      case Relation::at_least:
        return left + ", less than " + right.substr(right.find(" is ") + 4) + ", which is " +
               sides.right_name;
      case Relation::not_zero:
      case Relation::same:  // files have neither of these two
      case Relation::within:
        break;
    }
    return left + ", although " + right;
  }

  template <Scalar S>
  [[nodiscard]] bool has_form(const Case<S>& c, Index features) const {
    return c.probes.size() == definition_.probes.size() &&
           std::ranges::all_of(c.probes, [&](const axiomark::Probe<S>& probe) {
             return probe.input.size() >= features;
           });
  }

  template <Scalar S>
  [[nodiscard]] std::vector<Index> features_of(const DrawnNumbers<S>& drawn) const {
    if (for_every_feature_) return {};
    if (names_.in_sides("q")) return {drawn.p, drawn.q};
    return names_.in_sides("p") ? std::vector<Index>{drawn.p} : std::vector<Index>{};
  }

  // Kinds that the axiom does not name stand for those that it does.
  void restrict_rewrites(std::vector<RewriteStep>& steps) const {
    if (definition_.rewrites.empty()) return;
    if (steps.empty()) steps.push_back({definition_.rewrites.front(), 0, 1});
    for (RewriteStep& step : steps) {
      if (std::ranges::find(definition_.rewrites, step.kind) != definition_.rewrites.end())
        continue;
      step.kind =
          definition_.rewrites[static_cast<std::size_t>(step.kind) % definition_.rewrites.size()];
    }
  }

  template <Scalar S>
  [[nodiscard]] std::string premise(const DrawnNumbers<S>& drawn,
                                    const std::vector<RewriteStep>& rewrites) const {
    std::vector<std::string> sentences;
    for (const AxiomDefinition::Probe& probe : definition_.probes) {
      if (probe.name == probe.function.text) continue;
      sentences.push_back(fmt::format("{} is {}", probe.name, probe.function.text));
    }
    if (names_.any_of({"a"})) {
      sentences.push_back(fmt::format("a = {}", brief_text(drawn.coefficients[0])));
    }
    if (names_.any_of({"b"})) {
      sentences.push_back(fmt::format("b = {}", brief_text(drawn.coefficients[1])));
    }
    if (names_.any_of({"p"}) || names_.pair()) {
      sentences.push_back(fmt::format("p is x{}", drawn.p + 1));
    }
    if (names_.pair()) sentences.push_back(fmt::format("q is x{}", drawn.q + 1));
    std::vector<std::string_view> kinds;
    for (const RewriteStep& step : rewrites) kinds.push_back(name(step.kind));
    if (!kinds.empty()) sentences.push_back(fmt::format("rewritten by {}", fmt::join(kinds, ", ")));
    return sentences.empty() ? std::string() : fmt::format("{}.", fmt::join(sentences, "; "));
  }

  AxiomDefinition definition_;
  Names names_;
  bool for_every_feature_;
  std::vector<std::string> probe_names_;
};

// An error of a formula, at its place in the definition.
template <class T>
Result<T> at(Result<T> result, const std::string& where) {
  if (result) return result;
  Error error = result.error();
  error.where = fmt::format("{}: {}", where, error.where);
  error.kind = ErrorKind::input;
  return tl::make_unexpected(std::move(error));
}

Result<void> check_point_of(const AxiomFormula& formula, int added, const std::string& where) {
  const auto type = at(type_of_point(formula.text, formula.parsed), where);
  if (!type) return tl::make_unexpected(type.error());
  if (type->number || type->added == added) return {};
  return fail(ErrorKind::input, fmt::format("{}: expression '{}'", where, formula.text),
              in_words(*type),
              in_words(PointType{false, added}) + ", as the function has features");
}

}  // namespace

Result<void> check_definition(const AxiomDefinition& definition,
                              const std::function<std::string(const std::string&)>& where) {
  ProbeNames probes;
  for (std::size_t k = 0; k < definition.probes.size(); ++k) {
    const AxiomDefinition::Probe& probe = definition.probes[k];
    const auto place = [&](const char* member) {
      return where(fmt::format("probes {} {}", k, member));
    };
    const auto function =
        at(type_of_function(probe.function.text, probe.function.parsed), place("function"));
    if (!function) return tl::make_unexpected(function.error());
    for (const auto& [formula, member] :
         {std::pair{&probe.input, "input"}, std::pair{&probe.baseline, "baseline"}}) {
      if (auto ok = check_point_of(*formula, function->added, place(member)); !ok) return ok;
    }
    if (!probes.emplace(probe.name, function->added).second) {
      return fail(ErrorKind::input, place("name"), fmt::format("'{}' once more", probe.name),
                  "a name of its own for each probe");
    }
  }
  const auto left =
      at(type_of_side(definition.left.text, definition.left.parsed, probes), where("left"));
  if (!left) return tl::make_unexpected(left.error());
  const bool not_zero = definition.relation == Relation::not_zero;
  const auto right = at(type_of_side(definition.right.text, definition.right.parsed, probes),
                        where(not_zero ? "where_not_zero" : "right"));
  if (!right) return tl::make_unexpected(right.error());
  if (left->linear || right->linear) return {};
  return fail(ErrorKind::input, where("left"), "a relation between numbers alone",
              "one that names attributions");
}

Axiom make_axiom(AxiomDefinition definition, std::string text) {
  AxiomInfo info = info_of(definition);
  const auto defined = std::make_shared<const Defined>(std::move(definition));
  return {std::move(info),
          [defined](const Ingredients<double>& in, MethodKind kind) {
            return defined->build_case(in, kind);
          },
          [defined](const Ingredients<Rational>& in, MethodKind kind) {
            return defined->build_case(in, kind);
          },
          [defined](const Case<double>& c, const std::vector<Answer<double>>& answers) {
            return defined->check(c, answers);
          },
          [defined](const Case<Rational>& c, const std::vector<Answer<Rational>>& answers) {
            return defined->check(c, answers);
          },
          // A case file keeps the ingredients: the case is built anew, premise and all.
          [](const Case<Rational>&) -> Result<void> { return {}; }, std::move(text)};
}

}  // namespace axiomark
