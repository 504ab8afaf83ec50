#define CATCH_CONFIG_RUNNER
#include "network/floating_point.hpp"
#include "tests/catch.hpp"

int main(int argc, char** argv) {
  axiomark::require_floating_point_contract();
  return Catch::Session().run(argc, argv);
}
