// Included by one source file per choice of AXIOMARK_TEST_SCALARS, so that Rational, which is slow
// to compile, need not be built with sanitizers.
#include <numeric>

#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"
#include "tests/network/window_draws.hpp"

namespace axiomark::tests {

TEMPLATE_TEST_CASE("dense equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("W x + b on the flattened operand", [] {
    const Shape in = draw_shape(1, 3);
    const Index inputs = element_count(in);
    const Index outputs = draw(1, 5);
    const Dense<S> op{draw_batch<S>(outputs, inputs), draw_vector<S>(outputs)};
    check_operator<S>(op, {in}, [&](const auto& xs) {
      using T = scalar_in<decltype(xs)>;
      return reference::dense(reference::reshape(xs[0], {inputs}),
                              parameters<T, S>(op.weights, {outputs, inputs}),
                              parameters<T, S>(op.bias, {outputs}));
    });
  });
}

TEMPLATE_TEST_CASE("convolution equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("groups, strides, dilations and uneven pads in one to three dimensions", [] {
    DrawnWindow drawn = draw_window(2, 2);
    const Index groups = draw(1, 2);
    const Index outputs = groups * draw(1, 2);
    const Index per_group = drawn.in[0] / groups;
    const auto [kh, kw] = drawn.window.kernel;
    const Convolution<S> op{drawn.in, draw_batch<S>(outputs, per_group * kh * kw),
                            draw_vector<S>(outputs), groups, drawn.geometry};
    check_operator<S>(op, {drawn.in}, [&](const auto& xs) {
      using T = scalar_in<decltype(xs)>;
      const auto y = reference::convolution(
          reference::reshape(xs[0], drawn.flat_in),
          parameters<T, S>(op.weights,
                           {outputs, per_group, drawn.window.kernel[0], drawn.window.kernel[1]}),
          parameters<T, S>(op.bias, {outputs}), drawn.window, groups);
      return reference::reshape(y, spatial_shape(drawn, y.shape));
    });
  });
}

TEMPLATE_TEST_CASE("scale and shift equal the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("a factor or an offset per feature", [] {
    const Shape in = draw_shape(0, 3);
    const Vector<S> numbers = draw_vector<S>(element_count(in));
    check_operator<S>(Scale<S>{numbers}, {in}, [&](const auto& xs) {
      using T = scalar_in<decltype(xs)>;
      return reference::product_of<T>({xs[0], parameters<T, S>(numbers, in)});
    });
    check_operator<S>(Shift<S>{numbers}, {in}, [&](const auto& xs) {
      using T = scalar_in<decltype(xs)>;
      return reference::sum_of<T>({xs[0], parameters<T, S>(numbers, in)});
    });
  });
}

TEMPLATE_TEST_CASE("reshape equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("0 copies a dimension, -1 is worked out", [] {
    const Shape in = draw_shape(1, 3);
    const Shape out = {in[0], element_count(in) / in[0]};
    Shape asked = out;
    if (draw(0, 1) == 1) asked[0] = 0;
    if (draw(0, 1) == 1) asked[1] = -1;
    check_operator<S>(accepted(reshape<S>(in, asked)), {in},
                      [&](const auto& xs) { return reference::reshape(xs[0], out); });
  });
}

TEMPLATE_TEST_CASE("transpose equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("output dimension d is input dimension permutation[d]", [] {
    const Shape in = draw_shape(0, 4, 3);
    std::vector<Index> permutation(in.size());
    std::iota(permutation.begin(), permutation.end(), 0);
    for (std::size_t d = in.size(); d > 1; --d) {
      std::swap(permutation[d - 1],
                permutation[static_cast<std::size_t>(draw(0, static_cast<int>(d) - 1))]);
    }
    const std::vector<std::size_t> axes(permutation.begin(), permutation.end());
    check_operator<S>(accepted(transpose<S>(in, permutation)), {in},
                      [&](const auto& xs) { return reference::transpose(xs[0], axes); });
  });
}

TEMPLATE_TEST_CASE("pad equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("pads may be negative and leave nothing", [] {
    const Shape in = draw_shape(1, 3, 3);
    const S fill = draw_number<S>();
    std::vector<Index> begin;
    std::vector<Index> end;
    for (const Index extent : in) {
      begin.push_back(draw(-2, 2));
      end.push_back(std::max<Index>(draw(-2, 2), -extent - begin.back()));
    }
    reference::Index pads = begin;
    pads.insert(pads.end(), end.begin(), end.end());
    check_operator<S>(accepted(pad<S>(in, begin, end, fill)), {in}, [&](const auto& xs) {
      return reference::pad(xs[0], pads, scalar_in<decltype(xs)>(fill));
    });
  });
}

TEMPLATE_TEST_CASE("slice equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("starts, stops and steps as in Python, results without values included", [] {
    const Shape in = draw_shape(1, 3);
    const int rank = static_cast<int>(in.size());
    const Index axis = draw(-rank, rank - 1);
    const int extent =
        static_cast<int>(in[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)]);
    const Index step = draw(1, 3) * (draw(0, 1) == 0 ? 1 : -1);
    // Backwards from before the first value, ONNX begins at the first and Python gives nothing.
    const Index start = draw(step > 0 ? -6 : -extent, 6);
    const Index stop = draw(-6, 6);
    check_operator<S>(accepted(slice<S>(in, axis, start, stop, step)), {in}, [&](const auto& xs) {
      return reference::slice(xs[0], {start}, {stop}, {axis}, {step});
    });
  });
}

