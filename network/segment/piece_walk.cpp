#include "network/segment/piece_walk.hpp"

#include <algorithm>

#include "network/exact_work.hpp"
#include "network/kernels/pieces.hpp"
#include "network/kernels/rows.hpp"
#include "network/rounding.hpp"
#include "network/segment/piece_columns.hpp"
#include "network/segment/piece_crossings.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Batch<S> to_batch(const Sheet<S>& sheet) {
  Batch<S> batch(sheet.rows, sheet.columns);
  for (Index i = 0; i < sheet.rows; ++i)
    std::copy_n(sheet.row(i), sheet.columns, batch.row(i).data());
  return batch;
}

template <Scalar S>
void from_batch(const Batch<S>& batch, const Sheet<S>& sheet) {
  for (Index i = 0; i < sheet.rows; ++i)
    std::copy_n(batch.row(i).data(), sheet.columns, sheet.row(i));
  repeat_last_column(sheet);
}

template <Scalar S>
class PieceWalk {
 public:
  PieceWalk(const SegmentProgram<S>& program, const Segment<S>& segment) : program_(program) {
    const auto tensors = static_cast<std::size_t>(network().tensor_count());
    pieces_.breakpoints = {S(0), S(1)};
    pieces_.active.resize(tensors);
    values_.resize(tensors);
    bounds_.resize(tensors);
    Index row = 0;
    for (Index k = 0; k < network().first_node_tensor(); ++k) {
      const Sheet<S> x = set_value(k);
      for (Index i = 0; i < x.rows; ++i, ++row) {
        x.row(i)[0] = segment.from(row);
        std::fill(x.row(i) + 1, x.row(i) + x.stride, segment.to(row));
      }
      if constexpr (!is_exact<S>) {
        const Sheet<S> exact = set_bound(k);
        std::fill_n(exact.data, exact.rows * exact.stride, S(0));
      }
    }
  }

  /// False if a value is not finite.
  [[nodiscard]] bool run() {
    for (Index t = network().first_node_tensor(); t < network().tensor_count(); ++t) {
      for (const Index u : node(t).inputs) spend(values_[at(u)]);
      if (!std::visit([&](const auto& step) { return run(t, step); }, program_.step(t)))
        return false;
      spend(values_[at(t)]);
      if (!program_.is_relu(t)) {
        pieces_.active[at(t)].assign(static_cast<std::size_t>(values_[at(t)].rows), true);
      }
      // Tensors that nothing reads any more need no more columns.
      for (const Index u : node(t).inputs) {
        if (network().last_reader(u) != t) continue;
        drop(values_[at(u)]);
        drop(bounds_[at(u)]);
      }
    }
    return true;
  }

  [[nodiscard]] WalkedPieces<S> take_pieces() { return std::move(pieces_); }

 private:
  using Program = SegmentProgram<S>;

  static std::size_t at(Index tensor) { return static_cast<std::size_t>(tensor); }
  [[nodiscard]] const Network<S>& network() const { return program_.network(); }
  [[nodiscard]] const Node& node(Index tensor) const { return network().node_of(tensor); }
  [[nodiscard]] Index columns() const { return static_cast<Index>(pieces_.breakpoints.size()); }
  // Looking at these numbers, from a budget if one is spent.
  static void spend(const Sheet<S>& numbers) {
    spend_piece_work<S>(numbers.data[0], numbers.rows * numbers.columns);
  }

  void drop(Sheet<S>& sheet) {
    if (sheet) workspace_.release(sheet);
    sheet = {};
  }
  [[nodiscard]] Sheet<S> set_value(Index tensor) {
    values_[at(tensor)] = workspace_.take(element_count(network().shape(tensor)), columns());
    return values_[at(tensor)];
  }
  // One column per group of intervals.
  [[nodiscard]] Sheet<S> set_bound(Index tensor) {
    bounds_[at(tensor)] =
        workspace_.take(element_count(network().shape(tensor)), interval_groups(columns()));
    return bounds_[at(tensor)];
  }

