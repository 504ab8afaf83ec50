#pragma once

#include "network/thread_pool.hpp"

namespace axiomark::bench {

/// The best speed of the library's own matrix product in float, in GFLOP/s, over square weights of
/// 128 to 512 and as many samples, every thread of the pool with matrices of its own: what all
/// other figures are fractions of. Takes about a quarter of a second.
[[nodiscard]] double gemm_peak(const ThreadPool& pool);

}  // namespace axiomark::bench
