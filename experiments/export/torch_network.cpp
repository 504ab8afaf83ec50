#include "experiments/export/torch_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "network/rewrites/fold_affine.hpp"

namespace axiomark {
namespace {

constexpr Index kMostParameters = 500;

template <Scalar S>
std::string matrix(const Matrix<S>& values) {
  std::vector<std::string> rows;
  for (Index i = 0; i < values.rows(); ++i) {
    rows.push_back(python_list<S>(Vector<S>(values.row(i).transpose())));
  }
  return fmt::format("T([{}])", fmt::join(rows, ", "));
}

template <Scalar S>
std::string vector(const Vector<S>& values) {
  return fmt::format("T({})", python_list<S>(values));
}

template <Scalar S>
Matrix<S> identity(Index size) {
  Matrix<S> one = Matrix<S>::Constant(size, size, S(0));
  for (Index i = 0; i < size; ++i) one(i, i) = S(1);
  return one;
}

// The columns of a linear operator: what it makes of one feature at a time.
template <Scalar S, class Op>
Matrix<S> matrix_of(const Op& op, Index features) {
  const Batch<S> one = identity<S>(features);
  const Batch<S>* operand = &one;
  return evaluate<S>(op, Operands<S>(&operand, 1));
}

template <Scalar S>
class Writer {
 public:
  Writer(const Network<S>& network, bool with_joins) : network_(network), with_joins_(with_joins) {}

  TorchNetwork write(const std::string& name) {
    Index at = 0;
    for (Index t = 0; t < network_.first_node_tensor(); ++t) {
      const Index size = element_count(network_.shape(t));
      names_.push_back(network_.inputs().size() == 1 ? "x"
                                                     : fmt::format("x[:, {}:{}]", at, at + size));
      at += size;
    }
    out_.code = fmt::format("def {}(x, unit=plain, linear=linear, join=linear):\n", name);
    for (Index t = network_.first_node_tensor(); t < network_.tensor_count(); ++t) add(t);
    out_.code +=
        fmt::format("    return {}\n", names_[static_cast<std::size_t>(network_.output())]);
    return std::move(out_);
  }

 private:
  void add(Index t) {
    const Node& node = network_.node_of(t);
    operands_.clear();
    features_.clear();
    for (const Index i : node.inputs) {
      operands_.push_back(names_[static_cast<std::size_t>(i)]);
      features_.push_back(element_count(network_.shape(i)));
    }
    const std::string made =
        std::visit([&](const auto& op) { return text(op); }, network_.operator_of(t));
    if (made == operands_[0]) {
      names_.push_back(made);
      return;
    }
    names_.push_back(fmt::format("h{}", ++count_));
    out_.code += fmt::format("    {} = {}\n", names_.back(), made);
  }

  [[nodiscard]] std::string layer(const std::string& kind, const std::string& x,
                                  const Matrix<S>& weights, const Vector<S>& bias) const {
    return fmt::format("{}({}, {}, {})", kind, x, matrix<S>(weights), vector<S>(bias));
  }

  std::string text(const Dense<S>& op) {
    return layer("linear", operands_[0], op.weights, op.bias);
  }
  std::string text(const Convolution<S>& op) {
    Convolution<S> without = op;
    without.bias.setConstant(S(0));
    const Matrix<S> weights = matrix_of<S>(without, features_[0]);
    const Index each = weights.rows() / op.bias.size();
    Vector<S> bias(weights.rows());
    for (Index i = 0; i < bias.size(); ++i) bias(i) = op.bias(i / each);
    return layer("linear", operands_[0], weights, bias);
  }
  std::string text(const Scale<S>& op) {
    return layer("linear", operands_[0], matrix_of<S>(op, features_[0]),
                 Vector<S>::Constant(features_[0], S(0)));
  }
  std::string text(const Shift<S>& op) {
    return layer("linear", operands_[0], identity<S>(features_[0]), op.offset);
  }
  std::string text(const WindowSum<S>& op) {
    const Matrix<S> weights = matrix_of<S>(op, features_[0]);
    return layer("join", operands_[0], weights, Vector<S>::Constant(weights.rows(), S(0)));
  }

  std::string text(const Sum<S>& op) {
    const Index n = features_[0];
    if (with_joins_) {
      Matrix<S> weights = Matrix<S>::Constant(n, n * op.coefficients.size(), S(0));
      for (Index k = 0; k < op.coefficients.size(); ++k) {
        for (Index i = 0; i < n; ++i) weights(i, k * n + i) = op.coefficients(k);
      }
      return layer("join", fmt::format("torch.cat([{}], 1)", fmt::join(operands_, ", ")), weights,
                   Vector<S>::Constant(n, S(0)));
    }
    std::vector<std::string> terms;
    for (std::size_t k = 0; k < operands_.size(); ++k) {
      const S& c = op.coefficients(static_cast<Index>(k));
      terms.push_back(c == S(1) ? operands_[k]
                                : fmt::format("({}) * {}", python_number(c), operands_[k]));
    }
    return fmt::format("{}", fmt::join(terms, " + "));
  }

