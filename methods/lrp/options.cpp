#include <fmt/format.h>

#include <algorithm>

#include "methods/lrp.hpp"

namespace axiomark {
namespace {

const std::string kAsRule = "rule";
const std::string kNone = "none";

struct Composite {
  std::string name;
  LrpRule convolution;
  std::optional<LrpRule> first;
  std::optional<LrpRule> first_convolution;
};

// zennit 0.5, composites.py: dense layers by epsilon, convolutions and the first layer as here. Its
// box is for the first convolution alone, its flat rule for the first layer of either kind.
const std::vector<Composite>& composites() {
  static const std::vector<Composite> all = {
      {"epsilon-plus", LrpRule::z_plus, {}, {}},
      {"epsilon-plus-flat", LrpRule::z_plus, LrpRule::flat, {}},
      {"epsilon-alpha2-beta1", LrpRule::alpha_beta, {}, {}},
      {"epsilon-alpha2-beta1-flat", LrpRule::alpha_beta, LrpRule::flat, {}},
      {"epsilon-gamma-box", LrpRule::gamma, {}, LrpRule::z_box},
  };
  return all;
}

std::vector<std::string> composite_names() {
  std::vector<std::string> names = {kNone};
  for (const Composite& composite : composites()) names.push_back(composite.name);
  return names;
}

tl::unexpected<Error> refuse(std::string_view key, std::string found, std::string expected) {
  return fail(ErrorKind::usage, fmt::format("method 'lrp', option '{}'", key), std::move(found),
              std::move(expected));
}

LrpRule rule_named(const std::string& name) {
  const auto names = lrp_rule_names();
  return static_cast<LrpRule>(std::ranges::find(names, name) - names.begin());
}

Result<std::optional<LrpRule>> read_rule(const Options& options, std::string_view key) {
  std::vector<std::string> values(lrp_rule_names().begin(), lrp_rule_names().end());
  if (key != kAsRule) values.push_back(kAsRule);
  const auto value = options.one_of(key, values);
  if (!value) return tl::make_unexpected(value.error());
  if (*value == kAsRule) return std::optional<LrpRule>();
  return std::optional<LrpRule>(rule_named(*value));
}

Result<void> read_composite(const Options& options, const std::string& chosen, Lrp& method) {
  for (const std::string_view key : {"rule", "dense", "convolution", "first", "alpha"}) {
    if (options.given(key)) {
      return refuse(key, fmt::format("given with composite={}", chosen),
                    "nothing: the composite says it");
    }
  }
  const auto composite = std::ranges::find(composites(), chosen, &Composite::name);
  method.convolution = composite->convolution;
  method.first = composite->first;
  method.first_convolution = composite->first_convolution;
  return {};
}

Result<void> read_rules(const Options& options, Lrp& method) {
  const auto names = composite_names();
  const auto composite = options.one_of("composite", names);
  if (!composite) return tl::make_unexpected(composite.error());
  if (*composite != kNone) return read_composite(options, *composite, method);
  const auto rule = read_rule(options, "rule");
  if (!rule) return tl::make_unexpected(rule.error());
  method.rule = **rule;
  for (const auto& [key, place] :
       {std::pair{"dense", &method.dense}, std::pair{"convolution", &method.convolution},
        std::pair{"first", &method.first}}) {
    const auto other = read_rule(options, key);
    if (!other) return tl::make_unexpected(other.error());
    *place = *other;
  }
  return {};
}

std::vector<LrpRule> rules_used(const Lrp& method) {
  std::vector<LrpRule> used = {method.rule};
  for (const auto& rule :
       {method.dense, method.convolution, method.first, method.first_convolution}) {
    if (rule) used.push_back(*rule);
  }
  return used;
}

// An option that no rule in use reads would be silently without effect.
Result<void> check_used(const Options& options, const Lrp& method) {
  const auto used = rules_used(method);
  const auto uses = [&](LrpRule rule) { return std::ranges::count(used, rule) > 0; };
  const auto given = [&](std::string_view key) {
    return options.given(key) && options.text(key) != kNone;
  };
  for (const auto& [key, rule] :
       {std::pair{"epsilon", LrpRule::epsilon}, std::pair{"gamma", LrpRule::gamma},
        std::pair{"alpha", LrpRule::alpha_beta}, std::pair{"low", LrpRule::z_box},
        std::pair{"high", LrpRule::z_box}}) {
    if (given(key) && !uses(rule)) {
      return refuse(key, "given without a layer that uses it",
                    fmt::format("rule={} somewhere", name(rule)));
    }
  }
  for (const std::string_view key : {"low", "high"}) {
    if (uses(LrpRule::z_box) && !given(key)) {
      return refuse(key, "missing", "the bounds of the layer's operand, for rule zB");
    }
  }
  if (options.given("bias") && std::ranges::none_of(used, counts_bias)) {
    return refuse("bias", "given without a rule in which a bias has a share",
                  "rule 0, epsilon, gamma, z+ or alpha-beta somewhere");
  }
  return {};
}

Result<Rational> read_number(const Options& options, std::string_view key, const Rational& least,
                             bool least_too) {
  auto value = options.number(key);
  if (!value) return value;
  if (*value < least || (*value == least && !least_too)) {
    return refuse(key, fmt::format("'{}'", options.text(key)),
                  fmt::format("a number {} {}", least_too ? "not below" : "above", to_text(least)));
  }
  return value;
}

Result<std::vector<Rational>> read_bound(const Options& options, std::string_view key) {
  const std::string text = options.text(key);
  if (text == kNone) return std::vector<Rational>();
  if (text.starts_with('[')) {
    const auto rows = options.rows(key);
    if (!rows) return tl::make_unexpected(rows.error());
    if (rows->size() != 1 || rows->front().empty()) {
      return refuse(key, fmt::format("'{}'", text), "a number, or one list of numbers");
    }
    return rows->front();
  }
  const auto value = options.number(key);
  if (!value) return tl::make_unexpected(value.error());
  return std::vector<Rational>{*value};
}

Result<void> read_bounds(const Options& options, Lrp& method) {
  const auto low = read_bound(options, "low");
  if (!low) return tl::make_unexpected(low.error());
  const auto high = read_bound(options, "high");
  if (!high) return tl::make_unexpected(high.error());
  method.low = *low;
  method.high = *high;
  if (low->empty() || high->empty()) return {};
  const std::size_t count = std::max(low->size(), high->size());
  const auto at = [](const std::vector<Rational>& numbers, std::size_t i) {
    return numbers[numbers.size() == 1 ? 0 : i];
  };
  if ((low->size() != count && low->size() != 1) || (high->size() != count && high->size() != 1)) {
    return refuse("high", fmt::format("{} numbers for {} of low", high->size(), low->size()),
                  "as many, or one for all");
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (at(*low, i) > at(*high, i)) {
      return refuse("high",
                    fmt::format("{} below low, {}", to_text(at(*high, i)), to_text(at(*low, i))),
                    "low <= high");
    }
  }
  return {};
}

Result<void> read_parameters(const Options& options, Lrp& method) {
  const auto epsilon = read_number(options, "epsilon", 0, false);
  if (!epsilon) return tl::make_unexpected(epsilon.error());
  method.epsilon = *epsilon;
  const auto gamma = read_number(options, "gamma", 0, true);
  if (!gamma) return tl::make_unexpected(gamma.error());
  method.gamma = *gamma;
  const auto alpha = read_number(options, "alpha", 1, true);
  if (!alpha) return tl::make_unexpected(alpha.error());
  method.alpha = *alpha;
  if (auto ok = read_bounds(options, method); !ok) return ok;
  const std::vector<std::string> modes = {"include", "ignore"};
  const auto bias = options.one_of("bias", modes);
  if (!bias) return tl::make_unexpected(bias.error());
  method.bias = *bias == "include";
  const auto tie = read_tie(options);
  if (!tie) return tl::make_unexpected(tie.error());
  method.tie = *tie;
  return {};
}

}  // namespace

std::vector<OptionInfo> lrp_options() {
  const std::string rules = fmt::format("{}", fmt::join(lrp_rule_names(), ", "));
  const std::string bounds = "a number, or a list with one per value of the operand";
  std::vector<OptionInfo> options = {
      {"rule", rules, "epsilon", "of every affine layer for which no other is given"},
      {"epsilon", "a number above 0", "1e-9", "added to every denominator, with its sign"},
      {"gamma", "a number not below 0", "1/4", "how much more positive weights count"},
      {"alpha", "a number not below 1", "2",
       "weight of positive contributions; of negative ones, beta = alpha - 1"},
      {"low", bounds, kNone, "least value of the operand, for rule zB"},
      {"high", bounds, kNone, "greatest value of the operand, for rule zB"},
      {"bias", "include, ignore", "include",
       "whether the denominator contains the bias, which then absorbs its share"},
      {"dense", rules + ", " + kAsRule, kAsRule, "of dense layers"},
      {"convolution", rules + ", " + kAsRule, kAsRule, "of convolutions"},
      {"first", rules + ", " + kAsRule, kAsRule,
       "of layers that no dense or convolution layer lies before"},
      {"composite", fmt::format("{}", fmt::join(composite_names(), ", ")), kNone,
       "rules by kind of layer under zennit's names: epsilon for dense layers, z+ (plus), "
       "alpha-beta or gamma for convolutions, flat for the first layer or zB (box) for the first "
       "convolution"}};
  const auto tie = tie_option();
  options.insert(options.end(), tie.begin(), tie.end());
  return options;
}

Result<Lrp> read_lrp(const Options& options) {
  Lrp method;
  if (auto ok = read_rules(options, method); !ok) return tl::make_unexpected(ok.error());
  if (auto ok = read_parameters(options, method); !ok) return tl::make_unexpected(ok.error());
  if (auto ok = check_used(options, method); !ok) return tl::make_unexpected(ok.error());
  return method;
}

}  // namespace axiomark