  [[nodiscard]] bool run(Index tensor, const LinearMap<S>& map) {
    const Index u = node(tensor).inputs[0];
    const Sheet<S> x = values_[at(u)];
    map.evaluate(x, set_value(tensor), workspace_.lists);
    if constexpr (!is_exact<S>) {
      // |W| bound (1 + gamma) + (|W| |x| + |b|) gamma as one product. A row rounds a product and an addition
      // per column, the bias, and what was added to the bias; the factor 2 covers the roundings of the bound
      // itself, as long as gamma < 1/4, by far.
      const S gamma = S(2) * rounding_factor<S>(map.longest_sum() + 3);
      const Sheet<S> operand = group_sizes(x, workspace_);
      const Sheet<S>& bound = bounds_[at(u)];
      for (Index k = 0; k < operand.rows * operand.stride; ++k) {
        operand.data[k] = bound.data[k] * (S(1) + gamma) + operand.data[k] * gamma;
      }
      map.evaluate_sizes(operand, gamma, set_bound(tensor), workspace_.lists);
      workspace_.release(operand);
    }
    return true;
  }

  [[nodiscard]] bool run(Index tensor, const typename Program::Alias&) {
    const Index u = node(tensor).inputs[0];
    values_[at(tensor)] = values_[at(u)];
    workspace_.share(values_[at(tensor)]);
    if constexpr (!is_exact<S>) {
      bounds_[at(tensor)] = bounds_[at(u)];
      workspace_.share(bounds_[at(tensor)]);
    }
    return true;
  }

  [[nodiscard]] bool run(Index tensor, const typename Program::Rectify&) {
    const Index operand = node(tensor).inputs[0];
    auto found =
        find_zero_crossings(values_[at(operand)], bounds_[at(operand)], pieces_.breakpoints);
    if (!found.finite) return false;
    pieces_.rests = pieces_.rests || found.rests;
    pieces_.delta = std::max(pieces_.delta, found.longest_doubt);
    pieces_.uncertain_length += found.total_doubt;
    insert(tensor, std::move(found.crossings));
    const Sheet<S> z = values_[at(operand)];
    const Sheet<S> y = set_value(tensor);
    const wide::Rectified met = row_loops<S>().rectify(z.data, y.data, z.rows * z.stride);
    rectify_bounds(tensor, z, y);
    return met.finite;
  }

  // A unit that is surely off is exactly zero, and passes no signal.
  void rectify_bounds(Index tensor, const Sheet<S>& z, const Sheet<S>& y) {
    auto& active = pieces_.active[at(tensor)];
    active.assign(static_cast<std::size_t>(z.rows), false);
    if constexpr (is_exact<S>) {
      for (Index i = 0; i < y.rows; ++i) {
        active[at(i)] =
            std::any_of(y.row(i), y.row(i) + y.columns, [](const S& v) { return v > S(0); });
      }
    } else {
      const Sheet<S> before = bounds_[at(node(tensor).inputs[0])];
      const Sheet<S> after = set_bound(tensor);
      std::vector<S> tops(at(after.columns));
      for (Index i = 0; i < z.rows; ++i) {
        piece_loops<S>().group_tops(z.row(i), z.columns, tops.data());
        bool on = false;
        for (Index g = 0; g < after.columns; ++g) {
          const S& bound = before.row(i)[g];
          const bool off = tops[at(g)] + bound < S(0);
          after.row(i)[g] = off ? S(0) : bound;
          on = on || tops[at(g)] > S(0) || (!off && bound != S(0));
        }
        active[at(i)] = on;
      }
      repeat_last_column(after);
    }
  }

