#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>

#include "network/files/array_file.hpp"
#include "network/files/network_file.hpp"
#include "network/rewrites/rewrite.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/shared_data.hpp"

/// The networks of the shared data against arrays that other programs computed.
namespace axiomark::tests {
namespace {

using Json = nlohmann::json;

/// Sums of some hundred terms in another order, in double, on both sides: below 1e-12 of the
/// largest attribution; a quadrature adds its nodes' rounding, a point that falls near a kink no
/// more than its weight times a jump that these inputs do not have.
constexpr double kSameArithmetic = 1e-9;
/// Exact integrated gradients by two programs: each misplaces every breakpoint by some 1e-14 of the
/// segment times a jump of the gradient that can be 1e4 times the mean gradient.
constexpr double kSameBreakpoints = 1e-7;
/// Quotients of differences: Captum takes the slope below 1e-10, ours below another threshold, and
/// both quotients cancel; a multiplier may be off by 1e-8 there.
constexpr double kSameQuotients = 1e-6;
/// The sum of the exact attributions against F(x) - F(x').
constexpr double kComplete = 1e-9;
/// The output in float: eight layers of at most 784 terms, each rounded at 6e-8.
constexpr double kFloatOutput = 1e-5;
constexpr double kDoubleOutput = 1e-10;

/// LRP behind max pools: ours gives a pool's relevance to the winner whole, Captum treats the pool as a
/// layer with the epsilon rule and passes on z / (z + 1e-9) of it, z the pooled value. Contributions are in
/// proportion to z, so that those of small z lose the most and matter the least: 4.4e-8 of the largest
/// attribution on Convnet_maxpool, where z begins at 4e-4. Asked as Captum asks it, the difference is
/// rounding: see the test of max pools as layers.
constexpr double kWholeThroughPools = 1e-6;

const std::vector<std::string> kFullyConnected = {
    "mnist-net_256x2", "mnist-net_256x4", "mnist_relu_9_200", "ffnnSIGMOID__Point_6x200",
    "acasxu_1_1",      "acasxu_1_2",      "acasxu_2_1",       "acasxu_2_5",
    "acasxu_3_3",      "acasxu_4_2",      "acasxu_5_1",       "acasxu_5_9",
    "test_nano",       "test_tiny",       "test_small"};
const std::vector<std::string> kConvolutions = {"ort_mnist",     "Convnet_maxpool", "cifar10_small",
                                                "cifar_base_kw", "cifar_deep_kw",   "resnet_2b"};
const std::vector<std::string> kMaxPools = {"ort_mnist", "Convnet_maxpool"};
const std::vector<std::string> kWithoutMaxPools = {"cifar10_small", "cifar_base_kw",
                                                   "cifar_deep_kw", "resnet_2b"};

template <Scalar S>
struct Model {
  Network<S> network;
  Shape sample;
};

template <class T>
T required(Result<T> result) {
  if (!result) FAIL(message(result.error()));
  return std::move(*result);
}

template <Scalar S>
Model<S> load(const std::filesystem::path& data, const Json& entry) {
  auto network = required(read_network<S>(data / entry.at("file").get<std::string>()));
  Shape sample = sample_shape(network);
  return {std::move(network), std::move(sample)};
}

/// One input of one network, with the arrays expected there.
class Subject {
 public:
  Subject(const std::filesystem::path& data, const Model<double>& model, const Json& input)
      : data_(data),
        model_(model),
        input_(input),
        x_(required(read_batch<double>((data / input.at("file").get<std::string>()).string(),
                                       model.sample))
               .col(0)),
        target_(Vector<double>::Zero(model.network.output_features())) {
    target_(input.at("target").get<Index>()) = 1;
  }

  [[nodiscard]] const Vector<double>& x() const { return x_; }
  [[nodiscard]] Vector<double> baseline() const { return Vector<double>::Zero(x_.size()); }
  [[nodiscard]] const Vector<double>& target() const { return target_; }

