#include "axioms/point_formula.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

using Kind = Expression::Kind;

bool is_drawn_point(const std::string& name) {
  return name == "x" || name == "x'" || name == "c" || name == "d";
}
bool is_feature_name(const Expression& e) {
  return e.kind == Kind::name && (e.name == "p" || e.name == "q");
}

class Typing {
 public:
  explicit Typing(const std::string& text) : text_(text) {}

  [[nodiscard]] Result<PointType> of(const Expression& e) const {
    switch (e.kind) {
      case Kind::number:
        return PointType{true};
      case Kind::name:
        if (is_drawn_point(e.name)) return PointType{};
        if (e.name == "a" || e.name == "b") return PointType{true};
        return unknown(e);
      case Kind::entry:
        if (!is_drawn_point(e.name)) return refuse(text_, e, "'" + e.name + "'", "x, x', c or d");
        if (!is_feature_name(e.parts[0])) return refuse(text_, e.parts[0], "a position", "p or q");
        return PointType{true};
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
                  "a, b, c, d, x, x', swapped, tied, at or extended");
  }

  [[nodiscard]] Result<PointType> of_two(const Expression& e) const {
    const auto left = of(e.parts[0]);
    if (!left) return left;
    const auto right = of(e.parts[1]);
    if (!right) return right;
    if (e.kind == Kind::quotient && !is_divisor(e.parts[1])) {
      return refuse(text_, e.parts[1], "a divisor that may be 0",
                    "a number other than 0, or c or one of its coordinates");
    }
    if (left->number) return right;
    if (right->number || *left == *right) return left;
    return refuse(text_, e, in_words(*left) + " beside " + in_words(*right), "equal lengths");
  }

  static bool is_divisor(const Expression& e) {
    return (e.kind == Kind::number && e.number != 0) ||
           ((e.kind == Kind::name || e.kind == Kind::entry) && e.name == "c");
  }

  [[nodiscard]] Result<PointType> of_call(const Expression& e) const {
    const std::size_t arguments = e.name == "at"                            ? 3
                                  : e.name == "extended"                    ? 2
                                  : e.name == "swapped" || e.name == "tied" ? 1
                                                                            : 0;
    if (arguments == 0) return unknown(e);
    if (e.parts.size() != arguments) {
      return refuse(text_, e, fmt::format("{} with {} arguments", e.name, e.parts.size()),
                    fmt::format("{}", arguments));
    }
    const auto point = of(e.parts[0]);
    if (!point) return point;
    if (point->number) return refuse(text_, e.parts[0], "a number", "a point");
    if (e.name == "at" && !is_feature_name(e.parts[1])) {
      return refuse(text_, e.parts[1], "a position", "p or q");
    }
    if (arguments == 1) return point;
    const auto number = of(e.parts.back());
    if (!number) return number;
    if (!number->number) return refuse(text_, e.parts.back(), in_words(*number), "a number");
    return PointType{false, point->added + (e.name == "extended" ? 1 : 0)};
  }

  const std::string& text_;
};

template <Scalar S>
class Evaluation {
 public:
  explicit Evaluation(const DrawnQuantities<S>& drawn) : drawn_(drawn) {}

  [[nodiscard]] Vector<S> of(const Expression& e) const {
    switch (e.kind) {
      case Kind::number:
        return number(convert<S>(e.number));
      case Kind::name:
        if (e.name == "a") return number(drawn_.coefficients[0]);
        if (e.name == "b") return number(drawn_.coefficients[1]);
        return drawn_point(e.name);
      case Kind::entry:
        return number(drawn_point(e.name)(feature(e.parts[0])));
      case Kind::negative:
        return -of(e.parts[0]);
      case Kind::call:
        return of_call(e);
      default:
        return of_two(e);
    }
  }

 private:
  static Vector<S> number(const S& value) { return Vector<S>::Constant(1, value); }
  [[nodiscard]] Index feature(const Expression& e) const {
    return e.name == "p" ? drawn_.p : drawn_.q;
  }
  [[nodiscard]] const Vector<S>& drawn_point(const std::string& name) const {
    if (name == "x") return drawn_.input;
    if (name == "x'") return drawn_.baseline;
    return name == "c" ? drawn_.factors : drawn_.offsets;
  }

  [[nodiscard]] Vector<S> of_two(const Expression& e) const {
    Vector<S> left = of(e.parts[0]);
    Vector<S> right = of(e.parts[1]);
    const Index size = std::max(left.size(), right.size());
    left = spread(left, size);
    right = spread(right, size);
    switch (e.kind) {
      case Kind::sum:
        return left + right;
      case Kind::difference:
        return left - right;
      case Kind::product:
        return left * right;
      default:
        return left / right;
    }
  }

  [[nodiscard]] Vector<S> of_call(const Expression& e) const {
    Vector<S> v = of(e.parts[0]);
    if (e.name == "swapped") {
      std::swap(v(drawn_.p), v(drawn_.q));
    } else if (e.name == "tied") {
      v(drawn_.q) = v(drawn_.p);
    } else if (e.name == "at") {
      v(feature(e.parts[1])) = of(e.parts[2])(0);
    } else {
      v.conservativeResize(v.size() + 1);
      v(v.size() - 1) = of(e.parts[1])(0);
    }
    return v;
  }

  const DrawnQuantities<S>& drawn_;
};

}  // namespace

std::string in_words(const PointType& type) {
  if (type.number) return "a number";
  return type.added == 0 ? std::string("a point of n coordinates")
                         : fmt::format("a point of n + {} coordinates", type.added);
}

Result<PointType> type_of_point(const std::string& text, const Expression& formula) {
  return Typing(text).of(formula);
}

template <Scalar S>
Vector<S> point_of(const Expression& formula, const DrawnQuantities<S>& drawn) {
  return Evaluation<S>(drawn).of(formula);
}
template Vector<double> point_of(const Expression&, const DrawnQuantities<double>&);
template Vector<Rational> point_of(const Expression&, const DrawnQuantities<Rational>&);

}  // namespace axiomark
