#include "network/operators/convolution_grid.hpp"

#include <cmath>

#include "network/kernels/gathered_product.hpp"
#include "network/kernels/product.hpp"
#include "network/rounding.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

template <class S>
struct Level {
  std::string name;
  bool ordered;  // never fuses
  wide::GatheredProduct<S> product;
};

/// Every instruction set that this processor has.
template <class S>
std::vector<Level<S>> levels() {
  std::vector<Level<S>> all = {{"generic", true, wide::plain::gathered_product}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back({"x86-64-v3", false, wide::v3::gathered_product});
    all.push_back({"x86-64-v3, ordered", true, wide::ordered_v3::gathered_product});
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back({"x86-64-v4", false, wide::v4::gathered_product});
    all.push_back({"x86-64-v4, ordered", true, wide::ordered_v4::gathered_product});
  }
#endif
  return all;
}

/// Whole numbers from -8 to 8 times a unit: 1 keeps all sums exact, 0.1 none.
template <class S>
Batch<S> fill(Index rows, Index columns, std::uint32_t seed, S unit) {
  Batch<S> values(rows, columns);
  for (Index k = 0; k < values.size(); ++k) {
    seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
    values.data()[k] = static_cast<S>(static_cast<int>((seed >> 16) % 17) - 8) * unit;
  }
  return values;
}

template <class S>
struct Question {
  Convolution<S> op;
  Shape windows;
  Batch<S> x;
  Batch<S> cotangent;

  Question(Convolution<S> shaped, Index samples, std::uint32_t seed, S unit)
      : op(std::move(shaped)), windows(op.in.begin() + 1, op.in.end()) {
    windows = window_counts("a test", op.window, windows).value();
    op.weights = fill<S>(op.weights.rows(), op.weights.cols(), seed, unit);
    op.bias = fill<S>(op.weights.rows(), 1, seed + 1, unit);
    x = fill<S>(element_count(op.in), samples, seed + 2, unit);
    cotangent = fill<S>(op.weights.rows() * element_count(windows), samples, seed + 3, unit);
  }
};

/// Any geometry of one to three dimensions in which the window fits.
template <class S>
Convolution<S> draw_convolution() {
  Convolution<S> op;
  op.groups = draw(1, 3);
  op.in = {op.groups * draw(1, 4)};
  const int rank = draw(1, 3);
  for (int d = 0; d < rank; ++d) {
    const int length = draw(1, rank == 1 ? 40 : 12 / rank);
    const int kernel = draw(1, 4);
    const int dilation = draw(1, 3);
    const int extent = dilation * (kernel - 1) + 1;
    const int before = draw(0, 4);
    op.in.push_back(length);
    op.window.kernel.push_back(kernel);
    op.window.dilation.push_back(dilation);
    op.window.stride.push_back(draw(1, 4));
    op.window.pad_begin.push_back(before);
    op.window.pad_end.push_back(std::max(draw(0, 4), extent - length - before));
  }
  op.weights.resize(op.groups * draw(1, 10),
                    op.in[0] / op.groups * element_count(op.window.kernel));
  return op;
}

Shape index_of(Index position, const Shape& extents) {
  Shape index(extents.size());
  for (std::size_t d = extents.size(); d-- > 0; position /= extents[d]) {
    index[d] = position % extents[d];
  }
  return index;
}

/// The definition, product by product: visit(row of y, row of x, weight), by output, window, kernel value and
/// channel.
template <class S, class Visit>
void for_each_product(const Question<S>& q, const Visit& visit) {
  const Shape in(q.op.in.begin() + 1, q.op.in.end());
  const auto& [kernel, stride, dilation, pad, pad_end, ceil_mode] = q.op.window;
  const Index group_channels = q.op.in[0] / q.op.groups;
  for (Index y = 0; y < q.cotangent.rows(); ++y) {
    const Index output = y / element_count(q.windows);
    const Shape p = index_of(y % element_count(q.windows), q.windows);
    const Index group = output * q.op.groups / q.op.weights.rows();
    for (Index k = 0; k < element_count(kernel); ++k) {
      const Shape offset = index_of(k, kernel);
      Index x = 0;
      bool inside = true;
      for (std::size_t d = 0; d < in.size(); ++d) {
        const Index at = p[d] * stride[d] + offset[d] * dilation[d] - pad[d];
        inside = inside && at >= 0 && at < in[d];
        x = x * in[d] + at;
      }
      for (Index c = 0; inside && c < group_channels; ++c) {
        visit(y, (group * group_channels + c) * element_count(in) + x,
              q.op.weights(output, c * element_count(kernel) + k));
      }
    }
  }
}

template <class S>
Batch<S> plain_values(const Question<S>& q) {
  Batch<S> y(q.cotangent.rows(), q.x.cols());
  for (Index k = 0; k < y.rows(); ++k) y.row(k) = q.op.bias(k / element_count(q.windows));
  for_each_product(q, [&](Index to, Index from, S weight) {
    for (Index n = 0; n < y.cols(); ++n) y(to, n) += weight * q.x(from, n);
  });
  return y;
}

template <class S>
Batch<S> plain_pull_back(const Question<S>& q) {
  Batch<S> x = Batch<S>::Zero(q.x.rows(), q.x.cols());
  for_each_product(q, [&](Index from, Index to, S weight) {
    for (Index n = 0; n < x.cols(); ++n) x(to, n) += weight * q.cotangent(from, n);
  });
  return x;
}

