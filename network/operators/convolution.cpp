#include "network/operators/convolution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/exact_work.hpp"
#include "network/kernels/gathered_product.hpp"
#include "network/kernels/product.hpp"
#include "network/list_of.hpp"
#include "network/operators/convolution_grid.hpp"

namespace axiomark {
namespace {

Shape spatial_part(const Shape& shape) { return {shape.begin() + 1, shape.end()}; }

// One contribution of a convolution: output value += W(output channel, weight) * input value.
struct Tap {
  Index output;
  Index channel;
  Index weight;
  Index input;
};

// Calls visit(tap) for every product of the convolution that does not fall on padding, ordered by
// output value. The index arithmetic of evaluation and pull-back stands here once.
template <Scalar S, class Visit>
void for_each_tap(const Convolution<S>& op, const Shape& windows, const Visit& visit) {
  const std::size_t rank = windows.size();
  const Shape spatial = spatial_part(op.in);
  const Index inputs_per_channel = element_count(spatial);
  const Index outputs_per_channel = element_count(windows);
  const Index kernel_size = element_count(op.window.kernel);
  const Index channels_per_group = op.in[0] / op.groups;
  const Index outputs_per_group = op.weights.rows() / op.groups;
  Shape window(rank);
  Shape offset(rank);
  for (Index channel = 0; channel < op.weights.rows(); ++channel) {
    const Index first_input_channel = channel / outputs_per_group * channels_per_group;
    for (Index w = 0; w < outputs_per_channel; ++w) {
      for (Index rest = w, d = static_cast<Index>(rank) - 1; d >= 0; --d) {
        window[static_cast<std::size_t>(d)] = rest % windows[static_cast<std::size_t>(d)];
        rest /= windows[static_cast<std::size_t>(d)];
      }
      for (Index k = 0; k < kernel_size; ++k) {
        for (Index rest = k, d = static_cast<Index>(rank) - 1; d >= 0; --d) {
          offset[static_cast<std::size_t>(d)] =
              rest % op.window.kernel[static_cast<std::size_t>(d)];
          rest /= op.window.kernel[static_cast<std::size_t>(d)];
        }
        Index position = 0;
        bool inside = true;
        for (std::size_t d = 0; d < rank && inside; ++d) {
          const Index at = window[d] * op.window.stride[d] + offset[d] * op.window.dilation[d] -
                           op.window.pad_begin[d];
          inside = at >= 0 && at < spatial[d];
          position = position * spatial[d] + at;
        }
        if (!inside) continue;
        for (Index c = 0; c < channels_per_group; ++c) {
          visit(Tap{channel * outputs_per_channel + w, channel, c * kernel_size + k,
                    (first_input_channel + c) * inputs_per_channel + position});
        }
      }
    }
  }
}

// Of a row's numbers one: those of a batch are of much the same length.
const Rational& middle_of(const Batch<Rational>& batch, Index row) {
  static const Rational none = 0;
  return batch.cols() > 0 ? batch(row, batch.cols() / 2) : none;
}

template <Scalar S>
Shape windows_of(const Convolution<S>& op) {
  return *window_counts(op.name(), op.window, spatial_part(op.in));  // checked by output_shape
}

// Below this many multiplications, making planes takes longer than the plain loop.
constexpr Index kWorthPlanes = 200;

template <std::floating_point S>
bool worth_planes(const Convolution<S>& op, const Shape& windows, Index samples) {
  return op.weights.size() * element_count(windows) * samples >= kWorthPlanes &&
         fits_grid(op, windows);
}

// Small convolutions give the same numbers on every machine, as small products do.
template <std::floating_point S>
wide::GatheredProduct<S> product_for(const Convolution<S>& op) {
  return op.weights.size() < kSmallProduct ? ordered_gathered_product<S>()
                                           : widest_gathered_product<S>();
}

}  // namespace

WindowGeometry plain_window(std::vector<Index> kernel) {
  const std::size_t rank = kernel.size();
  return {std::move(kernel),           std::vector<Index>(rank, 1), std::vector<Index>(rank, 1),
          std::vector<Index>(rank, 0), std::vector<Index>(rank, 0), false};
}

Result<Shape> window_counts(std::string_view op, const WindowGeometry& geometry,
                            const Shape& spatial) {
  const std::size_t rank = spatial.size();
  for (const auto* list : {&geometry.kernel, &geometry.stride, &geometry.dilation,
                           &geometry.pad_begin, &geometry.pad_end}) {
    if (list->size() != rank) {
      return fail(ErrorKind::input, std::string(op),
                  fmt::format("a window of {} dimensions", list->size()),
                  fmt::format("{}, one per spatial dimension", rank));
    }
  }
  Shape counts(rank);
  for (std::size_t d = 0; d < rank; ++d) {
    if (geometry.kernel[d] < 1 || geometry.stride[d] < 1 || geometry.dilation[d] < 1 ||
        geometry.pad_begin[d] < 0 || geometry.pad_end[d] < 0) {
      return fail(ErrorKind::input, std::string(op),
                  "a window with a size, stride or dilation below 1",
                  "positive numbers, and paddings not below 0");
    }
    const Index extent = geometry.dilation[d] * (geometry.kernel[d] - 1) + 1;
    const Index room = spatial[d] + geometry.pad_begin[d] + geometry.pad_end[d] - extent;
    if (room < 0) {
      return fail(ErrorKind::input, std::string(op),
                  fmt::format("a window of {} over {} values", extent, room + extent),
                  "one that fits");
    }
    counts[d] = room / geometry.stride[d] + 1;
    // ONNX: with ceil_mode a last window is added if it begins inside the input or its left
    // padding.
    if (geometry.ceil_mode && room % geometry.stride[d] != 0 &&
        counts[d] * geometry.stride[d] < spatial[d] + geometry.pad_begin[d]) {
      ++counts[d];
    }
  }
  return counts;
}

template <Scalar S>
Result<Shape> output_shape(const Convolution<S>& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, 1); !ok) {
    return tl::make_unexpected(ok.error());
  }
  const auto refuse = [&](std::string found, std::string expected) {
    return fail(ErrorKind::input, "convolution", std::move(found), std::move(expected));
  };
  if (operands[0] != op.in || op.in.size() < 2) {
    return refuse("an operand of shape " + to_text(operands[0]), to_text(op.in));
  }
  const Index outputs = op.weights.rows();
  if (op.groups < 1 || op.in[0] % op.groups != 0 || outputs % op.groups != 0) {
    return refuse(
        fmt::format("{} groups of {} channels and {} outputs", op.groups, op.in[0], outputs),
        "groups that divide both");
  }
  if (op.weights.cols() != op.in[0] / op.groups * element_count(op.window.kernel) ||
      op.bias.size() != outputs) {
    return refuse(
        fmt::format("{} weights per output and {} biases", op.weights.cols(), op.bias.size()),
        fmt::format("{} weights and {} biases",
                    op.in[0] / op.groups * element_count(op.window.kernel), outputs));
  }
  const auto counts = window_counts(op.name(), op.window, spatial_part(op.in));
  if (!counts) return tl::make_unexpected(counts.error());
  Shape out{outputs};
  out.insert(out.end(), counts->begin(), counts->end());
  return out;
}

