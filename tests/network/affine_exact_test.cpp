#include "network/scalar.hpp"
#define AXIOMARK_TEST_SCALARS axiomark::Rational
#include "tests/network/affine_operators_body.hpp"
