#include "cli/attribution_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "methods/near_zero.hpp"
#include "network/files/json_numbers.hpp"

namespace axiomark::cli {
namespace {

using Json = nlohmann::ordered_json;

template <Scalar S>
Json number(const S& value) {
  if constexpr (is_exact<S>) {
    return to_text(value);
  } else {
    return number_json(value);
  }
}

// What the method has to say, and whether its baseline stands for nothing.
template <Scalar S>
std::vector<std::string> notes_of(const Attribution<S>& answer, const Balance<S>& at) {
  std::vector<std::string> notes = answer.notes;
  if (!at.baseline_value) return notes;
  if (auto note = near_zero_note(at.input_value, *at.baseline_value)) notes.push_back(*note);
  return notes;
}

template <Scalar S>
Json target_json(const AttributionReport<S>& report, Index k) {
  const Index index = report.target_indices[static_cast<std::size_t>(k)];
  if (index >= 0) return index;
  Json weights = Json::array();
  for (Index j = 0; j < report.queries.targets.rows(); ++j) {
    weights.push_back(number<S>(report.queries.targets(j, k)));
  }
  return weights;
}

template <class Values>
Json numbers(const Values& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(number(value));
  return list;
}

// What only some methods say.
template <Scalar S>
void add_extras(Json& result, const Attribution<S>& answer) {
  if (answer.function_evaluations > 0) result["function_evaluations"] = answer.function_evaluations;
  if (answer.error_bound) result["error_bound"] = numbers(*answer.error_bound);
  if (const auto& sampling = answer.sampling) {
    result["sampling"] = {{"samples", sampling->samples},
                          {"standard_error", numbers(sampling->standard_error)},
                          {"confidence", sampling->confidence},
                          {"low", numbers(sampling->low)},
                          {"high", numbers(sampling->high)}};
  }
  if (const auto& conservation = answer.conservation) {
    Json absorbed = Json::array();
    for (const auto& [node, relevance] : conservation->absorbed) {
      absorbed.push_back({{"node", node}, {"relevance", number<S>(relevance)}});
    }
    result["conservation"] = {{"started", number<S>(conservation->started)},
                              {"absorbed", std::move(absorbed)}};
  }
}

// How many evaluations an answer took: "1 gradient evaluation", "3 function evaluations".
template <Scalar S>
std::string evaluations(const Attribution<S>& answer) {
  const auto counted = [](Index n, std::string_view what) {
    return fmt::format("{} {} evaluation{}", n, what, n == 1 ? "" : "s");
  };
  if (answer.function_evaluations == 0) return counted(answer.gradient_evaluations, "gradient");
  std::string text = counted(answer.function_evaluations, "function");
  if (answer.gradient_evaluations > 0) {
    text = counted(answer.gradient_evaluations, "gradient") + ", " + text;
  }
  return text;
}

template <Scalar S>
std::string conservation_line(const Attribution<S>& answer) {
  const auto& conservation = answer.conservation;
  if (!conservation) return {};
  S absorbed(0);
  for (const auto& at : conservation->absorbed) absorbed += at.relevance;
  const bool negative = absorbed < S(0);
  std::string text = fmt::format("  relevance: {} at the output = {} at the input {} {} absorbed\n",
                                 to_text(conservation->started), to_text(S(answer.values.sum())),
                                 negative ? '-' : '+', to_text(negative ? S(-absorbed) : absorbed));
  for (const auto& at : conservation->absorbed) {
    text += fmt::format("    {} absorbs {}\n", at.node, to_text(at.relevance));
  }
  return text;
}

// The features to show: all, or the ten largest in size.
template <Scalar S>
std::vector<Index> shown_features(const Vector<S>& values) {
  constexpr Index kAll = 32;
  constexpr std::size_t kSome = 10;
  std::vector<Index> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), 0);
  if (values.size() <= kAll) return order;
  const Vector<S> size = values.abs();
  std::ranges::stable_sort(order, [&](Index a, Index b) { return size(a) > size(b); });
  order.resize(kSome);
  return order;
}

// Feature, input and attribution a line; what is displayed instead has positions of its own.
template <Scalar S>
std::string value_lines(const AttributionReport<S>& report, Index k) {
  const Attribution<S>& answer = *report.answers[static_cast<std::size_t>(k)];
  const bool plain = report.display.empty();
  const Vector<S> values =
      plain ? answer.values : displayed(report.display, answer.values, report.shape);
  const auto shown = shown_features(values);
  std::string text;
  if (static_cast<Index>(shown.size()) < values.size()) {
    text += fmt::format("  the {} largest of {} {}\n", shown.size(), values.size(),
                        plain ? "attributions" : "values");
  }
  if (plain) {
    text += fmt::format("  {:>8}  {:>16}  {}\n", "feature", "input", "attribution");
  } else {
    text += fmt::format("  {:>8}  {}\n", "position", fmt::join(report.display.names(), ", then "));
  }
  for (const Index i : shown) {
    text += fmt::format("  {:>8}", i);
    if (plain) text += fmt::format("  {:>16}", to_text<S>(report.queries.inputs(i, k)));
    text += "  " + to_text<S>(values(i));
    if (plain && answer.sampling) {
      text += fmt::format("  ± {:.3g} ({:g} %: {:.6g} to {:.6g})",
                          answer.sampling->standard_error(i), 100 * answer.sampling->confidence,
                          answer.sampling->low(i), answer.sampling->high(i));
    }
    text += '\n';
  }
  return text;
}

}  // namespace

