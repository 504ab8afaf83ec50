#include "axioms/reading_notes.hpp"

namespace axiomark {
namespace {

const std::string kExactIg = "integrated-gradients:rule=exact";

// Integrals along a path that does not look at the function.
const std::vector<std::string> kPathMethods = {kExactIg, "path", "serial-cost"};

}  // namespace

Work reading_notes() {
  return {"reading notes of that paper",
          "Statements that summaries of the paper repeat, many of them wrong: readers meet them "
          "first",
          {{"S01",
            Stance::fails,
            {"gradient", "guided-backprop", "deconvnet", "lrp", "deeplift"},
            {"sensitivity-a"},
            "vanilla backpropagation, guided backpropagation, DeConvNet, LRP and DeepLIFT violate "
            "sensitivity"},
           {"S02",
            Stance::holds,
            {"deeplift", "lrp"},
            {"sensitivity-a"},
            "DeepLIFT and LRP satisfy sensitivity because they use a baseline"},
           {"S02",
            Stance::holds,
            {"deeplift", "lrp"},
            {"completeness"},
            "DeepLIFT and LRP also satisfy completeness"},
           {"S05",
            Stance::holds,
            kPathMethods,
            {"completeness", "sensitivity-a"},
            "all path methods satisfy implementation invariance, completeness and sensitivity"},
           {"S05",
            Stance::holds,
            {"integrated-gradients", "path", "serial-cost"},
            {"implementation-invariance"},
            "all path methods satisfy implementation invariance, completeness and sensitivity"},
           {"S13",
            Stance::holds,
            {"gradient-x-input"},
            {"agrees-on-affine"},
            "gradient x input is the analogue of a linear model's coefficients"},
           {"S14",
            Stance::fails,
            {"guided-backprop", "deconvnet", "deeplift", "lrp", kExactIg, "shapley:rule=exact",
             "occlusion"},
            {"implementation-invariance"},
            "a method that is not the gradient breaks implementation invariance"}}};
}

}  // namespace axiomark
