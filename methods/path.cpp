#include "methods/path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "methods/all_orders.hpp"
#include "methods/integral_options.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

std::string where(std::string_view option) {
  return fmt::format("method 'path', option '{}'", option);
}

Result<void> right_count(std::string_view option, std::size_t found, Index features) {
  if (static_cast<Index>(found) == features) return {};
  return fail(ErrorKind::usage, where(option), fmt::format("{} coordinates", found),
              fmt::format("{}, one per feature", features));
}

// Integrals along one segment, by the rule asked for.
template <Scalar S>
class Integral {
 public:
  Integral(const Function<S>& function, const Segment<S>& segment,
           const std::optional<Quadrature<S>>& quadrature, std::uint64_t seed)
      : function_(function), segment_(segment), quadrature_(quadrature), seed_(seed) {}

  Result<Attribution<S>> operator()(const Path::Straight&) const {
    Polyline<S> ends(features(), 2);
    ends << segment_.from, segment_.to;
    return along(ends, AxisLegs::by_gradients);
  }

  Result<Attribution<S>> operator()(const Path::Points& points) const {
    const auto inner = static_cast<Index>(points.vertices.size());
    Polyline<S> path(features(), inner + 2);
    path.col(0) = segment_.from;
    path.col(inner + 1) = segment_.to;
    for (Index k = 0; k < inner; ++k) {
      const auto& vertex = points.vertices[static_cast<std::size_t>(k)];
      if (auto ok = right_count("points", vertex.size(), features()); !ok) {
        return tl::make_unexpected(ok.error());
      }
      for (Index i = 0; i < features(); ++i)
        path(i, k + 1) = at(i, vertex[static_cast<std::size_t>(i)]);
    }
    return along(path, AxisLegs::by_values);
  }

  Result<Attribution<S>> operator()(const Path::Order& order) const {
    if (order.which == Path::Order::Which::all) {
      return all_orders<S>(function_, segment_, quadrature_);
    }
    std::vector<Index> features_in_order = order.features;
    if (order.which == Path::Order::Which::given) {
      if (auto ok = right_count("order", order.features.size(), features()); !ok) {
        return tl::make_unexpected(ok.error());
      }
    } else {
      features_in_order.resize(static_cast<std::size_t>(features()));
      std::iota(features_in_order.begin(), features_in_order.end(), Index{0});
      if (order.which == Path::Order::Which::reverse) std::ranges::reverse(features_in_order);
      if (order.which == Path::Order::Which::random) shuffle(features_in_order);
    }
    // Features that do not move would make legs of no length.
    std::erase_if(features_in_order, [&](Index i) { return segment_.from(i) == segment_.to(i); });
    if (features_in_order.empty()) {  // a path that stays where it is
      Polyline<S> still(features(), 2);
      still << segment_.from, segment_.to;
      return along(still, AxisLegs::by_values);
    }
    Polyline<S> path(features(), static_cast<Index>(features_in_order.size()) + 1);
    path.col(0) = segment_.from;
    for (std::size_t k = 0; k < features_in_order.size(); ++k) {
      const auto vertex = static_cast<Index>(k) + 1;
      path.col(vertex) = path.col(vertex - 1);
      path(features_in_order[k], vertex) = segment_.to(features_in_order[k]);
    }
    return along(path, AxisLegs::by_values);
  }

  Result<Attribution<S>> operator()(const Path::Expressions& curve) const {
    if (auto ok = right_count("curve", curve.coordinates.size(), features()); !ok) {
      return tl::make_unexpected(ok.error());
    }
    const auto each = [&](const auto& value_of) {
      Vector<S> values(features());
      for (Index i = 0; i < features(); ++i) {
        values(i) = value_of(i, curve.coordinates[static_cast<std::size_t>(i)]);
      }
      return values;
    };
    // Expressions are worked out exactly and rounded once.
    const Curve<S> path{
        [&](const S& t) {
          const Rational exact = convert<Rational>(t);
          return each([&](Index i, const PathExpression& e) { return at(i, e.value(exact)); });
        },
        [&](const S& t) {
          const Rational exact = convert<Rational>(t);
          return each([&](Index i, const PathExpression& e) {
            return S(convert<S>(e.derivative(exact)) * (segment_.to(i) - segment_.from(i)));
          });
        }};
    return integral_by_quadrature(function_, path, *quadrature_);
  }

 private:
  [[nodiscard]] Index features() const { return segment_.from.size(); }

  // x'_i + v (x_i - x'_i); both ends exactly.
  [[nodiscard]] S at(Index i, const Rational& v) const {
    if (v == 1) return segment_.to(i);
    return segment_.from(i) + convert<S>(v) * (segment_.to(i) - segment_.from(i));
  }

  [[nodiscard]] Result<Attribution<S>> along(const Polyline<S>& path, AxisLegs axis_legs) const {
    return quadrature_ ? integral_by_quadrature(function_, path, *quadrature_)
                       : exact_integral(function_, path, axis_legs);
  }

  // Fisher & Yates; its own stream, so that rule=random does not reuse its draws.
  void shuffle(std::vector<Index>& features) const {
    RandomStream draws = RandomStream(seed_).split(1);
    for (std::size_t k = features.size(); k > 1; --k) {
      std::swap(features[k - 1], features[draws.below(k)]);
    }
  }

