#include "tests/reference/check_golden.hpp"

#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/reference/deeplift.hpp"
#include "tests/reference/exact_integrated_gradients.hpp"
#include "tests/reference/gradient_methods.hpp"
#include "tests/reference/lrp.hpp"
#include "tests/reference/riemann_sums.hpp"
#include "tests/reference/shapley.hpp"

namespace axiomark::reference {
namespace {

using Json = nlohmann::json;
using Vector = std::vector<Rational>;

struct GoldenCase {
  LayeredNetwork<Rational> network;
  std::size_t target;
  Vector baseline;
  Vector x;
};
using Method = std::function<Vector(const GoldenCase&)>;

Rational number(const Json& json) {
  return json.is_string() ? Rational(json.get<std::string>()) : Rational(json.get<long long>());
}

Vector numbers(const Json& json) {
  Vector values;
  for (const Json& entry : json) values.push_back(number(entry));
  return values;
}

GoldenCase read_case(const Json& json) {
  GoldenCase c{{},
               json.at("target").get<std::size_t>(),
               numbers(json.at("baseline")),
               numbers(json.at("x"))};
  for (const Json& layer : json.at("layers")) {
    Layer<Rational> read;
    for (const Json& row : layer.at("W")) read.W.push_back(numbers(row));
    read.b = numbers(layer.at("b"));
    if (layer.at("activation") == "relu") read.activation = Activation::kRelu;
    c.network.push_back(read);
  }
  return c;
}

std::map<std::string, LrpOfLayer<Rational>> lrp_rules() {
  const Rational quarter(1, 4);
  std::map<std::string, LrpOfLayer<Rational>> rules;
  rules["0"] = {};
  rules["epsilon_1/4"] = {.rule = LrpRule::kEpsilon, .epsilon = quarter};
  rules["gamma_1/4"] = {.rule = LrpRule::kGamma, .gamma = quarter};
  rules["alpha1_beta0"] = {.rule = LrpRule::kAlphaBeta};
  rules["alpha2_beta1"] = {.rule = LrpRule::kAlphaBeta, .alpha = 2, .beta = 1};
  return rules;
}

std::map<std::string, Method> reference_methods() {
  std::map<std::string, Method> methods;
  methods["gradient"] = [](const GoldenCase& c) { return gradient(c.network, c.target, c.x); };
  methods["gradient_x_input"] = [](const GoldenCase& c) {
    return gradient_x_input(c.network, c.target, c.x);
  };
  methods["guided_backprop"] = [](const GoldenCase& c) {
    return guided_backprop(c.network, c.target, c.x);
  };
  methods["deconvnet"] = [](const GoldenCase& c) { return deconvnet(c.network, c.target, c.x); };
  methods["integrated_gradients_exact"] = [](const GoldenCase& c) {
    return integrated_gradients_exact(c.network, c.target, c.baseline, c.x);
  };
  methods["deeplift_rescale"] = [](const GoldenCase& c) {
    return deeplift(c.network, c.target, c.baseline, c.x, NumberRule::kRescale);
  };
  methods["deeplift_revealcancel"] = [](const GoldenCase& c) {
    return deeplift(c.network, c.target, c.baseline, c.x, NumberRule::kRevealCancel);
  };
  methods["shapley_baseline"] = [](const GoldenCase& c) {
    return shapley(c.network, c.target, c.baseline, c.x);
  };
  for (auto [name, rule] : lrp_rules()) {
    for (const bool bias : {true, false}) {
      rule.bias = bias;
      methods["lrp_" + name + (bias ? "_bias_in_denominator" : "_bias_ignored")] =
          [rule = rule](const GoldenCase& c) { return lrp(c.network, c.target, c.x, rule); };
    }
  }
  const std::map<std::string, RiemannRule> rules = {{"left", RiemannRule::kLeft},
                                                    {"right", RiemannRule::kRight},
                                                    {"mid", RiemannRule::kMidpoint},
                                                    {"trap", RiemannRule::kTrapezoid}};
  for (const auto& [name, rule] : rules) {
    for (const int m : {5, 20}) {
      methods["integrated_gradients_" + name + "_" + std::to_string(m)] = [rule = rule,
                                                                           m](const GoldenCase& c) {
        return integrated_gradients(c.network, c.target, c.baseline, c.x, rule, m);
      };
    }
  }
  return methods;
}

std::string text(const Vector& values) {
  std::string joined;
  for (const Rational& value : values) joined += " " + value.str();
  return joined;
}

/// How many of the file's values for this network the reference does not reproduce.
int disagreements(const Json& json, std::size_t index) {
  const GoldenCase c = read_case(json);
  int failures = 0;
  const auto compare = [&](const std::string& name, const Vector& got, const Vector& expected) {
    if (got == expected) return;
    ++failures;
    std::cerr << "network " << index << " " << name << ": got" << text(got) << ", expected"
              << text(expected) << "\n";
  };
  const auto f = [&](const Vector& p) { return Vector{evaluate(c.network, p).at(c.target)}; };
  compare("f_x", f(c.x), {number(json.at("f_x"))});
  compare("f_baseline", f(c.baseline), {number(json.at("f_baseline"))});
  const LinearPieces pieces = linear_pieces(c.network, c.target, c.baseline, c.x);
  compare("breakpoints", pieces.breakpoints(), numbers(json.at("breakpoints")));
  compare("kinks", Vector(pieces.kinks.size()), {});
  for (const auto& [name, method] : reference_methods()) {
    compare(name, method(c), numbers(json.at("expect").at(name)));
  }
  return failures;
}

}  // namespace

int check_golden(const std::filesystem::path& relu_nets) {
  std::ifstream file(relu_nets);
  const Json networks = Json::parse(file);
  int failures = networks.empty() ? 1 : 0;
  for (std::size_t i = 0; i < networks.size(); ++i) failures += disagreements(networks[i], i);
  return failures;
}

}  // namespace axiomark::reference
