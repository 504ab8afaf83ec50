#define AXIOMARK_LEVEL plain
#include "network/kernels/wide_product_body.hpp"
