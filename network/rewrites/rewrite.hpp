#pragma once

#include <optional>
#include <span>
#include <string>

#include "network/network.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

/// Ways to write the same function as another network. Each is proved to change no value anywhere:
/// equation and proof stand above its function.
enum class RewriteKind {
  permute_units,         ///< hidden units or channels in another order
  split_unit,            ///< one hidden unit as two equal ones that share its weight
  scale_unit,            ///< a relu unit scaled by c > 0 and its readers by 1 / c
  insert_relu_pair,      ///< z = relu(z) - relu(-z) inside an affine stage
  split_affine,          ///< z = (1 / c) (c z): one affine layer as two
  insert_add_zero,       ///< z = z + 0
  shift_threshold,       ///< relu(c relu(x) - k - relu(y)) = relu(c relu(x - k / c) - relu(y))
  duplicate_unit,        ///< a hidden unit and a copy of it, each read by some of its readers
  bias_behind,           ///< W x + b = (W x) + b
  bias_before,           ///< W x + b = W (x + o) + (b - W o)
  bias_as_unit,          ///< b = b relu(0 x + 1)
  fold_batch_norm,       ///< f (W x + b) + o as one layer
  unfold_batch_norm,     ///< a layer as another with a scale and a shift behind it
  merge_affine,          ///< W2 (W1 x + b1) + b2 as one layer
  split_by_sign,         ///< W x = P x + N x, positive and negative weights apart
  identity_residual,     ///< W x = x + (W - I) x
  convolution_as_dense,  ///< a convolution, pool, scale or rearrangement as a dense layer
  dense_as_convolution,  ///< a dense layer as a convolution with one position
  reassociate_max,       ///< max(a, max(b, c)) = max(a, b, c)
  reverse_operands,      ///< max(a, b) = max(b, a), a + b = b + a
  max_as_relu,           ///< max(a, b) = b + relu(a - b)
  relu_as_max,           ///< relu(z) = max(z, 0)
  mirror_max,            ///< max(a, b) = -min(-a, -b)
  pool_as_max,           ///< a max pool as a maximum of tensors
  share_module,          ///< equal operators of two nodes as one instance
  unshare_module,        ///< an instance that two nodes use as two
  compute_twice,         ///< a tensor that several nodes read, made twice
  compute_once,          ///< two nodes that make the same tensor as one
};

/// What a method depends on if a rewrite changes its answer.
enum class RewriteClass {
  relabelling,        ///< the order of units or operands
  re_representation,  ///< how an affine map is written as layers
  sharing,            ///< what is computed once and read twice
  nesting,            ///< which nonlinearities a function is made of
  rule_assignment,    ///< the type of a layer alone, by which composite methods choose their rules
};
[[nodiscard]] std::string_view name(RewriteClass c);  ///< "relabelling", "re-representation", ...

/// One row of the catalogue.
struct RewriteInfo {
  RewriteKind kind;
  std::string_view name;  ///< "permute-units"
  RewriteClass rewrite_class;
  std::string_view equation;  ///< for people
};
[[nodiscard]] std::span<const RewriteInfo> rewrite_catalogue();
[[nodiscard]] const RewriteInfo& info(RewriteKind kind);

[[nodiscard]] std::span<const RewriteKind> rewrite_kinds();
[[nodiscard]] std::string_view name(RewriteKind kind);

/// One rewrite: where (counted among the places it fits, modulo their number) and how strongly.
struct RewriteStep {
  RewriteKind kind;
  Index place = 0;
  int parameter = 1;  ///< at least 1: rotation of the units, the scale's exponent of 2, ...

  friend bool operator==(const RewriteStep&, const RewriteStep&) = default;
};

/// The rewritten network, or nothing if there is no place where the step fits.
template <Scalar S>
[[nodiscard]] std::optional<Network<S>> rewrite(const Network<S>& network, const RewriteStep& step);

}  // namespace axiomark
