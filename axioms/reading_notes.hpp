#pragma once

#include "axioms/literature.hpp"

namespace axiomark {

/// What summaries of "Axiomatic Attribution for Deep Networks" repeat: readers meet these statements
/// first, and many are wrong.
[[nodiscard]] Work reading_notes();

}  // namespace axiomark
