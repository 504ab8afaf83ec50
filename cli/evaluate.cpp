#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/model_inputs.hpp"
#include "cli/picture_options.hpp"
#include "cli/scalar_choice.hpp"
#include "cli/verb.hpp"
#include "network/exact_cost.hpp"
#include "network/files/json_numbers.hpp"

namespace axiomark::cli {
namespace {

struct EvaluateOptions {
  ModelInputs subject;
  PictureOptions pictures;
  ScalarChoice scalar;
  bool json = false;
};

// Samples evaluated at a time: what all tensors hold for them stays within some megabytes, however long
// the batch is. A multiple of 16, by which the products take columns together.
template <Scalar S>
Index chunk_of(const Network<S>& network) {
  constexpr Index kMostValues = Index{1} << 20;
  Index values = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) values += element_count(network.shape(t));
  return std::max<Index>(1, kMostValues / std::max<Index>(1, values) / 16) * 16;
}

// Outputs x samples; nothing that is not finite.
template <Scalar S>
Result<Batch<S>> outputs_at(const Network<S>& network, const Batch<S>& inputs) {
  Batch<S> outputs(network.output_features(), inputs.cols());
  const Index chunk = chunk_of(network);
  for (Index first = 0; first < inputs.cols(); first += chunk) {
    const Index count = std::min(chunk, inputs.cols() - first);
    const Trace<S> at = trace(network, Batch<S>(inputs.middleCols(first, count)));
    if (auto ok = check_finite(network, at); !ok) return tl::make_unexpected(ok.error());
    outputs.middleCols(first, count) = at.tensors[static_cast<std::size_t>(network.output())];
  }
  return outputs;
}

template <Scalar S>
std::string line_of(const Batch<S>& outputs, Index sample) {
  std::string line;
  for (Index j = 0; j < outputs.rows(); ++j) {
    line += (j == 0 ? "" : " ") + to_text(outputs(j, sample));
  }
  return line + "\n";
}

template <Scalar S>
std::string json_of(const Batch<S>& outputs, Index sample) {
  auto row = nlohmann::ordered_json::array();
  for (Index j = 0; j < outputs.rows(); ++j) {
    if constexpr (is_exact<S>) {
      row.push_back(to_text(outputs(j, sample)));
    } else {
      row.push_back(number_json(outputs(j, sample)));
    }
  }
  return (sample == 0 ? "" : ",") + row.dump();
}

// Printed as it is made: a text of all samples is several times as long as their numbers.
template <Scalar S, class Text>
Result<int> print_samples(const Batch<S>& outputs, std::string begun, const Text& text_of,
                          std::string_view end) {
  constexpr std::size_t kBuffer = std::size_t{1} << 16;
  std::string text = std::move(begun);
  for (Index k = 0; k < outputs.cols(); ++k) {
    text += text_of(outputs, k);
    if (text.size() < kBuffer) continue;
    if (auto status = print(text); !status) return status;
    text.clear();
  }
  text += end;
  return print(text);
}

template <Scalar S>
Result<int> print_json(const EvaluateOptions& options, const Network<S>& network,
                       const Batch<S>& outputs) {
  const nlohmann::ordered_json about{{"model", options.subject.model},
                                     {"shape", network.shape(network.output())}};
  std::string begun = about.dump();
  begun.pop_back();  // the closing brace
  return print_samples(outputs, begun + R"(,"outputs":[)", json_of<S>, "]}\n");
}

template <Scalar S>
Result<int> evaluate_as(const EvaluateOptions& options) {
  const auto pictures = read_picture_terms(options.pictures, options.subject.input);
  if (!pictures) return tl::make_unexpected(pictures.error());
  const auto subject = read_subject<S>(options.subject, *pictures);
  if (!subject) return tl::make_unexpected(subject.error());
  const Network<S>& network = subject->network;
  const Batch<S>& inputs = subject->samples;
  if constexpr (is_exact<S>) {
    const double seconds = exact_seconds(network, static_cast<double>(inputs.cols()));
    if (auto ok = affordable(seconds, options.scalar.max_cost); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  const auto outputs = outputs_at(network, inputs);
  if (!outputs) return tl::make_unexpected(outputs.error());
  if (options.json) return print_json(options, network, *outputs);
  return print_samples(*outputs, {}, line_of<S>, "");
}

}  // namespace

void add_evaluate(CLI::App& program, Job& job) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* verb = program.add_subcommand("evaluate", "outputs of a model, one line per input");
  options->subject.add_to(*verb);
  options->pictures.add_reading(*verb);
  options->scalar.add_to(*verb);
  verb->add_flag("--json", options->json, "one JSON document on standard output");
  verb->callback([options, &job] {
    job = [options] {
      return options->scalar.dispatch([&]<Scalar S>() { return evaluate_as<S>(*options); });
    };
  });
}

}  // namespace axiomark::cli
