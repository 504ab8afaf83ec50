#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// A tensor of a network under construction.
struct Tensor {
  Index number = 0;
};

/// Builds a network one operator at a time:
///
///   NetworkBuilder<Rational> b;
///   const Tensor x = b.input({2});
///   const Tensor h = b.relu(b.dense(x, {{1, 0}, {0, 1}}, {-1, 0}));
///   const Network<Rational> g = b.build(b.relu(b.dense(h, {{1, -1}}, {0}))).value();
///
/// The first fault is remembered and returned by build(); until then every call gives some tensor.
template <Scalar S>
class NetworkBuilder {
 public:
  [[nodiscard]] Tensor input(Shape shape);

  /// A new operator instance.
  Tensor apply(Operator<S> op, const std::vector<Tensor>& operands, std::string name = {});
  /// An operator that does not fit its operand's shape before it is made: reshape, pools, ...
  template <class Op>
  Tensor apply(Result<Op> op, const std::vector<Tensor>& operands, std::string name = {}) {
    if (op) return apply(Operator<S>(std::move(*op)), operands, std::move(name));
    remember(op.error());
    return operands.empty() ? Tensor{} : operands.front();
  }
  /// The operator instance that made `like`, used once more (a shared module).
  Tensor apply_again(Tensor like, const std::vector<Tensor>& operands, std::string name = {});

  Tensor dense(Tensor x, Matrix<S> weights, Vector<S> bias);
  Tensor dense(Tensor x, std::initializer_list<std::initializer_list<S>> weights,
               std::initializer_list<S> bias);
  Tensor relu(Tensor x) { return apply(Operator<S>(Relu{}), {x}); }
  Tensor scale(Tensor x, Vector<S> factor);
  Tensor shift(Tensor x, Vector<S> offset);
  Tensor sum(const std::vector<Tensor>& terms, std::initializer_list<S> coefficients);
  Tensor add(Tensor a, Tensor b) { return sum({a, b}, {S(1), S(1)}); }
  Tensor subtract(Tensor a, Tensor b) { return sum({a, b}, {S(1), S(-1)}); }
  Tensor product(Tensor a, Tensor b) { return apply(Operator<S>(Product{}), {a, b}); }
  Tensor softmax(Tensor x, Index axis) { return apply(Operator<S>(Softmax{shape(x), axis}), {x}); }
  Tensor max(const std::vector<Tensor>& operands) { return apply(Operator<S>(Max{}), operands); }
  Tensor min(const std::vector<Tensor>& operands) { return apply(Operator<S>(Min{}), operands); }
  Tensor concat(const std::vector<Tensor>& operands, Index axis);
  /// Feature i of a tensor, as a tensor of shape [1].
  Tensor feature(Tensor x, Index i);

  /// All of another network's nodes, reading `operands` as its inputs; its operators are copied,
  /// its sharing of instances is kept. Returns its output.
  Tensor include(const Network<S>& network, const std::vector<Tensor>& operands);

  [[nodiscard]] Shape shape(Tensor x) const;
  [[nodiscard]] Result<Network<S>> build(Tensor output) const;

 private:
  void remember(const Error& error) {
    if (!fault_) fault_ = error;
  }
  NetworkParts<S> parts_;
  std::vector<Shape> shapes_;
  std::optional<Error> fault_;
};

}  // namespace axiomark
