#include "network/corners/corner_values.hpp"

#include <algorithm>
#include <bit>

#include "network/corners/column_updates.hpp"
#include "network/corners/tail_values.hpp"
#include "network/kernels/walks.hpp"

namespace axiomark {
namespace {

// Walks that one job takes are together at least as long: enough for whole chunks.
constexpr std::size_t kMovesPerJob = 1024;
// Chunks of corners that one job takes: they share its memory.
constexpr Index kChunksPerJob = 16;

template <Scalar S>
class CornerValues {
 public:
  CornerValues(const Network<S>& network, const Vector<S>& target, SegmentHead head,
               const ColumnUpdates<S>& updates)
      : updates_(updates), tail_(network, head, updates.tensor, target) {}

  // Values behind all moves of a list, which begins with a move from the start.
  [[nodiscard]] bool along(std::span<const std::int32_t> moves, S* values) const {
    Workspace<S> workspace;
    std::vector<S> state = updates_.start;
    const auto most = static_cast<std::size_t>(tail_.chunk_columns());
    std::vector<std::int32_t> padded;
    for (std::size_t first = 0; first < moves.size(); first += most) {
      const auto some = moves.subspan(first, std::min(most, moves.size() - first));
      const Sheet<S> sheet = workspace.take(updates_.rows, static_cast<Index>(some.size()));
      padded.assign(some.begin(), some.end());
      padded.resize(static_cast<std::size_t>(sheet.stride), stay());
      walk_loops<S>().walk({updates_.columns.data(), updates_.rows, updates_.stride},
                           updates_.start.data(), padded.data(), sheet.stride, state.data(),
                           sheet.data, sheet.stride);
      if (!tail_.evaluate(sheet, workspace, values + first)) return false;
    }
    return true;
  }

  // Values at the corners of the first groups of a list, with each corner of the others in turn.
  [[nodiscard]] bool at_all(std::span<const Index> groups, const ThreadPool& pool,
                            S* values) const {
    const auto count = static_cast<Index>(groups.size());
    const auto low =
        std::min<Index>(count, std::countr_zero(static_cast<std::uint64_t>(tail_.chunk_columns())));
    const Index columns = Index{1} << low;
    const Index chunks = Index{1} << (count - low);
    Workspace<S> of_table;
    const Sheet<S> table = of_table.take(updates_.rows, columns);
    fill_table(groups.first(static_cast<std::size_t>(low)), table);
    const Index jobs = (chunks + kChunksPerJob - 1) / kChunksPerJob;
    std::vector<char> done(static_cast<std::size_t>(jobs), 1);
    pool.for_each(jobs, [&](Index job) {
      Workspace<S> workspace;
      const Index end = std::min((job + 1) * kChunksPerJob, chunks);
      for (Index chunk = job * kChunksPerJob; chunk < end; ++chunk) {
        std::vector<S> start = updates_.start;
        for (Index g = low; g < count; ++g) {
          if ((chunk >> (g - low) & 1) == 0) continue;
          const S* const column = updates_.column(groups[static_cast<std::size_t>(g)]);
          for (Index i = 0; i < updates_.rows; ++i) start[static_cast<std::size_t>(i)] += column[i];
        }
        const Sheet<S> sheet = workspace.take(updates_.rows, columns);
        walk_loops<S>().add_to_rows(start.data(), table.data, sheet.rows, sheet.stride, sheet.data);
        if (!tail_.evaluate(sheet, workspace, values + chunk * columns)) {
          done[static_cast<std::size_t>(job)] = 0;
        }
      }
    });
    return std::ranges::all_of(done, [](char ok) { return ok != 0; });
  }

  // The move that adds nothing.
  [[nodiscard]] std::int32_t stay() const {
    return static_cast<std::int32_t>(updates_.changes.size());
  }

 private:
  // Sums of columns at all corners: the corners with one group more are those without, moved by its column.
  void fill_table(std::span<const Index> groups, const Sheet<S>& table) const {
    for (Index i = 0; i < table.rows; ++i) {
      S* const row = table.row(i);
      row[0] = S(0);
      Index known = 1;
      for (const Index g : groups) {
        const S change = updates_.column(g)[i];
        for (Index k = 0; k < known; ++k) row[known + k] = row[k] + change;
        known *= 2;
      }
      std::fill(row + known, row + table.stride, row[known - 1]);
    }
  }

