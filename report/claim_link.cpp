#include "report/claim_link.hpp"

#include <fmt/format.h>

#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {

std::string claim_links_html(const ClaimLinks& claims, const std::string& cell) {
  const auto found = claims.find(cell);
  if (found == claims.end()) return {};
  std::string html;
  for (const ClaimLink& claim : found->second) {
    const std::string id = claim.href.empty() ? escaped(claim.id)
                                              : fmt::format(R"(<a href="{}">{}</a>)",
                                                            escaped(claim.href), escaped(claim.id));
    html += (html.empty() ? "" : "; ") + id + " " + escaped(typeset(claim.title));
  }
  return html;
}

}  // namespace axiomark
