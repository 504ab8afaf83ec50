#include "methods/combination.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "methods/sum_of_answers.hpp"

namespace axiomark {
namespace {

const std::string kWhere = "method 'combination', option 'terms'";
const std::string kDefault = "2*(integrated-gradients)-(gradient-x-input)";

// Takes the terms off the front of the text, one after the other.
class TermReader {
 public:
  explicit TermReader(std::string_view text) : text_(text), rest_(text) { skip_spaces(); }

  [[nodiscard]] bool done() const { return rest_.empty(); }

  [[nodiscard]] Result<Combination::Term> next() {
    const bool negative = rest_.starts_with('-');
    const bool first = std::exchange(first_, false);
    if (negative || rest_.starts_with('+')) {
      drop(1);
    } else if (!first) {
      return refuse("+ or -");
    }
    const auto coefficient = take_coefficient();
    if (!coefficient) return tl::make_unexpected(coefficient.error());
    const auto member = split_member(rest_);
    if (!member) return refuse("a method in parentheses");
    const auto method = make_member(member->method, kWhere);
    if (!method) return tl::make_unexpected(method.error());
    rest_ = member->rest;
    skip_spaces();
    return Combination::Term{negative ? Rational(-*coefficient) : *coefficient, *method};
  }

 private:
  // "3/2*", before a parenthesis; 1 if there is nothing.
  [[nodiscard]] Result<Rational> take_coefficient() {
    if (rest_.starts_with('(')) return Rational(1);
    const std::string_view number = rest_.substr(0, rest_.find_first_of(" *("));
    const auto value = parse_rational(number);
    const bool digit_first =
        !number.empty() &&
        (number[0] == '.' || std::isdigit(static_cast<unsigned char>(number[0])) != 0);
    if (!value || !digit_first || *value == 0) {
      return refuse("a coefficient other than 0, such as 3/2*, or a method in parentheses");
    }
    drop(number.size());
    if (!rest_.starts_with('*')) return refuse("* between a coefficient and its method");
    drop(1);
    return *value;
  }

  void drop(std::size_t characters) {
    rest_.remove_prefix(characters);
    skip_spaces();
  }
  void skip_spaces() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }
  [[nodiscard]] std::size_t position() const { return text_.size() - rest_.size(); }
  [[nodiscard]] tl::unexpected<Error> refuse(std::string expected) const {
    const std::string found =
        rest_.empty() ? "the end" : fmt::format("'{}' at character {}", rest_, position() + 1);
    return fail(ErrorKind::usage, kWhere, found, std::move(expected));
  }

  std::string_view text_;
  std::string_view rest_;
  bool first_ = true;
};

Result<Combination> read_terms(std::string_view text) {
  TermReader reader(text);
  Combination result{{}, MethodKind::local};
  do {
    auto term = reader.next();
    if (!term) return tl::make_unexpected(term.error());
    // The kinds are listed from the narrowest to the widest.
    result.kind = std::max(result.kind, term->method.kind());
    result.terms.push_back(std::move(*term));
  } while (!reader.done());
  return result;
}

std::string written(const std::vector<Combination::Term>& terms) {
  std::string text;
  for (const auto& [coefficient, method] : terms) {
    const Rational size = abs(coefficient);
    if (coefficient < 0) text += "-";
    if (coefficient > 0 && !text.empty()) text += "+";
    if (size != 1) text += to_text(size) + "*";
    text += fmt::format("({})", method.name());
  }
  return text;
}

}  // namespace

bool Combination::sees_network() const {
  return std::ranges::any_of(terms, [](const Term& t) { return t.method.sees_network(); });
}

template <Scalar S>
Attributions<S> Combination::attribute(const Network<S>& network, const Queries<S>& queries,
                                       const ThreadPool& pool) const {
  const auto count = static_cast<std::size_t>(queries.count());
  std::vector<S> weights;
  std::vector<std::vector<Attribution<S>>> parts(count);
  std::vector<std::optional<Error>> errors(count);
  for (const Term& term : terms) {
    weights.push_back(convert<S>(term.coefficient));
    Attributions<S> answers = term.method.attribute<S>(network, queries, pool);
    for (std::size_t k = 0; k < count; ++k) {
      if (errors[k]) continue;
      if (answers[k]) {
        parts[k].push_back(std::move(*answers[k]));
      } else {
        errors[k] = answers[k].error();
        errors[k]->where = fmt::format("{}: {}", term.method.name(), errors[k]->where);
      }
    }
  }
  Attributions<S> sums;
  for (std::size_t k = 0; k < count; ++k) {
    if (errors[k]) {
      sums.emplace_back(tl::make_unexpected(*errors[k]));
      continue;
    }
    Attribution<S> sum = weighted_sum<S>(parts[k], weights);
    for (std::size_t j = 0; j < terms.size(); ++j) {
      for (const std::string& note : parts[k][j].notes) {
        sum.notes.push_back(fmt::format("{}: {}", terms[j].method.name(), note));
      }
    }
    sums.emplace_back(std::move(sum));
  }
  return sums;
}

RegistryEntry combination_entry() {
  return {"combination",
          "Made of methods",
          "A_i = sum of coefficient times a method's A_i",
          "Lundstrom et al. 2022",
          MethodKind::one_baseline,
          {{"terms", "3/2*(NAME:key=value,...)-1/2*(NAME), ...", kDefault,
            "coefficients and methods; the kind is the widest of theirs"}},
          [](const Options& options) -> Result<AnyMethod> {
            auto combination = read_terms(options.text("terms"));
            if (!combination) return tl::make_unexpected(combination.error());
            std::string name = options.given("terms")
                                   ? "combination:terms=" + written(combination->terms)
                                   : options.canonical();
            return AnyMethod(std::move(name), std::move(*combination));
          }};
}

AXIOMARK_INSTANTIATE_COMPOSITE_METHOD(Combination);

}  // namespace axiomark
