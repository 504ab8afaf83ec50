#include "tests/saboteurs/saboteur.hpp"

namespace axiomark::tests {
namespace {

long factorial(Index n) { return n < 2 ? 1 : static_cast<long>(n) * factorial(n - 1); }

/// A_i = sum over coalitions C without i of weight(|C|, n) (v(C with i) - v(C)).
template <class Weight>
AnyMethod by_coalitions(std::string name, const Weight& weight) {
  return by_formula(std::move(name), MethodKind::one_baseline,
                    [weight]<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                      const Index n = q.x.size();
                      Vector<S> a = S(0) * q.x;
                      for (std::size_t bits = 0; bits < (std::size_t{1} << n); ++bits) {
                        Vector<S> point = q.from;
                        Index size = 0;
                        for (Index i = 0; i < n; ++i) {
                          if ((bits >> i & 1) == 0) continue;
                          point(i) = q.x(i);
                          ++size;
                        }
                        const S worth = q.value(point);
                        for (Index i = 0; i < n; ++i) {
                          if ((bits >> i & 1) != 0) continue;
                          Vector<S> with_i = point;
                          with_i(i) = q.x(i);
                          const Rational w = weight(size, n);
                          a(i) += convert<S>(w) * S(q.value(with_i) - worth);
                        }
                      }
                      return plain<S>(a);
                    });
}

/// A_i from F and the point with feature i at its baseline, or at its input.
template <class Formula>
AnyMethod feature_by_feature(std::string name, MethodKind kind, const Formula& formula) {
  return by_formula(std::move(name), kind,
                    [formula]<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                      Vector<S> a(q.x.size());
                      for (Index i = 0; i < a.size(); ++i) a(i) = formula(q, i);
                      return plain<S>(a);
                    });
}

/// The gradient at the input, the attributions gradient * factor(asked).
template <class Factor>
AnyMethod gradient_times(std::string name, MethodKind kind, const Factor& factor) {
  return by_formula(std::move(name), kind,
                    [factor]<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                      const auto g = q.f.gradient(Batch<S>(q.x));
                      if (!g) return tl::make_unexpected(g.error());
                      const Vector<S> slope = g->values.col(0);
                      return Attribution<S>{factor(q, slope), {}, g->hung_on[0], 1, {}};
                    });
}

template <Scalar S>
Vector<S> with(Vector<S> point, Index i, const S& value) {
  point(i) = value;
  return point;
}

const Kept kMarginals = {
    "a sum of what i adds to coalitions, with weights that depend on their sizes alone and are not "
    "negative",
    {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry",
     "affine-scale-invariance", "input-shift", "demand-monotonicity", "non-decreasing-positivity",
     "game-symmetry", "null-player", "consistency", "missingness"}};
const Kept kLocalSlope = {
    "the gradient is F's and linear in it, and both factors are symmetric or zero where the points "
    "are",
    {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry",
     "missingness"}};

}  // namespace

