#include <algorithm>
#include <atomic>
#include <cmath>

#include "methods/registry.hpp"
#include "tests/saboteurs/saboteur.hpp"

namespace axiomark::tests {
namespace {

/// Exact integrated gradients of all queries, then `Spoil{}(queries, answers)`.
template <class Spoil>
struct Afterwards {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  std::shared_ptr<Spoil> spoil = std::make_shared<Spoil>();

  template <Scalar S>
  Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                            const ThreadPool& pool) const {
    static const AnyMethod exact("exact", IntegratedGradients{});
    Attributions<S> answers = exact.attribute<S>(network, queries, pool);
    (*spoil)(answers);
    return answers;
  }
  static bool sees_network() { return false; }
};

/// A number that no seed decides, different at every call.
struct Unseeded {
  std::atomic<int> calls = 0;
  template <Scalar S>
  void operator()(Attributions<S>& answers) {
    const int noise = ++calls;
    for (auto& answer : answers) {
      if (answer) answer->values += S(noise % 1000) / S(1024);
    }
  }
};

/// With what the last question left in a buffer that is not cleared.
struct ReusedState {
  std::atomic<double> left = 0;
  template <Scalar S>
  void operator()(Attributions<S>& answers) {
    for (auto& answer : answers) {
      if (!answer) continue;
      const S sum = answer->values.sum();
      answer->values += convert<S>(left.exchange(convert<double>(sum)));
    }
  }
};

/// Less the mean over the batch of all but itself: right for a query alone.
struct CentredOverTheBatch {
  template <Scalar S>
  void operator()(Attributions<S>& answers) const {
    S sum(0);
    int count = 0;
    for (const auto& answer : answers) {
      if (!answer) continue;
      sum += answer->values.sum();
      ++count;
    }
    if (count < 2) return;
    for (auto& answer : answers) {
      if (answer) answer->values -= sum / S(count);
    }
  }
};

/// Divided by the largest size in the batch, if there are others in it.
struct NormalisedOverTheBatch {
  template <Scalar S>
  void operator()(Attributions<S>& answers) const {
    S largest(0);
    for (const auto& answer : answers) {
      if (answer) largest = std::max(largest, S(answer->values.abs().maxCoeff()));
    }
    if (answers.size() < 2 || largest == S(0)) return;
    for (auto& answer : answers) {
      if (answer) answer->values /= S(2) * largest;
    }
  }
};

/// Every query of a batch gets the next one's answer, the last the first one's.
struct RowsOffByOne {
  template <Scalar S>
  void operator()(Attributions<S>& answers) const {
    std::rotate(answers.begin(), answers.begin() + 1, answers.end());
  }
};

/// In single precision every attribution keeps eight bits, as if it had gone through bfloat16.
struct EightBitsInFloat {
  template <Scalar S>
  void operator()(Attributions<S>& answers) const {
    if constexpr (std::same_as<S, float>) {
      for (auto& answer : answers) {
        if (!answer) continue;
        for (float& v : answer->values) {
          int exponent = 0;
          const float fraction = std::frexp(v, &exponent);
          v = std::ldexp(std::round(fraction * 256.0F) / 256.0F, exponent) * (1 + 0x1p-7F);
        }
      }
    }
  }
};

/// LRP that says what it absorbed, and then doubles the relevance.
struct DoubledRelevance {
  static constexpr MethodKind kind = MethodKind::zero_baseline_implied;
  template <Scalar S>
  Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                            const ThreadPool& pool) const {
    static const AnyMethod lrp = make_method("lrp:rule=0").value();
    Attributions<S> answers = lrp.attribute<S>(network, queries, pool);
    for (auto& answer : answers) {
      if (answer) answer->values *= S(2);
    }
    return answers;
  }
  static bool sees_network() { return true; }
};

const Kept kAlone = {"a single query is answered right",
                     {"completeness", "sensitivity-b", "implementation-invariance", "linearity",
                      "symmetry", "missingness", "homogeneity", "agrees-on-affine"}};

}  // namespace

std::vector<Saboteur> careless_implementations() {
  const auto below_two = []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
    return Vector<S>((a.abs() < S(2)).select(S(0) * a, a));
  };
  const auto next_feature = []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
    Vector<S> next = a;
    std::rotate(next.begin(), next.begin() + 1, next.end());
    return next;
  };
  const auto more_for_later = []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
    Vector<S> weighted = a;
    for (Index i = 0; i < a.size(); ++i) weighted(i) *= S(static_cast<int>(i) + 1);
    return weighted;
  };
  return {
      {{"unseeded randomness", Afterwards<Unseeded>{}}, "determinism", {}},
      {{"reused state", Afterwards<ReusedState>{}}, "calling-twice", {}},
      {{"centred over the batch", Afterwards<CentredOverTheBatch>{}}, "batch-invariance", {kAlone}},
      {{"normalised over the batch", Afterwards<NormalisedOverTheBatch>{}},
       "batch-invariance",
       {kAlone}},
      {{"rows off by one", Afterwards<RowsOffByOne>{}}, "batch-invariance", {kAlone}},
      {{"eight bits in float", Afterwards<EightBitsInFloat>{}}, "precision-consistency", {kAlone}},
      {{"doubled relevance", DoubledRelevance{}}, "conservation", {}},
      {spoiled("a threshold of two", below_two), "continuity", {}},
      {spoiled("the next feature", next_feature), "permutation-equivariance", {}},
      {spoiled("more for later features", more_for_later), "permutation-equivariance", {}},
  };
}

}  // namespace axiomark::tests