  [[nodiscard]] bool run(Index tensor, const typename Program::WeightedSum& sum) {
    const auto& inputs = node(tensor).inputs;
    const Sheet<S> y = set_value(tensor);
    std::fill_n(y.data, y.rows * y.stride, S(0));
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      row_loops<S>().add_multiple((*sum.coefficients)(static_cast<Index>(k)),
                                  values_[at(inputs[k])].data, y.data, y.rows * y.stride);
    }
    if constexpr (!is_exact<S>) {
      const S gamma = S(2) * rounding_factor<S>(static_cast<Index>(inputs.size()) + 1);
      const Sheet<S> bound = set_bound(tensor);
      const Index count = bound.rows * bound.stride;
      std::fill_n(bound.data, count, S(0));
      for (std::size_t k = 0; k < inputs.size(); ++k) {
        const S factor = absolute_value<S>((*sum.coefficients)(static_cast<Index>(k)));
        const Sheet<S> size = group_sizes(values_[at(inputs[k])], workspace_);
        row_loops<S>().add_multiple(factor * gamma, size.data, bound.data, count);
        row_loops<S>().add_multiple(factor * (S(1) + gamma), bounds_[at(inputs[k])].data,
                                    bound.data, count);
        workspace_.release(size);
      }
    }
    return true;
  }

  [[nodiscard]] bool run(Index, const typename Program::Squash&) { return false; }

  [[nodiscard]] bool run(Index tensor, const typename Program::Other&) {
    const Operator<S>& op = network().operator_of(tensor);
    if (kind<S>(op) != OperatorKind::affine) return false;
    const auto operands_of = [](const std::vector<Batch<S>>& batches) {
      std::vector<const Batch<S>*> operands;
      operands.reserve(batches.size());
      for (const Batch<S>& batch : batches) operands.push_back(&batch);
      return operands;
    };
    std::vector<Batch<S>> batches;
    for (const Index u : node(tensor).inputs) batches.push_back(to_batch(values_[at(u)]));
    const Batch<S> result = evaluate<S>(op, Operands<S>(operands_of(batches)));
    from_batch(result, set_value(tensor));
    if constexpr (!is_exact<S>) {
      // The bound grows with the operands' sizes alone: the largest of a group stand for its columns.
      std::vector<Batch<S>> largest;
      std::vector<Batch<S>> errors;
      for (const Index u : node(tensor).inputs) {
        const Sheet<S> size = group_sizes(values_[at(u)], workspace_);
        largest.push_back(to_batch(size));
        workspace_.release(size);
        errors.push_back(to_batch(bounds_[at(u)]));
      }
      from_batch(propagate_error<S>(op, Operands<S>(operands_of(largest)),
                                    Operands<S>(operands_of(errors))),
                 set_bound(tensor));
    }
    return true;
  }

  // Adds the crossings of a relu to the breakpoints, and columns to all tensors that somebody still reads.
  void insert(Index relu, std::vector<Crossing<S>> crossings) {
    std::ranges::sort(crossings, {}, &Crossing<S>::t);
    const auto refined = refine_breakpoints<S>(pieces_.breakpoints, crossings);
    if (!refined) return;
    const auto count = static_cast<Index>(refined->breakpoints.size());
    for (Index t = 0; t < network().tensor_count(); ++t) {
      if (!values_[at(t)] || network().last_reader(t) < relu) continue;
      spend_piece_work<S>(values_[at(t)].data[0], values_[at(t)].rows * count);
      const Sheet<S> coarse = values_[at(t)];
      if constexpr (!is_exact<S>) {
        const Sheet<S> bound = bounds_[at(t)];
        bounds_[at(t)] = refine_bounds(coarse, bound, *refined, workspace_);
        workspace_.release(bound);
      }
      values_[at(t)] = refine_values(coarse, *refined, workspace_);
      workspace_.release(coarse);
    }
    pieces_.breakpoints = refined->breakpoints;
  }

  const Program& program_;
  Workspace<S> workspace_;
  WalkedPieces<S> pieces_;
  std::vector<Sheet<S>> values_;
  std::vector<Sheet<S>> bounds_;  // of rounding errors; none in Rational
};

}  // namespace

template <Scalar S>
std::optional<WalkedPieces<S>> walk_pieces(const Network<S>& network, const Segment<S>& segment) {
  const SegmentProgram<S> program(network);
  if (!program.only_relu()) return {};
  PieceWalk<S> walk(program, segment);
  if (!walk.run()) return {};
  return walk.take_pieces();
}

#define AXIOMARK_INSTANTIATE(S) \
  template std::optional<WalkedPieces<S>> walk_pieces<S>(const Network<S>&, const Segment<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
