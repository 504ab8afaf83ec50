#include "report/deeplift_derivation.hpp"

#include <fmt/format.h>

#include <map>

#include "report/formula.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// One feature of one tensor.
using Place = std::pair<Index, Index>;

struct Source {
  std::size_t operand;
  Index feature;
  Place place;      ///< behind rearrangements
  Rational weight;  ///< of affine units
};

struct LiftUnit {
  Place place;
  std::string name;
  std::vector<Source> sources;
};

// A multiplier of the positive and of the negative part.
struct Multiplier {
  Rational positive = 0;
  Rational negative = 0;
};

std::string times(const Rational& m, const std::string& text) {
  return m == 1 ? text : factor(m) + " · " + text;
}

// A number beside a division bar.
std::string divisor(const Rational& value) {
  return value < 0 || !value.is_whole() ? "(" + pretty(value) + ")" : pretty(value);
}

// coefficient * value, with the sign taken out.
SignedText product_text(const Rational& coefficient, const Rational& value) {
  const Rational size = absolute_value(coefficient);
  if (size == 1) return {(coefficient < 0) != (value < 0), pretty(absolute_value(value))};
  return {coefficient < 0, pretty(size) + " · " + factor(value)};
}

class Writer {
 public:
  Writer(const DeepLiftPass<Rational>& pass, const Probe<Rational>& probe,
         const UnitDiagram& diagram)
      : pass_(pass), network_(pass.network()), probe_(probe) {
    find_units(diagram);
  }

  Derived write() {
    value_lines();
    multiplier_lines();
    Vector<Rational> result = attribution_lines();
    return {std::move(lines_), std::move(result)};
  }

 private:
  [[nodiscard]] bool is_input(Index t) const { return t < network_.first_node_tensor(); }
  [[nodiscard]] bool is_affine(Index t) const {
    return kind<Rational>(network_.operator_of(t)) == OperatorKind::affine;
  }
  [[nodiscard]] bool is_rearrangement(Index t) const {
    const auto& op = network_.operator_of(t);
    return std::holds_alternative<Rearrange<Rational>>(op) || std::holds_alternative<Concat>(op);
  }
  [[nodiscard]] Rational input_value(Place p) const {
    return pass_.at_input().tensors[static_cast<std::size_t>(p.first)](p.second, 0);
  }
  [[nodiscard]] Rational baseline_value(Place p) const {
    return pass_.at_baseline().tensors[static_cast<std::size_t>(p.first)](p.second, 0);
  }
  [[nodiscard]] Rational difference(Place p) const { return input_value(p) - baseline_value(p); }