  const Function<S>& function_;
  const Segment<S>& segment_;
  const std::optional<Quadrature<S>>& quadrature_;
  std::uint64_t seed_;
};

Result<Path::Shape> read_points(const Options& given) {
  auto vertices = given.rows("points");
  if (!vertices) return tl::make_unexpected(vertices.error());
  return Path::Points{std::move(*vertices)};
}

Result<Path::Shape> read_order(const Options& given) {
  using Which = Path::Order::Which;
  const std::string text = given.text("order");
  if (!text.starts_with('[')) {
    const std::vector<std::string> names = {"reverse", "random", "all", "none"};
    const auto name = given.one_of("order", names);
    if (!name) return tl::make_unexpected(name.error());
    return Path::Order{*name == "reverse" ? Which::reverse
                                          : (*name == "random" ? Which::random : Which::all)};
  }
  const auto rows = given.rows("order");
  if (!rows) return tl::make_unexpected(rows.error());
  Path::Order order;
  std::vector<bool> seen(rows->front().size(), false);
  for (const Rational& number : rows->front()) {
    const bool index = number.is_whole() && number >= 0 && number < seen.size();
    const auto position = index ? numerator(number).convert_to<std::size_t>() : 0;
    if (rows->size() != 1 || !index || seen[position]) {
      return fail(ErrorKind::usage, where("order"), fmt::format("'{}'", text),
                  "every feature once, counted from 0: [1,0]");
    }
    seen[position] = true;
    order.features.push_back(static_cast<Index>(position));
  }
  return order;
}

Result<Path::Shape> read_curve(const Options& given) {
  auto coordinates = parse_path(given.text("curve"));
  if (!coordinates) {
    Error error = coordinates.error();
    error.where = where("curve") + ", " + error.where;
    return tl::make_unexpected(error);
  }
  return Path::Expressions{std::move(*coordinates)};
}

Result<Path::Shape> read_shape(const Options& given) {
  std::vector<std::string> chosen;
  for (const std::string key : {"points", "order", "curve"}) {
    if (given.text(key) != "none") chosen.push_back(key);
  }
  if (chosen.size() > 1) {
    return fail(ErrorKind::usage, where(chosen[1]), "given with " + chosen[0],
                "one of points, order and curve");
  }
  if (chosen.empty()) return Path::Straight{};
  if (chosen[0] == "points") return read_points(given);
  return chosen[0] == "order" ? read_order(given) : read_curve(given);
}

Result<AnyMethod> make_path(const Options& given) {
  Path method;
  const auto conventions = read_conventions(given);
  if (!conventions) return tl::make_unexpected(conventions.error());
  auto shape = read_shape(given);
  if (!shape) return tl::make_unexpected(shape.error());
  const auto* order = std::get_if<Path::Order>(&*shape);
  IntegralChoices choices{"path"};
  if (order != nullptr) choices.rule_if_not_given = "exact";
  choices.seed_used = order != nullptr && order->which == Path::Order::Which::random;
  const auto read = read_integral(given, choices);
  if (!read) return tl::make_unexpected(read.error());
  if (!read->rule && std::holds_alternative<Path::Expressions>(*shape)) {
    return fail(ErrorKind::usage, where("rule"), "exact with a curve", "a quadrature rule");
  }
  method.conventions = *conventions;
  method.rule = read->rule;
  method.steps = read->steps;
  method.seed = read->seed;
  method.shape = std::move(*shape);
  return AnyMethod(given.canonical(), method);
}

}  // namespace

template <Scalar S>
Attributions<S> Path::attribute(const Function<S>& function, const Batch<S>& inputs,
                                const Batch<S>& baselines) const {
  std::optional<Quadrature<S>> quadrature;
  if (rule) {
    auto made = make_quadrature<S>(*rule, steps, RandomStream(seed));
    if (!made) {
      return Attributions<S>(static_cast<std::size_t>(inputs.cols()),
                             tl::make_unexpected(made.error()));
    }
    quadrature = std::move(*made);
  }
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const Segment<S> segment{baselines.col(k), inputs.col(k)};
    answers.push_back(std::visit(Integral<S>(function, segment, quadrature, seed), shape));
  }
  return answers;
}

RegistryEntry path_entry() {
  auto options = integral_options({"path"});
  options.front().meaning = "how the integral is computed; exact if order is given and rule is not";
  options[1].meaning = "equal intervals of every leg; nodes for gauss-legendre and random";
  options[2].meaning = "of rule=random and order=random";
  options.push_back({"points", "none, [[1/2,2/5],[9/10,2/5]]", "none",
                     "vertices between x' and x, in units of x - x'"});
  options.push_back({"order", "none, [1,0], reverse, random, all", "none",
                     "features change one after another, counted from 0; all: the mean over all "
                     "orders"});
  options.push_back(
      {"curve", "none, [t,t^2]", "none",
       "an expression of t per feature (numbers, t, + - * / ^, parentheses), in units "
       "of x - x'"});
  for (OptionInfo& convention : convention_options()) options.push_back(std::move(convention));
  return {"path",
          "Path methods",
          "A_i = integral of dF/dx_i along any path from x' to x",
          "Sundararajan et al. 2017, sec. 4.1",
          Path::kind,
          options,
          make_path};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(Path);

}  // namespace axiomark
