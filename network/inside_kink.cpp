#include "network/inside_kink.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/pull_back.hpp"
#include "network/rounding.hpp"
#include "network/tiny/gradient.hpp"

namespace axiomark {
namespace {

// A unit that sits on its kink at one sample: the value (or the difference of two values) that
// vanishes there.
struct Contact {
  Index unit;
  Index sample;
  Index tensor;  // the operand's
  Index feature;
  Index other_tensor = -1;  // -1: compared with a constant kink
  Index other_feature = 0;
};

// Units of an elementwise operator whose operand lies exactly on a kink.
template <Scalar S>
void add_kink_contacts(const Batch<S>& x, const S& kink, Index operand,
                       std::vector<Contact>& found) {
  if (!(x == kink).any()) return;
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index n = 0; n < x.cols(); ++n) {
      if (x(i, n) == kink) found.push_back({i, n, operand, i});
    }
  }
}

// The values one unit of a selecting operator chooses among, as (tensor, feature).
using Candidates = std::vector<std::pair<Index, Index>>;

template <class Op>
Candidates candidates_of(const Op& op, const Node& node, Index unit) {
  Candidates candidates;
  if constexpr (std::same_as<Op, WindowMax>) {
    for (const Index member : op.windows[unit]) candidates.emplace_back(node.inputs[0], member);
  } else {
    for (const Index tensor : node.inputs) candidates.emplace_back(tensor, unit);
  }
  return candidates;
}

// Candidates equal to the first one that was chosen, at one sample.
template <Scalar S>
void add_tie_contacts(const Trace<S>& at, const Candidates& candidates, const S& chosen, Index unit,
                      Index sample, std::vector<Contact>& found) {
  const std::pair<Index, Index>* first = nullptr;
  for (const auto& candidate : candidates) {
    const auto& [tensor, feature] = candidate;
    if (at.tensors[static_cast<std::size_t>(tensor)](feature, sample) != chosen) continue;
    if (first == nullptr) {
      first = &candidate;
    } else {
      found.push_back({unit, sample, tensor, feature, first->first, first->second});
    }
  }
}

template <Scalar S>
std::vector<Contact> contacts_of(const Network<S>& network, Index t, const Trace<S>& at) {
  std::vector<Contact> found;
  const Node& node = network.node_of(t);
  const auto visit = [&]<class Op>(const Op& op) {
    if constexpr (PiecewiseLinear<Op, S>) {
      const Index operand = node.inputs[0];
      for (const S& kink : kinks<S>(op)) {
        add_kink_contacts(at.tensors[static_cast<std::size_t>(operand)], kink, operand, found);
      }
    } else if constexpr (Op::kind == OperatorKind::selecting) {
      // The node's own result is the chosen value.
      const Batch<S>& chosen = at.tensors[static_cast<std::size_t>(t)];
      for (Index unit = 0; unit < chosen.rows(); ++unit) {
        const Candidates candidates = candidates_of(op, node, unit);
        for (Index n = 0; n < chosen.cols(); ++n) {
          add_tie_contacts(at, candidates, chosen(unit, n), unit, n, found);
        }
      }
    }
  };
  std::visit(visit, network.operator_of(t));
  return found;
}

// Per tensor, feature and sample: whether any moving input feature can reach it, through weights that
// are not zero and relus that are not off there (1 or 0). Cheap, and enough to pass over the many units
// whose operand does not move: windows of a picture's background, or of relus that are all off.
template <Scalar S>
std::vector<Batch<S>> reached_by_moving_features(const Network<S>& network,
                                                 const Segment<S>& segment, const Trace<S>& at) {
  const auto as_flags = [](const auto& moves) {
    return Batch<S>(moves.template cast<int>().template cast<S>());
  };
  const Index samples = at.tensors.front().cols();
  std::vector<Batch<S>> reach;
  Index row = 0;
  for (const Shape& shape : network.inputs()) {
    const Index count = element_count(shape);
    const Vector<S> difference = (segment.to - segment.from).segment(row, count);
    reach.push_back(as_flags(difference.replicate(1, samples) != S(0)));
    row += count;
  }
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Node& node = network.node_of(t);
    const Operator<S>& op = network.operator_of(t);
    if (std::holds_alternative<Relu>(op)) {
      const auto operand = static_cast<std::size_t>(node.inputs[0]);
      reach.push_back(as_flags(reach[operand] != S(0) && at.tensors[operand] >= S(0)));
      continue;
    }
    // Bounds on errors of size 1 or 0 are what is wanted: how far each result can move. Slopes do
    // not matter, so the result is made 1 or 0 again.
    const NodeOperands<S> operands(node, reach);
    reach.push_back(as_flags(propagate_change<S>(op, operands.get()) != S(0)));
  }
  return reach;
}

