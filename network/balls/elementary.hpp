#pragma once

#include "network/balls/ball.hpp"

namespace axiomark {

// Elementary functions of balls: every bound is derived here from series with explicit remainders; nothing
// rests on what a library says about its own error. Arguments beyond 2^20 are Undecided.

[[nodiscard]] Ball exp(const Ball& x);
/// Undecided where x may be zero or below.
[[nodiscard]] Ball log(const Ball& x);
/// Undecided where x may be zero or below.
[[nodiscard]] Ball sqrt(const Ball& x);
/// 1 / (1 + exp(-x))
[[nodiscard]] Ball sigmoid(const Ball& x);
[[nodiscard]] Ball tanh(const Ball& x);
/// log(1 + exp(x))
[[nodiscard]] Ball softplus(const Ball& x);

}  // namespace axiomark
