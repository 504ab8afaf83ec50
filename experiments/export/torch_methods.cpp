#include "experiments/export/torch_methods.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "experiments/export/python_text.hpp"
#include "methods/lrp.hpp"
#include "methods/registry.hpp"
#include "network/gradient.hpp"
#include "network/linear_pieces.hpp"

namespace axiomark {
namespace {

TorchMethod missing(std::string why) {
  TorchMethod method;
  method.missing = std::move(why);
  return method;
}

// Beyond this, all orders take too long in Python.
constexpr Index kMostPlayers = 7;

class Translator {
 public:
  Translator(const TorchQuestion& question, const std::string& name, const Options& options)
      : question_(question), name_(name), options_(options) {}

  TorchMethod translate() {
    const auto written = torch_network("f", question_.network, {.output = question_.output});
    if (!written) return missing("a network too large to be written here");
    network_ = *written;
    if (options_.given("tie") && options_.text("tie") != "first" && network_.selects) {
      return missing("tie=" + options_.text("tie"));
    }
    const std::string& b = question_.b;
    if (name_ == "gradient") return with_kink("grad({})({}{})");
    if (name_ == "gradient-x-input") return with_kink("{1} * grad({0})({1}{2})");
    if (name_ == "gradient-x-difference") {
      TorchMethod made = with_kink("({1} - " + b + ") * grad({0})({1}{2})");
      made.reads_baseline = true;
      return made;
    }
    if (name_ == "guided-backprop" || name_ == "deconvnet") return modified_backprop();
    if (name_ == "integrated-gradients") return integrated_gradients();
    // Of one baseline, the same.
    if (name_ == "deeplift" || name_ == "deep-shap") return deeplift();
    if (name_ == "lrp") return lrp();
    if (name_ == "occlusion" && !options_.given("groups") && !options_.given("window")) {
      return of_baseline("occlusion", "", {"occlusion"});
    }
    return orders();
  }

 private:
  TorchMethod of_baseline(const std::string& function, const std::string& more,
                          std::vector<std::string> needs, const TorchForm& form = {}) const {
    TorchMethod method;
    method.expression =
        fmt::format("{}({}, {}, {}{})", function, question_.f, question_.x, question_.b, more);
    method.needs = std::move(needs);
    method.form = form;
    method.reads_baseline = true;
    return method;
  }

  // The derivative at a kink, where it is not PyTorch's: relu'(0) = 0, |z|'(0) = 0.
  [[nodiscard]] bool own_kink() const {
    return options_.given("kink") && options_.text("kink") != "0" && !network_.units.empty();
  }
  [[nodiscard]] std::string rule_at_kink() const {
    return fmt::format(", at_kink({})", options_.text("kink"));
  }
  // `pattern`: of the function, the input and the rule.
  TorchMethod with_kink(const std::string& pattern) const {
    TorchMethod method;
    std::string rule;
    if (own_kink()) {
      if (network_.kinks) return missing("kink= for units other than relu");
      rule = rule_at_kink();
      method.needs = {"at_kink"};
      method.form.units = true;
    }
    method.expression = fmt::format(fmt::runtime(pattern), question_.f, question_.x, rule);
    return method;
  }

  TorchMethod modified_backprop() const {
    const std::string rule = name_ == "deconvnet" ? name_ : "guided";
    if (network_.units != std::vector<std::string>{"relu"}) return missing("no relu alone");
    TorchMethod method;
    method.expression = fmt::format("grad({})({}, {})", question_.f, question_.x, rule);
    method.needs = {rule};
    method.form.units = true;
    return method;
  }

