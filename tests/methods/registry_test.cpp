#include "methods/registry.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/methods/refusal.hpp"

namespace axiomark::tests {
namespace {

/// "name:", and "name:rule=a," for every rule that the entry lists.
std::vector<std::string> beginnings(const RegistryEntry& entry) {
  std::vector<std::string> all = {entry.name + ":"};
  const auto rule = std::ranges::find(entry.options, "rule", &OptionInfo::key);
  if (rule == entry.options.end()) return all;
  std::istringstream values(rule->values);
  for (std::string value; std::getline(values >> std::ws, value, ',');) {
    all.push_back(entry.name + ":rule=" + value + ",");
  }
  return all;
}

}  // namespace

TEST_CASE("an unknown method is refused with the nearest name and all names") {
  const std::string text = refusal("gradientt");
  CHECK(contains(text, "unknown name 'gradientt' (did you mean 'gradient'?)"));
  for (const RegistryEntry& entry : method_registry()) CHECK(contains(text, entry.name));
  CHECK(contains(refusal("integrated-gradient"), "did you mean 'integrated-gradients'?"));
  CHECK(contains(refusal("guided"), "did you mean 'guided-backprop'?"));
  CHECK(contains(refusal("deconvet:tie=last"), "did you mean 'deconvnet'?"));
  CHECK_FALSE(contains(refusal("harsanyi"), "did you mean"));
  CHECK(contains(refusal("Gradient"), "did you mean 'gradient'?"));
}

TEST_CASE("an unknown option is refused with the nearest key and all keys") {
  const std::string text = refusal("integrated-gradients:step=5");
  CHECK(contains(text, "unknown option 'step' (did you mean 'steps'?)"));
  CHECK(contains(text, "one of: rule, steps, seed, tolerance, kink, tie"));
  CHECK(contains(refusal("guided-backprop:kink=0"), "unknown option 'kink'"));
  CHECK(contains(refusal("gradient:steps=5"), "one of: kink, tie"));
}

TEST_CASE("an unknown value is refused with the nearest value and all values") {
  const std::string text = refusal("integrated-gradients:rule=trapezium");
  CHECK(contains(text, "option 'rule'"));
  CHECK(contains(text, "'trapezium' (did you mean 'trapezoid'?)"));
  CHECK(contains(
      text, "one of: left, right, midpoint, trapezoid, simpson, gauss-legendre, random, exact"));
  CHECK(contains(refusal("deconvnet:tie=frist"), "did you mean 'first'?"));
  CHECK(contains(refusal("deconvnet:tie=frist"), "one of: first, last, split"));
}

TEST_CASE("a bad number is refused where it stands") {
  for (const std::string bad : {"0", "-5", "1.5", "many", "1e9", "10000001", "0x10", "1/0"}) {
    INFO(bad);
    const std::string text = refusal("integrated-gradients:steps=" + bad);
    CHECK(contains(text, "option 'steps'"));
    CHECK(contains(text, "'" + bad + "'"));
    CHECK(contains(text, "a whole number from 1 to 10000000"));
  }
  for (const std::string bad : {"-1", "2", "1.0001", "half"}) {
    INFO(bad);
    CHECK(contains(refusal("gradient:kink=" + bad), "kink"));
    CHECK_FALSE(contains(refusal("gradient:kink=" + bad), "accepted"));
  }
  CHECK(contains(refusal("integrated-gradients:rule=random,seed=-1"), "option 'seed'"));
}

TEST_CASE("options that contradict each other are refused") {
  CHECK(contains(refusal("gradient:kink=0,kink=1"), "option 'kink' given twice"));
  CHECK(contains(refusal("integrated-gradients:rule=exact,steps=5"),
                 "option 'steps': given with rule=exact"));
  CHECK(contains(refusal("integrated-gradients:steps=5,rule=exact"),
                 "option 'steps': given with rule=exact"));
  CHECK(contains(refusal("integrated-gradients:rule=left,seed=3"),
                 "option 'seed': given with rule=left"));
  CHECK(contains(refusal("integrated-gradients:rule=simpson,steps=5"),
                 "an even number for rule=simpson"));
  CHECK(contains(refusal("integrated-gradients:rule=gauss-legendre,steps=10001"),
                 "at most 10000 for rule=gauss-legendre"));
  CHECK_FALSE(contains(refusal("integrated-gradients:rule=right,steps=10001"), "at most"));
}

TEST_CASE("a method string that is not name:key=value is refused") {
  for (const std::string bad : {"", ":kink=0", "gradient:", "gradient:kink", "gradient:kink=",
                                "gradient:=0", "gradient:kink=0,", "gradient:,kink=0"}) {
    INFO("'" << bad << "'");
    CHECK_FALSE(make_method(bad).has_value());
    CHECK(contains(refusal(bad), "key=value"));
  }
}

TEST_CASE("a method's name is its string with the options in the method's own order") {
  const auto name_of = [](const std::string& text) { return make_method(text).value().name(); };
  CHECK(name_of("gradient") == "gradient");
  CHECK(name_of("gradient:tie=last,kink=1/2") == "gradient:kink=1/2,tie=last");
  CHECK(name_of("integrated-gradients:steps=7,kink=1,rule=left") ==
        "integrated-gradients:rule=left,steps=7,kink=1");
  CHECK(name_of("integrated-gradients:rule=exact") == "integrated-gradients:rule=exact");
}

TEST_CASE("every registered method is made by its bare name and found again") {
  std::set<std::string> names;
  for (const RegistryEntry& entry : method_registry()) {
    INFO(entry.name);
    CHECK(names.insert(entry.name).second);
    const auto made = make_method(entry.name);
    REQUIRE(made.has_value());
    CHECK(made->name() == entry.name);
    CHECK(made->kind() == entry.kind);
    CHECK(find_entry(entry.name) == &entry);
    CHECK_FALSE(entry.summary.empty());
    CHECK_FALSE(entry.source.empty());
    // Every stated default is a value that the method accepts, alone or with a rule that uses it.
    for (const OptionInfo& option : entry.options) {
      INFO(option.key << "=" << option.fallback);
      CHECK(std::ranges::any_of(beginnings(entry), [&](const std::string& beginning) {
        return make_method(beginning + option.key + "=" + option.fallback).has_value();
      }));
    }
  }
  CHECK(make_method("gradient")->sees_network() == false);
  CHECK(make_method("integrated-gradients")->sees_network() == false);
  for (const std::string name : {"shapley", "kernel-shap", "conditional-shapley", "occlusion"}) {
    CHECK(make_method(name)->sees_network() == false);
  }
  CHECK(make_method("guided-backprop")->sees_network() == true);
  CHECK(make_method("deconvnet")->sees_network() == true);
  CHECK(make_method("lrp")->sees_network() == true);
}

}  // namespace axiomark::tests
