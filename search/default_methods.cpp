#include "search/default_methods.hpp"

#include <vector>

namespace axiomark {

std::span<const std::string> default_method_strings() {
  // The default rows. Gradients and backprop rules as published; LRP as its paper and the libraries have
  // it, as the paper on integrated gradients reads it (bias=ignore), and a variant of each further rule.
  // Integrated gradients exactly, to a tolerance, and by the rules in use: the paper's own (right), the
  // trapezoid of the authors' code and Gauss-Legendre, Captum's default, with Captum's 50 steps, the
  // others with 20, the least that the paper calls enough. Random methods with their default seed and
  // few samples: they are judged as the estimators they are.
  static const std::vector<std::string> methods = {
      "gradient",
      "gradient-x-input",
      "gradient-x-difference",
      "smooth-gradient:samples=10",
      "guided-backprop",
      "deconvnet",
      "deeplift:rule=rescale",
      "deeplift:rule=revealcancel",
      "deep-shap",
      "lrp:rule=0,bias=include",
      "lrp:rule=0,bias=ignore",
      "lrp:rule=epsilon,epsilon=1/4",
      "lrp:rule=gamma",
      "lrp:rule=z+",
      "lrp:rule=alpha-beta,alpha=2",
      "integrated-gradients:rule=exact",
      "integrated-gradients:rule=adaptive,tolerance=1/100",
      "integrated-gradients:rule=left,steps=20",
      "integrated-gradients:rule=right,steps=50",
      "integrated-gradients:rule=midpoint,steps=20",
      "integrated-gradients:rule=trapezoid,steps=50",
      "integrated-gradients:rule=gauss-legendre,steps=50",
      "path:order=reverse",
      "serial-cost:rule=exact",
      "guided-ig:steps=20",
      "idgi",
      "expected-gradients:samples=20",
      "shapley",
      "shapley:rule=permutations,samples=16",
      "kernel-shap",
      "occlusion",
      "average:method=(integrated-gradients:rule=exact)",
  };
  return methods;
}

}  // namespace axiomark
