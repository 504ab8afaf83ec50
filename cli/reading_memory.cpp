#include "cli/reading_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace axiomark::cli {
namespace {

// Bytes of private writable memory: what RLIMIT_DATA counts. Nothing where the system does not say.
std::optional<std::uint64_t> data_size() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  std::uint64_t shared = 0;
  std::uint64_t text = 0;
  std::uint64_t lib = 0;
  std::uint64_t data = 0;
  if (!(statm >> size >> resident >> shared >> text >> lib >> data)) return std::nullopt;
  return data * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

ReadingMemory::ReadingMemory(std::string_view source) {
  constexpr std::uint64_t kFixed = std::uint64_t{192} << 20;
  constexpr std::uint64_t kTimes = 10;
  const char* wish = std::getenv("AXIOMARK_READING_LIMIT");
  if (wish != nullptr && std::string_view(wish) == "off") return;
  const auto taken = data_size();
  rlimit now{};
  if (!taken || ::getrlimit(RLIMIT_DATA, &now) != 0) return;
  std::error_code unknown;
  const std::uint64_t file = std::filesystem::file_size(source, unknown);
  const std::uint64_t size = unknown ? source.size() : file;
  rlimit wanted = now;
  wanted.rlim_cur = std::min<rlim_t>(now.rlim_cur, *taken + kFixed + kTimes * size);
  if (::setrlimit(RLIMIT_DATA, &wanted) == 0) limit_before_ = now.rlim_cur;
}

ReadingMemory::~ReadingMemory() {
  rlimit now{};
  if (!limit_before_ || ::getrlimit(RLIMIT_DATA, &now) != 0) return;
  now.rlim_cur = *limit_before_;
  ::setrlimit(RLIMIT_DATA, &now);
}

tl::unexpected<Error> too_much_memory(std::string_view source) {
  const bool list = source.starts_with('[');
  return fail(ErrorKind::input, list ? "input list" : std::string(source),
              "reading it takes more memory than ten times its size and 256 MiB",
              "less (AXIOMARK_READING_LIMIT=off lifts this limit)");
}

}  // namespace axiomark::cli
