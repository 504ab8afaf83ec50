#include "report/formula.hpp"

#include "report/number_text.hpp"
#include "tests/catch.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

UnitDiagram diagram_of(const Probe<Rational>& p) {
  return unit_diagram(p.network, p.input, p.target, p.label).value();
}

}  // namespace

TEST_CASE("the papers' networks read as the papers write them") {
  CHECK(formula(diagram_of(figure_7()[0])) == "relu(relu(x₁) − relu(x₂) − 1)");
  CHECK(formula(diagram_of(figure_7()[1])) == "relu(relu(x₁ − 1) − relu(x₂))");
  CHECK(formula(diagram_of(saturation()[0])) == "1 − relu(1 − x)");
  CHECK(formula(diagram_of(minimum()[0])) == "x₁ − relu(x₁ − x₂)");
}

TEST_CASE("unit values are those of the network") {
  const UnitDiagram diagram = diagram_of(figure_7()[0]);
  CHECK(diagram.function().value == 1);
  CHECK(diagram.columns() == 3);
  CHECK(diagram.units[2].name == "h₁");
  CHECK(diagram.units[2].value == 3);
}

TEST_CASE("affine stretches multiply out to composite coefficients and biases") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor shifted = b.apply(Operator<Rational>(Shift<Rational>{numbers({1, -2})}), {x});
  const Tensor mixed = b.dense(shifted, {{1, 2}, {3, 0}}, {Rational(1) / 2, 0});
  const Tensor h = b.relu(mixed);
  const auto network = b.build(b.dense(b.add(h, mixed), {{1, -1}}, {0})).value();
  const auto diagram = unit_diagram(network, numbers({1, 1}), numbers({Rational(2)}), "F").value();
  CHECK(formula_lines(diagram) == std::vector<std::string>{"h₁ = relu(x₁ + 2x₂ − 5/2)",
                                                           "h₂ = relu(3x₁ + 3)",
                                                           "F = 4x₂ − 4x₁ + 2h₁ − 2h₂ − 11"});
  CHECK(diagram.function().value == 2 * evaluate(network, Batch<Rational>(numbers({1, 1})))(0, 0));
}

TEST_CASE("a formula nobody can read is left out") {
  NetworkBuilder<Rational> b;
  Tensor x = b.input({3});
  for (int layer = 0; layer < 4; ++layer) {
    x = b.relu(b.dense(x, {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, {1, 1, 1}));
  }
  const auto network = b.build(b.dense(x, {{1, 1, 1}}, {0})).value();
  const auto diagram = unit_diagram(network, numbers({1, 1, 1}), numbers({1}), "F").value();
  CHECK_FALSE(formula(diagram));
  CHECK(formula_lines(diagram).size() == 13);
}

TEST_CASE("text is typeset without touching names and commands") {
  CHECK(typeset("F(x) - F(x') at x12, -1") == "F(x) − F(x′) at x₁₂, −1");
  CHECK(typeset("A_i != 0 => (x_i - x'_i)") == "Aᵢ ≠ 0 ⇒ (xᵢ − x′ᵢ)");
  CHECK(typeset("A_1 x_2 - A_2 x_1 on (x1 + x2)^3, (t, t^2)") ==
        "A₁ x₂ − A₂ x₁ on (x₁ + x₂)³, (t, t²)");
  CHECK(typeset("c_(n-1) 2^10 figure_7 x1^20 h_12") == "c_(n-1) 2^10 figure_7 x₁^20 h_12");
  CHECK(typeset("gradient-x-input that feature's max2 --seed") ==
        "gradient-x-input that feature's max2 --seed");
}

TEST_CASE("numbers are grouped and fractions signed") {
  CHECK(grouped(1259712) == "1,259,712");
  CHECK(grouped(999) == "999");
  CHECK(pretty(Rational(-3) / 2) == "−3/2");
  CHECK(pretty_rate(2.9957e-5) == "3.0e-5");
  CHECK(pretty(Rational("123456789012345678901/7")).starts_with("≈ 1.76"));
}
