#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace axiomark::cli {

/// While it lives, the first Ctrl-C asks for a stop instead of ending the process; the second one
/// ends it. Make it before any other thread: they inherit the signal mask it sets.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
  [[nodiscard]] bool interrupted() const { return stop_.stop_requested(); }

 private:
  std::stop_source stop_;
  sigset_t before_{};
  std::jthread watcher_;
};

}  // namespace axiomark::cli
