#include "experiments/export/torch_formula.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/export/python_text.hpp"

namespace axiomark {

template <Scalar S>
AffineForm<S>& AffineForm<S>::add(const S& factor, const AffineForm& other) {
  for (const auto& [term, c] : other.terms) {
    S& sum = terms.try_emplace(term, S(0)).first->second;
    sum += factor * c;
    if (sum == S(0)) terms.erase(term);
  }
  constant += factor * other.constant;
  return *this;
}

template <Scalar S>
AffineForm<S> TorchFormulas<S>::form_of(Term term) {
  std::string key = fmt::format("{} {} {}", static_cast<int>(term.kind), term.name,
                                term.first ? python_number(*term.first) : "");
  for (const AffineForm<S>& argument : term.arguments) {
    key += " (" + python_number(argument.constant);
    for (const auto& [t, c] : argument.terms) key += fmt::format(" {}:{}", t, python_number(c));
    key += ")";
  }
  const auto [at, is_new] = known_.try_emplace(key, terms_.size());
  if (is_new) terms_.push_back(std::move(term));
  return {{{at->second, S(1)}}, S(0)};
}

template <Scalar S>
AffineForm<S> TorchFormulas<S>::input(std::string name) {
  return form_of({Kind::input, std::move(name), std::nullopt, {}});
}

template <Scalar S>
AffineForm<S> TorchFormulas<S>::call(const std::string& function,
                                     std::vector<AffineForm<S>> arguments) {
  return form_of({Kind::call, function, std::nullopt, std::move(arguments)});
}

template <Scalar S>
AffineForm<S> TorchFormulas<S>::call(const std::string& function, const S& first,
                                     std::vector<AffineForm<S>> arguments) {
  return form_of({Kind::call, function, first, std::move(arguments)});
}

template <Scalar S>
AffineForm<S> TorchFormulas<S>::product(const AffineForm<S>& a, const AffineForm<S>& b) {
  return form_of({Kind::product, {}, std::nullopt, {a, b}});
}

template <Scalar S>
AffineForm<S> TorchFormulas<S>::power(const AffineForm<S>& base, int exponent) {
  return form_of({Kind::power, std::to_string(exponent), std::nullopt, {base}});
}

template <Scalar S>
bool TorchFormulas<S>::is_input_or(const AffineForm<S>& form, const std::string& function) const {
  if (form.terms.size() != 1 || form.constant != S(0)) return false;
  const auto& [term, factor] = *form.terms.begin();
  const Term& only = terms_[term];
  return factor == S(1) &&
         (only.kind == Kind::input || (only.kind == Kind::call && only.name == function));
}

// Writes forms down. What is longer than kShort and used more than once gets a name first.
template <Scalar S>
class TorchFormulas<S>::Printer {
 public:
  Printer(const TorchFormulas& all, std::size_t longest)
      : terms_(all.terms_), longest_(longest), uses_(terms_.size()), names_(terms_.size()) {}

  std::optional<std::vector<std::string>> statements(const AffineForm<S>& form) {
    count(form);
    // A term's arguments have smaller numbers.
    for (std::size_t t = 0; t < terms_.size(); ++t) {
      if (uses_[t] < 2 || terms_[t].kind == Kind::input) continue;
      const std::string written = text(t);
      if (written.size() <= kShort) continue;
      names_[t] = fmt::format("h{}", lines_.size() + 1);
      lines_.push_back(fmt::format("{} = {}", names_[t], written));
    }
    lines_.push_back("return " + text(form, true));
    if (too_long_) return std::nullopt;
    return std::move(lines_);
  }

 private:
  static constexpr std::size_t kShort = 12;  // "relu(x1 - 1)"

  void count(const AffineForm<S>& form) {
    for (const auto& [t, factor] : form.terms) {
      if (++uses_[t] > 1) continue;
      for (const AffineForm<S>& argument : terms_[t].arguments) count(argument);
    }
  }

  // A sum and one more summand.
  std::string joined(const std::string& sum, bool minus, const std::string& what) {
    if (sum.size() + what.size() > longest_) too_long_ = true;
    if (sum.empty()) return (minus ? "-" : "") + what;
    return sum + (minus ? " - " : " + ") + what;
  }
  std::string constant(const S& c, bool as_tensor) const {
    if (!as_tensor) return python_number(c);
    return c == S(0) ? "0 * x1" : "0 * x1 + " + python_number(c);
  }

  // `as_tensor`: where a bare number would not do.
  std::string text(const AffineForm<S>& form, bool as_tensor) {
    if (form.terms.empty()) return constant(form.constant, as_tensor);
    std::string out;
    const bool constant_first = form.constant > S(0) && form.terms.begin()->second < S(0);
    if (constant_first) out = python_number(form.constant);
    for (const auto& [t, c] : form.terms) {
      if (too_long_) return out;
      const S size = c < S(0) ? S(-c) : c;
      const std::string of = text(t);
      out = joined(out, c < S(0), size == S(1) ? of : python_number(size) + " * " + of);
    }
    if (constant_first || form.constant == S(0)) return out;
    const bool minus = form.constant < S(0);
    return joined(out, minus, python_number(minus ? S(-form.constant) : form.constant));
  }

  std::string in_brackets(const AffineForm<S>& form, bool even_products) {
    const std::string inside = text(form, true);
    const bool one = form.terms.size() == 1 && form.constant == S(0);
    const auto has_own = [&] {
      const auto& [t, c] = *form.terms.begin();
      return c == S(1) &&
             (terms_[t].kind == Kind::input || terms_[t].kind == Kind::call || !names_[t].empty());
    };
    const bool bare = one && (even_products ? has_own() : form.terms.begin()->second > S(0));
    return bare ? inside : "(" + inside + ")";
  }

  std::string text(std::size_t t) {
    if (!names_[t].empty()) return names_[t];
    const Term& term = terms_[t];
    switch (term.kind) {
      case Kind::input:
        return term.name;
      case Kind::product:
        return in_brackets(term.arguments[0], false) + " * " + in_brackets(term.arguments[1], true);
      case Kind::power:
        return in_brackets(term.arguments[0], true) + " ** " + term.name;
      case Kind::call:
        break;
    }
    std::vector<std::string> arguments;
    if (term.first) arguments.push_back(python_number(*term.first));
    for (const AffineForm<S>& argument : term.arguments) {
      arguments.push_back(text(argument, term.arguments.size() == 1));
    }
    // "torch.softmax(torch.stack([%]), 0)[1]" has its place for them.
    const std::string all = fmt::format("{}", fmt::join(arguments, ", "));
    const std::size_t place = term.name.find('%');
    if (place == std::string::npos) return fmt::format("{}({})", term.name, all);
    return term.name.substr(0, place) + all + term.name.substr(place + 1);
  }

  const std::vector<Term>& terms_;
  std::size_t longest_;
  std::vector<int> uses_;
  std::vector<std::string> names_;
  std::vector<std::string> lines_;
  bool too_long_ = false;
};

template <Scalar S>
std::optional<std::vector<std::string>> TorchFormulas<S>::statements(const AffineForm<S>& form,
                                                                     std::size_t longest) const {
  return Printer(*this, longest).statements(form);
}

template struct AffineForm<double>;
template struct AffineForm<Rational>;
template class TorchFormulas<double>;
template class TorchFormulas<Rational>;

}  // namespace axiomark
