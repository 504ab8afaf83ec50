#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "cli/attribution_text.hpp"
#include "cli/baseline.hpp"
#include "cli/figure.hpp"
#include "cli/model_inputs.hpp"
#include "cli/picture_options.hpp"
#include "cli/scalar_choice.hpp"
#include "cli/target.hpp"
#include "cli/verb.hpp"
#include "methods/registry.hpp"
#include "network/exact_cost.hpp"
#include "network/files/array_file.hpp"

namespace axiomark::cli {
namespace {

struct AttributeOptions {
  ModelInputs subject;
  std::vector<std::string> methods;
  std::string steps;
  std::string tolerance;
  std::string baseline = "zero";
  std::string target = "predicted";
  std::string out;
  std::string display = "none";
  PictureOptions pictures;
  ScalarChoice scalar;
  int threads = every_thread();
  int time = 0;
  bool json = false;
};

// The same question in double is cheap and tells how many gradients the exact answer will take.
Result<void> check_exact_cost(const AnyMethod& method, const Network<Rational>& network,
                              const Queries<Rational>& queries, double limit,
                              const ThreadPool& pool) {
  double evaluations = static_cast<double>(queries.count());
  if (const auto rounded = convert<double>(network)) {
    const Queries<double> q{convert_all<double>(queries.inputs),
                            convert_all<double>(queries.baselines),
                            convert_all<double>(queries.targets), queries.baselines_per_query};
    for (const auto& answer : method.attribute<double>(*rounded, q, pool)) {
      if (!answer) continue;
      evaluations += static_cast<double>(answer->gradient_evaluations) +
                     static_cast<double>(answer->function_evaluations) / 2;
    }
  }
  // Each gradient is a pass forward and one backward; threads share the work.
  return affordable(exact_seconds(network, 2 * evaluations) / pool.threads(), limit);
}

Result<void> check_counts(const AttributeOptions& options) {
  if (options.time < 0 || options.time > 1'000'000) {
    return fail(ErrorKind::usage, "--time", fmt::format("{}", options.time), "1 to 1000000 runs");
  }
  return {};
}

// Everything that is asked, read and checked before anything is computed.
template <Scalar S>
struct Question {
  Network<S> network;
  Queries<S> queries;
  std::vector<Index> target_indices;
};

template <Scalar S>
Result<Question<S>> read_question(const AttributeOptions& options, MethodKind kind,
                                  const Subject<S>& subject, const PictureTerms& pictures) {
  const Network<S>& network = subject.network;
  const Batch<S>& inputs = subject.samples;
  const auto baselines = read_baselines(options.baseline, kind, network, inputs, pictures);
  if (!baselines) return tl::make_unexpected(baselines.error());
  const auto targets = choose_targets<S>(options.target, network, inputs);
  if (!targets) return tl::make_unexpected(targets.error());
  return Question<S>{network,
                     {inputs, baselines->points, targets->weights, baselines->per_query},
                     targets->indices};
}

template <Scalar S>
Result<void> write_attributions(const std::string& path, const Question<S>& question,
                                const Attributions<S>& answers, const Display& display,
                                const Shape& shape) {
  Batch<S> values(element_count(shape), question.queries.count());
  const Shape sample = sample_shape(question.network);
  for (Index k = 0; k < values.cols(); ++k) {
    const auto& answer = answers[static_cast<std::size_t>(k)];
    if (!answer) return tl::make_unexpected(answer.error());
    values.col(k) = displayed(display, answer->values, sample);
  }
  return write_batch(path, values, shape);
}

Result<void> first_fault(const auto& answers) {
  for (std::size_t k = 0; k < answers.size(); ++k) {
    if (answers[k]) continue;
    Error error = answers[k].error();
    error.where = fmt::format("input {}: {}", k, error.where);
    return tl::make_unexpected(error);
  }
  return {};
}

// Runs after a warm-up, of the computation alone.
template <class Run>
Timing measure(int runs, const Run& run) {
  std::vector<double> seconds;
  for (int k = 0; k < runs; ++k) {
    const auto start = std::chrono::steady_clock::now();
    run();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::ranges::sort(seconds);
  return {seconds.front(), seconds[seconds.size() / 2]};
}

// What the methods asked have said so far.
struct Said {
  std::vector<std::string> texts;
  report::AttributionFigure figure;
  std::optional<Error> fault;  // the first
};

template <Scalar S>
Result<void> ask(const AttributeOptions& options, const AnyMethod& asked, const Subject<S>& subject,
                 const Display& shown, const PictureTerms& pictures, Said& said) {
  const AnyMethod* method = &asked;
  const Display* display = &shown;
  const auto question = read_question<S>(options, method->kind(), subject, pictures);
  if (!question) return tl::make_unexpected(question.error());
  const Shape sample = sample_shape(question->network);
  const auto shape = displayed_shape(*display, sample);
  if (!shape) return tl::make_unexpected(shape.error());
  const ThreadPool pool(options.threads);
  if constexpr (is_exact<S>) {
    auto ok = check_exact_cost(*method, question->network, question->queries,
                               options.scalar.max_cost, pool);
    if (!ok) return tl::make_unexpected(ok.error());
  }
  Attributions<S> answers = method->attribute<S>(question->network, question->queries, pool);
  std::optional<Timing> timing;
  if (options.time > 0) {  // the answers above were the warm-up
    timing = measure(options.time, [&] {
      answers = method->attribute<S>(question->network, question->queries, pool);
    });
  }
  if (!options.out.empty() && !is_figure(options.out)) {
    auto ok = write_attributions(options.out, *question, answers, *display, *shape);
    if (!ok) return tl::make_unexpected(ok.error());
  }
  const AttributionReport<S> report{options.subject.model,
                                    method->name(),
                                    options.target,
                                    method->kind(),
                                    question->network,
                                    question->queries,
                                    question->target_indices,
                                    answers,
                                    *display,
                                    sample,
                                    timing};
  said.texts.push_back(options.json ? as_json(report) : as_table(report));
  if (auto ok = first_fault(answers); !ok && !said.fault) said.fault = ok.error();
  if (!is_figure(options.out) || said.fault) return {};
  return add_method(said.figure, report, {pictures, options.subject.input, options.baseline});
}

// The tables one after the other; one JSON document, of several methods {"answers": [...]}.
std::string joined(const std::vector<std::string>& texts, bool json) {
  if (!json || texts.size() == 1) return fmt::format("{}", fmt::join(texts, "\n"));
  std::string text = "{\"answers\":[";
  for (const std::string& one : texts) text += one.substr(0, one.size() - 1) + ",";
  text.back() = ']';
  return text + "}\n";
}

// The method with what --steps and --tolerance say put into its string, where make_method checks it.
std::string with_steps(const AttributeOptions& options, std::string method) {
  const auto append = [&](const std::string& option) {
    method += (method.find(':') == std::string::npos ? ":" : ",") + option;
  };
  if (options.steps == "auto") append("rule=auto");
  if (!options.steps.empty() && options.steps != "auto") append("steps=" + options.steps);
  if (!options.tolerance.empty()) {
    append("tolerance=" + options.tolerance);
  } else if (options.steps == "auto") {
    append("tolerance=1/100");
  }
  return method;
}

template <Scalar S>
Result<int> attribute_as(const AttributeOptions& options) {
  if (auto ok = check_counts(options); !ok) return tl::make_unexpected(ok.error());
  std::vector<AnyMethod> methods;
  for (const std::string& name : options.methods) {
    auto method = make_method(with_steps(options, name));
    if (!method) return tl::make_unexpected(method.error());
    methods.push_back(std::move(*method));
  }
  if (auto ok = check_out(options.out, methods.size()); !ok) return tl::make_unexpected(ok.error());
  auto display = parse_display(options.display);
  if (!display) return tl::make_unexpected(display.error());
  const auto pictures = read_picture_terms(options.pictures, options.subject.input);
  if (!pictures) return tl::make_unexpected(pictures.error());
  display = with_aggregate(*display, *pictures);
  if (!display) return tl::make_unexpected(display.error());
  const auto subject = read_subject<S>(options.subject, *pictures);
  if (!subject) return tl::make_unexpected(subject.error());
  Said said;
  for (const AnyMethod& method : methods) {
    if (auto ok = ask<S>(options, method, *subject, *display, *pictures, said); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  if (is_figure(options.out) && !said.fault) {
    if (auto ok = write_figure(said.figure, options.out); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  if (auto ok = print(joined(said.texts, options.json)); !ok) return ok;
  if (said.fault) return tl::make_unexpected(*said.fault);
  return 0;
}

}  // namespace

void add_attribute(CLI::App& program, Job& job) {
  auto options = std::make_shared<AttributeOptions>();
  CLI::App* verb =
      program.add_subcommand("attribute", "attributions of one or many inputs of a model");
  options->subject.add_to(*verb);
  options->methods = {"integrated-gradients"};
  verb->add_option(
          "--method", options->methods,
          "name:key=value,... (axiomark list methods); several side by side by repeating it")
      ->allow_extra_args(false)
      ->default_str("integrated-gradients");
  verb->add_option(
      "--steps", options->steps,
      "steps of every --method, or auto: rule=auto, which chooses them for a tolerance "
      "(1/100 unless given) and says what it guarantees");
  verb->add_option("--tolerance", options->tolerance,
                   "error allowed in each attribution, as a part of F(x) - F(x')");
  verb->add_option("--baseline", options->baseline, kBaselineHelp)->capture_default_str();
  verb->add_option("--target", options->target,
                   "index, predicted, predicted-min, or weights such as [1,-1]")
      ->capture_default_str();
  verb->add_option(
      "--out", options->out,
      "also write the attributions to .npy, .csv or .json, or a figure of them to .png or "
      ".svg");
  verb->add_option("--display", options->display,
                   "what is shown and written instead, steps of absolute, channel-sum, normalized")
      ->capture_default_str();
  options->pictures.add_reading(*verb);
  options->pictures.add_drawing(*verb);
  options->scalar.add_to(*verb);
  add_threads(*verb, options->threads, "the numbers do not depend on it");
  verb->add_option("--time", options->time, "time N runs of the computation after a warm-up");
  verb->add_flag("--json", options->json, "one JSON document on standard output");
  verb->callback([options, &job] {
    job = [options] {
      return options->scalar.dispatch([&]<Scalar S>() { return attribute_as<S>(*options); });
    };
  });
}

}  // namespace axiomark::cli
