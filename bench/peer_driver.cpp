// One method on one or several models, held ready, so that a script can measure it in turn with its
// peers: bench/peers/ starts it and talks to it. Reads a command per line, answers each with a line
// of JSON:
//   time N    {"seconds": [...]}, of N repetitions; one is all queries to all models. On one thread
//             processor time, which is what passes on a machine that does nothing else
//   values    {"values": [[...], ...], "error_bounds": [...], "gradient_evaluations": n}, an answer per
//             model and sample; null where the method states no bound
//   memory    {"before_kib": r, "peak_kib": p}: resident memory now, and its peak while it runs once
//   peak      {"gflops": g}: the library's best matrix product on as many threads
//   work      {"head": h, "body": b, ...}: the first model's Arithmetic

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bench/arithmetic.hpp"
#include "bench/gemm_peak.hpp"
#include "methods/registry.hpp"
#include "network/files/array_file.hpp"
#include "network/files/network_file.hpp"

namespace axiomark::bench {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

// What the clock of processor time, of microseconds, tells to within a hundredth. Repetitions that are
// shorter are timed several at a time.
constexpr double kShortestInterval = 1e-4;

struct Options {
  std::vector<std::string> models;
  std::string inputs;
  Index samples = 1;
  std::vector<Index> targets = {0};
  std::string method;
  int threads = 1;
};

struct Subject {
  Network<float> network;
  Queries<float> queries;
};

Result<Subject> read_subject(const std::string& model, const Options& options) {
  auto network = read_network<float>(model);
  if (!network) return tl::unexpected(network.error());
  const auto inputs = read_batch<float>(options.inputs, sample_shape(*network));
  if (!inputs) return tl::unexpected(inputs.error());
  const Index samples = options.samples;
  if (inputs->cols() < samples) {
    return fail(ErrorKind::input, options.inputs, fmt::format("{} samples", inputs->cols()),
                fmt::format("{}", samples));
  }
  Queries<float> queries{inputs->leftCols(samples), Batch<float>::Zero(inputs->rows(), samples),
                         Batch<float>::Zero(network->output_features(), samples)};
  for (Index k = 0; k < samples; ++k) {
    const auto given = static_cast<std::size_t>(k) % options.targets.size();
    const Index target = options.targets[given];
    if (target < 0 || target >= network->output_features()) {
      return fail(ErrorKind::usage, "--targets", fmt::format("{}", target),
                  fmt::format("0 to {}", network->output_features() - 1));
    }
    queries.targets(target, k) = 1;
  }
  return Subject{std::move(*network), std::move(queries)};
}

// A line of /proc/self/status, in KiB; 0 where the system has none.
long status_kib(std::string_view key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::stol(line.substr(key.size()));
  }
  return 0;
}

Json numbers(const Vector<float>& values) {
  return std::vector<float>(values.begin(), values.end());
}

class Session {
 public:
  Session(const Options& options, AnyMethod method, std::vector<Subject> subjects)
      : method_(std::move(method)), subjects_(std::move(subjects)), pool_(options.threads) {}

  Json answer(const std::string& command, long count) const {
    if (command == "time") return time(count);
    if (command == "values") return values();
    if (command == "memory") return memory();
    if (command == "peak") return {{"gflops", gemm_peak(pool_)}};
    if (command == "work") {
      const Arithmetic work = arithmetic(subjects_.front().network);
      return {{"head", work.head},
              {"body", work.body},
              {"tail", work.tail},
              {"whole", work.whole},
              {"roundings", work.roundings}};
    }
    return {{"error", "no command " + command}};
  }

 private:
  void run_once() const {
    for (const auto& [network, queries] : subjects_) {
      const auto answers = method_.attribute<float>(network, queries, pool_);
      if (!answers.front()) throw std::runtime_error(message(answers.front().error()));
    }
  }

  // Seconds for each of so many repetitions, on average.
  double seconds_each(long count) const {
    const auto passed = Clock::now();
    const std::clock_t used = std::clock();
    for (long k = 0; k < count; ++k) run_once();
    if (pool_.threads() == 1) {
      return static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC / static_cast<double>(count);
    }
    return std::chrono::duration<double>(Clock::now() - passed).count() /
           static_cast<double>(count);
  }

  Json time(long count) const {
    const double first = std::max(seconds_each(1), 1e-6);
    const long block = std::max(1L, static_cast<long>(kShortestInterval / first));
    std::vector<double> seconds;
    for (long k = 0; k < count; k += block) seconds.push_back(seconds_each(block));
    return {{"seconds", seconds}};
  }

  Json values() const {
    Json all = Json::array();
    Json bounds = Json::array();
    Index evaluations = 0;
    for (const auto& [network, queries] : subjects_) {
      for (const auto& answer : method_.attribute<float>(network, queries, pool_)) {
        if (!answer) throw std::runtime_error(message(answer.error()));
        all.push_back(numbers(answer->values));
        bounds.push_back(answer->error_bound ? numbers(*answer->error_bound) : Json());
        evaluations += answer->gradient_evaluations;
      }
    }
    return {{"values", all}, {"error_bounds", bounds}, {"gradient_evaluations", evaluations}};
  }

  Json memory() const {
    const long before = status_kib("VmRSS:");
    std::ofstream("/proc/self/clear_refs") << "5";  // begins the peak anew (Linux, proc(5))
    run_once();
    return {{"before_kib", before}, {"peak_kib", status_kib("VmHWM:")}};
  }

  AnyMethod method_;
  std::vector<Subject> subjects_;
  ThreadPool pool_;
};

Result<Session> start(const Options& options) {
  auto method = make_method(options.method);
  if (!method) return tl::unexpected(method.error());
  std::vector<Subject> subjects;
  for (const std::string& model : options.models) {
    auto subject = read_subject(model, options);
    if (!subject) return tl::unexpected(subject.error());
    subjects.push_back(std::move(*subject));
  }
  return Result<Session>(tl::in_place, options, std::move(*method), std::move(subjects));
}

int serve(const Options& options) {
  const auto session = start(options);
  if (!session) {
    fmt::print(stderr, "peer_driver: {}\n", message(session.error()));
    return 2;
  }
  for (std::string command; std::cin >> command;) {
    long count = 0;
    if (command == "time") std::cin >> count;
    std::cout << session->answer(command, count).dump() << std::endl;
  }
  return 0;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("one attribution method on one or several models, timed on command");
  app.add_option("--model", options.models, "an .onnx file; may be given several times")
      ->required();
  app.add_option("--inputs", options.inputs, "an .npy file of inputs")->required();
  app.add_option("--samples", options.samples, "how many of them are asked about")
      ->check(CLI::PositiveNumber);
  app.add_option("--targets", options.targets, "an output per sample, or fewer, in turn");
  app.add_option("--method", options.method, "a method string")->required();
  app.add_option("--threads", options.threads)->check(CLI::Range(1, 1024));
  CLI11_PARSE(app, argc, argv);
  return serve(options);
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  try {
    return axiomark::bench::run(argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "peer_driver: %s\n", failure.what());
  } catch (...) {
    std::fputs("peer_driver: an unknown failure\n", stderr);
  }
  return 3;
}
