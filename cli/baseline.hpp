#pragma once

#include <string>

#include "cli/picture_options.hpp"
#include "methods/attribution.hpp"

namespace axiomark::cli {

/// What --help says of --baseline.
inline constexpr const char* kBaselineHelp =
    "zero; of pictures black, white, mean (the input's mean colour), noise:SEED (each value one of "
    "256, from black to "
    "white, equally likely), blur or blur:SIGMA (a Gaussian of SIGMA pixels, by default an eighth "
    "of the shorter "
    "side); or like INPUT, for a method with a distribution of baselines its members";

/// Baselines in the layout of Queries.
template <Scalar S>
struct Baselines {
  Batch<S> points;
  Index per_query = 1;
};

/// `--baseline`: `zero`; for pictures `black`, `white`, `mean`, `noise:SEED`, `blur` or
/// `blur:SIGMA` (see methods/picture_baselines.hpp; all but blur suit inputs of any shape); or one
/// baseline, or one per input, in the forms of INPUT. For a method with a distribution of
/// baselines, all of those given are the distribution, the same for every input.
template <Scalar S>
[[nodiscard]] Result<Baselines<S>> read_baselines(const std::string& asked, MethodKind kind,
                                                  const Network<S>& network, const Batch<S>& inputs,
                                                  const PictureTerms& terms = {});

}  // namespace axiomark::cli
