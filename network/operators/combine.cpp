#include "network/operators/combine.hpp"

#include <fmt/format.h>

#include "network/list_of.hpp"
#include "network/operators/selection.hpp"

namespace axiomark {
namespace {

// Calls visit(operand, its row, result row) for every value of a concatenation.
template <class Visit>
void for_each_copy(const Concat& op, const Visit& visit) {
  const auto axis = op.in[0].begin() + op.axis;
  const Index outer = element_count({op.in[0].begin(), axis});
  Index row = 0;
  for (Index block = 0; block < outer; ++block) {
    for (std::size_t k = 0; k < op.in.size(); ++k) {
      const Index run = element_count(op.in[k]) / outer;
      for (Index r = 0; r < run; ++r) visit(k, block * run + r, row++);
    }
  }
}

// min is the max of the negated values: `sign` is 1 for max and -1 for min.
template <Scalar S>
Batch<S> evaluate_extremum(int sign, Operands<S> operands) {
  Batch<S> y = *operands[0];
  for (const Batch<S>* x : operands.subspan(1)) {
    // Written so that a NaN in the new operand reaches the result, where it is reported.
    y = sign > 0 ? Batch<S>((*x <= y).select(y, *x)) : Batch<S>((*x >= y).select(y, *x));
  }
  return y;
}

template <Scalar S, class Pass>
bool choose(int sign, Tie tie, Operands<S> operands, Index i, Index n, const Pass& pass) {
  return share_among_largest<S>(
      static_cast<Index>(operands.size()), tie,
      [&](Index k) {
        const S& value = (*operands[static_cast<std::size_t>(k)])(i, n);
        return sign > 0 ? value : S(-value);
      },
      pass);
}

template <Scalar S>
std::vector<Batch<S>> pull_back_extremum(int sign, Operands<S> operands, const Batch<S>& cotangent,
                                         Tie tie) {
  std::vector<Batch<S>> at_operands(operands.size(),
                                    Batch<S>::Constant(cotangent.rows(), cotangent.cols(), S(0)));
  for (Index i = 0; i < cotangent.rows(); ++i) {
    for (Index n = 0; n < cotangent.cols(); ++n) {
      choose<S>(sign, tie, operands, i, n, [&](Index k, const S& share) {
        at_operands[static_cast<std::size_t>(k)](i, n) += share * cotangent(i, n);
      });
    }
  }
  return at_operands;
}

template <Scalar S>
std::vector<HangSet> extremum_hung_on(int sign, Operands<S> operands, const Batch<S>& cotangent) {
  std::vector<HangSet> hung(static_cast<std::size_t>(cotangent.cols()));
  for (Index i = 0; i < cotangent.rows(); ++i) {
    for (Index n = 0; n < cotangent.cols(); ++n) {
      if (cotangent(i, n) != S(0) &&
          choose<S>(sign, Tie::first, operands, i, n, [](Index, const S&) {})) {
        hung[static_cast<std::size_t>(n)] |= Hang::tie;
      }
    }
  }
  return hung;
}

}  // namespace

template <Scalar S>
Result<Shape> output_shape(const Sum<S>& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, op.coefficients.size()); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return equal_shapes(op.name(), operands);
}

template <Scalar S>
Batch<S> evaluate(const Sum<S>& op, Operands<S> operands) {
  Batch<S> y = op.coefficients(0) * (*operands[0]);
  for (std::size_t k = 1; k < operands.size(); ++k) {
    y += op.coefficients(static_cast<Index>(k)) * (*operands[k]);
  }
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Sum<S>& op, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  std::vector<Batch<S>> at_operands;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    at_operands.emplace_back(op.coefficients(static_cast<Index>(k)) * cotangent);
  }
  return at_operands;
}

