#include "network/linear_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/breakpoints.hpp"
#include "network/exact_work.hpp"
#include "network/inside_kink.hpp"
#include "network/rounding.hpp"
#include "network/segment/gradient_sum.hpp"
#include "network/segment/piece_walk.hpp"

namespace axiomark {
namespace {

// Columns of a tensor are its values at the breakpoints found so far; between neighbours it is
// linear. `bounds` are the columns' rounding errors, empty in Rational.
template <Scalar S>
class PiecewiseTrace {
 public:
  PiecewiseTrace(const Network<S>& network, const Segment<S>& segment)
      : network_(network), ts_{S(0), S(1)} {
    values_.resize(static_cast<std::size_t>(network.tensor_count()));
    bounds_.resize(values_.size());
    Index row = 0;
    for (std::size_t k = 0; k < network.inputs().size(); ++k) {
      const Index count = element_count(network.inputs()[k]);
      values_[k].resize(count, 2);
      values_[k].col(0) = segment.from.segment(row, count);
      values_[k].col(1) = segment.to.segment(row, count);
      bounds_[k] = Batch<S>::Constant(count, 2, S(0));
      row += count;
    }
  }

  void run() {
    for (Index t = network_.first_node_tensor(); t < network_.tensor_count(); ++t) step(t);
  }

  [[nodiscard]] const std::vector<S>& breakpoints() const { return ts_; }
  [[nodiscard]] const S& delta() const { return delta_; }
  [[nodiscard]] const S& uncertain_length() const { return uncertain_length_; }
  /// Per tensor and feature: whether a signal can pass somewhere on the segment.
  [[nodiscard]] const std::vector<std::vector<bool>>& active() const { return active_; }

 private:
  void step(Index t) {
    const Node& node = network_.node_of(t);
    const Operator<S>& op = network_.operator_of(t);
    for (const Index i : node.inputs) spend(values_[static_cast<std::size_t>(i)]);
    std::visit([&](const auto& o) { find_crossings(o, node); }, op);
    const NodeOperands<S> operands(node, values_);
    values_[static_cast<std::size_t>(t)] = evaluate<S>(op, operands.get());
    spend(values_[static_cast<std::size_t>(t)]);
    if constexpr (!is_exact<S>) {
      const NodeOperands<S> operand_bounds(node, bounds_);
      bounds_[static_cast<std::size_t>(t)] =
          propagate_error<S>(op, operands.get(), operand_bounds.get());
    }
    active_.resize(static_cast<std::size_t>(t) + 1);
    std::visit([&](const auto& o) { mark_active(o, t); }, op);
    // Tensors that nothing reads any more need no more columns.
    for (const Index i : node.inputs) {
      if (network_.last_reader(i) == t) {
        values_[static_cast<std::size_t>(i)].resize(0, 0);
        bounds_[static_cast<std::size_t>(i)].resize(0, 0);
      }
    }
  }

  // Looking at these numbers, from a budget if one is spent.
  static void spend(const Batch<S>& numbers) {
    if (numbers.size() == 0) return;
    spend_piece_work<S>(numbers(numbers.rows() / 2, numbers.cols() / 2), numbers.size());
  }

  [[nodiscard]] S bound(std::size_t tensor, Index i, Index k) const {
    if constexpr (is_exact<S>) {
      return S(0);
    } else {
      return bounds_[tensor](i, k);
    }
  }

  // Affine operators and products with no kink: nothing crosses.
  template <class Op>
  void find_crossings(const Op& op, const Node& node) {
    if constexpr (PiecewiseLinear<Op, S>) {
      const auto x = static_cast<std::size_t>(node.inputs[0]);
      for (const S& kink : kinks<S>(op)) {
        std::vector<Crossing<S>> found;
        for (Index k = 0; k + 1 < static_cast<Index>(ts_.size()); ++k) {
          for (Index i = 0; i < values_[x].rows(); ++i) {
            cross(values_[x](i, k) - kink, values_[x](i, k + 1) - kink, bound(x, i, k),
                  bound(x, i, k + 1), k, found);
          }
        }
        insert(found);
      }
    } else if constexpr (std::same_as<Op, WindowMax>) {
      const auto x = static_cast<std::size_t>(node.inputs[0]);
      std::vector<Crossing<S>> found;
      for (Index w = 0; w + 1 < static_cast<Index>(op.windows.begin.size()); ++w) {
        const auto members = op.windows[w];
        std::vector<Line> lines;
        for (const Index m : members) lines.push_back({x, m});
        cross_envelope(1, lines, found);
      }
      insert(found);
    } else if constexpr (Op::kind == OperatorKind::selecting) {
      std::vector<Crossing<S>> found;
      for (Index i = 0; i < values_[static_cast<std::size_t>(node.inputs[0])].rows(); ++i) {
        std::vector<Line> lines;
        for (const Index t : node.inputs) lines.push_back({static_cast<std::size_t>(t), i});
        cross_envelope(std::same_as<Op, Max> ? 1 : -1, lines, found);
      }
      insert(found);
    }
  }