// Whether what vanishes at a contact changes with a feature that moves along the segment: if not,
// any convention gives the same attributions.
template <Scalar S>
bool depends_on_moving_feature(const Network<S>& network, const Trace<S>& at, const Contact& c,
                               const Segment<S>& segment, const GradientRule<S>& open) {
  Trace<S> sample;
  for (const auto& values : at.tensors) sample.tensors.emplace_back(values.col(c.sample));
  const auto unit_vector = [&](Index tensor, Index feature, int sign) {
    Batch<S> e = Batch<S>::Constant(element_count(network.shape(tensor)), 1, S(0));
    e(feature, 0) = S(sign);
    return e;
  };
  std::vector<Seed<Batch<S>>> seeds;
  seeds.push_back({c.tensor, unit_vector(c.tensor, c.feature, 1)});
  if (c.other_tensor >= 0) {
    seeds.push_back({c.other_tensor, unit_vector(c.other_tensor, c.other_feature, -1)});
  }
  const auto slopes =
      pull_back(network, sample, std::move(seeds), open, [](Index) { return true; });
  return (input_part(network, slopes).col(0) * (segment.to - segment.from) != S(0)).any();
}

}  // namespace

template <Scalar S>
std::optional<InsideKink<S>> find_inside_kink(const Network<S>& network, const Vector<S>& target,
                                              const Segment<S>& segment,
                                              const LinearPieces<S>& pieces) {
  // All ways open: a signal that any choice of conventions lets pass is not zero here, unless
  // contributions cancel exactly.
  const GradientRule<S> open{{S(1) / S(2), S(1) / S(2), Tie::split}};
  const std::vector<S> middles = pieces.midpoints();
  // So many at once that products are efficient, so few that memory stays small.
  constexpr std::size_t kPointsAtOnce = 64;
  for (std::size_t first = 0; first < middles.size(); first += kPointsAtOnce) {
    const auto ts =
        std::span<const S>(middles).subspan(first, std::min(kPointsAtOnce, middles.size() - first));
    const Batch<S> points = interpolate<S>(segment.from, segment.to, ts);
    if (tiny_off_kinks(network, points)) continue;
    const Trace<S> at = trace(network, points);
    std::vector<Batch<S>> cotangents;  // these two only if needed: contacts are rare
    std::vector<Batch<S>> reach;
    const auto can_move = [&](const Contact& c) {
      if (reach.empty()) reach = reached_by_moving_features(network, segment, at);
      const auto moves = [&](Index tensor, Index feature) {
        return reach[static_cast<std::size_t>(tensor)](feature, c.sample) != S(0);
      };
      return moves(c.tensor, c.feature) ||
             (c.other_tensor >= 0 && moves(c.other_tensor, c.other_feature));
    };
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
      for (const Contact& c : contacts_of(network, t, at)) {
        if (!can_move(c)) continue;
        if (cotangents.empty()) {
          cotangents = pull_back(
              network, at, Batch<S>(target.replicate(1, static_cast<Index>(ts.size()))), open);
        }
        const bool read = cotangents[static_cast<std::size_t>(t)](c.unit, c.sample) != S(0);
        if (!read || !depends_on_moving_feature(network, at, c, segment, open)) continue;
        const std::size_t piece = first + static_cast<std::size_t>(c.sample);
        return InsideKink<S>{fmt::format("{}, feature {}", network.describe(t), c.unit),
                             pieces.breakpoints[piece], pieces.breakpoints[piece + 1]};
      }
    }
  }
  return std::nullopt;
}

template std::optional<InsideKink<float>> find_inside_kink(const Network<float>&,
                                                           const Vector<float>&,
                                                           const Segment<float>&,
                                                           const LinearPieces<float>&);
template std::optional<InsideKink<double>> find_inside_kink(const Network<double>&,
                                                            const Vector<double>&,
                                                            const Segment<double>&,
                                                            const LinearPieces<double>&);
template std::optional<InsideKink<Rational>> find_inside_kink(const Network<Rational>&,
                                                              const Vector<Rational>&,
                                                              const Segment<Rational>&,
                                                              const LinearPieces<Rational>&);

}  // namespace axiomark
