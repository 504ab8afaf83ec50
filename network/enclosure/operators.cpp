#include "network/enclosure/operators.hpp"

#include <algorithm>

namespace axiomark::enclosure {
namespace {

double polynomial(const Jet& a, double sigma) {
  double value = 0;
  for (std::size_t k = Jet::kSize; k-- > 0;) value = value * sigma + a.middle[k];
  return value;
}

// Where a jet that may be zero is zero, if it changes its sign or is next to zero at an end.
void add_root(const Jet& a, std::vector<double>& roots) {
  double low = -1;
  double high = 1;
  const double at_low = polynomial(a, low);
  const double at_high = polynomial(a, high);
  // An operand that begins at exactly zero, as with the baseline zero, is off by rounding only.
  const double nearly_zero = 0x1p-30 * std::max(std::fabs(at_low), std::fabs(at_high));
  if (std::fabs(at_low) <= nearly_zero) {
    roots.push_back(low);
  } else if (std::fabs(at_high) <= nearly_zero) {
    roots.push_back(high);
  } else if ((at_low < 0) != (at_high < 0)) {
    for (int halving = 0; halving < 50; ++halving) {
      const double middle = (low + high) / 2;
      ((polynomial(a, middle) < 0) == (at_low < 0) ? low : high) = middle;
    }
    roots.push_back(low);
  }
}

// Zero all along, as far as rounding lets one tell: a unit that stays on its kink. No part is short
// enough to decide its slope. (If the radii are there because something before it is coarse, that
// says so itself.)
bool stays_at_zero(const Jet& a) {
  double rounding = 0;
  for (std::size_t k = 0; k < kOrder; ++k) rounding += a.radius[k];
  const auto small = [&](double middle) { return std::fabs(middle) <= rounding; };
  return std::ranges::all_of(a.middle, small) && a.radius[kOrder] <= rounding;
}

// The numbers at which an elementwise operator has a kink, also those that are not linear beside
// it.
template <class Op>
std::vector<double> kinks_of(const Op& op) {
  if constexpr (PiecewiseLinear<Op, double>) {
    return kinks<double>(op);
  } else if constexpr (std::same_as<Op, Elu<double>>) {
    return {0};
  } else {
    return {};
  }
}

template <class Op>
NodeJets evaluate_elementwise(const Op& op, const JetBatch& x, double parameter_error) {
  NodeJets y{JetBatch::zero(x.rows()), JetBatch::zero(x.rows()), false, {}};
  const auto series = [&](const Interval& z) { return SeriesOf{z, parameter_error}(op); };
  for (Index i = 0; i < x.rows(); ++i) {
    const Jet u = x.row(i);
    const Composition composed = compose(series, u);
    y.value.set_row(i, composed.value);
    y.slope.set_row(i, composed.slope);
    bool coarse = composed.coarse;
    for (const double kink : kinks_of(op)) {
      const Jet above_kink = u - constant_jet({kink, 0});
      if (!composed.kink || u.constant() || !contains_zero(range(above_kink))) continue;
      if (stays_at_zero(above_kink)) {
        coarse = false;
      } else {
        add_root(above_kink, y.kinks);
      }
    }
    y.coarse = y.coarse || coarse;
  }
  return y;
}

// A maximum's candidates: those that no other surely exceeds. Which of them it is may change with
// sigma, so each may pass on all or nothing of the signal.
struct Candidates {
  std::vector<std::size_t> of;
  bool moving = false;  ///< the difference of two of them depends on sigma
  std::vector<double> roots;
};

Candidates candidates_of(const std::vector<Jet>& jets) {
  std::vector<Interval> ranges;
  for (const Jet& jet : jets) ranges.push_back(range(jet));
  Candidates c;
  for (std::size_t j = 0; j < jets.size(); ++j) {
    const auto exceeds = [&](std::size_t k) {
      return k != j &&
             (ranges[k].lower() > ranges[j].upper() ||
              (ranges[k].upper() > ranges[j].lower() && range(jets[k] - jets[j]).lower() > 0));
    };
    bool exceeded = false;
    for (std::size_t k = 0; k < jets.size() && !exceeded; ++k) exceeded = exceeds(k);
    if (!exceeded) c.of.push_back(j);
  }
  for (std::size_t k = 1; k < c.of.size(); ++k) {
    const Jet difference = jets[c.of[k]] - jets[c.of[k - 1]];
    if (stays_at_zero(difference)) continue;
    c.moving = true;
    add_root(difference, c.roots);
  }
  return c;
}

// max(a, b) = a + relu(b - a)
Jet maximum(const std::vector<Jet>& jets, const Candidates& candidates) {
  Jet largest = jets[candidates.of.front()];
  for (const std::size_t k : std::span(candidates.of).subspan(1)) {
    const auto relu = [](const Interval& z) { return SeriesOf{z}(Relu{}); };
    largest = largest + compose(relu, jets[k] - largest).value;
  }
  return largest;
}

// Calls pick(result row, operand and row of each member) for each maximum of a selecting operator.
template <class Pick>
void for_each_choice(const WindowMax& op, JetOperands, const Pick& pick) {
  for (Index k = 0; k < element_count(op.windows.out); ++k) {
    std::vector<std::pair<std::size_t, Index>> members;
    for (const Index member : op.windows[k]) members.emplace_back(0, member);
    pick(k, members);
  }
}
template <class Op, class Pick>
void for_each_choice(const Op&, JetOperands operands, const Pick& pick) {
  for (Index i = 0; i < operands[0]->rows(); ++i) {
    std::vector<std::pair<std::size_t, Index>> members;
    for (std::size_t k = 0; k < operands.size(); ++k) members.emplace_back(k, i);
    pick(i, members);
  }
}

template <class Op>
constexpr double kSign = std::same_as<Op, Min> ? -1 : 1;  // min(a, b) = -max(-a, -b)

template <class Op>
std::vector<Jet> signed_members(JetOperands operands,
                                const std::vector<std::pair<std::size_t, Index>>& members) {
  std::vector<Jet> jets;
  for (const auto& [operand, i] : members) {
    jets.push_back(Ball{kSign<Op>, 0} * operands[operand]->row(i));
  }
  return jets;
}

template <class Op>
NodeJets evaluate_selecting(const Op& op, JetOperands operands) {
  NodeJets y;
  std::vector<Jet> results;
  for_each_choice(op, operands, [&](Index, const auto& members) {
    const std::vector<Jet> jets = signed_members<Op>(operands, members);
    const Candidates candidates = candidates_of(jets);
    y.coarse = y.coarse || candidates.moving;
    std::ranges::copy(candidates.roots, std::back_inserter(y.kinks));
    results.push_back(Ball{kSign<Op>, 0} * maximum(jets, candidates));
  });
  y.value = JetBatch::zero(static_cast<Index>(results.size()));
  for (std::size_t i = 0; i < results.size(); ++i) {
    y.value.set_row(static_cast<Index>(i), results[i]);
  }
  return y;
}

template <class Op>
std::vector<JetBatch> pull_back_selecting(const Op& op, JetOperands operands,
                                          const JetBatch& cotangent) {
  std::vector<JetBatch> parts;
  for (const JetBatch* x : operands) parts.push_back(JetBatch::zero(x->rows()));
  for_each_choice(op, operands, [&](Index result, const auto& members) {
    const auto candidates = candidates_of(signed_members<Op>(operands, members)).of;
    const Ball share = candidates.size() == 1 ? Ball{1, 0} : Ball{0.5, 0.5};
    const Jet passed = share * cotangent.row(result);
    for (const std::size_t k : candidates) {
      parts[members[k].first].add_to_row(members[k].second, passed);
    }
  });
  return parts;
}

NodeJets evaluate_product(const JetBatch& a, const JetBatch& b) {
  NodeJets y{JetBatch::zero(a.rows()), {}, false, {}};
  for (Index i = 0; i < a.rows(); ++i) y.value.set_row(i, a.row(i) * b.row(i));
  return y;
}

// y_i = e_i / sum_j e_j with e_j = exp(z_j - shift): any shift gives the same, the largest z none
// that overflows. Where that is wide: y_i = 1 / (1 + sum_{j != i} exp(z_j - z_i)), rising in z_i
// and falling in the others.
void softmax_group(std::vector<Jet>& z, bool& coarse) {
  std::vector<Interval> ranges;
  double shift = z.front().middle[0];
  for (const Jet& jet : z) {
    ranges.push_back(range(jet));
    shift = std::max(shift, jet.middle[0]);
  }
  const auto exponential = [](const Interval& at) { return SeriesOf{at}(Exp{}); };
  std::vector<Jet> e;
  Jet sum;
  for (const Jet& jet : z) {
    const Composition composed = compose(exponential, jet - constant_jet({shift, 0}));
    coarse = coarse || composed.coarse;
    e.push_back(composed.value);
    sum = sum + e.back();
  }
  const Composition inverse = compose(reciprocal_series, sum);
  coarse = coarse || inverse.coarse;
  for (std::size_t i = 0; i < z.size(); ++i) {
    Interval least(1);
    Interval most(1);
    for (std::size_t j = 0; j < z.size(); ++j) {
      if (j == i) continue;
      const auto exp_at = [&](double x) { return SeriesOf{Interval(x)}(Exp{}).coefficient[0]; };
      least += exp_at(above(ranges[j].upper() - ranges[i].lower()));
      most += exp_at(below(ranges[j].lower() - ranges[i].upper()));
    }
    const Ball known = to_ball({(1.0 / least).lower(), (1.0 / most).upper()});
    z[i] = e[i] * inverse.value;
    if (z[i].constant() || z[i].width() <= known.radius) continue;
    z[i] = constant_jet(known);
    coarse = true;
  }
}

NodeJets evaluate_softmax(const Softmax& op, const JetBatch& x) {
  NodeJets y{x, {}, false, {}};
  for_each_group(op, [&](Index first, Index step, Index rows) {
    std::vector<Jet> group;
    for (Index r = 0; r < rows; ++r) group.push_back(x.row(first + r * step));
    softmax_group(group, y.coarse);
    for (Index r = 0; r < rows; ++r) {
      y.value.set_row(first + r * step, group[static_cast<std::size_t>(r)]);
    }
  });
  return y;
}

// c_j = y_j (cotangent_j - sum_i cotangent_i y_i)
JetBatch pull_back_softmax(const Softmax& op, const JetBatch& y, const JetBatch& cotangent) {
  JetBatch part = JetBatch::zero(y.rows());
  for_each_group(op, [&](Index first, Index step, Index rows) {
    Jet mean;
    for (Index r = 0; r < rows; ++r) {
      const Index i = first + r * step;
      mean = mean + cotangent.row(i) * y.row(i);
    }
    for (Index r = 0; r < rows; ++r) {
      const Index i = first + r * step;
      part.set_row(i, y.row(i) * (cotangent.row(i) - mean));
    }
  });
  return part;
}

}  // namespace

template <class Op>
NodeJets evaluate(const Op& op, JetOperands operands, double parameter_error) {
  if constexpr (Op::kind == OperatorKind::elementwise) {
    return evaluate_elementwise(op, *operands[0], parameter_error);
  } else if constexpr (Op::kind == OperatorKind::selecting) {
    return evaluate_selecting(op, operands);
  } else if constexpr (std::same_as<Op, Product>) {
    return evaluate_product(*operands[0], *operands[1]);
  } else {
    static_assert(std::same_as<Op, Softmax>, "say how the new operator acts on jets");
    return evaluate_softmax(op, *operands[0]);
  }
}

template <class Op>
std::vector<JetBatch> pull_back(const Op& op, JetOperands operands, const NodeJets& forward,
                                const JetBatch& cotangent) {
  if constexpr (Op::kind == OperatorKind::elementwise) {
    return {evaluate_product(forward.slope, cotangent).value};
  } else if constexpr (Op::kind == OperatorKind::selecting) {
    return pull_back_selecting(op, operands, cotangent);
  } else if constexpr (std::same_as<Op, Product>) {
    return {evaluate_product(*operands[1], cotangent).value,
            evaluate_product(*operands[0], cotangent).value};
  } else {
    return {pull_back_softmax(op, forward.value, cotangent)};
  }
}

#define AXIOMARK_INSTANTIATE(Op)                                                        \
  template NodeJets evaluate<Op>(const Op&, JetOperands, double);                       \
  template std::vector<JetBatch> pull_back<Op>(const Op&, JetOperands, const NodeJets&, \
                                               const JetBatch&);
AXIOMARK_INSTANTIATE(Relu)
AXIOMARK_INSTANTIATE(LeakyRelu<double>)
AXIOMARK_INSTANTIATE(Abs)
AXIOMARK_INSTANTIATE(Clip<double>)
AXIOMARK_INSTANTIATE(Power)
AXIOMARK_INSTANTIATE(Sigmoid)
AXIOMARK_INSTANTIATE(Tanh)
AXIOMARK_INSTANTIATE(Softplus)
AXIOMARK_INSTANTIATE(Elu<double>)
AXIOMARK_INSTANTIATE(Gelu)
AXIOMARK_INSTANTIATE(Exp)
AXIOMARK_INSTANTIATE(Log)
AXIOMARK_INSTANTIATE(Sqrt)
AXIOMARK_INSTANTIATE(WindowMax)
AXIOMARK_INSTANTIATE(Max)
AXIOMARK_INSTANTIATE(Min)
AXIOMARK_INSTANTIATE(Product)
AXIOMARK_INSTANTIATE(Softmax)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::enclosure