template <Scalar S>
Balance<S> balance(const AttributionReport<S>& report, Index k) {
  const auto value = [&](const Vector<S>& point) {
    return S(
        (evaluate(report.network, Batch<S>(point)).col(0) * report.queries.targets.col(k)).sum());
  };
  Balance<S> result{value(report.queries.inputs.col(k)), std::nullopt};
  if (report.kind == MethodKind::one_baseline || report.kind == MethodKind::baseline_distribution) {
    // Of a distribution, the mean.
    const Index members = report.queries.baselines_per_query;
    S sum(0);
    for (Index b = 0; b < members; ++b) {
      sum += value(report.queries.baselines.col(k * members + b));
    }
    result.baseline_value = S(sum / S(static_cast<int>(members)));
  } else if (report.kind == MethodKind::zero_baseline_implied) {
    result.baseline_value = value(Vector<S>::Constant(report.queries.inputs.rows(), S(0)));
  }
  return result;
}

template <Scalar S>
std::string as_json(const AttributionReport<S>& report) {
  Json document{{"model", report.model},
                {"method", report.method},
                {"scalar", name(scalar_type<S>)},
                {"target", report.target}};
  if (!report.display.empty()) document["display"] = report.display.names();
  document["results"] = Json::array();
  for (Index k = 0; k < report.queries.count(); ++k) {
    const auto& answer = report.answers[static_cast<std::size_t>(k)];
    const Balance<S> at = balance(report, k);
    Json result{{"input", k},
                {"target", target_json(report, k)},
                {"input_value", number<S>(at.input_value)},
                {"baseline_value", at.baseline_value ? number<S>(*at.baseline_value) : Json()},
                {"attributions", Json()},
                {"sum", Json()},
                {"residual", Json()},
                {"gradient_evaluations", 0},
                {"hung_on", Json::array()},
                {"notes", Json::array()},
                {"error", Json()}};
    if (answer) {
      result["attributions"] = Json::array();
      for (const S& value : answer->values) result["attributions"].push_back(number<S>(value));
      const S sum = answer->values.sum();
      result["sum"] = number<S>(sum);
      if (at.baseline_value) {
        result["residual"] = number<S>(S(sum - (at.input_value - *at.baseline_value)));
      }
      result["gradient_evaluations"] = answer->gradient_evaluations;
      result["hung_on"] = names(answer->hung_on);
      result["notes"] = notes_of(*answer, at);
      add_extras(result, *answer);
      if (!report.display.empty()) {
        result["displayed"] =
            numbers<Vector<S>>(displayed(report.display, answer->values, report.shape));
      }
    } else {
      result["error"] = message(answer.error());
    }
    document["results"].push_back(std::move(result));
  }
  document["seconds"] =
      report.timing ? Json{{"min", report.timing->minimum}, {"median", report.timing->median}}
                    : Json();
  return document.dump() + "\n";
}

template <Scalar S>
std::string as_table(const AttributionReport<S>& report) {
  std::string text =
      fmt::format("{} on {} ({})\n", report.method, report.model, name(scalar_type<S>));
  for (Index k = 0; k < report.queries.count(); ++k) {
    const auto& answer = report.answers[static_cast<std::size_t>(k)];
    const Balance<S> at = balance(report, k);
    const Index index = report.target_indices[static_cast<std::size_t>(k)];
    text +=
        fmt::format("\ninput {}, target {}: F(x) = {}", k,
                    index >= 0 ? fmt::format("{}", index) : report.target, to_text(at.input_value));
    if (at.baseline_value) text += fmt::format(", F(x') = {}", to_text(*at.baseline_value));
    text += '\n';
    if (!answer) {
      text += "  error: " + message(answer.error()) + "\n";
      continue;
    }
    text += value_lines(report, k);
    const S sum = answer->values.sum();
    text += fmt::format("  sum{} {}", report.display.empty() ? "" : " of the attributions",
                        to_text(sum));
    if (at.baseline_value) {
      text += fmt::format(", residual {}", to_text(S(sum - (at.input_value - *at.baseline_value))));
    }
    text += "; " + evaluations(*answer) + "\n" + conservation_line(*answer);
    if (!answer->hung_on.empty()) {
      text += fmt::format("  hung on a convention: {}\n", fmt::join(names(answer->hung_on), ", "));
    }
    for (const std::string& note : notes_of(*answer, at)) text += "  note: " + note + "\n";
  }
  if (report.timing) {
    text += fmt::format("\nseconds: minimum {:.6f}, median {:.6f}\n", report.timing->minimum,
                        report.timing->median);
  }
  return text;
}

#define AXIOMARK_INSTANTIATE(S)                                        \
  template Balance<S> balance(const AttributionReport<S>&, Index);     \
  template std::string as_json<S>(const AttributionReport<S>& report); \
  template std::string as_table<S>(const AttributionReport<S>& report);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::cli
