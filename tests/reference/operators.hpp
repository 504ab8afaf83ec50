#pragma once

/// Every operator of the reference and its derivatives.
#include "tests/reference/elementwise_operators.hpp"
#include "tests/reference/operand_operators.hpp"
#include "tests/reference/operator_derivatives.hpp"
#include "tests/reference/rearranging_operators.hpp"
#include "tests/reference/reducing_operators.hpp"
#include "tests/reference/window_operators.hpp"
