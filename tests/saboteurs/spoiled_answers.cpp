#include <cmath>

#include "tests/saboteurs/saboteur.hpp"

namespace axiomark::tests {
namespace {

/// The nearest whole number, halves upwards.
template <Scalar S>
S rounded(const S& v) {
  if constexpr (is_exact<S>) {
    const Rational doubled = 2 * v + 1;
    const auto below = numerator(doubled) / (2 * denominator(doubled));
    return doubled < 0 && Rational(below) * 2 != doubled ? Rational(below - 1) : Rational(below);
  } else {
    return std::floor(v + S(0.5));
  }
}

const Kept kEachAlone = {
    "integrated gradients keep it, and every attribution is changed by the same u with u(0) = 0",
    {"sensitivity-b", "implementation-invariance", "symmetry", "affine-scale-invariance",
     "input-shift", "missingness"}};
const Kept kCommonFactor = {
    "integrated gradients keep it, and all attributions are multiplied by one number that the "
    "function "
    "and the points decide alike in all units",
    {"sensitivity-b", "implementation-invariance", "symmetry", "affine-scale-invariance",
     "input-shift", "missingness", "proportionality"}};
const Kept kNotNegative = {"what is not negative stays so", {"non-decreasing-positivity"}};

}  // namespace

AnyMethod method_of(std::string name, ByFormula formula) {
  return {std::move(name), std::move(formula)};
}

std::vector<Saboteur> spoiled_answers() {
  return {
      {spoiled("the sign", []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return -a; }),
       "non-decreasing-positivity",
       {kEachAlone,
        {"both sides change their signs", {"linearity", "homogeneity", "proportionality"}},
        {"-a is zero only if a is", {"sensitivity-a"}}}},
      {spoiled("sizes", []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return a.abs(); }),
       "homogeneity",
       {kEachAlone, kNotNegative, {"|a| is zero only if a is", {"sensitivity-a"}}}},
      {spoiled("half", []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return a / S(2); }),
       "completeness",
       {kEachAlone,
        kNotNegative,
        {"both sides are halved",
         {"linearity", "homogeneity", "proportionality", "symmetric-monotonicity"}},
        {"a / 2 is zero only if a is", {"sensitivity-a"}}}},
      {spoiled("squares", []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return a.square(); }),
       "linearity",
       {kEachAlone, kNotNegative, {"a^2 is zero only if a is", {"sensitivity-a"}}}},
      {spoiled("normalised to a largest size of one",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 const S largest = a.abs().maxCoeff();
                 return Vector<S>(largest > S(0) ? Vector<S>(a / largest) : a);
               }),
       "homogeneity",
       {kCommonFactor,
        kNotNegative,
        {"what is largest is not zero after division by itself", {"sensitivity-a"}}}},
      {spoiled("normalised to a sum of F(x)",
               []<Scalar S>(const Asked<S>& q, const Vector<S>& a) {
                 const S rise = q.rise();
                 return Vector<S>(rise == S(0) ? a : Vector<S>(a * (q.value(q.x) / rise)));
               }),
       "completeness",
       {kCommonFactor,
        {"numerator and denominator are multiplied by c, and a by c", {"homogeneity"}}}},
      {spoiled("scaled by 1 + F(x')",
               []<Scalar S>(const Asked<S>& q, const Vector<S>& a) {
                 return Vector<S>(a * (S(1) + q.value(q.from)));
               }),
       "linearity",
       {kCommonFactor}},
      {spoiled("positive parts",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return a.max(S(0)); }),
       "linearity",
       {kEachAlone, kNotNegative}},
      {spoiled("nothing below two",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 return Vector<S>((a.abs() < S(2)).select(S(0) * a, a));
               }),
       "sensitivity-a",
       {kEachAlone, kNotNegative}},
      {spoiled("whole numbers",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 return Vector<S>(a.unaryExpr([](const S& v) { return rounded(v); }));
               }),
       "agrees-on-affine",
       {kEachAlone, kNotNegative}},
      {spoiled("one more", []<Scalar S>(const Asked<S>&, const Vector<S>& a) { return a + S(1); }),
       "sensitivity-b",
       {{"equal numbers stay equal",
         {"implementation-invariance", "symmetry", "affine-scale-invariance", "input-shift"}},
        kNotNegative}},
      {spoiled("the baseline's value shared out, too",
               []<Scalar S>(const Asked<S>& q, const Vector<S>& a) {
                 return Vector<S>(a + q.value(q.from) / S(static_cast<int>(a.size())));
               }),
       "missingness",
       {{"equal numbers stay equal: F(x') is the same",
         {"implementation-invariance", "symmetry", "affine-scale-invariance", "input-shift"}},
        {"what is added is linear in F", {"linearity", "homogeneity"}}}},
      {spoiled("without the least attribution's size",
               []<Scalar S>(const Asked<S>&, const Vector<S>& a) {
                 return Vector<S>(a - a.abs().minCoeff());
               }),
       "completeness",
       {{"equal numbers stay equal",
         {"implementation-invariance", "symmetry", "affine-scale-invariance", "input-shift"}},
        {"where one attribution is zero nothing changes", {"missingness", "sensitivity-b"}},
        {"nothing falls below zero", {"non-decreasing-positivity"}}}},
  };
}

}  // namespace axiomark::tests
