#include "experiments/export/torch_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "experiments/export/python_text.hpp"
#include "experiments/export/torch_formula.hpp"
#include "network/rewrites/fold_affine.hpp"

namespace axiomark {
namespace {

// More than this is no formula that anybody would read: about seven lines.
constexpr std::size_t kLongest = 700;

template <Scalar S>
class Writer {
 public:
  using Form = AffineForm<S>;
  using Features = std::vector<Form>;

  Writer(const Network<S>& network, const TorchForm& form) : network_(network), form_(form) {}

  std::optional<TorchNetwork> write(const std::string& name) {
    Index count = 0;
    for (Index t = 0; t < network_.first_node_tensor(); ++t) {
      Features inputs;
      for (Index i = 0; i < element_count(network_.shape(t)); ++i) {
        inputs.push_back(formulas_.input(fmt::format("x{}", ++count)));
      }
      tensors_.push_back(std::move(inputs));
    }
    for (Index t = network_.first_node_tensor(); t < network_.tensor_count(); ++t) {
      operands_.clear();
      for (const Index i : network_.node_of(t).inputs) {
        operands_.push_back(&tensors_[static_cast<std::size_t>(i)]);
      }
      tensors_.push_back(
          std::visit([&](const auto& op) { return features(op); }, network_.operator_of(t)));
    }
    const Features& output = tensors_[static_cast<std::size_t>(network_.output())];
    const auto statements =
        formulas_.statements(output[static_cast<std::size_t>(form_.output)], kLongest);
    if (!statements || too_strange_) return std::nullopt;
    std::stable_partition(out_.units.begin(), out_.units.end(),
                          [](const std::string& u) { return u == "relu"; });
    out_.lines = function(name, count, *statements);
    return std::move(out_);
  }

 private:
  std::vector<std::string> function(const std::string& name, Index count,
                                    const std::vector<std::string>& statements) const {
    std::string head = "def " + name + "(x";
    for (const std::string& unit : out_.units) {
      if (form_.units) head += fmt::format(", {}={}", word(unit), unit);
    }
    head += form_.sums ? ", add=add):" : "):";
    std::vector<std::string> body{unpacked(count)};
    body.insert(body.end(), statements.begin(), statements.end());
    const std::string one_line = fmt::format("{} {}", head, fmt::join(body, "; "));
    if (one_line.size() <= kPythonWidth) return {one_line};
    std::vector<std::string> lines{head};
    for (const std::string& statement : body) {
      // Several short statements in a line; what is long can be broken inside brackets.
      if (lines.size() > 1 && lines.back().size() + statement.size() < kPythonWidth) {
        lines.back() += "; " + statement;
      } else {
        const bool is_long =
            statement.size() + 4 > kPythonWidth && statement.starts_with("return ");
        lines.push_back(is_long ? "    return (" + statement.substr(7) + ")" : "    " + statement);
      }
    }
    return lines;
  }

  // "x1, x2 = x"
  std::string unpacked(Index count) const {
    std::vector<std::string> names;
    for (Index i = 1; i <= count; ++i) names.push_back(fmt::format("x{}", i));
    if (count == 1) return form_.pairs ? "x1 = x[..., 0]" : "x1 = x[0]";
    return fmt::format("{} = {}", fmt::join(names, ", "), form_.pairs ? "x.unbind(-1)" : "x");
  }

  // torch.sigmoid as a parameter's name: sigmoid.
  static std::string word(const std::string& unit) { return unit.substr(unit.rfind('.') + 1); }

  void need(const std::string& helper) {
    if (std::ranges::find(out_.helpers, helper) == out_.helpers.end()) {
      out_.helpers.push_back(helper);
    }
  }