template <Scalar S>
Result<Shape> output_shape(const Concat& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, static_cast<Index>(op.in.size())); !ok) {
    return tl::make_unexpected(ok.error());
  }
  const auto rank = op.in.empty() ? 0 : static_cast<Index>(op.in[0].size());
  if (op.axis < 0 || op.axis >= rank) {
    return fail(ErrorKind::input, "concat", fmt::format("axis {}", op.axis),
                fmt::format("0 to {}", rank - 1));
  }
  Shape out = op.in[0];
  out[static_cast<std::size_t>(op.axis)] = 0;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    Shape rest = op.in[k];
    if (operands[k] != rest || rest.size() != out.size()) {
      return fail(ErrorKind::input, "concat", "an operand of shape " + to_text(operands[k]),
                  to_text(rest));
    }
    auto& joined = out[static_cast<std::size_t>(op.axis)];
    joined += rest[static_cast<std::size_t>(op.axis)];
    rest[static_cast<std::size_t>(op.axis)] = joined;
    if (rest != out) {
      return fail(ErrorKind::input, "concat",
                  "operands of shapes " + to_text(op.in[0]) + " and " + to_text(op.in[k]),
                  fmt::format("shapes that differ in axis {} only", op.axis));
    }
  }
  return out;
}

template <Scalar S>
Batch<S> evaluate(const Concat& op, Operands<S> operands) {
  Index rows = 0;
  for (const Batch<S>* x : operands) rows += x->rows();
  Batch<S> y(rows, operands[0]->cols());
  for_each_copy(op,
                [&](std::size_t k, Index from, Index to) { y.row(to) = operands[k]->row(from); });
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Concat& op, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  std::vector<Batch<S>> at_operands;
  for (const Batch<S>* x : operands) at_operands.emplace_back(x->rows(), cotangent.cols());
  for_each_copy(op, [&](std::size_t k, Index from, Index to) {
    at_operands[k].row(from) = cotangent.row(to);
  });
  return at_operands;
}

template <Scalar S>
Result<Shape> output_shape(const Max& op, std::span<const Shape> operands) {
  return equal_shapes(op.name(), operands);
}
template <Scalar S>
Batch<S> evaluate(const Max&, Operands<S> operands) {
  return evaluate_extremum<S>(1, operands);
}
template <Scalar S>
std::vector<Batch<S>> pull_back(const Max&, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>& conventions) {
  return pull_back_extremum<S>(1, operands, cotangent, conventions.tie);
}
template <Scalar S>
std::vector<HangSet> hung_on(const Max&, Operands<S> operands, const Batch<S>& cotangent) {
  return extremum_hung_on<S>(1, operands, cotangent);
}

template <Scalar S>
Result<Shape> output_shape(const Min& op, std::span<const Shape> operands) {
  return equal_shapes(op.name(), operands);
}
template <Scalar S>
Batch<S> evaluate(const Min&, Operands<S> operands) {
  return evaluate_extremum<S>(-1, operands);
}
template <Scalar S>
std::vector<Batch<S>> pull_back(const Min&, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>& conventions) {
  return pull_back_extremum<S>(-1, operands, cotangent, conventions.tie);
}
template <Scalar S>
std::vector<HangSet> hung_on(const Min&, Operands<S> operands, const Batch<S>& cotangent) {
  return extremum_hung_on<S>(-1, operands, cotangent);
}

template <Scalar S>
Result<Shape> output_shape(const Product& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, 2); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return equal_shapes(op.name(), operands);
}

template <Scalar S>
Batch<S> evaluate(const Product&, Operands<S> operands) {
  return *operands[0] * *operands[1];
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Product&, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  return list_of(Batch<S>(cotangent * *operands[1]), Batch<S>(cotangent * *operands[0]));
}

#define AXIOMARK_INSTANTIATE(S)                                                       \
  template std::vector<HangSet> hung_on<S>(const Max&, Operands<S>, const Batch<S>&); \
  template std::vector<HangSet> hung_on<S>(const Min&, Operands<S>, const Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

AXIOMARK_INSTANTIATE_FOR_ALL(Sum);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Concat);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Max);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Min);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Product);

}  // namespace axiomark
