#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Calling twice changes nothing: the same method, asked the same question again after a question about
/// another network, gives the same answer to the last bit.
/// Case        the drawn network and points; the other drawn network with the input negated; the
///             first question again. All in double.
/// Source      what any implementation owes; hooks and buffers left in a model are how libraries break it.
struct CallingTwice {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