  // The matrix of a linear operator, column by column, times the operands' features, plus a bias.
  template <class Op>
  Features affine(const Op& op, bool is_layer, const Vector<S>& bias = {}) {
    Index total = 0;
    for (const Features* operand : operands_) total += static_cast<Index>(operand->size());
    std::vector<Batch<S>> at;
    Index first = 0;
    for (const Features* operand : operands_) {
      const Index n = static_cast<Index>(operand->size());
      at.push_back(Batch<S>::Constant(n, total, S(0)));
      for (Index i = 0; i < n; ++i) at.back()(i, first + i) = S(1);
      first += n;
    }
    std::vector<const Batch<S>*> pointers;
    for (const Batch<S>& batch : at) pointers.push_back(&batch);
    const Batch<S> matrix = evaluate<S>(op, Operands<S>(pointers));
    Features out;
    for (Index r = 0; r < matrix.rows(); ++r) {
      const S b = bias.size() == 0 ? S(0) : bias(r / (matrix.rows() / bias.size()));
      std::vector<S> weights;
      for (Index j = 0; j < total; ++j) weights.push_back(matrix(r, j));
      out.push_back(is_layer && form_.sums ? sum(weights, b) : row(weights, b));
    }
    return out;
  }

  // One feature of a layer, added up.
  Form row(const std::vector<S>& weights, const S& bias) const {
    Form out{{}, bias};
    std::size_t j = 0;
    for (const Features* operand : operands_) {
      for (const Form& feature : *operand) {
        if (weights[j] != S(0)) out.add(weights[j], feature);
        ++j;
      }
    }
    return out;
  }

  // The same as add(bias, terms...).
  Form sum(const std::vector<S>& weights, const S& bias) {
    std::vector<Form> terms;
    std::size_t j = 0;
    bool plain = bias == S(0) && !form_.identities;
    for (const Features* operand : operands_) {
      for (const Form& feature : *operand) {
        const S& w = weights[j++];
        if (w == S(0)) continue;
        if (!formulas_.is_input_or(feature, "relu")) out_.signed_terms = true;
        plain = plain && w == S(1);
        terms.push_back(Form{}.add(w, feature));
      }
    }
    if (plain && terms.size() == 1) return terms[0];
    if (terms.empty()) terms.push_back(Form{});
    return formulas_.call("add", bias, std::move(terms));
  }

  // Dense layers and convolutions; these have a bias per channel.
  template <class Op>
  Features layer(Op op) {
    const Vector<S> bias = op.bias;
    op.bias.setConstant(S(0));
    return affine(op, true, bias);
  }
  Features features(const Dense<S>& op) { return layer(op); }
  Features features(const Convolution<S>& op) { return layer(op); }
  Features features(const Scale<S>& op) { return affine(op, true); }
  Features features(const Shift<S>& op) {
    Scale<S> same;
    same.factor = Vector<S>::Constant(op.offset.size(), S(1));
    return affine(same, true, op.offset);
  }
  Features features(const WindowSum<S>& op) {
    out_.joins = true;
    return affine(op, false);
  }
  Features features(const Sum<S>& op) {
    out_.joins = true;
    return affine(op, false);
  }
  Features features(const Rearrange<S>& op) {
    if (op.source.empty()) return *operands_[0];
    Features out;
    for (const Index i : op.source) {
      out.push_back(i == Rearrange<S>::kFill ? Form{{}, op.fill}
                                             : (*operands_[0])[static_cast<std::size_t>(i)]);
    }
    return out;
  }
  Features features(const Concat& op) { return affine(op, false); }

  // Of equal ones, the first.
  Form chosen(const std::string& function, const std::vector<Form>& among) {
    out_.selects = true;
    need(function);
    Form best = among[0];
    for (std::size_t k = 1; k < among.size(); ++k)
      best = formulas_.call(function, {best, among[k]});
    return best;
  }
  Features chosen_of_operands(const std::string& function) {
    Features out;
    for (std::size_t i = 0; i < operands_[0]->size(); ++i) {
      std::vector<Form> among;
      for (const Features* operand : operands_) among.push_back((*operand)[i]);
      out.push_back(chosen(function, among));
    }
    return out;
  }
  Features features(const Max&) { return chosen_of_operands("larger"); }
  Features features(const Min&) { return chosen_of_operands("smaller"); }
  Features features(const WindowMax& op) {
    Features out;
    for (Index k = 0; k < element_count(op.windows.out); ++k) {
      std::vector<Form> among;
      for (const Index i : op.windows[k]) {
        among.push_back((*operands_[0])[static_cast<std::size_t>(i)]);
      }
      out.push_back(chosen("larger", among));
    }
    return out;
  }

