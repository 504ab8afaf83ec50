#pragma once

namespace axiomark::reference {

/// Compares the reference with the exact values of published claims (A01 to A03, A06 to A08 and
/// A18 to A20 of the catalogue); each disagreement is a line on stderr. Returns their number.
[[nodiscard]] int check_claims();

}  // namespace axiomark::reference
