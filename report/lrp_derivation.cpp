#include "report/lrp_derivation.hpp"

#include <fmt/format.h>

#include "network/pull_back.hpp"
#include "report/backward_derivation.hpp"
#include "report/formula.hpp"
#include "report/number_text.hpp"
#include "report/unit_diagram.hpp"
#include "report/value_names.hpp"

namespace axiomark {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// "3 − 1 − 1 = 1", or just the number where there is one term.
std::string sum_text(const std::vector<Rational>& terms, const Rational& sum) {
  std::vector<SignedText> parts;
  parts.reserve(terms.size());
  for (const Rational& term : terms) parts.push_back(signed_text(term));
  return parts.empty() ? pretty(sum) : with_sum(std::move(parts), sum);
}

// "−1/2" for whole numbers, "(5/4)/(15/4)" for others: not reduced, so that both can be seen.
std::string fraction_text(const Rational& numerator, const Rational& divisor) {
  const auto part = [](const Rational& v, bool leading) {
    const bool bare = v.is_whole() && (leading || v > 0);
    return bare ? pretty(v) : "(" + pretty(v) + ")";
  };
  return part(numerator, true) + "/" + part(divisor, false);
}

class Derivation {
 public:
  Derivation(const Lrp& method, const LrpTrace<Rational>& trace, const ValueNames& names)
      : method_(method), trace_(trace), names_(names), arrived_(trace.values.tensors.size()) {
    for (std::size_t t = 0; t < arrived_.size(); ++t) {
      arrived_[t].resize(at(trace.values.tensors[t].rows()));
    }
  }

  void start(const Vector<Rational>& target) {
    const Index output = trace_.network.output();
    for (Index f = 0; f < target.size(); ++f) {
      const Rational& y = trace_.values.tensors[at(output)](f, 0);
      if (target(f) != 0) arrived_[at(output)][at(f)].push_back(target(f) * y);
    }
  }

  void back_through(Index t) {
    for (Index f = 0; f < static_cast<Index>(arrived_[at(t)].size()); ++f) {
      const auto& parts = arrived_[at(t)][at(f)];
      if (parts.empty()) continue;
      const Rational r = total(t, f);
      if (!names_.is_copy(t) && names_.activation_of(t) < 0) {
        add_line("R of " + names_.of(t, f), sum_text(parts, r));
      }
      if (r != 0) pass_on(t, f, r);
    }
  }

  [[nodiscard]] Rational total(Index t, Index f) const {
    Rational sum = 0;
    for (const Rational& part : arrived_[at(t)][at(f)]) sum += part;
    return sum;
  }
  [[nodiscard]] const std::vector<Rational>& parts(Index t, Index f) const {
    return arrived_[at(t)][at(f)];
  }
  void add_line(std::string label, std::string text, Emphasis emphasis = Emphasis::plain) {
    lines_.push_back({std::move(label), std::move(text), emphasis});
  }
  [[nodiscard]] DerivationColumn lines() && { return std::move(lines_); }

 private:
  void pass_on(Index t, Index f, const Rational& r) {
    const NodeOperands<Rational> operands(trace_.network.node_of(t), trace_.values.tensors);
    std::visit(
        [&]<class Op>(const Op& op) {
          if constexpr (SharesRelevance<Op, Rational>) {
            share(t, f, r, lrp_fractions<Rational>(op, operands.get(), trace_.layers[at(t)]));
          } else if constexpr (Op::kind == OperatorKind::elementwise) {
            pass_unchanged(t, f, r);
          } else {
            give(t, f, r, operands.get(), op);
          }
        },
        trace_.network.operator_of(t));
  }

  void pass_unchanged(Index t, Index f, const Rational& r) {
    const Index operand = trace_.network.node_of(t).inputs[0];
    arrived_[at(operand)][at(f)].push_back(r);
    if (names_.of(operand, f) != names_.of(t, f)) {
      add_line(names_.of(t, f) + " passes",
               fmt::format("{} to {}, unchanged", pretty(r), names_.of(operand, f)));
    }
  }

  // Winners of a maximum, and copies, which go without a line.
  template <class Op>
  void give(Index t, Index f, const Rational& r, Operands<Rational> operands, const Op& op) {
    Batch<Rational> alone =
        Batch<Rational>::Constant(trace_.values.tensors[at(t)].rows(), 1, Rational(0));
    alone(f, 0) = r;
    const auto given = pull_back<Rational>(op, operands, alone, {0, 0, method_.tie});
    std::vector<std::string> texts;
    for (std::size_t k = 0; k < given.size(); ++k) {
      const Index operand = trace_.network.node_of(t).inputs[k];
      for (Index i = 0; i < given[k].rows(); ++i) {
        if (given[k](i, 0) == 0) continue;
        arrived_[at(operand)][at(i)].push_back(given[k](i, 0));
        texts.push_back(fmt::format("{} to {}", pretty(given[k](i, 0)), names_.of(operand, i)));
      }
    }
    if (!names_.is_copy(t)) {
      add_line(names_.of(t, f) + " gives", fmt::format("{}", fmt::join(texts, ", ")));
    }
  }

