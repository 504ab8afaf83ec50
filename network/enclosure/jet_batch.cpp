#include "network/enclosure/jet_batch.hpp"

#include <algorithm>

#include "network/linear_part.hpp"
#include "network/rounding.hpp"

namespace axiomark::enclosure {
namespace {

// What is not zero is at least this in bounds: the product of two such numbers and a rounding
// factor is a normal number, and larger than all that underflow can take from a sum of products. So
// zeros stay exactly zero, and nothing else passes for one.
constexpr double kSmallest = 0x1p-400;

double raised(double v) { return v == 0 ? 0 : std::max(std::fabs(v), kSmallest); }

Batch<double> raised(const Batch<double>& values) {
  // A NaN stays one: max returns its first argument if the comparison is false.
  return values.unaryExpr([](double v) { return raised(v); });
}

Operator<double> raised_magnitude(Operator<double> op) {
  std::visit(
      [](auto& o) {
        for_each_parameter<double>(o, []<class P>(P& p) {
          if constexpr (std::same_as<P, double>) {
            p = raised(p);
          } else {
            p = p.unaryExpr([](double v) { return raised(v); }).eval();
          }
        });
      },
      op);
  return op;
}

// Twice gamma_n: the bounds are themselves sums of rounded terms, all of one sign.
double doubled_gamma(Index steps) { return 2 * rounding_factor<double>(steps + 4); }

// |x| gamma + radius (1 + gamma), coefficient by coefficient: the operand of the bound.
Batch<double> with_rounding(const JetBatch& x, double gamma) {
  const Batch<double> radius = raised(x.radius);
  return radius + gamma * (raised(x.middle) + radius);
}

}  // namespace

JetBatch JetBatch::zero(Index rows) {
  const Batch<double> zeros = Batch<double>::Zero(rows, static_cast<Index>(Jet::kSize));
  return {zeros, zeros};
}

Jet JetBatch::row(Index i) const {
  Jet jet;
  std::copy_n(&middle(i, 0), Jet::kSize, jet.middle.begin());
  std::copy_n(&radius(i, 0), Jet::kSize, jet.radius.begin());
  return jet;
}

void JetBatch::set_row(Index i, const Jet& jet) {
  std::ranges::copy(jet.middle, &middle(i, 0));
  std::ranges::copy(jet.radius, &radius(i, 0));
}

bool JetBatch::finite() const { return middle.allFinite() && radius.allFinite(); }

JetBatch& JetBatch::operator+=(const JetBatch& other) {
  for (Index i = 0; i < rows(); ++i) add_to_row(i, other.row(i));
  return *this;
}

AffineMap::AffineMap(const Operator<double>& op, Operands<double> zeros, double parameter_error)
    : op_(linear_part(op)),
      magnitude_(raised_magnitude(op_)),
      constant_(axiomark::evaluate<double>(op, zeros).col(0)),
      parameter_error_(parameter_error) {}

JetBatch AffineMap::evaluate(JetOperands operands) const {
  // A product and an addition each, the constant, and the parameter's own rounding.
  const double gamma = doubled_gamma(rounding_steps<double>(op_) + 2);
  std::vector<const Batch<double>*> middles;
  std::vector<Batch<double>> bounds;
  bounds.reserve(operands.size());
  std::vector<const Batch<double>*> bound_pointers;
  for (const JetBatch* x : operands) {
    middles.push_back(&x->middle);
    bounds.push_back(with_rounding(*x, gamma));
    bound_pointers.push_back(&bounds.back());
  }
  JetBatch y{axiomark::evaluate<double>(op_, middles),
             axiomark::evaluate<double>(magnitude_, bound_pointers) * (1 + 2 * gamma)};
  for (Index i = 0; i < y.rows(); ++i) {
    const double b = constant_(i);
    if (b == 0) continue;
    const double error = parameter_error_ == 0 ? 0 : above(parameter_error_ * std::fabs(b));
    y.add_to_row(i, constant_jet({b, error}));
  }
  return y;
}

std::vector<JetBatch> AffineMap::pull_back(Operands<double> zeros,
                                           const JetBatch& cotangent) const {
  // No value of an operand is used more than once by a result, or as often as it is listed.
  Index steps = cotangent.rows() + 2;
  if (const auto* sum = std::get_if<WindowSum<double>>(&op_)) {
    steps = std::max(steps, static_cast<Index>(sum->windows.members.size()) + 2);
  }
  const double gamma = doubled_gamma(steps);
  auto middles = axiomark::pull_back<double>(op_, zeros, cotangent.middle, {});
  auto radii = axiomark::pull_back<double>(magnitude_, zeros, with_rounding(cotangent, gamma), {});
  std::vector<JetBatch> parts;
  for (std::size_t k = 0; k < middles.size(); ++k) {
    parts.push_back({std::move(middles[k]), radii[k] * (1 + 2 * gamma)});
  }
  return parts;
}

}  // namespace axiomark::enclosure
