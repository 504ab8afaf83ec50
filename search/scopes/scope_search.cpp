#include "search/scopes/scope_search.hpp"

#include <algorithm>
#include <atomic>
#include <map>

#include "search/scopes/scope_budget.hpp"
#include "search/scopes/settle.hpp"

namespace axiomark {
namespace {

// Networks dealt out at a time: thousands of cases, a fraction of a second.
constexpr std::size_t kChunk = 256;

struct Broken {
  std::uint64_t number = 0;  // among the cases of its chunk, then of its cell
  ExactJudgement proof;
};

// What one chunk of networks says about one cell.
struct Tally {
  std::uint64_t cases = 0;
  std::uint64_t refused = 0;
  std::uint64_t by_convention = 0;
  std::uint64_t in_double = 0;
  std::string fault;
  std::optional<Broken> broken;
  std::optional<Broken> broken_by_convention;

  void count(Settled settled) {
    if (settled.outcome == Outcome::not_applicable) {
      ++refused;
      return;
    }
    if (settled.outcome == Outcome::error) {
      if (fault.empty()) fault = std::move(settled.reason);
      return;
    }
    ++cases;
    if (settled.in_double) ++in_double;
    if (settled.outcome == Outcome::kept) return;
    const bool hangs = !settled.hung_on.empty();
    if (hangs) ++by_convention;
    auto& slot = hangs ? broken_by_convention : broken;
    if (!slot) slot = Broken{cases, std::move(*settled.proof)};
  }
};

// A run of networks, asked about for one method: directly for all axioms that are asked so, or for one
// axiom that builds its cases.
struct Job {
  std::size_t method = 0;
  std::optional<std::size_t> axiom;
  std::size_t first = 0;
  std::size_t last = 0;
};

class ScopeSearch {
 public:
  ScopeSearch(const Scope& scope, const CampaignOptions& options)
      : scope_(scope),
        options_(options),
        pairs_(scope.limits()),
        convicted_(options.methods.size() * columns()) {
    for (auto& job : convicted_) job = kNever;
  }

  std::vector<ScopeResult> run(const ThreadPool& pool) {
    plan(pool);
    tallies_.resize(jobs_.size());
    pool.for_each(static_cast<Index>(jobs_.size()), [&](Index k) {
      if (options_.stop.stop_requested()) return;
      const auto number = static_cast<std::size_t>(k);
      tallies_[number].resize(columns());
      if (jobs_[number].axiom) {
        build_and_judge(number);
      } else {
        judge_directly(number);
      }
    });
    return folded();
  }

 private:
  static constexpr std::size_t kNever = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t columns() const { return options_.axioms.size(); }

  void plan(const ThreadPool& pool) {
    budget_ = scope_budget(scope_, pairs_, options_.methods, options_.axioms, pool);
    for (std::size_t m = 0; m < options_.methods.size(); ++m) {
      add_jobs({m, {}, 0, 0}, budget_.direct[m]);
      for (std::size_t a = 0; a < columns(); ++a) {
        add_jobs({m, a, 0, 0}, budget_.built[m * columns() + a]);
      }
    }
  }

  void add_jobs(Job job, std::size_t networks) {
    for (job.first = 0; job.first < networks; job.first += kChunk) {
      job.last = std::min(networks, job.first + kChunk);
      jobs_.push_back(job);
    }
  }

  // A chunk behind one that convicts need not be looked at. This saves time and changes nothing: every
  // chunk before the first conviction is searched in any case.
  [[nodiscard]] bool open(std::size_t job, std::size_t axiom) const {
    return convicted_[jobs_[job].method * columns() + axiom] >= job;
  }
  void close(std::size_t job, std::size_t axiom) {
    auto& first = convicted_[jobs_[job].method * columns() + axiom];
    std::size_t known = first;
    while (job < known && !first.compare_exchange_weak(known, job)) {
    }
  }

  void count(std::size_t job, std::size_t axiom, Settled settled) {
    Tally& tally = tallies_[job][axiom];
    tally.count(std::move(settled));
    if (tally.broken) close(job, axiom);
  }

