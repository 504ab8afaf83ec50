#include "network/operators/rearrange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "network/list_of.hpp"

namespace axiomark {
namespace {

// Calls visit(position) for every position of a tensor in row-major order.
void for_each_position(const Shape& shape, const std::function<void(const Shape&)>& visit) {
  if (element_count(shape) == 0) return;
  Shape at(shape.size(), 0);
  while (true) {
    visit(at);
    std::size_t d = shape.size();
    while (d > 0 && ++at[d - 1] == shape[d - 1]) at[--d] = 0;
    if (d == 0) return;
  }
}

Index flat_index(const Shape& shape, const Shape& at) {
  Index index = 0;
  for (std::size_t d = 0; d < shape.size(); ++d) index = index * shape[d] + at[d];
  return index;
}

// The map whose entry for an output position is the input position `origin` gives, or kFill.
template <Scalar S>
Rearrange<S> map_positions(std::string form, const Shape& in, Shape out,
                           const std::function<Index(const Shape&)>& origin) {
  Rearrange<S> op{std::move(form), in, std::move(out), {}, S(0)};
  op.source.reserve(static_cast<std::size_t>(element_count(op.out)));
  for_each_position(op.out, [&](const Shape& at) { op.source.push_back(origin(at)); });
  return op;
}

// A result without values has an empty map too, and is not the identity.
template <Scalar S>
bool is_identity(const Rearrange<S>& op) {
  return op.source.empty() && element_count(op.out) == element_count(op.in);
}

Result<std::size_t> axis_of(std::string_view op, const Shape& in, Index axis) {
  const auto rank = static_cast<Index>(in.size());
  if (axis < -rank || axis >= rank) {
    return fail(ErrorKind::input, std::string(op), fmt::format("axis {}", axis),
                fmt::format("-{} to {} for shape {}", rank, rank - 1, to_text(in)));
  }
  return static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
}

}  // namespace

template <Scalar S>
Result<Rearrange<S>> reshape(const Shape& in, Shape out) {
  Index known = 1;
  std::ptrdiff_t open = -1;
  for (std::size_t d = 0; d < out.size(); ++d) {
    if (out[d] == 0 && d < in.size()) out[d] = in[d];
    if (out[d] == -1 && open < 0) {
      open = static_cast<std::ptrdiff_t>(d);
    } else {
      known *= out[d];
    }
  }
  const Index count = element_count(in);
  if (open >= 0 && known > 0 && count % known == 0) {
    out[static_cast<std::size_t>(open)] = count / known;
  }
  if (element_count(out) != count || std::ranges::any_of(out, [](Index n) { return n < 0; })) {
    return fail(ErrorKind::input, "reshape", "shape " + to_text(out),
                fmt::format("{} values, as in {}", count, to_text(in)));
  }
  return Rearrange<S>{"reshape", in, std::move(out), {}, S(0)};
}

template <Scalar S>
Result<Rearrange<S>> transpose(const Shape& in, const std::vector<Index>& permutation) {
  std::vector<Index> sorted = permutation;
  std::ranges::sort(sorted);
  std::vector<Index> all(in.size());
  std::iota(all.begin(), all.end(), 0);
  if (sorted != all) {
    return fail(ErrorKind::input, "transpose", "permutation " + to_text(permutation),
                fmt::format("each of {} dimensions once", in.size()));
  }
  Shape out;
  for (const Index d : permutation) out.push_back(in[static_cast<std::size_t>(d)]);
  return map_positions<S>("transpose", in, std::move(out), [&](const Shape& at) {
    Shape from(at.size());
    for (std::size_t d = 0; d < at.size(); ++d)
      from[static_cast<std::size_t>(permutation[d])] = at[d];
    return flat_index(in, from);
  });
}

template <Scalar S>
Result<Rearrange<S>> pad(const Shape& in, const std::vector<Index>& begin,
                         const std::vector<Index>& end, const S& fill) {
  if (begin.size() != in.size() || end.size() != in.size()) {
    return fail(ErrorKind::input, "pad",
                fmt::format("{} and {} paddings", begin.size(), end.size()),
                fmt::format("one per dimension of {}", to_text(in)));
  }
  Shape out(in.size());
  for (std::size_t d = 0; d < in.size(); ++d) {
    out[d] = in[d] + begin[d] + end[d];
    if (out[d] < 0) return fail(ErrorKind::input, "pad", "a dimension below zero", "");
  }
  auto op = map_positions<S>("pad", in, std::move(out), [&](const Shape& at) {
    Shape from(at.size());
    for (std::size_t d = 0; d < at.size(); ++d) {
      from[d] = at[d] - begin[d];
      if (from[d] < 0 || from[d] >= in[d]) return Rearrange<S>::kFill;
    }
    return flat_index(in, from);
  });
  op.fill = fill;
  return op;
}

template <Scalar S>
Result<Rearrange<S>> slice(const Shape& in, Index axis, Index start, Index stop, Index step) {
  const auto d = axis_of("slice", in, axis);
  if (!d) return tl::make_unexpected(d.error());
  if (step == 0) return fail(ErrorKind::input, "slice", "step 0", "any other step");
  const Index size = in[*d];
  // Python's rule: negative positions count from the end, then both are clamped to the axis.
  const Index low = step > 0 ? 0 : -1;
  const Index high = step > 0 ? size : size - 1;
  start = std::clamp(start < 0 ? start + size : start, low, high);
  stop = std::clamp(stop < 0 ? stop + size : stop, low, high);
  std::vector<Index> positions;
  for (Index p = start; step > 0 ? p < stop : p > stop; p += step) positions.push_back(p);
  auto op = gather<S>(in, axis, positions);
  if (op) op->form = "slice";
  return op;
}

template <Scalar S>
Result<Rearrange<S>> gather(const Shape& in, Index axis, const std::vector<Index>& positions) {
  const auto d = axis_of("gather", in, axis);
  if (!d) return tl::make_unexpected(d.error());
  const Index size = in[*d];
  for (const Index p : positions) {
    if (p < -size || p >= size) {
      return fail(ErrorKind::input, "gather", fmt::format("position {}", p),
                  fmt::format("-{} to {}", size, size - 1));
    }
  }
  Shape out = in;
  out[*d] = static_cast<Index>(positions.size());
  return map_positions<S>("gather", in, std::move(out), [&](const Shape& at) {
    Shape from = at;
    const Index p = positions[static_cast<std::size_t>(at[*d])];
    from[*d] = p < 0 ? p + size : p;
    return flat_index(in, from);
  });
}

template <Scalar S>
Result<Rearrange<S>> expand(const Shape& in, const Shape& out) {
  const auto refuse = [&] {
    return fail(ErrorKind::input, "expand", "shape " + to_text(in),
                "one that broadcasts to " + to_text(out));
  };
  if (in.size() > out.size()) return refuse();
  const std::size_t lead = out.size() - in.size();
  for (std::size_t d = 0; d < in.size(); ++d) {
    if (in[d] != 1 && in[d] != out[lead + d]) return refuse();
  }
  return map_positions<S>("expand", in, out, [&](const Shape& at) {
    Shape from(in.size());
    for (std::size_t d = 0; d < in.size(); ++d) from[d] = in[d] == 1 ? 0 : at[lead + d];
    return flat_index(in, from);
  });
}

template <Scalar S>
Result<Shape> output_shape(const Rearrange<S>& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, 1); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (operands[0] != op.in) {
    return fail(ErrorKind::input, std::string(op.name()),
                "an operand of shape " + to_text(operands[0]), to_text(op.in));
  }
  const Index count = element_count(op.in);
  const bool map = static_cast<Index>(op.source.size()) == element_count(op.out) &&
                   std::ranges::all_of(
                       op.source, [&](Index s) { return s >= Rearrange<S>::kFill && s < count; });
  if (!is_identity(op) && !map) {
    return fail(ErrorKind::input, std::string(op.name()), "an index map that leaves the operand",
                fmt::format("{} entries from -1 to {}", element_count(op.out), count - 1));
  }
  return op.out;
}

