#include "cli/picture_options.hpp"

#include <fmt/format.h>

#include <array>

#include "methods/options.hpp"
#include "network/files/array_file.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/png.hpp"

namespace axiomark::cli {
namespace {

// The position of a word in a list of valid ones.
template <std::size_t N>
Result<std::size_t> choice(const std::string& option, const std::string& word,
                           const std::array<std::string, N>& valid) {
  const auto at = std::ranges::find(valid, word);
  if (at == valid.end()) {
    return fail(ErrorKind::usage, option, with_suggestion(word, valid),
                fmt::format("one of: {}", fmt::join(valid, ", ")));
  }
  return static_cast<std::size_t>(at - valid.begin());
}

// "0.485,0.456,0.406": one number for all colours or three.
Result<std::vector<Rational>> numbers(const std::string& option, const std::string& text) {
  std::vector<Rational> values;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    const auto value = parse_rational(text.substr(from, to - from));
    if (!value) {
      return fail(ErrorKind::usage, option, fmt::format("'{}'", text), "numbers between commas");
    }
    values.push_back(*value);
    from = to + 1;
  }
  return values;
}

Result<std::vector<Rational>> colours(const std::string& option, const std::string& text) {
  auto values = numbers(option, text);
  if (values && values->size() != 1 && values->size() != 3) {
    return fail(ErrorKind::usage, option, fmt::format("'{}'", text),
                "one number, or three: red, green, blue");
  }
  return values;
}

Result<PictureScale> read_scale(const PictureOptions& options) {
  const auto range = numbers("--range", options.range);
  if (!range) return tl::make_unexpected(range.error());
  if (range->size() != 2 || range->front() == range->back()) {
    return fail(ErrorKind::usage, "--range", fmt::format("'{}'", options.range),
                "two different numbers, for black and for white, such as 0,255");
  }
  const auto mean = colours("--mean", options.mean.empty() ? "0" : options.mean);
  if (!mean) return tl::make_unexpected(mean.error());
  const auto spread = colours("--std", options.std.empty() ? "1" : options.std);
  if (!spread) return tl::make_unexpected(spread.error());
  PictureScale scale{{}, {}};
  for (std::size_t c = 0; c < std::max(mean->size(), spread->size()); ++c) {
    const Rational& m = (*mean)[mean->size() == 1 ? 0 : c];
    const Rational& s = (*spread)[spread->size() == 1 ? 0 : c];
    if (s <= 0) {
      return fail(ErrorKind::usage, "--std", fmt::format("'{}'", options.std), "positive numbers");
    }
    scale.black.emplace_back((range->front() - m) / s);
    scale.white.emplace_back((range->back() - m) / s);
  }
  return scale;
}

const std::string kGroup = "Pictures";

bool is_png(const std::string& file) { return std::filesystem::path(file).extension() == ".png"; }

Result<Pixels> read_pixels(const std::string& file) {
  const auto bytes = read_bytes(file);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return parse_png(*bytes, file);
}

Result<PictureLayout> layout_for(const PictureTerms& terms, const Shape& sample,
                                 std::optional<PictureSize> size, const std::string& where) {
  auto found = picture_layout(sample, terms.place, size, where);
  if (!found) return found;
  if (found->channels == 1 && terms.scale.black.size() > 1) {
    return fail(ErrorKind::usage, "--mean or --std",
                fmt::format("three numbers for inputs of shape {}", to_text(sample)),
                "one number, as they have one channel");
  }
  found->blue_first = terms.blue_first;
  return found;
}

template <Scalar S>
Result<Batch<S>> as_sample(const Pixels& picture, const std::string& file, const Shape& sample,
                           const PictureTerms& terms) {
  const auto layout = layout_for(terms, sample, PictureSize{picture.width, picture.height}, file);
  if (!layout) return tl::make_unexpected(layout.error());
  const auto values = from_pixels<S>(picture, *layout, terms.scale, file);
  if (!values) return tl::make_unexpected(values.error());
  return Batch<S>(*values);
}

}  // namespace

