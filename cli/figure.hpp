#pragma once

#include <string>

#include "cli/attribution_text.hpp"
#include "cli/picture_options.hpp"

namespace axiomark::cli {

/// Whether `--out` names a figure (.png, .svg) and not an array.
[[nodiscard]] bool is_figure(const std::string& out);

/// Whether `--out` is a file that so many methods can be written to.
[[nodiscard]] Result<void> check_out(const std::string& out, std::size_t methods);

/// What all maps of a figure have in common.
struct FigureTerms {
  const PictureTerms& pictures;
  const std::string& input;  ///< as asked, as are the next
  const std::string& baseline;
};

/// Puts one method's maps of all inputs beside those already in the figure.
/// Error: inputs that are no pictures, too many inputs for a figure, an answer that is an error.
template <Scalar S>
[[nodiscard]] Result<void> add_method(report::AttributionFigure& figure,
                                      const AttributionReport<S>& answers,
                                      const FigureTerms& terms);

/// Draws the figure and writes it.
[[nodiscard]] Result<void> write_figure(const report::AttributionFigure& figure,
                                        const std::string& out);

}  // namespace axiomark::cli