  const ColumnUpdates<S>& updates_;
  TailValues<S> tail_;
};

// The groups that change anything, those that change least first: corners that differ by them stand side by
// side, and what is zero in a block of columns is left out of products.
template <Scalar S>
std::vector<Index> moving_groups(const ColumnUpdates<S>& updates) {
  std::vector<std::pair<double, Index>> sized;
  for (std::size_t g = 0; g < updates.changes.size(); ++g) {
    if (!updates.changes[g]) continue;
    double size = 0;
    const S* const column = updates.column(static_cast<Index>(g));
    for (Index i = 0; i < updates.rows; ++i) size += std::abs(convert<double>(column[i]));
    sized.emplace_back(size, static_cast<Index>(g));
  }
  std::ranges::sort(sized);
  std::vector<Index> groups;
  groups.reserve(sized.size());
  for (const auto& [size, group] : sized) groups.push_back(group);
  return groups;
}

}  // namespace

template <Scalar S>
std::optional<Row<S>> values_at_all_corners(const Network<S>& network, const Vector<S>& target,
                                            const BoxCorners<S>& corners, const ThreadPool& pool) {
  SegmentHead head = find_head(network);
  const auto updates = column_updates(network, head, corners);
  if (!updates) return {};
  const std::vector<Index> groups = moving_groups(*updates);
  const CornerValues<S> plan(network, target, std::move(head), *updates);
  Row<S> some(Index{1} << groups.size());
  if (!plan.at_all(groups, pool, some.data())) return {};
  // From numbers by the moving groups alone to numbers by all: corners with one group more, as above.
  Row<S> all(Index{1} << corners.count());
  std::vector<std::int32_t> number(std::size_t{1} << corners.groups.size(), 0);
  std::vector<std::int32_t> bit(corners.groups.size(), 0);
  for (std::size_t k = 0; k < groups.size(); ++k) {
    bit[static_cast<std::size_t>(groups[k])] = std::int32_t{1} << k;
  }
  std::size_t known = 1;
  for (const std::int32_t added : bit) {
    for (std::size_t c = 0; c < known; ++c) number[known + c] = number[c] + added;
    known *= 2;
  }
  for (Index c = 0; c < all.size(); ++c) all(c) = some(number[static_cast<std::size_t>(c)]);
  return all;
}

template <Scalar S>
std::optional<Row<S>> values_along_orders(const Network<S>& network, const Vector<S>& target,
                                          const BoxCorners<S>& corners,
                                          std::span<const Index> orders, const ThreadPool& pool) {
  SegmentHead head = find_head(network);
  const auto updates = column_updates(network, head, corners);
  if (!updates) return {};
  const CornerValues<S> plan(network, target, std::move(head), *updates);
  const auto groups = static_cast<std::size_t>(corners.count());
  // Moves that change something, and for every value the move behind which it is. Before the first move of a walk
  // that is a move from the start that adds nothing.
  struct Job {
    std::vector<std::int32_t> moves;
    std::vector<Index> place;
  };
  std::vector<Job> jobs;
  for (std::size_t first = 0; first < orders.size(); first += groups) {
    if (jobs.empty() || jobs.back().moves.size() >= kMovesPerJob) {
      jobs.push_back({{~plan.stay()}, {}});
    }
    Job& job = jobs.back();
    Index at = 0;
    job.place.push_back(at);
    for (const Index g : orders.subspan(first, groups)) {
      if (updates->changes[static_cast<std::size_t>(g)]) {
        const auto move = static_cast<std::int32_t>(g);
        job.moves.push_back(at == 0 ? ~move : move);
        at = static_cast<Index>(job.moves.size()) - 1;
      }
      job.place.push_back(at);
    }
  }
  std::vector<std::optional<Row<S>>> done(jobs.size());
  pool.for_each(static_cast<Index>(jobs.size()), [&](Index k) {
    const Job& job = jobs[static_cast<std::size_t>(k)];
    Row<S> values(static_cast<Index>(job.moves.size()));
    if (plan.along(job.moves, values.data())) {
      done[static_cast<std::size_t>(k)] = values(job.place);
    }
  });
  Row<S> all(static_cast<Index>(orders.size() + orders.size() / std::max<std::size_t>(groups, 1)));
  Index first = 0;
  for (const auto& values : done) {
    if (!values) return {};
    all.segment(first, values->size()) = *values;
    first += values->size();
  }
  return all;
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template std::optional<Row<S>> values_at_all_corners(const Network<S>&, const Vector<S>&,        \
                                                       const BoxCorners<S>&, const ThreadPool&);   \
  template std::optional<Row<S>> values_along_orders(const Network<S>&, const Vector<S>&,          \
                                                     const BoxCorners<S>&, std::span<const Index>, \
                                                     const ThreadPool&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
