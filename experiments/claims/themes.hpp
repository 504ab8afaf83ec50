#pragma once

#include <vector>

#include "experiments/claim.hpp"

/// The claims, a file per theme. In each, a claim is a function, and the list of them ends the file.
namespace axiomark::claims {

/// In theme files; axioms have a Relation of their own.
using Relation = ClaimRelation;

[[nodiscard]] std::vector<Claim> sensitivity();       ///< which methods see that a feature matters
[[nodiscard]] std::vector<Claim> saturation();        ///< functions that have gone flat
[[nodiscard]] std::vector<Claim> figure_7();          ///< two networks of one function
[[nodiscard]] std::vector<Claim> figure_7_methods();  ///< what DeepLIFT and LRP say of them
[[nodiscard]] std::vector<Claim> kinks();             ///< gradients at kinks
[[nodiscard]] std::vector<Claim> minima();            ///< minima and ties
[[nodiscard]] std::vector<Claim> quadrature();        ///< how many steps are enough
[[nodiscard]] std::vector<Claim> libraries();         ///< what programs sum up
[[nodiscard]] std::vector<Claim> paths();             ///< path methods
[[nodiscard]] std::vector<Claim> path_theorems();     ///< what is said of all path methods
[[nodiscard]] std::vector<Claim> uniqueness();        ///< which axioms single a method out
[[nodiscard]] std::vector<Claim> continuity();        ///< how attributions change with the input
[[nodiscard]] std::vector<Claim> smoothness();        ///< what functions have to be like
[[nodiscard]] std::vector<Claim> cost_sharing();      ///< games, Shapley values, proportionality
[[nodiscard]] std::vector<Claim> games();             ///< Shapley values, and what they cost
[[nodiscard]] std::vector<Claim> propagation();  ///< what LRP, gradient x input and DeepLIFT share
[[nodiscard]] std::vector<Claim> agreement();    ///< where methods give the same
[[nodiscard]] std::vector<Claim> chain_rule();   ///< discrete gradients
[[nodiscard]] std::vector<Claim> lrp_rules();    ///< LRP rule by rule, library by library
[[nodiscard]] std::vector<Claim> lrp_libraries();   ///< LRP library by library
[[nodiscard]] std::vector<Claim> deeplift_rules();  ///< DeepLIFT rule by rule, library by library
[[nodiscard]] std::vector<Claim> deeplift_libraries();  ///< DeepLIFT library by library
[[nodiscard]] std::vector<Claim> deep_shap();           ///< DeepLIFT over background samples
[[nodiscard]] std::vector<Claim> invariance();          ///< shifts of the input
[[nodiscard]] std::vector<Claim> random_models();       ///< sanity checks on random networks
[[nodiscard]] std::vector<Claim> image_recovery();      ///< maps that paint the image
[[nodiscard]] std::vector<Claim> exact_regions();       ///< integrals by linear regions
[[nodiscard]] std::vector<Claim> samples_needed();      ///< counting samples, and stopping
[[nodiscard]] std::vector<Claim> convergence();    ///< orders, sampling, quadrature in libraries
[[nodiscard]] std::vector<Claim> sampling();       ///< Shapley values from samples
[[nodiscard]] std::vector<Claim> practice();       ///< how many steps users need
[[nodiscard]] std::vector<Claim> pictures();       ///< baselines and maps of images
[[nodiscard]] std::vector<Claim> copied_script();  ///< a copied script, fault by fault
[[nodiscard]] std::vector<Claim> reading_notes();  ///< what notes about the papers repeat
[[nodiscard]] std::vector<Claim> notes_on_integrals();  ///< the same, of paths and integrals
[[nodiscard]] std::vector<Claim> findings();            ///< ours: false as stated, or smaller

}  // namespace axiomark::claims
