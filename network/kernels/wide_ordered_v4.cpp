#define AXIOMARK_LEVEL ordered_v4
#include "network/kernels/wide_gathered_body.hpp"
