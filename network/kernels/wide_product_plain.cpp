#define AXIOMARK_LEVEL plain
#include "network/kernels/wide_gathered_body.hpp"
#include "network/kernels/wide_product_body.hpp"
