// Included by one source file per choice of AXIOMARK_TEST_SCALARS, so that Rational, which is slow
// to compile, need not be built with sanitizers.
#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"
#include "tests/network/window_draws.hpp"

namespace axiomark::tests {

/// Derivatives at kinks that conventions may ask for.
template <Scalar S>
[[nodiscard]] Conventions<S> draw_conventions() {
  return {S(draw(0, 2)) / S(2), S(draw(-2, 2)) / S(2), Tie::first};
}

/// Few numbers, so that many operands lie on kinks.
inline constexpr int kNarrow = 2;

/// A function of one number, by the reference with the same derivative at its kinks; a sample hangs
/// on the kink exactly if a signal meets an operand that lies on one.
template <Scalar S, class Function>
void check_kinked(const Operator<S>& op, const std::vector<S>& kinks, const Function& function,
                  const Conventions<S>& conventions) {
  const Shape in = draw_shape(0, 2);
  OperandBatches<S> operands = draw_operands<S>({in}, kNarrow);
  for (const S& kink : kinks) {
    auto& batch = operands.batches[0];
    batch(draw(0, static_cast<int>(batch.rows()) - 1),
          draw(0, static_cast<int>(batch.cols()) - 1)) = kink;
  }
  check_operator_on<S>(
      op, operands,
      [&](const auto& xs) {
        return reference::elementwise(xs[0], [&](const auto& v) { return function(v); });
      },
      conventions);

  const Batch<S>& x = operands.batches[0];
  const Batch<S> cotangent = draw_batch<S>(x.rows(), x.cols(), 1);
  const auto hung = hung_on<S>(op, operands.pointers(), cotangent);
  for (Index n = 0; n < x.cols(); ++n) {
    bool expected = false;
    for (Index i = 0; i < x.rows(); ++i) {
      for (const S& kink : kinks) expected |= cotangent(i, n) != S(0) && x(i, n) == kink;
    }
    RC_ASSERT(hung[static_cast<std::size_t>(n)] == (expected ? HangSet(Hang::kink) : HangSet()));
  }
}

TEMPLATE_TEST_CASE("relu and abs equal the reference at kinks too", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("any derivative at 0", [] {
    const auto c = draw_conventions<S>();
    check_kinked<S>(
        Relu{}, {S(0)}, [&](const auto& v) { return reference::relu(v, c.relu_at_zero); }, c);
    check_kinked<S>(
        Abs{}, {S(0)}, [&](const auto& v) { return reference::absolute(v, c.abs_at_zero); }, c);
  });
}

TEMPLATE_TEST_CASE("leaky relu equals the reference at kinks too", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("any slope, 1 included, which leaves no kink", [] {
    const auto c = draw_conventions<S>();
    const S slope = S(draw(-2, 4)) / S(4);
    check_kinked<S>(
        LeakyRelu<S>{slope}, slope == S(1) ? std::vector<S>{} : std::vector<S>{S(0)},
        [&](const auto& v) { return reference::leaky_relu(v, slope, c.relu_at_zero); }, c);
  });
}

TEMPLATE_TEST_CASE("clip equals the reference at kinks too", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("relu_at_zero weighs the upper side at both ends", [] {
    const auto c = draw_conventions<S>();
    const S low = S(draw(-2, 1)) / S(4);
    const S high = low + S(draw(1, 3)) / S(4);
    check_kinked<S>(
        Clip<S>{low, high}, {low, high},
        [&](const auto& v) {
          return reference::clip(v, low, high, c.relu_at_zero, S(S(1) - c.relu_at_zero));
        },
        c);
  });
}

TEMPLATE_TEST_CASE("a clip whose ends are equal is constant", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  const Batch<S> x = Batch<S>::Constant(1, 1, S(2));
  const std::vector<const Batch<S>*> operands = {&x};
  for (const int kink : {0, 1}) {
    const auto pulled = pull_back<S>(Operator<S>(Clip<S>{S(2), S(2)}), operands, x,
                                     Conventions<S>{S(kink), S(0), Tie::first});
    CHECK(pulled[0](0, 0) == S(0));
  }
}

TEMPLATE_TEST_CASE("power equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("z^k", [] {
    const int exponent = draw(1, 4);
    check_operator<S>(Power{exponent}, {draw_shape(0, 2)}, [&](const auto& xs) {
      return reference::elementwise(
          xs[0], [&](const auto& v) { return reference::integer_power(v, exponent); });
    });
  });
}