  // One line z from za at breakpoint k to zb at k + 1, known to within ea and eb.
  void cross(const S& za, const S& zb, const S& ea, const S& eb, Index k,
             std::vector<Crossing<S>>& found) {
    const S& ta = ts_[static_cast<std::size_t>(k)];
    const S& tb = ts_[static_cast<std::size_t>(k) + 1];
    const S run = tb - ta;
    const S rise = absolute_value<S>(zb - za);
    // The computed line crosses: there, as near as can be told. How near is charged, even if the
    // bounds are so wide that the exact line need not cross at all.
    if ((za < S(0) && zb > S(0)) || (za > S(0) && zb < S(0))) {
      const S t = ta + run * (za / (za - zb));
      found.push_back(
          {t, S(std::min<S>(run, (ea + eb) / rise * run) + S(4) * rounding_factor<S>(1) * tb)});
      return;
    }
    if constexpr (!is_exact<S>) {
      // A sign hidden by rounding: the crossing, if there is one, lies within bound / slope of that
      // end, or anywhere if the whole line is hidden (or exactly zero, when both bounds are zero
      // and the unit never leaves its kink: inside_kink deals with that).
      const bool sign_known_a = absolute_value<S>(za) > ea;
      const bool sign_known_b = absolute_value<S>(zb) > eb;
      if ((sign_known_a && sign_known_b) || (ea == S(0) && eb == S(0))) return;
      const S hidden = std::max(sign_known_a ? S(0) : ea, sign_known_b ? S(0) : eb);
      const bool whole = !sign_known_a && !sign_known_b;
      note_uncertainty(whole ? run : std::min<S>(run, (ea + eb + hidden) / rise * run));
    }
  }

  struct Line {
    std::size_t tensor;
    Index feature;
  };

  // Where the largest of several lines changes. Within an interval the largest at the left end is
  // followed until another one overtakes it, and so on: at most one crossing per line.
  void cross_envelope(int sign, const std::vector<Line>& lines, std::vector<Crossing<S>>& found) {
    const auto value = [&](std::size_t j, Index k) {
      const S& v = values_[lines[j].tensor](lines[j].feature, k);
      return sign > 0 ? v : S(-v);
    };
    const auto error = [&](std::size_t j, Index k) {
      return bound(lines[j].tensor, lines[j].feature, k);
    };
    for (Index k = 0; k + 1 < static_cast<Index>(ts_.size()); ++k) {
      // The largest at the left end; of equal ones, the one that rises most.
      std::size_t top = 0;
      for (std::size_t j = 1; j < lines.size(); ++j) {
        const S lead = value(j, k) - value(top, k);
        if (lead > S(0) || (lead == S(0) && value(j, k + 1) > value(top, k + 1))) top = j;
      }
      S progress(0);
      while (true) {
        const auto [next, first] = overtaker(lines.size(), top, progress, k, value);
        if (next == top) break;
        const S& ta = ts_[static_cast<std::size_t>(k)];
        const S run = ts_[static_cast<std::size_t>(k) + 1] - ta;
        const S rise = absolute_value<S>((value(next, k + 1) - value(top, k + 1)) -
                                         (value(next, k) - value(top, k)));
        const S doubt = error(next, k) + error(top, k) + error(next, k + 1) + error(top, k + 1);
        found.push_back(
            {S(ta + run * first), S(doubt / rise * run + S(4) * rounding_factor<S>(1))});
        progress = first;
        top = next;
      }
      if constexpr (!is_exact<S>) note_hidden_ties(lines, k, value, error);
    }
  }

