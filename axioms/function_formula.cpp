#include "axioms/function_formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "axioms/point_formula.hpp"
#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
namespace {

using Kind = Expression::Kind;

// What is no function is a number: a, b, 2, x[p].
bool is_function(const Expression& e) {
  if (e.kind == Kind::name) return e.name == "f" || e.name == "g";
  if (e.kind == Kind::call) {
    return e.name == "linear" || (!e.parts.empty() && is_function(e.parts[0]));
  }
  if (e.kind == Kind::entry) return false;
  return std::ranges::any_of(e.parts, is_function);
}

class Typing {
 public:
  explicit Typing(const std::string& text) : text_(text) {}

  [[nodiscard]] Result<FunctionType> of(const Expression& e) const {
    switch (e.kind) {
      case Kind::name:
        if (e.name == "f" || e.name == "g") return FunctionType{};
        break;
      case Kind::call:
        return of_call(e);
      case Kind::negative:
        return of(e.parts[0]);
      case Kind::sum:
      case Kind::difference:
        return of_sum(e);
      case Kind::product:
        if (is_function(e.parts[0])) return of_multiple(e.parts[0], e.parts[1]);
        return of_multiple(e.parts[1], e.parts[0]);
      case Kind::quotient:
        if (e.parts[1].kind == Kind::number && e.parts[1].number != 0) return of(e.parts[0]);
        return refuse(text_, e.parts[1], "a divisor", "a number other than 0");
      case Kind::number:
        return refuse(text_, e, "a number", "a function");
      case Kind::entry:
      case Kind::power:
        break;
    }
    return unknown(e);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> unknown(const Expression& e) const {
    return refuse(text_, e, fmt::format("unknown function '{}'", e.name),
                  "f, g, linear, rewritten, swapped, behind, of_sum, unused, cancelling or "
                  "as_targets");
  }

  [[nodiscard]] Result<FunctionType> of_sum(const Expression& e) const {
    const auto left = of(e.parts[0]);
    if (!left) return left;
    const auto right = of(e.parts[1]);
    if (!right) return right;
    if (*left == *right) return left;
    return refuse(text_, e,
                  fmt::format("functions of n + {} and n + {} features", left->added, right->added),
                  "as many features on both sides");
  }

  [[nodiscard]] Result<FunctionType> of_multiple(const Expression& function,
                                                 const Expression& factor) const {
    const auto type = of(function);
    if (!type) return type;
    const auto number = type_of_point(text_, factor);
    if (!number) return tl::make_unexpected(number.error());
    if (!number->number) return refuse(text_, factor, in_words(*number), "a number");
    return type;
  }

  [[nodiscard]] Result<FunctionType> of_call(const Expression& e) const {
    const std::size_t arguments = e.name == "behind" ? 3 : 1;
    if (e.parts.size() != arguments) {
      return refuse(text_, e, fmt::format("{} with {} arguments", e.name, e.parts.size()),
                    fmt::format("{}", arguments));
    }
    if (e.name == "linear") {
      const auto slopes = type_of_point(text_, e.parts[0]);
      if (!slopes) return tl::make_unexpected(slopes.error());
      if (slopes->number) return refuse(text_, e.parts[0], "a number", "a point");
      return FunctionType{slopes->added};
    }
    const bool known = e.name == "rewritten" || e.name == "swapped" || e.name == "behind" ||
                       e.name == "of_sum" || e.name == "unused" || e.name == "cancelling" ||
                       e.name == "as_targets";
    if (!known) return unknown(e);
    const auto inner = of(e.parts[0]);
    if (!inner) return inner;
    if (e.name == "behind") return of_units(e, *inner);
    if (e.name == "as_targets" && term_count(e.parts[0]) != 2) {
      return refuse(text_, e.parts[0], "no sum of two functions", "a * f + b * g, for example");
    }
    const bool one_more = e.name == "unused" || e.name == "cancelling";
    return FunctionType{inner->added + (one_more ? 1 : 0)};
  }

  [[nodiscard]] Result<FunctionType> of_units(const Expression& e, FunctionType inner) const {
    for (const std::size_t k : {1, 2}) {
      const auto type = type_of_point(text_, e.parts[k]);
      if (!type) return tl::make_unexpected(type.error());
      if (!type->number && type->added != inner.added) {
        return refuse(text_, e.parts[k], in_words(*type),
                      fmt::format("a number, or as many coordinates as the function has features"));
      }
    }
    return inner;
  }

  // Multiples of sums count as the sums multiplied out.
  static int term_count(const Expression& e) {
    if (e.kind == Kind::sum || e.kind == Kind::difference) {
      return term_count(e.parts[0]) + term_count(e.parts[1]);
    }
    if (e.kind == Kind::negative || e.kind == Kind::quotient) return term_count(e.parts[0]);
    if (e.kind == Kind::product) return term_count(e.parts[is_function(e.parts[0]) ? 0 : 1]);
    return 1;
  }

  const std::string& text_;
};

template <Scalar S>
class Making {
 public:
  explicit Making(const DrawnQuantities<S>& drawn) : drawn_(drawn) {}

