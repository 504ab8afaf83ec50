#include <algorithm>
#include <functional>
#include <tuple>

#include "network/layer_list.hpp"
#include "search/conviction.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

// Every way to take one thing out of a case, or to make one of its numbers simpler, listed here without
// a look at how shrinking does it. Promised for networks of plain layers; of others, for their points.

/// Simpler numbers of the kind that a reader would try: 0, 1, -1, the whole numbers on both sides, one
/// step nearer to zero, the other sign. Only those that are simpler: a smaller denominator, then a
/// smaller size, then positive.
std::vector<Rational> simpler_numbers(const Rational& v) {
  const auto rank = [](const Rational& q) {
    return std::tuple(denominator(q), Rational(abs(q)), q < 0);
  };
  const auto whole = Rational(numerator(v) / denominator(v));  // towards zero
  const Rational away = whole + (v < 0 ? -1 : 1);
  const Rational nearer = v - (v < 0 ? -1 : 1);
  std::vector<Rational> simpler;
  for (const Rational& q :
       {Rational(0), Rational(1), Rational(-1), whole, away, nearer, Rational(-v)}) {
    if (rank(q) < rank(v)) simpler.push_back(q);
  }
  return simpler;
}

/// 0, ..., count - 1 without one.
std::vector<Index> without(Index count, Index left_out) {
  std::vector<Index> kept;
  for (Index k = 0; k < count; ++k) {
    if (k != left_out) kept.push_back(k);
  }
  return kept;
}

struct Simpler {
  std::string what;
  Case<Rational> c;
};

class Enumeration {
 public:
  explicit Enumeration(const Case<Rational>& c) : c_(c), layers_(layers_of(c.probes[0].network)) {}

  std::vector<Simpler> all() {
    points();
    if (!layers_.empty()) {
      for (std::size_t l = 0; l < layers_.size(); ++l) layer(l);
      features();
    }
    return std::move(all_);
  }

 private:
  void add(std::string what, const Case<Rational>& c) { all_.push_back({std::move(what), c}); }
  void add(std::string what, const LayerList<Rational>& layers) {
    Case<Rational> c = c_;
    c.probes[0].network = make_network(layers).value();
    add(std::move(what), c);
  }

  void points() {
    for (Index i = 0; i < c_.probes[0].input.size(); ++i) {
      for (const bool of_input : {true, false}) {
        const auto at = [&](Case<Rational>& c) -> Rational& {
          return of_input ? c.probes[0].input(i) : c.probes[0].baseline(i);
        };
        Case<Rational> c = c_;
        for (const Rational& q : simpler_numbers(at(c))) {
          Case<Rational> next = c_;
          at(next) = q;
          add(of_input ? "an input simpler" : "a baseline simpler", next);
        }
      }
    }
  }

  void number(std::size_t l, const std::string& what,
              const std::function<Rational&(Layer<Rational>&)>& at) {
    LayerList<Rational> next = layers_;
    const Rational before = at(next[l]);
    for (const Rational& q : simpler_numbers(before)) {
      at(next[l]) = q;
      add(what + " " + to_text(before) + " as " + to_text(q), next);
    }
  }

  void layer(std::size_t l) {
    const Layer<Rational>& here = layers_[l];
    for (Index r = 0; r < here.weights.rows(); ++r) {
      for (Index k = 0; k < here.weights.cols(); ++k) {
        number(l, "a weight", [&](Layer<Rational>& of) -> Rational& { return of.weights(r, k); });
      }
      number(l, "a bias", [&](Layer<Rational>& of) -> Rational& { return of.bias(r); });
      if (l + 1 < layers_.size() && here.weights.rows() > 1) unit(l, r);
    }
    if (here.relu) {
      LayerList<Rational> next = layers_;
      next[l].relu = false;
      add("without a relu", next);
    }
  }

  void unit(std::size_t l, Index r) {
    LayerList<Rational> next = layers_;
    const auto kept = without(layers_[l].weights.rows(), r);
    next[l].weights = layers_[l].weights(kept, Eigen::all);
    next[l].bias = layers_[l].bias(kept);
    next[l + 1].weights = layers_[l + 1].weights(Eigen::all, kept);
    add("without a unit", next);
  }

  void features() {
    const Probe<Rational>& p = c_.probes[0];
    for (Index i = 0; p.input.size() > 1 && i < p.input.size(); ++i) {
      if (std::ranges::find(c_.features, i) != c_.features.end()) continue;
      LayerList<Rational> next = layers_;
      const auto kept = without(p.input.size(), i);
      next[0].weights = layers_[0].weights(Eigen::all, kept);
      Case<Rational> c = c_;
      c.probes[0].network = make_network(next).value();
      c.probes[0].input = p.input(kept);
      c.probes[0].baseline = p.baseline(kept);
      for (Index& feature : c.features) feature -= feature > i ? 1 : 0;
      add("without an input", c);
    }
  }

  const Case<Rational>& c_;
  LayerList<Rational> layers_;
  std::vector<Simpler> all_;
};

bool convicts(const AnyMethod& on_trial, const Axiom& by, const Case<Rational>& c) {
  if (!by.check_premise(c)) return false;
  const auto judged = judge_exactly(on_trial, by, c);
  return judged && judged->judgement.outcome == Outcome::broken &&
         judged->judgement.hung_on.empty();
}

}  // namespace

TEST_CASE("no counterexample has anything to spare") {
  struct Cell {
    std::string method;
    std::string axiom;
  };
  int tried = 0;
  for (const Cell& cell :
       {Cell{"gradient", "completeness"}, Cell{"gradient-x-input", "completeness"},
        Cell{"guided-backprop", "completeness"}, Cell{"deconvnet", "completeness"},
        Cell{"occlusion", "completeness"}, Cell{"lrp:rule=0,bias=include", "completeness"},
        Cell{"integrated-gradients:rule=midpoint,steps=3", "completeness"},
        Cell{"gradient", "sensitivity-a"}, Cell{"gradient-x-input", "sensitivity-a"},
        Cell{"guided-backprop", "sensitivity-a"}, Cell{"deconvnet", "sensitivity-a"},
        Cell{"lrp:rule=0,bias=include", "sensitivity-a"}}) {
    const AnyMethod on_trial = method(cell.method);
    const Axiom by = axiom(cell.axiom);
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      CampaignOptions options;
      options.seed = seed;
      options.cases_per_cell = 500;
      options.fixed_cases = false;
      const Finding finding = search_cell(on_trial, by, options);
      INFO(cell.method << " and " << cell.axiom << ", seed " << seed);
      REQUIRE(finding.counterexample.has_value());
      if (!finding.convention.empty()) continue;
      const Case<Rational>& least = finding.counterexample->convicting;
      CHECK(convicts(on_trial, by, least));
      for (const Simpler& simpler : Enumeration(least).all()) {
        ++tried;
        INFO(simpler.what);
        CHECK_FALSE(convicts(on_trial, by, simpler.c));
      }
    }
  }
  CHECK(tried > 200);
}

}  // namespace axiomark::tests
