#include "search/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace axiomark {

std::string_view name(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::theorem:
      return "theorem";
    case VerdictKind::holds_in_scope:
      return "holds-in-scope";
    case VerdictKind::survived:
      return "survived";
    case VerdictKind::holds_within:
      return "holds-within";
    case VerdictKind::violated:
      return "violated";
    case VerdictKind::outside:
      return "outside";
    case VerdictKind::not_applicable:
      return "not-applicable";
    case VerdictKind::error:
      return "error";
  }
  return "";
}

std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::none:
      return "none";
    case Evidence::exact:
      return "exact";
    case Evidence::enclosure:
      return "enclosure";
    case Evidence::beyond_derived_bound:
      return "beyond-derived-bound";
    case Evidence::bitwise:
      return "bitwise";
  }
  return "";
}

namespace {

bool has_relus_only(const Network<Rational>& network) {
  return std::ranges::all_of(network.operators(), [](const Operator<Rational>& op) {
    return kind<Rational>(op) == OperatorKind::affine || std::holds_alternative<Relu>(op);
  });
}

}  // namespace

bool bears_on(const Finding& finding, const LiteratureEntry& entry) {
  if (!entry.relus_only || !finding.counterexample) return true;
  return std::ranges::all_of(finding.counterexample->convicting.probes, has_relus_only,
                             &Probe<Rational>::network);
}

std::string variants_in_words(const std::vector<VariantFinding>& variants) {
  if (variants.size() < 2 || std::ranges::none_of(variants, &VariantFinding::violated)) return {};
  std::vector<std::string> violated;
  std::vector<std::string> by_convention;
  std::vector<std::string> kept;
  for (const VariantFinding& found : variants) {
    if (!found.violated) {
      kept.push_back(
          fmt::format("{} ({} case{})", found.variant, found.cases, found.cases == 1 ? "" : "s"));
    } else {
      (found.by_convention ? by_convention : violated).push_back(found.variant);
    }
  }
  std::vector<std::string> parts;
  const auto add = [&](std::string_view what, const std::vector<std::string>& which) {
    if (!which.empty()) parts.push_back(fmt::format("{}: {}", what, fmt::join(which, ", ")));
  };
  add("violated", violated);
  add("violated only by convention", by_convention);
  add("nothing found", kept);
  return fmt::format("{}", fmt::join(parts, "; "));
}

Result<Axiom> axiom_of(const Counterexample& counterexample) {
  if (counterexample.own_axiom) return *counterexample.own_axiom;
  return find_axiom(counterexample.axiom);
}

std::optional<AxiomInfo> Campaign::axiom_info(const std::string& name) const {
  const auto own = std::ranges::find(own_axioms, name, [](const Axiom& a) { return a.info.name; });
  if (own != own_axioms.end()) return own->info;
  const auto found = find_axiom(name);
  return found ? std::optional(found->info) : std::nullopt;
}

}  // namespace axiomark
