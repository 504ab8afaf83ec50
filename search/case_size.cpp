#include "search/case_size.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace axiomark {
namespace {

// What a reader has to know to work an operator out by hand.
Index weight_of(const Operator<double>& op, std::size_t operands) {
  return std::visit(
      [&]<class Op>(const Op&) -> Index {
        if constexpr (std::same_as<Op, Dense<double>> || std::same_as<Op, Relu> ||
                      std::same_as<Op, Scale<double>> || std::same_as<Op, Shift<double>>) {
          return 1;
        } else if constexpr (Op::kind == OperatorKind::elementwise) {
          return 2;
        } else if constexpr (std::same_as<Op, Sum<double>> || std::same_as<Op, Concat>) {
          return static_cast<Index>(operands);
        } else if constexpr (std::same_as<Op, Max> || std::same_as<Op, Min>) {
          return 1 + static_cast<Index>(operands);
        } else if constexpr (std::same_as<Op, Rearrange<double>>) {
          return 2;
        } else if constexpr (Op::kind == OperatorKind::affine) {
          return 4;
        } else {
          return 5;
        }
      },
      op);
}

void add_number(CaseSize& size, double v) {
  size.order.push_back(cost_of(v));
  size.numbers += size.order.back();
}

template <class Numbers>
void add_numbers(CaseSize& size, const Numbers& numbers) {
  for (Index k = 0; k < numbers.size(); ++k) add_number(size, numbers.data()[k]);
}

void add_network(CaseSize& size, const Network<double>& network) {
  std::set<Index> used;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Node& node = network.node_of(t);
    const Operator<double>& op = network.operator_of(t);
    size.operators += weight_of(op, node.inputs.size());
    // An instance used again is more to keep in mind than two instances.
    if (!used.insert(node.op).second) size.operators += 1;
    if (kind<double>(op) == OperatorKind::elementwise) size.bends += 1;
    size.units += element_count(network.shape(t));
  }
  for (const Index op : used) {
    std::visit(
        [&](const auto& o) {
          for_each_parameter<double>(o, [&]<class P>(const P& p) {
            if constexpr (std::same_as<P, double>) {
              size.non_zero += p == 0 ? 0 : 1;
              add_number(size, p);
            } else {
              size.non_zero += (p != 0.0).count();
              add_numbers(size, p);
            }
          });
        },
        network.operators()[static_cast<std::size_t>(op)]);
  }
}

}  // namespace

double cost_of(double v) {
  const double size = std::fabs(v);
  double denominator = 1;
  while (size * denominator != std::floor(size * denominator)) denominator *= 2;
  // A fraction costs more than all the whole numbers of a case that one would like to read.
  constexpr double kFraction = 1000;
  return 2 * size - (v > 0 ? 1 : 0) + kFraction * (denominator - 1);
}

CaseSize size_of(const Ingredients<double>& in) {
  CaseSize size;
  size.extras = static_cast<Index>(in.rewrites.size()) + (in.second ? 1 : 0) +
                (in.factors.size() > 0 ? 1 : 0) + (in.offsets.size() > 0 ? 1 : 0);
  size.inputs = in.input.size();
  add_number(size, static_cast<double>(in.feature));
  add_number(size, static_cast<double>(in.other));
  add_numbers(size, in.baseline);
  add_numbers(size, in.input);
  add_network(size, in.network);
  if (in.second) add_network(size, *in.second);
  for (const double c : in.coefficients) add_number(size, c);
  add_numbers(size, in.factors);
  add_numbers(size, in.offsets);
  for (const RewriteStep& step : in.rewrites) {
    const auto kinds = rewrite_kinds();
    add_number(size, static_cast<double>(std::ranges::find(kinds, step.kind) - kinds.begin()));
    add_number(size, static_cast<double>(step.place));
    add_number(size, static_cast<double>(step.parameter));
  }
  return size;
}

std::string size_in_words(const Network<double>& network) {
  Index relus = 0;
  Index others = 0;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Operator<double>& op = network.operator_of(t);
    if (std::holds_alternative<Relu>(op)) {
      relus += element_count(network.shape(t));
    } else if (!std::holds_alternative<Dense<double>>(op)) {
      ++others;
    }
  }
  CaseSize size;
  add_network(size, network);
  const auto plural = [](Index n, std::string_view word) {
    return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
  };
  return fmt::format("{}, {}, {}{}", plural(network.input_features(), "input"),
                     plural(relus, "relu"),
                     others == 0 ? std::string() : plural(others, "other operator") + ", ",
                     plural(size.non_zero, "non-zero weight"));
}

}  // namespace axiomark
