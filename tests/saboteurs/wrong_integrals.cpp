#include "methods/quadrature.hpp"
#include "tests/saboteurs/saboteur.hpp"

namespace axiomark::tests {
namespace {

/// sum_k w_k dF/dx_i at x' + t_k (x - x'), and what it hung on.
template <Scalar S>
Result<Attribution<S>> mean_slope(const Asked<S>& q, const std::vector<S>& nodes,
                                  const std::vector<S>& weights) {
  const auto sum =
      q.f.gradient_sum({q.from, q.x}, std::span<const S>(nodes), std::span<const S>(weights));
  if (!sum) return tl::make_unexpected(sum.error());
  return Attribution<S>{sum->value, {}, sum->hung_on, sum->evaluations, {}};
}

/// Nodes and weights in units of 1 / denominator.
struct Rule {
  std::vector<int> nodes;
  int nodes_over;
  std::vector<int> weights;
  int weights_over;
};

AnyMethod by_rule(std::string name, const Rule& rule) {
  return by_formula(std::move(name), MethodKind::one_baseline,
                    [rule]<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                      std::vector<S> nodes;
                      std::vector<S> weights;
                      for (const int t : rule.nodes) nodes.push_back(S(t) / S(rule.nodes_over));
                      for (const int w : rule.weights) {
                        weights.push_back(S(w) / S(rule.weights_over));
                      }
                      auto slope = mean_slope(q, nodes, weights);
                      if (slope) slope->values *= q.difference();
                      return slope;
                    });
}

/// By the linear pieces of the segment, each piece's gradient by weight(piece, lengths).
template <class Weight>
AnyMethod by_pieces(std::string name, const Weight& weight) {
  return by_formula(std::move(name), MethodKind::one_baseline,
                    [weight]<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                      if (auto right = correct(q); !right) return right;  // inside a kink
                      const auto pieces = q.f.linear_pieces({q.from, q.x}).value();
                      const std::vector<S> lengths = pieces.lengths();
                      std::vector<S> weights;
                      for (std::size_t k = 0; k < lengths.size(); ++k) {
                        weights.push_back(weight(k, lengths));
                      }
                      auto slope = mean_slope(q, pieces.midpoints(), weights);
                      if (slope) slope->values *= q.difference();
                      return slope;
                    });
}

/// Integrated gradients from and to other points: ends(asked) gives them, and what is multiplied with.
template <class Ends>
AnyMethod between(std::string name, const Ends& ends) {
  return by_formula(std::move(name), MethodKind::one_baseline,
                    [ends]<Scalar S>(const Asked<S>& q) { return correct(ends(q)); });
}

/// What any weights and nodes keep: the slopes are those of F, and F's dummies have none.
const std::vector<std::string> kLinearInSlopes = {
    "sensitivity-b",  "implementation-invariance", "linearity",   "homogeneity",
    "symmetry",       "affine-scale-invariance",   "input-shift", "missingness",
    "proportionality"};
const Kept kSomeSlopes = {
    "(x - x') times a fixed sum of slopes at points of the line through x' and x", kLinearInSlopes};
const Kept kPositiveWeights = {"no weight is negative",
                               {"non-decreasing-positivity", "symmetric-monotonicity"}};
const Kept kSumsToOne = {"the weights add up to 1", {"agrees-on-affine"}};
const Kept kPieces = {
    "(x - x') times a sum of slopes at points that units and scale do not move",
    {"sensitivity-b", "homogeneity", "symmetry", "affine-scale-invariance", "input-shift",
     "missingness", "proportionality", "non-decreasing-positivity"}};

}  // namespace

