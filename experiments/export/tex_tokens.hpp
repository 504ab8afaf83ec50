#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace axiomark {

/// What tex_text reads a text as, piece by piece.
enum class TexKind { word, math, relation, space, open, close, comma, slash, power };

struct TexToken {
  TexKind kind;
  std::string tex;         ///< as it is written in its mode
  std::string plain = {};  ///< of a word: escaped text; of a bracket: the bracket
  bool formula = false;    ///< found to belong to a formula
};
/// The pieces of a text, in order. Those inside brackets without words are marked as formulas.
[[nodiscard]] std::vector<TexToken> tex_tokens(std::string_view text);

}  // namespace axiomark
