#include "network/rewrites/rewrite.hpp"

#include <array>
#include <vector>

#include "network/rewrites/hidden_units.hpp"
#include "network/rewrites/insertions.hpp"

namespace axiomark {
namespace {

constexpr std::array kKinds = {
    RewriteKind::permute_units,    RewriteKind::split_unit,   RewriteKind::scale_unit,
    RewriteKind::insert_relu_pair, RewriteKind::split_affine, RewriteKind::insert_add_zero,
    RewriteKind::shift_threshold,
};

}  // namespace

std::span<const RewriteKind> rewrite_kinds() { return kKinds; }

std::string_view name(RewriteKind kind) {
  switch (kind) {
    case RewriteKind::permute_units:
      return "permute-units";
    case RewriteKind::split_unit:
      return "split-unit";
    case RewriteKind::scale_unit:
      return "scale-unit";
    case RewriteKind::insert_relu_pair:
      return "insert-relu-pair";
    case RewriteKind::split_affine:
      return "split-affine";
    case RewriteKind::insert_add_zero:
      return "insert-add-zero";
    case RewriteKind::shift_threshold:
      return "shift-threshold";
  }
  return "";
}

template <Scalar S>
std::optional<Network<S>> rewrite(const Network<S>& network, const RewriteStep& step) {
  std::optional<NetworkParts<S>> parts;
  switch (step.kind) {
    case RewriteKind::permute_units:
      parts = permute_units(network, step);
      break;
    case RewriteKind::split_unit:
      parts = split_unit(network, step);
      break;
    case RewriteKind::scale_unit:
      parts = scale_unit(network, step);
      break;
    case RewriteKind::insert_relu_pair:
      parts = insert_relu_pair(network, step);
      break;
    case RewriteKind::split_affine:
      parts = split_affine(network, step);
      break;
    case RewriteKind::insert_add_zero:
      parts = insert_add_zero(network, step);
      break;
    case RewriteKind::shift_threshold:
      parts = shift_threshold(network, step);
      break;
  }
  if (!parts) return std::nullopt;
  auto made = Network<S>::make(std::move(*parts));
  if (!made) return std::nullopt;  // a parameter left the scalar's range
  return std::move(*made);
}

template std::optional<Network<float>> rewrite(const Network<float>&, const RewriteStep&);
template std::optional<Network<double>> rewrite(const Network<double>&, const RewriteStep&);
template std::optional<Network<Rational>> rewrite(const Network<Rational>&, const RewriteStep&);

}  // namespace axiomark
