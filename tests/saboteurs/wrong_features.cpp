#include <algorithm>

#include "tests/saboteurs/saboteur.hpp"

namespace axiomark::tests {
namespace {

const Kept kOtherOrder = {
    "the same numbers in another order, which does not depend on function or points",
    {"completeness", "linearity", "homogeneity", "implementation-invariance",
     "affine-scale-invariance", "input-shift", "non-decreasing-positivity"}};

template <class Formula>
AnyMethod one_baseline(std::string name, const Formula& formula) {
  return by_formula(std::move(name), MethodKind::one_baseline,
                    [formula]<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                      return plain<S>(formula(q));
                    });
}

}  // namespace

std::vector<Saboteur> wrong_features() {
  return {
      {spoiled("features in reverse",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return a.reverse(); }),
       "missingness",
       {kOtherOrder}},
      {spoiled("features off by one",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 Vector<S> next = a;
                 std::rotate(next.begin(), next.begin() + 1, next.end());
                 return next;
               }),
       "sensitivity-a",
       {kOtherOrder}},
      {spoiled("largest first",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 Vector<S> sorted = a;
                 std::sort(sorted.begin(), sorted.end(), std::greater<S>());
                 return sorted;
               }),
       "linearity",
       {{"the same numbers, sorted",
         {"completeness", "implementation-invariance", "affine-scale-invariance", "input-shift",
          "non-decreasing-positivity"}}}},
      {spoiled("all to the first feature",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 Vector<S> first = S(0) * a;
                 first(0) = a.sum();
                 return first;
               }),
       "symmetry",
       {{"a sum is linear and not negative, and complete as before",
         {"completeness", "linearity", "homogeneity", "implementation-invariance",
          "affine-scale-invariance", "input-shift", "non-decreasing-positivity"}}}},
      {spoiled("the last of several features left out",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 Vector<S> others = a;
                 if (a.size() > 1) others(a.size() - 1) = S(0);
                 return others;
               }),
       "completeness",
       {{"zero is what it asks, or linear, or equal on both sides",
         {"sensitivity-b", "missingness", "linearity", "homogeneity", "implementation-invariance",
          "affine-scale-invariance", "input-shift", "non-decreasing-positivity"}}}},
      {one_baseline("equal shares",
                    []<Scalar S>(const Asked<S>& q) {
                      return Vector<S>::Constant(q.x.size(),
                                                 S(q.rise() / S(static_cast<int>(q.x.size()))));
                    }),
       "sensitivity-b",
       {{"the shares add up to F(x) - F(x')", {"completeness", "sensitivity-a"}},
        {"all shares are equal", {"symmetry", "game-symmetry"}},
        {"F(x) - F(x') is linear in F and the same in all units, and not negative where F does not "
         "fall",
         {"linearity", "homogeneity", "implementation-invariance", "affine-scale-invariance",
          "input-shift", "non-decreasing-positivity"}}}},
      {one_baseline("nothing", []<Scalar S>(const Asked<S>& q) { return Vector<S>(S(0) * q.x); }),
       "sensitivity-a",
       {{"0 = 0",
         {"sensitivity-b", "implementation-invariance", "linearity", "symmetry",
          "affine-scale-invariance", "input-shift", "input-shift-fixed-baseline", "proportionality",
          "demand-monotonicity", "non-decreasing-positivity", "symmetric-monotonicity",
          "game-symmetry", "null-player", "consistency", "missingness", "homogeneity"}}}},
      {one_baseline("the input", []<Scalar S>(const Asked<S>& q) { return Vector<S>(q.x); }),
       "null-player",
       {{"the function is not looked at", {"implementation-invariance", "consistency"}},
        {"x_i = x_j by premise", {"symmetry"}},
        {"x_i x_j = x_j x_i", {"proportionality"}},
        {"x_i grows", {"demand-monotonicity"}}}},
      {one_baseline("the difference", []<Scalar S>(const Asked<S>& q) { return q.difference(); }),
       "sensitivity-b",
       {{"the function is not looked at", {"implementation-invariance", "consistency"}},
        {"both differences are equal by premise", {"symmetry"}},
        {"0 = 0", {"missingness"}},
        {"a shift leaves differences alone", {"input-shift"}},
        {"x_i x_j = x_j x_i", {"proportionality"}},
        {"x_i grows", {"demand-monotonicity"}},
        {"1 = 1 per unit", {"symmetric-monotonicity"}},
        {"the feature differs", {"sensitivity-a"}}}},
      {one_baseline("only the largest difference",
                    []<Scalar S>(const Asked<S>& q) {
                      Index largest = 0;
                      q.difference().abs().maxCoeff(&largest);
                      Vector<S> a = S(0) * q.x;
                      a(largest) = q.rise();
                      return a;
                    }),
       "affine-scale-invariance",
       {{"F(x) - F(x') once", {"completeness", "sensitivity-a"}},
        {"the feature is chosen without the function, and F(x) - F(x') is linear in F",
         {"linearity", "homogeneity", "implementation-invariance", "input-shift"}},
        {"F(x) - F(x') is not negative where F does not fall", {"non-decreasing-positivity"}},
        {"the largest difference is not zero, or nothing differs and F(x) = F(x')",
         {"missingness"}}}},
  };
}

}  // namespace axiomark::tests
