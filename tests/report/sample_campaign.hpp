#pragma once

#include <fmt/format.h>

#include <stdexcept>

#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "search/verdict.hpp"

namespace axiomark::tests {

[[nodiscard]] inline Vector<Rational> numbers(std::initializer_list<Rational> values) {
  Vector<Rational> v(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), v.data());
  return v;
}

[[nodiscard]] inline Probe<Rational> probe(std::string label, Network<Rational> network,
                                           Vector<Rational> input) {
  const auto zero = Vector<Rational>::Constant(input.size(), Rational(0));
  return {std::move(label), std::move(network), std::move(input), zero, numbers({1})};
}

/// The pair of figure 7 at (3, 1).
[[nodiscard]] inline std::vector<Probe<Rational>> figure_7() {
  return {probe("f", examples::figure_7_f(), numbers({3, 1})),
          probe("g", examples::figure_7_g(), numbers({3, 1}))};
}
/// 1 - relu(1 - x) at 2.
[[nodiscard]] inline std::vector<Probe<Rational>> saturation() {
  return {probe("F", examples::saturation(), numbers({2}))};
}
/// x1 - relu(x1 - x2) at (1, 3).
[[nodiscard]] inline std::vector<Probe<Rational>> minimum() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor kink = b.relu(b.dense(x, {{1, -1}}, {0}));
  return {probe("F", b.build(b.subtract(b.feature(x, 0), kink)).value(), numbers({1, 3}))};
}

[[nodiscard]] inline std::vector<Answer<Rational>> answers_of(
    const std::string& method, const std::vector<Probe<Rational>>& probes) {
  const auto made = make_method(method);
  if (!made) throw std::runtime_error(message(made.error()));
  return ask<Rational>(*made, {probes, {}, ""}, ThreadPool(1)).value();
}

[[nodiscard]] inline Finding finding(const std::string& method, const std::string& axiom,
                                     VerdictKind verdict) {
  Finding f;
  f.method = method;
  f.axiom = axiom;
  f.verdict = verdict;
  f.literature = literature_on(method, axiom);
  return f;
}

[[nodiscard]] inline Finding violation(const std::string& method, const std::string& axiom,
                                       std::vector<Probe<Rational>> probes,
                                       std::vector<Index> features, std::string premise) {
  Finding f = finding(method, axiom, VerdictKind::violated);
  Counterexample c;
  c.method = method;
  c.axiom = axiom;
  c.convicting = {std::move(probes), std::move(features), std::move(premise)};
  c.answers = answers_of(method, c.convicting.probes);
  c.judgement = find_axiom(axiom)->check(c.convicting, c.answers);
  c.provenance.seed = 2026;
  c.provenance.case_number = 48213;
  c.provenance.shrinking_steps = 12;
  c.provenance.size_before = "14 weights and biases, 4 inputs";
  c.provenance.size_after = "5 weights and biases, 2 inputs";
  f.evidence = Evidence::exact;
  f.cases = 48214;
  f.reason = c.judgement.reason;
  for (const LiteratureEntry& entry : f.literature) {
    f.contradicts_literature |= entry.claim == Stance::holds;
  }
  f.counterexample = std::move(c);
  return f;
}

/// A small campaign made by hand: every kind of verdict, real answers in every counterexample.
[[nodiscard]] inline Campaign sample_campaign() {
  Campaign campaign;
  campaign.seed = 2026;
  campaign.cases_per_cell = 100000;
  campaign.subject = "embedded networks";
  campaign.methods = {"gradient",
                      "gradient-x-input",
                      "guided-backprop",
                      "deconvnet",
                      "integrated-gradients:rule=exact",
                      "integrated-gradients:rule=right,steps=20",
                      "integrated-gradients:rule=right,steps=5"};
  campaign.axioms = {"sensitivity-a", "sensitivity-b", "implementation-invariance", "completeness"};
  for (const std::string& method : campaign.methods) {
    const bool exact = method.ends_with("exact");
    for (const std::string& axiom : campaign.axioms) {
      Finding survived = finding(method, axiom, VerdictKind::survived);
      survived.cases = 100000;
      survived.violation_rate_upper = 2.9957e-5;
      survived.reason = "no violation in 100000 cases";
      if (exact) {
        survived.verdict = VerdictKind::theorem;
        survived.reason = "follows from a theorem";
      } else if (axiom == "sensitivity-a" && !method.ends_with("=5")) {
        survived = violation(method, axiom, saturation(), {0}, "Only x1 differs.");
        if (survived.counterexample->judgement.outcome != Outcome::broken) {
          survived = finding(method, axiom, VerdictKind::holds_within);
          survived.error_bound = 0.25;
        }
      } else if (axiom == "completeness") {
        survived = violation(method, axiom, saturation(), {}, "Completeness has no premise.");
      } else if (axiom == "implementation-invariance" &&
                 (method == "guided-backprop" || method == "gradient")) {
        survived = violation(method, axiom, figure_7(), {}, "f = g everywhere.");
        if (method == "gradient") {
          survived.convention = "kink";
          survived.contradicts_literature = false;
        }
      } else if (axiom == "sensitivity-b" && method == "deconvnet") {
        survived =
            violation(method, axiom, {probe("F", examples::figure_7_difference(), numbers({3, 1}))},
                      {0, 1}, "F = f - g is zero everywhere.");
      } else if (axiom == "sensitivity-b" && method == "gradient") {
        survived = finding(method, axiom, VerdictKind::outside);
        survived.reason = "stated for methods with a baseline";
      } else if (axiom == "sensitivity-b" && method == "guided-backprop") {
        survived = finding(method, axiom, VerdictKind::not_applicable);
        survived.reason = "no rule for <softmax> & \"others\"";
      } else if (method.ends_with("=5")) {
        survived.verdict =
            axiom == "sensitivity-b" ? VerdictKind::error : VerdictKind::holds_in_scope;
        survived.scope = "scope small";
        survived.reason = "time-out after 10 s";
      }
      campaign.findings.push_back(std::move(survived));
    }
  }
  for (const auto& [id, probes] :
       {std::pair{"figure-7", figure_7()}, std::pair{"minimum", minimum()}}) {
    ExampleFinding example{id,
                           "Two networks, one function",
                           "f = g at every point - as drawn.",
                           "Sundararajan, Taly, Yan 2017, figure 7",
                           probes,
                           {}};
    for (const std::string& method : campaign.methods) {
      example.rows.push_back({method, answers_of(method, probes)});
    }
    campaign.examples.push_back(std::move(example));
  }
  return campaign;
}

}  // namespace axiomark::tests