  [[nodiscard]] Vector<double> expected(const std::string& array, const Shape& shape) const {
    const auto file = input_.at("references").at(array).at("file").get<std::string>();
    return required(read_batch<double>((data_ / file).string(), shape)).col(0);
  }
  [[nodiscard]] Attribution<double> attribution(const std::string& text) const {
    return required(ask(method(text), model_.network, x_, baseline(), target_));
  }
  /// The largest difference from the expected array, relative to its largest entry, leaving out what
  /// hangs on how other programs order equal members of a max pool's window.
  [[nodiscard]] double error(const std::string& text, const std::string& array) const {
    const Vector<double> right = expected(array, model_.sample);
    const double scale = right.abs().maxCoeff();
    Vector<double> off = (attribution(text).values - right).abs();
    for (const Index entry : tie_dependent(array)) off(entry) = 0;
    return off.maxCoeff() == 0 ? 0 : off.maxCoeff() / scale;
  }

 private:
  [[nodiscard]] std::vector<Index> tie_dependent(const std::string& array) const {
    const auto file = input_.at("references").at(array).at("file").get<std::string>();
    std::ifstream text((data_ / file).parent_path() / "tie_dependent.json");
    if (!text) return {};
    return Json::parse(text).at(array).get<std::vector<Index>>();
  }

  std::filesystem::path data_;
  const Model<double>& model_;
  Json input_;
  Vector<double> x_;
  Vector<double> target_;
};

struct Manifest {
  std::filesystem::path data;
  Json networks;
};

std::optional<Manifest> manifest() {
  const auto file = shared_data("data/manifest.json");
  if (!file) return std::nullopt;
  std::ifstream text(*file);
  return Manifest{file->parent_path(), Json::parse(text).at("networks")};
}

/// Calls `check(entry, model)` for every network named; all must be there.
template <class Check>
void for_each_network(const Manifest& m, const std::vector<std::string>& names,
                      const Check& check) {
  for (const std::string& name : names) {
    const auto entry = std::ranges::find_if(
        m.networks, [&](const Json& candidate) { return candidate.at("name") == name; });
    REQUIRE(entry != m.networks.end());
    INFO(name);
    const Model<double> model = load<double>(m.data, *entry);
    REQUIRE(entry->at("inputs").size() == 4);
    check(*entry, model);
  }
}

/// Prints figures when AXIOMARK_TEST_FIGURES is set.
void figure(const std::string& what, double value) {
  if (std::getenv("AXIOMARK_TEST_FIGURES") == nullptr) return;
  std::cout << std::setprecision(3) << what << " " << value << std::endl;
}

/// All inputs of all networks: the method's values are within `tolerance` of the array's.
void check_method(const std::string& text, const std::string& array, bool piecewise_linear_only,
                  double tolerance, const std::vector<std::string>& names = kFullyConnected) {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  for_each_network(*m, names, [&](const Json& entry, const Model<double>& model) {
    if (piecewise_linear_only && !entry.at("piecewise_linear").get<bool>()) return;
    double worst = 0;
    for (const Json& input : entry.at("inputs")) {
      INFO("input " << input.at("id"));
      const double error = Subject(m->data, model, input).error(text, array);
      CHECK(error <= tolerance);
      worst = std::max(worst, error);
    }
    figure(text + " on " + entry.at("name").get<std::string>(), worst);
  });
}

/// z + 0 behind every max pool: LRP's epsilon rule shares the relevance of a sum, too.
Network<double> with_sums_behind_max_pools(Network<double> network) {
  for (Index t = network.tensor_count() - 1; t >= network.first_node_tensor(); --t) {
    if (!std::holds_alternative<WindowMax>(network.operator_of(t))) continue;
    network = rewrite(network, {RewriteKind::insert_add_zero, t}).value();
  }
  return network;
}

}  // namespace

TEST_CASE("outputs of real networks equal those of ONNX Runtime in float and double") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  std::vector<std::string> all = kFullyConnected;
  all.insert(all.end(), kConvolutions.begin(), kConvolutions.end());
  for_each_network(*m, all, [&](const Json& entry, const Model<double>& model) {
    const Model<float> rounded = load<float>(m->data, entry);
    const Shape outputs = {model.network.output_features()};
    for (const Json& input : entry.at("inputs")) {
      INFO("input " << input.at("id"));
      const Subject subject(m->data, model, input);
      const double scale = input.at("output_scale").get<double>();
      const Vector<double> y = evaluate(model.network, Batch<double>(subject.x())).col(0);
      const Vector<float> y_float =
          evaluate(rounded.network, Batch<float>(subject.x().cast<float>())).col(0);
      const double off = (y - subject.expected("output_f64", outputs)).abs().maxCoeff();
      const double off_float =
          (y_float.cast<double>() - subject.expected("output_f32", outputs)).abs().maxCoeff();
      CHECK(off <= kDoubleOutput * scale);
      CHECK(off_float <= kFloatOutput * scale);
    }
  });
}

