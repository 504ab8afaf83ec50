#include "experiments/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "experiments/claims/themes.hpp"
#include "methods/options.hpp"

namespace axiomark {
namespace {

std::vector<Claim> all_claims() {
  using Theme = std::vector<Claim> (*)();
  // clang-format off
  constexpr std::array kThemes = {
      Theme(claims::sensitivity),
      Theme(claims::saturation),
      Theme(claims::figure_7),
      Theme(claims::figure_7_methods),
      Theme(claims::kinks),
      Theme(claims::minima),
      Theme(claims::quadrature),
      Theme(claims::libraries),
      Theme(claims::paths),
      Theme(claims::path_theorems),
      Theme(claims::uniqueness),
      Theme(claims::continuity),
      Theme(claims::smoothness),
      Theme(claims::cost_sharing),
      Theme(claims::games),
      Theme(claims::propagation),
      Theme(claims::agreement),
      Theme(claims::chain_rule),
      Theme(claims::lrp_rules),
      Theme(claims::lrp_libraries),
      Theme(claims::deeplift_rules),
      Theme(claims::deeplift_libraries),
      Theme(claims::deep_shap),
      Theme(claims::invariance),
      Theme(claims::random_models),
      Theme(claims::image_recovery),
      Theme(claims::exact_regions),
      Theme(claims::samples_needed),
      Theme(claims::convergence),
      Theme(claims::sampling),
      Theme(claims::practice),
      Theme(claims::pictures),
      Theme(claims::copied_script),
      Theme(claims::reading_notes),
      Theme(claims::notes_on_integrals),
      Theme(claims::findings),
  };
  // clang-format on
  std::vector<Claim> all;
  for (const Theme theme : kThemes) {
    for (Claim& claim : theme()) all.push_back(std::move(claim));
  }
  std::ranges::sort(all, {}, &Claim::id);
  return all;
}

}  // namespace

std::span<const Claim> claim_registry() {
  static const std::vector<Claim> claims = all_claims();
  return claims;
}

Result<const Claim*> find_claim(std::string_view id) {
  const auto all = claim_registry();
  const auto found = std::ranges::find(all, id, &Claim::id);
  if (found != all.end()) return &*found;
  std::vector<std::string> ids;
  for (const Claim& claim : all) ids.push_back(claim.id);
  return fail(ErrorKind::usage, "reproduce",
              fmt::format("unknown claim {}", with_suggestion(id, ids)),
              fmt::format("an id from 'axiomark list claims', {} to {}", ids.front(), ids.back()));
}

}  // namespace axiomark
