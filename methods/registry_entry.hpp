#pragma once

#include <functional>
#include <string>
#include <vector>

#include "methods/method.hpp"
#include "methods/options.hpp"

namespace axiomark {

/// One row of the registry: a family of methods and how a method string makes one.
struct RegistryEntry {
  std::string name;
  std::string family;   ///< heading in reports
  std::string summary;  ///< the formula in a line
  std::string source;
  MethodKind kind;
  std::vector<OptionInfo> options;
  std::function<Result<AnyMethod>(const Options&)> make;
  std::string title = {};  ///< its name in a sentence; empty: `name` with spaces
  /// Why a violation follows from its definition, in a sentence or two, where report/case_why.cpp has nothing
  /// to say about the axiom in particular.
  std::string why = {};
};

/// Answers for all columns from one computation, which may have failed as a whole.
template <Scalar S, class Computed, class Take>
[[nodiscard]] Attributions<S> one_answer_per_column(const Result<Computed>& computed, Index columns,
                                                    const Take& take) {
  Attributions<S> answers;
  for (Index k = 0; k < columns; ++k) {
    if (computed) {
      answers.emplace_back(take(*computed, k));
    } else {
      answers.emplace_back(tl::make_unexpected(computed.error()));
    }
  }
  return answers;
}

}  // namespace axiomark

/// Instantiates a function method's attribute() for every scalar, in its .cpp.
#define AXIOMARK_INSTANTIATE_FUNCTION_METHOD(M)                                                   \
  template Attributions<float> M::attribute(const Function<float>&, const Batch<float>&,          \
                                            const Batch<float>&) const;                           \
  template Attributions<double> M::attribute(const Function<double>&, const Batch<double>&,       \
                                             const Batch<double>&) const;                         \
  template Attributions<Rational> M::attribute(const Function<Rational>&, const Batch<Rational>&, \
                                               const Batch<Rational>&) const

/// The same for a graph method.
#define AXIOMARK_INSTANTIATE_GRAPH_METHOD(M)                                                       \
  template Attributions<float> M::attribute(const Network<float>&, const Queries<float>&) const;   \
  template Attributions<double> M::attribute(const Network<double>&, const Queries<double>&)       \
      const;                                                                                       \
  template Attributions<Rational> M::attribute(const Network<Rational>&, const Queries<Rational>&) \
      const
