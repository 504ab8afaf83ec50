#pragma once

#include <functional>
#include <memory>

#include "network/batch.hpp"

namespace axiomark {

/// Our one pool of threads. Jobs are numbered; results belong into slots by number, so that nothing
/// depends on which thread ran what. A call from inside a job runs its jobs in that thread; calls
/// from several outside threads take turns.
class ThreadPool {
 public:
  /// threads >= 1; the calling thread is one of them.
  explicit ThreadPool(int threads = 1);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  [[nodiscard]] int threads() const;
  /// Runs job(0), ..., job(count - 1) and returns when all have ended. If jobs throw, the
  /// exception of the one with the lowest number is thrown again here, after all have ended.
  void for_each(Index count, const std::function<void(Index)>& job) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace axiomark
