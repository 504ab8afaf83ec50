#include "network/thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "network/floating_point.hpp"

namespace axiomark {
namespace {

thread_local bool inside_a_job = false;

void run_in_this_thread(Index count, const std::function<void(Index)>& job) {
  std::exception_ptr failure;
  for (Index k = 0; k < count; ++k) {
    try {
      job(k);
    } catch (...) {
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

struct ThreadPool::State {
  std::mutex rounds;  // held by the one outside thread whose jobs are running
  std::mutex mutex;
  std::condition_variable work_arrived;
  std::condition_variable work_ended;
  const std::function<void(Index)>* job = nullptr;
  Index count = 0;
  std::atomic<Index> next{0};
  int busy = 0;
  std::size_t round = 0;
  bool stopping = false;
  std::exception_ptr failure;
  Index failed_job = 0;
  std::vector<std::thread> workers;

  void take_jobs() {
    inside_a_job = true;
    for (Index k = next++; k < count; k = next++) {
      try {
        (*job)(k);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        // The first by number, not by time: the same whatever the number of threads.
        if (!failure || k < failed_job) {
          failure = std::current_exception();
          failed_job = k;
        }
      }
    }
    inside_a_job = false;
  }

  void work() {
    require_floating_point_contract();
    std::size_t seen = 0;
    std::unique_lock lock(mutex);
    while (true) {
      work_arrived.wait(lock, [&] { return stopping || round != seen; });
      if (stopping) return;
      seen = round;
      lock.unlock();
      take_jobs();
      lock.lock();
      if (--busy == 0) work_ended.notify_one();
    }
  }
};

ThreadPool::ThreadPool(int threads) : state_(std::make_unique<State>()) {
  for (int k = 1; k < std::max(threads, 1); ++k) {
    state_->workers.emplace_back([state = state_.get()] { state->work(); });
  }
}

ThreadPool::~ThreadPool() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->work_arrived.notify_all();
  for (auto& worker : state_->workers) worker.join();
}

int ThreadPool::threads() const { return static_cast<int>(state_->workers.size()) + 1; }

void ThreadPool::for_each(Index count, const std::function<void(Index)>& job) const {
  if (state_->workers.empty() || inside_a_job || count <= 1) {
    run_in_this_thread(count, job);
    return;
  }
  const std::scoped_lock round(state_->rounds);
  {
    const std::scoped_lock lock(state_->mutex);
    state_->job = &job;
    state_->count = count;
    state_->next = 0;
    state_->failure = nullptr;
    state_->busy = static_cast<int>(state_->workers.size());
    ++state_->round;
  }
  state_->work_arrived.notify_all();
  state_->take_jobs();
  std::unique_lock lock(state_->mutex);
  state_->work_ended.wait(lock, [&] { return state_->busy == 0; });
  if (state_->failure) std::rethrow_exception(state_->failure);
}

}  // namespace axiomark
