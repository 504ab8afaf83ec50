#pragma once

#include <span>
#include <string>
#include <vector>

#include "methods/method.hpp"

namespace axiomark {

/// Which networks are searched: all plain ones with at most so many inputs and relus, at most one hidden
/// layer of at most two units, weights and biases -1, 0, 1; at inputs of whole numbers from 0 to 3,
/// baseline 0.
struct SmallScope {
  int inputs = 1;
  int relus = 1;
};

/// Method by method, the relus of each network of the first case of the scope that breaks the axiom
/// without hanging on a convention; a single 0 where there is none.
[[nodiscard]] Result<std::vector<Index>> smallest_relus(std::span<const AnyMethod> methods,
                                                        const std::string& axiom,
                                                        const SmallScope& scope,
                                                        const ThreadPool& pool);

}  // namespace axiomark