  // The operands of one feature of an affine node, by its own pull-back.
  [[nodiscard]] std::vector<Source> affine_sources(Place p) const {
    const auto& op = network_.operator_of(p.first);
    const Node& node = network_.node_of(p.first);
    const NodeOperands<Rational> operands(node, pass_.at_input().tensors);
    const auto weights =
        pull_back<Rational>(op, operands.get(), alone(p, Rational(1)), pass_.options().conventions);
    std::vector<Source> sources;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      for (Index f = 0; f < weights[k].rows(); ++f) {
        if (weights[k](f, 0) != 0) add_source(sources, node, k, f, weights[k](f, 0));
      }
    }
    return sources;
  }
  [[nodiscard]] std::vector<Source> nonlinear_sources(Place p) const {
    const Node& node = network_.node_of(p.first);
    std::vector<Source> sources;
    if (const auto* pool = std::get_if<WindowMax>(&network_.operator_of(p.first))) {
      for (const Index f : pool->windows[p.second]) add_source(sources, node, 0, f, Rational(1));
      return sources;
    }
    for (std::size_t k = 0; k < node.inputs.size(); ++k) {
      add_source(sources, node, k, p.second, Rational(1));
    }
    return sources;
  }
  void add_source(std::vector<Source>& sources, const Node& node, std::size_t k, Index f,
                  const Rational& weight) const {
    if (const auto place = behind_rearrangements({node.inputs[k], f})) {
      sources.push_back({k, f, *place, weight});
    }
  }
  // Nothing for a constant that a rearrangement filled in.
  [[nodiscard]] std::optional<Place> behind_rearrangements(Place p) const {
    if (is_input(p.first) || !is_rearrangement(p.first)) return p;
    const auto sources = affine_sources(p);
    if (sources.empty()) return std::nullopt;
    return sources.front().place;
  }

  static Batch<Rational> alone(Index rows, Index feature, const Rational& value) {
    Batch<Rational> batch = Batch<Rational>::Constant(rows, 1, Rational(0));
    batch(feature, 0) = value;
    return batch;
  }
  [[nodiscard]] Batch<Rational> alone(Place p, const Rational& value) const {
    return alone(element_count(network_.shape(p.first)), p.second, value);
  }

  // What F reads, from the outputs back; then names, in order of the tensors.
  void find_units(const UnitDiagram& diagram) {
    std::map<Place, std::vector<Source>> read;
    std::vector<Place> open;
    for (Index j = 0; j < probe_.target.size(); ++j) {
      if (probe_.target(j) == 0) continue;
      if (const auto place = behind_rearrangements({network_.output(), j})) {
        outputs_.emplace_back(*place, probe_.target(j));
        open.push_back(*place);
      }
    }
    while (!open.empty()) {
      const Place p = open.back();
      open.pop_back();
      if (read.contains(p) || is_input(p.first)) continue;
      read[p] = is_affine(p.first) ? affine_sources(p) : nonlinear_sources(p);
      for (const Source& source : read[p]) open.push_back(source.place);
    }
    Index inputs = 0;
    for (Index t = 0; t < network_.first_node_tensor(); ++t) {
      for (Index f = 0; f < element_count(network_.shape(t)); ++f) {
        add_unit({{t, f}, feature_name(inputs++, network_.input_features()), {}});
      }
    }
    Index sums = 0;
    for (auto& [place, sources] : read) add_unit({place, name(place, diagram, sums), sources});
  }
  void add_unit(LiftUnit unit) {
    number_[unit.place] = units_.size();
    units_.push_back(std::move(unit));
  }
  [[nodiscard]] std::string name(Place p, const UnitDiagram& diagram, Index& sums) const {
    if (is_affine(p.first)) {
      const bool function = outputs_.size() == 1 && outputs_.front() == std::pair(p, Rational(1));
      return function ? probe_.label : "z" + subscript(++sums);
    }
    for (const Unit& unit : diagram.units) {
      if (unit.kind == UnitKind::nonlinear && Place(unit.tensor, unit.feature) == p) {
        return unit.name;
      }
    }
    // Read, but by weights that cancel: the diagram leaves it out.
    return fmt::format("u{}{}", subscript(p.first), subscript(p.second));
  }
  // f and g share the row of what they compute.
  [[nodiscard]] std::string label(const LiftUnit& unit) const {
    return unit.name == probe_.label ? "output" : unit.name;
  }

  [[nodiscard]] std::string written(const LiftUnit& unit) const {
    std::vector<std::string> names;
    for (const LiftUnit& u : units_) names.push_back(u.name);
    if (is_affine(unit.place.first)) {
      AffineForm form{input_value(unit.place), {}};
      for (const Source& source : unit.sources) {
        form.terms.push_back({static_cast<Index>(number_.at(source.place)), source.weight});
        form.constant -= source.weight * input_value(source.place);
      }
      return formula(form, names);
    }
    std::vector<std::string> operands;
    for (const Source& source : unit.sources) {
      operands.push_back(units_[number_.at(source.place)].name);
    }
    const auto& op = network_.operator_of(unit.place.first);
    if (const auto* power = std::get_if<Power>(&op)) {
      return applied(fmt::format("power {}", power->exponent), operands);
    }
    const bool pool = std::holds_alternative<WindowMax>(op);
    return applied(pool ? "max" : std::string(axiomark::name<Rational>(op)), operands);
  }

  void value_lines() {
    lines_.push_back({"Forwards: values and differences", {}, Emphasis::section});
    for (const LiftUnit& unit : units_) {
      std::string text = is_input(unit.place.first) ? "" : written(unit) + " = ";
      text += fmt::format("{}, at x′ {}: Δ = {}", pretty(input_value(unit.place)),
                          pretty(baseline_value(unit.place)), pretty(difference(unit.place)));
      if (pass_.carries_parts() && !is_input(unit.place.first)) {
        const Parts<Rational>& parts = pass_.parts(unit.place.first);
        text += fmt::format(", Δ⁺ = {}, Δ⁻ = {}", pretty(parts.positive(unit.place.second, 0)),
                            pretty(parts.negative(unit.place.second, 0)));
      }
      lines_.push_back({label(unit), text, Emphasis::plain});
    }
  }

  // What a unit passes to each of its sources, by the method's rule.
  [[nodiscard]] std::vector<Multiplier> passed(const LiftUnit& unit, const Multiplier& m) const {
    const Index t = unit.place.first;
    std::vector<Parts<Rational>> at_operands;
    if (pass_.carries_parts()) {
      at_operands = pass_.passed(
          t, Parts<Rational>{alone(unit.place, m.positive), alone(unit.place, m.negative)});
    } else {
      for (const auto& one : pass_.passed(t, alone(unit.place, m.positive))) {
        at_operands.push_back({one, one});
      }
    }
    std::vector<Multiplier> result;
    for (const Source& source : unit.sources) {
      const Parts<Rational>& at = at_operands[source.operand];
      result.push_back({at.positive(source.feature, 0), at.negative(source.feature, 0)});
    }
    return result;
  }

  // How `passed` comes about, as text: the term of one reader in an operand's multiplier.
  [[nodiscard]] SignedText term(const LiftUnit& reader, const Source& source, const Multiplier& m,
                                const Rational& gives, bool positive) const {
    const Rational& own = positive ? m.positive : m.negative;
    const Index t = reader.place.first;
    if (is_affine(t)) {
      if (gives == source.weight * own) return product_text(source.weight, own);
      const Rational& other = positive ? m.negative : m.positive;
      if (gives == source.weight * other) return product_text(source.weight, other);
      return product_text(source.weight, (m.positive + m.negative) / 2);
    }
    if (kind<Rational>(network_.operator_of(t)) != OperatorKind::elementwise || own == 0) {
      return signed_text(gives);
    }
    Rational of_result = difference(reader.place);
    Rational of_operand = difference(source.place);
    if (pass_.carries_parts() && pass_.reveals_cancel(t)) {
      const auto part = [&](Index tensor, Index feature) {
        const Parts<Rational>& parts = pass_.parts(tensor);
        return positive ? parts.positive(feature, 0) : parts.negative(feature, 0);
      };
      of_result = part(t, reader.place.second);
      of_operand = part(network_.node_of(t).inputs[source.operand], source.feature);
      if (of_operand == 0) return {false, "0"};
    } else if (of_operand == 0) {
      return {false, times(own, fmt::format("slope {}", factor(gives / own)))};
    }
    return {false, times(own, divisor(of_result) + " / " + divisor(of_operand))};
  }

  void multiplier_lines() {
    lines_.push_back({pass_.carries_parts()
                          ? "Backwards: multipliers of Δ⁺ and Δ⁻, from the output; 0 for no part"
                          : "Backwards: multipliers, from the output",
                      {},
                      Emphasis::section});
    multipliers_.resize(units_.size());
    std::vector<std::vector<SignedText>> positive(units_.size());
    std::vector<std::vector<SignedText>> negative(units_.size());
    const auto add = [&](Place p, const Multiplier& m, const SignedText& up,
                         const SignedText& down) {
      const std::size_t u = number_.at(p);
      multipliers_[u].positive += m.positive;
      multipliers_[u].negative += m.negative;
      positive[u].push_back(up);
      negative[u].push_back(down);
    };
    for (const auto& [place, weight] : outputs_) {
      const SignedText text = product_text(1, weight);
      add(place, {weight, weight}, text, text);
    }
    for (std::size_t u = units_.size(); u-- > 0;) {
      const LiftUnit& unit = units_[u];
      const Multiplier m = multipliers_[u];
      const std::string up = with_sum(positive[u], m.positive);
      const std::string down = with_sum(negative[u], m.negative);
      if (up == down) {
        lines_.push_back({"m of " + label(unit), up, Emphasis::plain});
      } else {
        lines_.push_back({"m⁺ of " + label(unit), up, Emphasis::plain});
        lines_.push_back({"m⁻ of " + label(unit), down, Emphasis::plain});
      }
      if (is_input(unit.place.first)) continue;
      const std::vector<Multiplier> gives = passed(unit, m);
      for (std::size_t k = 0; k < gives.size(); ++k) {
        const Source& source = unit.sources[k];
        add(source.place, gives[k], term(unit, source, m, gives[k].positive, true),
            term(unit, source, m, gives[k].negative, false));
      }
    }
  }

  [[nodiscard]] Vector<Rational> attribution_lines() {
    lines_.push_back({"Attributions", {}, Emphasis::section});
    Vector<Rational> result(network_.input_features());
    for (Index i = 0; i < result.size(); ++i) {
      const auto u = static_cast<std::size_t>(i);
      const Rational change = difference(units_[u].place);
      const Rational& m = change > 0 ? multipliers_[u].positive : multipliers_[u].negative;
      result(i) = m * change;
      lines_.push_back({"A of " + units_[u].name,
                        fmt::format("{} · {} = {}", pretty(m), factor(change), pretty(result(i))),
                        Emphasis::result});
    }
    return result;
  }

  const DeepLiftPass<Rational>& pass_;
  const Network<Rational>& network_;
  const Probe<Rational>& probe_;
  std::vector<std::pair<Place, Rational>> outputs_;  ///< and their weights in F
  std::vector<LiftUnit> units_;                      ///< inputs first; operands before readers
  std::map<Place, std::size_t> number_;
  std::vector<Multiplier> multipliers_;
  DerivationColumn lines_;
};

}  // namespace

std::optional<Derived> deeplift_lines(const DeepLiftOptions<Rational>& options,
                                      const Probe<Rational>& probe, const UnitDiagram& diagram) {
  const auto pass =
      DeepLiftPass<Rational>::make(probe.network, probe.input, probe.baseline, options);
  if (!pass) return std::nullopt;
  return Writer(*pass, probe, diagram).write();
}

}  // namespace axiomark