  struct Overtaker {
    std::size_t line;
    S progress;
  };
  // The line that next overtakes the top one, and how far into interval k; the top one itself if none
  // does.
  template <class Value>
  static Overtaker overtaker(std::size_t lines, std::size_t top, const S& progress, Index k,
                             const Value& value) {
    Overtaker next{top, S(1)};
    for (std::size_t j = 0; j < lines; ++j) {
      const S behind = value(top, k) - value(j, k);
      const S ahead = value(j, k + 1) - value(top, k + 1);
      if (ahead <= S(0)) continue;
      const S s = behind / (behind + ahead);
      if (s <= progress) continue;
      // Of lines that meet at one point, the steepest goes on.
      const bool steeper = next.line != top && value(j, k + 1) > value(next.line, k + 1);
      if (s < next.progress || (s == next.progress && steeper)) next = {j, s};
    }
    return next;
  }

  // Lines so close to the largest at an end that rounding may hide which of them it is.
  template <class Value, class ErrorOf>
  void note_hidden_ties(const std::vector<Line>& lines, Index k, const Value& value,
                        const ErrorOf& error) {
    const S run = ts_[static_cast<std::size_t>(k) + 1] - ts_[static_cast<std::size_t>(k)];
    for (const Index end : {k, k + 1}) {
      const Index other = end == k ? k + 1 : k;
      std::size_t top = 0;
      for (std::size_t j = 1; j < lines.size(); ++j) {
        if (value(j, end) > value(top, end)) top = j;
      }
      for (std::size_t j = 0; j < lines.size(); ++j) {
        const S hidden = error(j, end) + error(top, end);
        const S gap = value(top, end) - value(j, end);
        if (j == top || hidden == S(0) || gap > hidden) continue;
        const S rise = absolute_value<S>(gap - (value(top, other) - value(j, other)));
        note_uncertainty(rise > S(2) * hidden ? std::min<S>(run, S(2) * hidden / rise * run) : run);
      }
    }
  }

  // The length of the stretch where a unit's side may be mistaken. A piece whose middle lies on it
  // gets a wrong gradient for its whole length, which is at most twice that of the stretch: a piece
  // ends where the stretch begins, or inside it.
  void note_uncertainty(const S& length) {
    delta_ = std::max(delta_, length);
    uncertain_length_ += S(2) * length;
  }

  // Adds what was found to the breakpoints, and columns to all tensors that still have any.
  void insert(std::vector<Crossing<S>>& found) {
    if (found.empty()) return;
    std::ranges::sort(found, {}, &Crossing<S>::t);
    if constexpr (!is_exact<S>) {
      for (const Crossing<S>& c : found) note_uncertainty(S(2) * c.uncertainty);
    }
    const auto refined = refine_breakpoints<S>(ts_, found);
    if (!refined) return;
    for (std::size_t tensor = 0; tensor < values_.size(); ++tensor) {
      if (values_[tensor].size() == 0) continue;
      // Before the memory is taken.
      spend_piece_work<S>(values_[tensor](values_[tensor].rows() / 2, 0),
                          values_[tensor].rows() * static_cast<Index>(refined->breakpoints.size()));
      refine(values_[tensor], bounds_[tensor], *refined);
    }
    ts_ = refined->breakpoints;
  }

  void refine(Batch<S>& values, Batch<S>& bounds, const RefinedBreakpoints<S>& at) const {
    const auto columns = static_cast<Index>(at.breakpoints.size());
    Batch<S> refined(values.rows(), columns);
    Batch<S> refined_bounds;
    if constexpr (!is_exact<S>) refined_bounds.resize(values.rows(), columns);
    for (Index i = 0; i < values.rows(); ++i) {  // columns of one row lie side by side
      for (Index n = 0; n < columns; ++n) {
        const Index k = at.left[static_cast<std::size_t>(n)];
        if (at.is_old[static_cast<std::size_t>(n)]) {
          refined(i, n) = values(i, k);
          if constexpr (!is_exact<S>) refined_bounds(i, n) = bounds(i, k);
          continue;
        }
        const S& s = at.share[static_cast<std::size_t>(n)];
        const S& before = values(i, k);
        const S& after = values(i, k + 1);
        refined(i, n) = before + s * (after - before);
        if constexpr (!is_exact<S>) {
          // Six roundings: s itself has two, the rest one each, on values no larger than the ends'.
          refined_bounds(i, n) =
              std::max(bounds(i, k), bounds(i, k + 1)) +
              S(2) * rounding_factor<S>(6) * (absolute_value(before) + absolute_value(after));
        }
      }
    }
    values = std::move(refined);
    bounds = std::move(refined_bounds);
  }