void PictureOptions::add_reading(CLI::App& verb) {
  verb.add_option("--range", range,
                  "what black and white of a PNG are to the network: 0,255 or -1,1")
      ->capture_default_str()
      ->group(kGroup);
  verb.add_option("--mean", mean, "subtracted from that: one number, or red,green,blue")
      ->group(kGroup);
  verb.add_option("--std", std, "then divided by: one number, or red,green,blue")->group(kGroup);
  verb.add_option("--layout", layout,
                  "auto (from the input's shape), channels-first or channels-last")
      ->capture_default_str()
      ->group(kGroup);
  verb.add_option("--channel-order", channel_order, "rgb or bgr, as the network was trained")
      ->capture_default_str()
      ->group(kGroup);
}

void PictureOptions::add_drawing(CLI::App& verb) {
  verb.add_option(
          "--aggregate", aggregate,
          "channels: sum the attributions of a pixel's colours (figures do); none: keep them apart")
      ->group(kGroup);
  verb.add_option("--overlay", overlay,
                  "below each map of a figure: colours (the map over the input), pixels (the "
                  "input's pixels "
                  "times the sizes of attributions, as the paper shows them) or none")
      ->capture_default_str()
      ->group(kGroup);
  verb.add_option("--clip", clip,
                  "colours of a figure end at the size below which this many percent of a map lie")
      ->capture_default_str()
      ->group(kGroup);
}

Result<PictureLayout> PictureTerms::layout(const Shape& sample, const std::string& where) const {
  const auto size =
      picture ? std::optional(PictureSize{picture->width, picture->height}) : std::nullopt;
  return layout_for(*this, sample, size, where);
}

Result<PictureTerms> read_picture_terms(const PictureOptions& options, const std::string& input) {
  const auto scale = read_scale(options);
  if (!scale) return tl::make_unexpected(scale.error());
  const auto place =
      choice<3>("--layout", options.layout, {"auto", "channels-first", "channels-last"});
  if (!place) return tl::make_unexpected(place.error());
  const auto order = choice<2>("--channel-order", options.channel_order, {"rgb", "bgr"});
  if (!order) return tl::make_unexpected(order.error());
  const auto aggregate = choice<3>("--aggregate", options.aggregate, {"", "none", "channels"});
  if (!aggregate) {
    return fail(ErrorKind::usage, "--aggregate", fmt::format("'{}'", options.aggregate),
                "channels or none");
  }
  const auto overlay = choice<3>("--overlay", options.overlay, {"colours", "pixels", "none"});
  if (!overlay) return tl::make_unexpected(overlay.error());
  if (!(options.clip > 0 && options.clip <= 100)) {
    return fail(ErrorKind::usage, "--clip", fmt::format("{}", options.clip), "above 0, up to 100");
  }
  PictureTerms terms{*scale,
                     static_cast<ChannelPlace>(*place),
                     *order == 1,
                     static_cast<Aggregate>(*aggregate),
                     static_cast<report::Overlay>(*overlay),
                     options.clip,
                     std::nullopt};
  if (is_png(input)) {
    auto picture = read_pixels(input);
    if (!picture) return tl::make_unexpected(picture.error());
    terms.picture = std::move(*picture);
  }
  return terms;
}

Result<Display> with_aggregate(Display display, const PictureTerms& terms) {
  display.channels = terms.place;
  if (terms.aggregate != Aggregate::channels) return display;
  if (display.has(DisplayStep::channel_sum)) {
    return fail(ErrorKind::usage, "--aggregate channels", "channel-sum in --display as well",
                "one of them");
  }
  display.steps.insert(display.steps.begin(), DisplayStep::channel_sum);
  return display;
}

template <Scalar S>
Result<Batch<S>> read_inputs(const std::string& input, const Shape& sample,
                             const PictureTerms& terms) {
  if (terms.picture) return as_sample<S>(*terms.picture, input, sample, terms);
  return read_batch<S>(input, sample);
}

template <Scalar S>
Result<Batch<S>> read_picture(const std::string& file, const Shape& sample,
                              const PictureTerms& terms) {
  const auto picture = read_pixels(file);
  if (!picture) return tl::make_unexpected(picture.error());
  return as_sample<S>(*picture, file, sample, terms);
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template Result<Batch<S>> read_inputs<S>(const std::string&, const Shape&, const PictureTerms&); \
  template Result<Batch<S>> read_picture<S>(const std::string&, const Shape&, const PictureTerms&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::cli