TEST_CASE("gradients of fully connected networks equal an independent calculation") {
  check_method("gradient", "gradient_f64", false, kSameArithmetic);
}

TEST_CASE("guided backpropagation on fully connected networks equals Captum's") {
  check_method("guided-backprop", "guided_backprop_f64", true, kSameArithmetic);
}

TEST_CASE("DeConvNet on fully connected networks equals Captum's") {
  check_method("deconvnet", "deconvolution_f64", true, kSameArithmetic);
}

TEST_CASE("DeepLIFT by rescale on fully connected networks equals Captum's") {
  check_method("deeplift:rule=rescale", "deeplift_rescale_f64", false, kSameQuotients);
}

TEST_CASE("LRP with epsilon 1e-9 on fully connected networks equals Captum's") {
  // A small sum z is known to 1e-13 only and divided by, but its relevance is as small: the two
  // cancel, as in gradient x input.
  check_method("lrp:rule=epsilon,epsilon=1e-9", "lrp_epsilon_f64", true, kSameArithmetic);
}

TEST_CASE("integrated gradients at 300 right end points equal an independent calculation") {
  check_method("integrated-gradients:rule=right,steps=300", "ig_right_riemann_300_f64", false,
               kSameArithmetic);
}

TEST_CASE("integrated gradients at 50 Gauss-Legendre nodes equal an independent calculation") {
  check_method("integrated-gradients:rule=gauss-legendre,steps=50", "ig_gauss_legendre_50_f64",
               false, kSameArithmetic);
}

TEST_CASE("methods on convolution, pooling and residual networks equal independent ones") {
  check_method("gradient", "gradient_f64", false, kSameArithmetic, kConvolutions);
  check_method("guided-backprop", "guided_backprop_f64", false, kSameArithmetic, kConvolutions);
  check_method("deconvnet", "deconvolution_f64", false, kSameArithmetic, kConvolutions);
  check_method("deeplift:rule=rescale", "deeplift_rescale_f64", false, kSameQuotients,
               kConvolutions);
  check_method("lrp:rule=epsilon,epsilon=1e-9", "lrp_epsilon_f64", false, kSameArithmetic,
               kWithoutMaxPools);
  check_method("lrp:rule=epsilon,epsilon=1e-9", "lrp_epsilon_f64", false, kWholeThroughPools,
               kMaxPools);
  check_method("integrated-gradients:rule=right,steps=300", "ig_right_riemann_300_f64", false,
               kSameArithmetic, kConvolutions);
  check_method("integrated-gradients:rule=gauss-legendre,steps=50", "ig_gauss_legendre_50_f64",
               false, kSameArithmetic, kConvolutions);
}

