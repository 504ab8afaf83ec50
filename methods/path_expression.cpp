#include "methods/path_expression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/expression.hpp"

namespace axiomark {
namespace {

void trim(Polynomial& p) {
  while (!p.empty() && p.back() == 0) p.pop_back();
}

Polynomial sum(const Polynomial& a, const Polynomial& b, int sign) {
  Polynomial result(std::max(a.size(), b.size()), Rational(0));
  for (std::size_t k = 0; k < a.size(); ++k) result[k] += a[k];
  for (std::size_t k = 0; k < b.size(); ++k) result[k] += sign * b[k];
  trim(result);
  return result;
}

Polynomial product(const Polynomial& a, const Polynomial& b) {
  if (a.empty() || b.empty()) return {};
  Polynomial result(a.size() + b.size() - 1, Rational(0));
  for (std::size_t j = 0; j < a.size(); ++j) {
    for (std::size_t k = 0; k < b.size(); ++k) result[j + k] += a[j] * b[k];
  }
  return result;
}

Polynomial slope(const Polynomial& p) {
  Polynomial result;
  for (std::size_t k = 1; k < p.size(); ++k) result.push_back(p[k] * Rational(k));
  return result;
}

Rational value_at(const Polynomial& p, const Rational& t) {
  Rational value = 0;
  for (std::size_t k = p.size(); k-- > 0;) value = value * t + p[k];
  return value;
}

struct Division {
  Polynomial quotient;
  Polynomial rest;
};

Division divide(Polynomial a, const Polynomial& b) {
  Polynomial quotient(a.size() < b.size() ? 0 : a.size() - b.size() + 1, Rational(0));
  for (std::size_t k = quotient.size(); k-- > 0;) {
    quotient[k] = a[k + b.size() - 1] / b.back();
    for (std::size_t j = 0; j < b.size(); ++j) a[k + j] -= quotient[k] * b[j];
  }
  trim(a);
  return {std::move(quotient), std::move(a)};
}

Polynomial common_factor(Polynomial a, Polynomial b) {
  while (!b.empty()) {
    Polynomial rest = divide(std::move(a), b).rest;
    // Keeps the numbers small; a factor's scale does not matter.
    if (!rest.empty()) {
      const Rational lead = rest.back();
      for (Rational& c : rest) c /= lead;
    }
    a = std::move(b);
    b = std::move(rest);
  }
  return a;
}

PathExpression reduced(Polynomial numerator, Polynomial denominator) {
  const Polynomial factor = common_factor(numerator, denominator);
  return {divide(std::move(numerator), factor).quotient,
          divide(std::move(denominator), factor).quotient};
}

// Changes of sign along the values of a Sturm chain at t, zeros left out.
int sign_changes(const std::vector<Polynomial>& chain, const Rational& t) {
  int changes = 0;
  int last = 0;
  for (const Polynomial& p : chain) {
    const int sign = value_at(p, t).sign();
    if (sign == 0) continue;
    if (last != 0 && sign != last) ++changes;
    last = sign;
  }
  return changes;
}

const ExpressionLanguage kLanguage{"a number, t or '('", "t", kMostDegrees};

// Works out a formula of t.
class Evaluation {
 public:
  explicit Evaluation(std::string_view text) : text_(text) {}

  [[nodiscard]] Result<PathExpression> of(const Expression& e) const {
    switch (e.kind) {
      case Expression::Kind::number: {
        PathExpression constant{{e.number}, {Rational(1)}};
        trim(constant.numerator);
        return constant;
      }
      case Expression::Kind::negative: {
        auto value = of(e.parts[0]);
        if (value) {
          for (Rational& c : value->numerator) c = -c;
        }
        return value;
      }
      case Expression::Kind::power:
        return power(e);
      case Expression::Kind::sum:
      case Expression::Kind::difference:
      case Expression::Kind::product:
      case Expression::Kind::quotient:
        return of_two(e);
      case Expression::Kind::name:
      case Expression::Kind::call:
      case Expression::Kind::entry:
        break;  // t is the only name, and the language has neither calls nor entries
    }
    return PathExpression{{Rational(0), Rational(1)}, {Rational(1)}};
  }

 private:
  [[nodiscard]] Result<PathExpression> checked(PathExpression e) const {
    constexpr std::size_t kMost = kMostDegrees + 1;
    if (e.numerator.size() <= kMost && e.denominator.size() <= kMost) return e;
    return fail(ErrorKind::usage, fmt::format("expression '{}'", text_),
                fmt::format("degree {}", std::max(e.numerator.size(), e.denominator.size()) - 1),
                fmt::format("at most {}", kMostDegrees));
  }

