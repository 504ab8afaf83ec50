#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Determinism under a seed: the method made anew, with the same options and so the same seed, gives the
/// same answer to the last bit.
/// Case        the drawn network and points, asked twice in double: the method on trial, and the same one
///             made anew from its name (where only this one object can be had, it is asked again).
/// Source      what any implementation owes; Sundararajan, Taly & Yan 2017 define methods as functions of F,
///             x and x'.
struct Determinism {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