  [[nodiscard]] Result<TargetFunction<S>> of(const Expression& e) {
    if (e.kind == Kind::name) return e.name == "f" ? drawn_.f : drawn_.g;
    if (e.kind == Kind::call) return of_call(e);
    auto terms = terms_of(e);
    if (!terms) return tl::make_unexpected(terms.error());
    return weighted_sum(*terms);
  }

  std::vector<RewriteStep> rewrites;

 private:
  struct Term {
    S coefficient;
    TargetFunction<S> function;
  };
  using Terms = std::vector<Term>;

  [[nodiscard]] S number(const Expression& e) const { return point_of(e, drawn_)(0); }
  static Vector<S> one() { return Vector<S>::Constant(1, S(1)); }

  static Result<TargetFunction<S>> made(Result<Network<S>> network, Vector<S> target) {
    if (!network) return tl::make_unexpected(network.error());
    return TargetFunction<S>{std::move(*network), std::move(target)};
  }

  // Sums taken apart and multiples multiplied out: c1 F1 + c2 F2 + ...
  [[nodiscard]] Result<Terms> terms_of(const Expression& e) {
    if (e.kind == Kind::sum || e.kind == Kind::difference) {
      auto left = terms_of(e.parts[0]);
      if (!left) return left;
      auto right = terms_of(e.parts[1]);
      if (!right) return right;
      const S sign = e.kind == Kind::sum ? S(1) : S(-1);
      for (Term& term : times(*right, sign)) left->push_back(std::move(term));
      return left;
    }
    if (e.kind == Kind::product || e.kind == Kind::quotient || e.kind == Kind::negative) {
      const bool second = e.kind == Kind::product && !is_function(e.parts[0]);
      auto terms = terms_of(e.parts[second ? 1 : 0]);
      if (!terms) return terms;
      const S factor = e.kind == Kind::negative  ? S(-1)
                       : e.kind == Kind::product ? number(e.parts[second ? 0 : 1])
                                                 : S(S(1) / number(e.parts[1]));
      return times(std::move(*terms), factor);
    }
    auto function = of(e);
    if (!function) return tl::make_unexpected(function.error());
    Terms terms;
    terms.push_back({S(1), std::move(*function)});
    return terms;
  }
  static Terms times(Terms terms, const S& factor) {
    for (Term& term : terms) term.coefficient *= factor;
    return terms;
  }

  static Result<Network<S>> alone(const TargetFunction<S>& function) {
    return with_target_as_output(function.network, function.target);
  }

  static Result<TargetFunction<S>> weighted_sum(const Terms& terms) {
    auto so_far = alone(terms[0].function);
    if (!so_far) return tl::make_unexpected(so_far.error());
    S coefficient = terms[0].coefficient;
    for (std::size_t k = 1; k < terms.size(); ++k) {
      const auto next = alone(terms[k].function);
      if (!next) return tl::make_unexpected(next.error());
      so_far = combined<S>({coefficient, terms[k].coefficient}, *so_far, *next);
      if (!so_far) return tl::make_unexpected(so_far.error());
      coefficient = S(1);
    }
    if (coefficient == S(1)) return made(std::move(so_far), one());
    NetworkBuilder<S> b;
    std::vector<Tensor> inputs;
    for (const Shape& shape : so_far->inputs()) inputs.push_back(b.input(shape));
    const Tensor y = b.include(*so_far, inputs);
    return made(b.build(b.scale(y, Vector<S>::Constant(1, coefficient))), one());
  }