// (z^-k)' = -k z^(-k - 1), at powers of two: nothing is rounded.
TEMPLATE_TEST_CASE("a negative power is a quotient", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  Batch<S> z(1, 4);
  z << S(2), S(-4), S(1) / S(2), S(-1);
  const Batch<S> signal = Batch<S>::Constant(1, 4, S(3));
  const std::vector<const Batch<S>*> operands = {&z};
  const auto check = [&](int exponent, const std::array<S, 4>& values,
                         const std::array<S, 4>& slopes) {
    const Operator<S> op(Power{exponent});
    const Batch<S> y = evaluate<S>(op, operands);
    const auto pulled = pull_back<S>(op, operands, signal, Conventions<S>{});
    for (Index n = 0; n < 4; ++n) {
      CHECK(y(0, n) == values[static_cast<std::size_t>(n)]);
      CHECK(pulled[0](0, n) == S(3) * slopes[static_cast<std::size_t>(n)]);
    }
  };
  const auto f = [](int p, int q) { return S(S(p) / S(q)); };
  check(-1, {f(1, 2), f(-1, 4), S(2), S(-1)}, {f(-1, 4), f(-1, 16), S(-4), S(-1)});
  check(-2, {f(1, 4), f(1, 16), S(4), S(1)}, {f(-1, 4), f(1, 32), S(-16), S(2)});
}

TEMPLATE_TEST_CASE("product equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("a_i b_i", [] {
    const Shape in = draw_shape(0, 2);
    check_operator<S>(Product{}, {in, in}, [](const auto& xs) {
      return reference::product_of<scalar_in<decltype(xs)>>(xs);
    });
  });
}

/// Positions of the candidates of each maximum, counted through all operands one after the other.
using Candidates = std::vector<std::vector<std::size_t>>;

/// What a tie does, from its definition: all largest candidates are listed, then the first, the
/// last or each of them in equal parts is given the signal.
template <Scalar S>
void check_ties(const Operator<S>& op, const OperandBatches<S>& operands,
                const Candidates& candidates, int sign) {
  const auto xs = operands.pointers();
  const Batch<S> cotangent =
      draw_batch<S>(static_cast<Index>(candidates.size()), operands.samples(), 1);
  for (const Tie tie : {Tie::first, Tie::last, Tie::split}) {
    const auto pulled = pull_back<S>(op, xs, cotangent, {S(0), S(0), tie});
    const auto hung = hung_on<S>(op, xs, cotangent);
    for (Index n = 0; n < operands.samples(); ++n) {
      std::vector<S> values;
      std::vector<S> got;
      for (std::size_t k = 0; k < pulled.size(); ++k) {
        for (Index i = 0; i < pulled[k].rows(); ++i) {
          values.push_back(operands.batches[k](i, n) * S(sign));
          got.push_back(pulled[k](i, n));
        }
      }
      std::vector<S> expected(values.size(), S(0));
      bool tied = false;
      for (std::size_t o = 0; o < candidates.size(); ++o) {
        std::vector<std::size_t> largest;
        for (const std::size_t j : candidates[o]) {
          if (!largest.empty() && values[j] > values[largest[0]]) largest.clear();
          if (largest.empty() || values[j] == values[largest[0]]) largest.push_back(j);
        }
        const S signal = cotangent(static_cast<Index>(o), n);
        tied |= largest.size() > 1 && signal != S(0);
        if (tie == Tie::first) largest = {largest.front()};
        if (tie == Tie::last) largest = {largest.back()};
        const S share = S(1) / S(static_cast<int>(largest.size()));
        for (const std::size_t j : largest) expected[j] += share * signal;
      }
      // The same shares are added in the same order.
      for (std::size_t j = 0; j < got.size(); ++j) require_close("a share", got[j], expected[j]);
      RC_ASSERT(hung[static_cast<std::size_t>(n)] == (tied ? HangSet(Hang::tie) : HangSet()));
    }
  }
}

