#include "report/recorded_gradients.hpp"

#include <memory>

namespace axiomark {
namespace {

struct Questions {
  std::vector<Vector<Rational>> points;
  std::vector<Vector<Rational>> gradients;
  std::vector<Rational> outputs;
};

// A model for Function: another function, and what it was asked.
struct Recorder {
  Function<Rational> function;
  std::shared_ptr<Questions> log;

  [[nodiscard]] Index dimension() const { return function.dimension(); }
  [[nodiscard]] Result<Row<Rational>> evaluate(const Batch<Rational>& points) const {
    return function.evaluate(points);
  }
  [[nodiscard]] Result<Gradients<Rational>> gradient(const Batch<Rational>& points) const {
    auto answer = function.gradient(points);
    if (!answer) return answer;
    for (Index k = 0; k < points.cols(); ++k) {
      log->points.emplace_back(points.col(k));
      log->gradients.emplace_back(answer->values.col(k));
      log->outputs.push_back(answer->outputs(k));
    }
    return answer;
  }
};

}  // namespace

Result<RecordedGradients> record_gradients(const Probe<Rational>& probe,
                                           const Conventions<Rational>& conventions,
                                           const AskFunctionMethod& ask) {
  const auto log = std::make_shared<Questions>();
  const ThreadPool alone;
  const Function<Rational> function(
      Recorder{bind_target<Rational>(probe.network, probe.target, conventions, alone), log});
  const auto answers = ask(function, Batch<Rational>(probe.input), Batch<Rational>(probe.baseline));
  if (!answers.front()) return tl::make_unexpected(answers.front().error());
  if (log->points.empty()) {
    return fail(ErrorKind::unsupported, "derivation", "a method that took no gradient",
                "one that does");
  }
  const auto count = static_cast<Index>(log->points.size());
  RecordedGradients recorded{Batch<Rational>(probe.input.size(), count),
                             Batch<Rational>(probe.input.size(), count), Row<Rational>(count)};
  for (Index k = 0; k < count; ++k) {
    const auto at = static_cast<std::size_t>(k);
    recorded.points.col(k) = log->points[at];
    recorded.gradients.col(k) = log->gradients[at];
    recorded.outputs(k) = log->outputs[at];
  }
  return recorded;
}

}  // namespace axiomark
