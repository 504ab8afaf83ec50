#include "experiments/claim_verdict_words.hpp"

#include <fmt/format.h>

#include "experiments/claims_text.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {

const std::array<ClaimVerdictWords, 3>& claim_verdict_words() {
  static constexpr std::array<ClaimVerdictWords, 3> kWords = {{
      {ClaimVerdict::is_false, 'V', "False", "are false as stated",
       "something that the source says did not come out, under every reading that we tried."},
      {ClaimVerdict::holds_only_if, 'W', "Holds only if", "hold only under a reading",
       "all that the source says came out under the readings named, and under no other."},
      {ClaimVerdict::holds, 'H', "Holds", "hold",
       "all that the source says of what is computed came out. That is no proof of a statement "
       "about all networks: it says what was computed."},
  }};
  return kWords;
}

const ClaimVerdictWords& words(ClaimVerdict verdict) {
  for (const ClaimVerdictWords& entry : claim_verdict_words()) {
    if (entry.verdict == verdict) return entry;
  }
  return claim_verdict_words().front();
}

std::string filter_codes(const ClaimOutcome& outcome) {
  std::string codes(1, words(outcome.verdict).code);
  if (!outcome.as_registered) codes += kNotRegisteredCode;
  return codes;
}

std::string verdict_html(const ClaimOutcome& outcome) {
  const char code = words(outcome.verdict).code;
  std::string html = fmt::format(R"(<span class="vd {0}">{1}<span>{2}</span></span>)", code,
                                 glyph(code), escaped(typeset(verdict_in_words(outcome))));
  if (outcome.as_registered) return html;
  return html + fmt::format(R"( <span class="vd {0}">{1}<span>Not as registered</span></span>)",
                            kNotRegisteredCode, glyph(kNotRegisteredCode));
}

}  // namespace axiomark
