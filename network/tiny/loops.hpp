#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "network/network.hpp"
#include "network/operators/elementwise_formula.hpp"
#include "network/operators/selection.hpp"

/// What TinyPass does at one node: the loops of every operator over tensors in a buffer.
namespace axiomark::tiny {

/// One tensor in the buffer, row by row.
template <class S>
struct Sheet {
  S* data;
  Index rows;
  Index columns;

  S* operator[](Index row) const { return data + row * columns; }
  [[nodiscard]] Index size() const { return rows * columns; }
  void set(const S& value) const { std::fill_n(data, size(), value); }
};

template <class S, class Op>
concept HasLoops = !std::same_as<Op, Convolution<S>> && !std::same_as<Op, Softmax>;

template <class S>
void add_multiple(const S& weight, const S* __restrict__ x, S* __restrict__ y, Index count) {
  for (Index n = 0; n < count; ++n) y[n] += weight * x[n];
}

template <class S>
void copy(const S* from, S* to, Index count) {
  std::copy_n(from, count, to);
}

template <class S>
bool is_identity(const Rearrange<S>& op) {
  return op.source.empty();
}

/// Calls visit(operand, first row there, first row of the result, rows) for every run of a concatenation.
template <class Visit>
void for_each_run(const Concat& op, const Visit& visit) {
  Index outer = 1;
  for (Index d = 0; d < op.axis; ++d) outer *= op.in[0][static_cast<std::size_t>(d)];
  Index row = 0;
  for (Index block = 0; block < outer; ++block) {
    for (std::size_t k = 0; k < op.in.size(); ++k) {
      const Index run = element_count(op.in[k]) / outer;
      visit(k, block * run, row, run);
      row += run;
    }
  }
}

/// Calls visit(value of candidate j, count, result row, column) for every choice of a selecting node.
template <class S, class Op, class Visit>
void for_each_choice(const Op& op, std::span<const Sheet<S>> x, Index rows, const Visit& visit) {
  const Index columns = x[0].columns;
  for (Index i = 0; i < rows; ++i) {
    for (Index n = 0; n < columns; ++n) {
      if constexpr (std::same_as<Op, WindowMax>) {
        const auto window = op.windows[i];
        visit([&](Index j) { return x[0][window[static_cast<std::size_t>(j)]][n]; },
              static_cast<Index>(window.size()), i, n);
      } else {
        visit(
            [&](Index j) {
              const S& value = x[static_cast<std::size_t>(j)][i][n];
              return std::same_as<Op, Max> ? value : -value;
            },
            static_cast<Index>(x.size()), i, n);
      }
    }
  }
}

/// The result of one node from its operands.
template <class S>
struct Forward {
  std::span<const Sheet<S>> x;
  const Sheet<S>& y;

