#include "axioms/axiom.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axioms/completeness.hpp"
#include "axioms/implementation_invariance.hpp"
#include "axioms/sensitivity_a.hpp"
#include "axioms/sensitivity_b.hpp"
#include "methods/options.hpp"

namespace axiomark {

std::string_view name(AxiomGroup group) {
  switch (group) {
    case AxiomGroup::paper:
      return "The paper's six";
    case AxiomGroup::successor:
      return "Successors";
    case AxiomGroup::implementation:
      return "Implementation properties";
  }
  return "";
}

std::span<const Axiom> axiom_registry() {
  static const std::vector<Axiom> registry = {
      make_axiom<SensitivityA>(),
      make_axiom<SensitivityB>(),
      make_axiom<ImplementationInvariance>(),
      make_axiom<Completeness>(),
  };
  return registry;
}

Result<Axiom> find_axiom(std::string_view name) {
  std::vector<std::string> names;
  for (const Axiom& axiom : axiom_registry()) {
    if (axiom.info.name == name) return axiom;
    names.push_back(axiom.info.name);
  }
  return fail(ErrorKind::usage, "axiom", "unknown name " + with_suggestion(name, names),
              fmt::format("one of: {}", fmt::join(names, ", ")));
}

std::vector<MethodKind> every_kind() {
  return {MethodKind::local, MethodKind::zero_baseline_implied, MethodKind::one_baseline,
          MethodKind::baseline_distribution};
}

}  // namespace axiomark
