#include "network/memory/kept_blocks.hpp"

#include <array>
#include <cstddef>
#include <vector>

#include "tests/catch.hpp"

namespace axiomark::tests {

TEST_CASE("a block that was given back is the next one of its size") {
  alignas(16) std::array<std::array<std::byte, 16>, 3> memory;
  void* const a = &memory[0];
  void* const b = &memory[1];
  void* const c = &memory[2];
  KeptBlocks<4, 2> kept;
  CHECK(kept.take(1) == nullptr);
  CHECK(kept.keep(a, 1));
  CHECK(kept.take(2) == nullptr);  // another size
  CHECK(kept.keep(b, 1));
  CHECK_FALSE(kept.keep(c, 1));  // the list is full
  CHECK(kept.keep(c, 3));
  CHECK(kept.take(1) == b);
  CHECK(kept.take(1) == a);
  CHECK(kept.take(1) == nullptr);
  CHECK(kept.take(3) == c);
}

TEST_CASE("at the end everything is released once, and nothing is kept any more") {
  alignas(16) std::array<std::array<std::byte, 16>, 2> memory;
  KeptBlocks<4, 2> kept;
  CHECK(kept.keep(&memory[0], 1));
  CHECK(kept.keep(&memory[1], 2));
  std::vector<void*> released;
  kept.release_all([&](void* block) { released.push_back(block); });
  CHECK(released == std::vector<void*>{&memory[0], &memory[1]});
  CHECK_FALSE(kept.keep(&memory[0], 1));
  CHECK(kept.take(1) == nullptr);
}

}  // namespace axiomark::tests
