#include "methods/expression.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

using Kind = Expression::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A recursive descent through sum -> product -> sign -> power -> atom.
class Parser {
 public:
  Parser(std::string_view text, const ExpressionLanguage& language)
      : text_(text), language_(language) {}

  Result<Expression> run() {
    // A formula nests at most as deep as it has characters: no text can exhaust the stack.
    constexpr std::size_t kMostCharacters = 10'000;
    if (text_.size() > kMostCharacters) {
      return fail(ErrorKind::usage, "expression", fmt::format("{} characters", text_.size()),
                  fmt::format("at most {}", kMostCharacters));
    }
    auto all = read_sum();
    if (all && !at_end()) return refuse_here("an operator or the end");
    return all;
  }

 private:
  // Deeper than anybody writes, shallow enough for any stack.
  static constexpr int kMostParentheses = 100;

  void skip_spaces() {
    while (next_ < text_.size() && text_[next_] == ' ') ++next_;
  }
  bool at_end() {
    skip_spaces();
    return next_ == text_.size();
  }
  bool accept(char c) {
    if (at_end() || text_[next_] != c) return false;
    ++next_;
    return true;
  }

  tl::unexpected<Error> refuse_here(std::string expected) {
    const std::string found =
        at_end() ? "the end" : fmt::format("'{}' at position {}", text_[next_], next_ + 1);
    return fail(ErrorKind::usage, fmt::format("expression '{}'", text_), found,
                std::move(expected));
  }

  static Expression joined(Kind kind, Expression left, Expression right) {
    const std::size_t position = left.position;
    Expression result{kind, 0, {}, {}, position};
    result.parts.push_back(std::move(left));
    result.parts.push_back(std::move(right));
    return result;
  }

  Result<Expression> read_sum() {
    auto left = read_product();
    while (left) {
      const bool plus = accept('+');
      if (!plus && !accept('-')) return left;
      auto right = read_product();
      if (!right) return right;
      left = joined(plus ? Kind::sum : Kind::difference, std::move(*left), std::move(*right));
    }
    return left;
  }

  Result<Expression> read_product() {
    auto left = read_signed();
    while (left) {
      const bool times = accept('*');
      if (!times && !accept('/')) return left;
      auto right = read_signed();
      if (!right) return right;
      left = joined(times ? Kind::product : Kind::quotient, std::move(*left), std::move(*right));
    }
    return left;
  }

  Result<Expression> read_signed() {
    skip_spaces();
    const std::size_t position = next_ + 1;
    bool negative = false;
    while (true) {
      if (accept('-')) {
        negative = !negative;
      } else if (!accept('+')) {
        break;
      }
    }
    auto value = read_power();
    if (!value || !negative) return value;
    Expression minus{Kind::negative, 0, {}, {}, position};
    minus.parts.push_back(std::move(*value));
    return minus;
  }

  Result<Expression> read_power() {
    auto base = read_atom();
    if (!base || language_.largest_power == 0 || !accept('^')) return base;
    skip_spaces();
    const std::string digits = read_while(is_digit);
    // More digits are more than any largest power.
    const int power = digits.empty() || digits.size() > 3 ? -1 : std::stoi(digits);
    if (power < 0 || power > language_.largest_power) {
      return refuse_here(
          fmt::format("a whole number from 0 to {} after ^", language_.largest_power));
    }
    Expression result{Kind::power, power, {}, {}, base->position};
    result.parts.push_back(std::move(*base));
    return result;
  }

  template <class Accepts>
  std::string read_while(const Accepts& accepts) {
    const std::size_t first = next_;
    while (next_ < text_.size() && accepts(text_[next_])) ++next_;
    return std::string(text_.substr(first, next_ - first));
  }

  Result<Expression> read_atom() {
    skip_spaces();
    const std::size_t first = next_;
    if (accept('(')) {
      auto inside = read_inside(')');
      if (!inside) return tl::make_unexpected(inside.error());
      return std::move(inside->front());
    }
    if (next_ < text_.size() && is_letter(text_[next_])) return read_name();
    const auto number = parse_rational(read_while([](char c) { return is_digit(c) || c == '.'; }));
    if (!number) {
      next_ = first;
      return refuse_here(language_.atoms);
    }
    return Expression{Kind::number, *number, {}, {}, first + 1};
  }

  // What stands between a bracket already read and the one that closes it, at least one.
  Result<std::vector<Expression>> read_inside(char closing, bool several = false) {
    if (++depth_ > kMostParentheses) return refuse_here("fewer parentheses");
    std::vector<Expression> items;
    do {
      auto item = read_sum();
      if (!item) return tl::make_unexpected(item.error());
      items.push_back(std::move(*item));
    } while (several && accept(','));
    if (!accept(closing)) return refuse_here(fmt::format("'{}'", closing));
    --depth_;
    return items;
  }

  Result<Expression> read_name() {
    const std::size_t first = next_;
    Expression result{Kind::name, 0, {}, {}, first + 1};
    if (!language_.one_letter.empty()) {
      if (language_.one_letter.find(text_[next_]) == std::string::npos) {
        return refuse_here(language_.atoms);
      }
      result.name = text_[next_++];
      return result;
    }
    result.name =
        read_while([](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; });
    result.name += read_while([](char c) { return c == '\''; });
    const bool call = accept('(');
    if (!call && !accept('[')) return result;
    auto parts = read_inside(call ? ')' : ']', call);
    if (!parts) return tl::make_unexpected(parts.error());
    result.kind = call ? Kind::call : Kind::entry;
    result.parts = std::move(*parts);
    return result;
  }

  std::string_view text_;
  const ExpressionLanguage& language_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<Expression> parse_expression(std::string_view text, const ExpressionLanguage& language) {
  return Parser(text, language).run();
}

tl::unexpected<Error> refuse(std::string_view text, const Expression& at, std::string found,
                             std::string expected) {
  return fail(ErrorKind::usage, fmt::format("expression '{}'", text),
              fmt::format("{} at position {}", found, at.position), std::move(expected));
}

}  // namespace axiomark
