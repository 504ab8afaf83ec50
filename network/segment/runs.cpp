#include "network/segment/runs.hpp"

#include <algorithm>

#include "network/kernels/rows.hpp"

namespace axiomark {
namespace {

// -1, 0 or 1; a value that is not a number counts as zero: it is reported when it is met.
template <Scalar S>
int sign(const S& z) {
  return (z > S(0) ? 1 : 0) - (z < S(0) ? 1 : 0);
}

}  // namespace

template <Scalar S>
Runs<S> Runs<S>::one(std::span<const S> nodes) {
  Runs runs;
  runs.nodes_ = nodes;
  runs.runs_.push_back({0, static_cast<Index>(nodes.size()) - 1});
  runs.list_columns();
  return runs;
}

template <Scalar S>
Runs<S> Runs<S>::singles(std::span<const S> nodes) {
  Runs runs;
  runs.nodes_ = nodes;
  for (Index n = 0; n < static_cast<Index>(nodes.size()); ++n) runs.runs_.push_back({n, n});
  runs.list_columns();
  return runs;
}

template <Scalar S>
void Runs<S>::list_columns() {
  first_column_.clear();
  column_node_.clear();
  for (const Run& run : runs_) {
    first_column_.push_back(static_cast<Index>(column_node_.size()));
    column_node_.push_back(run.first);
    if (!run.single()) column_node_.push_back(run.last);
  }
}

template <Scalar S>
S Runs<S>::part(const Run& run, Index node) const {
  const auto t = [&](Index n) -> const S& { return nodes_[static_cast<std::size_t>(n)]; };
  const S length = t(run.last) - t(run.first);
  // Nodes may be equal.
  return length == S(0) ? S(0) : S((t(node) - t(run.first)) / length);
}

template <Scalar S>
template <class Cut>
void Runs<S>::find_cuts(const Run& run, const S& a, const S& b, const Cut& cut) const {
  // The class rises or falls along the run, through zero: two searches find where.
  const auto first_of_class = [&](Index from, const auto& reached) {
    Index low = from;  // not reached here
    Index high = run.last;
    while (high - low > 1) {
      const Index middle = low + (high - low) / 2;
      const S value = a + (b - a) * part(run, middle);
      (reached(sign<S>(value)) ? high : low) = middle;
    }
    return high;
  };
  const int before = sign<S>(a);
  const int after = sign<S>(b);
  const Index left = first_of_class(run.first, [&](int s) { return s != before; });
  cut(left - 1);
  if (left == run.last || before == 0 || after == 0) return;
  if (sign<S>(S(a + (b - a) * part(run, left))) == after) return;
  const Index right = first_of_class(left, [&](int s) { return s == after; });
  cut(right - 1);
}

template <Scalar S>
std::optional<Runs<S>> Runs<S>::cut_at_zeros(const Sheet<S>& z, Index most) const {
  if (all_single()) return {};
  std::vector<bool> cut_behind(nodes_.size(), false);
  Index cuts = 0;
  const auto cut_once = [&](Index node) {
    const auto n = static_cast<std::size_t>(node);
    cuts += cut_behind[n] ? 0 : 1;
    cut_behind[n] = true;
  };
  // Columns that begin a run of two.
  std::vector<std::uint8_t> paired(static_cast<std::size_t>(columns()), 0);
  for (std::size_t r = 0; r < runs_.size(); ++r) {
    if (!runs_[r].single()) paired[static_cast<std::size_t>(first_column_[r])] = 1;
  }
  for (Index i = 0; i < z.rows && cuts <= most; ++i) {
    const S* const row = z.row(i);
    if (!row_loops<S>().any_sign_change(row, paired.data(), columns() - 1)) continue;
    for (std::size_t r = 0; r < runs_.size(); ++r) {
      if (runs_[r].single()) continue;
      const S& a = row[first_column_[r]];
      const S& b = row[first_column_[r] + 1];
      if (sign<S>(a) != sign<S>(b)) find_cuts(runs_[r], a, b, cut_once);
    }
  }
  if (cuts == 0) return {};
  Runs cut;
  cut.nodes_ = nodes_;
  for (const Run& run : runs_) {
    Index first = run.first;
    for (Index n = run.first; n <= run.last; ++n) {
      if (n < run.last && !cut_behind[static_cast<std::size_t>(n)]) continue;
      cut.runs_.push_back({first, n});
      first = n + 1;
    }
  }
  cut.list_columns();
  return cut;
}

template <Scalar S>
void Runs<S>::interpolate(const Sheet<S>& coarse, const Runs& cut, const Sheet<S>& fine) const {
  std::vector<std::int32_t> from;
  std::vector<std::int32_t> to;
  std::vector<S> parts;
  std::size_t r = 0;
  for (Index c = 0; c < fine.stride; ++c) {
    const Index node = cut.column_node_[static_cast<std::size_t>(std::min(c, cut.columns() - 1))];
    while (runs_[r].last < node) ++r;
    const auto first = static_cast<std::int32_t>(first_column_[r]);
    const bool at_first = node == runs_[r].first;
    const bool at_last = node == runs_[r].last;
    // The ends of a run keep their values to the last bit.
    from.push_back(at_first || !at_last ? first : first + 1);
    to.push_back(at_first ? first : first + 1);
    parts.push_back(at_first || at_last ? S(0) : part(runs_[r], node));
  }
  const wide::ColumnSources<S> sources = {from.data(), to.data(), parts.data(), fine.stride};
  for (Index i = 0; i < fine.rows; ++i)
    row_loops<S>().interpolate(coarse.row(i), sources, fine.row(i));
}

template <Scalar S>
std::vector<std::int32_t> Runs<S>::columns_of(const Runs& cut) const {
  std::vector<std::int32_t> columns;
  columns.reserve(cut.runs_.size());
  std::size_t r = 0;
  for (const Run& run : cut.runs_) {
    while (runs_[r].last < run.first) ++r;
    columns.push_back(static_cast<std::int32_t>(first_column_[r]));
  }
  return columns;
}

template class Runs<float>;
template class Runs<double>;
template class Runs<Rational>;

}  // namespace axiomark
