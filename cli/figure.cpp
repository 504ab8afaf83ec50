#include "cli/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "methods/near_zero.hpp"
#include "network/files/file_bytes.hpp"

namespace axiomark::cli {
namespace {

using report::AttributionFigure;
using report::HeatMap;
using report::InputMaps;

std::string file_name(const std::string& path) {
  return path.starts_with('[') ? path : std::filesystem::path(path).filename().string();
}

// "-" as a minus sign.
std::string short_text(double value, int digits) {
  std::string text = fmt::format("{:.{}g}", value, digits);
  if (text.front() == '-') text.replace(0, 1, "\u2212");
  return text;
}

bool has_baseline(MethodKind kind) {
  return kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
}

// F(x), F(x') and the point x' itself, in doubles.
struct Scores {
  double input = 0;
  std::optional<double> baseline;
};

template <Scalar S>
Scores scores(const AttributionReport<S>& answers, Index k) {
  const auto [input, baseline] = balance(answers, k);
  Scores result{convert<double>(input), std::nullopt};
  if (baseline) result.baseline = convert<double>(*baseline);
  return result;
}

template <Scalar S>
std::string caption(const AttributionReport<S>& answers, Index k) {
  const Index index = answers.target_indices[static_cast<std::size_t>(k)];
  const std::string target = index < 0 ? "target " + answers.target
                             : answers.target.starts_with("predicted")
                                 ? fmt::format("target {} ({})", index, answers.target)
                                 : fmt::format("target {}", index);
  const std::string score = "F(x) = " + short_text(scores(answers, k).input, 4);
  return answers.queries.count() > 1 ? fmt::format("input {}: {}, {}", k, target, score)
                                     : fmt::format("{}, {}", target, score);
}

// What the figure says of an input's baseline, once a method has one.
void show_baseline(InputMaps& input, double value, const FigureTerms& terms,
                   const Vector<double>& point, const PictureLayout& layout) {
  if (input.baseline) return;
  input.baseline = to_pixels(point, layout, terms.pictures.scale);
  input.caption += fmt::format(", F(x\u2032) = {} at the baseline ({})", short_text(value, 4),
                               file_name(terms.baseline));
}

std::string residual_words(double sum, const Scores& at) {
  if (!at.baseline) return {};
  return ", residual " + short_text(sum - (at.input - *at.baseline), 2);
}

// An answer as maps of colours: one, or one per colour, all to one limit.
std::vector<report::MethodMap> maps_of(const Vector<double>& values, const PictureLayout& layout,
                                       double percent, const std::string& title,
                                       const std::string& residual, double sum) {
  const Index pixels = layout.width * layout.height;
  const double limit = report::colour_limit(values, percent);
  const std::string whole = "sum " + short_text(sum, 4) + residual;
  if (values.size() == pixels) {  // summed, or grey: in row order either way
    return {{title, HeatMap{layout.width, layout.height, values}, limit, whole}};
  }
  std::vector<report::MethodMap> maps;
  for (Index colour = 0; colour < layout.channels; ++colour) {
    HeatMap map{layout.width, layout.height, Vector<double>(pixels)};
    for (Index p = 0; p < pixels; ++p) {
      map.values(p) = values(layout.feature(colour, p / layout.width, p % layout.width));
    }
    constexpr std::array<std::string_view, 3> kColours{"red", "green", "blue"};
    maps.push_back({fmt::format("{}: {}", title, kColours[static_cast<std::size_t>(colour)]),
                    std::move(map), limit, "of all colours: " + whole});
  }
  return maps;
}

// Once for every input and baseline that several methods share.
void add_note(AttributionFigure& figure, const std::string& note) {
  if (std::ranges::find(figure.notes, note) == figure.notes.end()) figure.notes.push_back(note);
}

// near_zero_note, in the digits of a figure.
std::string far_from_zero(Index input, bool implied, const Scores& at) {
  const std::string score = implied ? fmt::format("F(0) = {}, the score at the implied baseline,",
                                                  short_text(*at.baseline, 4))
                                    : fmt::format("F(x\u2032) = {}", short_text(*at.baseline, 4));
  return fmt::format(
      "{}{} is not near zero beside F(x) = {}: attributions explain the difference, not F(x) "
      "itself.",
      input < 0 ? "" : fmt::format("Input {}: ", input), score, short_text(at.input, 4));
}

// How to read the colours.
std::string legend(const Display& display, const PictureTerms& terms, bool summed) {
  std::string text = display.has(DisplayStep::absolute)
                         ? "Colour: the size of an attribution. "
                         : "Red: for the target's score, blue: against it, white: neither. ";
  text += terms.clip < 100
              ? fmt::format("The colours of each method end at percentile {} of its sizes. ",
                            terms.clip)
              : "The colours of each method end at its largest attribution. ";
  if (summed) text += "The attributions of a pixel's colours are summed. ";
  if (terms.overlay == report::Overlay::colours) text += "Below each map: the same over the input.";
  if (terms.overlay == report::Overlay::pixels) {
    text += "Below each map: the input's pixels times the sizes of their attributions.";
  }
  return text;
}

}  // namespace

bool is_figure(const std::string& out) {
  const auto ending = std::filesystem::path(out).extension();
  return ending == ".png" || ending == ".svg";
}

Result<void> check_out(const std::string& out, std::size_t methods) {
  if (out.empty() || is_figure(out)) return {};
  const auto ending = std::filesystem::path(out).extension().string();
  if (ending != ".npy" && ending != ".csv" && ending != ".json") {
    return fail(ErrorKind::usage, "--out " + out, fmt::format("ending '{}'", ending),
                ".npy, .csv, .json, or .png, .svg for a figure");
  }
  if (methods == 1) return {};
  return fail(ErrorKind::usage, "--out " + out, fmt::format("{} methods", methods),
              "one method for a file of numbers, or a figure: .png, .svg");
}

template <Scalar S>
Result<void> add_method(AttributionFigure& figure, const AttributionReport<S>& answers,
                        const FigureTerms& terms) {
  const auto layout = terms.pictures.layout(answers.shape, "a figure");
  if (!layout) return tl::make_unexpected(layout.error());
  if (answers.queries.count() > static_cast<Index>(report::kMostFigureRows)) {
    return fail(ErrorKind::usage, "a figure", fmt::format("{} inputs", answers.queries.count()),
                fmt::format("at most {}", report::kMostFigureRows));
  }
  Display display = answers.display;
  const bool summed = layout->channels == 3 && terms.pictures.aggregate != Aggregate::none;
  if (summed && !display.has(DisplayStep::channel_sum)) {
    display.steps.insert(display.steps.begin(), DisplayStep::channel_sum);
  }
  if (figure.inputs.empty()) {
    figure.title = fmt::format("{}, {}", file_name(answers.model), file_name(terms.input));
    figure.overlay = terms.pictures.overlay;
    figure.sizes_only = display.has(DisplayStep::absolute);
    figure.notes.push_back(legend(display, terms.pictures, summed));
    for (Index k = 0; k < answers.queries.count(); ++k) {
      const auto x = convert_all<double>(Vector<S>(answers.queries.inputs.col(k)));
      figure.inputs.push_back(
          {caption(answers, k), to_pixels(x, *layout, terms.pictures.scale), std::nullopt, {}});
    }
  }
  for (Index k = 0; k < answers.queries.count(); ++k) {
    const auto& answer = answers.answers[static_cast<std::size_t>(k)];
    if (!answer) return tl::make_unexpected(answer.error());
    InputMaps& input = figure.inputs[static_cast<std::size_t>(k)];
    const Scores at = scores(answers, k);
    if (at.baseline && has_baseline(answers.kind) && answers.queries.baselines_per_query == 1) {
      show_baseline(input, *at.baseline, terms,
                    convert_all<double>(Vector<S>(answers.queries.baselines.col(k))), *layout);
    }
    const bool implied = answers.kind == MethodKind::zero_baseline_implied;
    if (at.baseline && near_zero_note(at.input, *at.baseline)) {
      add_note(figure, far_from_zero(answers.queries.count() > 1 ? k : -1, implied, at));
    }
    const auto shown = convert_all<double>(displayed(display, answer->values, answers.shape));
    const double sum = convert<double>(S(answer->values.sum()));
    const std::string residual = residual_words(sum, at) + (implied ? " at baseline 0" : "");
    for (auto& map : maps_of(shown, *layout, terms.pictures.clip, answers.method, residual, sum)) {
      input.maps.push_back(std::move(map));
    }
  }
  return {};
}

Result<void> write_figure(const AttributionFigure& figure, const std::string& out) {
  const auto format = std::filesystem::path(out).extension() == ".svg" ? report::DrawingFormat::svg
                                                                       : report::DrawingFormat::png;
  const auto bytes = report::draw(figure, format, out);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return write_bytes(out, *bytes);
}

#define AXIOMARK_INSTANTIATE(S)                                                     \
  template Result<void> add_method(AttributionFigure&, const AttributionReport<S>&, \
                                   const FigureTerms&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::cli
