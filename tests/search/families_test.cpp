#include <functional>
#include <map>
#include <set>

#include "axioms/case.hpp"
#include "network/layer_list.hpp"
#include "search/families/family.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

const NetworkFamily& family(const std::string& name) {
  for (const NetworkFamily& one : network_families()) {
    if (one.name == name) return one;
  }
  FAIL("no family " << name);
  throw;
}

Network<double> member(const std::string& name, std::uint64_t k) {
  RandomStream stream = RandomStream(7).split(k);
  return family(name).draw(stream, {});
}

template <class Op>
bool has(const Network<double>& network) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (std::holds_alternative<Op>(network.operator_of(t))) return true;
  }
  return false;
}

// How often each tensor is read.
std::map<Index, std::vector<Index>> readers(const Network<double>& network) {
  std::map<Index, std::vector<Index>> all;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    for (const Index i : network.node_of(t).inputs) all[i].push_back(t);
  }
  return all;
}

bool elementwise(const Network<double>& network, Index t) {
  return kind<double>(network.operator_of(t)) == OperatorKind::elementwise;
}

// A relu's operand is read by a sum as well, which reads the relu, too.
bool skips(const Network<double>& network) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!std::holds_alternative<Sum<double>>(network.operator_of(t))) continue;
    const auto& operands = network.node_of(t).inputs;
    const Index relu = operands[0];
    if (relu >= network.first_node_tensor() &&
        std::holds_alternative<Relu>(network.operator_of(relu)) &&
        network.node_of(relu).inputs[0] == operands[1]) {
      return true;
    }
  }
  return false;
}

bool two_activations(const Network<double>& network) {
  for (const auto& [tensor, read_by] : readers(network)) {
    std::set<std::string_view> kinds;
    for (const Index t : read_by) {
      if (elementwise(network, t)) kinds.insert(name<double>(network.operator_of(t)));
    }
    if (kinds.size() > 1) return true;
  }
  return false;
}

// Whether `later` depends on `earlier`.
bool depends(const Network<double>& network, Index later, Index earlier) {
  if (later == earlier) return true;
  if (later < network.first_node_tensor()) return false;
  for (const Index i : network.node_of(later).inputs) {
    if (depends(network, i, earlier)) return true;
  }
  return false;
}

// A dense instance with two uses; one behind the other, or side by side.
bool shared(const Network<double>& network, bool in_sequence) {
  for (Index a = network.first_node_tensor(); a < network.tensor_count(); ++a) {
    for (Index b = a + 1; b < network.tensor_count(); ++b) {
      if (network.node_of(a).op != network.node_of(b).op) continue;
      if (!std::holds_alternative<Dense<double>>(network.operator_of(a))) continue;
      if (depends(network, b, a) == in_sequence) return true;
    }
  }
  return false;
}

bool unread_branch(const Network<double>& network) {
  const auto read = readers(network);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (t != network.output() && !read.contains(t)) return true;
  }
  return false;
}

const WindowMax* pool(const Network<double>& network) {
  for (const auto& op : network.operators()) {
    if (const auto* found = std::get_if<WindowMax>(&op)) return found;
  }
  return nullptr;
}

bool overlaps(const Network<double>& network) {
  const WindowMax* found = pool(network);
  if (found == nullptr || found->form != "max-pool") return false;
  const auto& members = found->windows.members;
  return std::set<Index>(members.begin(), members.end()).size() < members.size() &&
         found->windows[0][1] == found->windows[0][0] + 1;
}

bool dilated(const Network<double>& network) {
  const WindowMax* found = pool(network);
  return found != nullptr && found->form == "max-pool" &&
         found->windows[0][1] == found->windows[0][0] + 2;
}

bool normed(const Network<double>& network) {
  for (Index t = network.first_node_tensor() + 3; t < network.tensor_count(); ++t) {
    if (std::holds_alternative<Relu>(network.operator_of(t)) &&
        std::holds_alternative<Shift<double>>(network.operator_of(t - 1)) &&
        std::holds_alternative<Scale<double>>(network.operator_of(t - 2)) &&
        std::holds_alternative<Dense<double>>(network.operator_of(t - 3))) {
      return true;
    }
  }
  return false;
}

bool one_unit_larger(const Network<double>& network, double factor) {
  const auto layers = layers_of(network);
  if (layers.empty()) return false;
  return (layers[0].weights.abs() >= factor / 2).any() || (layers[0].bias.abs() >= factor).any();
}

double value(const Network<double>& network, const Vector<double>& at) {
  return evaluate(network, Batch<double>(at))(0, 0);
}

bool constant(const Network<double>& network) {
  const auto layers = layers_of(network);
  return !layers.empty() && (layers.back().weights == 0.0).all();
}

}  // namespace