/// |W| and |b| at |x| and |cotangent|.
template <class S>
Question<S> sizes_of(Question<S> q) {
  for (Batch<S>* values : {&q.op.weights, &q.x, &q.cotangent}) *values = values->abs().eval();
  q.op.bias = q.op.bias.abs().eval();
  return q;
}

template <class S>
void check(const Question<S>& q) {
  const Batch<S> y = plain_values(q);
  const Batch<S> x = plain_pull_back(q);
  REQUIRE(fits_grid(q.op, q.windows));
  for (const Level<S>& level : levels<S>()) {
    INFO(level.name);
    REQUIRE((evaluate_on_grid(q.op, q.windows, q.x, level.product) == y).all());
    REQUIRE((pull_back_on_grid(q.op, q.windows, q.cotangent, level.product) == x).all());
  }
  const Batch<S>* const operand = &q.x;
  const Operands<S> operands(&operand, 1);
  REQUIRE((evaluate<S>(q.op, operands) == y).all());
  REQUIRE((pull_back<S>(q.op, operands, q.cotangent, {}).front() == x).all());
}

template <class S>
Question<S> draw_question(S unit) {
  const Index samples = draw(0, 1) == 0 ? 1 : draw(1, 70);
  return Question<S>(draw_convolution<S>(), samples, static_cast<std::uint32_t>(draw(0, 1000000)),
                     unit);
}

template <class S>
Convolution<S> two_dimensional(Shape in, Index outputs, Index kernel, Index stride, Index pad) {
  Convolution<S> op;
  op.in = std::move(in);
  op.window = plain_window({kernel, kernel});
  op.window.stride = {stride, stride};
  op.window.pad_begin = {pad, pad};
  op.window.pad_end = {pad, pad};
  op.weights.resize(outputs, op.in[0] * kernel * kernel);
  return op;
}

}  // namespace

TEMPLATE_TEST_CASE("convolutions on planes equal their definition", "", float, double) {
  using S = TestType;
  property("exactly for whole numbers, on every instruction set",
           [] { check(draw_question<S>(S(1))); });
  SECTION("in several chunks of samples, above and below 512 weights") {
    check(Question<S>(two_dimensional<S>({3, 40, 41}, 4, 3, 1, 1), 37, 5, S(1)));
    check(Question<S>(two_dimensional<S>({8, 32, 33}, 8, 4, 2, 1), 37, 6, S(1)));
  }
  SECTION("where windows see nothing but padding") {
    // One window over padded positions 0 to 3, of a line of one value at padded position 10.
    Convolution<S> op;
    op.in = {1, 1};
    op.window = {{4}, {8}, {1}, {10}, {0}};
    op.weights.resize(2, 4);
    check(Question<S>(op, 3, 7, S(1)));
  }
}

TEMPLATE_TEST_CASE("convolutions on planes round as the plain loop does", "", float, double) {
  using S = TestType;
  property("to the bit where products do not fuse, else within the bounds of both", [] {
    const Question<S> q = draw_question<S>(S(0.1));
    const Batch<S> y = plain_values(q);
    const Batch<S> x = plain_pull_back(q);
    const Question<S> sizes = sizes_of(q);
    const Index steps = rounding_steps<S>(Operator<S>(q.op));
    // At x as many terms as kernel values and outputs meet.
    const Index steps_back = q.op.weights.size() + 2;
    const Batch<S> allowed_y = 2 * rounding_factor<S>(steps) * plain_values(sizes);
    const Batch<S> allowed_x = 2 * rounding_factor<S>(steps_back) * plain_pull_back(sizes);
    for (const Level<S>& level : levels<S>()) {
      RC_LOG() << level.name << "\n";
      const Batch<S> got_y = evaluate_on_grid(q.op, q.windows, q.x, level.product);
      const Batch<S> got_x = pull_back_on_grid(q.op, q.windows, q.cotangent, level.product);
      if (level.ordered) {
        RC_ASSERT((got_y == y).all());
        RC_ASSERT((got_x == x).all());
      } else {
        RC_ASSERT(((got_y - y).abs() <= allowed_y).all());
        RC_ASSERT(((got_x - x).abs() <= allowed_x).all());
      }
      const Index column = draw(0, static_cast<int>(q.x.cols()) - 1);
      RC_ASSERT((evaluate_on_grid<S>(q.op, q.windows, q.x.col(column), level.product) ==
                 got_y.col(column))
                    .all());
      RC_ASSERT((pull_back_on_grid<S>(q.op, q.windows, q.cotangent.col(column), level.product) ==
                 got_x.col(column))
                    .all());
    }
  });
}

TEST_CASE("convolutions below 512 weights give the numbers of the plain loop") {
  // 216 weights, the size at which fused additions must not be used, and enough windows for planes.
  const Question<double> q(two_dimensional<double>({3, 12, 12}, 8, 3, 1, 1), 2, 8, 0.1);
  REQUIRE(q.op.weights.size() < kSmallProduct);
  const Batch<double>* const operand = &q.x;
  const Operands<double> operands(&operand, 1);
  CHECK((evaluate<double>(q.op, operands) == plain_values(q)).all());
  CHECK((pull_back<double>(q.op, operands, q.cotangent, {}).front() == plain_pull_back(q)).all());
}

}  // namespace axiomark::tests
