#include <fmt/format.h>

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

template <Scalar S>
std::string as_json(const EvaluateOptions& options, const Network<S>& network,
                    const Batch<S>& outputs) {
  nlohmann::ordered_json document{{"model", options.subject.model},
                                  {"shape", network.shape(network.output())},
                                  {"outputs", nlohmann::ordered_json::array()}};
  for (Index k = 0; k < outputs.cols(); ++k) {
    auto row = nlohmann::ordered_json::array();
    for (Index j = 0; j < outputs.rows(); ++j) {
      if constexpr (is_exact<S>) {
        row.push_back(to_text(outputs(j, k)));
      } else {
        row.push_back(number_json(outputs(j, k)));
      }
    }
    document["outputs"].push_back(std::move(row));
  }
  return document.dump() + "\n";
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
  const Trace<S> at = trace(network, inputs);
  if (auto ok = check_finite(network, at); !ok) return tl::make_unexpected(ok.error());
  const Batch<S>& outputs = at.tensors[static_cast<std::size_t>(network.output())];
  if (options.json) return print(as_json(options, network, outputs));
  std::string text;
  for (Index k = 0; k < outputs.cols(); ++k) {
    for (Index j = 0; j < outputs.rows(); ++j) {
      text += (j == 0 ? "" : " ") + to_text(outputs(j, k));
    }
    text += '\n';
  }
  return print(text);
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