  [[nodiscard]] Result<TargetFunction<S>> of_call(const Expression& e) {
    if (e.name == "linear") {
      const Vector<S> slopes = point_of(e.parts[0], drawn_);
      NetworkBuilder<S> b;
      return made(
          b.build(b.dense(b.input({slopes.size()}), Matrix<S>(slopes.matrix().transpose().array()),
                          Vector<S>::Constant(1, S(0)))),
          one());
    }
    if (e.name == "as_targets") return two_outputs(e.parts[0]);
    auto inner = of(e.parts[0]);
    if (!inner) return inner;
    const Index features = inner->network.input_features();
    if (e.name == "rewritten") return made(rewritten(inner->network), inner->target);
    if (e.name == "cancelling") {
      const Network<S> twin = rewritten(inner->network);
      return made(difference_plus_feature(inner->network, twin, inner->target), inner->target);
    }
    if (e.name == "of_sum") return made(of_the_sum(inner->network, features), inner->target);
    if (e.name == "swapped") {
      std::vector<Index> order(static_cast<std::size_t>(features));
      std::iota(order.begin(), order.end(), 0);
      std::swap(order[static_cast<std::size_t>(drawn_.p)],
                order[static_cast<std::size_t>(drawn_.q)]);
      return made(behind_permutation(inner->network, order), inner->target);
    }
    if (e.name == "unused") {
      NetworkBuilder<S> b;
      std::vector<Tensor> inputs;
      for (const Shape& shape : inner->network.inputs()) inputs.push_back(b.input(shape));
      std::ignore = b.input({1});
      return made(b.build(b.include(inner->network, inputs)), inner->target);
    }
    const Vector<S> factors = spread(point_of(e.parts[1], drawn_), features);
    if ((factors == S(0)).any()) {
      return fail(ErrorKind::unsupported, "behind", "a factor 0", "factors other than 0");
    }
    return made(
        behind_units(inner->network, factors, spread(point_of(e.parts[2], drawn_), features)),
        inner->target);
  }

  [[nodiscard]] Network<S> rewritten(const Network<S>& network) {
    Rewritten<S> twin = rewrite_all(network, drawn_.rewrites);
    if (twin.done.empty()) {
      // Something always fits: the identity z = relu(z) - relu(-z) behind the first input.
      twin = rewrite_all(network, {{RewriteKind::insert_relu_pair, 0, 1}});
    }
    rewrites.insert(rewrites.end(), twin.steps.begin(), twin.steps.end());
    return std::move(twin.network);
  }

  [[nodiscard]] Result<TargetFunction<S>> two_outputs(const Expression& e) {
    const auto terms = terms_of(e);
    if (!terms) return tl::make_unexpected(terms.error());
    const auto left = alone((*terms)[0].function);
    const auto right = alone((*terms)[1].function);
    if (!left) return tl::make_unexpected(left.error());
    if (!right) return tl::make_unexpected(right.error());
    return made(side_by_side(*left, *right),
                vector_from<S>({(*terms)[0].coefficient, (*terms)[1].coefficient}));
  }

  const DrawnQuantities<S>& drawn_;
};

}  // namespace

Result<FunctionType> type_of_function(const std::string& text, const Expression& formula) {
  return Typing(text).of(formula);
}

template <Scalar S>
Result<MadeFunction<S>> function_of(const Expression& formula, const DrawnQuantities<S>& drawn) {
  Making<S> making(drawn);
  auto function = making.of(formula);
  if (!function) return tl::make_unexpected(function.error());
  return MadeFunction<S>{std::move(*function), std::move(making.rewrites)};
}
template Result<MadeFunction<double>> function_of(const Expression&,
                                                  const DrawnQuantities<double>&);
template Result<MadeFunction<Rational>> function_of(const Expression&,
                                                    const DrawnQuantities<Rational>&);

}  // namespace axiomark