template <Scalar S>
Batch<S> evaluate(const Rearrange<S>& op, Operands<S> operands) {
  const Batch<S>& x = *operands[0];
  if (is_identity(op)) return x;
  Batch<S> y(static_cast<Index>(op.source.size()), x.cols());
  for (Index k = 0; k < y.rows(); ++k) {
    const Index from = op.source[static_cast<std::size_t>(k)];
    if (from == Rearrange<S>::kFill) {
      y.row(k).setConstant(op.fill);
    } else {
      y.row(k) = x.row(from);
    }
  }
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Rearrange<S>& op, Operands<S> operands,
                                const Batch<S>& cotangent, const Conventions<S>&) {
  if (is_identity(op)) return list_of(cotangent);
  Batch<S> at_operand = Batch<S>::Constant(operands[0]->rows(), cotangent.cols(), S(0));
  for (Index k = 0; k < cotangent.rows(); ++k) {
    const Index from = op.source[static_cast<std::size_t>(k)];
    if (from != Rearrange<S>::kFill) at_operand.row(from) += cotangent.row(k);
  }
  return list_of(std::move(at_operand));
}

#define AXIOMARK_INSTANTIATE(S)                                                            \
  template Result<Rearrange<S>> reshape<S>(const Shape&, Shape);                           \
  template Result<Rearrange<S>> transpose<S>(const Shape&, const std::vector<Index>&);     \
  template Result<Rearrange<S>> pad<S>(const Shape&, const std::vector<Index>&,            \
                                       const std::vector<Index>&, const S&);               \
  template Result<Rearrange<S>> slice<S>(const Shape&, Index, Index, Index, Index);        \
  template Result<Rearrange<S>> gather<S>(const Shape&, Index, const std::vector<Index>&); \
  template Result<Rearrange<S>> expand<S>(const Shape&, const Shape&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

AXIOMARK_INSTANTIATE_FOR_ALL(Rearrange);

}  // namespace axiomark
