#include "network/thread_pool.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

#include "tests/catch.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {

TEST_CASE("every job runs once, whatever the number of threads and jobs") {
  for (const int threads : {1, 2, 5}) {
    const ThreadPool pool(threads);
    CHECK(pool.threads() == threads);
    property("count jobs, one round after the other", [&] {
      const int count = draw(0, 40);
      std::vector<std::atomic<int>> runs(static_cast<std::size_t>(count));
      pool.for_each(count, [&](Index k) { ++runs[static_cast<std::size_t>(k)]; });
      for (const auto& times : runs) RC_ASSERT(times == 1);
    });
  }
  CHECK(ThreadPool(0).threads() == 1);
}

TEST_CASE("two threads work at the same time") {
  const ThreadPool pool(2);
  std::atomic<int> arrived{0};
  pool.for_each(2, [&](Index) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();  // for ever, if one thread ran both
  });
  CHECK(arrived == 2);
}

TEST_CASE("the exception of the first job that failed arrives after all jobs have ended") {
  for (const int threads : {1, 3}) {
    CAPTURE(threads);
    const ThreadPool pool(threads);
    for (int round = 0; round < 50; ++round) {
      std::atomic<int> ended{0};
      const auto job = [&](Index k) {
        ++ended;
        if (k == 3 || k == 7) throw std::runtime_error("job " + std::to_string(k));
      };
      std::string failure;
      try {
        pool.for_each(10, job);
      } catch (const std::runtime_error& error) {
        failure = error.what();
      }
      CHECK(failure == "job 3");
      CHECK(ended == 10);
    }
    std::atomic<int> later{0};
    pool.for_each(10, [&](Index) { ++later; });
    CHECK(later == 10);
  }
}

TEST_CASE("a call from inside a job runs its jobs in that thread") {
  const ThreadPool pool(3);
  std::atomic<int> runs{0};
  std::atomic<int> elsewhere{0};
  pool.for_each(6, [&](Index) {
    const auto here = std::this_thread::get_id();
    pool.for_each(5, [&](Index) {
      ++runs;
      if (std::this_thread::get_id() != here) ++elsewhere;
    });
  });
  CHECK(runs == 30);
  CHECK(elsewhere == 0);
}

TEST_CASE("threads that are no part of the pool may share it") {
  const ThreadPool pool(2);
  std::atomic<int> runs{0};
  const auto many_rounds = [&] {
    for (int round = 0; round < 200; ++round) pool.for_each(7, [&](Index) { ++runs; });
  };
  std::thread other(many_rounds);
  many_rounds();
  other.join();
  CHECK(runs == 2 * 200 * 7);
}

}  // namespace axiomark::tests
