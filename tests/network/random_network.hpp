#pragma once

#include <algorithm>
#include <optional>

#include "network/builder.hpp"
#include "tests/property.hpp"
#include "tests/reference/operators.hpp"

/// Random graphs of small operators on flat tensors: skip connections, several readers of a tensor,
/// several inputs, shared modules, joined branches. Each is described once and then built for the
/// product and evaluated by the reference.
namespace axiomark::tests {

enum class StepKind {
  dense,
  dense_again,  ///< an earlier dense step's operator instance on another tensor
  scale,
  shift,
  sum,
  concat,
  relu,
  leaky_relu,
  abs,
  clip,
  max,
  min,
  reduce_max,
  product,
};

struct Step {
  StepKind kind = StepKind::dense;
  std::vector<std::size_t> operands;    ///< tensor numbers
  reference::Tensor<Rational> weights;  ///< dense, scale, shift, sum
  reference::Tensor<Rational> bias;     ///< dense
  std::size_t like = 0;                 ///< dense_again: number of the tensor of the earlier step
};

struct Blueprint {
  std::vector<Index> inputs;
  std::vector<Step> steps;  ///< step k makes tensor inputs.size() + k; the last is the output

  [[nodiscard]] Index features() const {
    Index sum = 0;
    for (const Index n : inputs) sum += n;
    return sum;
  }
};

/// Piecewise linear kinds, and all kinds.
inline constexpr int kPiecewiseLinear = static_cast<int>(StepKind::reduce_max);
inline constexpr int kEveryKind = static_cast<int>(StepKind::product);

/// numerators / denominator: halves keep everything exact in double, thirds nothing.
[[nodiscard]] inline reference::Tensor<Rational> draw_parameters(const Shape& shape,
                                                                 int denominator) {
  return reference::tabulate<Rational>(
      shape, [&](const auto&) { return Rational(draw(-4, 4), denominator); });
}

[[nodiscard]] inline Blueprint draw_blueprint(int last_kind, int denominator = 2, int steps = 7) {
  Blueprint plan;
  plan.inputs.resize(static_cast<std::size_t>(draw(1, 2)));
  for (Index& n : plan.inputs) n = draw(1, 3);
  std::vector<Index> sizes = plan.inputs;
  // Later tensors are read more often, so that graphs are deep as well as wide.
  const auto draw_tensor = [&] {
    const int last = static_cast<int>(sizes.size()) - 1;
    return static_cast<std::size_t>(std::max(draw(0, last), draw(0, last)));
  };
  const auto partner = [&](std::size_t tensor) {
    std::vector<std::size_t> equal;
    for (std::size_t t = 0; t < sizes.size(); ++t) {
      if (sizes[t] == sizes[tensor]) equal.push_back(t);
    }
    return equal[static_cast<std::size_t>(draw(0, static_cast<int>(equal.size()) - 1))];
  };
  for (int k = 0; k < steps; ++k) {
    Step step{static_cast<StepKind>(draw(0, last_kind)), {draw_tensor()}, {}, {}, 0};
    if (k + 1 == steps) step = {StepKind::dense, {sizes.size() - 1}, {}, {}, 0};
    Index size = sizes[step.operands[0]];
    if (step.kind == StepKind::dense_again) {
      for (std::size_t j = 0; j < plan.steps.size(); ++j) {
        if (plan.steps[j].kind == StepKind::dense && plan.steps[j].weights.shape[1] == size) {
          step.like = plan.inputs.size() + j;
        }
      }
      if (step.like == 0) step.kind = StepKind::dense;
    }
    switch (step.kind) {
      case StepKind::dense:
        step.weights = draw_parameters({draw(1, 3), size}, denominator);
        step.bias = draw_parameters({step.weights.shape[0]}, denominator);
        size = step.weights.shape[0];
        break;
      case StepKind::dense_again:
        size = sizes[step.like];
        break;
      case StepKind::scale:
      case StepKind::shift:
        step.weights = draw_parameters({size}, denominator);
        break;
      case StepKind::sum:
        step.operands.push_back(partner(step.operands[0]));
        step.weights = draw_parameters({2}, denominator);
        break;
      case StepKind::max:
      case StepKind::min:
      case StepKind::product:
        step.operands.push_back(partner(step.operands[0]));
        break;
      case StepKind::concat:
        step.operands.push_back(draw_tensor());
        size += sizes[step.operands[1]];
        break;
      case StepKind::reduce_max:
        size = 1;
        break;
      case StepKind::relu:
      case StepKind::leaky_relu:
      case StepKind::abs:
      case StepKind::clip:
        break;
    }
    plan.steps.push_back(std::move(step));
    sizes.push_back(size);
  }
  return plan;
}

inline const Rational kLeak(1, 2);
inline const Rational kClipLow(-1);
inline const Rational kClipHigh(2);

[[nodiscard]] inline Vector<Rational> vector(const reference::Tensor<Rational>& values) {
  Vector<Rational> result(static_cast<Index>(values.data.size()));
  std::copy(values.data.begin(), values.data.end(), result.data());
  return result;
}

[[nodiscard]] inline Network<Rational> build(const Blueprint& plan) {
  NetworkBuilder<Rational> b;
  std::vector<Tensor> tensors;
  std::vector<Index> sizes = plan.inputs;
  for (const Index n : plan.inputs) tensors.push_back(b.input({n}));
  for (const Step& step : plan.steps) {
    std::vector<Tensor> xs;
    for (const std::size_t t : step.operands) xs.push_back(tensors[t]);
    const auto apply = [&](Operator<Rational> op) { return b.apply(std::move(op), xs); };
    Tensor made;
    switch (step.kind) {
      case StepKind::dense: {
        Matrix<Rational> weights(step.weights.shape[0], step.weights.shape[1]);
        std::copy(step.weights.data.begin(), step.weights.data.end(), weights.data());
        made = b.dense(xs[0], std::move(weights), vector(step.bias));
        break;
      }
      case StepKind::dense_again:
        made = b.apply_again(tensors[step.like], xs);
        break;
      case StepKind::scale:
        made = b.scale(xs[0], vector(step.weights));
        break;
      case StepKind::shift:
        made = b.shift(xs[0], vector(step.weights));
        break;
      case StepKind::sum:
        made = apply(Sum<Rational>{vector(step.weights)});
        break;
      case StepKind::concat:
        made = b.concat(xs, 0);
        break;
      case StepKind::relu:
        made = b.relu(xs[0]);
        break;
      case StepKind::leaky_relu:
        made = apply(LeakyRelu<Rational>{kLeak});
        break;
      case StepKind::abs:
        made = apply(Abs{});
        break;
      case StepKind::clip:
        made = apply(Clip<Rational>{kClipLow, kClipHigh});
        break;
      case StepKind::max:
        made = b.max(xs);
        break;
      case StepKind::min:
        made = b.min(xs);
        break;
      case StepKind::reduce_max:
        made = b.apply(reduce_max(b.shape(xs[0]), {0}), xs);
        break;
      case StepKind::product:
        made = b.product(xs[0], xs[1]);
        break;
    }
    tensors.push_back(made);
  }
  auto network = b.build(tensors.back());
  if (!network) RC_FAIL("refused: " + message(network.error()));
  return *network;
}

/// Points on a coarse grid, so that units lie on their kinks now and then.
[[nodiscard]] inline Batch<Rational> draw_points(Index features, Index count, int denominator = 2) {
  Batch<Rational> points(features, count);
  for (Index i = 0; i < features; ++i) {
    for (Index n = 0; n < count; ++n) points(i, n) = Rational(draw(-4, 4), denominator);
  }
  return points;
}

[[nodiscard]] inline std::vector<Rational> column(const Batch<Rational>& points, Index n) {
  std::vector<Rational> x;
  for (Index i = 0; i < points.rows(); ++i) x.push_back(points(i, n));
  return x;
}

}  // namespace axiomark::tests