  void judge_directly(std::size_t job) {
    const AnyMethod& method = options_.methods[jobs_[job].method];
    std::vector<std::size_t> asked;
    for (std::size_t a = 0; a < columns(); ++a) {
      const Axiom& axiom = options_.axioms[a];
      if (asked_directly(axiom.info.name) && axiom.info.is_stated_for(method.kind()))
        asked.push_back(a);
    }
    std::map<std::size_t, AnswerTable> firsts;  // of the functions met in this chunk
    for (std::size_t number = jobs_[job].first; number < jobs_[job].last; ++number) {
      const IntegerNetwork network = scope_.networks().at(number);
      const auto& points = pairs_.of(method, network.front().reads);
      std::optional<AnswerTable> table;
      for (const std::size_t a : asked) {
        const Axiom& axiom = options_.axioms[a];
        for (std::size_t k = 0; k < points.size(); ++k) {
          if (tallies_[job][a].broken || !open(job, a)) break;
          for (const DirectCase& direct :
               direct_cases(axiom.info.name, scope_, number, network, points[k])) {
            if (tallies_[job][a].broken) break;
            if (!table) table.emplace(method, network, points);
            AnswerTable* first = &*table;
            if (compares_with_first(axiom.info.name)) {
              const std::size_t same = scope_.function(number).first;
              first = &firsts.try_emplace(same, method, scope_.networks().at(same), points)
                           .first->second;
            }
            count(job, a, settle(axiom, direct, *first, *table, k, points[k]));
          }
        }
      }
    }
  }

  void build_and_judge(std::size_t job) {
    const AnyMethod& method = options_.methods[jobs_[job].method];
    const std::size_t a = *jobs_[job].axiom;
    const Axiom& axiom = options_.axioms[a];
    for (std::size_t number = jobs_[job].first; number < jobs_[job].last; ++number) {
      if (!open(job, a)) return;
      const int inputs = scope_.networks().at(number).front().reads;
      for (const auto& in : ingredients_on(axiom, scope_, number, pairs_.of(method, inputs))) {
        if (tallies_[job][a].broken) return;
        if (auto settled = settle(method, axiom, in)) count(job, a, std::move(*settled));
      }
    }
  }

  std::vector<ScopeResult> folded() {
    std::vector<ScopeResult> results(options_.methods.size() * columns());
    for (std::size_t m = 0; m < options_.methods.size(); ++m) {
      for (std::size_t a = 0; a < columns(); ++a) results[m * columns() + a].finding = blank(m, a);
    }
    for (std::size_t job = 0; job < jobs_.size(); ++job) {
      if (tallies_[job].empty()) {
        note_the_end(jobs_[job], results);
        continue;
      }
      for (std::size_t a = 0; a < columns(); ++a) {
        fold(std::move(tallies_[job][a]), results[jobs_[job].method * columns() + a]);
      }
    }
    return results;
  }

  [[nodiscard]] ScopeFinding blank(std::size_t m, std::size_t a) const {
    ScopeFinding finding;
    finding.name = scope_.limits().name;
    finding.description = in_words(scope_.limits());
    const Axiom& axiom = options_.axioms[a];
    const bool direct = asked_directly(axiom.info.name);
    finding.all_networks =
        direct ? scope_.networks().size() : networks_to_build_from(axiom, scope_);
    const std::size_t built = budget_.built[m * columns() + a];
    finding.networks = direct ? budget_.direct[m] : built;
    if (direct && networks_to_build_from(axiom, scope_) > 0) {
      finding.networks = std::min(budget_.direct[m], built);
    }
    return finding;
  }

  // Stopped before it was searched: its cells prove nothing.
  void note_the_end(const Job& job, std::vector<ScopeResult>& results) const {
    for (std::size_t a = 0; a < columns(); ++a) {
      if (!job.axiom || *job.axiom == a) {
        results[job.method * columns() + a].finding.fault = "stopped before the scope was searched";
      }
    }
  }

  static void fold(Tally tally, ScopeResult& result) {
    ScopeFinding& finding = result.finding;
    if (finding.violated) return;
    if (tally.broken_by_convention && !result.smallest_by_convention) {
      result.number_by_convention = finding.cases + tally.broken_by_convention->number;
      result.smallest_by_convention = std::move(tally.broken_by_convention->proof);
    }
    if (tally.broken) {
      finding.violated = true;
      result.number = finding.cases + tally.broken->number;
      result.smallest = std::move(tally.broken->proof);
    }
    finding.cases += tally.cases;
    finding.refused += tally.refused;
    finding.by_convention += tally.by_convention;
    finding.in_double += tally.in_double;
    if (finding.fault.empty()) finding.fault = std::move(tally.fault);
  }

  const Scope& scope_;
  const CampaignOptions& options_;
  ScopePairs pairs_;
  ScopeBudget budget_;
  std::vector<Job> jobs_;
  std::vector<std::vector<Tally>> tallies_;          // by job and axiom
  std::vector<std::atomic<std::size_t>> convicted_;  // by cell: the first job that convicts
};

}  // namespace

std::vector<ScopeResult> search_scope(const Scope& scope, const CampaignOptions& options,
                                      const ThreadPool& pool) {
  return ScopeSearch(scope, options).run(pool);
}

}  // namespace axiomark
