#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "network/layer_list.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/shared_data.hpp"

namespace axiomark::tests {
namespace {

using Json = nlohmann::json;

Rational number(const Json& json) {
  return json.is_string() ? Rational(json.get<std::string>()) : Rational(json.get<long long>());
}

Numbers all_numbers(const Json& json) {
  Numbers values;
  for (const Json& entry : json) values.push_back(number(entry));
  return values;
}

Network<Rational> read_layers(const Json& json) {
  LayerList<Rational> layers;
  for (const Json& entry : json) {
    const auto rows = static_cast<Index>(entry.at("W").size());
    Layer<Rational> layer{Matrix<Rational>(rows, static_cast<Index>(entry.at("W").at(0).size())),
                          vector(all_numbers(entry.at("b"))), entry.at("activation") == "relu"};
    for (Index i = 0; i < rows; ++i) {
      layer.weights.row(i) =
          vector(all_numbers(entry.at("W").at(static_cast<std::size_t>(i)))).transpose();
    }
    layers.push_back(std::move(layer));
  }
  return make_network(layers).value();
}

/// The file's name of an expected array -> the method string that must give it.
std::map<std::string, std::string> methods_by_array() {
  std::map<std::string, std::string> methods = {
      {"gradient", "gradient"},
      {"gradient_x_input", "gradient-x-input"},
      {"guided_backprop", "guided-backprop"},
      {"deconvnet", "deconvnet"},
      {"deeplift_rescale", "deeplift:rule=rescale"},
      {"deeplift_revealcancel", "deeplift:rule=revealcancel"},
      {"integrated_gradients_exact", "integrated-gradients:rule=exact"},
      {"shapley_baseline", "shapley"}};
  const std::map<std::string, std::string> rules = {
      {"left", "left"}, {"right", "right"}, {"mid", "midpoint"}, {"trap", "trapezoid"}};
  for (const auto& [array, rule] : rules) {
    for (const std::string m : {"5", "20"}) {
      methods["integrated_gradients_" + array + "_" + m] =
          "integrated-gradients:rule=" + rule + ",steps=" + m;
    }
  }
  const std::map<std::string, std::string> lrp = {{"0", "rule=0"},
                                                  {"epsilon_1/4", "rule=epsilon,epsilon=1/4"},
                                                  {"gamma_1/4", "rule=gamma,gamma=1/4"},
                                                  {"alpha1_beta0", "rule=z+"},
                                                  {"alpha2_beta1", "rule=alpha-beta,alpha=2"}};
  for (const auto& [array, rule] : lrp) {
    methods["lrp_" + array + "_bias_in_denominator"] = "lrp:" + rule + ",bias=include";
    methods["lrp_" + array + "_bias_ignored"] = "lrp:" + rule + ",bias=ignore";
  }
  return methods;
}

}  // namespace

TEST_CASE("every method equals the golden networks exactly") {
  const auto file = shared_data("golden/relu_nets.json");
  if (!file) return skip_without_shared_data();
  std::ifstream text(*file);
  const Json networks = Json::parse(text);
  REQUIRE(networks.size() == 60);
  for (std::size_t k = 0; k < networks.size(); ++k) {
    const Json& golden = networks[k];
    const Network<Rational> network = read_layers(golden.at("layers"));
    const Vector<Rational> x = vector(all_numbers(golden.at("x")));
    const Vector<Rational> baseline = vector(all_numbers(golden.at("baseline")));
    Vector<Rational> target = Vector<Rational>::Constant(network.output_features(), Rational(0));
    target(golden.at("target").get<Index>()) = 1;
    for (const auto& [array, text_of_method] : methods_by_array()) {
      INFO("network " << k << ", " << text_of_method);
      const auto answer = ask(method(text_of_method), network, x, baseline, target);
      REQUIRE(answer.has_value());
      CHECK(numbers(answer->values) == all_numbers(golden.at("expect").at(array)));
    }
    INFO("network " << k);
    const auto pieces = linear_pieces<Rational>(network, target, {baseline, x});
    REQUIRE(pieces.has_value());
    CHECK(pieces->breakpoints == all_numbers(golden.at("breakpoints")));
  }
}

}  // namespace axiomark::tests
