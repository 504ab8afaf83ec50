#include "axioms/relation_formula.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace axiomark {
namespace {

using Kind = Expression::Kind;

bool is_drawn_point(const std::string& name) {
  return name == "x" || name == "x'" || name == "c" || name == "d";
}

// "A.f" -> "f"; nothing if the name has not this beginning.
std::string probe_of(const std::string& name, std::string_view beginning) {
  return name.starts_with(beginning) ? name.substr(beginning.size()) : std::string();
}

class Typing {
 public:
  Typing(const std::string& text, const ProbeNames& probes) : text_(text), probes_(probes) {}

  [[nodiscard]] Result<RelationType> of(const Expression& e) const {
    switch (e.kind) {
      case Kind::number:
        return RelationType{};
      case Kind::name:
        if (e.name == "a" || e.name == "b") return RelationType{};
        return unknown(e);
      case Kind::entry:
        return of_entry(e);
      case Kind::call:
        return of_call(e);
      case Kind::negative:
        return of(e.parts[0]);
      case Kind::sum:
      case Kind::difference:
      case Kind::product:
      case Kind::quotient:
        return of_two(e);
      case Kind::power:
        break;  // not in the language
    }
    return unknown(e);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> unknown(const Expression& e) const {
    return refuse(text_, e, fmt::format("unknown name '{}'", e.name),
                  "A.f[i], sum(A.f), F.f(x), F.f(x') with a probe's name for f, or a, b, x[i], "
                  "x'[i], c[i], d[i]");
  }

  [[nodiscard]] Result<int> added_features(const Expression& e, const std::string& probe) const {
    const auto found = probes_.find(probe);
    if (found != probes_.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [name, added] : probes_) names.push_back(name);
    return refuse(text_, e, fmt::format("no probe named '{}'", probe),
                  fmt::format("one of: {}", fmt::join(names, ", ")));
  }

  [[nodiscard]] Result<RelationType> of_entry(const Expression& e) const {
    const Expression& at = e.parts[0];
    const bool named = at.kind == Kind::name;
    const bool drawn = named && (at.name == "i" || at.name == "p" || at.name == "q");
    if (is_drawn_point(e.name)) {
      if (drawn) return RelationType{};
      return refuse(text_, at, "a position", "i, p or q");
    }
    const std::string probe = probe_of(e.name, "A.");
    if (probe.empty()) return unknown(e);
    const auto added = added_features(e, probe);
    if (!added) return tl::make_unexpected(added.error());
    if (drawn) return RelationType{true};
    if (!named || at.name != "last") return refuse(text_, at, "a position", "i, p, q or last");
    if (*added > 0) return RelationType{true};
    return refuse(text_, at, "'last' of a probe without an added feature",
                  "unused(...) or cancelling(...) as its function");
  }

  [[nodiscard]] Result<RelationType> of_call(const Expression& e) const {
    const bool one = e.parts.size() == 1 && e.parts[0].kind == Kind::name;
    const std::string& argument = one ? e.parts[0].name : e.name;
    if (e.name == "sum") {
      const std::string probe = one ? probe_of(argument, "A.") : std::string();
      if (probe.empty()) return refuse(text_, e, "a sum", "sum(A.f) with a probe's name for f");
      if (auto added = added_features(e, probe); !added) {
        return tl::make_unexpected(added.error());
      }
      return RelationType{true};
    }
    const std::string probe = probe_of(e.name, "F.");
    if (probe.empty()) return unknown(e);
    if (auto added = added_features(e, probe); !added) return tl::make_unexpected(added.error());
    if (one && (argument == "x" || argument == "x'")) return RelationType{true};
    return refuse(text_, e.parts[0], "another point", "x or x', the probe's input or baseline");
  }

  [[nodiscard]] Result<RelationType> of_two(const Expression& e) const {
    const auto left = of(e.parts[0]);
    if (!left) return left;
    const auto right = of(e.parts[1]);
    if (!right) return right;
    if (e.kind == Kind::product && left->linear && right->linear) {
      return refuse(text_, e, "a product of two attributions or values", "a linear relation");
    }
    const Expression& divisor = e.parts[1];
    const bool never_zero = (divisor.kind == Kind::number && divisor.number != 0) ||
                            (divisor.kind == Kind::entry && divisor.name == "c");
    if (e.kind == Kind::quotient && !never_zero) {
      return refuse(text_, divisor, "a divisor that may be 0", "a number other than 0, or c[i]");
    }
    return RelationType{left->linear || right->linear};
  }

  const std::string& text_;
  const ProbeNames& probes_;
};

template <Scalar S>
class Evaluation {
 public:
  Evaluation(const RelationValues<S>& values, Index feature) : values_(values), feature_(feature) {}

