#pragma once

#include <optional>
#include <span>
#include <string>

#include "network/network.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

/// Ways to write the same function as another network. Each is proved to change no value anywhere:
/// the proof stands above its function.
enum class RewriteKind {
  permute_units,     ///< hidden units in another order
  split_unit,        ///< one hidden unit as two equal ones that share its weight
  scale_unit,        ///< a relu unit scaled by c > 0 and its readers by 1 / c
  insert_relu_pair,  ///< z = relu(z) - relu(-z) inside an affine stage
  split_affine,      ///< one affine layer as two
  insert_add_zero,   ///< z = z + 0
  shift_threshold,   ///< relu(c relu(x) - k - relu(y)) = relu(c relu(x - k / c) - relu(y))
};

[[nodiscard]] std::span<const RewriteKind> rewrite_kinds();
[[nodiscard]] std::string_view name(RewriteKind kind);

/// One rewrite: where (counted among the places it fits, modulo their number) and how strongly.
struct RewriteStep {
  RewriteKind kind;
  Index place = 0;
  int parameter = 1;  ///< rotation of the units, the scale's exponent of 2, ...

  friend bool operator==(const RewriteStep&, const RewriteStep&) = default;
};

/// The rewritten network, or nothing if there is no place where the step fits.
template <Scalar S>
[[nodiscard]] std::optional<Network<S>> rewrite(const Network<S>& network, const RewriteStep& step);

}  // namespace axiomark
