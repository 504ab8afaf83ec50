#include "experiments/report_link.hpp"

#include "search/case_file.hpp"

namespace axiomark {

std::string cell_href(const ReportLink& report, const SupportedCell& cell) {
  if (report.page.empty()) return {};
  return report.page + "#" + cell_id(cell.method, cell.axiom);
}

ClaimLinks claim_links(std::span<const Claim> claims, const std::string& page) {
  ClaimLinks links;
  for (const Claim& claim : claims) {
    for (const SupportedCell& cell : claim.supports) {
      links[cell_id(cell.method, cell.axiom)].push_back(
          {claim.id, claim.title, page.empty() ? page : page + "#" + claim.id});
    }
  }
  return links;
}

}  // namespace axiomark
