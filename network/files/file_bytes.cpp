#include "network/files/file_bytes.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace axiomark {
namespace {

constexpr std::size_t kLargestFile = (std::size_t{1} << 31) - 1;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string reason(int code) { return std::generic_category().message(code); }

Result<void> write_all(std::FILE* opened, const std::filesystem::path& path,
                       std::string_view bytes) {
  File file(opened);
  if (!file) return fail(ErrorKind::io, path.string(), "cannot be written: " + reason(errno));
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
                       std::fflush(file.get()) == 0;
  const int code = errno;
  // Some file systems report a full disk only when the file is closed.
  if (std::fclose(file.release()) != 0 || !written) {
    return fail(ErrorKind::io, path.string(),
                "cannot be written: " + reason(written ? errno : code));
  }
  return {};
}

}  // namespace

Result<std::string> read_bytes(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorKind::io, path.string(), "is a directory", "a file");
  }
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) return fail(ErrorKind::io, path.string(), "cannot be read: " + reason(errno));
  std::string bytes;
  // Room for all of it at once; a pipe, or a file that grows, is taken as it comes.
  if (const auto size = std::filesystem::file_size(path, ignored); !ignored) {
    bytes.reserve(std::min<std::uintmax_t>(size, kLargestFile));
  }
  std::array<char, 1 << 16> block{};
  while (const std::size_t n = std::fread(block.data(), 1, block.size(), file.get())) {
    bytes.append(block.data(), n);
    if (bytes.size() > kLargestFile) {
      return fail(ErrorKind::io, path.string(), "is too large", "less than 2 GiB");
    }
  }
  if (std::ferror(file.get()) != 0) {
    return fail(ErrorKind::io, path.string(), "cannot be read: " + reason(errno));
  }
  if (bytes.empty()) return fail(ErrorKind::io, path.string(), "is empty");
  return bytes;
}

Result<void> write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::error_code code;
  // Through a symbolic link the file behind it is replaced, not the link.
  const auto real = std::filesystem::canonical(path, code);
  const std::filesystem::path target = code ? path : real;
  if (std::filesystem::is_directory(target, code)) {
    return fail(ErrorKind::io, path.string(), "is a directory", "a file to write");
  }
  if (std::filesystem::exists(target, code) && !std::filesystem::is_regular_file(target, code)) {
    return write_all(std::fopen(target.c_str(), "wb"), path, bytes);
  }
  static std::atomic<unsigned> count{0};  // threads may write side by side
  std::filesystem::path partial = target;
  partial += fmt::format(".{}-{}.partial", ::getpid(), count++);
  if (auto ok = write_all(std::fopen(partial.c_str(), "wbx"), path, bytes); !ok) {
    std::filesystem::remove(partial, code);
    return ok;
  }
  std::filesystem::rename(partial, target, code);
  if (code) {
    const std::string why = code.message();
    std::filesystem::remove(partial, code);
    return fail(ErrorKind::io, path.string(), "cannot be written: " + why);
  }
  return {};
}

}  // namespace axiomark
