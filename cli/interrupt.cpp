#include "cli/interrupt.hpp"

#include <ctime>

namespace axiomark::cli {

InterruptGuard::InterruptGuard() {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGINT);
  pthread_sigmask(SIG_BLOCK, &watched, &before_);
  watcher_ = std::jthread([this, watched](const std::stop_token& done) {
    // A signal is waited for in short spells, so that the thread can be told to end.
    constexpr timespec kSpell{0, 50'000'000};
    while (!done.stop_requested()) {
      if (sigtimedwait(&watched, nullptr, &kSpell) != SIGINT) continue;
      if (stop_.request_stop()) continue;
      // Asked again: as if there had been no guard.
      std::signal(SIGINT, SIG_DFL);
      pthread_sigmask(SIG_UNBLOCK, &watched, nullptr);
      raise(SIGINT);
    }
  });
}

InterruptGuard::~InterruptGuard() {
  watcher_.request_stop();
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace axiomark::cli
