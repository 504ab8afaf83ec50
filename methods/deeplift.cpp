#include "methods/deeplift.hpp"

#include "methods/answer_columns.hpp"
#include "methods/query_chunks.hpp"

namespace axiomark {

namespace {

template <Scalar S>
Attributions<S> attribute_together(const Network<S>& network, const Queries<S>& queries,
                                   const DeepLiftOptions<S>& options) {
  const auto pass = DeepLiftPass<S>::make(network, queries.inputs, queries.baselines, options);
  if (!pass) {
    return Attributions<S>(static_cast<std::size_t>(queries.count()),
                           tl::make_unexpected(pass.error()));
  }
  const std::vector<Parts<S>> multipliers = pass->multipliers(queries.targets);
  const std::vector<HangSet> hung = hung_on(*pass, multipliers);
  std::vector<Batch<S>> contributions;
  for (Index t = 0; t < network.first_node_tensor(); ++t) {
    const Parts<S>& m = multipliers[static_cast<std::size_t>(t)];
    const Batch<S> difference = pass->difference(t);
    contributions.emplace_back((difference > S(0)).select(m.positive, m.negative) * difference);
  }
  const Batch<S> values = input_part(network, contributions);
  Attributions<S> answers;
  std::vector<Vector<S>> columns = columns_of(values);
  for (Index k = 0; k < queries.count(); ++k) {
    Attribution<S> answer{std::move(columns[static_cast<std::size_t>(k)]),
                          {},
                          hung[static_cast<std::size_t>(k)],
                          1,
                          {}};
    answer.function_evaluations = 1;  // at the baseline
    answers.emplace_back(std::move(answer));
  }
  return answers;
}

}  // namespace

template <Scalar S>
Attributions<S> DeepLift::attribute(const Network<S>& network, const Queries<S>& queries) const {
  return in_chunks(network, queries, [&](const Queries<S>& some) {
    return attribute_together(network, some, options<S>());
  });
}

std::vector<OptionInfo> deeplift_options() {
  auto options = convention_options();
  options.insert(options.begin(),
                 {{"rule", "rescale, revealcancel, genomics-default", "rescale",
                   "multipliers of nonlinearities; genomics-default: rescale behind convolutions, "
                   "revealcancel behind dense layers"},
                  {"threshold", "auto, or a number from 0", "auto",
                   "differences of at most this size count as zero; auto: 0, and in floating point "
                   "2 sqrt(u) for sigmoid, tanh and their like"}});
  return options;
}

Result<DeepLift> read_deeplift(const Options& options) {
  DeepLift method;
  const auto conventions = read_conventions(options);
  if (!conventions) return tl::make_unexpected(conventions.error());
  method.conventions = *conventions;
  const std::vector<std::string> rules = {"rescale", "revealcancel", "genomics-default"};
  const auto rule = options.one_of("rule", rules);
  if (!rule) return tl::make_unexpected(rule.error());
  method.rule = *rule == "rescale"        ? DeepLiftRule::rescale
                : *rule == "revealcancel" ? DeepLiftRule::revealcancel
                                          : DeepLiftRule::genomics_default;
  if (method.rule == DeepLiftRule::revealcancel && options.given("kink")) {
    return fail(ErrorKind::usage, "deeplift, option 'kink'", "given with rule=revealcancel",
                "a rule that takes slopes at zero differences");
  }
  if (options.text("threshold") == "auto") return method;
  const auto threshold = options.number("threshold");
  if (!threshold || *threshold < 0) {
    return fail(ErrorKind::usage, "deeplift, option 'threshold'",
                "'" + options.text("threshold") + "'", "auto, or a number from 0");
  }
  method.threshold = *threshold;
  return method;
}

RegistryEntry deeplift_entry() {
  return {"deeplift",
          "Backprop rules",
          "A_i = m_i (x_i - x'_i), multipliers from difference quotients layer by layer",
          "Shrikumar et al. 2017, sec. 3",
          DeepLift::kind,
          deeplift_options(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto method = read_deeplift(options);
            if (!method) return tl::make_unexpected(method.error());
            return AnyMethod(options.canonical(), *method);
          },
          "DeepLIFT"};
}

AXIOMARK_INSTANTIATE_GRAPH_METHOD(DeepLift);

}  // namespace axiomark