std::vector<Saboteur> wrong_differences() {
  return {
      {by_coalitions("Shapley, every coalition of equal weight",
                     [](Index, Index n) { return Rational(1, 1L << (n - 1)); }),
       "completeness",
       {kMarginals,
        {"the weights add up to 1", {"agrees-on-affine"}},
        {"every coalition gains F(x) - F(x')", {"sensitivity-a"}}}},
      {by_coalitions("Shapley, n - |C| instead of n - |C| - 1",
                     [](Index size, Index n) {
                       return Rational(factorial(size) * factorial(n - size), factorial(n));
                     }),
       "agrees-on-affine",
       {kMarginals, {"every coalition gains F(x) - F(x')", {"sensitivity-a"}}}},
      {by_coalitions("Shapley without the empty coalition",
                     [](Index size, Index n) {
                       return size == 0 ? Rational(0)
                                        : Rational(factorial(size) * factorial(n - size - 1),
                                                   factorial(n));
                     }),
       "sensitivity-a",
       {kMarginals}},
      {by_coalitions("Shapley without the coalition of all others",
                     [](Index size, Index n) {
                       return size == n - 1 ? Rational(0)
                                            : Rational(factorial(size) * factorial(n - size - 1),
                                                       factorial(n));
                     }),
       "completeness",
       {kMarginals}},
      {by_coalitions("Shapley, sizes counted from one",
                     [](Index size, Index n) {
                       return Rational(factorial(size + 1) * factorial(n - size - 1), factorial(n));
                     }),
       "agrees-on-affine",
       {kMarginals, {"every coalition gains F(x) - F(x')", {"sensitivity-a"}}}},
      {feature_by_feature("occlusion, its sign", MethodKind::one_baseline,
                          []<Scalar S>(const Asked<S>& q, Index i) {
                            return S(q.value(with<S>(q.x, i, q.from(i))) - q.value(q.x));
                          }),
       "agrees-on-affine",
       {{"minus what i adds to all others",
         {"sensitivity-a", "sensitivity-b", "implementation-invariance", "linearity", "homogeneity",
          "symmetry", "affine-scale-invariance", "input-shift", "game-symmetry", "null-player",
          "missingness"}}}},
      {feature_by_feature("one feature alone", MethodKind::one_baseline,
                          []<Scalar S>(const Asked<S>& q, Index i) {
                            return S(q.value(with<S>(q.from, i, q.x(i))) - q.value(q.from));
                          }),
       "completeness",
       {kMarginals,
        {"w_i (x_i - x'_i) by itself", {"agrees-on-affine"}},
        {"the only feature that moves", {"sensitivity-a"}}}},
      {feature_by_feature("occlusion by zero instead of the baseline", MethodKind::one_baseline,
                          []<Scalar S>(const Asked<S>& q, Index i) {
                            return S(q.value(q.x) - q.value(with<S>(q.x, i, S(0))));
                          }),
       "missingness",
       {{"occlusion from zero keeps it",
         {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry"}}}},
      {feature_by_feature("occlusion without F(x)", MethodKind::one_baseline,
                          []<Scalar S>(const Asked<S>& q, Index i) {
                            return S(-q.value(with<S>(q.x, i, q.from(i))));
                          }),
       "missingness",
       {{"a value of F",
         {"implementation-invariance", "linearity", "homogeneity", "symmetry",
          "affine-scale-invariance", "input-shift", "game-symmetry"}}}},
      {feature_by_feature("differences over a step of one", MethodKind::zero_baseline_implied,
                          []<Scalar S>(const Asked<S>& q, Index i) {
                            const S more = q.x(i) + S(1);
                            return S(q.x(i) * (q.value(with<S>(q.x, i, more)) - q.value(q.x)));
                          }),
       "affine-scale-invariance",
       {{"x_i times a difference of F, which is linear in F",
         {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry",
          "missingness"}},
        {"all differences of a function of the sum are equal", {"proportionality"}},
        {"the difference is the weight", {"agrees-on-affine"}}}},
      {gradient_times("gradient x input squared", MethodKind::zero_baseline_implied,
                      []<Scalar S>(const Asked<S>& q, const Vector<S>& g) {
                        return Vector<S>(g * q.x.square());
                      }),
       "affine-scale-invariance",
       {kLocalSlope}},
      {gradient_times("gradient x size of the input", MethodKind::zero_baseline_implied,
                      []<Scalar S>(const Asked<S>& q, const Vector<S>& g) {
                        return Vector<S>(g * q.x.abs());
                      }),
       "agrees-on-affine",
       {kLocalSlope}},
      {gradient_times("gradient x difference, rescaled to be complete", MethodKind::one_baseline,
                      []<Scalar S>(const Asked<S>& q, const Vector<S>& g) {
                        const Vector<S> a = g * q.difference();
                        const S sum = a.sum();
                        return Vector<S>(sum == S(0) ? a : Vector<S>(a * (q.rise() / sum)));
                      }),
       "linearity",
       {{"gradient x difference times one number that F and the points decide",
         {"sensitivity-b", "implementation-invariance", "symmetry", "missingness",
          "proportionality", "affine-scale-invariance", "input-shift"}},
        {"the number does not change when F is scaled", {"homogeneity"}}}},
  };
}

}  // namespace axiomark::tests
