#include "report/pending_files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace axiomark {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> io_fault(const fs::path& path, const std::string& what) {
  return fail(ErrorKind::io, path.string(), what, "a directory with room that can be written to");
}

}  // namespace

PendingFiles::~PendingFiles() {
  std::error_code ignored;
  for (const auto& [temporary, place] : files_) fs::remove(temporary, ignored);
}

Result<void> PendingFiles::write(const fs::path& place, const std::string& text) {
  fs::path temporary = place;
  temporary += ".writing";
  files_.emplace_back(temporary, place);
  errno = 0;
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (out) return {};
  return io_fault(temporary, errno != 0 ? std::strerror(errno) : "could not be written");
}

Result<void> PendingFiles::move_all() {
  for (const auto& [temporary, place] : files_) {
    std::error_code fault;
    fs::rename(temporary, place, fault);
    if (fault) return io_fault(place, fault.message());
  }
  files_.clear();
  return {};
}

Result<void> make_directories(const fs::path& directory) {
  std::error_code fault;
  fs::create_directories(directory, fault);
  if (fault) return io_fault(directory, fault.message());
  return {};
}

Result<void> check_writable(const fs::path& directory) {
  if (auto ok = make_directories(directory); !ok) return ok;
  PendingFiles trial;  // removed again when it goes out of scope
  return trial.write(directory / "report.json", "");
}

}  // namespace axiomark
