#include "network/segment/linear_map.hpp"

#include <algorithm>

#include "network/kernels/rows.hpp"

namespace axiomark {
template <Scalar S>
LinearMap<S>::LinearMap(const Dense<S>& op)
    : weights_(&op.weights),
      bias_(op.bias),
      in_{op.weights.cols(), 1, 1},
      out_{op.weights.rows(), 1, op.weights.cols()},
      of_output_{{{0, 0}}, {0, 1}},
      of_input_{{{0, 0}}, {0, 1}} {}

template <Scalar S>
LinearMap<S>::LinearMap(const Convolution<S>& op, const Shape& windows)
    : weights_(&op.weights), groups_(op.groups) {
  const Shape spatial(op.in.begin() + 1, op.in.end());
  const Index kernel_size = element_count(op.window.kernel);
  in_ = {op.in[0], element_count(spatial), kernel_size};
  out_ = {op.weights.rows(), element_count(windows), op.weights.cols()};
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

template <Scalar S>
void LinearMap<S>::find_live(const Sheet<S>& from, const Side& side, Index column, Index columns,
                             typename Workspace<S>::Lists& lists) {
  lists.marks.resize(static_cast<std::size_t>(from.rows));
  row_loops<S>().mark_not_zero(from.data + column, from.rows, from.stride, columns,
                               lists.marks.data());
  lists.live.clear();
  lists.first.clear();
  for (Index p = 0; p < side.positions; ++p) {
    lists.first.push_back(static_cast<Index>(lists.live.size()));
    for (Index c = 0; c < side.channels; ++c) {
      if (lists.marks[static_cast<std::size_t>(c * side.positions + p)] != 0)
        lists.live.push_back(c);
    }
  }
  lists.first.push_back(static_cast<Index>(lists.live.size()));
}

template <Scalar S>
void LinearMap<S>::find_wanted(const Sheet<S>& gate, Index rows, Index column, Index columns,
                               typename Workspace<S>::Lists& lists) {
  lists.marks.assign(static_cast<std::size_t>(rows), 1);
  if (!gate) return;
  row_loops<S>().mark_not_negative(gate.data + column, rows, gate.stride, columns,
                                   lists.marks.data());
}

template <Scalar S>
void LinearMap<S>::add_block(const Side& to_side, const Side& from_side, const Meetings& meetings,
                             const Sheet<S>& from, const Sheet<S>& gate, const Sheet<S>& to,
                             Index column, Index columns,
                             typename Workspace<S>::Lists& lists) const {
  find_live(from, from_side, column, columns, lists);
  find_wanted(gate, to.rows, column, columns, lists);
  const Index to_group = to_side.channels / groups_;
  const Index from_group = from_side.channels / groups_;
  for (Index p = 0; p < to_side.positions; ++p) {
    const auto begin = static_cast<std::size_t>(meetings.first[static_cast<std::size_t>(p)]);
    const auto end = static_cast<std::size_t>(meetings.first[static_cast<std::size_t>(p) + 1]);
    for (Index group = 0; group < groups_; ++group) {
      lists.terms.clear();
      for (std::size_t m = begin; m < end; ++m) {
        const Meeting& meeting = meetings.all[m];
        const auto q = static_cast<std::size_t>(meeting.position);
        for (Index at = lists.first[q]; at < lists.first[q + 1]; ++at) {
          const Index c = lists.live[static_cast<std::size_t>(at)];
          if (groups_ > 1 && c / from_group != group) continue;
          // Inputs count their weights from their group's first channel, outputs from the matrix's.
          const Index weight_channel = &from_side == &in_ ? c - group * from_group : c;
          lists.terms.push_back(
              {weight_channel * from_side.weight_step + meeting.weight,
               (c * from_side.positions + meeting.position) * from.stride + column});
        }
      }
      if (lists.terms.empty()) continue;
      lists.outputs.clear();
      for (Index c = group * to_group; c < (group + 1) * to_group; ++c) {
        const Index row = c * to_side.positions + p;
        if (lists.marks[static_cast<std::size_t>(row)] == 0) continue;
        const Index weight_channel = &to_side == &in_ ? c - group * to_group : c;
        lists.outputs.push_back({weight_channel * to_side.weight_step, row * to.stride + column});
      }
      add_gathered_product<S>(
          weights_->data(),
          {lists.outputs.data(), static_cast<std::ptrdiff_t>(lists.outputs.size())},
          {lists.terms.data(), static_cast<std::ptrdiff_t>(lists.terms.size())}, from.data, to.data,
          columns);
    }
  }
}

template <Scalar S>
void LinearMap<S>::evaluate(const Sheet<S>& x, const Sheet<S>& y,
                            typename Workspace<S>::Lists& lists) const {
  for (Index i = 0; i < y.rows; ++i) std::fill_n(y.row(i), y.stride, bias_(i));
  for (Index column = 0; column < x.stride; column += kBlockColumns<S>) {
    add_block(out_, in_, of_output_, x, {}, y, column,
              std::min(kBlockColumns<S>, x.stride - column), lists);
  }
}

template <Scalar S>
void LinearMap<S>::pull_back(const Sheet<S>& y, const Sheet<S>& gate, const Sheet<S>& x,
                             typename Workspace<S>::Lists& lists) const {
  std::fill_n(x.data, x.rows * x.stride, S(0));
  for (Index column = 0; column < y.stride; column += kBlockColumns<S>) {
    add_block(in_, out_, of_input_, y, gate, x, column,
              std::min(kBlockColumns<S>, y.stride - column), lists);
  }
}

template class LinearMap<float>;
template class LinearMap<double>;
template class LinearMap<Rational>;

}  // namespace axiomark
