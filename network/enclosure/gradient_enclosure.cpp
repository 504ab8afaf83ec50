#include "network/enclosure/gradient_enclosure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/enclosure/operators.hpp"
#include "network/pull_back.hpp"

namespace axiomark {
namespace {

using enclosure::AffineMap;
using enclosure::Ball;
using enclosure::Interval;
using enclosure::Jet;
using enclosure::JetBatch;
using enclosure::NodeJets;

// A number that need not be a double.
template <Scalar S>
Interval enclose(const S& value) {
  const double nearest = convert<double>(value);
  if (convert<Rational>(nearest) == convert<Rational>(value)) return Interval(nearest);
  return {enclosure::below(nearest), enclosure::above(nearest)};
}

template <Scalar S>
Interval enclosed_difference(const S& a, const S& b) {
  if constexpr (is_exact<S>) {
    return enclose(S(a - b));
  } else {
    return enclose(a) - enclose(b);
  }
}

// Whether a relative error of 2^-53 covers the parameter's rounding to double.
template <Scalar S>
bool has_nearby_double(const S& value) {
  return value == S(0) || std::isnormal(convert<double>(value));
}

template <Scalar S>
bool has_nearby_doubles(const Operator<S>& op) {
  bool all = true;
  std::visit(
      [&](const auto& o) {
        for_each_parameter<S>(o, [&]<class P>(const P& p) {
          if constexpr (std::same_as<P, S>) {
            all = all && has_nearby_double(p);
          } else {
            for (Index i = 0; i < p.rows(); ++i) {
              for (Index j = 0; j < p.cols(); ++j) all = all && has_nearby_double(p(i, j));
            }
          }
        });
      },
      op);
  return all;
}

}  // namespace

struct GradientEnclosure::Data {
  Network<double> network;
  double parameter_error;
  std::vector<Ball> target;
  std::vector<Interval> from;        // per feature
  std::vector<Interval> difference;  // to - from
  Trace<double> zeros;               // one column: sizes are all that affine operators read of it
  std::vector<std::unique_ptr<AffineMap>> affine;  // by tensor; none for other operators

  [[nodiscard]] std::vector<const JetBatch*> operands(Index tensor,
                                                      const std::vector<NodeJets>& jets) const {
    std::vector<const JetBatch*> pointers;
    for (const Index t : network.node_of(tensor).inputs) {
      pointers.push_back(&jets[static_cast<std::size_t>(t)].value);
    }
    return pointers;
  }

  // The segment's points at t = centre + half_width * sigma.
  [[nodiscard]] std::vector<NodeJets> inputs(double centre, double half_width) const {
    std::vector<NodeJets> jets(static_cast<std::size_t>(network.tensor_count()));
    std::size_t feature = 0;
    for (std::size_t k = 0; k < network.inputs().size(); ++k) {
      jets[k].value = JetBatch::zero(element_count(network.inputs()[k]));
      for (Index i = 0; i < jets[k].value.rows(); ++i, ++feature) {
        Jet x;
        x.set(0, to_ball(from[feature] + difference[feature] * centre));
        x.set(1, to_ball(difference[feature] * half_width));
        jets[k].value.set_row(i, x);
      }
    }
    return jets;
  }

  [[nodiscard]] NodeJets evaluate(Index tensor, const std::vector<NodeJets>& jets) const {
    const auto pointers = operands(tensor, jets);
    return std::visit(
        [&]<class Op>(const Op& op) -> NodeJets {
          if constexpr (Op::kind == OperatorKind::affine) {
            return {affine[static_cast<std::size_t>(tensor)]->evaluate(pointers), {}, false, {}};
          } else {
            return enclosure::evaluate(op, pointers, parameter_error);
          }
        },
        network.operator_of(tensor));
  }
};

struct GradientEnclosure::Rule {
  using Cotangent = JetBatch;
  const Data& data;
  const std::vector<NodeJets>& jets;