  TorchMethod integrated_gradients() const {
    const std::string rule = options_.text("rule");
    const std::string steps = options_.text("steps");
    std::string nodes = rule + "(" + steps + ")";
    std::string snippet = rule;
    if (rule == "left" || rule == "midpoint" || rule == "right") {
      snippet = "riemann";
      const std::string at = rule == "left" ? "0" : rule == "right" ? "1" : "1/2";
      nodes = fmt::format("riemann({}, {})", steps, at);
    } else if (rule == "gauss-legendre") {
      snippet = "gauss_legendre";
      nodes = fmt::format("gauss_legendre({})", steps);
    } else if (rule == "exact") {
      const auto cuts = breakpoints();
      if (!cuts) return missing("more linear pieces than one would list");
      snippet = "pieces";
      nodes = fmt::format("pieces({})", *cuts);
    } else if (rule != "trapezoid" && rule != "simpson") {
      return missing("rule=" + rule);
    }
    TorchMethod made = of_baseline("ig", ", " + nodes, {snippet, "ig"});
    // Between the breakpoints there is no kink.
    if (!own_kink() || rule == "exact") return made;
    if (network_.kinks) return missing("kink= for units other than relu");
    made.expression = fmt::format("ig(lambda z: {}(z{}), {}, {}, {})", question_.f, rule_at_kink(),
                                  question_.x, question_.b, nodes);
    made.needs.emplace_back("at_kink");
    made.form.units = true;
    return made;
  }

  std::optional<std::string> breakpoints() const {
    const auto* exact = std::get_if<Network<Rational>>(&question_.network.network);
    if (exact == nullptr) return std::nullopt;
    Vector<Rational> target = Vector<Rational>::Zero(exact->output_features());
    target(question_.output) = 1;
    const auto pieces =
        linear_pieces<Rational>(*exact, target, {question_.baseline, question_.input});
    constexpr Index kMostPieces = 40;
    if (!pieces || pieces->count() > kMostPieces) return std::nullopt;
    std::vector<std::string> cuts;
    for (const Rational& t : pieces->breakpoints) cuts.push_back(python_number(t));
    return fmt::format("{}", fmt::join(cuts, ", "));
  }

  TorchMethod deeplift() const {
    if (options_.text("rule") != "rescale") return missing("rule=" + options_.text("rule"));
    if (network_.selects || network_.mixes) {
      return missing("DeepLIFT through maxima, products or softmax");
    }
    const bool others = options_.text("threshold") != "auto" || options_.text("kink") != "0";
    if (others) return missing("threshold= and kink=");
    const TorchForm form{.output = 0, .units = true, .pairs = true};
    if (!torch_network("f", question_.network, form)) return missing("powers");
    const bool relus = network_.units.empty() || network_.units == std::vector<std::string>{"relu"};
    if (network_.units.empty()) {  // linear: nothing to take the place of
      TorchMethod method = with_kink("({1} - " + question_.b + ") * grad({0})({1}{2})");
      method.reads_baseline = true;
      return method;
    }
    if (relus) return of_baseline("deeplift", "", {"deeplift"}, form);
    return of_baseline("deeplift_of", fmt::format(", {}", fmt::join(network_.units, ", ")),
                       {"deeplift_of"}, form);
  }

