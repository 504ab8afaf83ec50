#include "experiments/export/torch_by_hand.hpp"

#include <set>

namespace axiomark {
namespace {

std::vector<FactByHand> joined(std::vector<FactByHand> all) {
  for (FactByHand& fact : counted_facts_by_hand()) all.push_back(std::move(fact));
  return all;
}

}  // namespace

const std::vector<FactByHand>& facts_by_hand() {
  // Without kinks between the end points, and with gradients that are constant between them, one
  // midpoint is exact.
  const std::vector<std::string> needs{"ig", "shapley"};
  const std::vector<std::string> growing{
      "grown = [T(v, 3) for v in (1, 2, 5/2, 4)]",
      "by_ig = torch.stack([ig(f, x, 0 * x, [(1/2, 1)])[0] for x in grown])",
      "by_shapley = torch.stack([shapley(f, x, 0 * x)[0] for x in grown])"};
  const std::vector<std::string> harmonic{
      "def F(x): x1, x2 = x; return torch.nan_to_num(x1 * x2 / (x1 + x2))  # 0 at 0",
      "grown = [T(v, 1) for v in (1, 2, 3)]",
      "by_ig = torch.stack([ig(F, x, 0 * x, [(1/2, 1)])[0] for x in grown])",
      "by_shapley = torch.stack([shapley(F, x, 0 * x)[0] for x in grown])"};
  const std::string ig_falls = "torch.relu(-by_ig.diff()).max()";
  const std::string shapley_falls = "torch.relu(-by_shapley.diff()).max()";
  const std::vector<std::string> jump{
      "def a(x1): return ig(f, T(x1, 3), T(0, 0), [(1/2, 1)])",
      "def quotient(e): return (a(3 - e) - a(3 + e)).abs().max() / (2 * e)"};
  const auto mean_gradient = [](const std::string& f, const std::string& x) {
    return "sum(w * grad(" + f + ")(t * " + x + ") for t, w in pieces(0, 1/2, 1))";
  };
  static const std::vector<FactByHand> all = joined(
      {{"B01", "integrated gradient of x1, x1 = 1, 2, 5/2, 4, x2 = 3", "f", "by_ig", needs,
        growing},
       {"B01", "Shapley value of x1 at the same points", "f", "by_shapley", needs, growing},
       {"B01", "largest fall of the integrated gradient", "f", ig_falls, needs, growing},
       {"B01", "largest fall of the Shapley value", "f", shapley_falls, needs, growing},
       {"B02", "F at x1 = 1, 2, 3, x2 = 1", "", "torch.stack([F(x) for x in grown])", needs,
        harmonic},
       {"B02", "integrated gradient of x1", "", "by_ig", needs, harmonic},
       {"B02", "Shapley value of x1", "", "by_shapley", needs, harmonic},
       {"B02", "largest fall of the integrated gradient", "", ig_falls, needs, harmonic},
       {"B02", "largest fall of the Shapley value", "", shapley_falls, needs, harmonic},
       {"L03", "quotient of f across x1 = x2 = 3, e = 1/10", "f", "quotient(1/10)", {"ig"}, jump},
       {"L03", "e = 1/1000", "f", "quotient(1/1000)", {"ig"}, jump},
       {"L03", "e = 1/100000", "f", "quotient(1/100000)", {"ig"}, jump},
       {"L05",
        "integrated gradients per unit",
        "f",
        "ig(f, T(1, 2), T(0, 0), simpson(2)) / T(1, 2)",
        {"ig", "simpson"},
        {}},
       {"L05",
        "Shapley values per unit",
        "f",
        "shapley(f, T(1, 2), T(0, 0)) / T(1, 2)",
        {"shapley"},
        {}},
       {"S15", "mean gradient of f", "f", mean_gradient("f", "T(3, 1)"), {"pieces"}, {}},
       {"S15", "sum of the mean gradient of f", "f", mean_gradient("f", "T(3, 1)"), {"pieces"}, {}},
       {"S15", "mean gradient of s", "s", mean_gradient("s", "T(2)"), {"pieces"}, {}}});
  return all;
}

std::string reason_for_no_script(const std::string& claim) {
  static const std::set<std::string> drawn{"F02", "F03", "F04", "S03", "S09", "S16", "S17"};
  if (!drawn.contains(claim)) return {};
  return "statistics over networks that are drawn from the program's own random stream, some of "
         "them trained, which a short script cannot carry";
}

}  // namespace axiomark
