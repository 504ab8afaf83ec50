#include "experiments/export/tex_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace axiomark {
namespace {

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

  std::vector<TexToken> tokens() {
    while (!rest_.empty()) read();
    return std::move(tokens_);
  }

 private:
  void take(std::size_t n, TexToken token) {
    rest_.remove_prefix(n);
    tokens_.push_back(std::move(token));
  }

  void read() {
    const char c = rest_[0];
    if (c == ' ' || c == '\n') return take(1, {TexKind::space, " "});
    if (is_digit(c)) return number();
    if (is_letter(c)) return letters();
    for (const auto& [sign, tex] : kAsciiOperators) {
      if (rest_.starts_with(sign)) return take(2, {TexKind::relation, std::string(tex)});
    }
    for (const auto& [sign, tex] : kOperators) {
      if (rest_.starts_with(sign)) return take(sign.size(), {TexKind::relation, std::string(tex)});
    }
    if (rest_.starts_with("Δ")) return greek("Δ", "\\Delta");
    if (rest_.starts_with("ε")) return greek("ε", "\\varepsilon");
    if (c == '(' || c == '[') return take(1, {TexKind::open, {}, std::string(1, c)});
    if (c == ')' || c == ']') return take(1, {TexKind::close, {}, std::string(1, c)});
    if (c == ',') {
      // Lists of long decimals break across lines.
      constexpr std::size_t kLong = 8;
      const bool long_number = !tokens_.empty() && tokens_.back().tex.size() > kLong;
      return take(1, {TexKind::comma, long_number ? ", \\allowbreak " : ", ", ","});
    }
    if (c == '/') return take(1, {TexKind::slash, "/", "/"});
    if (c == '^') return take(1, {TexKind::power, "^", "\\textasciicircum{}"});
    if (c == '*') return take(1, {TexKind::relation, "\\cdot "});
    // "LRP-0" is a name.
    if (c == '-' && !tokens_.empty() && tokens_.back().kind == TexKind::word) {
      return take(1, {TexKind::word, {}, "-"});
    }
    if (c == '+' || c == '-' || c == '=' || c == '<' || c == '>' || c == '|') {
      return take(1, {TexKind::relation, std::string(1, c)});
    }
    const std::size_t n = code_point_size(rest_);
    take(n, {TexKind::word, {}, escaped(rest_.substr(0, n))});
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
    take(n, {TexKind::math, std::move(tex)});
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
    take(n, {TexKind::math, tex + (marks.empty() ? " " : marks)});
  }

  // A word, a name of one letter, or the name of a function. Hyphens hold words together.
  void letters() {
    std::size_t n = 0;
    while (n < rest_.size() && is_letter(rest_[n])) ++n;
    const std::string name(rest_.substr(0, n));
    const bool compound = n + 1 < rest_.size() && rest_[n] == '-' && is_letter(rest_[n + 1]);
    const char next = n < rest_.size() ? rest_[n] : ' ';
    if (!compound && name == "R" && next == '(') return take(n, {TexKind::math, "\\mathrm{relu}"});
    if (!compound && name == "sigma") return take(n, {TexKind::math, "\\sigma "});
    if (!compound && std::ranges::find(kFunctions, name) != kFunctions.end() && next != ' ') {
      const std::string marks = indices(n);
      return take(n, {TexKind::math, "\\mathrm{" + name + "}" + marks});
    }
    // "A05" is a claim.
    const bool id = n == 1 && name[0] < 'a' && rest_.size() > 2 && is_digit(rest_[1]) &&
                    is_digit(rest_[2]) && (rest_.size() == 3 || !is_digit(rest_[3]));
    if (!compound && n == 1 && !id && !article(name)) {
      const std::string marks = indices(n);
      return take(n, {TexKind::math, name + marks});
    }
    while (n + 1 < rest_.size() && (is_letter(rest_[n]) || is_digit(rest_[n]) ||
                                    (rest_[n] == '-' && is_letter(rest_[n + 1])))) {
      ++n;
    }
    if (n < rest_.size() && (is_letter(rest_[n]) || is_digit(rest_[n]))) ++n;
    take(n, {TexKind::word, {}, std::string(rest_.substr(0, n))});
  }

  // "a unit", "A network" and "I", but "A of x" is an attribution.
  [[nodiscard]] bool article(const std::string& name) const {
    if (name != "a" && name != "A" && name != "I") return false;
    return rest_.size() > 2 && rest_[1] == ' ' && is_letter(rest_[2]) &&
           !rest_.substr(1).starts_with(" of ");
  }

  std::string_view rest_;
  std::vector<TexToken> tokens_;
};

// A bracket belongs to a formula if everything in it does: no word stands there.
void find_brackets(std::vector<TexToken>& tokens) {
  std::vector<std::size_t> open;
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    if (tokens[k].kind == TexKind::open) open.push_back(k);
    if (tokens[k].kind != TexKind::close || open.empty()) continue;
    const std::size_t from = open.back();
    open.pop_back();
    const auto words = [](const TexToken& t) { return t.kind == TexKind::word; };
    const bool formula = std::none_of(tokens.begin() + static_cast<std::ptrdiff_t>(from),
                                      tokens.begin() + static_cast<std::ptrdiff_t>(k), words);
    for (std::size_t i = from; formula && i <= k; ++i) tokens[i].formula = true;
  }
}

}  // namespace

std::vector<TexToken> tex_tokens(std::string_view text) {
  std::vector<TexToken> tokens = Reader(text).tokens();
  find_brackets(tokens);
  return tokens;
}

}  // namespace axiomark
