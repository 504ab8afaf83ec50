#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace axiomark {

/// Blocks of memory that were given back, in a list per size, for the next one who asks for that size: a fifth of
/// the cost of an allocator, which has to find out how large a block is and whose. For one thread each; a block may
/// come from another one. Trivially destructible, so that it can be used at the end of a thread: release_all()
/// hands everything back and keeps nothing from then on.
///
/// A block has room for a pointer at least, and every block of a list for what the list is asked for.
template <std::size_t kSizes, unsigned kMostOfOneSize>
class KeptBlocks {
 public:
  /// A block of a size below kSizes, or nothing.
  [[nodiscard]] void* take(std::size_t size) {
    List& list = lists_[size];
    Block* const first = list.first;
    if (first != nullptr) {
      list.first = first->next;
      --list.count;
    }
    return first;
  }
  /// False if the list is full: the block is still the caller's.
  [[nodiscard]] bool keep(void* block, std::size_t size) {
    List& list = lists_[size];
    if (list.count == most_) return false;
    list.first = new (block) Block{list.first};
    ++list.count;
    return true;
  }
  template <class Release>
  void release_all(const Release& release) {
    most_ = 0;
    for (std::size_t size = 0; size < kSizes; ++size) {
      while (void* const block = take(size)) release(block);
    }
  }

 private:
  struct Block {
    Block* next;
  };
  struct List {
    Block* first = nullptr;
    unsigned count = 0;
  };
  std::array<List, kSizes> lists_{};
  unsigned most_ = kMostOfOneSize;
};

}  // namespace axiomark
