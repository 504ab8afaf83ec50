#pragma once

#include <string>

#include "report/derivation_table.hpp"

namespace axiomark {

/// A derivation as a table, a column per probe.
[[nodiscard]] std::string derivation_html(const DerivationTable& table);

}  // namespace axiomark