  void operator()(const Dense<S>& op) const {
    if (y.columns == 1) {
      for (Index i = 0; i < y.rows; ++i) {
        S sum = op.bias(i);
        for (Index j = 0; j < x[0].rows; ++j) sum += op.weights(i, j) * x[0].data[j];
        y.data[i] = sum;
      }
      return;
    }
    for (Index i = 0; i < y.rows; ++i) {
      std::fill_n(y[i], y.columns, op.bias(i));
      for (Index j = 0; j < x[0].rows; ++j)
        add_multiple(op.weights(i, j), x[0][j], y[i], y.columns);
    }
  }
  void operator()(const Scale<S>& op) const {
    each([&](Index i, const S& v) { return v * op.factor(i); });
  }
  void operator()(const Shift<S>& op) const {
    each([&](Index i, const S& v) { return v + op.offset(i); });
  }
  void operator()(const Rearrange<S>& op) const {
    if (is_identity(op)) return copy(x[0].data, y.data, y.size());
    for (Index i = 0; i < y.rows; ++i) {
      const Index from = op.source[static_cast<std::size_t>(i)];
      if (from == Rearrange<S>::kFill) {
        std::fill_n(y[i], y.columns, op.fill);
      } else {
        copy(x[0][from], y[i], y.columns);
      }
    }
  }
  void operator()(const WindowSum<S>& op) const {
    y.set(S(0));
    for (Index i = 0; i < y.rows; ++i) {
      for (const Index member : op.windows[i]) {
        for (Index n = 0; n < y.columns; ++n) y[i][n] += x[0][member][n];
      }
      for (Index n = 0; n < y.columns; ++n) y[i][n] *= op.weight(i);
    }
  }
  void operator()(const Sum<S>& op) const {
    for (Index e = 0; e < y.size(); ++e) y.data[e] = op.coefficients(0) * x[0].data[e];
    for (std::size_t k = 1; k < x.size(); ++k) {
      add_multiple(op.coefficients(static_cast<Index>(k)), x[k].data, y.data, y.size());
    }
  }
  void operator()(const Concat& op) const {
    for_each_run(op, [&](std::size_t k, Index from, Index to, Index run) {
      copy(x[k][from], y[to], run * y.columns);
    });
  }
  void operator()(const Product&) const {
    for (Index e = 0; e < y.size(); ++e) y.data[e] = x[0].data[e] * x[1].data[e];
  }
  // "not (x <= y)" rather than "x > y", here and below: a NaN must reach the result.
  void operator()(const WindowMax& op) const {
    for (Index i = 0; i < y.rows; ++i) {
      const auto window = op.windows[i];
      copy(x[0][window[0]], y[i], y.columns);
      for (const Index member : window.subspan(1)) {
        for (Index n = 0; n < y.columns; ++n) {
          y[i][n] = x[0][member][n] <= y[i][n] ? y[i][n] : x[0][member][n];
        }
      }
    }
  }
  void operator()(const Max&) const {
    extremum([](const S& v, const S& best) { return v <= best ? best : v; });
  }
  void operator()(const Min&) const {
    extremum([](const S& v, const S& best) { return v >= best ? best : v; });
  }
  template <class Op>
  requires(Op::kind == OperatorKind::elementwise) void operator()(const Op& op) const {
    for (Index e = 0; e < y.size(); ++e) {
      y.data[e] = ElementwiseFormula<S>::value(op, x[0].data[e]);
    }
  }
  template <class Op>
  requires(!HasLoops<S, Op>) void operator()(const Op&) const {}  // fits() refused it

 private:
  template <class Value>
  void each(const Value& value) const {
    for (Index i = 0; i < y.rows; ++i) {
      for (Index n = 0; n < y.columns; ++n) y[i][n] = value(i, x[0][i][n]);
    }
  }
  template <class Better>
  void extremum(const Better& better) const {
    copy(x[0].data, y.data, y.size());
    for (const Sheet<S>& next : x.subspan(1)) {
      for (Index e = 0; e < y.size(); ++e) y.data[e] = better(next.data[e], y.data[e]);
    }
  }
};

/// What a node passes back to operand k, from its cotangents c.
template <class S>
struct Backward {
  std::span<const Sheet<S>> x;
  const Sheet<S>& c;
  std::size_t k;
  const Sheet<S>& at_operand;
  const Conventions<S>& conventions;

