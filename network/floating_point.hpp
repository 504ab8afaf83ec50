#pragma once

namespace axiomark {

/// Asserts what every floating point number here relies on: round to nearest, subnormals kept.
/// Called at start-up and in each worker thread; throws std::runtime_error naming what is off (an
/// object linked with -ffast-math switches subnormals off for the whole process).
void require_floating_point_contract();

}  // namespace axiomark
