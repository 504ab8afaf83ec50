#pragma once

namespace axiomark::reference {

/// Compares the reference operators with values that can be checked by hand, and their exact
/// derivatives with central differences; each disagreement is a line on stderr. Returns their
/// number.
[[nodiscard]] int check_operators();

}  // namespace axiomark::reference
