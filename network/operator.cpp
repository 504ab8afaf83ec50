#include "network/operator.hpp"

namespace axiomark {

template <Scalar S, IsOperator<S> V>
std::string_view name(const V& op) {
  return std::visit([](const auto& o) -> std::string_view { return o.name(); }, op);
}

template <Scalar S, IsOperator<S> V>
OperatorKind kind(const V& op) {
  return std::visit([](const auto& o) { return o.kind; }, op);
}

template <Scalar S, IsOperator<S> V>
Result<Shape> output_shape(const V& op, std::span<const Shape> operands) {
  return std::visit([&](const auto& o) { return output_shape<S>(o, operands); }, op);
}

template <Scalar S, IsOperator<S> V>
Batch<S> evaluate(const V& op, Operands<S> operands) {
  return std::visit([&](const auto& o) { return evaluate<S>(o, operands); }, op);
}

template <Scalar S, IsOperator<S> V>
std::vector<Batch<S>> pull_back(const V& op, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>& conventions) {
  return std::visit(
      [&](const auto& o) { return pull_back<S>(o, operands, cotangent, conventions); }, op);
}

namespace {

// Whether an operand is exactly on a kink: nearly none is, and a look at all of them without a branch each is
// faster than one that ends early.
template <Scalar S, class Op>
bool any_on_kink(const Op& op, const Batch<S>& operand) {
  int found = 0;
  for (const S& kink : kinks<S>(op)) {
    for (Index k = 0; k < operand.size(); ++k) found |= operand.data()[k] == kink ? 1 : 0;
  }
  return found != 0;
}

}  // namespace

template <Scalar S, IsOperator<S> V>
std::vector<HangSet> hung_on(const V& op, Operands<S> operands, const Batch<S>& cotangent) {
  return std::visit(
      [&](const auto& o) -> std::vector<HangSet> {
        using Op = std::decay_t<decltype(o)>;
        if constexpr (PiecewiseLinear<Op, S>) {
          if (!any_on_kink<S>(o, *operands[0])) {
            return std::vector<HangSet>(static_cast<std::size_t>(cotangent.cols()));
          }
        }
        if constexpr (Op::kind == OperatorKind::selecting || PiecewiseLinear<Op, S>) {
          return hung_on<S>(o, operands, cotangent);
        } else {
          return {};
        }
      },
      op);
}

template <Scalar S, IsOperator<S> V>
bool is_piecewise_linear(const V& op) {
  return std::visit(
      []<class Op>(const Op&) {
        return Op::kind == OperatorKind::affine || Op::kind == OperatorKind::selecting ||
               PiecewiseLinear<Op, S>;
      },
      op);
}

template <Scalar S, IsOperator<S> V>
bool has_rational_value(const V& op) {
  return is_piecewise_linear<S>(op) || std::holds_alternative<Power>(op) ||
         std::holds_alternative<Product>(op);
}

namespace {

// Every operator template, with its scalar replaced; parameters are copied by convert below.
template <Scalar To, Scalar From>
struct Rebind {
  template <class Op>
  static const Op& empty(const Op& op) {
    return op;
  }  // no scalar inside
  static Dense<To> empty(const Dense<From>&) { return {}; }
  static Convolution<To> empty(const Convolution<From>& op) {
    return {op.in, {}, {}, op.groups, op.window};
  }
  static Scale<To> empty(const Scale<From>&) { return {}; }
  static Shift<To> empty(const Shift<From>&) { return {}; }
  static Rearrange<To> empty(const Rearrange<From>& op) {
    return {op.form, op.in, op.out, op.source, To(0)};
  }
  static WindowSum<To> empty(const WindowSum<From>& op) { return {op.form, op.windows, {}}; }
  static Sum<To> empty(const Sum<From>&) { return {}; }
  static LeakyRelu<To> empty(const LeakyRelu<From>&) { return {}; }
  static Clip<To> empty(const Clip<From>&) { return {}; }
  static Elu<To> empty(const Elu<From>&) { return {}; }
};

}  // namespace

template <Scalar To, Scalar From>
Operator<To> convert(const Operator<From>& op) {
  if constexpr (std::same_as<To, From>) {
    return op;
  } else {
    return std::visit(
        [](const auto& from) -> Operator<To> {
          auto to = Rebind<To, From>::empty(from);
          std::vector<const void*> source;
          for_each_parameter<From>(from, [&](const auto& p) { source.push_back(&p); });
          std::size_t next = 0;
          for_each_parameter<To>(to, [&]<class P>(P& p) {
            if constexpr (std::same_as<P, To>) {
              p = convert<To>(*static_cast<const From*>(source[next++]));
            } else if constexpr (P::ColsAtCompileTime == 1) {
              p = convert_all<To>(*static_cast<const Vector<From>*>(source[next++]));
            } else {
              p = convert_all<To>(*static_cast<const Matrix<From>*>(source[next++]));
            }
          });
          return to;
        },
        op);
  }
}

std::vector<OperatorInfo> operator_list() {
  using enum OperatorKind;
  return {
      {"dense", affine, true, "W x + b"},
      {"convolution", affine, true, "cross-correlation with groups, strides, dilations, paddings"},
      {"scale", affine, true, "a_i x_i (batch norm folds into scale and shift)"},
      {"shift", affine, true, "x_i + b_i"},
      {"reshape, transpose, pad, slice, gather, expand", affine, true,
       "x_{source[k]} or a constant"},
      {"average-pool, reduce-sum, reduce-mean", affine, true, "weighted sum of a window"},
      {"sum", affine, true, "c_1 x + c_2 y + ..."},
      {"concat", affine, true, "operands side by side along an axis"},
      {"relu", elementwise, true, "max(0, z)"},
      {"leaky-relu", elementwise, true, "z or slope z"},
      {"abs", elementwise, true, "|z|"},
      {"clip", elementwise, true, "min(max(z, low), high)"},
      {"power", elementwise, true, "z^k, k = 1..64 and -64..-1"},
      {"sigmoid", elementwise, false, "1 / (1 + exp(-z))"},
      {"tanh", elementwise, false, "tanh(z)"},
      {"softplus", elementwise, false, "log(1 + exp(z))"},
      {"elu", elementwise, false, "z or alpha (exp(z) - 1)"},
      {"gelu", elementwise, false, "z Phi(z)"},
      {"exp", elementwise, false, "exp(z)"},
      {"log", elementwise, false, "log(z)"},
      {"sqrt", elementwise, false, "sqrt(z)"},
      {"max-pool, reduce-max", selecting, true, "largest value of a window"},
      {"max", selecting, true, "largest of the operands"},
      {"min", selecting, true, "smallest of the operands"},
      {"product", mixing, true, "a_i b_i of two variable operands"},
      {"softmax", mixing, false, "exp(z_i) / sum_j exp(z_j) along an axis"},
  };
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template std::string_view name<S, Operator<S>>(const Operator<S>&);                              \
  template OperatorKind kind<S, Operator<S>>(const Operator<S>&);                                  \
  template Result<Shape> output_shape<S, Operator<S>>(const Operator<S>&, std::span<const Shape>); \
  template Batch<S> evaluate<S, Operator<S>>(const Operator<S>&, Operands<S>);                     \
  template std::vector<Batch<S>> pull_back<S, Operator<S>>(                                        \
      const Operator<S>&, Operands<S>, const Batch<S>&, const Conventions<S>&);                    \
  template std::vector<HangSet> hung_on<S, Operator<S>>(const Operator<S>&, Operands<S>,           \
                                                        const Batch<S>&);                          \
  template bool has_rational_value<S, Operator<S>>(const Operator<S>&);                            \
  template bool is_piecewise_linear<S, Operator<S>>(const Operator<S>&);                           \
  template Operator<float> convert<float, S>(const Operator<S>&);                                  \
  template Operator<double> convert<double, S>(const Operator<S>&);                                \
  template Operator<Rational> convert<Rational, S>(const Operator<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
