#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/display.hpp"
#include "network/network.hpp"
#include "network/picture_scale.hpp"
#include "report/pictures/attribution_figure.hpp"

namespace axiomark::cli {

/// `--range`, `--mean`, `--std`, `--layout`, `--channel-order`, `--aggregate`, `--overlay`,
/// `--clip`: how pictures become inputs, and attributions pictures.
struct PictureOptions {
  std::string range = "0,1";
  std::string mean;
  std::string std;
  std::string layout = "auto";
  std::string channel_order = "rgb";
  std::string aggregate;
  std::string overlay = "colours";
  double clip = 100;

  void add_reading(CLI::App& verb);  ///< how a PNG becomes an input
  void add_drawing(CLI::App& verb);  ///< how attributions become a figure
};

/// What is done with the colours of a pixel before attributions are shown. `fitting`: summed in
/// figures, where there is one map per method; left alone in numbers.
enum class Aggregate { fitting, none, channels };

/// The options, read and checked, and the picture that INPUT is.
struct PictureTerms {
  PictureScale scale;
  ChannelPlace place = ChannelPlace::automatic;
  bool blue_first = false;
  Aggregate aggregate = Aggregate::fitting;
  report::Overlay overlay = report::Overlay::colours;
  double clip = 100;
  std::optional<Pixels> picture;  ///< of a PNG as INPUT

  /// The layout of a sample of that shape, of the picture's size if there is one.
  [[nodiscard]] Result<PictureLayout> layout(const Shape& sample, const std::string& where) const;
};

[[nodiscard]] Result<PictureTerms> read_picture_terms(const PictureOptions& options,
                                                      const std::string& input);

/// `--aggregate channels` is the display step channel-sum, before all others.
[[nodiscard]] Result<Display> with_aggregate(Display display, const PictureTerms& terms);

/// INPUT: a PNG file, or what read_batch takes.
template <Scalar S>
[[nodiscard]] Result<Batch<S>> read_inputs(const std::string& input, const Shape& sample,
                                           const PictureTerms& terms);

/// One PNG file as one sample.
template <Scalar S>
[[nodiscard]] Result<Batch<S>> read_picture(const std::string& file, const Shape& sample,
                                            const PictureTerms& terms);

}  // namespace axiomark::cli
