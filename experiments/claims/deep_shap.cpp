// DeepSHAP: DeepLIFT, averaged over background samples.
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

Claim i01() {
  Claim c;
  c.id = "I01";
  c.title = "DeepSHAP of one background sample";
  c.source = "Lundberg & Lee 2017, section 4.2";
  c.statement = "DeepSHAP with one background sample gives the Shapley values of the network.";
  c.says = "DeepSHAP = Shapley";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "With one sample it is DeepLIFT's Rescale rule, which takes the parts of a network as "
      "independent: right for f, wrong for g, which is the same function.";
  c.careful =
      "DeepSHAP composes Shapley values of parts; it equals them for the whole where the parts "
      "are additive, and depends on how the function is written.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.point("x", {3, 1});
  for (const std::string n : {"f", "g"}) {
    const std::vector<std::string> values =
        n == "f" ? std::vector<std::string>{"3/2", "-1/2"} : std::vector<std::string>{"2", "-1"};
    c.fact("Shapley of " + n, attribution(n, "shapley")).is({"3/2", "-1/2"});
    c.fact("DeepLIFT of " + n, attribution(n, "deeplift:rule=rescale")).is(values);
    c.fact("DeepSHAP of " + n, attribution(n, "deep-shap"))
        .is(values)
        .claimed_equal_to("Shapley of " + n);
  }
  c.fact("DeepSHAP of g by RevealCancel", attribution("g", "deep-shap:rule=revealcancel"))
      .is({"3/2", "-1/2"});
  c.supports_cell("deep-shap", "implementation-invariance");
  return c;
}

const std::vector<std::string> kBackground = {"b1", "b2", "b3", "b4"};

template <Scalar S>
Result<Values> deep_shap_of(const Scene& scene, const Network<S>& network) {
  const auto method = scene.method("deep-shap");
  if (!method) return tl::make_unexpected(method.error());
  const Index n = network.input_features();
  Queries<S> query;
  query.inputs = convert_all<S>(scene.point("x", n));
  query.targets = Batch<S>::Constant(1, 1, S(1));
  query.baselines_per_query = static_cast<Index>(kBackground.size());
  query.baselines = Batch<S>(n, query.baselines_per_query);
  for (std::size_t k = 0; k < kBackground.size(); ++k) {
    query.baselines.col(static_cast<Index>(k)) = convert_all<S>(scene.point(kBackground[k], n));
  }
  auto answer = std::move(method->attribute(network, query, ThreadPool(1)).front());
  if (!answer) return tl::make_unexpected(answer.error());
  return Values{convert_all<Rational>(answer->values), is_exact<S>};
}

Result<Values> deep_shap(const Scene& scene) {
  if (!scene.exact()) return deep_shap_of<double>(scene, scene.network_in_double("g"));
  return deep_shap_of<Rational>(scene, scene.exact_network("g"));
}

// The mean of what is asked of each background point.
Quantity mean_over_background(std::function<Quantity(const std::string&)> asked) {
  return Compute([asked](const Scene& scene) -> Result<Values> {
    Values mean;
    for (const std::string& b : kBackground) {
      auto answer = scene.compute(asked(b));
      if (!answer) return answer;
      answer->numbers /= Rational(static_cast<int>(kBackground.size()));
      if (mean.numbers.size() == 0) {
        mean = *answer;
      } else {
        mean.numbers += answer->numbers;
      }
    }
    return mean;
  });
}

Claim i02() {
  Claim c;
  c.id = "I02";
  c.title = "DeepSHAP of several background samples";
  c.source = "Lundberg & Lee 2017, section 4.2; shap, DeepExplainer";
  c.statement =
      "DeepSHAP with several background samples is the mean of DeepLIFT over them and sums to "
      "F(x) minus the mean of F over them.";
  c.says = "mean of DeepLIFT; sum F(x) - mean F(x')";
  c.why = "By its definition, and because DeepLIFT is complete for each of them.";
  c.careful = "As stated.";
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.point("x", {3, 1});
  c.point("b1", {0, 0});
  c.point("b2", {1, 0});
  c.point("b3", {0, 2});
  c.point("b4", {3, 0});
  const std::string rescale = "deeplift:rule=rescale";
  c.fact("DeepLIFT against b1", attribution("g", rescale, "x", "b1")).is({"2", "-1"});
  c.fact("DeepLIFT against b2", attribution("g", rescale, "x", "b2")).is({"2", "-1"});
  c.fact("DeepLIFT against b3", attribution("g", rescale, "x", "b3")).is({"2/3", "1/3"});
  c.fact("DeepLIFT against b4", attribution("g", rescale, "x", "b4")).is({"0", "-1"});
  c.fact("mean of DeepLIFT", mean_over_background([rescale](const std::string& b) {
           return attribution("g", rescale, "x", b);
         }))
      .is({"7/6", "-2/3"});
  c.fact("DeepSHAP", deep_shap).is({"7/6", "-2/3"}).claimed_equal_to("mean of DeepLIFT");
  c.fact("F(x) minus the mean of F",
         mean_over_background([](const std::string& b) { return change("g", "x", b); }))
      .is({"1/2"});
  c.fact("sum of DeepSHAP", sum_of(deep_shap))
      .is({"1/2"})
      .claimed_equal_to("F(x) minus the mean of F");
  return c;
}

}  // namespace

std::vector<Claim> deep_shap() {
  std::vector<Claim> all;
  all.push_back(i01());
  all.push_back(i02());
  return all;
}

}  // namespace axiomark::claims
