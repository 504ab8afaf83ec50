#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "network/files/json_numbers.hpp"
#include "network/files/onnx/import/rules.hpp"

namespace axiomark {
namespace {

using Integers = std::vector<std::int64_t>;

template <Scalar S>
OnnxResult<S> moved(OnnxNode<S>& node, const OnnxVariable& x, Result<Rearrange<S>> op) {
  if (!op) return node.reject(op.error().found, op.error().expected);
  if (element_count(op->out) == 0) return node.refuse("a result without values");
  const Shape out = op->out;
  return one_output<S>(node.apply(std::move(op), {node.in_shape(x, x.shape)}), out);
}

// A list that is an attribute in older opsets and an optional input since.
template <Scalar S>
Result<Integers> list(OnnxNode<S>& node, std::string_view attribute, std::size_t input,
                      int first_input_opset) {
  if (node.opset() < first_input_opset) return node.integer_list(attribute);
  if (node.attribute(attribute)) {
    return node.refuse(fmt::format("attribute {} in opset {}", attribute, node.opset()),
                       "an input");
  }
  if (!node.has_operand(input)) return Integers{};
  return node.integers(input);
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxIndexMaps<S>::slice(OnnxNode<S>& node) {
  constexpr int kFirst = 10;
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto starts = list(node, "starts", 1, kFirst);
  if (!starts) return tl::make_unexpected(starts.error());
  const auto ends = list(node, "ends", 2, kFirst);
  if (!ends) return tl::make_unexpected(ends.error());
  auto axes = list(node, "axes", 3, kFirst);
  if (!axes) return tl::make_unexpected(axes.error());
  auto steps =
      node.opset() < kFirst ? Result<Integers>(Integers{}) : list(node, "steps", 4, kFirst);
  if (!steps) return tl::make_unexpected(steps.error());
  if (axes->empty()) {
    axes->resize(starts->size());
    std::iota(axes->begin(), axes->end(), 0);
  }
  if (steps->empty()) steps->assign(starts->size(), 1);
  if (starts->empty() || ends->size() != starts->size() || axes->size() != starts->size() ||
      steps->size() != starts->size()) {
    return node.reject(fmt::format("{} starts, {} ends, {} axes and {} steps", starts->size(),
                                   ends->size(), axes->size(), steps->size()),
                       "as many of each, at least one");
  }
  // A longer step than any axis takes the first value only.
  for (std::int64_t& step : *steps) step = std::clamp(step, -kLargestTensor, kLargestTensor);
  OnnxVariable at = *x;
  for (std::size_t k = 0; k < starts->size(); ++k) {
    const auto made = moved<S>(
        node, at, axiomark::slice<S>(at.shape, (*axes)[k], (*starts)[k], (*ends)[k], (*steps)[k]));
    if (!made) return made;
    at = std::get<OnnxVariable>(made->front());
  }
  return one_output<S>(at.tensor, at.shape);
}

template <Scalar S>
OnnxResult<S> OnnxIndexMaps<S>::split(OnnxNode<S>& node) {
  constexpr int kFirst = 13;
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto axis = axis_from_front(node.integer("axis", 0), x->shape.size());
  if (!axis) {
    return node.reject(fmt::format("axis {}", node.integer("axis", 0)),
                       "a dimension of shape " + to_text(x->shape));
  }
  auto sizes = list(node, "split", 1, kFirst);
  if (!sizes) return tl::make_unexpected(sizes.error());
  const Index size = x->shape[*axis];
  const Index parts = node.output_count();
  if (node.attribute("num_outputs") && node.integer("num_outputs", 0) != parts) {
    return node.reject(fmt::format("attribute num_outputs = {}", node.integer("num_outputs", 0)),
                       fmt::format("{}, as there are outputs", parts));
  }
  if (sizes->empty()) {
    // Equal parts; from opset 18 on the last may be smaller.
    const Index each = (size + parts - 1) / parts;
    for (Index k = 0; k < parts; ++k) sizes->push_back(std::min(each, size - k * each));
  }
  const bool fits = static_cast<Index>(sizes->size()) == parts &&
                    std::ranges::all_of(*sizes, [&](Index s) { return s > 0 && s <= size; }) &&
                    std::accumulate(sizes->begin(), sizes->end(), Index{0}) == size;
  if (!fits) {
    return node.reject(
        fmt::format("parts of sizes {}", to_text(Shape(sizes->begin(), sizes->end()))),
        fmt::format("{} positive ones that make up {}", parts, size));
  }
  std::vector<OnnxValue<S>> outputs;
  Index start = 0;
  for (const Index part : *sizes) {
    auto made = moved<S>(
        node, *x, axiomark::slice<S>(x->shape, static_cast<Index>(*axis), start, start + part));
    if (!made) return made;
    outputs.push_back(std::move(made->front()));
    start += part;
  }
  return outputs;
}

template <Scalar S>
OnnxResult<S> OnnxIndexMaps<S>::gather(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto positions = node.integers(1);
  if (!positions) return tl::make_unexpected(positions.error());
  const auto axis = axis_from_front(node.integer("axis", 0), x->shape.size());
  if (!axis) {
    return node.reject(fmt::format("axis {}", node.integer("axis", 0)),
                       "a dimension of shape " + to_text(x->shape));
  }
  Shape out = x->shape;
  out[*axis] = static_cast<Index>(positions->size());
  if (!checked_count(out)) {
    return node.reject("a result of shape " + to_text(out),
                       fmt::format("at most {} values", kLargestTensor));
  }
  auto made = moved<S>(node, *x,
                       axiomark::gather<S>(x->shape, static_cast<Index>(*axis),
                                           {positions->begin(), positions->end()}));
  if (!made) return made;
  // The positions' own dimensions stand in the place of the axis.
  auto& variable = std::get<OnnxVariable>(made->front());
  const Shape inner = node.shape_of(1);
  const auto at = variable.shape.begin() + static_cast<std::ptrdiff_t>(*axis);
  variable.shape.insert(variable.shape.erase(at), inner.begin(), inner.end());
  return made;
}

template <Scalar S>
OnnxResult<S> OnnxIndexMaps<S>::pad(OnnxNode<S>& node) {
  constexpr int kFirst = 11;
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  if (const std::string mode = node.text("mode", "constant"); mode != "constant") {
    return node.refuse(fmt::format("attribute mode = \"{}\"", mode), "\"constant\"");
  }
  const auto pads = list(node, "pads", 1, kFirst);
  if (!pads) return tl::make_unexpected(pads.error());
  S fill(0);
  if (node.opset() < kFirst) {
    fill = convert<S>(node.number("value", 0));
  } else if (node.has_operand(2)) {
    const auto value = node.numbers(2);
    if (!value) return tl::make_unexpected(value.error());
    if ((*value)->values.size() != 1) return node.reject("a fill of several values", "one");
    fill = (*value)->values(0);
  }
  const std::size_t rank = x->shape.size();
  const auto in_range = [](std::int64_t p) { return p >= -kLargestTensor && p <= kLargestTensor; };
  Integers axes(rank);
  std::iota(axes.begin(), axes.end(), 0);
  if (node.has_operand(3)) {
    const auto given = node.integers(3);
    if (!given) return tl::make_unexpected(given.error());
    axes = *given;
  }
  if (pads->size() != 2 * axes.size() || !std::ranges::all_of(*pads, in_range)) {
    return node.reject(fmt::format("{} pads", pads->size()),
                       fmt::format("{} of at most {}", 2 * axes.size(), kLargestTensor));
  }
  std::vector<Index> begin(rank, 0);
  std::vector<Index> end(rank, 0);
  std::vector<bool> given(rank, false);
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const auto d = axis_from_front(axes[k], rank);
    if (!d || given[*d]) {
      return node.reject(fmt::format("axis {}", axes[k]),
                         fmt::format("different ones of {} dimensions", rank));
    }
    given[*d] = true;
    begin[*d] = (*pads)[k];
    end[*d] = (*pads)[axes.size() + k];
  }
  Shape out;
  for (std::size_t d = 0; d < rank; ++d) out.push_back(x->shape[d] + begin[d] + end[d]);
  if (!checked_count(out)) {
    return node.reject("a result of shape " + to_text(out),
                       fmt::format("at most {} values", kLargestTensor));
  }
  return moved<S>(node, *x, axiomark::pad<S>(x->shape, begin, end, fill));
}

template <Scalar S>
OnnxResult<S> OnnxIndexMaps<S>::expand(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto target = node.integers(1);
  if (!target) return tl::make_unexpected(target.error());
  const auto out = broadcast_shape(x->shape, Shape(target->begin(), target->end()));
  if (!out || element_count(*out) == 0) {
    return node.reject(fmt::format("shapes {} and {}", to_text(x->shape),
                                   to_text(Shape(target->begin(), target->end()))),
                       "shapes that broadcast");
  }
  // Only ones are added: no node.
  if (element_count(*out) == element_count(x->shape)) return one_output<S>(x->tensor, *out);
  return moved<S>(node, *x, axiomark::expand<S>(x->shape, *out));
}

template struct OnnxIndexMaps<float>;
template struct OnnxIndexMaps<double>;
template struct OnnxIndexMaps<Rational>;

}  // namespace axiomark
