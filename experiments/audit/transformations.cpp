#include "experiments/audit/transformations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace axiomark {
namespace {

// What a constant is likely to have been, if it is one of the usual ones.
std::string scale_words(double factor, const Vector<double>& values) {
  const auto is = [&](double usual) { return std::abs(factor / usual - 1) < 1e-3; };
  if (is(1 / values.abs().maxCoeff())) return "divided by the largest size";
  if (is(1 / values.abs().sum())) return "divided by the sum of sizes";
  if (is(1 / std::sqrt(values.square().sum()))) return "divided by the Euclidean norm";
  if (values.sum() != 0 && is(1 / values.sum())) return "divided by the sum";
  if (is(static_cast<double>(values.size()))) return "times the number of features";
  if (is(1 / static_cast<double>(values.size()))) return "divided by the number of features";
  return fmt::format("times {:.4g}", factor);
}

// The values of a tensor with its dimensions in another order, read as if they were in this one.
Vector<double> permuted(const Vector<double>& values, const Shape& shape,
                        const std::vector<std::size_t>& order) {
  Vector<double> out(values.size());
  std::vector<Index> strides(shape.size(), 1);
  for (std::size_t d = shape.size() - 1; d-- > 0;) strides[d] = strides[d + 1] * shape[d + 1];
  std::vector<Index> at(shape.size(), 0);
  for (Index i = 0; i < values.size(); ++i) {
    Index from = 0;
    for (std::size_t d = 0; d < order.size(); ++d) from += at[d] * strides[order[d]];
    out(i) = values(from);
    for (std::size_t d = order.size(); d-- > 0;) {
      if (++at[d] < shape[order[d]]) break;
      at[d] = 0;
    }
  }
  return out;
}

}  // namespace

std::vector<Transformed> transformations(const Vector<double>& mean_gradient,
                                         const AuditedQuestion& question,
                                         const Vector<double>& given) {
  const Vector<double> difference = question.input - question.baseline;
  const Vector<double> right = difference * mean_gradient;
  std::vector<Transformed> all{{"", right, 0}};
  if ((difference != 1).any()) all.push_back({"without the factor x - x'", mean_gradient, 1});
  if ((question.baseline != 0).any()) {
    all.push_back({"times x instead of x - x'", question.input * mean_gradient, 1});
  }
  all.push_back({"with the sign turned (from input to baseline, or of a loss)", -right, 1});
  if ((right < 0).any() && (right > 0).any()) {
    all.push_back({"as sizes, without signs", right.abs(), 1});
  }
  const double square = right.square().sum();
  const Index moving = (right != 0).count();
  if (moving >= 3 && square > 0) {
    const double factor = (right * given).sum() / square;
    if (factor > 0 && std::abs(factor - 1) > 1e-2) {
      all.push_back({scale_words(factor, right), factor * right, 2});
    }
  }
  return all;
}

std::vector<Transformed> reorderings(const Vector<double>& values, const Shape& shape) {
  std::vector<Transformed> all;
  Shape sizes;  // dimensions of one say nothing
  for (const Index d : shape) {
    if (d > 1) sizes.push_back(d);
  }
  // A flat square picture is one all the same.
  const auto side = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(values.size()))));
  if (sizes.size() == 1 && side > 1 && side * side == values.size()) sizes = {side, side};
  const auto add = [&](std::string words, const std::vector<std::size_t>& order) {
    all.push_back({std::move(words), permuted(values, sizes, order), 1});
  };
  if (sizes.size() == 2) add("with rows and columns exchanged", {1, 0});
  if (sizes.size() == 3) {
    add("with channels moved to the end", {1, 2, 0});
    add("with channels moved to the front", {2, 0, 1});
    const bool first = sizes.front() <= sizes.back();
    add("with rows and columns exchanged",
        first ? std::vector<std::size_t>{0, 2, 1} : std::vector<std::size_t>{1, 0, 2});
    const Index channels = first ? sizes.front() : sizes.back();
    const Index inside = first ? values.size() / channels : 1;
    Vector<double> reversed(values.size());
    for (Index i = 0; i < values.size(); ++i) {
      const Index c = i / inside % channels;
      reversed(i) = values(i + (channels - 1 - 2 * c) * inside);
    }
    all.push_back({"with colours in reverse order", std::move(reversed), 1});
  }
  all.push_back({"back to front", values.reverse(), 1});
  return all;
}

}  // namespace axiomark
