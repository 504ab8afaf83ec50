#include "cli/baseline.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "cli/reading_memory.hpp"
#include "methods/options.hpp"
#include "methods/picture_baselines.hpp"
#include "network/files/array_file.hpp"

namespace axiomark::cli {
namespace {

const std::array<std::string, 6> kNames{"zero", "black", "white", "mean", "noise:SEED", "blur"};

// A name and what follows its colon.
struct Asked {
  std::string name;
  std::optional<std::string> detail;
};

Asked split(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

Result<std::uint64_t> read_seed(const std::optional<std::string>& detail) {
  std::uint64_t seed = 0;
  if (detail && !detail->empty()) {
    const auto read = std::from_chars(detail->data(), detail->data() + detail->size(), seed);
    if (read.ec == std::errc() && read.ptr == detail->data() + detail->size()) return seed;
  }
  return fail(ErrorKind::usage, "--baseline noise", detail ? "'" + *detail + "'" : "no seed",
              "noise:SEED, a whole number");
}

Result<double> read_sigma(const std::optional<std::string>& detail, const PictureLayout& layout) {
  if (!detail) return usual_blur(layout);
  const auto sigma = parse_scalar<double>(*detail);
  // Beyond a million pixels every weight is the same; below a hundredth of one nothing is blurred.
  if (sigma && *sigma >= 0.01 && *sigma <= 1e6) return *sigma;
  return fail(ErrorKind::usage, "--baseline blur", "'" + *detail + "'",
              "blur:SIGMA, 0.01 to 1000000 pixels");
}

// A sample of no known layout is a row of one channel: what is the same everywhere needs to know no
// more.
Result<PictureLayout> layout_or_row(const PictureTerms& terms, const Shape& sample,
                                    const std::string& name) {
  auto layout = terms.layout(sample, "--baseline " + name);
  const bool uniform = name == "mean" ? sample.size() < 3 : terms.scale.black.size() == 1;
  if (!layout && uniform && name != "blur") return PictureLayout{1, 1, element_count(sample)};
  return layout;
}

// The baselines that have names; nothing if `asked` is none of them.
template <Scalar S>
std::optional<Result<Batch<S>>> named_baselines(const Asked& asked, const Shape& sample,
                                                const Batch<S>& inputs, const PictureTerms& terms) {
  const std::string& name = asked.name;
  const bool plain = name == "black" || name == "white" || name == "mean";
  if (!plain && name != "noise" && name != "blur") return std::nullopt;
  if (plain && asked.detail) {
    return fail(ErrorKind::usage, "--baseline", fmt::format("'{}:{}'", name, *asked.detail), name);
  }
  const auto layout = layout_or_row(terms, sample, name);
  if (!layout) return tl::make_unexpected(layout.error());
  Batch<S> points(inputs.rows(), inputs.cols());
  const auto set_all = [&](const auto& of_input) {
    for (Index k = 0; k < inputs.cols(); ++k) points.col(k) = of_input(Vector<S>(inputs.col(k)));
    return points;
  };
  if (name == "noise") {
    const auto seed = read_seed(asked.detail);
    if (!seed) return tl::make_unexpected(seed.error());
    const Vector<S> noise = noise_picture<S>(*seed, *layout, terms.scale);
    return set_all([&](const Vector<S>&) { return noise; });
  }
  if (name == "blur") {
    const auto sigma = read_sigma(asked.detail, *layout);
    if (!sigma) return tl::make_unexpected(sigma.error());
    return set_all([&](const Vector<S>& x) { return blurred(x, *layout, *sigma); });
  }
  if (name == "mean") return set_all([&](const Vector<S>& x) { return mean_colour(x, *layout); });
  const Vector<S> same = name == "white" ? white_picture<S>(*layout, terms.scale)
                                         : black_picture<S>(*layout, terms.scale);
  return set_all([&](const Vector<S>&) { return same; });
}

}  // namespace

template <Scalar S>
Result<Baselines<S>> read_baselines(const std::string& asked, MethodKind kind,
                                    const Network<S>& network, const Batch<S>& inputs,
                                    const PictureTerms& terms) {
  if (asked == "zero") {
    return Baselines<S>{Batch<S>::Constant(inputs.rows(), inputs.cols(), S(0))};
  }
  const Shape sample = sample_shape(network);
  if (auto named = named_baselines(split(asked), sample, inputs, terms)) {
    if (!*named) return tl::make_unexpected(named->error());
    return Baselines<S>{std::move(**named)};
  }
  if (!asked.starts_with('[') && asked.find_first_of("./") == std::string::npos) {
    return fail(ErrorKind::usage, "--baseline", with_suggestion(asked, kNames),
                fmt::format("a file, a list, or one of: {}", fmt::join(kNames, ", ")));
  }
  auto baselines = within_memory(asked, [&] {
    return asked.ends_with(".png") ? read_picture<S>(asked, sample, terms)
                                   : read_batch<S>(asked, sample);
  });
  if (!baselines) {
    Error error = baselines.error();
    error.where = "--baseline " + error.where;
    return tl::make_unexpected(error);
  }
  if (kind == MethodKind::baseline_distribution) {
    return Baselines<S>{baselines->replicate(1, inputs.cols()), baselines->cols()};
  }
  if (baselines->cols() == 1) {
    return Baselines<S>{baselines->col(0).replicate(1, inputs.cols())};
  }
  if (baselines->cols() == inputs.cols()) return Baselines<S>{std::move(*baselines)};
  return fail(ErrorKind::input, "--baseline", fmt::format("{} baselines", baselines->cols()),
              fmt::format("1 or {}, one per input", inputs.cols()));
}

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template Result<Baselines<S>> read_baselines(const std::string&, MethodKind, const Network<S>&, \
                                               const Batch<S>&, const PictureTerms&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::cli
