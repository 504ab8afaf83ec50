#define AXIOMARK_TEST_SCALARS float, double
#include "tests/network/nonlinear_operators_body.hpp"
