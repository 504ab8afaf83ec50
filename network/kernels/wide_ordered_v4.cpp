#define AXIOMARK_LEVEL ordered_v4
#include "network/kernels/wide_gathered_body.hpp"
#include "network/kernels/wide_quotients_body.hpp"
