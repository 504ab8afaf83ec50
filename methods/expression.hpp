#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "network/scalar.hpp"

namespace axiomark {

/// A formula as it is written, taken apart: what its names mean is up to who reads it.
struct Expression {
  enum class Kind {
    number,
    name,      ///< "t", "x'", "A.f"
    call,      ///< "swapped(f)": the parts are the arguments
    entry,     ///< "A.f[i]": the part is the position
    negative,  ///< one part
    sum,       ///< two parts, as all below
    difference,
    product,
    quotient,
    power,  ///< one part and a whole exponent, in `number`
  };
  Kind kind = Kind::number;
  Rational number = 0;  ///< of a number; the exponent of a power
  std::string name;     ///< of a name, a call, an entry
  std::vector<Expression> parts;
  std::size_t position = 1;  ///< of its first character in the text, from 1
};

/// What a formula may be made of, beside numbers, + - * / and parentheses.
struct ExpressionLanguage {
  std::string atoms;       ///< for errors: "a number, t or '('"
  std::string one_letter;  ///< the names, if each is a single letter; else any words
  int largest_power = 0;   ///< after ^; 0: no powers
};

/// Reads decimals and fractions, names, + - * / ^, parentheses and spaces; in a language of words also
/// calls "name(a, b)" and entries "name[a]". A word is a letter, then letters, digits, _ and dots, and
/// any number of primes. ^ binds tighter than the sign before it. Errors say where.
[[nodiscard]] Result<Expression> parse_expression(std::string_view text,
                                                  const ExpressionLanguage& language);

/// An error about a place of a formula.
[[nodiscard]] tl::unexpected<Error> refuse(std::string_view text, const Expression& at,
                                           std::string found, std::string expected);

}  // namespace axiomark