TEST_CASE("every structure that attribution code breaks on appears among the first draws") {
  const std::map<std::string, std::function<bool(const Network<double>&)>> structures = {
      {"plain layers", [](const auto& n) { return !layers_of(n).empty(); }},
      {"maximum", has<Max>},
      {"minimum", has<Min>},
      {"product", has<Product>},
      {"absolute value", has<Abs>},
      {"clip", has<Clip<double>>},
      {"leaky relu", has<LeakyRelu<double>>},
      {"convolution", has<Convolution<double>>},
      {"average pool", has<WindowSum<double>>},
      {"skip from a relu's own input", skips},
      {"two activations on one tensor", two_activations},
      {"module shared by parallel branches", [](const auto& n) { return shared(n, false); }},
      {"module used twice in sequence", [](const auto& n) { return shared(n, true); }},
      {"unused branch", unread_branch},
      {"overlapping pool", overlaps},
      {"dilated pool", dilated},
      {"batch norm", normed},
      {"joined branches", has<Concat>},
      {"one feature", [](const auto& n) { return n.input_features() == 1; }},
      {"four features", [](const auto& n) { return n.input_features() == 4; }},
      {"constant", constant},
      {"units 2^24 apart", [](const auto& n) { return one_unit_larger(n, 0x1p24); }},
      {"units 2^40 apart", [](const auto& n) { return one_unit_larger(n, 0x1p40); }},
  };
  std::map<std::string, int> seen;
  constexpr std::uint64_t kDraws = 2000;
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    RandomStream stream = RandomStream(2026).split(k);
    // Late cases: the sizes that all the others are within.
    const Network<double> network = draw_network(stream, size_of_case(1'000'000));
    for (const auto& [what, shown] : structures) seen[what] += shown(network) ? 1 : 0;
  }
  // The rarest families have one share of under a hundred, a third of some shows the structure: 7 are expected.
  for (const auto& [what, shown] : structures) {
    INFO(what);
    CHECK(seen[what] > 0);
  }
}

TEST_CASE(
    "every family is drawn, draws valid networks of one output, and depends on its stream alone") {
  for (const NetworkFamily& one : network_families()) {
    INFO(one.name);
    CHECK(one.share > 0);
    std::set<Index> inputs;
    for (std::uint64_t k = 0; k < 100; ++k) {
      const DrawSize most = size_of_case(k * 100);
      RandomStream stream = RandomStream(k);
      RandomStream again = RandomStream(k);
      const Network<double> network = one.draw(stream, most);
      CHECK(one.draw(again, most).parts().nodes == network.parts().nodes);
      REQUIRE(network.inputs().size() == 1);
      REQUIRE(network.inputs()[0].size() == 1);
      CHECK(network.output_features() == 1);
      CHECK(network.input_features() <= most.inputs);
      inputs.insert(network.input_features());
      // What cannot be judged exactly is not drawn.
      CHECK(convert<Rational>(network).has_value());
    }
    std::set<Index> expected = {1, 2, 3, 4};
    if (one.name == "one-feature") expected = {1};
    if (one.name == "nested-threshold") expected = {2, 3, 4};
    CHECK(inputs == expected);
  }
}

TEST_CASE("values of drawn networks in double are exact") {
  for (const NetworkFamily& one : network_families()) {
    INFO(one.name);
    for (std::uint64_t k = 0; k < 200; ++k) {
      RandomStream stream = RandomStream(3).split(k);
      const Network<double> network = one.draw(stream, size_of_case(1'000'000));
      const auto exact = convert<Rational>(network).value();
      Vector<double> at(network.input_features());
      for (double& x : at) x = static_cast<double>(stream.between(-8, 8)) / 4;
      const Rational y = evaluate(exact, Batch<Rational>(convert_all<Rational>(at)))(0, 0);
      REQUIRE(convert<Rational>(value(network, at)) == y);
    }
  }
}

TEST_CASE("a minimum of relus is the minimum of two affine forms") {
  for (std::uint64_t k = 0; k < 100; ++k) {
    INFO("draw " << k);
    const Network<double> two = member("minimum-of-relus", k);
    const auto layers = layers_of(two);
    RandomStream stream = RandomStream(11).split(k);
    for (int n = 0; n < 20; ++n) {
      Vector<double> x(two.input_features());
      for (double& v : x) v = static_cast<double>(stream.between(-9, 9));
      // The second unit is relu(p), the first relu(p - q).
      const auto form = [&](Index row) {
        return (layers[0].weights.row(row).transpose() * x).sum() + layers[0].bias(row);
      };
      const double p = form(1);
      const double q = p - form(0);
      REQUIRE(value(two, x) == std::min(p, q) + layers[1].bias(0));
    }
  }
}

TEST_CASE("a minimum of three relu stages is the minimum of three affine forms") {
  for (std::uint64_t k = 0; k < 100; ++k) {
    INFO("draw " << k);
    const Network<double> three = member("minimum-of-three", k);
    const auto layers = layers_of(three);
    RandomStream stream = RandomStream(12).split(k);
    for (int n = 0; n < 20; ++n) {
      Vector<double> x(three.input_features());
      for (double& v : x) v = static_cast<double>(stream.between(-9, 9));
      const auto form = [&](Index row) {
        return (layers[0].weights.row(row).transpose() * x).sum() + layers[0].bias(row);
      };
      const double p = form(1);
      const double q = p - form(0);
      REQUIRE(value(three, x) == std::min(std::min(p, q), form(3)));
    }
  }
}

TEST_CASE("sizes grow with the case number") {
  DrawSize before{0, 0, 0};
  for (const std::uint64_t k : {0ULL, 63ULL, 64ULL, 2047ULL, 2048ULL, 1ULL << 60}) {
    const DrawSize now = size_of_case(k);
    CHECK(now.inputs >= before.inputs);
    CHECK(now.units >= before.units);
    CHECK(now.hidden >= before.hidden);
    before = now;
  }
  CHECK(size_of_case(0).inputs == 2);
  CHECK(before.inputs == 4);
}

}  // namespace axiomark::tests
