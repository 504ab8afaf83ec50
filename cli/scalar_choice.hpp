#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "network/scalar.hpp"

namespace axiomark::cli {

/// `--exact`, `--scalar float|double`, `--max-cost SECONDS`: shared by the verbs that compute.
struct ScalarChoice {
  bool exact = false;
  std::string scalar = "double";
  double max_cost = 120;

  void add_to(CLI::App& verb);
  /// Without `--max-cost`: for verbs that read and write.
  void add_precision_to(CLI::App& verb);
  /// Calls work.operator()<S>() with the scalar chosen.
  template <class Work>
  [[nodiscard]] Result<int> dispatch(const Work& work) const {
    if (exact) return work.template operator()<Rational>();
    if (scalar == "float") return work.template operator()<float>();
    if (scalar == "double") return work.template operator()<double>();
    return fail(ErrorKind::usage, "--scalar", "'" + scalar + "'",
                "float or double (exact arithmetic is --exact)");
  }
};

}  // namespace axiomark::cli
