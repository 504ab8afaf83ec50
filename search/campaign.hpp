#pragma once

#include "search/campaign_options.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// Methods x axioms on embedded networks. Every case is a function of (seed, axiom, case number),
/// so that the result does not depend on threads or machine: doubles suspect, rationals convict.
[[nodiscard]] Campaign run_campaign(const CampaignOptions& options, const ThreadPool& pool);

/// A campaign with its rows, columns and facts, and no findings yet.
[[nodiscard]] Campaign empty_campaign(const CampaignOptions& options);

}  // namespace axiomark