template <Scalar S>
Batch<S> evaluate(const Convolution<S>& op, Operands<S> operands) {
  const Batch<S>& x = *operands[0];
  const Shape windows = windows_of(op);
  if constexpr (!is_exact<S>) {
    if (worth_planes(op, windows, x.cols())) {
      return evaluate_on_grid(op, windows, x, product_for(op));
    }
  }
  const Index per_channel = element_count(windows);
  Batch<S> y(op.weights.rows() * per_channel, x.cols());
  for (Index k = 0; k < y.rows(); ++k) y.row(k).setConstant(op.bias(k / per_channel));
  for_each_tap(op, windows, [&](const Tap& tap) {
    y.row(tap.output) += op.weights(tap.channel, tap.weight) * x.row(tap.input);
    if constexpr (is_exact<S>) spend_exact_work(middle_of(y, tap.output), y.cols());
  });
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Convolution<S>& op, Operands<S> operands,
                                const Batch<S>& cotangent, const Conventions<S>&) {
  const Shape windows = windows_of(op);
  if constexpr (!is_exact<S>) {
    if (worth_planes(op, windows, cotangent.cols())) {
      return list_of(pull_back_on_grid(op, windows, cotangent, product_for(op)));
    }
  }
  Batch<S> at_operand = Batch<S>::Constant(operands[0]->rows(), cotangent.cols(), S(0));
  for_each_tap(op, windows, [&](const Tap& tap) {
    at_operand.row(tap.input) += op.weights(tap.channel, tap.weight) * cotangent.row(tap.output);
    if constexpr (is_exact<S>) spend_exact_work(middle_of(at_operand, tap.input), cotangent.cols());
  });
  return list_of(std::move(at_operand));
}

AXIOMARK_INSTANTIATE_FOR_ALL(Convolution);

}  // namespace axiomark
