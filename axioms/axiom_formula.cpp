#include "axioms/axiom_formula.hpp"

#include "network/rewrites/wrappers.hpp"

namespace axiomark {

Result<AxiomFormula> parse_formula(const std::string& text) {
  static const ExpressionLanguage kLanguage{"a number, a name or '('", {}, 0};
  auto parsed = parse_expression(text, kLanguage);
  if (!parsed) return tl::make_unexpected(parsed.error());
  return AxiomFormula{text, std::move(*parsed)};
}

void collect_names(const Expression& formula, std::set<std::string>& names) {
  if (!formula.name.empty()) names.insert(formula.name);
  for (const Expression& part : formula.parts) collect_names(part, names);
}

template <Scalar S>
Vector<S> packed(const DrawnNumbers<S>& drawn) {
  const Index n = drawn.input.size();
  Vector<S> numbers(4 + 4 * n);
  numbers << drawn.coefficients[0], drawn.coefficients[1], S(static_cast<int>(drawn.p)),
      S(static_cast<int>(drawn.q)), drawn.input, drawn.baseline, drawn.factors, drawn.offsets;
  return numbers;
}

template <Scalar S>
std::optional<DrawnNumbers<S>> unpacked(const Vector<S>& numbers) {
  const Index n = (numbers.size() - 4) / 4;
  if (n < 1 || numbers.size() != 4 + 4 * n) return std::nullopt;
  // Features are whole numbers, kept among the others.
  const auto feature = [&](Index at) {
    for (Index i = 0; i < n; ++i) {
      if (numbers(at) == S(static_cast<int>(i))) return i;
    }
    return Index{-1};
  };
  DrawnNumbers<S> drawn{{numbers(0), numbers(1)},
                        feature(2),
                        feature(3),
                        numbers.segment(4, n),
                        numbers.segment(4 + n, n),
                        numbers.segment(4 + 2 * n, n),
                        numbers.segment(4 + 3 * n, n)};
  if (drawn.p < 0 || drawn.q < 0 || (drawn.factors == S(0)).any()) return std::nullopt;
  return drawn;
}

template <Scalar S>
Result<DrawnQuantities<S>> quantities_of(const Ingredients<S>& in, MethodKind kind, bool pair) {
  const auto [second, second_target] = second_function(in);
  DrawnQuantities<S> drawn{{in.coefficients, in.feature, in.other, in.input,
                            baseline_for(kind, in.baseline), factors_of(in), offsets_of(in)},
                           {in.network, in.target},
                           {second, second_target},
                           in.rewrites};
  if (!pair) return drawn;
  const Pair<S> two = pair_of(in, kind);
  drawn.p = two.i;
  drawn.q = two.j;
  if (in.input.size() > 1) return drawn;
  drawn.input = two.input;
  drawn.baseline = two.baseline;
  drawn.factors = drawn.factors.replicate(2, 1).eval();
  drawn.offsets = drawn.offsets.replicate(2, 1).eval();
  for (TargetFunction<S>* function : {&drawn.f, &drawn.g}) {
    auto of_two = of_the_sum(function->network, 2);
    if (!of_two) return tl::make_unexpected(of_two.error());
    function->network = std::move(*of_two);
  }
  return drawn;
}

template Vector<double> packed(const DrawnNumbers<double>&);
template Vector<Rational> packed(const DrawnNumbers<Rational>&);
template std::optional<DrawnNumbers<double>> unpacked(const Vector<double>&);
template std::optional<DrawnNumbers<Rational>> unpacked(const Vector<Rational>&);
template Result<DrawnQuantities<double>> quantities_of(const Ingredients<double>&, MethodKind,
                                                       bool);
template Result<DrawnQuantities<Rational>> quantities_of(const Ingredients<Rational>&, MethodKind,
                                                         bool);

}  // namespace axiomark