  void operator()(const Dense<S>& op) const {
    at_operand.set(S(0));
    for (Index i = 0; i < c.rows; ++i) {
      if (c.columns == 1) {
        const S* const weights = op.weights.data() + i * at_operand.rows;
        for (Index j = 0; j < at_operand.rows; ++j) at_operand.data[j] += weights[j] * c.data[i];
        continue;
      }
      for (Index j = 0; j < at_operand.rows; ++j) {
        add_multiple(op.weights(i, j), c[i], at_operand[j], c.columns);
      }
    }
  }
  void operator()(const Scale<S>& op) const {
    for (Index i = 0; i < c.rows; ++i) {
      for (Index n = 0; n < c.columns; ++n) at_operand[i][n] = c[i][n] * op.factor(i);
    }
  }
  void operator()(const Shift<S>&) const { copy(c.data, at_operand.data, c.size()); }
  void operator()(const Rearrange<S>& op) const {
    if (is_identity(op)) return copy(c.data, at_operand.data, c.size());
    at_operand.set(S(0));
    for (Index i = 0; i < c.rows; ++i) {
      const Index from = op.source[static_cast<std::size_t>(i)];
      if (from == Rearrange<S>::kFill) continue;
      for (Index n = 0; n < c.columns; ++n) at_operand[from][n] += c[i][n];
    }
  }
  void operator()(const WindowSum<S>& op) const {
    at_operand.set(S(0));
    for (Index i = 0; i < c.rows; ++i) {
      for (const Index member : op.windows[i]) {
        add_multiple(op.weight(i), c[i], at_operand[member], c.columns);
      }
    }
  }
  void operator()(const Sum<S>& op) const {
    const S& factor = op.coefficients(static_cast<Index>(k));
    for (Index e = 0; e < c.size(); ++e) at_operand.data[e] = factor * c.data[e];
  }
  void operator()(const Concat& op) const {
    for_each_run(op, [&](std::size_t operand, Index from, Index to, Index run) {
      if (operand == k) copy(c[to], at_operand[from], run * c.columns);
    });
  }
  void operator()(const Product&) const {
    const Sheet<S>& other = x[1 - k];
    for (Index e = 0; e < c.size(); ++e) at_operand.data[e] = c.data[e] * other.data[e];
  }
  template <class Op>
  requires(Op::kind == OperatorKind::selecting) void operator()(const Op& op) const {
    at_operand.set(S(0));
    for_each_choice<S>(op, x, c.rows, [&](const auto& value, Index count, Index i, Index n) {
      share_among_largest<S>(count, conventions.tie, value, [&](Index j, const S& share) {
        if constexpr (std::same_as<Op, WindowMax>) {
          at_operand[op.windows[i][static_cast<std::size_t>(j)]][n] += share * c[i][n];
        } else {
          if (j == static_cast<Index>(k)) at_operand[i][n] += share * c[i][n];
        }
      });
    });
  }
  template <class Op>
  requires(Op::kind == OperatorKind::elementwise) void operator()(const Op& op) const {
    const ElementwiseFormula<S> formula{conventions};
    for (Index e = 0; e < c.size(); ++e) {
      const S& signal = c.data[e];
      if constexpr (std::same_as<Op, Relu>) {
        // Without branches, which are mispredicted half of the time.
        const S& z = x[0].data[e];
        const S below_or_on = z == S(0) ? signal * conventions.relu_at_zero : S(0);
        at_operand.data[e] = z > S(0) ? signal : below_or_on;
      } else {
        at_operand.data[e] = signal == S(0) ? S(0) : signal * formula.slope(op, x[0].data[e]);
      }
    }
  }
  template <class Op>
  requires(!HasLoops<S, Op>) void operator()(const Op&) const {}  // fits() refused it
};

/// The conventions that a node's cotangents c hang on.
template <class S>
struct Hanging {
  std::span<const Sheet<S>> x;
  const Sheet<S>& c;
  std::span<HangSet> hung;

  template <class Op>
  void operator()(const Op& op) const {
    if constexpr (std::same_as<Op, Relu>) {
      meets_kink(S(0));
    } else if constexpr (PiecewiseLinear<Op, S>) {
      for (const S& kink : kinks<S>(op)) meets_kink(kink);
    } else if constexpr (Op::kind == OperatorKind::selecting) {
      for_each_choice<S>(op, x, c.rows, [&](const auto& value, Index count, Index i, Index n) {
        if (c[i][n] == S(0)) return;
        if (share_among_largest<S>(count, Tie::first, value, [](Index, const S&) {})) {
          hung[static_cast<std::size_t>(n)] |= Hang::tie;
        }
      });
    }
  }

 private:
  void meets_kink(const S& kink) const {
    // Nearly never, which a loop over vectors finds out.
    std::int64_t met = 0;
    for (Index e = 0; e < c.size(); ++e) {
      met |= (x[0].data[e] == kink ? 1 : 0) & (c.data[e] != S(0) ? 1 : 0);
    }
    if (met == 0) return;
    for (Index i = 0; i < c.rows; ++i) {
      for (Index n = 0; n < c.columns; ++n) {
        if (x[0][i][n] == kink && c[i][n] != S(0)) {
          hung[static_cast<std::size_t>(n)] |= Hang::kink;
        }
      }
    }
  }
};

}  // namespace axiomark::tiny
