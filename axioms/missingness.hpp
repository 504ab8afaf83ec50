#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Missingness: a feature whose input equals its baseline gets attribution zero.
/// Case        the drawn network; the feature's input is its baseline.
/// Source      Lundberg & Lee 2017, property 2.
struct Missingness {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