  [[nodiscard]] SideValue<S> of(const Expression& e) const {
    switch (e.kind) {
      case Kind::number:
        return plain(convert<S>(e.number));
      case Kind::name:
        return plain(values_.drawn.coefficients[e.name == "a" ? 0 : 1]);
      case Kind::entry:
        return of_entry(e);
      case Kind::call:
        return of_call(e);
      case Kind::negative:
        return times(of(e.parts[0]), S(-1));
      case Kind::sum:
        return sum(of(e.parts[0]), of(e.parts[1]));
      case Kind::difference:
        return sum(of(e.parts[0]), times(of(e.parts[1]), S(-1)));
      case Kind::quotient:
        return times(of(e.parts[0]), S(S(1) / of(e.parts[1]).value));
      default:
        break;
    }
    // A product: at most one of the two is more than a number.
    SideValue<S> left = of(e.parts[0]);
    SideValue<S> right = of(e.parts[1]);
    if (right.weights.empty() && !names_value(e.parts[1]))
      return times(std::move(left), right.value);
    return times(std::move(right), left.value);
  }

 private:
  static SideValue<S> plain(const S& value) { return {value, absolute_value<S>(value), {}}; }

  static SideValue<S> times(SideValue<S> side, const S& factor) {
    const S size = absolute_value<S>(factor);
    side.value *= factor;
    side.size *= size;
    for (auto& [probe, weight] : side.weights) weight *= size;
    return side;
  }
  static SideValue<S> sum(SideValue<S> left, const SideValue<S>& right) {
    left.value += right.value;
    left.size += right.size;
    for (const auto& [probe, weight] : right.weights) {
      const auto [at, added] = left.weights.try_emplace(probe, weight);
      if (!added) at->second += weight;
    }
    return left;
  }

  // F.f(x) somewhere inside: a value without attributions is a number to the error of answers.
  static bool names_value(const Expression& e) {
    if (e.kind == Kind::call && e.name.starts_with("F.")) return true;
    return std::ranges::any_of(e.parts, names_value);
  }

  [[nodiscard]] const Answer<S>& answer(const std::string& probe) const {
    const auto at = std::ranges::find(values_.probes, probe) - values_.probes.begin();
    return values_.answers[static_cast<std::size_t>(at)];
  }

  [[nodiscard]] SideValue<S> of_entry(const Expression& e) const {
    const std::string& at = e.parts[0].name;
    const DrawnNumbers<S>& drawn = values_.drawn;
    const Index i = at == "i" ? feature_ : at == "p" ? drawn.p : drawn.q;
    if (e.name == "x") return plain(drawn.input(i));
    if (e.name == "x'") return plain(drawn.baseline(i));
    if (e.name == "c") return plain(drawn.factors(i));
    if (e.name == "d") return plain(drawn.offsets(i));
    const std::string probe = probe_of(e.name, "A.");
    const Vector<S>& a = answer(probe).attribution->values;
    // Each attribution was added up from numbers as large as all of them.
    return {a(at == "last" ? a.size() - 1 : i), a.abs().sum(), {{probe, S(1)}}};
  }

  [[nodiscard]] SideValue<S> of_call(const Expression& e) const {
    if (e.name == "sum") {
      const std::string probe = probe_of(e.parts[0].name, "A.");
      const Vector<S>& a = answer(probe).attribution->values;
      return {a.sum(), a.abs().sum(), {{probe, S(1)}}};
    }
    const Answer<S>& at = answer(probe_of(e.name, "F."));
    return plain(e.parts[0].name == "x" ? at.at_input : at.at_baseline);
  }

  const RelationValues<S>& values_;
  Index feature_;
};

}  // namespace

Result<RelationType> type_of_side(const std::string& text, const Expression& formula,
                                  const ProbeNames& probes) {
  return Typing(text, probes).of(formula);
}

template <Scalar S>
SideValue<S> side_of(const Expression& formula, const RelationValues<S>& values, Index feature) {
  return Evaluation<S>(values, feature).of(formula);
}
template SideValue<double> side_of(const Expression&, const RelationValues<double>&, Index);
template SideValue<Rational> side_of(const Expression&, const RelationValues<Rational>&, Index);

}  // namespace axiomark