  std::string picked(const std::string& from, const std::vector<Index>& positions) const {
    return fmt::format("{}[:, [{}]]", from, fmt::join(positions, ", "));
  }
  std::string text(const Rearrange<S>& op) {
    if (op.source.empty()) return operands_[0];
    std::vector<Index> source = op.source;
    if (std::ranges::find(source, Rearrange<S>::kFill) == source.end()) {
      return picked(operands_[0], source);
    }
    std::ranges::replace(source, Rearrange<S>::kFill, features_[0]);
    return picked(fmt::format("torch.cat([{0}, torch.full_like({0}[:, :1], {1})], 1)", operands_[0],
                              python_number(op.fill)),
                  source);
  }
  std::string text(const Concat& op) {
    // Where each value of the result lies among the operands one after another.
    std::vector<Batch<S>> numbered;
    std::vector<const Batch<S>*> operands;
    int next = 0;
    for (const Index n : features_) {
      numbered.emplace_back(n, 1);
      for (Index i = 0; i < n; ++i) numbered.back()(i, 0) = S(next++);
    }
    for (const auto& batch : numbered) operands.push_back(&batch);
    const Batch<S> order = evaluate<S>(op, Operands<S>(operands));
    std::vector<Index> source;
    for (Index i = 0; i < order.rows(); ++i) {
      source.push_back(static_cast<Index>(convert<double>(order(i, 0))));
    }
    const std::string joined = fmt::format("torch.cat([{}], 1)", fmt::join(operands_, ", "));
    return std::ranges::is_sorted(source) ? joined : picked(joined, source);
  }

  std::string text(const WindowMax& op) {
    out_.selects = out_.has_windows = true;
    std::size_t longest = 0;
    const Index count = element_count(op.windows.out);
    for (Index k = 0; k < count; ++k) longest = std::max(longest, op.windows[k].size());
    std::vector<std::string> rows;
    for (Index k = 0; k < count; ++k) {
      // The first value once more never wins against itself.
      std::vector<Index> members(op.windows[k].begin(), op.windows[k].end());
      members.resize(longest, members.front());
      rows.push_back(fmt::format("[{}]", fmt::join(members, ", ")));
    }
    return fmt::format("largest({}[:, [{}]])", operands_[0], fmt::join(rows, ", "));
  }
  std::string text(const Max&) { return chosen(">="); }
  std::string text(const Min&) { return chosen("<="); }
  // The first of equal ones passes the signal.
  std::string chosen(std::string_view sign) {
    out_.selects = true;
    std::string best = operands_[0];
    for (std::size_t k = 1; k < operands_.size(); ++k) {
      if (k > 1) {
        out_.code += fmt::format("    h{} = {}\n", ++count_, best);
        best = fmt::format("h{}", count_);
      }
      best = fmt::format("torch.where({0} {1} {2}, {0}, {2})", best, sign, operands_[k]);
    }
    return best;
  }
  std::string text(const Product&) {
    out_.mixes = true;
    return fmt::format("{} * {}", operands_[0], operands_[1]);
  }
  std::string text(const Softmax& op) {
    out_.mixes = true;
    if (op.in.size() == 1) return fmt::format("torch.softmax({}, 1)", operands_[0]);
    return fmt::format("torch.softmax({}.reshape(-1, {}), {}).flatten(1)", operands_[0],
                       fmt::join(op.in, ", "), op.axis + 1);
  }

  std::string unit(const std::string& function, bool kink) {
    out_.other_units = true;
    out_.other_kinks = out_.other_kinks || kink;
    return fmt::format("unit({})({})", function, operands_[0]);
  }
  std::string text(const Relu&) { return fmt::format("unit(relu)({})", operands_[0]); }
  std::string text(const LeakyRelu<S>& op) {
    return unit(fmt::format("lambda z: torch.where(z > 0, z, {} * z)", python_number(op.slope)),
                true);
  }
  std::string text(const Abs&) { return unit("torch.abs", true); }
  std::string text(const Clip<S>& op) {
    return unit(fmt::format("lambda z: torch.where(z > {0}, torch.where(z <= {1}, z, {1}), {0})",
                            python_number(op.low), python_number(op.high)),
                true);
  }
  std::string text(const Power& op) {
    return unit(fmt::format("lambda z: z ** {}", op.exponent), false);
  }
  std::string text(const Sigmoid&) { return unit("torch.sigmoid", false); }
  std::string text(const Tanh&) { return unit("torch.tanh", false); }
  std::string text(const Softplus&) {
    return unit("lambda z: torch.nn.functional.softplus(z, threshold=700)", false);
  }
  std::string text(const Elu<S>& op) {
    return unit(fmt::format("lambda z: torch.nn.functional.elu(z, {})", python_number(op.alpha)),
                true);
  }
  std::string text(const Gelu&) { return unit("torch.nn.functional.gelu", false); }
  std::string text(const Exp&) { return unit("torch.exp", false); }
  std::string text(const Log&) { return unit("torch.log", false); }
  std::string text(const Sqrt&) { return unit("torch.sqrt", false); }

  const Network<S>& network_;
  bool with_joins_;
  TorchNetwork out_;
  std::vector<std::string> names_;  ///< by tensor number
  std::vector<std::string> operands_;
  std::vector<Index> features_;
  int count_ = 0;
};

}  // namespace

template <Scalar S>
std::string python_number(const S& value) {
  return to_text(value);
}

template <Scalar S>
std::string python_list(const Vector<S>& values) {
  std::vector<std::string> numbers;
  for (const S& value : values) numbers.push_back(python_number(value));
  return fmt::format("[{}]", fmt::join(numbers, ", "));
}

std::optional<TorchNetwork> torch_network(const std::string& name, const ClaimNetwork& network,
                                          bool with_joins) {
  return std::visit(
      [&]<class N>(const N& n) -> std::optional<TorchNetwork> {
        if (n.parameter_count() > kMostParameters) return std::nullopt;
        const auto folded = fold_affine(n);
        return Writer(folded ? folded->network : n, with_joins).write(name);
      },
      network.network);
}

#define AXIOMARK_INSTANTIATE(S)                    \
  template std::string python_number<S>(const S&); \
  template std::string python_list<S>(const Vector<S>&);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