TEST_CASE("LRP equals Captum's to rounding where max pools are layers with a rule") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  for_each_network(*m, kMaxPools, [&](const Json& entry, const Model<double>& model) {
    const Model<double> layered{with_sums_behind_max_pools(model.network), model.sample};
    double worst = 0;
    for (const Json& input : entry.at("inputs")) {
      INFO("input " << input.at("id"));
      const Subject subject(m->data, layered, input);
      worst = std::max(worst, subject.error("lrp:rule=epsilon,epsilon=1e-9", "lrp_epsilon_f64"));
    }
    CHECK(worst <= kSameArithmetic);
    figure("LRP, max pools as layers, on " + entry.at("name").get<std::string>(), worst);
  });
}

TEST_CASE("exact integrated gradients of fully connected networks equal an independent one") {
  check_method("integrated-gradients:rule=exact", "integrated_gradients_exact_f64", true,
               kSameBreakpoints);
}

TEST_CASE("exact integrated gradients of convolution, pooling and residual networks") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  const std::string exact = "integrated-gradients:rule=exact";
  for_each_network(*m, kConvolutions, [&](const Json& entry, const Model<double>& model) {
    const Subject subject(m->data, model, entry.at("inputs").at(0));  // seconds each
    const auto a =
        ask(method(exact), model.network, subject.x(), subject.baseline(), subject.target());
    // Two members of a window that rise together: what the gradient is there no limit tells.
    if (entry.at("name") == "Convnet_maxpool") {
      REQUIRE_FALSE(a.has_value());
      CHECK(a.error().where.find("max-pool") != std::string::npos);
      CHECK(a.error().found.find("runs inside its kink") != std::string::npos);
      return;
    }
    REQUIRE(a.has_value());
    const Vector<double> right = subject.expected("integrated_gradients_exact_f64", model.sample);
    const double off = (a->values - right).abs().maxCoeff() / right.abs().maxCoeff();
    CHECK(off <= kSameBreakpoints);
    figure("exact IG on " + entry.at("name").get<std::string>(), off);
  });
}

TEST_CASE("exact integrated gradients of fully connected networks are complete") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  for_each_network(*m, kFullyConnected, [&](const Json& entry, const Model<double>& model) {
    if (!entry.at("piecewise_linear").get<bool>()) return;
    double worst = 0;
    for (const Json& input : entry.at("inputs")) {
      INFO("input " << input.at("id"));
      const Subject subject(m->data, model, input);
      const auto a = subject.attribution("integrated-gradients:rule=exact");
      const double rise = input.at("F_x").get<double>() - input.at("F_baseline").get<double>();
      const double scale = std::abs(rise) + a.values.abs().sum();
      const double residual = std::abs(a.values.sum() - rise);
      CHECK(residual <= kComplete * scale);
      // The stated bound covers it too, up to the rounding of F itself.
      REQUIRE(a.error_bound.has_value());
      CHECK(residual <= a.error_bound->sum() + kDoubleOutput * scale);
      if (scale > 0) worst = std::max(worst, residual / scale);
    }
    figure("completeness residual on " + entry.at("name").get<std::string>(), worst);
  });
}

TEST_CASE("integrated gradients to a tolerance agree with exact ones within their bound") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  for_each_network(*m, kFullyConnected, [&](const Json& entry, const Model<double>& model) {
    if (!entry.at("piecewise_linear").get<bool>()) return;
    for (const Json& input : entry.at("inputs")) {
      INFO("input " << input.at("id"));
      const Subject subject(m->data, model, input);
      const auto a = subject.attribution("integrated-gradients:rule=adaptive,tolerance=1/100");
      const Vector<double> right = subject.expected("integrated_gradients_exact_f64", model.sample);
      REQUIRE(a.error_bound.has_value());
      // The array has an error of its own.
      const double slack = kSameBreakpoints * right.abs().maxCoeff();
      CHECK(((a.values - right).abs() <= *a.error_bound + slack).all());
      CHECK(a.gradient_evaluations <= input.at("regions").get<Index>());
      figure("gradients of " + entry.at("name").get<std::string>() + " for " +
                 std::to_string(input.at("regions").get<Index>()) + " pieces",
             static_cast<double>(a.gradient_evaluations));
    }
  });
}

