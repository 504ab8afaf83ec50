// operator new and delete that keep small blocks, in front of whatever malloc the program has (see
// cmake/allocator.cmake). For programs only: a library leaves the choice to the program that links it.

#include <cstdlib>
#include <new>

#include "network/memory/kept_blocks.hpp"

namespace axiomark {
namespace {

// What malloc aligns to. Lists of several sizes would be asked too rarely for blocks beyond 512 bytes.
constexpr std::size_t kStep = 16;
constexpr std::size_t kLargest = 512;
constexpr unsigned kMostOfOneSize = 64;  // half a megabyte at most, for each thread

using Kept = KeptBlocks<kLargest / kStep + 1, kMostOfOneSize>;
thread_local constinit Kept kept;

struct AtEndOfThread {
  ~AtEndOfThread() {
    kept.release_all([](void* block) { std::free(block); });
  }
};

std::size_t steps(std::size_t size) { return size == 0 ? 1 : (size + kStep - 1) / kStep; }

void* allocate(std::size_t size) noexcept {
  if (size > kLargest) return std::malloc(size);
  const std::size_t n = steps(size);
  if (void* const block = kept.take(n)) return block;
  return std::malloc(n * kStep);
}

void* allocate_or_throw(std::size_t size) {
  while (true) {
    if (void* const block = allocate(size)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void give_back(void* block, std::size_t size) noexcept {
  if (block == nullptr) return;
  if (size <= kLargest) {
    thread_local AtEndOfThread at_end;
    (void)at_end;
    if (kept.keep(block, steps(size))) return;
  }
  std::free(block);
}

}  // namespace
}  // namespace axiomark

void* operator new(std::size_t size) { return axiomark::allocate_or_throw(size); }
void* operator new[](std::size_t size) { return axiomark::allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return axiomark::allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return axiomark::allocate(size);
}
void operator delete(void* block, std::size_t size) noexcept { axiomark::give_back(block, size); }
void operator delete[](void* block, std::size_t size) noexcept { axiomark::give_back(block, size); }
// The size is not known here.
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { std::free(block); }
