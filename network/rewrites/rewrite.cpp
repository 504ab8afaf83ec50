#include "network/rewrites/rewrite.hpp"

#include <array>

#include "network/rewrites/affine_layers.hpp"
#include "network/rewrites/batch_norm.hpp"
#include "network/rewrites/biases.hpp"
#include "network/rewrites/channels.hpp"
#include "network/rewrites/hidden_units.hpp"
#include "network/rewrites/insertions.hpp"
#include "network/rewrites/maxima.hpp"
#include "network/rewrites/sharing.hpp"

namespace axiomark {
namespace {

using enum RewriteKind;
using enum RewriteClass;

// In the order of RewriteKind; the assertion below sees to it.
constexpr std::array kCatalogue = {
    RewriteInfo{permute_units, "permute-units", relabelling, "hidden units in another order"},
    RewriteInfo{split_unit, "split-unit", sharing, "c relu(z) = (c - d) relu(z) + d relu(z)"},
    RewriteInfo{scale_unit, "scale-unit", re_representation, "relu(z) = (1/c) relu(c z), c > 0"},
    RewriteInfo{insert_relu_pair, "insert-relu-pair", nesting, "z = relu(z) - relu(-z)"},
    RewriteInfo{split_affine, "split-affine", re_representation, "z = (1/c) (c z)"},
    RewriteInfo{insert_add_zero, "insert-add-zero", re_representation, "z = z + 0"},
    RewriteInfo{shift_threshold, "shift-threshold", nesting,
                "relu(c relu(x) - k - relu(y)) = relu(c relu(x - k/c) - relu(y)), c, k > 0"},
    RewriteInfo{duplicate_unit, "duplicate-unit", sharing, "each reader reads the unit or a copy"},
    RewriteInfo{bias_behind, "bias-behind", re_representation, "W x + b = (W x) + b"},
    RewriteInfo{bias_before, "bias-before", re_representation, "W x + b = W (x + o) + (b - W o)"},
    RewriteInfo{bias_as_unit, "bias-as-unit", re_representation, "b = b relu(0 x + 1)"},
    RewriteInfo{fold_batch_norm, "fold-batch-norm", re_representation,
                "f (W x + b) + o = (f W) x + (f b + o)"},
    RewriteInfo{unfold_batch_norm, "unfold-batch-norm", re_representation,
                "W x + b = f ((W/f) x + (b - o)/f) + o"},
    RewriteInfo{merge_affine, "merge-affine", re_representation,
                "W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2)"},
    RewriteInfo{split_by_sign, "split-by-sign", re_representation,
                "W x = P x + N x with P >= 0 >= N"},
    RewriteInfo{identity_residual, "identity-residual", re_representation, "W x = x + (W - I) x"},
    RewriteInfo{convolution_as_dense, "convolution-as-dense", re_representation,
                "a linear map by its matrix"},
    RewriteInfo{dense_as_convolution, "dense-as-convolution", rule_assignment,
                "a dense layer as a convolution with one position"},
    RewriteInfo{reassociate_max, "reassociate-max", nesting, "max(a, max(b, c)) = max(a, b, c)"},
    RewriteInfo{reverse_operands, "reverse-operands", relabelling, "max(a, b) = max(b, a)"},
    RewriteInfo{max_as_relu, "max-as-relu", nesting, "max(a, b) = b + relu(a - b)"},
    RewriteInfo{relu_as_max, "relu-as-max", nesting, "relu(z) = max(z, 0)"},
    RewriteInfo{mirror_max, "mirror-max", nesting, "max(a, b) = -min(-a, -b)"},
    RewriteInfo{pool_as_max, "pool-as-max", re_representation,
                "a max pool as the maximum of its windows' j-th members"},
    RewriteInfo{share_module, "share-module", sharing, "equal operators as one instance"},
    RewriteInfo{unshare_module, "unshare-module", sharing, "one instance as two"},
    RewriteInfo{compute_twice, "compute-twice", sharing,
                "a tensor with several readers made twice"},
    RewriteInfo{compute_once, "compute-once", sharing, "equal nodes with equal operands as one"},
};

constexpr bool in_order() {
  for (std::size_t k = 0; k < kCatalogue.size(); ++k) {
    if (kCatalogue[k].kind != static_cast<RewriteKind>(k)) return false;
  }
  return true;
}
static_assert(in_order());

template <Scalar S>
std::optional<NetworkParts<S>> rewritten_parts(const Network<S>& network, const RewriteStep& step) {
  switch (step.kind) {
    case permute_units:
      return axiomark::permute_units(network, step);
    case split_unit:
      return axiomark::split_unit(network, step);
    case scale_unit:
      return axiomark::scale_unit(network, step);
    case insert_relu_pair:
      return axiomark::insert_relu_pair(network, step);
    case split_affine:
      return axiomark::split_affine(network, step);
    case insert_add_zero:
      return axiomark::insert_add_zero(network, step);
    case shift_threshold:
      return axiomark::shift_threshold(network, step);
    case duplicate_unit:
      return axiomark::duplicate_unit(network, step);
    case bias_behind:
      return axiomark::bias_behind(network, step);
    case bias_before:
      return axiomark::bias_before(network, step);
    case bias_as_unit:
      return axiomark::bias_as_unit(network, step);
    case fold_batch_norm:
      return axiomark::fold_batch_norm(network, step);
    case unfold_batch_norm:
      return axiomark::unfold_batch_norm(network, step);
    case merge_affine:
      return axiomark::merge_affine(network, step);
    case split_by_sign:
      return axiomark::split_by_sign(network, step);
    case identity_residual:
      return axiomark::identity_residual(network, step);
    case convolution_as_dense:
      return axiomark::convolution_as_dense(network, step);
    case dense_as_convolution:
      return axiomark::dense_as_convolution(network, step);
    case reassociate_max:
      return axiomark::reassociate_max(network, step);
    case reverse_operands:
      return axiomark::reverse_operands(network, step);
    case max_as_relu:
      return axiomark::max_as_relu(network, step);
    case relu_as_max:
      return axiomark::relu_as_max(network, step);
    case mirror_max:
      return axiomark::mirror_max(network, step);
    case pool_as_max:
      return axiomark::pool_as_max(network, step);
    case share_module:
      return axiomark::share_module(network, step);
    case unshare_module:
      return axiomark::unshare_module(network, step);
    case compute_twice:
      return axiomark::compute_twice(network, step);
    case compute_once:
      return axiomark::compute_once(network, step);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(RewriteClass c) {
  switch (c) {
    case relabelling:
      return "relabelling";
    case re_representation:
      return "re-representation";
    case sharing:
      return "sharing";
    case nesting:
      return "nesting";
    case rule_assignment:
      return "rule assignment";
  }
  return "";
}

std::span<const RewriteInfo> rewrite_catalogue() { return kCatalogue; }

const RewriteInfo& info(RewriteKind kind) { return kCatalogue[static_cast<std::size_t>(kind)]; }

std::span<const RewriteKind> rewrite_kinds() {
  static constexpr auto kKinds = [] {
    std::array<RewriteKind, kCatalogue.size()> kinds{};
    for (std::size_t k = 0; k < kinds.size(); ++k) kinds[k] = kCatalogue[k].kind;
    return kinds;
  }();
  return kKinds;
}

std::string_view name(RewriteKind kind) { return info(kind).name; }

template <Scalar S>
std::optional<Network<S>> rewrite(const Network<S>& network, const RewriteStep& step) {
  auto parts = rewritten_parts(network, step);
  if (!parts) return std::nullopt;
  auto made = Network<S>::make(std::move(*parts));
  if (!made) return std::nullopt;  // a parameter left the scalar's range
  return std::move(*made);
}

template std::optional<Network<float>> rewrite(const Network<float>&, const RewriteStep&);
template std::optional<Network<double>> rewrite(const Network<double>&, const RewriteStep&);
template std::optional<Network<Rational>> rewrite(const Network<Rational>&, const RewriteStep&);

}  // namespace axiomark
