#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// The section "Kept, and why": theorems with citation and premises, then what survived, with the
/// bound that the search puts on the rate of violations.
[[nodiscard]] std::string kept_section(const Campaign& campaign);

}  // namespace axiomark
