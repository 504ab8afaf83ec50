#define AXIOMARK_TEST_SCALARS float, double
#include "tests/network/affine_operators_body.hpp"
