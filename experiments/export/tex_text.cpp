#include "experiments/export/tex_text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace axiomark {
namespace {

enum class Kind { word, math, relation, space, open, close, comma, slash, power };

struct Token {
  Kind kind;
  std::string tex;         ///< as it is written in its mode
  std::string plain = {};  ///< of a word: escaped text; of a bracket: the bracket
  bool formula = false;    ///< found to belong to a formula
};

// Characters beyond ASCII that our texts use.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOperators{
    {{"·", "\\cdot "},
     {"×", "\\times "},
     {"−", "-"},
     {"≈", "\\approx "},
     {"≠", "\\ne "},
     {"≤", "\\le "},
     {"≥", "\\ge "},
     {"⇒", "\\Rightarrow "}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kAsciiOperators{
    {{"!=", "\\ne "}, {"<=", "\\le "}, {">=", "\\ge "}, {"=>", "\\Rightarrow "}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kSubscripts{{{"₀", "0"},
                                                                                     {"₁", "1"},
                                                                                     {"₂", "2"},
                                                                                     {"₃", "3"},
                                                                                     {"₄", "4"},
                                                                                     {"₅", "5"},
                                                                                     {"₆", "6"},
                                                                                     {"₇", "7"},
                                                                                     {"₈", "8"},
                                                                                     {"₉", "9"}}};
constexpr std::array<std::string_view, 12> kFunctions{"relu",    "max",     "min",      "clip",
                                                      "tanh",    "exp",     "log",      "sqrt",
                                                      "sigmoid", "softmax", "softplus", "sign"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t code_point_size(std::string_view at) {
  std::size_t n = 1;
  while (n < at.size() && (static_cast<unsigned char>(at[n]) & 0xC0U) == 0x80U) ++n;
  return n;
}

// One character in text.
std::string escaped(std::string_view c) {
  if (c == "\\") return "\\textbackslash{}";
  if (c == "~") return "\\textasciitilde{}";
  if (c == "^") return "\\textasciicircum{}";
  if (c == "<" || c == ">" || c == "|") return "$" + std::string(c) + "$";
  if (c.size() == 1 && std::string_view("&%$#_{}").find(c) != std::string_view::npos) {
    return "\\" + std::string(c);
  }
  if (c == "–") return "--";
  if (c == "’") return "'";
  if (c == "“") return "``";
  if (c == "”") return "''";
  if (c == "…") return "\\dots{}";
  // Latin letters with accents; others have no glyph everywhere.
  const auto lead = static_cast<unsigned char>(c[0]);
  const bool latin = c.size() == 2 && lead >= 0xC3U && lead <= 0xC5U;
  return c.size() == 1 || latin ? std::string(c) : "?";
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::vector<Token> tokens() {
    while (!rest_.empty()) read();
    return std::move(tokens_);
  }

 private:
  void take(std::size_t n, Token token) {
    rest_.remove_prefix(n);
    tokens_.push_back(std::move(token));
  }

  void read() {
    const char c = rest_[0];
    if (c == ' ' || c == '\n') return take(1, {Kind::space, " "});
    if (is_digit(c)) return number();
    if (is_letter(c)) return letters();
    for (const auto& [sign, tex] : kAsciiOperators) {
      if (rest_.starts_with(sign)) return take(2, {Kind::relation, std::string(tex)});
    }
    for (const auto& [sign, tex] : kOperators) {
      if (rest_.starts_with(sign)) return take(sign.size(), {Kind::relation, std::string(tex)});
    }
    if (rest_.starts_with("Δ")) return greek("Δ", "\\Delta");
    if (rest_.starts_with("ε")) return greek("ε", "\\varepsilon");
    if (c == '(' || c == '[') return take(1, {Kind::open, {}, std::string(1, c)});
    if (c == ')' || c == ']') return take(1, {Kind::close, {}, std::string(1, c)});
    if (c == ',') {
      // Lists of long decimals break across lines.
      constexpr std::size_t kLong = 8;
      const bool long_number = !tokens_.empty() && tokens_.back().tex.size() > kLong;
      return take(1, {Kind::comma, long_number ? ", \\allowbreak " : ", ", ","});
    }
    if (c == '/') return take(1, {Kind::slash, "/", "/"});
    if (c == '^') return take(1, {Kind::power, "^", "\\textasciicircum{}"});
    if (c == '*') return take(1, {Kind::relation, "\\cdot "});
    // "LRP-0" is a name.
    if (c == '-' && !tokens_.empty() && tokens_.back().kind == Kind::word) {
      return take(1, {Kind::word, {}, "-"});
    }
    if (c == '+' || c == '-' || c == '=' || c == '<' || c == '>' || c == '|') {
      return take(1, {Kind::relation, std::string(1, c)});
    }
    const std::size_t n = code_point_size(rest_);
    take(n, {Kind::word, {}, escaped(rest_.substr(0, n))});
  }

  void number() {
    std::size_t n = 0;
    while (n < rest_.size() && is_digit(rest_[n])) ++n;
    if (n + 1 < rest_.size() && rest_[n] == '.' && is_digit(rest_[n + 1])) {
      ++n;
      while (n < rest_.size() && is_digit(rest_[n])) ++n;
    }
    std::size_t e = n + 1;
    if (e < rest_.size() && rest_[n] == 'e' && (rest_[e] == '-' || rest_[e] == '+')) ++e;
    std::size_t end = e;
    while (end < rest_.size() && is_digit(rest_[end])) ++end;
    std::string tex(rest_.substr(0, n));
    if (n < rest_.size() && rest_[n] == 'e' && end > e) {
      tex += "\\cdot 10^{" + std::string(rest_.substr(n + 1, end - n - 1)) + "}";
      n = end;
    }
    take(n, {Kind::math, std::move(tex)});
  }

  // Indices and primes behind a name: x1, x₁, x_i, x', Δ⁺.
  std::string indices(std::size_t& n) {
    std::string below;
    std::string above;
    for (bool more = true; more && n < rest_.size();) {
      more = false;
      const std::string_view at = rest_.substr(n);
      for (const auto& [sign, digit] : kSubscripts) {
        if (at.starts_with(sign)) below += digit, n += sign.size(), more = true;
      }
      if (more) continue;
      const std::pair<std::string_view, std::string_view> others[]{
          {"ᵢ", "i"}, {"ⱼ", "j"}, {"′", "'"}, {"⁺", "+"}, {"⁻", "-"}};
      for (const auto& [sign, tex] : others) {
        if (!at.starts_with(sign)) continue;
        (tex == "i" || tex == "j" ? below : above) += tex == "'" ? "\\prime" : std::string(tex);
        n += sign.size();
        more = true;
      }
      if (more) continue;
      if (is_digit(at[0]) && above.empty()) {
        below += at[0], ++n, more = true;
      } else if (at.starts_with("_(") && at.find(')') != std::string_view::npos) {
        below += at.substr(2, at.find(')') - 2);
        n += at.find(')') + 1;
      } else if (at[0] == '_' && at.size() > 1 && (is_digit(at[1]) || is_letter(at[1]))) {
        for (++n; n < rest_.size() && (is_digit(rest_[n]) || is_letter(rest_[n])); ++n) {
          below += rest_[n];
        }
        more = true;
      } else if (at[0] == '\'' && (at.size() == 1 || !is_letter(at[1]))) {
        above += "\\prime", ++n, more = true;
      }
    }
    return (below.empty() ? "" : "_{" + below + "}") + (above.empty() ? "" : "^{" + above + "}");
  }

  void greek(std::string_view sign, const std::string& tex) {
    std::size_t n = sign.size();
    const std::string marks = indices(n);
    take(n, {Kind::math, tex + (marks.empty() ? " " : marks)});
  }

  // A word, a name of one letter, or the name of a function. Hyphens hold words together.
  void letters() {
    std::size_t n = 0;
    while (n < rest_.size() && is_letter(rest_[n])) ++n;
    const std::string name(rest_.substr(0, n));
    const bool compound = n + 1 < rest_.size() && rest_[n] == '-' && is_letter(rest_[n + 1]);
    const char next = n < rest_.size() ? rest_[n] : ' ';
    if (!compound && name == "R" && next == '(') return take(n, {Kind::math, "\\mathrm{relu}"});
    if (!compound && name == "sigma") return take(n, {Kind::math, "\\sigma "});
    if (!compound && std::ranges::find(kFunctions, name) != kFunctions.end() && next != ' ') {
      const std::string marks = indices(n);
      return take(n, {Kind::math, "\\mathrm{" + name + "}" + marks});
    }
    // "A05" is a claim.
    const bool id = n == 1 && name[0] < 'a' && rest_.size() > 2 && is_digit(rest_[1]) &&
                    is_digit(rest_[2]) && (rest_.size() == 3 || !is_digit(rest_[3]));
    if (!compound && n == 1 && !id && !article(name)) {
      const std::string marks = indices(n);
      return take(n, {Kind::math, name + marks});
    }
    while (n + 1 < rest_.size() && (is_letter(rest_[n]) || is_digit(rest_[n]) ||
                                    (rest_[n] == '-' && is_letter(rest_[n + 1])))) {
      ++n;
    }
    if (n < rest_.size() && (is_letter(rest_[n]) || is_digit(rest_[n]))) ++n;
    take(n, {Kind::word, {}, std::string(rest_.substr(0, n))});
  }

  // "a unit", "A network" and "I", but "A of x" is an attribution.
  [[nodiscard]] bool article(const std::string& name) const {
    if (name != "a" && name != "A" && name != "I") return false;
    return rest_.size() > 2 && rest_[1] == ' ' && is_letter(rest_[2]) &&
           !rest_.substr(1).starts_with(" of ");
  }

  std::string_view rest_;
  std::vector<Token> tokens_;
};

// A bracket belongs to a formula if everything in it does: no word stands there.
void find_brackets(std::vector<Token>& tokens) {
  std::vector<std::size_t> open;
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    if (tokens[k].kind == Kind::open) open.push_back(k);
    if (tokens[k].kind != Kind::close || open.empty()) continue;
    const std::size_t from = open.back();
    open.pop_back();
    const auto words = [](const Token& t) { return t.kind == Kind::word; };
    const bool formula = std::none_of(tokens.begin() + static_cast<std::ptrdiff_t>(from),
                                      tokens.begin() + static_cast<std::ptrdiff_t>(k), words);
    for (std::size_t i = from; formula && i <= k; ++i) tokens[i].formula = true;
  }
}

class Writer {
 public:
  explicit Writer(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::string text() {
    std::string out;
    while (at_ < tokens_.size()) {
      if (in_formula(at_)) {
        const std::string tex = formula();
        // Years and counts are no formulas.
        const bool number = std::ranges::all_of(tex, is_digit);
        out += number ? tex : "$" + tex + "$";
      } else {
        const Token& t = tokens_[at_++];
        const bool sign = t.kind == Kind::relation;
        out += sign ? "$" + t.tex + "$" : t.plain.empty() ? t.tex : t.plain;
      }
    }
    return out;
  }

 private:
  [[nodiscard]] bool in_formula(std::size_t k) const {
    if (k >= tokens_.size()) return false;
    return tokens_[k].formula || tokens_[k].kind == Kind::math || tokens_[k].kind == Kind::relation;
  }
  // Whether the formula goes on behind spaces.
  [[nodiscard]] std::size_t next(std::size_t k) const {
    while (k < tokens_.size() && tokens_[k].kind == Kind::space) ++k;
    return k;
  }

  std::string formula() {
    std::string out;
    while (at_ < tokens_.size()) {
      const std::size_t k = next(at_);
      const Kind kind = k < tokens_.size() ? tokens_[k].kind : Kind::word;
      const bool joint = (kind == Kind::slash || kind == Kind::power) && in_formula(next(k + 1));
      if (!in_formula(k) && !joint) break;
      at_ = k;
      out += term();
    }
    return out;
  }

  std::string term() {
    const Token& token = tokens_[at_];
    if (token.kind != Kind::math && token.kind != Kind::open) {
      ++at_;
      return token.kind == Kind::close ? token.plain : token.tex;
    }
    std::string left = atom();
    while (true) {
      const std::size_t k = next(at_);
      if (k >= tokens_.size() || !in_formula(next(k + 1))) return left;
      const Kind operand = tokens_[next(k + 1)].kind;
      if (operand != Kind::math && operand != Kind::open) return left;
      if (tokens_[k].kind == Kind::power) {
        at_ = next(k + 1);
        left += "^{" + bare(atom()) + "}";
      } else if (tokens_[k].kind == Kind::slash) {
        at_ = next(k + 1);
        left = "\\frac{" + bare(left) + "}{" + bare(atom()) + "}";
      } else {
        return left;
      }
    }
  }

  // A name or number, or all of a bracket.
  std::string atom() {
    if (tokens_[at_].kind == Kind::math) return tokens_[at_++].tex;
    std::string out = tokens_[at_++].plain;
    while (at_ < tokens_.size() && tokens_[at_].kind != Kind::close) {
      if (tokens_[at_].kind == Kind::space) {
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

  std::vector<Token> tokens_;
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
  std::vector<Token> tokens = Reader(with_times(std::string(text))).tokens();
  find_brackets(tokens);
  return Writer(std::move(tokens)).text();
}

}  // namespace axiomark