  TorchMethod lrp() const {
    const auto parsed = read_lrp(options_);
    if (!parsed || parsed->dense || parsed->convolution || parsed->first ||
        parsed->first_convolution) {
      return missing("rules by kind of layer");
    }
    const bool relus = network_.units.empty() || network_.units == std::vector<std::string>{"relu"};
    if (!relus || network_.mixes) return missing("LRP through units other than relu");
    // With the bias in the denominator the fractions cancel, unless a sum is zero: gradient x input.
    if (parsed->rule == LrpRule::zero && parsed->bias && is_gradient_x_input()) {
      return with_kink("{1} * grad({0})({1}{2})");
    }
    const std::string bias = parsed->bias ? "1" : "0";
    const auto with = [&](const std::string& snippet, const std::string& rule) {
      TorchMethod method;
      method.expression = fmt::format("lrp({}, {}, {})", question_.f, question_.x, rule);
      method.needs = {snippet, "lrp"};
      method.form.sums = true;
      method.form.identities = snippet == "epsilon" || snippet == "alpha_beta";
      return method;
    };
    switch (parsed->rule) {
      case LrpRule::zero:
        return parsed->bias ? with("with_bias", "with_bias") : with("no_bias", "no_bias");
      case LrpRule::epsilon:
        // Sums of tensors would have epsilon as well.
        if (network_.joins) return missing("epsilon where tensors are added");
        return with("epsilon",
                    fmt::format("epsilon({}, {})", python_number(parsed->epsilon), bias));
      case LrpRule::gamma:
        if (!positive_features()) return missing("gamma of negative features");
        return with("gamma", fmt::format("gamma({}, {})", python_number(parsed->gamma), bias));
      case LrpRule::z_plus:
        return with("z_plus", fmt::format("z_plus({})", bias));
      case LrpRule::alpha_beta:
        return with("alpha_beta",
                    fmt::format("alpha_beta({}, {})", python_number(parsed->alpha), bias));
      case LrpRule::w2:
      case LrpRule::flat:
      case LrpRule::z_box:
        break;
    }
    return missing("a rule that gives to features of zero");
  }

  bool is_gradient_x_input() const {
    const auto* exact = std::get_if<Network<Rational>>(&question_.network.network);
    if (exact == nullptr) return false;
    Vector<Rational> target = Vector<Rational>::Zero(exact->output_features());
    target(question_.output) = 1;
    const auto slope = gradient<Rational>(*exact, question_.input, target, {});
    if (!slope) return false;
    const Vector<Rational> products = slope->values.col(0) * question_.input;
    // Of a fact that is a sum, the sum is known.
    if (question_.answer.size() != products.size()) return products.sum() == question_.answer.sum();
    return (products == question_.answer).all();
  }

  // Whether a term of a layer has the sign of its weight.
  bool positive_features() const {
    const auto written =
        torch_network("f", question_.network, {.output = question_.output, .sums = true});
    return written && !written->signed_terms &&
           std::ranges::all_of(question_.input, [](const Rational& v) { return v >= 0; });
  }

  // Methods that put features at their values one after another.
  TorchMethod orders() const {
    const Index n = question_.input.size();
    const auto with = [&](const std::string& more) {
      return of_baseline("shapley", more, {"shapley"});
    };
    const bool shapley = name_ == "shapley" || name_ == "shapley-shubik";
    const bool all = (shapley && options_.text("rule") == "exact") ||
                     (name_ == "kernel-shap" && options_.text("rule") == "all");
    if (all && options_.text("groups") == "none" && n <= kMostPlayers) return with("");
    const bool path = name_ == "path" && options_.given("order") &&
                      (!options_.given("rule") || options_.text("rule") == "exact");
    if (!path) return missing("no short form");
    const std::string order = options_.text("order");
    if (order == "all" && n <= kMostPlayers) return with("");
    if (order.starts_with("[")) return with(fmt::format(", [{}]", order));
    if (order != "reverse") return missing("order=" + order);
    std::vector<Index> positions;
    for (Index i = n; i-- > 0;) positions.push_back(i);
    return with(fmt::format(", [[{}]]", fmt::join(positions, ", ")));
  }

  const TorchQuestion& question_;
  const std::string& name_;
  const Options& options_;
  TorchNetwork network_;
};

}  // namespace

TorchMethod torch_method(const TorchQuestion& question) {
  const auto string = parse_method_string(question.method);
  if (!string) return missing("no method");
  const auto registry = method_registry();
  const auto entry = std::ranges::find(registry, string->name, &RegistryEntry::name);
  if (entry == registry.end()) return missing("no method of that name");
  const auto options = Options::make(entry->name, entry->options, *string);
  if (!options) return missing("options that the method does not have");
  TorchMethod method = Translator(question, entry->name, *options).translate();
  method.form.output = question.output;
  return method;
}

}  // namespace axiomark
