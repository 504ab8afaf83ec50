#pragma once

#include "axioms/axiom.hpp"
#include "axioms/axiom_formula.hpp"

namespace axiomark {

/// An axiom as data: what the file of an axiom says, its formulas taken apart (docs/axiom-files.md).
struct AxiomDefinition {
  struct Probe {
    std::string name;
    AxiomFormula function;
    AxiomFormula input;
    AxiomFormula baseline;
  };
  std::string name;
  std::string statement;
  std::string formula;  ///< in words of mathematics; empty: the relation itself
  std::string source;
  std::vector<MethodKind> stated_for;
  std::vector<RewriteKind> rewrites;  ///< those that rewritten() may use; empty: all
  std::vector<Probe> probes;
  Relation relation = Relation::equal;
  AxiomFormula left;
  AxiomFormula right;  ///< not_zero: the relation is asked where this is not 0
};

/// Faults in what the formulas name and how they fit together. `where(member)` says where a member of the
/// definition stands, for errors: "left", "probes 0 input", ...
[[nodiscard]] Result<void> check_definition(
    const AxiomDefinition& definition,
    const std::function<std::string(const std::string& member)>& where);

/// The axiom that a checked definition describes. `text` becomes Axiom::definition.
[[nodiscard]] Axiom make_axiom(AxiomDefinition definition, std::string text);

}  // namespace axiomark
