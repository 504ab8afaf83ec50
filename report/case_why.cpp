// Why a violation follows from the method's definition: texts by method and axiom.
#include <algorithm>
#include <string_view>
#include <vector>

#include "axioms/literature.hpp"
#include "methods/registry.hpp"
#include "report/case_words.hpp"

namespace axiomark {
namespace {

struct Why {
  std::vector<std::string> methods;  ///< or beginnings
  std::vector<std::string> axioms;   ///< empty: whatever the axiom
  std::string text;
};

const std::vector<std::string> kGradients = {"gradient", "gradient-x-input",
                                             "gradient-x-difference"};
const std::vector<std::string> kCorners = {"shapley", "shapley-shubik", "kernel-shap",
                                           "path:order=all", "occlusion"};
const std::vector<std::string> kGameAxioms = {"game-symmetry", "null-player", "consistency"};

// Where a convention decided.
const std::vector<Why>& on_kinks() {
  static const std::vector<Why> all = {
      {kGradients,
       {},
       "The input lies on the kink of a relu. There the function may be smooth while its parts are "
       "not, and the value chosen for relu′(0) enters the answer."},
      {{"integrated-gradients", "idgi", "guided-ig", "path", "serial-cost", "expected-gradients",
        "gradient-shap"},
       {},
       "Some node of the quadrature lies on the kink of a relu, where relu′(0) stands in for a "
       "gradient that is not defined."},
  };
  return all;
}

const std::vector<Why>& by_definition() {
  static const std::vector<Why> all = {
      {{"gradient-x-input"},
       {"completeness"},
       "The gradient is taken at the input alone. How the function got there from the baseline "
       "never enters the computation. Multiplying by the input measures the tangent plane at 0, "
       "not "
       "the function."},
      {{"gradient-x-input", "gradient-x-difference", "lrp"},
       {"input-shift-fixed-baseline"},
       "The point that counts as zero is fixed. After the shift the same function has the same "
       "slopes, but the numbers they are multiplied by have changed."},
      {kGradients,
       {},
       "The gradient is taken at the input alone. How the function got there from the baseline "
       "never enters the computation: where a relu is off or a unit is saturated, its part is 0; "
       "where the function is steep, its part says nothing about the height."},
      {{"guided-backprop"},
       {},
       "A relu passes a signal back only where it was on and the signal is positive. A unit that "
       "lowers the output receives a negative signal and passes 0, so what reaches the inputs "
       "depends on where in the network the minus sign stands."},
      {{"deconvnet"},
       {},
       "A relu passes back the positive part of the signal, whether or not it was on. Negative "
       "signals are dropped and relus that are off let signals through, so what reaches the inputs "
       "depends on how the function is wired."},
      {{"lrp"},
       {"completeness", "sensitivity-a"},
       "Relevance starts as F(x) at the output and is shared out layer by layer, in proportion to "
       "what each operand contributes at the input. The method has no baseline: F at the baseline "
       "never enters, and a unit that is off at the input passes nothing."},
      {{"lrp"},
       {},
       "Relevance is shared out layer by layer, in proportion to what each operand contributes at "
       "the input. The proportions are those of the layers as they are wired: biases, signs and "
       "sums inside them decide, and another wiring of the same function has other layers."},
      {{"deeplift:rule=revealcancel", "deep-shap:rule=revealcancel"},
       {},
       "Every difference from the baseline is taken apart into a positive and a negative part, "
       "unit "
       "by unit. What the parts are depends on where in the network sums are formed; another "
       "wiring "
       "of the same function forms them elsewhere."},
      {{"deeplift", "deep-shap"},
       {},
       "A unit’s multiplier is the difference of its result divided by the difference of its "
       "operand, over the whole way from baseline to input. The product of such quotients along "
       "the "
       "layers is not the quotient of the whole, so it depends on which units the function is made "
       "of."},
      {{"idgi"},
       {},
       "Each step’s change of the output is shared out by the squares of the slopes at its "
       "beginning. How far each feature moves does not enter, and a square is not linear."},
      {{"integrated-gradients", "path", "serial-cost", "guided-ig", "average", "expected-gradients",
        "gradient-shap"},
       kGameAxioms,
       "The path goes through the inside of the box from baseline to input, and collects slopes "
       "there. The axiom speaks of the corners only, where the two functions agree."},
      {{"integrated-gradients", "average"},
       {"demand-monotonicity"},
       "The straight path to the larger input is another path. It can cross a kink elsewhere and "
       "spend less of its length where the feature counts."},
      {{"serial-cost"},
       {"affine-scale-invariance", "proportionality", "symmetric-monotonicity"},
       "All features move at one speed, each in its own unit, until it arrives. Other units or "
       "other "
       "distances make another path."},
      {{"integrated-gradients", "path", "serial-cost", "guided-ig", "average", "expected-gradients",
        "gradient-shap", "shapley", "shapley-shubik", "kernel-shap", "deeplift", "deep-shap",
        "occlusion"},
       {"input-shift-fixed-baseline"},
       "The numbers of the baseline stay where they are while the input is shifted, so after the "
       "shift they are another point: the attributions compare the input with something else."},
      {{"integrated-gradients", "path", "serial-cost", "guided-ig", "average", "expected-gradients",
        "gradient-shap", "shapley", "shapley-shubik", "kernel-shap"},
       {"sensitivity-n"},
       "Attributions share out the whole change of the output, interactions included. What some "
       "features alone would change when they go to the baseline counts each interaction in full."},
      {{"occlusion"},
       {"completeness", "sensitivity-n"},
       "Features go to the baseline one at a time. What two of them do together is counted for "
       "both "
       "or for neither, so the parts do not add up to the whole."},
      {{"shapley:rule=permutations", "shapley:rule=antithetic", "shapley:rule=stratified",
        "kernel-shap:rule=sampled", "kernel-shap:rule=unbiased"},
       {},
       "Only some orders or coalitions are drawn. With this seed they do not treat all features "
       "alike."},
      {kCorners,
       {},
       "F is asked at the corners of the box from baseline to input only, and every order counts "
       "the "
       "same. How far a feature moves and what the function does in between does not enter."},
      {{"path:order", "path:rule=exact,order"},
       {},
       "The features move one after another. What they do together goes to the one that moves "
       "later."},
      {{"integrated-gradients:rule=exact", "serial-cost:rule=exact"},
       {},
       "The gradient is collected along one path. Where the path crosses a kink decides how much "
       "of "
       "it counts for each feature."},
      {{"integrated-gradients", "guided-ig", "path", "serial-cost"},
       {},
       "The rule looks at the gradient in finitely many places. Between them the gradient jumps "
       "where a relu switches, and the rule weighs the two sides by its nodes, not by their "
       "lengths."},
      {{"expected-gradients", "gradient-shap", "smooth-gradient"},
       {},
       "The gradient is averaged over finitely many points drawn at random. The mean is right on "
       "average at most; the points drawn with this seed are not spread like the whole."},
      {{"average"},
       {},
       "The mean over the baselines is made of what the method inside gives at each, and has its "
       "faults."},
      {{"conditional-shapley"},
       {},
       "Features that are not known are filled in from the rows that agree with those that are. "
       "Features that vary together stand in for one another, whether or not the function reads "
       "them."},
  };
  return all;
}

std::string first_text(const std::vector<Why>& texts, const Counterexample& c) {
  for (const Why& why : texts) {
    const bool method = std::ranges::any_of(
        why.methods, [&](const std::string& m) { return names_method(m, c.method); });
    const bool axiom =
        why.axioms.empty() || std::ranges::find(why.axioms, c.axiom) != why.axioms.end();
    if (method && axiom) return why.text;
  }
  return {};
}

// What any method hangs on.
std::string on_other_conventions(HangSet hung_on) {
  if (hung_on.contains(Hang::zero_denominator)) {
    return "A sum by which something is to be shared out is zero. No definition says who gets it; "
           "here nobody does.";
  }
  if (hung_on.contains(Hang::zero_difference)) {
    return "The operand of a unit does not differ from its baseline, so its quotient of "
           "differences "
           "is 0/0; the slope at the input stands in for it.";
  }
  if (hung_on.contains(Hang::tie)) {
    return "Two operands of a maximum are equal, and a convention says which of them counts.";
  }
  return {};
}

}  // namespace

std::string case_why(const Counterexample& c) {
  const HangSet hung_on = c.judgement.hung_on;
  std::string text;
  if (hung_on.contains(Hang::kink)) text = first_text(on_kinks(), c);
  if (text.empty()) text = on_other_conventions(hung_on);
  if (text.empty()) text = first_text(by_definition(), c);
  if (!text.empty()) return text;
  const RegistryEntry* entry = find_entry(c.method.substr(0, c.method.find(':')));
  return entry != nullptr ? entry->why : text;
}

}  // namespace axiomark
