#define AXIOMARK_LEVEL v3
#include "network/kernels/wide_product_body.hpp"
