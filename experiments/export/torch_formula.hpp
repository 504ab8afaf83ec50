#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "network/scalar.hpp"

namespace axiomark {

/// c1 t1 + c2 t2 + ... + constant, of terms by their numbers in a TorchFormulas.
template <Scalar S>
struct AffineForm {
  std::map<std::size_t, S> terms = {};
  S constant = S(0);

  AffineForm& add(const S& factor, const AffineForm& other);
};

/// The formulas of a network's features in Python, each written once: inputs, and calls whose arguments are
/// affine in others.
template <Scalar S>
class TorchFormulas {
 public:
  /// The form of a name: "x1".
  AffineForm<S> input(std::string name);
  /// "relu(2 * x1 - 1)", "larger(x1, x2)": a call of `function`.
  AffineForm<S> call(const std::string& function, std::vector<AffineForm<S>> arguments);
  /// "add(-1, 2 * x1, relu(x2))": a call whose first argument is a number.
  AffineForm<S> call(const std::string& function, const S& first,
                     std::vector<AffineForm<S>> arguments);
  /// "(x1 + 1) * x2"
  AffineForm<S> product(const AffineForm<S>& a, const AffineForm<S>& b);
  /// "(x1 + 1) ** 2"
  AffineForm<S> power(const AffineForm<S>& base, int exponent);

  /// Whether the form is one term as it stands that is an input or a call of `function`.
  [[nodiscard]] bool is_input_or(const AffineForm<S>& form, const std::string& function) const;

  /// The statements that compute the form: "h1 = relu(x1 - x2)", ..., "return h1 + relu(h1 - 1)".
  /// Long formulas that are used twice have a name. Nothing beyond `longest` characters.
  [[nodiscard]] std::optional<std::vector<std::string>> statements(const AffineForm<S>& form,
                                                                   std::size_t longest) const;

 private:
  enum class Kind { input, call, product, power };
  struct Term {
    Kind kind;
    std::string name;  ///< of an input or function; an exponent
    std::optional<S> first;
    std::vector<AffineForm<S>> arguments;
  };
  class Printer;

  AffineForm<S> form_of(Term term);

  std::vector<Term> terms_;
  std::map<std::string, std::size_t> known_;  ///< terms by what tells them apart
};

}  // namespace axiomark
