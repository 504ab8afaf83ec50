#include "cli/verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <thread>

namespace axiomark::cli {
namespace {

constexpr int kMostThreads = 1024;

}  // namespace

std::string check_seconds(const std::string& text) {
  double value = 0;
  const bool number = CLI::detail::lexical_cast(text, value);
  return number && value >= 0 ? "" : fmt::format("'{}'; expected a number of seconds", text);
}

std::string check_count(const std::string& text) {
  std::uint64_t value = 0;
  const bool number = !text.starts_with("-") && CLI::detail::lexical_cast(text, value);
  return number ? "" : fmt::format("'{}'; expected a whole number, 0 to 2^64 - 1", text);
}

Result<int> print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) {
    return fail(ErrorKind::io, "standard output", "could not be written", "");
  }
  return 0;
}

int every_thread() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

void add_threads(CLI::App& verb, int& threads, const std::string& promise) {
  verb.add_option("--threads", threads, "threads; " + promise)->check([](const std::string& text) {
    int value = 0;
    const bool right =
        CLI::detail::lexical_cast(text, value) && value >= 1 && value <= kMostThreads;
    return right ? "" : fmt::format("'{}'; expected 1 to {}", text, kMostThreads);
  });
}

}  // namespace axiomark::cli
