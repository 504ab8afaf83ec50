#include "experiments/audit/audited_question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "network/builder.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostTargets = 20;

class Questions {
 public:
  explicit Questions(const AuditedQuestion& asked) : asked_(asked) {}

  std::vector<OtherQuestion> all() {
    add_targets();
    add_links();
    add_baselines();
    return std::move(found_);
  }

 private:
  void add(std::string mistake, AuditedQuestion question) {
    found_.push_back({std::move(mistake), std::move(question)});
  }

  void add_targets() {
    const Index outputs = asked_.target.size();
    if (outputs < 2) return;
    const Vector<double> values = evaluate(asked_.network, Batch<double>(asked_.input)).col(0);
    std::vector<Index> order(static_cast<std::size_t>(outputs));
    std::iota(order.begin(), order.end(), Index{0});
    std::ranges::stable_sort(order, [&](Index a, Index b) { return values(a) > values(b); });
    if (order.size() > kMostTargets) order.resize(kMostTargets);
    for (const Index j : order) {
      if (j == asked_.target_index) continue;
      AuditedQuestion other = asked_;
      other.target = Vector<double>::Zero(outputs);
      other.target(j) = 1;
      other.target_index = j;
      add(fmt::format("target {}{}", j,
                      asked_.target_index < 0 ? " instead of the weights asked for"
                                              : fmt::format(" instead of {}", asked_.target_index)),
          std::move(other));
    }
    AuditedQuestion sum = asked_;
    sum.target = Vector<double>::Ones(outputs);
    sum.target_index = -1;
    if ((sum.target != asked_.target).any()) {
      add("the sum of all outputs instead of one", std::move(sum));
    }
  }

  // Softmax for logits, or the other way round.
  void add_links() {
    const Network<double>& network = asked_.network;
    const Index last = network.output();
    if (last >= network.first_node_tensor() &&
        std::holds_alternative<Softmax>(network.operator_of(last))) {
      NetworkParts<double> parts = network.parts();
      parts.output = network.node_of(last).inputs.front();
      if (auto logits = Network<double>::make(std::move(parts))) {
        AuditedQuestion other = asked_;
        other.network = std::move(*logits);
        add("the logits instead of the softmax", std::move(other));
      }
      return;
    }
    if (asked_.target.size() < 2) return;
    for (const bool logarithm : {false, true}) {
      NetworkBuilder<double> b;
      std::vector<Tensor> inputs;
      for (const Shape& shape : network.inputs()) inputs.push_back(b.input(shape));
      const Tensor logits = b.include(network, inputs);
      // The classes are the last dimension of the outputs.
      Tensor out = b.softmax(logits, static_cast<Index>(b.shape(logits).size()) - 1);
      if (logarithm) out = b.apply(Operator<double>(Log{}), {out});
      auto linked = b.build(out);
      if (!linked) continue;
      AuditedQuestion other = asked_;
      other.network = std::move(*linked);
      add(logarithm ? "the logarithm of the softmax instead of the logit"
                    : "the softmax instead of the logit",
          std::move(other));
    }
  }

  void add_baseline(const std::string& words, const Vector<double>& baseline) {
    if (baseline.isApprox(asked_.baseline, 1e-12)) return;
    for (const OtherQuestion& other : found_) {
      if (other.question.baseline.isApprox(baseline, 1e-12)) return;
    }
    AuditedQuestion other = asked_;
    other.baseline = baseline;
    add(words + " as the baseline", std::move(other));
  }

  // Which colour each feature is, if a dimension has three entries; else all are one.
  [[nodiscard]] std::vector<Index> colours() const {
    const auto three = std::ranges::find(asked_.shape, Index{3});
    std::vector<Index> colour(static_cast<std::size_t>(asked_.input.size()), 0);
    if (three == asked_.shape.end()) return colour;
    Index inside = 1;
    for (auto d = three + 1; d != asked_.shape.end(); ++d) inside *= *d;
    for (std::size_t i = 0; i < colour.size(); ++i) {
      colour[i] = static_cast<Index>(i) / inside % 3;
    }
    return colour;
  }

