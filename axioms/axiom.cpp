#include "axioms/axiom.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axioms/affine_scale_invariance.hpp"
#include "axioms/agrees_on_affine.hpp"
#include "axioms/batch_invariance.hpp"
#include "axioms/calling_twice.hpp"
#include "axioms/completeness.hpp"
#include "axioms/conservation.hpp"
#include "axioms/consistency.hpp"
#include "axioms/continuity.hpp"
#include "axioms/demand_monotonicity.hpp"
#include "axioms/determinism.hpp"
#include "axioms/game_symmetry.hpp"
#include "axioms/homogeneity.hpp"
#include "axioms/implementation_invariance.hpp"
#include "axioms/input_shift.hpp"
#include "axioms/input_shift_fixed_baseline.hpp"
#include "axioms/linearity.hpp"
#include "axioms/missingness.hpp"
#include "axioms/non_decreasing_positivity.hpp"
#include "axioms/null_player.hpp"
#include "axioms/permutation_equivariance.hpp"
#include "axioms/precision_consistency.hpp"
#include "axioms/proportionality.hpp"
#include "axioms/sensitivity_a.hpp"
#include "axioms/sensitivity_b.hpp"
#include "axioms/sensitivity_n.hpp"
#include "axioms/symmetric_monotonicity.hpp"
#include "axioms/symmetry.hpp"
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
    case AxiomGroup::own:
      return "Axioms of your own";
  }
  return "";
}

std::span<const Axiom> axiom_registry() {
  static const std::vector<Axiom> registry = {
      make_axiom<SensitivityA>(),
      make_axiom<SensitivityB>(),
      make_axiom<ImplementationInvariance>(),
      make_axiom<Completeness>(),
      make_axiom<Linearity>(),
      make_axiom<Symmetry>(),
      make_axiom<AffineScaleInvariance>(),
      make_axiom<InputShift>(),
      make_axiom<InputShiftFixedBaseline>(),
      make_axiom<Proportionality>(),
      make_axiom<DemandMonotonicity>(),
      make_axiom<NonDecreasingPositivity>(),
      make_axiom<SymmetricMonotonicity>(),
      make_axiom<GameSymmetry>(),
      make_axiom<NullPlayer>(),
      make_axiom<Consistency>(),
      make_axiom<Missingness>(),
      make_axiom<SensitivityN>(),
      make_axiom<AgreesOnAffine>(),
      make_axiom<Homogeneity>(),
      make_axiom<RelevanceConservation>(),
      make_axiom<Continuity>(),
      make_axiom<Determinism>(),
      make_axiom<CallingTwice>(),
      make_axiom<BatchInvariance>(),
      make_axiom<PrecisionConsistency>(),
      make_axiom<PermutationEquivariance>(),
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

bool is_registered(std::string_view name) {
  return std::ranges::any_of(axiom_registry(),
                             [&](const Axiom& axiom) { return axiom.info.name == name; });
}

std::vector<MethodKind> every_kind() {
  return {MethodKind::local, MethodKind::zero_baseline_implied, MethodKind::one_baseline,
          MethodKind::baseline_distribution};
}

}  // namespace axiomark
