#include "search/scopes/function_classes.hpp"

#include <algorithm>
#include <map>

#include "search/scopes/linear_regions.hpp"

namespace axiomark {
namespace {

// Values on a coarse grid tell most functions apart without looking at their regions. Which points is a
// matter of speed alone.
std::vector<std::int64_t> fingerprint(const IntegerNetwork& network) {
  constexpr int kFar = 5;
  const auto inputs = static_cast<std::size_t>(network.front().reads);
  std::vector<std::int64_t> values = {network.front().reads};
  std::vector<int> point(inputs, -kFar);
  for (bool more = true; more;) {
    values.push_back(value_at(network, point));
    more = false;
    for (std::size_t i = 0; i < inputs && !more; ++i) {
      point[i] = point[i] == kFar ? -kFar : point[i] + 1;
      more = point[i] != -kFar;
    }
  }
  return values;
}

}  // namespace

FunctionClasses::FunctionClasses(const NetworkSpace& space) {
  struct First {
    std::size_t number;
    Regions regions;
  };
  std::map<std::vector<std::int64_t>, std::vector<First>> firsts;
  for (std::size_t number = 0; number < space.size(); ++number) {
    const IntegerNetwork network = space.at(number);
    const Regions regions(network);
    std::vector<First>& alike = firsts[fingerprint(network)];
    const auto same = std::ranges::find_if(
        alike, [&](const First& first) { return same_function(first.regions, regions); });
    if (same != alike.end()) {
      facts_.push_back(facts_[same->number]);
      continue;
    }
    FunctionFacts facts{number, {}, false};
    for (int i = 0; i < network.front().reads; ++i) {
      facts.depends_on.push_back(regions.depends_on(i));
    }
    if (network.front().reads == 2) {
      facts.symmetric = same_function(regions, Regions(with_inputs_in_order(network, {1, 0})));
    }
    facts_.push_back(std::move(facts));
    alike.push_back({number, regions});
    ++classes_;
  }
}

}  // namespace axiomark
