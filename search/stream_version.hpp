#pragma once

namespace axiomark {

/// Raised whenever a seed draws other cases than before: a family, a share, a number or the random stream
/// itself has changed. Written into every report and case file.
inline constexpr int kStreamVersion = 4;

}  // namespace axiomark