  // A relu passes signals only where it is not off on the whole segment; other kinds always may.
  template <class Op>
  void mark_active(const Op&, Index t) {
    const auto& result = values_[static_cast<std::size_t>(t)];
    auto& flags = active_.back();
    flags.assign(static_cast<std::size_t>(result.rows()), true);
    if constexpr (std::same_as<Op, Relu>) {
      for (Index i = 0; i < result.rows(); ++i) {
        bool on = false;
        for (Index k = 0; k < result.cols() && !on; ++k) {
          on = result(i, k) > S(0) || bound(static_cast<std::size_t>(t), i, k) > S(0);
        }
        flags[static_cast<std::size_t>(i)] = on;
      }
    }
  }

  const Network<S>& network_;
  std::vector<S> ts_;
  std::vector<Batch<S>> values_;
  std::vector<Batch<S>> bounds_;
  std::vector<std::vector<bool>> active_;
  S delta_ = S(0);
  S uncertain_length_ = S(0);
};

}  // namespace

template <Scalar S>
std::vector<S> LinearPieces<S>::midpoints() const {
  std::vector<S> middles;
  for (std::size_t k = 0; k + 1 < breakpoints.size(); ++k) {
    middles.push_back((breakpoints[k] + breakpoints[k + 1]) / S(2));
  }
  return middles;
}

template <Scalar S>
std::vector<S> LinearPieces<S>::lengths() const {
  std::vector<S> lengths;
  for (std::size_t k = 0; k + 1 < breakpoints.size(); ++k) {
    lengths.push_back(breakpoints[k + 1] - breakpoints[k]);
  }
  return lengths;
}

template <Scalar S>
Result<LinearPieces<S>> linear_pieces(const Network<S>& network, const Vector<S>& target,
                                      const Segment<S>& segment) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!is_piecewise_linear<S>(network.operator_of(t))) {
      return fail(ErrorKind::unsupported, network.describe(t),
                  fmt::format("{} is not piecewise linear", name<S>(network.operator_of(t))),
                  "a piecewise linear network for exact integrated gradients");
    }
  }
  LinearPieces<S> pieces;
  bool may_rest = true;
  if (auto walked = worth_a_program(network) ? walk_pieces(network, segment) : std::nullopt) {
    pieces.breakpoints = std::move(walked->breakpoints);
    pieces.delta = walked->delta;
    pieces.uncertain_length = std::min(walked->uncertain_length, S(1));
    pieces.gradient_bound = gradient_bound(network, target, walked->active);
    may_rest = walked->rests;
  } else {
    PiecewiseTrace<S> piecewise(network, segment);
    piecewise.run();
    pieces.breakpoints = piecewise.breakpoints();
    pieces.delta = piecewise.delta();
    pieces.uncertain_length = std::min(piecewise.uncertain_length(), S(1));
    pieces.gradient_bound = gradient_bound(network, target, piecewise.active());
  }
  if constexpr (!is_exact<S>) {
    // The roundings behind one entry of a backward pass: along each node as many as there are terms
    // in a column sum, at most one per result value, and one product.
    Index roundings = 0;
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
      roundings += element_count(network.shape(t)) + 2;
    }
    pieces.gradient_rounding = rounding_factor<S>(roundings);
  }
  if (!may_rest) return pieces;
  // Every tensor at the middle of every piece.
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    spend_piece_work<S>(pieces.breakpoints[pieces.breakpoints.size() / 2],
                        pieces.count() * element_count(network.shape(t)));
  }
  pieces.inside_kink = find_inside_kink(network, target, segment, pieces);
  return pieces;
}

#define AXIOMARK_INSTANTIATE(S)                                                          \
  template struct LinearPieces<S>;                                                       \
  template Result<LinearPieces<S>> linear_pieces<S>(const Network<S>&, const Vector<S>&, \
                                                    const Segment<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
