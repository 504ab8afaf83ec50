#include "experiments/scene.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>

#include "methods/registry.hpp"
#include "network/files/network_file.hpp"

namespace axiomark {
namespace {

bool has_option(const std::string& method, const std::string& key) {
  const auto parsed = parse_method_string(method);
  if (!parsed) return false;
  for (const RegistryEntry& entry : method_registry()) {
    if (entry.name != parsed->name) continue;
    return std::ranges::any_of(entry.options, [&](const OptionInfo& o) { return o.key == key; });
  }
  return false;
}

// The keys that a method of the claim's attributions has.
std::set<std::string> option_keys(const Claim& claim) {
  std::set<std::string> keys;
  for (const Fact& fact : claim.facts) {
    const auto* asked = std::get_if<Attributed>(&fact.quantity());
    if (asked == nullptr) continue;
    const auto parsed = parse_method_string(asked->method);
    if (!parsed) continue;
    for (const RegistryEntry& entry : method_registry()) {
      if (entry.name != parsed->name) continue;
      for (const OptionInfo& option : entry.options) keys.insert(option.key);
    }
  }
  return keys;
}

// The method string with an option put in, whether the method takes it or not.
std::string put_option(const std::string& method, const std::string& key,
                       const std::string& value) {
  const auto parsed = parse_method_string(method);
  if (!parsed || !has_option(method, key)) return method;
  std::string text = parsed->name;
  bool put = false;
  for (const auto& [name, given] : parsed->options) {
    text += fmt::format("{}{}={}", text.size() == parsed->name.size() ? ":" : ",", name,
                        name == key ? value : given);
    put = put || name == key;
  }
  if (!put) text += fmt::format("{}{}={}", parsed->options.empty() ? ":" : ",", key, value);
  return text;
}

Result<Vector<Rational>> read_point(std::string_view text, const std::string& where, Index size) {
  std::string inner(text);
  if (inner.size() >= 2 && (inner.front() == '[' || inner.front() == '(')) {
    inner = inner.substr(1, inner.size() - 2);
  }
  std::vector<Rational> numbers;
  for (std::size_t from = 0; from <= inner.size();) {
    const std::size_t comma = std::min(inner.find(',', from), inner.size());
    from = std::min(inner.find_first_not_of(' ', from), comma);
    const auto number = parse_rational(inner.substr(from, comma - from));
    if (!number)
      return fail(ErrorKind::usage, where, number.error().found, number.error().expected);
    numbers.push_back(*number);
    from = comma + 1;
  }
  if (static_cast<Index>(numbers.size()) != size) {
    return fail(ErrorKind::usage, where, fmt::format("{} numbers", numbers.size()),
                fmt::format("{}, as in [{}]", size, "3,1/2"));
  }
  return Vector<Rational>(Eigen::Map<const Vector<Rational>>(numbers.data(), size));
}

Result<ClaimNetwork> read_claim_network(const ClaimNetwork& instead_of, const std::string& file) {
  const auto refused = [&](Index inputs, Index outputs) {
    return inputs != input_features(instead_of) || outputs != output_features(instead_of);
  };
  auto in_double = read_network<double>(file);
  if (!in_double) return tl::make_unexpected(in_double.error());
  if (refused(in_double->input_features(), in_double->output_features())) {
    return fail(ErrorKind::input, file,
                fmt::format("{} inputs and {} outputs", in_double->input_features(),
                            in_double->output_features()),
                fmt::format("{} and {}, as {} has them", input_features(instead_of),
                            output_features(instead_of), instead_of.name));
  }
  auto exact = read_network<Rational>(file);
  if (exact) return ClaimNetwork{instead_of.name, file, std::move(*exact)};
  return ClaimNetwork{instead_of.name, file, std::move(*in_double)};
}

}  // namespace

Result<void> read_setting(const Claim& claim, std::string_view text, ClaimSettings& settings) {
  const std::size_t equals = text.find('=');
  const std::string where = fmt::format("--set {}", text);
  if (equals == std::string_view::npos || equals == 0) {
    return fail(ErrorKind::usage, where, "no name and value", "name=value, as x=[2,1]");
  }
  const std::string key(text.substr(0, equals));
  const std::string value(text.substr(equals + 1));
  std::vector<std::string> known;
  for (const ClaimPoint& point : claim.points) {
    known.push_back(point.name);
    if (point.name != key) continue;
    auto numbers = read_point(value, where, point.point.size());
    if (!numbers) return tl::make_unexpected(numbers.error());
    settings.points[key] = std::move(*numbers);
    return {};
  }
  if (key == "x'" && !claim.networks.empty()) {
    auto numbers = read_point(value, where, input_features(claim.networks.front()));
    if (!numbers) return tl::make_unexpected(numbers.error());
    settings.points[key] = std::move(*numbers);
    return {};
  }
  for (const ClaimNetwork& network : claim.networks) {
    known.push_back(network.name);
    if (network.name != key) continue;
    auto read = read_claim_network(network, value);
    if (!read) return tl::make_unexpected(read.error());
    settings.networks.insert_or_assign(key, std::move(*read));
    return {};
  }
  const auto keys = option_keys(claim);
  if (keys.contains(key)) {
    // Tried on the methods that have the option, so that a value that none takes is refused before
    // anything runs.
    std::optional<Error> refused;
    for (const Fact& fact : claim.facts) {
      const auto* asked = std::get_if<Attributed>(&fact.quantity());
      if (asked == nullptr || !has_option(asked->method, key)) continue;
      const auto made = make_method(put_option(asked->method, key, value));
      if (made) {
        settings.options[key] = value;
        return {};
      }
      if (!refused) refused = made.error();
    }
    return tl::make_unexpected(*refused);
  }
  known.insert(known.end(), keys.begin(), keys.end());
  return fail(ErrorKind::usage, where,
              fmt::format("claim {} has no {}", claim.id, with_suggestion(key, known)),
              fmt::format("one of: {}", fmt::join(known, ", ")));
}

std::string with_option(const std::string& method, const std::string& key,
                        const std::string& value) {
  const std::string text = put_option(method, key, value);
  return make_method(text) ? text : method;
}

Claim as_set(Claim claim, const ClaimSettings& settings) {
  for (ClaimNetwork& network : claim.networks) {
    const auto found = settings.networks.find(network.name);
    if (found != settings.networks.end()) network = found->second;
  }
  std::map<std::string, Vector<Rational>> added = settings.points;
  for (ClaimPoint& point : claim.points) {
    const auto found = added.find(point.name);
    if (found == added.end()) continue;
    point.point = found->second;
    added.erase(found);
  }
  for (const auto& [name, point] : added) claim.points.push_back({name, point});
  for (Fact& fact : claim.facts) {
    const auto* asked = std::get_if<Attributed>(&fact.quantity());
    if (asked == nullptr) continue;
    Attributed changed = *asked;
    for (const auto& [key, value] : settings.options) {
      changed.method = with_option(changed.method, key, value);
    }
    fact.ask_instead(std::move(changed));
  }
  return claim;
}

Scene::Scene(const Claim& claim, const ClaimSettings& settings, ScalarType arithmetic, bool full,
             MethodMaker methods, const ThreadPool& pool)
    : options_(settings.options),
      arithmetic_(arithmetic),
      full_(full),
      make_method_(methods ? std::move(methods) : MethodMaker(make_method)),
      pool_(&pool) {
  for (const ClaimNetwork& network : claim.networks) networks_.emplace(network.name, network);
  for (const auto& [name, network] : settings.networks) networks_.insert_or_assign(name, network);
  for (const ClaimPoint& point : claim.points) points_.emplace(point.name, point.point);
  for (const auto& [name, point] : settings.points) points_.insert_or_assign(name, point);
}

const ClaimNetwork& Scene::network(const std::string& name) const { return networks_.at(name); }

const Network<Rational>& Scene::exact_network(const std::string& name) const {
  return std::get<Network<Rational>>(networks_.at(name).network);
}

Network<double> Scene::network_in_double(const std::string& name) const {
  const ClaimNetwork& found = networks_.at(name);
  if (const auto* exact = std::get_if<Network<Rational>>(&found.network)) {
    return convert<double>(*exact).value();
  }
  return std::get<Network<double>>(found.network);
}

Vector<Rational> Scene::point(const std::string& name, Index features) const {
  const auto found = points_.find(name);
  if (found != points_.end()) return found->second;
  return Vector<Rational>::Zero(features);
}

std::string Scene::method_string(const std::string& method) const {
  std::string text = method;
  for (const auto& [key, value] : options_) text = with_option(text, key, value);
  return text;
}

Result<AnyMethod> Scene::method(const std::string& method) const {
  return make_method_(method_string(method));
}

Result<Values> Scene::compute(const Quantity& quantity) const {
  if (const auto* asked = std::get_if<Attributed>(&quantity)) return attribute(*asked);
  return std::get<Compute>(quantity)(*this);
}

Result<Values> Scene::attribute(const Attributed& asked) const {
  const ClaimNetwork& f = network(asked.network);
  const Index features = input_features(f);
  return attribute(f, asked.method, point(asked.input, features), point(asked.baseline, features),
                   asked.output);
}

Result<Values> Scene::attribute(const ClaimNetwork& network, const std::string& method,
                                const Vector<Rational>& input, const Vector<Rational>& baseline,
                                Index output) const {
  if (const auto* f = std::get_if<Network<double>>(&network.network)) {
    return attribute_in<double>(*f, method, input, baseline, output);
  }
  const auto& f = std::get<Network<Rational>>(network.network);
  if (exact()) return attribute_in<Rational>(f, method, input, baseline, output);
  const auto in_double = convert<double>(f);
  if (!in_double) return tl::make_unexpected(in_double.error());
  return attribute_in<double>(*in_double, method, input, baseline, output);
}

template <Scalar S>
Result<Values> Scene::attribute_in(const Network<S>& network, const std::string& method,
                                   const Vector<Rational>& input, const Vector<Rational>& baseline,
                                   Index output) const {
  const auto asked = this->method(method);
  if (!asked) return tl::make_unexpected(asked.error());
  Queries<S> query;
  query.inputs = convert_all<S>(input);
  query.baselines = convert_all<S>(baseline);
  query.targets = Batch<S>::Zero(network.output_features(), 1);
  query.targets(output, 0) = S(1);
  auto answer = std::move(asked->attribute(network, query, ThreadPool(1)).front());
  if (!answer) return tl::make_unexpected(answer.error());
  return Values{convert_all<Rational>(answer->values), is_exact<S>};
}

Result<Values> Scene::evaluate(const ClaimNetwork& network, const Vector<Rational>& point,
                               Index output) const {
  const auto* f = std::get_if<Network<Rational>>(&network.network);
  if (f != nullptr && exact()) {
    return exactly(axiomark::evaluate<Rational>(*f, Batch<Rational>(point))(output, 0));
  }
  const auto in_double = f != nullptr
                             ? convert<double>(*f)
                             : Result<Network<double>>(std::get<Network<double>>(network.network));
  if (!in_double) return tl::make_unexpected(in_double.error());
  return in_floating_point(
      axiomark::evaluate<double>(*in_double, Batch<double>(convert_all<double>(point)))(output, 0));
}

}  // namespace axiomark
