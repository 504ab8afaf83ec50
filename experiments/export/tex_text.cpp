#include "experiments/export/tex_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "experiments/export/tex_tokens.hpp"

namespace axiomark {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Writer {
 public:
  explicit Writer(std::vector<TexToken> tokens) : tokens_(std::move(tokens)) {}

  std::string text() {
    std::string out;
    while (at_ < tokens_.size()) {
      if (in_formula(at_)) {
        const std::string tex = formula();
        // Years and counts are no formulas.
        const bool number = std::ranges::all_of(tex, is_digit);
        out += number ? tex : "$" + tex + "$";
      } else {
        const TexToken& t = tokens_[at_++];
        const bool sign = t.kind == TexKind::relation;
        out += sign ? "$" + t.tex + "$" : t.plain.empty() ? t.tex : t.plain;
      }
    }
    return out;
  }

 private:
  [[nodiscard]] bool in_formula(std::size_t k) const {
    if (k >= tokens_.size()) return false;
    return tokens_[k].formula || tokens_[k].kind == TexKind::math ||
           tokens_[k].kind == TexKind::relation;
  }
  // Whether the formula goes on behind spaces.
  [[nodiscard]] std::size_t next(std::size_t k) const {
    while (k < tokens_.size() && tokens_[k].kind == TexKind::space) ++k;
    return k;
  }

  std::string formula() {
    std::string out;
    while (at_ < tokens_.size()) {
      const std::size_t k = next(at_);
      const TexKind kind = k < tokens_.size() ? tokens_[k].kind : TexKind::word;
      const bool joint =
          (kind == TexKind::slash || kind == TexKind::power) && in_formula(next(k + 1));
      if (!in_formula(k) && !joint) break;
      at_ = k;
      out += term();
    }
    return out;
  }

  std::string term() {
    const TexToken& token = tokens_[at_];
    if (token.kind != TexKind::math && token.kind != TexKind::open) {
      ++at_;
      return token.kind == TexKind::close ? token.plain : token.tex;
    }
    std::string left = atom();
    while (true) {
      const std::size_t k = next(at_);
      if (k >= tokens_.size() || !in_formula(next(k + 1))) return left;
      const TexKind operand = tokens_[next(k + 1)].kind;
      if (operand != TexKind::math && operand != TexKind::open) return left;
      if (tokens_[k].kind == TexKind::power) {
        at_ = next(k + 1);
        left += "^{" + bare(atom()) + "}";
      } else if (tokens_[k].kind == TexKind::slash) {
        at_ = next(k + 1);
        left = "\\frac{" + bare(left) + "}{" + bare(atom()) + "}";
      } else {
        return left;
      }
    }
  }

  // A name or number, or all of a bracket.
  std::string atom() {
    if (tokens_[at_].kind == TexKind::math) return tokens_[at_++].tex;
    std::string out = tokens_[at_++].plain;
    while (at_ < tokens_.size() && tokens_[at_].kind != TexKind::close) {
      if (tokens_[at_].kind == TexKind::space) {
        ++at_;
      } else {
        out += term();
      }
    }
    if (at_ < tokens_.size()) out += tokens_[at_++].plain;
    return out;
  }

  static std::string bare(const std::string& tex) {
    return tex.size() > 2 && tex.front() == '(' && tex.back() == ')' ? tex.substr(1, tex.size() - 2)
                                                                     : tex;
  }

  std::vector<TexToken> tokens_;
  std::size_t at_ = 0;
};

std::string with_times(std::string text) {
  // The methods' names say "x" for a product.
  for (const std::string_view name : {"gradient x ", "Gradient x "}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      text.replace(at + name.size() - 2, 1, "×");
    }
  }
  return text;
}

}  // namespace

std::string tex_text(std::string_view text) {
  return Writer(tex_tokens(with_times(std::string(text)))).text();
}

}  // namespace axiomark
