#include "methods/in_double.hpp"

#include <cmath>
#include <limits>

#include "network/rounding.hpp"

namespace axiomark {
namespace {

// What is not below x.
float rounded_up(double x) {
  return std::nextafter(static_cast<float>(x), std::numeric_limits<float>::infinity());
}

Attribution<float> rounded(const Attribution<double>& answer) {
  Attribution<float> found{answer.values.cast<float>(), {},           answer.hung_on,
                           answer.gradient_evaluations, answer.notes, answer.function_evaluations};
  if (answer.error_bound) {
    Vector<float> bound(answer.values.size());
    for (Index i = 0; i < bound.size(); ++i) {
      const double value = answer.values(i);
      // A difference of two doubles next to each other is exact; the sum is rounded up below.
      const double moved = std::abs(value - static_cast<double>(found.values(i)));
      const double all = (*answer.error_bound)(i) + moved;
      bound(i) = all == 0 ? 0.0F : rounded_up(all);
    }
    if (bound.allFinite()) {
      found.error_bound = std::move(bound);
    } else {
      found.notes.insert(found.notes.begin(),
                         "no bound: that of double is beyond the range of float");
    }
  }
  // First: the last note of rule=auto is what it guarantees.
  found.notes.insert(found.notes.begin(),
                     "computed in double on the same weights: rounding in float is too coarse");
  return found;
}

}  // namespace

Attributions<float> ask_in_double(Attributions<float> answers, const std::vector<Index>& which,
                                  const AnyMethod& method, const Network<float>& network,
                                  const Queries<float>& queries, const ThreadPool& pool) {
  if (which.empty()) return answers;
  const auto precise = convert<double>(network);
  if (!precise) return answers;
  const Index each = queries.baselines_per_query;
  for (const Index k : which) {
    const Queries<double> once_more{queries.inputs.col(k).cast<double>(),
                                    queries.baselines.middleCols(k * each, each).cast<double>(),
                                    queries.targets.col(k).cast<double>(), each};
    const auto found = std::move(method.attribute<double>(*precise, once_more, pool).front());
    answers[static_cast<std::size_t>(k)] =
        found ? Result<Attribution<float>>(rounded(*found))
              : Result<Attribution<float>>(tl::make_unexpected(found.error()));
  }
  return answers;
}

}  // namespace axiomark
