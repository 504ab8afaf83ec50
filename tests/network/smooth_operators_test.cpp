#include <cmath>
#include <limits>

#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"

namespace axiomark::tests {
namespace {

using Wide = long double;

/// A smooth function of one number: the reference in long double, and how many roundings, each of
/// relative size u, separate the product's value and slope at z from the exact ones. A library call
/// counts as two per unit in the last place of its documented error (glibc's manual, "Errors in
/// Math Functions": 1 for exp, expm1, log, sqrt, 2 for tanh and log1p, 5 for erfc); an argument
/// that was rounded counts as often as its relative error is amplified.
struct Smooth {
  Wide (*value)(Wide);
  Wide low;
  Wide high;
  Wide value_roundings;
  Wide slope_roundings;
};

template <Scalar S>
[[nodiscard]] Batch<S> one_number(S z) {
  return Batch<S>::Constant(1, 1, z);
}

template <Scalar S>
void check_smooth(const Operator<S>& op, const Smooth& f) {
  const Wide u = std::numeric_limits<S>::epsilon() / 2;
  const auto z = static_cast<S>(f.low + (f.high - f.low) * draw(0, 4096) / 4096);
  const Batch<S> x = one_number(z);
  const std::vector<const Batch<S>*> operands = {&x};
  const Wide exact = f.value(z);
  // The reference's own error is below 8 units of long double.
  const Wide wide_unit = 8 * std::numeric_limits<Wide>::epsilon();
  const Wide smallest = std::numeric_limits<S>::denorm_min();
  const Wide value = evaluate<S>(op, operands)(0, 0);
  const Wide slope = pull_back<S>(op, operands, one_number(S(1)), {})[0](0, 0);
  RC_LOG() << "z = " << z << "\n";
  const auto near = [&](const char* what, Wide got, Wide expected, Wide allowed) {
    if (std::fabs(got - expected) <= allowed) return;
    RC_FAIL(std::string(what) + " is " + std::to_string(got) + ", off by " +
            std::to_string(std::fabs(got - expected) / allowed) + " times what is allowed");
  };
  near("the value", value, exact,
       (f.value_roundings * u + wide_unit) * std::fabs(exact) + smallest);
  const reference::NumericSlope numeric = reference::central_difference(f.value, z);
  near("the slope", slope, numeric.slope,
       numeric.error + f.slope_roundings * u * std::max<Wide>(1, std::fabs(numeric.slope)));
  require_close("a signal times the slope",
                pull_back<S>(op, operands, one_number(S(-2)), {})[0](0, 0),
                static_cast<S>(-2 * slope));
  RC_ASSERT(hung_on<S>(op, operands, x).empty());
}

}  // namespace

TEMPLATE_TEST_CASE("smooth operators equal the reference and its central differences", "", float,
                   double) {
  using S = TestType;
  property("sigmoid", [] {
    check_smooth<S>(Sigmoid{}, {[](Wide z) { return reference::sigmoid(z); }, -30, 30, 6, 10});
  });
  property("tanh", [] {
    check_smooth<S>(Tanh{}, {[](Wide z) { return reference::tanh(z); }, -20, 20, 4, 10});
  });
  property("softplus", [] {
    check_smooth<S>(Softplus{}, {[](Wide z) { return reference::softplus(z); }, -30, 30, 8, 6});
  });
  property("exp", [] {
    check_smooth<S>(Exp{}, {[](Wide z) { return reference::exp(z); }, -20, 20, 2, 2});
  });
  property("log", [] {
    check_smooth<S>(Log{}, {[](Wide z) { return reference::log(z); }, 0.125L, 40, 2, 2});
  });
  property("sqrt", [] {
    check_smooth<S>(Sqrt{}, {[](Wide z) { return reference::sqrt(z); }, 0.125L, 40, 1, 3});
  });
  property("elu on both sides", [] {
    const S alpha = static_cast<S>(0.75);
    const auto value = [](Wide z) { return reference::elu(z, 0.75L); };
    check_smooth<S>(Elu<S>{alpha}, {value, -20, -0.125L, 3, 3});
    check_smooth<S>(Elu<S>{alpha}, {value, 0.125L, 20, 0, 0});
  });
  property("gelu", [] {
    // erfc(a) amplifies the two roundings of a = z / sqrt 2 by 2 a^2 = z^2, at most 25; the slope
    // adds the density, whose exponent z^2 / 2 has as many.
    check_smooth<S>(Gelu{},
                    {[](Wide z) { return reference::gelu(z); }, -5, 5, 2 * 25 + 13, 4 * 25 + 20});
  });
}

TEMPLATE_TEST_CASE("smooth operators keep their limits far out", "", float, double) {
  using S = TestType;
  const auto at = [](const Operator<S>& op, S z) {
    const Batch<S> x = one_number(z);
    const std::vector<const Batch<S>*> operands = {&x};
    return std::pair{evaluate<S>(op, operands)(0, 0),
                     pull_back<S>(op, operands, one_number(S(1)), {})[0](0, 0)};
  };
  const S far = 1000;
  CHECK(at(Sigmoid{}, far) == std::pair{S(1), S(0)});
  CHECK(at(Sigmoid{}, -far) == std::pair{S(0), S(0)});
  CHECK(at(Sigmoid{}, S(0)) == std::pair{S(0.5), S(0.25)});
  CHECK(at(Tanh{}, far) == std::pair{S(1), S(0)});
  CHECK(at(Tanh{}, -far) == std::pair{S(-1), S(0)});
  CHECK(at(Softplus{}, far) == std::pair{far, S(1)});
  CHECK(at(Softplus{}, -far) == std::pair{S(0), S(0)});
  CHECK(at(Elu<S>{S(2)}, -far) == std::pair{S(-2), S(0)});
  CHECK(at(Elu<S>{S(2)}, far) == std::pair{far, S(1)});
  CHECK(at(Gelu{}, far) == std::pair{far, S(1)});
  CHECK(at(Gelu{}, S(0)) == std::pair{S(0), S(0.5)});
  const Batch<S> zero = one_number(S(0));
  const std::vector<const Batch<S>*> operands = {&zero};
  // No signal stays no signal, even where the slope is infinite.
  CHECK(pull_back<S>(Operator<S>(Sqrt{}), operands, zero, {})[0](0, 0) == S(0));
}

}  // namespace axiomark::tests