TEST_CASE("auto is within one per cent of the exact integral on every real network") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  const std::string chosen = "integrated-gradients:rule=auto,tolerance=0.01";
  std::vector<std::string> all = kFullyConnected;
  all.insert(all.end(), kConvolutions.begin(), kConvolutions.end());
  for_each_network(*m, all, [&](const Json& entry, const Model<double>& model) {
    const bool large = std::ranges::find(kConvolutions, entry.at("name").get<std::string>()) !=
                       kConvolutions.end();
    double worst = 0;
    for (const Json& input : entry.at("inputs")) {
      if (large && &input != &entry.at("inputs").front()) continue;  // seconds each
      INFO("input " << input.at("id"));
      const Subject subject(m->data, model, input);
      const double rise = std::abs(input.at("F_x_minus_F_baseline").get<double>());
      if (entry.at("name") == "Convnet_maxpool") {
        // Equal pixels: along a part of the segment there is no gradient to integrate.
        const auto none =
            ask(method(chosen), model.network, subject.x(), subject.baseline(), subject.target());
        REQUIRE_FALSE(none.has_value());
        CHECK(message(none.error()).find("runs inside its kink") != std::string::npos);
        continue;
      }
      double off = 0;
      double scale = 0;
      if (entry.at("piecewise_linear").get<bool>()) {
        scale = subject.expected("integrated_gradients_exact_f64", model.sample).abs().maxCoeff();
        off = scale * subject.error(chosen, "integrated_gradients_exact_f64");
      } else {
        // No other program integrated it exactly: 4000 nodes are far beyond its convergence.
        const auto right = subject.attribution("integrated-gradients:steps=4000").values;
        scale = right.abs().maxCoeff();
        off = (subject.attribution(chosen).values - right).abs().maxCoeff();
      }
      CHECK(off <= 0.01 * rise + kSameBreakpoints * scale);
      if (rise > 0) worst = std::max(worst, off / rise);
    }
    figure("true error of auto over the rise on " + entry.at("name").get<std::string>(), worst);
  });
}

TEST_CASE("as many linear pieces are found as two other programs counted") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  for_each_network(*m, kFullyConnected, [&](const Json& entry, const Model<double>& model) {
    if (!entry.at("piecewise_linear").get<bool>()) return;
    for (const Json& input : entry.at("inputs")) {
      INFO("input " << input.at("id"));
      const Subject subject(m->data, model, input);
      const auto pieces = required(
          linear_pieces(model.network, subject.target(), {subject.baseline(), subject.x()}));
      CHECK(pieces.count() == input.at("regions").get<Index>());
      CHECK_FALSE(pieces.inside_kink.has_value());
      figure("pieces of " + entry.at("name").get<std::string>() + " expected " +
                 std::to_string(input.at("regions").get<Index>()),
             static_cast<double>(pieces.count()));
    }
  });
}

TEST_CASE("exact integrated gradients and guided backpropagation refuse a sigmoid and name it") {
  const auto m = manifest();
  if (!m) return skip_without_shared_data();
  const auto entry = std::ranges::find_if(m->networks, [](const Json& candidate) {
    return candidate.at("name") == "ffnnSIGMOID__Point_6x200";
  });
  REQUIRE(entry != m->networks.end());
  const Model<double> model = load<double>(m->data, *entry);
  const Subject subject(m->data, model, entry->at("inputs").front());
  for (const std::string text :
       {"integrated-gradients:rule=exact", "guided-backprop", "deconvnet"}) {
    INFO(text);
    const auto answer =
        ask(method(text), model.network, subject.x(), subject.baseline(), subject.target());
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::unsupported);
    CHECK(answer.error().where.find("(sigmoid)") != std::string::npos);
  }
}

}  // namespace axiomark::tests
