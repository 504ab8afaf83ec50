#include "experiments/export/torch_methods.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "methods/lrp.hpp"
#include "methods/registry.hpp"
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
    const TorchNetwork& f = question_.written;
    if (options_.given("tie") && options_.text("tie") != "first" && f.selects) {
      return missing("tie=" + options_.text("tie"));
    }
    if (name_ == "gradient" || name_ == "gradient-x-input" || name_ == "gradient-x-difference") {
      std::string function = name_;
      std::ranges::replace(function, '-', '_');
      return with_kink({function, {}, {function}});
    }
    if (name_ == "guided-backprop" || name_ == "deconvnet") {
      const std::string rule = name_ == "deconvnet" ? name_ : "guided";
      return {"gradient", ", unit=" + rule, {"gradient", rule}};
    }
    if (name_ == "integrated-gradients") return integrated_gradients();
    // Of one baseline, the same.
    if (name_ == "deeplift" || name_ == "deep-shap") return deeplift();
    if (name_ == "lrp") return lrp();
    if (name_ == "occlusion" && !options_.given("groups") && !options_.given("window")) {
      return {"occlusion", {}, {"occlusion"}};
    }
    return orders();
  }

 private:
  // The derivative at a kink, where it is not PyTorch's: relu'(0) = 0, |z|'(0) = 0.
  TorchMethod with_kink(TorchMethod method) const {
    if (!options_.given("kink")) return method;
    if (question_.written.other_kinks) return missing("kink= for units other than relu");
    const std::string kink = options_.text("kink");
    if (kink == "0") return method;
    method.arguments += fmt::format(", unit=at_kink({})", kink);
    method.needs.emplace_back("at_kink");
    return method;
  }

  TorchMethod integrated_gradients() const {
    const std::string rule = options_.text("rule");
    const std::string steps = options_.text("steps");
    TorchMethod method{"integrated_gradients", {}, {"integrated_gradients"}};
    const auto with = [&](const std::string& snippet, const std::string& arguments) {
      method.needs.push_back(snippet);
      method.arguments = fmt::format(", *{}({})", snippet, arguments);
      return with_kink(method);
    };
    if (rule == "left") return with("riemann", "0, " + steps);
    if (rule == "midpoint") return with("riemann", "1/2, " + steps);
    if (rule == "right") return with("riemann", "1, " + steps);
    if (rule == "trapezoid") return with("trapezoid", steps);
    if (rule == "simpson") return with("simpson", steps);
    if (rule == "gauss-legendre") return with("gauss_legendre", steps);
    if (rule != "exact") return missing("rule=" + rule);
    const auto cuts = breakpoints();
    if (!cuts) return missing("more linear pieces than one would list");
    return with("between", fmt::format("T({})", *cuts));
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
    return fmt::format("[{}]", fmt::join(cuts, ", "));
  }

  TorchMethod deeplift() const {
    const TorchNetwork& f = question_.written;
    if (options_.text("rule") != "rescale") return missing("rule=" + options_.text("rule"));
    if (f.selects || f.mixes) return missing("DeepLIFT through maxima, products or softmax");
    const bool others = options_.text("threshold") != "auto" || options_.text("kink") != "0";
    if (others) return missing("threshold= and kink=");
    return {"deeplift", {}, {"deeplift"}};
  }

  TorchMethod lrp() const {
    const auto parsed = read_lrp(options_);
    if (!parsed || parsed->dense || parsed->convolution || parsed->first ||
        parsed->first_convolution) {
      return missing("rules by kind of layer");
    }
    TorchMethod method{"lrp", {}, {"rule_0"}};
    const auto rule = [&](const std::string& snippet, std::string call) {
      method.needs.push_back(snippet);
      if (!parsed->bias && counts_bias(parsed->rule)) {
        call = "no_bias(" + call + ")";
        method.needs.emplace_back("no_bias");
      }
      // Sums and pools go by rule 0, with epsilon where the layers have it.
      const std::string join = snippet == "epsilon" ? call : "rule_0";
      method.arguments = fmt::format(", {}, {}", call, join);
      return method;
    };
    switch (parsed->rule) {
      case LrpRule::zero:
        return rule("rule_0", "rule_0");
      case LrpRule::epsilon:
        return rule("epsilon", fmt::format("epsilon({})", python_number(parsed->epsilon)));
      case LrpRule::gamma:
        return rule("gamma", fmt::format("gamma({})", python_number(parsed->gamma)));
      case LrpRule::z_plus:
        return rule("alpha_beta", "alpha_beta(1)");
      case LrpRule::alpha_beta:
        return rule("alpha_beta", fmt::format("alpha_beta({})", python_number(parsed->alpha)));
      case LrpRule::w2:
        return rule("w2", "w2");
      case LrpRule::flat:
        return rule("flat", "flat");
      case LrpRule::z_box:
        break;
    }
    return missing("rule=zB");
  }

  // Methods that put features at their values one after another.
  TorchMethod orders() const {
    const Index n = question_.input.size();
    TorchMethod method{"by_orders", {}, {"by_orders"}};
    const bool shapley = name_ == "shapley" || name_ == "shapley-shubik";
    const bool all = (shapley && options_.text("rule") == "exact") ||
                     (name_ == "kernel-shap" && options_.text("rule") == "all");
    if (all && options_.text("groups") == "none" && n <= kMostPlayers) return method;
    const bool path = name_ == "path" && options_.given("order") &&
                      (!options_.given("rule") || options_.text("rule") == "exact");
    if (!path) return missing("no short form");
    const std::string order = options_.text("order");
    if (order == "all" && n <= kMostPlayers) return method;
    if (order.starts_with("[")) method.arguments = fmt::format(", [{}]", order);
    if (order == "reverse") {
      std::vector<Index> positions;
      for (Index i = n; i-- > 0;) positions.push_back(i);
      method.arguments = fmt::format(", [[{}]]", fmt::join(positions, ", "));
    }
    return method.arguments.empty() ? missing("order=" + order) : method;
  }

  const TorchQuestion& question_;
  const std::string& name_;
  const Options& options_;
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
  return Translator(question, entry->name, *options).translate();
}

}  // namespace axiomark
