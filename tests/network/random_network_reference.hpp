#pragma once

#include "tests/network/random_network.hpp"

/// What the slow reference says about random graphs.
namespace axiomark::tests {

/// The output at x by the reference; T is Rational or Dual<Rational>.
template <class T>
[[nodiscard]] std::vector<T> evaluate(const Blueprint& plan, const std::vector<T>& x,
                                      const Conventions<Rational>& c) {
  std::vector<reference::Tensor<T>> tensors;
  auto next = x.begin();
  for (const Index n : plan.inputs) {
    tensors.push_back({{n}, {next, next + n}});
    next += n;
  }
  for (const Step& step : plan.steps) {
    std::vector<reference::Tensor<T>> xs;
    for (const std::size_t t : step.operands) xs.push_back(tensors[t]);
    const auto each = [&](const auto& function) {
      return reference::elementwise(xs[0], [&](const T& v) { return function(v); });
    };
    const auto dense = [&](const Step& layer) {
      return reference::dense(xs[0], reference::as<T>(layer.weights), reference::as<T>(layer.bias));
    };
    reference::Tensor<T> y;
    switch (step.kind) {
      case StepKind::dense:
        y = dense(step);
        break;
      case StepKind::dense_again:
        y = dense(plan.steps[step.like - plan.inputs.size()]);
        break;
      case StepKind::scale:
        y = reference::product_of<T>({xs[0], reference::as<T>(step.weights)});
        break;
      case StepKind::shift:
        y = reference::sum_of<T>({xs[0], reference::as<T>(step.weights)});
        break;
      case StepKind::sum:
        for (std::size_t k = 0; k < xs.size(); ++k) {
          for (T& value : xs[k].data) value = T(step.weights.data[k]) * value;
        }
        y = reference::sum_of<T>(xs);
        break;
      case StepKind::concat:
        y = reference::concat(xs, 0);
        break;
      case StepKind::relu:
        y = each([&](const T& v) { return reference::relu(v, c.relu_at_zero); });
        break;
      case StepKind::leaky_relu:
        y = each([&](const T& v) { return reference::leaky_relu(v, kLeak, c.relu_at_zero); });
        break;
      case StepKind::abs:
        y = each([&](const T& v) { return reference::absolute(v, c.abs_at_zero); });
        break;
      case StepKind::clip:
        y = each([&](const T& v) {
          return reference::clip(v, kClipLow, kClipHigh, c.relu_at_zero,
                                 Rational(1 - c.relu_at_zero));
        });
        break;
      case StepKind::max:
        y = reference::max_of<T>(xs);
        break;
      case StepKind::min:
        y = reference::min_of<T>(xs);
        break;
      case StepKind::reduce_max:
        y = reference::reduce_max(xs[0], {0}, true);
        break;
      case StepKind::product:
        y = reference::product_of<T>(xs);
        break;
    }
    tensors.push_back(std::move(y));
  }
  return tensors.back().data;
}

/// sum_j target_j d output_j / d x_i by dual numbers.
[[nodiscard]] inline std::vector<Rational> gradient(const Blueprint& plan,
                                                    const std::vector<Rational>& x,
                                                    const Vector<Rational>& target,
                                                    const Conventions<Rational>& c) {
  std::vector<Rational> partials;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<reference::Dual<Rational>> point(x.begin(), x.end());
    point[i].slope = 1;
    Rational sum = 0;
    const auto outputs = evaluate(plan, point, c);
    for (std::size_t j = 0; j < outputs.size(); ++j) {
      sum += target(static_cast<Index>(j)) * outputs[j].slope;
    }
    partials.push_back(sum);
  }
  return partials;
}

}  // namespace axiomark::tests
