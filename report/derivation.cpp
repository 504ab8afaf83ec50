#include "report/derivation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/deeplift.hpp"
#include "methods/expected_gradients.hpp"
#include "methods/gradient_shap.hpp"
#include "methods/registry.hpp"
#include "methods/smooth_gradient.hpp"
#include "network/balls/enclosed_operator.hpp"
#include "report/backward_derivation.hpp"
#include "report/coalition_derivation.hpp"
#include "report/deeplift_derivation.hpp"
#include "report/draw_derivation.hpp"
#include "report/formula.hpp"
#include "report/lrp_derivation.hpp"
#include "report/number_text.hpp"
#include "report/order_derivation.hpp"
#include "report/path_derivation.hpp"
#include "report/serial_derivation.hpp"
#include "report/step_derivation.hpp"

namespace axiomark {
namespace {

// A method string with its options read, as the registry reads it.
struct Parsed {
  std::string name;
  Options options;
};

std::optional<Parsed> parse(const std::string& method) {
  const auto string = parse_method_string(method);
  if (!string) return std::nullopt;
  const RegistryEntry* entry = find_entry(string->name);
  if (entry == nullptr) return std::nullopt;
  auto options = Options::make(entry->name, entry->options, *string);
  if (!options) return std::nullopt;
  return Parsed{entry->name, std::move(*options)};
}

std::optional<PathOptions> path_options(const Options& options) {
  PathOptions result;
  if (options.text("rule") == "adaptive" || options.text("rule") == "auto")
    return std::nullopt;  // which nodes, only the method knows
  const auto conventions = read_conventions(options);
  const auto steps = options.whole_number("steps", 1, 10'000'000);
  const auto seed = options.number("seed");
  if (!conventions || !steps || !seed) return std::nullopt;
  result.conventions = conventions->as<Rational>();
  result.steps = *steps;
  result.seed = numerator(*seed).convert_to<std::uint64_t>();
  const auto names = quadrature_rule_names();
  const auto rule = std::ranges::find(names, options.text("rule"));
  if (rule != names.end()) result.rule = static_cast<QuadratureRule>(rule - names.begin());
  return result;
}

std::optional<BackwardMethod> backward_method(const std::string& name) {
  if (name == "gradient") return BackwardMethod::gradient;
  if (name == "gradient-x-input") return BackwardMethod::gradient_x_input;
  if (name == "gradient-x-difference") return BackwardMethod::gradient_x_difference;
  if (name == "guided-backprop") return BackwardMethod::guided_backprop;
  if (name == "deconvnet") return BackwardMethod::deconvnet;
  return std::nullopt;
}

std::optional<Conventions<Rational>> conventions_of(const Options& options, BackwardMethod method) {
  if (method == BackwardMethod::gradient || method == BackwardMethod::gradient_x_input ||
      method == BackwardMethod::gradient_x_difference) {
    const auto conventions = read_conventions(options);
    if (!conventions) return std::nullopt;
    return conventions->as<Rational>();
  }
  const auto tie = read_tie(options);
  if (!tie) return std::nullopt;
  return Conventions<Rational>{Rational(0), Rational(0), *tie};
}

// Nothing where the method does not apply.
std::optional<Derived> written(Result<Derived> derived) {
  if (!derived) return std::nullopt;
  return std::move(*derived);
}

// Methods of corners that can be written down: all of them at once, and of few features.
std::optional<CornerMethod> corner_method(const Parsed& method) {
  const Options& options = method.options;
  const bool shapley = method.name == "shapley" || method.name == "shapley-shubik";
  if (shapley && options.text("rule") == "exact" && options.text("groups") == "none") {
    return CornerMethod::shapley;
  }
  if (method.name == "kernel-shap" && options.text("rule") == "all" &&
      options.text("groups") == "none") {
    return CornerMethod::shapley;
  }
  const bool exact_path =
      method.name == "path" && (!options.given("rule") || options.text("rule") == "exact");
  if (exact_path && options.text("order") == "all") return CornerMethod::shapley;
  if (exact_path && options.text("order") == "reverse") return CornerMethod::one_order_reversed;
  if (method.name == "occlusion" && !options.given("groups") && !options.given("window")) {
    return CornerMethod::occlusion;
  }
  return std::nullopt;
}

// Sampled Shapley values, player by player.
std::optional<Derived> drawn_order_lines(const Parsed& method, const Probe<Rational>& probe) {
  const bool shapley = method.name == "shapley" || method.name == "shapley-shubik";
  if (!shapley || method.options.text("groups") != "none") return std::nullopt;
  if (probe.input.size() > kMostCornerFeatures) return std::nullopt;
  const std::string rule = method.options.text("rule");
  const auto sampling = read_sampling(method.options);
  if (!sampling || rule == "exact") return std::nullopt;
  const OrderDraws draws = rule == "stratified"   ? OrderDraws::stratified
                           : rule == "antithetic" ? OrderDraws::antithetic
                                                  : OrderDraws::permutations;
  return order_lines(draws, *sampling, probe);
}

// Methods along steps that only they know; more would be a page each.
constexpr long kMostSteps = 1000;

std::optional<Derived> step_lines(const Parsed& method, const Probe<Rational>& probe) {
  const auto conventions = read_conventions(method.options);
  const auto steps = method.options.whole_number("steps", 1, kMostSteps);
  if (!conventions || !steps) return std::nullopt;
  if (method.name == "idgi") return written(idgi_lines({*conventions, *steps}, probe));
  const auto fraction = method.options.number("fraction");
  const auto anchors = method.options.whole_number("anchors", 0, kMostSteps / *steps);
  if (!fraction || !anchors) return std::nullopt;
  return written(guided_lines({*conventions, *fraction, *steps, *anchors}, probe));
}

// Means of gradients at drawn points, of not too many.
std::optional<Derived> gradient_draw_lines(const Parsed& method, const Probe<Rational>& probe) {
  constexpr long kMostDraws = 1000;
  const auto sampling = read_gradient_sampling(method.options);
  if (!sampling || sampling->sampling.samples > kMostDraws) return std::nullopt;
  const auto lines = [&](DrawFactor factor, const auto& drawn) {
    return written(
        draw_lines(*sampling, factor, probe, [&](const auto& f, const auto& x, const auto& from) {
          return drawn.attribute(f, x, from);
        }));
  };
  if (method.name == "expected-gradients") {
    return lines(DrawFactor::difference,
                 ExpectedGradients{sampling->conventions, sampling->sampling});
  }
  const auto sigma = method.options.number("sigma");
  if (!sigma) return std::nullopt;
  if (method.name == "smooth-gradient") {
    return lines(DrawFactor::one, SmoothGradient{sampling->conventions, sampling->sampling, *sigma,
                                                 method.options.text("noise") == "relative"});
  }
  if (*sigma != 0) return std::nullopt;  // each draw has a factor of its own
  return lines(DrawFactor::difference,
               GradientShap{sampling->conventions, sampling->sampling, *sigma});
}

// The method that is averaged, at the one baseline that a case has.
std::optional<Parsed> averaged(const Parsed& method) {
  std::string inner = method.options.text("method");
  if (inner.size() < 2 || inner.front() != '(' || inner.back() != ')') return std::nullopt;
  return parse(inner.substr(1, inner.size() - 2));
}

std::optional<Derived> lines_of(const Parsed& method, const Probe<Rational>& probe) {
  if (const auto corners = corner_method(method)) {
    if (probe.input.size() > kMostCornerFeatures) return std::nullopt;
    return coalition_lines(*corners, probe);
  }
  if (auto lines = drawn_order_lines(method, probe)) return lines;
  if (method.name == "idgi" || method.name == "guided-ig") return step_lines(method, probe);
  if (method.name == "expected-gradients" || method.name == "smooth-gradient" ||
      method.name == "gradient-shap") {
    return gradient_draw_lines(method, probe);
  }
  if (method.name == "average") {
    const auto inner = averaged(method);
    return inner ? lines_of(*inner, probe) : std::nullopt;
  }
  if (method.name == "serial-cost" && method.options.text("rule") == "exact") {
    const auto conventions = read_conventions(method.options);
    if (!conventions) return std::nullopt;
    return written(serial_lines(conventions->as<Rational>(), probe));
  }
  if (const auto backward = backward_method(method.name)) {
    const auto conventions = conventions_of(method.options, *backward);
    const auto diagram = unit_diagram(probe.network, probe.input, probe.target, probe.label);
    if (!conventions || !diagram) return std::nullopt;
    return backward_lines(*backward, *conventions, probe, *diagram);
  }
  if (method.name == "integrated-gradients") {
    const auto options = path_options(method.options);
    if (!options) return std::nullopt;
    return written(path_lines(*options, probe));
  }
  if (method.name == "deeplift" || method.name == "deep-shap") {  // of one baseline, the same
    const auto deeplift = read_deeplift(method.options);
    const auto diagram = unit_diagram(probe.network, probe.input, probe.target, probe.label);
    if (!deeplift || !diagram) return std::nullopt;
    return deeplift_lines(deeplift->options<Rational>(), probe, *diagram);
  }
  if (method.name == "lrp") {
    const auto lrp = read_lrp(method.options);
    if (!lrp) return std::nullopt;
    return written(lrp_lines(*lrp, probe));
  }
  return std::nullopt;
}

void check(DerivationColumn& lines, const Vector<Rational>& result,
           const Vector<Rational>& answer) {
  if (result.size() == answer.size() && (result == answer).all()) return;
  lines.push_back({"Internal error",
                   fmt::format("these lines come to {}, the method answered {}",
                               pretty_point(result), pretty_point(answer)),
                   Emphasis::fault});
}

void add_totals(DerivationColumn& lines, const Answer<Rational>& answer) {
  std::vector<SignedText> terms;
  const Vector<Rational>& values = answer.attribution->values;
  for (const Rational& v : values) terms.push_back(signed_text(v));
  lines.push_back({"Sum of A", with_sum(std::move(terms), values.sum()), Emphasis::total});
  lines.push_back({"F(x) − F(x′)",
                   fmt::format("{} − {} = {}", pretty(answer.at_input), factor(answer.at_baseline),
                               pretty(answer.at_input - answer.at_baseline)),
                   Emphasis::total});
}

}  // namespace

std::optional<DerivationTable> derive(const std::string& method,
                                      std::span<const Probe<Rational>> probes,
                                      std::span<const Answer<Rational>> answers, bool with_totals) {
  const auto parsed = parse(method);
  if (!parsed || probes.size() != answers.size()) return std::nullopt;
  const bool small = std::ranges::all_of(
      probes, [](const Probe<Rational>& probe) { return fits_a_diagram(probe.network); });
  if (!small) return std::nullopt;
  // Lines are fractions that a person can follow.
  const bool smooth = std::ranges::any_of(probes, [](const Probe<Rational>& probe) {
    return has_enclosed_values<Rational>(probe.network);
  });
  if (smooth) return std::nullopt;
  std::vector<std::string> headings;
  std::vector<DerivationColumn> columns;
  for (std::size_t p = 0; p < probes.size(); ++p) {
    headings.push_back(fmt::format("{} at {}", probes[p].label, pretty_point(probes[p].input)));
    if (!answers[p].attribution) {
      columns.push_back({{"Answer", message(answers[p].attribution.error()), Emphasis::plain}});
      continue;
    }
    auto lines = lines_of(*parsed, probes[p]);
    if (!lines) return std::nullopt;
    check(lines->lines, lines->result, answers[p].attribution->values);
    if (with_totals) add_totals(lines->lines, answers[p]);
    columns.push_back(std::move(lines->lines));
  }
  return side_by_side(std::move(headings), columns);
}

}  // namespace axiomark
