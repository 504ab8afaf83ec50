#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "methods/method.hpp"
#include "methods/registry.hpp"

/// Methods that are right but for how they are computed: what they remember, see beside the question, round
/// or leave out of their accounts.
namespace axiomark::tests {

/// The number of calls before, times 2^-60; in exact arithmetic nothing is counted.
struct CountsCalls {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  std::shared_ptr<std::atomic<int>> calls = std::make_shared<std::atomic<int>>(0);
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
    Attribution<S> answer;
    const double value = is_exact<S> ? 0 : ++*calls * 0x1.0p-60;
    answer.values = Vector<S>::Constant(network.input_features(), convert<S>(value));
    return Attributions<S>(static_cast<std::size_t>(queries.count()), answer);
  }
};

/// A number of the question before.
struct Remembers {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  std::function<double(Index features, double input)> what;
  std::shared_ptr<double> last = std::make_shared<double>(0);
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
    Attribution<S> answer;
    answer.values = Vector<S>::Constant(network.input_features(), convert<S>(*last));
    *last = what(static_cast<Index>(network.nodes().size()), convert<double>(queries.inputs(0, 0)));
    return Attributions<S>(static_cast<std::size_t>(queries.count()), answer);
  }
};

/// Gradient times difference of questions that get mixed up with those beside them.
struct MixesUp {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  enum class Of { each, first, last };
  Of target = Of::each;    ///< whose target is taken for all
  Of baseline = Of::each;  ///< whose baseline is taken for all
  double inputs = 0;       ///< so much of the sum over the batch is added to every answer
  bool only_in_floating_point = false;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const {
    static const AnyMethod right = make_method("gradient-x-difference").value();
    if (is_exact<S> && only_in_floating_point) return right.attribute<S>(network, queries, pool);
    Queries<S> asked = queries;
    const auto whose = [&](Of of, Index k) {
      return of == Of::each ? k : of == Of::first ? Index{0} : queries.count() - 1;
    };
    for (Index k = 0; k < asked.count(); ++k) {
      asked.targets.col(k) = queries.targets.col(whose(target, k));
      asked.baselines.col(k) = queries.baselines.col(whose(baseline, k));
    }
    Attributions<S> answers = right.attribute<S>(network, asked, pool);
    for (auto& answer : answers) {
      if (answer) answer->values += convert<S>(inputs) * queries.inputs.rowwise().sum();
    }
    return answers;
  }
  static bool sees_network() { return true; }
};

/// Another method's answers, `spoil(answer)` in the arithmetics that it changes.
template <class Spoil>
struct Spoiled {
  MethodKind kind;
  AnyMethod right;
  Spoil spoil;
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const {
    Attributions<S> answers = right.attribute<S>(network, queries, pool);
    for (auto& answer : answers) {
      if (answer) spoil(*answer);
    }
    return answers;
  }
  static bool sees_network() { return true; }
};
template <class Spoil>
[[nodiscard]] AnyMethod spoiled(std::string name, const std::string& right, Spoil spoil) {
  AnyMethod inner = make_method(right).value();
  return {std::move(name), Spoiled<Spoil>{inner.kind(), std::move(inner), spoil}};
}

}  // namespace axiomark::tests
