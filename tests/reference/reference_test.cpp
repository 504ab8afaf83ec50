#include "tests/catch.hpp"
#include "tests/reference/check_claims.hpp"
#include "tests/reference/check_golden.hpp"
#include "tests/reference/check_operators.hpp"
#include "tests/shared_data.hpp"

namespace axiomark::reference {

TEST_CASE("the reference agrees with the golden networks") {
  const auto file = tests::shared_data("golden/relu_nets.json");
  if (!file) return tests::skip_without_shared_data();
  CHECK(check_golden(*file) == 0);
}

TEST_CASE("the reference agrees with published claims") { CHECK(check_claims() == 0); }

TEST_CASE("the reference operators agree with values worked out by hand") {
  CHECK(check_operators() == 0);
}

}  // namespace axiomark::reference