  [[nodiscard]] Result<PathExpression> of_two(const Expression& e) const {
    auto left = of(e.parts[0]);
    if (!left) return left;
    auto right = of(e.parts[1]);
    if (!right) return right;
    if (e.kind == Expression::Kind::sum || e.kind == Expression::Kind::difference) {
      const int sign = e.kind == Expression::Kind::sum ? 1 : -1;
      return checked(reduced(sum(product(left->numerator, right->denominator),
                                 product(right->numerator, left->denominator), sign),
                             product(left->denominator, right->denominator)));
    }
    if (e.kind == Expression::Kind::quotient) {
      if (right->numerator.empty()) {
        return refuse(text_, e.parts[1], "a division by zero", "a divisor");
      }
      std::swap(right->numerator, right->denominator);
    }
    return checked(reduced(product(left->numerator, right->numerator),
                           product(left->denominator, right->denominator)));
  }

  [[nodiscard]] Result<PathExpression> power(const Expression& e) const {
    const auto base = of(e.parts[0]);
    if (!base) return base;
    PathExpression result{{Rational(1)}, {Rational(1)}};
    for (Rational k = 0; k < e.number; ++k) {
      auto next = checked({product(result.numerator, base->numerator),
                           product(result.denominator, base->denominator)});
      if (!next) return next;
      result = std::move(*next);
    }
    return result;
  }

  std::string_view text_;
};

// The items of "[a, b]"; commas mean nothing else in the language.
Result<std::vector<std::string_view>> items_of(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') {
    return fail(ErrorKind::usage, "list of expressions", fmt::format("'{}'", text),
                "a list such as [t, t^2], one expression per feature");
  }
  std::string_view rest = text.substr(1, text.size() - 2);
  std::vector<std::string_view> items;
  while (true) {
    const std::size_t comma = rest.find(',');
    items.push_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) return items;
    rest = rest.substr(comma + 1);
  }
}

}  // namespace

Rational PathExpression::value(const Rational& t) const {
  return value_at(numerator, t) / value_at(denominator, t);
}

Rational PathExpression::derivative(const Rational& t) const {
  const Rational below = value_at(denominator, t);
  return (value_at(slope(numerator), t) * below -
          value_at(numerator, t) * value_at(slope(denominator), t)) /
         (below * below);
}

// Sturm 1829: the zeros in (0, 1] are as many as sign changes are lost from 0 to 1.
bool PathExpression::has_pole() const {
  if (value_at(denominator, 0) == 0 || value_at(denominator, 1) == 0) return true;
  std::vector<Polynomial> chain = {denominator, slope(denominator)};
  while (!chain.back().empty()) {
    Polynomial rest = divide(chain[chain.size() - 2], chain.back()).rest;
    // Minus the rest, scaled by something positive so that the numbers stay small.
    if (!rest.empty()) {
      const Rational size = abs(rest.back());
      for (Rational& c : rest) c /= -size;
    }
    chain.push_back(std::move(rest));
  }
  return sign_changes(chain, 0) != sign_changes(chain, 1);
}

Result<PathExpression> parse_path_expression(std::string_view text) {
  const auto formula = parse_expression(text, kLanguage);
  if (!formula) return tl::make_unexpected(formula.error());
  auto expression = Evaluation(text).of(*formula);
  if (expression && expression->has_pole()) {
    return fail(ErrorKind::usage, fmt::format("expression '{}'", text),
                "a division by zero for some t from 0 to 1", "a value for every t");
  }
  return expression;
}

Result<std::vector<PathExpression>> parse_path(std::string_view text) {
  const auto items = items_of(text);
  if (!items) return tl::make_unexpected(items.error());
  std::vector<PathExpression> path;
  for (const std::string_view item : *items) {
    auto coordinate = parse_path_expression(item);
    if (!coordinate) return tl::make_unexpected(coordinate.error());
    for (const int end : {0, 1}) {
      const Rational value = coordinate->value(end);
      if (value == end) continue;
      return fail(ErrorKind::usage,
                  fmt::format("expression '{}', coordinate {}", item, path.size()),
                  fmt::format("{} at t = {}", to_text(value), end),
                  fmt::format("{}: from 0 at t = 0 to 1 at t = 1", end));
    }
    path.push_back(std::move(*coordinate));
  }
  return path;
}

}  // namespace axiomark
