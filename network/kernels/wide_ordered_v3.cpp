#define AXIOMARK_LEVEL ordered_v3
#include "network/kernels/wide_gathered_body.hpp"
#include "network/kernels/wide_quotients_body.hpp"
