#pragma once

#include "search/axiom_search.hpp"

namespace axiomark::tests {

/// One cell of a campaign alone.
[[nodiscard]] inline Finding search_cell(const AnyMethod& method, const Axiom& axiom,
                                         const CampaignOptions& options) {
  return std::move(search_axiom({&method, 1}, axiom, options).findings.front());
}

}  // namespace axiomark::tests