  Features features(const Product&) {
    out_.mixes = true;
    Features out;
    for (std::size_t i = 0; i < operands_[0]->size(); ++i) {
      out.push_back(formulas_.product((*operands_[0])[i], (*operands_[1])[i]));
    }
    return out;
  }
  Features features(const Softmax& op) {
    out_.mixes = true;
    const Features& in = *operands_[0];
    Features out;
    // Of a vector; of anything larger, each row by itself would have to be found.
    if (op.in.size() != 1) too_strange_ = true;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const Form all =
          formulas_.call(fmt::format("torch.softmax(torch.stack([%], -1), -1)[..., {}]", i), in);
      out.push_back(all);
    }
    return out;
  }

  Features unit(const std::string& function, bool kink) {
    if (std::ranges::find(out_.units, function) == out_.units.end()) {
      out_.units.push_back(function);
    }
    if (function != "relu") out_.kinks = out_.kinks || kink;
    Features out;
    for (const Form& z : *operands_[0]) {
      out.push_back(formulas_.call(form_.units ? word(function) : function, {z}));
    }
    return out;
  }
  Features features(const Relu&) { return unit("relu", true); }
  // With numbers in them: functions of their own.
  Features helper_unit(const std::string& name, const std::string& numbers) {
    need(numbers.empty() ? name : name + " " + numbers);
    // Two functions of one name.
    const auto called = [&](const std::string& helper) { return helper.starts_with(name); };
    if (std::ranges::count_if(out_.helpers, called) > 1) too_strange_ = true;
    return unit(name, true);
  }
  Features features(const LeakyRelu<S>& op) {
    return helper_unit("leaky", python_number(op.slope));
  }
  Features features(const Clip<S>& op) {
    if (op.low == S(0) && op.high == S(1)) {
      need("clip01");
      return unit("clip", true);
    }
    return helper_unit("clip", python_number(op.low) + " " + python_number(op.high));
  }
  Features features(const Elu<S>& op) { return helper_unit("elu", python_number(op.alpha)); }
  Features features(const Softplus&) { return helper_unit("softplus", ""); }
  Features features(const Abs&) { return unit("torch.abs", true); }
  Features features(const Power& op) {
    if (form_.units) too_strange_ = true;
    Features out;
    for (const Form& z : *operands_[0]) out.push_back(formulas_.power(z, op.exponent));
    return out;
  }
  Features features(const Sigmoid&) { return unit("torch.sigmoid", false); }
  Features features(const Tanh&) { return unit("torch.tanh", false); }
  Features features(const Gelu&) { return unit("torch.nn.functional.gelu", false); }
  Features features(const Exp&) { return unit("torch.exp", false); }
  Features features(const Log&) { return unit("torch.log", false); }
  Features features(const Sqrt&) { return unit("torch.sqrt", false); }

  const Network<S>& network_;
  const TorchForm& form_;
  TorchFormulas<S> formulas_;
  TorchNetwork out_;
  std::vector<Features> tensors_;
  std::vector<const Features*> operands_;
  bool too_strange_ = false;
};

// Networks of many parameters are not even tried: products of their layers would be larger still.
constexpr Index kMostParameters = 500;

}  // namespace

std::optional<TorchNetwork> torch_network(const std::string& name, const ClaimNetwork& network,
                                          const TorchForm& form) {
  return std::visit(
      [&]<class N>(const N& n) -> std::optional<TorchNetwork> {
        if (n.parameter_count() > kMostParameters) return std::nullopt;
        if (!form.sums) return Writer(n, form).write(name);
        const auto folded = fold_affine(n);
        return Writer(folded ? folded->network : n, form).write(name);
      },
      network.network);
}

}  // namespace axiomark
