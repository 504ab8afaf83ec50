#include "network/batch.hpp"

#include <fmt/format.h>

namespace axiomark {

Index element_count(const Shape& shape) {
  Index count = 1;
  for (const Index n : shape) count *= n;
  return count;
}

std::string to_text(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

}  // namespace axiomark
