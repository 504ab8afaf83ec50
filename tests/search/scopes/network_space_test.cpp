#include "search/scopes/network_space.hpp"

#include <cmath>
#include <set>

#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

std::size_t power(std::size_t base, int exponent) {
  std::size_t product = 1;
  for (int k = 0; k < exponent; ++k) product *= base;
  return product;
}

/// The networks of a space that have a shape.
std::size_t count_of(const NetworkSpace& space, int inputs, const std::vector<int>& widths,
                     bool relu) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < space.size(); ++k) {
    const IntegerNetwork network = space.at(k);
    std::vector<int> found;
    for (std::size_t l = 0; l + 1 < network.size(); ++l) found.push_back(network[l].units());
    if (network.front().reads == inputs && found == widths && network.back().relu == relu) ++count;
  }
  return count;
}

/// Networks of one hidden layer by another calculation: a working unit is a row that is not zero, a bias
/// and a weight of its reader that is not zero; the units are a multiset; the last bias is free.
std::size_t one_hidden_layer(int inputs, int width, int weight, int bias) {
  const auto weights = static_cast<std::size_t>(2 * weight + 1);
  const auto biases = static_cast<std::size_t>(2 * bias + 1);
  const std::size_t units = (power(weights, inputs) - 1) * biases * (weights - 1);
  std::size_t multisets = 1;
  for (std::size_t k = 0; k < static_cast<std::size_t>(width); ++k) {
    multisets = multisets * (units + k) / (k + 1);
  }
  return multisets * biases;
}

/// Two hidden layers of two units by Burnside's lemma: a quarter of the parameter lists that each of the
/// four ways to exchange units leaves as they are. The lists are gone through one by one.
std::size_t two_by_two_by_burnside(int inputs) {
  const int parameters = 2 * inputs + 2 + 4 + 2 + 2 + 1;
  std::size_t fixed = 0;
  std::vector<int> p(static_cast<std::size_t>(parameters));
  const std::size_t lists = power(3, parameters);
  for (std::size_t number = 0; number < lists; ++number) {
    std::size_t rest = number;
    for (int& v : p) {
      v = static_cast<int>(rest % 3) - 1;
      rest /= 3;
    }
    const int* a = p.data();  // rows of the first layer, then its biases
    const int* a_bias = a + 2 * inputs;
    const int* b = a_bias + 2;  // 2 x 2, row by row
    const int* b_bias = b + 4;
    const int* c = b_bias + 2;  // weights of the last layer
    bool works = c[0] != 0 && c[1] != 0;
    for (int unit = 0; unit < 2; ++unit) {
      bool reads = false;
      for (int i = 0; i < inputs; ++i) reads |= a[unit * inputs + i] != 0;
      works = works && reads && (b[2 * unit] != 0 || b[2 * unit + 1] != 0) &&
              (b[unit] != 0 || b[2 + unit] != 0);
    }
    if (!works) continue;
    bool first_alike = a_bias[0] == a_bias[1];
    for (int i = 0; i < inputs; ++i) first_alike = first_alike && a[i] == a[inputs + i];
    const bool second_alike = b_bias[0] == b_bias[1] && c[0] == c[1];
    fixed += 1;
    fixed += first_alike && b[0] == b[1] && b[2] == b[3] ? 1 : 0;
    fixed += second_alike && b[0] == b[2] && b[1] == b[3] ? 1 : 0;
    fixed += first_alike && second_alike && b[0] == b[3] && b[1] == b[2] ? 1 : 0;
  }
  REQUIRE(fixed % 4 == 0);
  return fixed / 4;
}

}  // namespace

TEST_CASE("networks of one hidden layer are as many as multisets of working units") {
  const NetworkSpace space({2, 1, 2, 3, 1, 1});
  CHECK(count_of(space, 1, {}, false) == 6);
  CHECK(count_of(space, 2, {}, true) == 24);
  std::size_t sum = 2 * (6 + 24);
  for (const int inputs : {1, 2}) {
    for (const int width : {1, 2}) {
      INFO(inputs << " inputs, " << width << " hidden units");
      const std::size_t expected = one_hidden_layer(inputs, width, 1, 1);
      CHECK(count_of(space, inputs, {width}, false) == expected);
      CHECK(count_of(space, inputs, {width}, true) == expected);
      sum += 2 * expected;
    }
  }
  CHECK(space.size() == sum);
  CHECK(space.size() == 7944);
}

TEST_CASE("networks of larger weights and wider layers are as many as multisets say") {
  const NetworkSpace wide({1, 1, 3, 3, 1, 1});
  CHECK(count_of(wide, 1, {3}, false) == one_hidden_layer(1, 3, 1, 1));
  const NetworkSpace heavy({1, 1, 2, 2, 2, 1});
  CHECK(count_of(heavy, 1, {2}, false) == one_hidden_layer(1, 2, 2, 1));
  CHECK(count_of(heavy, 1, {}, true) == 12);
}

TEST_CASE("networks of two hidden layers are as many as Burnside's lemma says") {
  const NetworkSpace space({1, 2, 2, 5, 1, 1});
  const std::size_t expected = two_by_two_by_burnside(1);
  CHECK(count_of(space, 1, {2, 2}, false) == expected);
  CHECK(count_of(space, 1, {2, 2}, true) == expected);
}

TEST_CASE("a space holds each network once, all at work, the smallest first") {
  const NetworkSpace space({2, 1, 2, 3, 1, 1});
  std::set<std::vector<int>> seen;
  for (std::size_t k = 0; k < space.size(); ++k) {
    const IntegerNetwork network = space.at(k);
    CHECK(every_unit_works(network));
    CHECK(units_in_first_order(network));
    if (k > 0) CHECK(size_of(space.at(k - 1)) <= size_of(network));
    std::vector<int> key = {network.front().reads, network.back().relu ? 1 : 0};
    for (const IntegerLayer& layer : network) {
      key.insert(key.end(), layer.weights.begin(), layer.weights.end());
      key.insert(key.end(), layer.bias.begin(), layer.bias.end());
      key.push_back(99);  // the layer's end
    }
    CHECK(seen.insert(key).second);
  }
  CHECK(space.count_up_to(0) == 30);
  CHECK(space.count_up_to(1) == 30 + 30 + 36 + 144);
  CHECK(space.count_up_to(3) == space.size());
}

TEST_CASE("of two networks that differ in the order of their units exactly one is in a space") {
  // 1 input, units relu(x) and relu(1 - x), in both orders.
  const IntegerNetwork one = {{1, {1, -1}, {0, 1}, true}, {2, {1, -1}, {0}, false}};
  const IntegerNetwork other = {{1, {-1, 1}, {1, 0}, true}, {2, {-1, 1}, {0}, false}};
  CHECK(units_in_first_order(one) != units_in_first_order(other));
  const IntegerNetwork alike = {{1, {1, 1}, {0, 0}, true}, {2, {1, 1}, {0}, false}};
  CHECK(units_in_first_order(alike));
}

TEST_CASE("units that read nothing or that nothing reads do not work") {
  CHECK(every_unit_works({{1, {1}, {0}, true}, {1, {1}, {0}, false}}));
  CHECK_FALSE(every_unit_works({{1, {0}, {1}, true}, {1, {1}, {0}, false}}));
  CHECK_FALSE(every_unit_works({{1, {1, 1}, {0, 0}, true}, {2, {1, 0}, {0}, false}}));
  CHECK_FALSE(every_unit_works({{1, {0}, {1}, false}}));
}

}  // namespace axiomark::tests