std::vector<Saboteur> wrong_integrals() {
  return {
      {by_rule("weights that add up to 1 - 1/n", {{0, 1, 2, 3}, 3, {1, 2, 2, 1}, 8}),
       "agrees-on-affine",
       {kSomeSlopes, kPositiveWeights}},
      {by_rule("end points of full weight", {{0, 1, 2}, 2, {1, 1, 1}, 2}),
       "agrees-on-affine",
       {kSomeSlopes, kPositiveWeights}},
      {by_rule("a missing weight", {{1, 3, 5}, 8, {1, 1, 1}, 4}),
       "agrees-on-affine",
       {kSomeSlopes, kPositiveWeights}},
      {by_rule("Simpson's 4 and 2 exchanged", {{0, 1, 2, 3, 4}, 4, {1, 2, 4, 2, 1}, 12}),
       "agrees-on-affine",
       {kSomeSlopes, kPositiveWeights}},
      {by_rule("a negative weight", {{1, 2, 3}, 4, {-1, 3, -1}, 1}),
       "non-decreasing-positivity",
       {kSomeSlopes, kSumsToOne}},
      {by_rule("the gradient at the baseline", {{0}, 1, {1}, 1}),
       "sensitivity-a",
       {kSomeSlopes, kSumsToOne, kPositiveWeights}},
      {by_rule("nodes beyond the input", {{1, 3}, 2, {1, 1}, 2}),
       "completeness",
       {kSomeSlopes, kSumsToOne, kPositiveWeights}},
      {between("half the way",
               []<Scalar S>(const Asked<S>& q) {
                 return Asked<S>{q.f, (q.x + q.from) / S(2), q.from};
               }),
       "agrees-on-affine",
       {kSomeSlopes, kPositiveWeights}},
      {between("twice the way",
               []<Scalar S>(const Asked<S>& q) {
                 return Asked<S>{q.f, q.x + q.difference(), q.from};
               }),
       "agrees-on-affine",
       {kSomeSlopes, kPositiveWeights}},
      {between("always from zero",
               []<Scalar S>(const Asked<S>& q) {
                 return Asked<S>{q.f, q.x, S(0) * q.x};
               }),
       "missingness",
       {{"integrated gradients from zero keep it, and zero is as symmetric as the baseline",
         {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry",
          "proportionality"}}}},
      {by_formula("times x instead of x - x'", MethodKind::one_baseline,
                  []<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                    if (auto right = correct(q); !right) return right;
                    const auto pieces = q.f.linear_pieces({q.from, q.x}).value();
                    auto slope = mean_slope(q, pieces.midpoints(), pieces.lengths());
                    if (slope) slope->values *= q.x;
                    return slope;
                  }),
       "input-shift",
       {{"x times the mean slope, which is linear in F and F's alone",
         {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry"}},
        {"from zero it is right", {"proportionality"}}}},
      {by_formula("without the difference", MethodKind::one_baseline,
                  []<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                    if (auto right = correct(q); !right) return right;
                    const auto pieces = q.f.linear_pieces({q.from, q.x}).value();
                    return mean_slope(q, pieces.midpoints(), pieces.lengths());
                  }),
       "missingness",
       {{"the mean slope is linear in F and F's alone",
         {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry",
          "input-shift"}}}},
      {by_pieces("the first region dropped",
                 []<Scalar S>(std::size_t k, const std::vector<S>& lengths) {
                   return k == 0 && lengths.size() > 1 ? S(0) : lengths[k];
                 }),
       "completeness",
       {kPieces}},
      {by_pieces("regions of equal weight",
                 []<Scalar S>(std::size_t, const std::vector<S>& lengths) {
                   return S(1) / S(static_cast<int>(lengths.size()));
                 }),
       "completeness",
       {kPieces, kSumsToOne}},
      {by_pieces("regions in the wrong order",
                 []<Scalar S>(std::size_t k, const std::vector<S>& lengths) {
                   return lengths[lengths.size() - 1 - k];
                 }),
       "completeness",
       {kPieces, kSumsToOne}},
      {by_formula("a path through the origin", MethodKind::one_baseline,
                  []<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                    Polyline<S> bent(q.x.size(), 3);
                    bent << q.from, S(0) * q.x, q.x;
                    return exact_integral(q.f, bent, AxisLegs::by_gradients);
                  }),
       "input-shift",
       {{"a path integral is complete, linear in F and F's alone",
         {"completeness", "sensitivity-b", "implementation-invariance", "linearity",
          "homogeneity"}},
        {"the path is symmetric where the ends are", {"symmetry"}},
        {"from zero it is straight", {"proportionality"}}}},
      {by_formula("one feature after the other", MethodKind::one_baseline,
                  []<Scalar S>(const Asked<S>& q) -> Result<Attribution<S>> {
                    Vector<S> a(q.x.size());
                    Vector<S> point = q.from;
                    for (Index i = 0; i < a.size(); ++i) {
                      const S before = q.value(point);
                      point(i) = q.x(i);
                      a(i) = q.value(point) - before;
                    }
                    return plain<S>(a);
                  }),
       "symmetry",
       {{"a path integral is complete, linear in F and F's alone",
         {"completeness", "sensitivity-a", "sensitivity-b", "implementation-invariance",
          "linearity", "homogeneity"}},
        {"the path's legs are edges of the box, in all units",
         {"affine-scale-invariance", "input-shift", "missingness", "agrees-on-affine"}},
        {"A_i is what i adds to one coalition",
         {"null-player", "consistency", "demand-monotonicity", "non-decreasing-positivity"}}}},
  };
}

}  // namespace axiomark::tests
