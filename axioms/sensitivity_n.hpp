#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Sensitivity-n: the attributions of any n features add up to what F loses when these n go to the baseline.
/// Case        the drawn network; n from 1 to the number of features (all of them: completeness), a kind of
///             case each, so that the set of n for which a method keeps it can be read off.
/// Source      Ancona et al. 2018, arXiv 1711.06104, section 3.2.
struct SensitivityN {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