  template <class Op>
  [[nodiscard]] std::vector<JetBatch> operator()(const Op& op, const NodeView<double>& at,
                                                 const JetBatch& cotangent) const {
    const auto tensor = static_cast<std::size_t>(at.tensor);
    if constexpr (Op::kind == OperatorKind::affine) {
      return data.affine[tensor]->pull_back(at.operands, cotangent);
    } else {
      return enclosure::pull_back(op, data.operands(at.tensor, jets), jets[tensor], cotangent);
    }
  }
  [[nodiscard]] static JetBatch zero(Index rows, Index) { return JetBatch::zero(rows); }
};

template <Scalar S>
Result<GradientEnclosure> GradientEnclosure::make(const Network<S>& network,
                                                  const Vector<S>& target,
                                                  const Segment<S>& segment) {
  if constexpr (is_exact<S>) {
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
      if (has_nearby_doubles<S>(network.operator_of(t))) continue;
      return fail(ErrorKind::unsupported, network.describe(t),
                  "a parameter outside the range of doubles", "numbers near a double");
    }
  }
  const auto in_double = convert<double>(network);
  if (!in_double) return tl::make_unexpected(in_double.error());
  auto data =
      std::make_shared<Data>(Data{*in_double, is_exact<S> ? 0x1p-53 : 0.0, {}, {}, {}, {}, {}});
  for (const S& weight : target) data->target.push_back(to_ball(enclose(weight)));
  for (Index i = 0; i < segment.from.size(); ++i) {
    data->from.push_back(enclose(segment.from(i)));
    data->difference.push_back(enclosed_difference(segment.to(i), segment.from(i)));
  }
  for (Index t = 0; t < network.tensor_count(); ++t) {
    data->zeros.tensors.emplace_back(Batch<double>::Zero(element_count(network.shape(t)), 1));
    data->affine.emplace_back();
    if (t < network.first_node_tensor() ||
        kind<double>(in_double->operator_of(t)) != OperatorKind::affine) {
      continue;
    }
    const NodeOperands<double> operands(in_double->node_of(t), data->zeros.tensors);
    data->affine.back() = std::make_unique<AffineMap>(in_double->operator_of(t), operands.get(),
                                                      data->parameter_error);
  }
  return GradientEnclosure(std::move(data));
}

const std::vector<Interval>& GradientEnclosure::difference() const { return data_->difference; }

Result<EnclosedIntegral> GradientEnclosure::integral(double from, double to) const {
  const double centre = (from + to) / 2;
  const double half_width = (to - from) / 2;
  const Network<double>& network = data_->network;
  std::vector<NodeJets> jets = data_->inputs(centre, half_width);
  EnclosedIntegral result;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    NodeJets node = data_->evaluate(t, jets);
    if (!node.value.finite() || !node.slope.finite()) {
      return fail(ErrorKind::numeric, network.describe(t),
                  "a value or slope without a bound along the segment", "bounded ones");
    }
    result.coarse = result.coarse || node.coarse;
    if (result.kinks.empty()) result.kinks = std::move(node.kinks);
    jets[static_cast<std::size_t>(t)] = std::move(node);
  }
  for (double& kink : result.kinks) kink = centre + half_width * kink;
  std::ranges::sort(result.kinks);
  JetBatch seed = JetBatch::zero(network.output_features());
  for (Index j = 0; j < seed.rows(); ++j) {
    seed.set_row(j, constant_jet(data_->target[static_cast<std::size_t>(j)]));
  }
  const auto at = pull_back(network, data_->zeros, std::move(seed), Rule{*data_, jets});
  const Index features = network.input_features();
  result.middle.resize(features);
  result.radius.resize(features);
  result.rounding.resize(features);
  Index feature = 0;
  for (std::size_t k = 0; k < network.inputs().size(); ++k) {
    for (Index i = 0; i < at[k].rows(); ++i, ++feature) {
      const Jet gradient = at[k].row(i);
      if (!gradient.finite()) {
        return fail(ErrorKind::numeric, fmt::format("feature {}", feature),
                    "a derivative without a bound along the segment", "a bounded one");
      }
      const Ball part = to_ball(to_interval(mean(gradient)) * (to - from));
      result.middle(feature) = part.middle;
      result.radius(feature) = part.radius;
      result.rounding(feature) = result.coarse ? 0 : mean_without_remainder(gradient) * (to - from);
    }
  }
  return result;
}

#define AXIOMARK_INSTANTIATE(S)                                  \
  template Result<GradientEnclosure> GradientEnclosure::make<S>( \
      const Network<S>&, const Vector<S>&, const Segment<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