TEMPLATE_TEST_CASE("max and min equal the reference at ties too", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("the largest or smallest of any number of operands", [] {
    const Shape in = draw_shape(0, 2);
    const auto count = static_cast<std::size_t>(element_count(in));
    const auto operands =
        draw_operands<S>(std::vector<Shape>(static_cast<std::size_t>(draw(1, 4)), in), 1);
    Candidates candidates(count);
    for (std::size_t j = 0; j < count * operands.shapes.size(); ++j) {
      candidates[j % count].push_back(j);
    }
    check_operator_on<S>(Max{}, operands, [](const auto& xs) {
      return reference::max_of<scalar_in<decltype(xs)>>(xs);
    });
    check_operator_on<S>(Min{}, operands, [](const auto& xs) {
      return reference::min_of<scalar_in<decltype(xs)>>(xs);
    });
    check_ties<S>(Max{}, operands, candidates, 1);
    check_ties<S>(Min{}, operands, candidates, -1);
  });
}

/// The candidates a reference operator folds over, seen by folding over positions.
template <class ListWindows>
[[nodiscard]] Candidates candidates_of(const Shape& in, const ListWindows& list_windows) {
  reference::Tensor<int> positions{in, {}};
  for (int k = 0; k < element_count(in); ++k) positions.data.push_back(k);
  Candidates candidates;
  (void)list_windows(positions, [&](const std::vector<int>& window) {
    candidates.emplace_back(window.begin(), window.end());
    return 0;
  });
  return candidates;
}

TEMPLATE_TEST_CASE("max pool equals the reference at ties too", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("strides, dilations, pads, floor and ceil mode", [] {
    DrawnWindow drawn = draw_window(1, 2);
    drawn.geometry.ceil_mode = draw(0, 1) == 1;
    const reference::Window window =
        drawn.geometry.ceil_mode ? in_ceil_mode(drawn.window, drawn.flat_in) : drawn.window;
    const Candidates candidates =
        candidates_of(drawn.flat_in, [&](const auto& positions, const auto& fold) {
          return reference::pool(positions, window, fold);
        });
    const bool defined = std::none_of(candidates.begin(), candidates.end(),
                                      [](const auto& list) { return list.empty(); });
    const auto operands = draw_operands<S>({drawn.in}, 1);
    const Operator<S> op = accepted(max_pool(drawn.in, drawn.geometry));
    RC_ASSERT(output_shape<S>(op, std::span<const Shape>(operands.shapes)).has_value() == defined);
    if (!defined) return;
    check_operator_on<S>(op, operands, [&](const auto& xs) {
      const auto y = reference::max_pool(reference::reshape(xs[0], drawn.flat_in), window);
      return reference::reshape(y, spatial_shape(drawn, y.shape));
    });
    check_ties<S>(op, operands, candidates, 1);
  });
}

TEMPLATE_TEST_CASE("reduce-max equals the reference at ties too", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("over any axes, kept or dropped", [] {
    const Shape in = draw_shape(1, 3);
    std::vector<Index> axes;
    for (Index axis = 0; axis < static_cast<Index>(in.size()); ++axis) {
      if (draw(0, 1) == 1) axes.push_back(axis);
    }
    const bool keep = draw(0, 1) == 1;
    const auto operands = draw_operands<S>({in}, 1);
    const Operator<S> op = accepted(reduce_max(in, axes, keep));
    check_operator_on<S>(op, operands,
                         [&](const auto& xs) { return reference::reduce_max(xs[0], axes, keep); });
    check_ties<S>(op, operands,
                  candidates_of(in,
                                [&](const auto& positions, const auto& fold) {
                                  return reference::reduce(positions, axes, keep, fold);
                                }),
                  1);
  });
}

}  // namespace axiomark::tests
