#include "search/fixed_cases.hpp"

#include "network/examples.hpp"

namespace axiomark {
namespace {

Vector<Rational> point(std::initializer_list<Rational> values) {
  Vector<Rational> v(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), v.data());
  return v;
}

Probe<Rational> probe(std::string label, Network<Rational> network, Vector<Rational> input,
                      Vector<Rational> baseline) {
  return {std::move(label), std::move(network), std::move(input), std::move(baseline), point({1})};
}

Probe<Rational> from_zero(std::string label, Network<Rational> network, Vector<Rational> input) {
  const Index n = input.size();
  return probe(std::move(label), std::move(network), std::move(input),
               Vector<Rational>::Constant(n, Rational(0)));
}

// One case at a time: in a list of cases GCC 12 stops at default members, or leaves out their
// constructors.
FixedCase fixed_case(std::string name, std::string axiom, std::vector<Probe<Rational>> probes,
                     std::vector<Index> features, std::string premise) {
  FixedCase fixed;
  fixed.name = std::move(name);
  fixed.axiom = std::move(axiom);
  fixed.c.probes = std::move(probes);
  fixed.c.features = std::move(features);
  fixed.c.premise = std::move(premise);
  return fixed;
}

std::vector<FixedCase> make_fixed_cases() {
  using namespace examples;
  const std::string paper = " (Sundararajan, Taly, Yan 2017)";
  const std::string no_premise =
      "Completeness has no premise: it is asked of every network, input and baseline.";
  std::vector<FixedCase> cases;
  cases.push_back(fixed_case("saturation, section 2.1" + paper, "sensitivity-a",
                             {from_zero("F", saturation(), point({2}))}, {0},
                             "Input and baseline differ in x1 only, and F differs between them."));
  cases.push_back(fixed_case("figure 7, appendix B" + paper, "sensitivity-a",
                             {probe("f", figure_7_f(), point({3, 1}), point({3, 0}))}, {1},
                             "Input and baseline differ in x2 only, and F differs between them."));
  cases.push_back(fixed_case(
      "figure 7" + paper, "implementation-invariance",
      {from_zero("f", figure_7_f(), point({3, 1})), from_zero("g", figure_7_g(), point({3, 1}))},
      {}, "f = g at every point: where x1 < 1 both are 0, elsewhere relu(x1) - 1 = relu(x1 - 1)."));
  cases.back().c.rewrites = {{RewriteKind::shift_threshold, 0, 1}};
  cases.push_back(fixed_case("f - g of figure 7" + paper, "sensitivity-b",
                             {from_zero("F", figure_7_difference(), point({3, 1}))}, {0, 1},
                             "F = f - g with f = g everywhere: zero everywhere, so no feature "
                             "matters."));
  cases.push_back(fixed_case("saturation, section 2.1" + paper, "completeness",
                             {from_zero("F", saturation(), point({2}))}, {}, no_premise));
  cases.push_back(fixed_case("min(x1, x2), remark 5" + paper, "completeness",
                             {from_zero("F", minimum(), point({1, 3}))}, {}, no_premise));
  return cases;
}

std::vector<Example> make_examples() {
  using namespace examples;
  const std::string paper = "Sundararajan, Taly, Yan 2017, ";
  return {
      {"figure-7",
       "Two networks, one function",
       "f and g have equal outputs everywhere. The gradient, and so every path integral of it, is "
       "the same in both; so are gradient x input here. Guided backpropagation and DeConvNet give "
       "x2 nothing in either, although f falls when x2 grows. DeepLIFT's rescale rule tells the "
       "two "
       "networks apart.",
       paper + "figure 7 and appendix B",
       {from_zero("f", figure_7_f(), point({3, 1})), from_zero("g", figure_7_g(), point({3, 1}))}},
      {"figure-7-sensitivity",
       "Raising x2 from 0 to 1 halves the output",
       "Only x2 differs between (3, 0) and (3, 1), and f falls from 2 to 1. Guided backpropagation "
       "and DeConvNet give x2 nothing: the signal that reaches its relu is negative.",
       paper + "appendix B",
       {probe("f", figure_7_f(), point({3, 1}), point({3, 0}))}},
      {"saturation",
       "A relu that is off at the input",
       "The output rises from 0 to 1 between x = 0 and x = 2, but the gradient at 2 is 0. "
       "Integrated "
       "gradients see the rise on the way.",
       paper + "section 2.1",
       {from_zero("F", saturation(), point({2}))}},
      {"minimum",
       "min(x1, x2), written in two ways",
       "Exact integrated gradients give everything to the smaller input. The Shapley-Shubik value "
       "would give half to each.",
       paper + "remark 5",
       {from_zero("f", minimum(), point({1, 3})),
        from_zero("g", minimum_mirrored(), point({1, 3}))}},
      {"disguise",
       "x1, written with two relus on the diagonal",
       "F(x1, x2) = x1, but at (1, 1) both relus sit on their kinks along the whole segment. "
       "Numerical "
       "integrated gradients answer whatever the convention for relu'(0) makes them; completeness "
       "does not notice. Exact integrated gradients refuse, naming the unit.",
       "relu(x1 - x2) - relu(x2 - x1) + x2",
       {from_zero("F", first_input_in_disguise(), point({1, 1}))}},
  };
}

}  // namespace

std::span<const FixedCase> fixed_cases() {
  static const std::vector<FixedCase> cases = make_fixed_cases();
  return cases;
}

std::span<const Example> paper_examples() {
  static const std::vector<Example> examples = make_examples();
  return examples;
}

}  // namespace axiomark
