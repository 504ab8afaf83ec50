#pragma once

#include <functional>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "network/error.hpp"

namespace axiomark::cli {

/// While it lives, the process may take no more memory than it has plus ten times the size of the source
/// (a file, or a list on the command line) and 192 MiB: with the program's own, less than 256 MiB. An
/// allocation above that fails as if the machine had no more. Does nothing where the system has no such
/// limit, or where AXIOMARK_READING_LIMIT is `off`.
class ReadingMemory {
 public:
  explicit ReadingMemory(std::string_view source);
  ReadingMemory(const ReadingMemory&) = delete;
  ReadingMemory& operator=(const ReadingMemory&) = delete;
  ~ReadingMemory();

 private:
  std::optional<unsigned long> limit_before_;
};

[[nodiscard]] tl::unexpected<Error> too_much_memory(std::string_view source);

/// What `read()` gives, or an error that names the source if it would take more memory than that: the
/// readers' own limits are finer, this one holds whatever bytes they meet.
template <class Read>
[[nodiscard]] std::invoke_result_t<Read> within_memory(std::string_view source, const Read& read) {
  const ReadingMemory limit(source);
  try {
    return read();
  } catch (const std::bad_alloc&) {
    return too_much_memory(source);
  } catch (const std::length_error&) {  // larger than any container
    return too_much_memory(source);
  }
}

}  // namespace axiomark::cli
