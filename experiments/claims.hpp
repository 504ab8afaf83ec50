#pragma once

#include <span>
#include <string_view>

#include "experiments/claim.hpp"

namespace axiomark {

/// All claims, by id. To add one: its function in a file of claims/, and its line in that file's list.
[[nodiscard]] std::span<const Claim> claim_registry();

/// Nothing but an error that lists near ids if there is none of that id.
[[nodiscard]] Result<const Claim*> find_claim(std::string_view id);

}  // namespace axiomark
