// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace. Plain loops of
// kIntervalGroup lanes, which compilers turn into vector instructions.
#include <bit>
#include <limits>
#include <type_traits>

#include "network/kernels/wide_pieces.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

// The columns of a group, and the one behind: in place, or a copy of the last ones that repeats the last.
template <class T>
struct GroupColumns {
  GroupColumns(const T* x, std::ptrdiff_t first, std::ptrdiff_t columns) : at(x + first) {
    if (first + kIntervalGroup < columns) return;
    for (std::ptrdiff_t n = 0; n <= kIntervalGroup; ++n) {
      copy[n] = x[first + n < columns ? first + n : columns - 1];
    }
    at = copy;
  }
  GroupColumns(const GroupColumns&) = delete;
  GroupColumns& operator=(const GroupColumns&) = delete;

  const T* at;
  T copy[kIntervalGroup + 1];
};

template <class T>
inline T size_of(T x) {
  return x < T(0) ? -x : x;
}

// Whole numbers in the order of floating point numbers, and back: their largest is found by vector instructions
// where that of floating point numbers, which need not have an order, is not.
template <class T>
using BitsOf = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

template <class T>
inline BitsOf<T> ordered(BitsOf<T> bits) {
  constexpr BitsOf<T> kMost = std::numeric_limits<BitsOf<T>>::max();
  return bits ^ ((bits >> (8 * sizeof(T) - 1)) & kMost);
}

// Per group of intervals, the largest key among the columns at their ends.
template <class T, class Key>
inline void largest_keys(const T* x, std::ptrdiff_t columns, const Key& key, T* found) {
  std::ptrdiff_t first = 0;
  for (; first + kIntervalGroup < columns; first += kIntervalGroup) {
    BitsOf<T> most = key(std::bit_cast<BitsOf<T>>(x[first + kIntervalGroup]));
    for (std::ptrdiff_t n = 0; n < kIntervalGroup; ++n) {
      const BitsOf<T> next = key(std::bit_cast<BitsOf<T>>(x[first + n]));
      most = most > next ? most : next;
    }
    found[first / kIntervalGroup] = std::bit_cast<T>(key(most));
  }
  if (first + 1 >= columns) return;
  BitsOf<T> most = key(std::bit_cast<BitsOf<T>>(x[first]));
  for (std::ptrdiff_t n = first + 1; n < columns; ++n) {
    const BitsOf<T> next = key(std::bit_cast<BitsOf<T>>(x[n]));
    most = most > next ? most : next;
  }
  found[first / kIntervalGroup] = std::bit_cast<T>(key(most));
}

template <class T>
void group_sizes(const T* x, std::ptrdiff_t columns, T* sizes) {
  constexpr BitsOf<T> kMost = std::numeric_limits<BitsOf<T>>::max();
  largest_keys(
      x, columns, [](BitsOf<T> bits) { return bits & kMost; }, sizes);
}

template <class T>
void group_tops(const T* x, std::ptrdiff_t columns, T* tops) {
  largest_keys(
      x, columns, [](BitsOf<T> bits) { return ordered<T>(bits); }, tops);
}

template <class T>
inline bool all_finite(const T* z) {
  int faults = 0;
  for (std::ptrdiff_t n = 0; n < kIntervalGroup; ++n) faults |= z[n] - z[n] == T(0) ? 0 : 1;
  return faults == 0 && z[kIntervalGroup] - z[kIntervalGroup] == T(0);
}

// Whether neither rounding nor a crossing leaves anything open in a group of intervals.
template <class T>
inline bool all_on_one_side(const T* z, T bound) {
  int not_above = 0;
  int not_below = 0;
  for (std::ptrdiff_t n = 0; n < kIntervalGroup; ++n) {
    not_above |= z[n] > bound ? 0 : 1;
    not_below |= z[n] < -bound ? 0 : 1;
  }
  not_above |= z[kIntervalGroup] > bound ? 0 : 1;
  not_below |= z[kIntervalGroup] < -bound ? 0 : 1;
  return not_above == 0 || not_below == 0;
}

