#include "experiments/claim.hpp"

#include "experiments/claim_quantities.hpp"
#include "experiments/scene.hpp"

namespace axiomark {

std::vector<std::string> Values::text() const {
  std::vector<std::string> words;
  for (const Rational& number : numbers) {
    words.push_back(exact ? to_text(number) : to_text(convert<double>(number)));
  }
  return words;
}

Values exactly(const Rational& number) { return exactly({number}); }

Values exactly(std::initializer_list<Rational> numbers) {
  Vector<Rational> all(static_cast<Index>(numbers.size()));
  Index k = 0;
  for (const Rational& number : numbers) all(k++) = number;
  return exactly(all);
}

Values exactly(const Vector<Rational>& numbers) { return {numbers, true}; }

Values in_floating_point(double number) { return in_floating_point(std::vector{number}); }

Values in_floating_point(const std::vector<double>& numbers) {
  Vector<Rational> all(static_cast<Index>(numbers.size()));
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    all(static_cast<Index>(k)) = convert<Rational>(numbers[k]);
  }
  return {all, false};
}

Quantity attribution(std::string network, std::string method, std::string input,
                     std::string baseline, Index output) {
  return Attributed{std::move(network), std::move(method), std::move(input), std::move(baseline),
                    output};
}

Quantity value(std::string network, std::string input, Index output) {
  return Compute(ValueOf{std::move(network), std::move(input), output});
}

Result<Values> ValueOf::operator()(const Scene& scene) const {
  const ClaimNetwork& f = scene.network(network);
  return scene.evaluate(f, scene.point(input, input_features(f)), output);
}

Quantity change(std::string network, std::string input, std::string baseline, Index output) {
  return Compute(ChangeOf{std::move(network), std::move(input), std::move(baseline), output});
}

Result<Values> ChangeOf::operator()(const Scene& scene) const {
  auto at_input = ValueOf{network, input, output}(scene);
  if (!at_input) return at_input;
  const auto at_baseline = ValueOf{network, baseline, output}(scene);
  if (!at_baseline) return at_baseline;
  at_input->numbers -= at_baseline->numbers;
  return at_input;
}

Quantity sum_of(const Quantity& attribution) { return Compute(SumOf{attribution}); }

Result<Values> SumOf::operator()(const Scene& scene) const {
  auto values = scene.compute(attribution);
  if (!values) return values;
  return Values{Vector<Rational>::Constant(1, values->numbers.sum()), values->exact};
}

Index input_features(const ClaimNetwork& network) {
  return std::visit([](const auto& n) { return n.input_features(); }, network.network);
}

Index output_features(const ClaimNetwork& network) {
  return std::visit([](const auto& n) { return n.output_features(); }, network.network);
}

Fact& Fact::is(std::vector<std::string> numbers) {
  registered_ = std::move(numbers);
  return *this;
}

Fact& Fact::is_between(std::string low, std::string high, std::string why) {
  registered_ = {std::move(low), std::move(high)};
  interval_from_ = std::move(why);
  return *this;
}

Fact& Fact::is_refused(std::string words) {
  registered_refusal_ = std::move(words);
  return *this;
}

Fact& Fact::as_claimed() { return claimed(ClaimRelation::equal, registered_); }

Fact& Fact::claimed(ClaimRelation relation, std::vector<std::string> numbers) {
  said_ = Said{relation, std::move(numbers)};
  return *this;
}

Fact& Fact::claimed_equal_to(std::string fact) {
  said_ = Said{ClaimRelation::equal, std::move(fact)};
  return *this;
}

Fact& Fact::claimed_different_from(std::string fact) {
  said_ = Said{ClaimRelation::different, std::move(fact)};
  return *this;
}

Fact& Fact::under(std::string reading) {
  reading_ = std::move(reading);
  return *this;
}

Fact& Fact::once() {
  once_ = true;
  return *this;
}

std::string_view name(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return "holds";
    case ClaimVerdict::holds_only_if:
      return "holds-only-if";
    case ClaimVerdict::is_false:
      break;
  }
  return "false";
}

void Claim::network(std::string name, std::string formula, Network<Rational> network) {
  networks.push_back({std::move(name), std::move(formula), std::move(network)});
}

void Claim::network(std::string name, std::string formula, Network<double> network) {
  networks.push_back({std::move(name), std::move(formula), std::move(network)});
}

void Claim::point(std::string name, std::initializer_list<Rational> numbers) {
  points.push_back({std::move(name), exactly(numbers).numbers});
}

Fact& Claim::fact(std::string name, Quantity quantity) {
  return facts.emplace_back(std::move(name), std::move(quantity));
}

void Claim::supports_cell(std::string method, std::string axiom) {
  supports.push_back({std::move(method), std::move(axiom)});
}

}  // namespace axiomark
