#include "search/means/mean_test.hpp"

#include <algorithm>

#include "search/ingredient_source.hpp"
#include "search/means/fair_bets.hpp"
#include "search/means/mean_question.hpp"

namespace axiomark {
namespace {

// What one question came to.
struct Asked {
  bool judged = false;
  std::optional<WrongMean> wrong = {};
  std::string refusal = {};
};

// The method's own seeds: 63 bits, which is what `seed=` takes.
RandomStream seeds_of(const MeanTestOptions& options, std::uint64_t question) {
  return case_stream(options.seed, "seeds", question);
}

class OneQuestion {
 public:
  OneQuestion(const SeededMethod& method, MeanQuestion question, double bar)
      : method_(method),
        question_(std::move(question)),
        bar_(bar * static_cast<double>(question_.input.size())),
        sum_(Vector<double>::Zero(question_.input.size())) {
    for (Index i = 0; i < question_.input.size(); ++i) {
      bets_.emplace_back(question_.low(i), question_.high(i), question_.mean(i),
                         question_.slack(i));
    }
  }

  /// The answer at one seed; an error if there is none.
  [[nodiscard]] Result<void> ask(std::uint64_t seed) {
    const auto method = method_.at_seed(seed);
    if (!method) return tl::make_unexpected(method.error());
    const auto answer = method->attribute<double>(
        question_.network,
        {Batch<double>(question_.input), Batch<double>(question_.baseline),
         Batch<double>(question_.target)},
        alone_);
    if (!answer.front()) return tl::make_unexpected(answer.front().error());
    sum_ += answer.front()->values;
    ++answers_;
    for (std::size_t i = 0; i < bets_.size(); ++i) {
      bets_[i].observe(answer.front()->values(static_cast<Index>(i)));
    }
    return {};
  }

  [[nodiscard]] std::optional<WrongMean> wrong(std::uint64_t number) const {
    const auto worst = std::ranges::max_element(bets_, {}, &FairBets::capital);
    if (worst == bets_.end() || worst->capital() < bar_) return std::nullopt;
    const auto feature = static_cast<Index>(worst - bets_.begin());
    return WrongMean{number,
                     static_cast<int>(feature),
                     answers_,
                     sum_(feature) / static_cast<double>(answers_),
                     question_.mean(feature),
                     worst->capital()};
  }

 private:
  const SeededMethod& method_;
  MeanQuestion question_;
  double bar_;
  Vector<double> sum_;
  std::uint64_t answers_ = 0;
  std::vector<FairBets> bets_;
  ThreadPool alone_;
};

Asked ask_question(const SeededMethod& method, const Estimand& estimand,
                   const MeanTestOptions& options, std::uint64_t number) {
  auto question = mean_question(method.name, estimand, options.seed, number);
  if (!question) return {false, {}, message(question.error())};
  const double bar = static_cast<double>(options.questions) / options.false_conviction;
  OneQuestion asked(method, std::move(*question), bar);
  RandomStream seeds = seeds_of(options, number);
  for (std::uint64_t k = 0; k < options.seeds; ++k) {
    if (auto answered = asked.ask(seeds.bits() >> 1); !answered) {
      return {false, {}, message(answered.error())};
    }
    if (auto wrong = asked.wrong(number)) return {true, std::move(wrong), {}};
  }
  return {true, {}, {}};
}

MeanFinding folded(const std::string& method, const MeanTestOptions& options,
                   const std::vector<Asked>& asked) {
  MeanFinding finding{method, 0, asked.size(), options.seeds, options.false_conviction};
  for (const Asked& one : asked) {
    finding.questions += one.judged ? 1 : 0;
    if (!finding.wrong) finding.wrong = one.wrong;
    if (finding.untested.empty()) finding.untested = one.refusal;
  }
  if (finding.questions > 0) finding.untested.clear();
  return finding;
}

}  // namespace

MeanFinding test_mean(const SeededMethod& method, const MeanTestOptions& options) {
  const Estimand estimand = estimand_of(method.name);
  std::vector<Asked> asked;
  for (std::uint64_t k = 0; k < options.questions && !options.stop.stop_requested(); ++k) {
    asked.push_back(ask_question(method, estimand, options, k));
    if (asked.back().wrong) break;
  }
  return folded(method.name, options, asked);
}

std::vector<MeanFinding> test_means(const std::vector<std::string>& methods,
                                    const MeanTestOptions& options, const ThreadPool& pool) {
  std::vector<std::string> random;
  std::ranges::copy_if(methods, std::back_inserter(random),
                       [](const std::string& method) { return estimand_of(method).is_random(); });
  MeanTestOptions each = options;
  each.false_conviction /= static_cast<double>(std::max<std::size_t>(1, random.size()));
  std::vector<MeanFinding> findings(random.size());
  pool.for_each(static_cast<Index>(random.size()), [&](Index k) {
    const auto at = static_cast<std::size_t>(k);
    const SeededMethod method{random[at],
                              [&](std::uint64_t seed) { return with_seed(random[at], seed); }};
    findings[at] = test_mean(method, each);
  });
  return findings;
}

}  // namespace axiomark
