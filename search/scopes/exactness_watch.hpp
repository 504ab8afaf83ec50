#pragma once

namespace axiomark {

/// Watches this thread's floating point status: whether any operation since the watch began was rounded,
/// overflowed, underflowed or had no value. If none was, every double computed in between is exactly the
/// number that its formula asks for. A flag may be raised without need, never left out: IEEE 754 makes
/// each operation raise it, and the hardware keeps it until it is cleared. The work has to be done by
/// functions that the compiler cannot look into from where the watch stands, so that it moves none of
/// their operations before or behind it.
class ExactnessWatch {
 public:
  ExactnessWatch();
  [[nodiscard]] bool exact() const;
};

}  // namespace axiomark
