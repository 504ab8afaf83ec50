#define AXIOMARK_LEVEL v4
#include "network/kernels/wide_gathered_body.hpp"
#include "network/kernels/wide_product_body.hpp"