  template <class Choose>
  [[nodiscard]] Vector<double> by_colour(const Choose& choose) const {
    const auto colour = colours();
    Vector<double> baseline(asked_.input.size());
    for (Index c = 0; c < 3; ++c) {
      std::vector<double> values;
      for (std::size_t i = 0; i < colour.size(); ++i) {
        if (colour[i] == c) values.push_back(asked_.input(static_cast<Index>(i)));
      }
      if (values.empty()) continue;
      const double chosen = choose(values);
      for (std::size_t i = 0; i < colour.size(); ++i) {
        if (colour[i] == c) baseline(static_cast<Index>(i)) = chosen;
      }
    }
    return baseline;
  }

  void add_baselines() {
    const Index n = asked_.input.size();
    const auto smallest = [](const std::vector<double>& v) { return std::ranges::min(v); };
    const auto largest = [](const std::vector<double>& v) { return std::ranges::max(v); };
    const auto mean = [](const std::vector<double>& v) {
      return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
    };
    const auto constant = [&](double value) { return Vector<double>::Constant(n, value).eval(); };
    add_baseline("zero", constant(0));
    for (const auto& [words, value] :
         std::vector<std::pair<std::string, double>>{{"1/2 everywhere", 0.5},
                                                     {"1 everywhere", 1},
                                                     {"-1 everywhere", -1},
                                                     {"255 everywhere", 255},
                                                     {"127.5 everywhere", 127.5}}) {
      add_baseline(words, constant(value));
    }
    if (n > 1) {
      add_baseline("the input's smallest value", constant(asked_.input.minCoeff()));
      add_baseline("the input's largest value", constant(asked_.input.maxCoeff()));
      add_baseline("the input's mean", constant(asked_.input.mean()));
      add_baseline("each colour's smallest value (black in the input's space)",
                   by_colour(smallest));
      add_baseline("each colour's largest value (white in the input's space)", by_colour(largest));
      add_baseline("each colour's mean", by_colour(mean));
    }
    add_baseline("the baseline divided by 255", asked_.baseline / 255);
    add_baseline("the baseline times 255", asked_.baseline * 255);
    // Normalised or not: what common preprocessing makes of zero, and the other way round.
    const auto colour = colours();
    const bool colourful = std::ranges::max(colour) == 2;
    const auto per_colour = [&](const std::array<double, 3>& values) {
      Vector<double> baseline(n);
      for (Index i = 0; i < n; ++i) {
        baseline(i) = values[static_cast<std::size_t>(colour[static_cast<std::size_t>(i)])];
      }
      return baseline;
    };
    struct Preprocessing {
      std::string of;
      std::array<double, 3> mean;
      std::array<double, 3> deviation;
    };
    const std::vector<Preprocessing> common =
        colourful
            ? std::vector<Preprocessing>{{"ImageNet", {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}},
                                         {"CIFAR-10",
                                          {0.4914, 0.4822, 0.4465},
                                          {0.2023, 0.1994, 0.2010}},
                                         {"CIFAR-10",
                                          {0.4914, 0.4822, 0.4465},
                                          {0.2470, 0.2435, 0.2616}}}
            : std::vector<Preprocessing>{
                  {"MNIST", {0.1307, 0.1307, 0.1307}, {0.3081, 0.3081, 0.3081}}};
    for (const Preprocessing& one : common) {
      std::array<double, 3> black{};
      for (std::size_t c = 0; c < 3; ++c) black[c] = -one.mean[c] / one.deviation[c];
      add_baseline("black after " + one.of + "'s normalisation", per_colour(black));
      add_baseline("the mean colour of " + one.of, per_colour(one.mean));
    }
  }

  const AuditedQuestion& asked_;
  std::vector<OtherQuestion> found_;
};

}  // namespace

std::vector<OtherQuestion> other_questions(const AuditedQuestion& asked) {
  return Questions(asked).all();
}

}  // namespace axiomark