  void share(Index t, Index f, const Rational& r,
             const std::vector<LrpFraction<Rational>>& fractions) {
    for (std::size_t k = 0; k < fractions.size(); ++k) {
      std::string label = names_.of(t, f) + " shares";
      if (fractions.size() > 1) label += k == 0 ? " by its positive part" : " by its negative part";
      add_line(label, share_by(t, f, r, fractions[k]));
    }
  }

  std::string share_by(Index t, Index f, const Rational& r, const LrpFraction<Rational>& fraction) {
    const Node& node = trace_.network.node_of(t);
    const auto contributions = fraction.contributions(f);
    const Rational divisor = fraction.denominator()(f, 0);
    const Rational amount = fraction.factor * r;
    std::vector<Rational> terms;
    std::vector<std::string> texts;
    const auto quotient = [&](const Rational& n) {
      const std::string factor_text = fraction.factor == 1 ? "" : pretty(fraction.factor) + " · ";
      return fmt::format("{}{} · {} = {}", factor_text, fraction_text(n, divisor), factor(r),
                         pretty(amount * n / divisor));
    };
    for (std::size_t k = 0; k < contributions.size(); ++k) {
      for (Index i = 0; i < contributions[k].size(); ++i) {
        const Rational& n = contributions[k](i);
        if (n == 0) continue;
        terms.push_back(n);
        if (divisor == 0) continue;
        arrived_[at(node.inputs[k])][at(i)].push_back(amount * n / divisor);
        texts.push_back(quotient(n) + " to " + names_.of(node.inputs[k], i));
      }
    }
    if (fraction.bias(f) != 0) terms.push_back(fraction.bias(f));
    std::string text = "z = " + sum_text(terms, fraction.z(f, 0));
    if (divisor == 0)
      return text + fmt::format(": nothing to divide by, {} is lost", pretty(amount));
    if (fraction.epsilon != 0) text += fmt::format(", with ε {}", pretty(divisor));
    if (fraction.bias(f) != 0) texts.push_back(quotient(fraction.bias(f)) + " kept by the bias");
    if (fraction.epsilon != 0) {
      texts.push_back(quotient(divisor - fraction.z(f, 0)) + " kept by ε");
    }
    return text + fmt::format("; {}", fmt::join(texts, "; "));
  }

  const Lrp& method_;
  const LrpTrace<Rational>& trace_;
  const ValueNames& names_;
  std::vector<std::vector<std::vector<Rational>>> arrived_;  ///< [tensor][feature][part]
  DerivationColumn lines_;
};

std::string rules_in_words(const Lrp& method) {
  std::string text = fmt::format("rule {}", name(method.rule));
  bool with_bias = counts_bias(method.rule);
  const auto also = [&](std::string_view place, const std::optional<LrpRule>& rule) {
    if (!rule) return;
    text += fmt::format(", {} by rule {}", place, name(*rule));
    with_bias = with_bias || counts_bias(*rule);
  };
  also("dense layers", method.dense);
  also("convolutions", method.convolution);
  also("the first layer", method.first);
  also("the first convolution", method.first_convolution);
  if (!with_bias) return text;
  return text + (method.bias ? "; the bias keeps its share" : "; the bias is left out of z");
}

}  // namespace

Result<Derived> lrp_lines(const Lrp& method, const Probe<Rational>& probe) {
  const Index features = probe.input.size();
  const auto trace = lrp_trace<Rational>(method, probe.network, Batch<Rational>(probe.input),
                                         Batch<Rational>(probe.target));
  if (!trace) return tl::make_unexpected(trace.error());
  const auto diagram = unit_diagram(trace->network, probe.input, probe.target, probe.label);
  if (!diagram) {
    return fail(ErrorKind::unsupported, "derivation", "a large network", "one that can be drawn");
  }
  const ValueNames names(trace->network, *diagram, probe.label);
  Derivation derivation(method, *trace, names);
  Derived out{forward_lines(*diagram), Vector<Rational>(features)};
  derivation.add_line("Backwards: relevance, from the output", {}, Emphasis::section);
  derivation.add_line("rule", rules_in_words(method));
  derivation.start(probe.target);
  for (Index t = trace->network.tensor_count() - 1; t >= trace->network.first_node_tensor(); --t) {
    derivation.back_through(t);
  }
  derivation.add_line("Attributions", {}, Emphasis::section);
  Index i = 0;
  for (Index t = 0; t < trace->network.first_node_tensor(); ++t) {
    for (Index f = 0; f < element_count(trace->network.shape(t)); ++f, ++i) {
      out.result(i) = derivation.total(t, f);
      derivation.add_line("A of " + names.of(t, f), sum_text(derivation.parts(t, f), out.result(i)),
                          Emphasis::result);
    }
  }
  auto lines = std::move(derivation).lines();
  out.lines.insert(out.lines.end(), lines.begin(), lines.end());
  return out;
}

}  // namespace axiomark
