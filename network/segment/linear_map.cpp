#include "network/segment/linear_map.hpp"

#include <algorithm>

#include "network/kernels/pieces.hpp"
#include "network/kernels/product.hpp"
#include "network/kernels/rows.hpp"

namespace axiomark {
namespace {

template <class Values>
auto sizes_of(const Values& values) {
  using S = typename Values::Scalar;
  return values.unaryExpr([](const S& v) { return v < S(0) ? S(-v) : v; });
}

}  // namespace

template <Scalar S>
LinearMap<S>::LinearMap(const Dense<S>& op)
    : weights_(&op.weights),
      bias_(op.bias),
      in_{op.weights.cols(), 1, 1, false},
      out_{op.weights.rows(), 1, op.weights.cols(), true},
      of_output_{{{0, 0}}, {0, 1}},
      of_input_{{{0, 0}}, {0, 1}} {}

template <Scalar S>
LinearMap<S>::LinearMap(const Convolution<S>& op, const Shape& windows)
    : weights_(&op.weights), groups_(op.groups) {
  const Shape spatial(op.in.begin() + 1, op.in.end());
  const Index kernel_size = element_count(op.window.kernel);
  in_ = {op.in[0], element_count(spatial), kernel_size, false};
  out_ = {op.weights.rows(), element_count(windows), op.weights.cols(), true};
  bias_.resize(output_rows());
  for (Index i = 0; i < bias_.size(); ++i) bias_(i) = op.bias(i / out_.positions);

  struct Pair {
    std::int32_t output, input, weight;
  };
  std::vector<Pair> pairs;
  pairs.reserve(static_cast<std::size_t>(out_.positions * kernel_size));
  const std::size_t rank = spatial.size();
  Shape window(rank, 0);
  Shape offset(rank, 0);
  const auto advance = [](Shape& index, const Shape& counts) {
    for (std::size_t d = counts.size(); d-- > 0;) {
      if (++index[d] < counts[d]) return;
      index[d] = 0;
    }
  };
  of_output_.first.push_back(0);
  std::vector<std::int32_t> met(static_cast<std::size_t>(in_.positions) + 1, 0);
  for (Index p = 0; p < out_.positions; ++p, advance(window, windows)) {
    std::ranges::fill(offset, 0);
    for (Index k = 0; k < kernel_size; ++k, advance(offset, op.window.kernel)) {
      Index position = 0;
      bool inside = true;
      for (std::size_t d = 0; d < rank && inside; ++d) {
        const Index at = window[d] * op.window.stride[d] + offset[d] * op.window.dilation[d] -
                         op.window.pad_begin[d];
        inside = at >= 0 && at < spatial[d];
        position = position * spatial[d] + at;
      }
      if (!inside) continue;
      of_output_.all.push_back({static_cast<std::int32_t>(position), static_cast<std::int32_t>(k)});
      pairs.push_back({static_cast<std::int32_t>(p), static_cast<std::int32_t>(position),
                       static_cast<std::int32_t>(k)});
      ++met[static_cast<std::size_t>(position) + 1];
    }
    of_output_.first.push_back(static_cast<std::int32_t>(of_output_.all.size()));
  }
  // The same pairs, sorted by input position.
  for (std::size_t q = 1; q < met.size(); ++q) met[q] += met[q - 1];
  of_input_.first = met;
  of_input_.all.resize(pairs.size());
  for (const Pair& pair : pairs) {
    of_input_.all[static_cast<std::size_t>(met[static_cast<std::size_t>(pair.input)]++)] = {
        pair.output, pair.weight};
  }
}

// Lists are written at full length and end where the last entry that counts was: a branch per row would be
// mispredicted too often.

template <Scalar S>
void LinearMap<S>::find_live(const Sheet<S>& from, const Side& side, Index column, Index columns,
                             typename Workspace<S>::Lists& lists) const {
  lists.marks.resize(static_cast<std::size_t>(from.rows));
  row_loops<S>().mark_not_zero(from.data + column, from.rows, from.stride, columns,
                               lists.marks.data());
  lists.live.resize(static_cast<std::size_t>(from.rows) + kCopied);
  lists.first.resize(static_cast<std::size_t>(side.positions * groups_) + 1);
  const Index group_channels = side.channels / groups_;
  std::size_t live = 0;
  for (Index p = 0; p < side.positions; ++p) {
    for (Index group = 0; group < groups_; ++group) {
      lists.first[static_cast<std::size_t>(p * groups_ + group)] = live;
      for (Index k = 0; k < group_channels; ++k) {
        const Index row = (group * group_channels + k) * side.positions + p;
        lists.live[live] = place(side, group, k, row * from.stride);
        live += lists.marks[static_cast<std::size_t>(row)];
      }
    }
  }
  lists.first.back() = live;
}

template <Scalar S>
void LinearMap<S>::find_wanted(const Gate<S>& gate, Index rows, Index column, Index columns,
                               typename Workspace<S>::Lists& lists) {
  lists.marks.assign(static_cast<std::size_t>(rows), 1);
  if (!gate.values) return;
  const auto& loops = row_loops<S>();
  const auto mark = gate.rectified ? loops.mark_not_zero : loops.mark_not_negative;
  mark(gate.values.data + column, rows, gate.values.stride, columns, lists.marks.data());
}

template <Scalar S>
wide::Place LinearMap<S>::place(const Side& side, Index group, Index channel, Index row) const {
  const Index before = side.rows_of_weights ? group * (side.channels / groups_) : 0;
  return {static_cast<std::int32_t>((before + channel) * side.weight_step),
          static_cast<std::int32_t>(row)};
}

template <Scalar S>
wide::Places LinearMap<S>::list_terms(const Meetings& meetings, Index position, Index group,
                                      Index group_channels,
                                      typename Workspace<S>::Lists& lists) const {
  const auto begin = static_cast<std::size_t>(meetings.first[static_cast<std::size_t>(position)]);
  const auto end = static_cast<std::size_t>(meetings.first[static_cast<std::size_t>(position) + 1]);
  const std::size_t most = (end - begin) * static_cast<std::size_t>(group_channels + kCopied);
  if (lists.terms.size() < most) lists.terms.resize(most);
  wide::Place* next = lists.terms.data();
  for (std::size_t m = begin; m < end; ++m) {
    const Meeting& meeting = meetings.all[m];
    const auto q = static_cast<std::size_t>(meeting.position * groups_ + group);
    const wide::Place* live = lists.live.data() + lists.first[q];
    const wide::Place* const end_live = lists.live.data() + lists.first[q + 1];
    for (; live < end_live; live += kCopied, next += kCopied) {
      for (Index k = 0; k < kCopied; ++k) {
        next[k] = {live[k].weight + meeting.weight, live[k].row};
      }
    }
    next -= live - end_live;
  }
  return {lists.terms.data(), next - lists.terms.data()};
}

template <Scalar S>
void LinearMap<S>::run_block(const Side& to_side, const Side& from_side, const Meetings& meetings,
                             const Factors& factors, const Sheet<S>& from, const Gate<S>& gate,
                             const Sheet<S>& to, Index column, Index columns,
                             typename Workspace<S>::Lists& lists) const {
  find_live(from, from_side, column, columns, lists);
  find_wanted(gate, to.rows, column, columns, lists);
  const Index to_group = to_side.channels / groups_;
  lists.outputs.resize(static_cast<std::size_t>(to_group) + 1);
  lists.starts.assign(static_cast<std::size_t>(to_group) + 1, S(0));
  for (Index p = 0; p < to_side.positions; ++p) {
    for (Index group = 0; group < groups_; ++group) {
      std::ptrdiff_t outputs = 0;
      for (Index k = 0; k < to_group; ++k) {
        const Index row = (group * to_group + k) * to_side.positions + p;
        lists.outputs[static_cast<std::size_t>(outputs)] =
            place(to_side, group, k, row * to.stride);
        if (factors.starts != nullptr) {
          lists.starts[static_cast<std::size_t>(outputs)] = factors.starts[row];
        }
        const std::uint8_t wanted = lists.marks[static_cast<std::size_t>(row)];
        if (wanted == 0) std::fill_n(to.row(row) + column, columns, S(0));
        outputs += wanted;
      }
      if (outputs == 0) continue;
      const wide::Places terms =
          list_terms(meetings, p, group, from_side.channels / groups_, lists);
      gathered_product<S>(factors.weights, {lists.outputs.data(), outputs}, lists.starts.data(),
                          terms, from.data + column, to.data + column, columns);
    }
  }
}

template <Scalar S>
bool LinearMap<S>::column_by_column(Index columns) const {
  // Below this a vector of samples is mostly padding.
  constexpr Index kFewColumns = 2;
  return is_dense() && columns <= kFewColumns;
}

template <Scalar S>
void LinearMap<S>::evaluate(const Sheet<S>& x, const Sheet<S>& y,
                            typename Workspace<S>::Lists& lists) const {
  if (column_by_column(x.columns)) {
    Batch<S> from(x.rows, 1);
    Batch<S> to(y.rows, 1);
    for (Index n = 0; n < x.columns; ++n) {
      for (Index i = 0; i < x.rows; ++i) from(i) = x.row(i)[n];
      to.setConstant(S(0));
      add_product(*weights_, from, to);
      // The last one fills the padding.
      const Index copies = n + 1 < x.columns ? 1 : x.stride - n;
      for (Index i = 0; i < y.rows; ++i) std::fill_n(y.row(i) + n, copies, S(to(i) + bias_(i)));
    }
    return;
  }
  for (Index column = 0; column < x.stride; column += kBlockColumns<S>) {
    run_block(out_, in_, of_output_, {weights_->data(), bias_.data()}, x, {}, y, column,
              std::min(kBlockColumns<S>, x.stride - column), lists);
  }
}

template <Scalar S>
void LinearMap<S>::evaluate_sizes(const Sheet<S>& x, const S& factor, const Sheet<S>& y,
                                  typename Workspace<S>::Lists& lists) const {
  const Vector<S> starts = sizes_of(bias_) * factor;
  if constexpr (!is_exact<S>) {
    if (is_dense() && x.columns == 1) {  // without a copy of the weights
      Vector<S> from(x.rows);
      for (Index i = 0; i < x.rows; ++i) from(i) = x.row(i)[0];
      for (Index i = 0; i < y.rows; ++i) {
        const S sum = piece_loops<S>().sum_of_sizes(weights_->row(i).data(), from.data(), x.rows);
        std::fill_n(y.row(i), y.stride, S(sum + starts(i)));
      }
      return;
    }
  }
  const Matrix<S> sizes = sizes_of(weights_->array());
  for (Index column = 0; column < x.stride; column += kBlockColumns<S>) {
    run_block(out_, in_, of_output_, {sizes.data(), starts.data()}, x, {}, y, column,
              std::min(kBlockColumns<S>, x.stride - column), lists);
  }
}

template <Scalar S>
void LinearMap<S>::pull_back(const Sheet<S>& y, const Gate<S>& gate, const Sheet<S>& x,
                             typename Workspace<S>::Lists& lists) const {
  if (column_by_column(y.columns)) {
    Batch<S> from(y.rows, 1);
    Batch<S> to(x.rows, 1);
    for (Index n = 0; n < y.columns; ++n) {
      for (Index i = 0; i < y.rows; ++i) from(i) = y.row(i)[n];
      to.setConstant(S(0));
      add_transposed_product(*weights_, from, to);
      const Index width = n + 1 < y.columns ? 1 : y.stride - n;
      for (Index i = 0; i < x.rows; ++i) {
        std::fill_n(x.row(i) + n, width, S(0));  // padding takes no part in sums
        x.row(i)[n] = to(i);
      }
    }
    return;
  }
  for (Index column = 0; column < y.stride; column += kBlockColumns<S>) {
    run_block(in_, out_, of_input_, {weights_->data(), nullptr}, y, gate, x, column,
              std::min(kBlockColumns<S>, y.stride - column), lists);
  }
}

template class LinearMap<float>;
template class LinearMap<double>;
template class LinearMap<Rational>;

}  // namespace axiomark