TEMPLATE_TEST_CASE("gather equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("positions may repeat and count from the end", [] {
    const Shape in = draw_shape(1, 3);
    const int rank = static_cast<int>(in.size());
    const Index axis = draw(-rank, rank - 1);
    const int extent =
        static_cast<int>(in[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)]);
    std::vector<Index> positions(static_cast<std::size_t>(draw(1, 5)));
    for (Index& p : positions) p = draw(-extent, extent - 1);
    const reference::Tensor<std::ptrdiff_t> indices{{static_cast<Index>(positions.size())},
                                                    positions};
    check_operator<S>(accepted(gather<S>(in, axis, positions)), {in},
                      [&](const auto& xs) { return reference::gather(xs[0], indices, axis); });
  });
}

TEMPLATE_TEST_CASE("expand equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("dimensions of size 1 and new leading ones are repeated", [] {
    Shape out = draw_shape(0, 4, 3);
    Shape in(out.begin() + draw(0, static_cast<int>(out.size())), out.end());
    for (Index& extent : in) {
      if (draw(0, 1) == 1) extent = 1;
    }
    check_operator<S>(accepted(expand<S>(in, out)), {in},
                      [&](const auto& xs) { return reference::expand(xs[0], out); });
  });
}

TEMPLATE_TEST_CASE("average pool equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("with and without counting pads, floor and ceil mode", [] {
    DrawnWindow drawn = draw_window(1, 2);
    const bool count_include_pad = draw(0, 1) == 1;
    drawn.geometry.ceil_mode = draw(0, 1) == 1;
    // What counts is the input, or the padded input; windows may reach beyond it in ceil mode.
    reference::Window window = drawn.window;
    if (drawn.geometry.ceil_mode) window = in_ceil_mode(window, drawn.flat_in);
    reference::Index pads(8, 0);
    if (count_include_pad) {
      for (std::size_t axis = 0; axis < 2; ++axis) {
        pads[2 + axis] = drawn.window.pads[axis];
        pads[6 + axis] = drawn.window.pads[axis + 2];
        window.pads[axis + 2] -= drawn.window.pads[axis + 2];
        window.pads[axis] = 0;
      }
    }
    const auto slow = [&](const auto& xs) {
      using T = scalar_in<decltype(xs)>;
      const auto padded = reference::pad(reference::reshape(xs[0], drawn.flat_in), pads, T(S(0)));
      const auto y = reference::average_pool(padded, window, false);
      return reference::reshape(y, spatial_shape(drawn, y.shape));
    };
    const OperandBatches<S> operands = draw_operands<S>({drawn.in});
    const auto op = average_pool<S>(drawn.in, drawn.geometry, count_include_pad);
    bool defined = true;
    try {
      (void)slow(operands.tensors(0));
    } catch (const std::invalid_argument&) {
      defined = false;  // the mean of no numbers
    }
    RC_ASSERT(op.has_value() == defined);
    // A weight 1 / n and a product are rounded, the same again in the reference; at most 9 windows
    // overlap at one value.
    if (defined) check_operator_on<S>(*op, operands, slow, {}, is_exact<S> ? 0 : 4 + 9);
  });
}

TEMPLATE_TEST_CASE("reduce-sum and reduce-mean equal the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("over any axes, kept or dropped", [] {
    const Shape in = draw_shape(1, 3);
    const int rank = static_cast<int>(in.size());
    std::vector<Index> axes;
    for (int axis = 0; axis < rank; ++axis) {
      if (draw(0, 1) == 1) axes.push_back(axis - (draw(0, 1) == 1 ? rank : 0));
    }
    const bool keep = draw(0, 1) == 1;
    check_operator<S>(accepted(reduce_sum<S>(in, axes, keep)), {in},
                      [&](const auto& xs) { return reference::reduce_sum(xs[0], axes, keep); });
    // The weight and a product are rounded, the same again in the reference.
    check_operator<S>(
        accepted(reduce_mean<S>(in, axes, keep)), {in},
        [&](const auto& xs) { return reference::reduce_mean(xs[0], axes, keep); }, {},
        is_exact<S> ? 0 : 4);
  });
}

TEMPLATE_TEST_CASE("sum equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("c_1 x_1 + c_2 x_2 + ...", [] {
    const Shape in = draw_shape(0, 2);
    const Index terms = draw(1, 4);
    const Vector<S> coefficients = draw_vector<S>(terms);
    const std::vector<Shape> shapes(static_cast<std::size_t>(terms), in);
    check_operator<S>(Sum<S>{coefficients}, shapes, [&](const auto& xs) {
      using T = scalar_in<decltype(xs)>;
      auto scaled = xs;
      for (std::size_t k = 0; k < xs.size(); ++k) {
        const T c(coefficients(static_cast<Index>(k)));
        for (T& value : scaled[k].data) value = c * value;
      }
      return reference::sum_of<T>(scaled);
    });
  });
}

TEMPLATE_TEST_CASE("concat equals the reference", "", AXIOMARK_TEST_SCALARS) {
  using S = TestType;
  property("operands side by side along one axis", [] {
    const Shape first = draw_shape(1, 3, 3);
    const int axis = draw(0, static_cast<int>(first.size()) - 1);
    std::vector<Shape> shapes(static_cast<std::size_t>(draw(1, 3)), first);
    for (Shape& shape : shapes) shape[static_cast<std::size_t>(axis)] = draw(1, 3);
    check_operator<S>(Concat{shapes, axis}, shapes,
                      [&](const auto& xs) { return reference::concat(xs, axis); });
  });
}

}  // namespace axiomark::tests