template <class T>
Doubt<T> doubt(const T* z, const T* ts, std::ptrdiff_t columns, const T* bounds, T rounding,
               std::uint8_t* crosses) {
  const T zero(0);
  T longest[kIntervalGroup] = {};
  T total[kIntervalGroup] = {};
  int rests = 0;
  bool finite = true;
  for (std::ptrdiff_t first = 0; first + 1 < columns; first += kIntervalGroup) {
    const GroupColumns<T> of_group(z, first, columns);
    const T* const at = of_group.at;
    const T* const t = ts + first;
    const T bound = bounds[first / kIntervalGroup];
    std::uint8_t* const marks = crosses + first;
    finite = finite && all_finite(at);
    if (all_on_one_side(at, bound)) {
      for (std::ptrdiff_t n = 0; n < kIntervalGroup; ++n) marks[n] = 0;
      continue;
    }
    for (std::ptrdiff_t n = 0; n < kIntervalGroup; ++n) {
      const T a = at[n];
      const T b = at[n + 1];
      const T run = t[n + 1] - t[n];
      const int crossing =
          ((a < zero ? 1 : 0) & (b > zero ? 1 : 0)) | ((a > zero ? 1 : 0) & (b < zero ? 1 : 0));
      const int open_a = size_of(a) > bound ? 0 : 1;
      const int open_b = size_of(b) > bound ? 0 : 1;
      const int hidden = (open_a | open_b) & (bound == zero ? 0 : 1);
      const T doubts = crossing != 0 ? T(2) : T(3);  // both ends' bounds, and the hidden one's
      const T slanted = doubts * bound / size_of(b - a) * run;
      // A slope of zero, or bounds that overflow, leave the whole interval.
      const T within = slanted < run ? slanted : run;
      const T unseen = (open_a & open_b) != 0 ? run : within;
      const T seen = T(2) * (within + rounding * t[n + 1]);
      const T not_crossing = hidden != 0 ? unseen : zero;
      const T length = crossing != 0 ? seen : not_crossing;
      longest[n] = longest[n] > length ? longest[n] : length;
      total[n] += T(2) * length;
      marks[n] = static_cast<std::uint8_t>(crossing);
      rests |= (a == zero ? 1 : 0) & (b == zero ? 1 : 0) & (run > zero ? 1 : 0);
    }
  }
  Doubt<T> all;
  all.rests = rests != 0;
  all.finite = finite;
  for (std::ptrdiff_t n = 0; n < kIntervalGroup; ++n) {
    all.longest = all.longest > longest[n] ? all.longest : longest[n];
    all.total += total[n];
  }
  return all;
}

template <class T>
T sum_of_sizes(const T* w, const T* x, std::ptrdiff_t count) {
  // As many sums side by side as hide the time that an addition takes.
  constexpr std::ptrdiff_t kSums = 4 * kIntervalGroup;
  T sums[kSums] = {};
  std::ptrdiff_t k = 0;
  for (; k + kSums <= count; k += kSums) {
    for (std::ptrdiff_t lane = 0; lane < kSums; ++lane) {
      sums[lane] += size_of(w[k + lane]) * x[k + lane];
    }
  }
  T total(0);
  for (; k < count; ++k) total += size_of(w[k]) * x[k];
  for (const T& sum : sums) total += sum;
  return total;
}

template <class T>
void add_sizes(const T& factor, const T* x, T* __restrict__ y, std::ptrdiff_t count) {
  const T by = factor;
  for (std::ptrdiff_t k = 0; k < count; ++k) y[k] += by * size_of(x[k]);
}

template <class T>
const PieceLoops<T>& all_piece_loops() {
  static constexpr PieceLoops<T> loops = {group_sizes<T>, group_tops<T>, doubt<T>, sum_of_sizes<T>,
                                          add_sizes<T>};
  return loops;
}

}  // namespace

const PieceLoops<float>& piece_loops(float) { return all_piece_loops<float>(); }
const PieceLoops<double>& piece_loops(double) { return all_piece_loops<double>(); }

}  // namespace axiomark::wide::AXIOMARK_LEVEL
