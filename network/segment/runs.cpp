#include "network/segment/runs.hpp"

#include <algorithm>

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
  for (std::size_t r = 0; r < runs_.size() && cuts <= most; ++r) {
    const Index column = first_column_[r];
    for (Index i = 0; i < z.rows && !runs_[r].single(); ++i) {
      const S& a = z.row(i)[column];
      const S& b = z.row(i)[column + 1];
      if (sign<S>(a) == sign<S>(b)) continue;
      find_cuts(runs_[r], a, b, cut_once);
      if (cuts > most) break;
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
  struct Source {
    Index from;
    Index to;
    S part;
  };
  std::vector<Source> sources;
  sources.reserve(static_cast<std::size_t>(fine.stride));
  std::size_t r = 0;
  for (Index c = 0; c < cut.columns(); ++c) {
    const Index node = cut.column_node_[static_cast<std::size_t>(c)];
    while (runs_[r].last < node) ++r;
    const Index first = first_column_[r];
    if (node == runs_[r].first) {
      sources.push_back({first, first, S(0)});
    } else if (node == runs_[r].last) {
      sources.push_back({first + 1, first + 1, S(0)});
    } else {
      sources.push_back({first, first + 1, part(runs_[r], node)});
    }
  }
  sources.resize(static_cast<std::size_t>(fine.stride), sources.back());
  for (Index i = 0; i < fine.rows; ++i) {
    const S* const values = coarse.row(i);
    S* const result = fine.row(i);
    for (Index c = 0; c < fine.stride; ++c) {
      const Source& source = sources[static_cast<std::size_t>(c)];
      const S& a = values[source.from];
      result[c] = a + (values[source.to] - a) * source.part;
    }
  }
}

template <Scalar S>
std::vector<Index> Runs<S>::columns_of(const Runs& cut) const {
  std::vector<Index> columns;
  columns.reserve(cut.runs_.size());
  std::size_t r = 0;
  for (const Run& run : cut.runs_) {
    while (runs_[r].last < run.first) ++r;
    columns.push_back(first_column_[r]);
  }
  return columns;
}

template class Runs<float>;
template class Runs<double>;
template class Runs<Rational>;

}  // namespace axiomark
