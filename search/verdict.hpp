#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axioms/axiom.hpp"
#include "axioms/literature.hpp"
#include "search/means/mean_finding.hpp"

namespace axiomark {

enum class VerdictKind {
  theorem,         ///< a proof covers every network of a class
  holds_in_scope,  ///< all cases of a finite scope were checked
  survived,        ///< random search found nothing: no proof
  holds_within,    ///< residuals stayed within the error bound the method states
  violated,        ///< convicted by a counterexample, exact or beyond a derived bound
  outside,         ///< the axiom's source does not state it for this kind of method
  not_applicable,
  error,  ///< crash, time-out, NaN: counts for neither side
};
[[nodiscard]] std::string_view name(
    VerdictKind kind);  ///< as in report.json: "holds-in-scope", ...

[[nodiscard]] std::string_view name(Evidence evidence);

/// Where a counterexample came from.
struct Provenance {
  std::string named_case;  ///< a fixed case's name, or empty: found by random search
  std::uint64_t seed = 0;
  std::uint64_t case_number = 0;  ///< of the random search
  int shrinking_steps = 0;
  std::string size_before;  ///< "14 weights and biases, 4 inputs"; empty for fixed cases
  std::string size_after;
  std::string scope = {};  ///< the exhaustive scope whose smallest counterexample it is; else empty
  bool smooth = false;     ///< case_number counts cases on networks with smooth operators
};

/// A model file that a case was built on: kept by name and content instead of inline.
struct ModelReference {
  std::string path;
  std::string sha256;
  Ingredients<Rational> ingredients;  ///< what the axiom built its case from
};

/// One case that convicts one method of breaking one axiom, in exact arithmetic.
struct Counterexample {
  std::string method;  ///< full method string
  std::string axiom;
  Case<Rational> convicting;
  std::vector<Answer<Rational>> answers;  ///< one per probe
  Judgement<Rational> judgement;
  Provenance provenance;
  std::optional<ModelReference> model;  ///< none: the networks are small and stand inline
  /// The axiom, if it is not one of the registry, and what its case was built from: a case of it is built
  /// anew when it is judged again.
  std::shared_ptr<const Axiom> own_axiom = {};
  std::optional<Ingredients<Rational>> ingredients = {};
};
/// The axiom that a counterexample breaks: its own, or the registry's of that name.
[[nodiscard]] Result<Axiom> axiom_of(const Counterexample& counterexample);

/// What became of one of an axiom's kinds of case in a cell.
struct VariantFinding {
  std::string variant;  ///< "target weights", "n = 2"
  std::uint64_t cases = 0;
  bool violated = false;
  bool by_convention = false;  ///< violated, but only in cases that hang on one
};

/// What the exhaustive search of a finite scope found in one cell.
struct ScopeFinding {
  std::string name;            ///< "tiny"
  std::string description;     ///< its networks and points, in words
  std::uint64_t networks = 0;  ///< asked about, from the smallest on
  std::uint64_t all_networks =
      0;                      ///< of the scope; more than `networks` where the method is too costly
  std::uint64_t cases = 0;    ///< judged; of a violated cell up to the counterexample
  std::uint64_t refused = 0;  ///< the method had no answer
  std::uint64_t by_convention = 0;  ///< broken, but only by a convention: counted in `cases`
  std::uint64_t in_double =
      0;                  ///< cases settled by doubles without rounding; the others in Rational
  bool violated = false;  ///< by a case that hangs on no convention
  std::string fault;      ///< a case that could not be judged: the scope proves nothing

  /// Every case was judged, and none breaks the axiom.
  [[nodiscard]] bool held() const {
    return cases > 0 && !violated && by_convention == 0 && fault.empty();
  }
};

/// What random cases on networks with smooth operators found in one cell. They are judged with derived bounds, and
/// counted apart from the others.
struct SmoothFinding {
  std::uint64_t cases = 0;      ///< judged
  std::uint64_t undecided = 0;  ///< suspected in double, left open by the bounds; beside `cases`
};

/// One cell of the matrix.
struct Finding {
  std::string method;
  std::string axiom;
  VerdictKind verdict = VerdictKind::error;
  Evidence evidence = Evidence::none;
  std::string convention;  ///< "kink", "tie": violated only in cases that hang on it; else empty
  std::uint64_t cases = 0;
  std::optional<double> violation_rate_upper;  ///< 95 % Clopper-Pearson, survived only
  std::optional<double> error_bound;
  /// How far the verdict reaches: a theorem's premises, a scope's description, or for one that stands only
  /// by convention what was searched without.
  std::string scope;
  std::string reason;  ///< one line
  std::vector<LiteratureEntry> literature;
  bool contradicts_literature = false;
  std::optional<Counterexample> counterexample;
  std::vector<VariantFinding> variants;  ///< of axioms with several kinds of case, as they came up
  std::optional<ScopeFinding> exhaustive = {};  ///< beside the random search, if a scope was asked
  std::optional<SmoothFinding> smooth = {};     ///< beside the other cases, if any were asked
};

/// Whether a verdict says something about what a source claims: a counterexample among networks that the source
/// does not speak of does not.
[[nodiscard]] bool bears_on(const Finding& finding, const LiteratureEntry& entry);

/// "violated: output layer; nothing found: target weights (512 cases)". Empty where there is nothing to
/// tell apart.
[[nodiscard]] std::string variants_in_words(const std::vector<VariantFinding>& variants);

/// One network of a paper with what every method on trial says there, exactly.
struct ExampleFinding {
  std::string id;  ///< "figure-7"
  std::string title;
  std::string statement;  ///< what the source says, and what we find, in a sentence or two
  std::string source;
  std::vector<Probe<Rational>> probes;
  struct Row {
    std::string method;
    std::vector<Answer<Rational>> answers;  ///< one per probe
  };
  std::vector<Row> rows;
};

/// Everything a report shows.
struct Campaign {
  std::uint64_t seed = 0;
  std::uint64_t cases_per_cell = 0;
  std::string scope = {};  ///< searched exhaustively, in words; empty: none
  std::string subject;     ///< "embedded networks", or a model's file name and SHA-256
  std::vector<std::string> methods;
  std::vector<std::string> axioms;
  std::vector<Finding> findings;  ///< methods x axioms, row by row
  std::vector<ExampleFinding> examples;
  std::vector<Axiom> own_axioms = {};  ///< those of `axioms` that are not in the registry
  /// Of the random methods, in the order of `methods`; empty where none was tested.
  std::vector<MeanFinding> means = {};

  /// What an axiom of the campaign says; nothing of a name that is not one.
  [[nodiscard]] std::optional<AxiomInfo> axiom_info(const std::string& name) const;
  [[nodiscard]] const Finding& at(std::size_t method, std::size_t axiom) const {
    return findings[method * axioms.size() + axiom];
  }
};

}  // namespace axiomark
