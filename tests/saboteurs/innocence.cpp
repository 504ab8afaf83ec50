// axiomark_innocence JUDGEMENTS SEED [smooth]: judges every correct method by every axiom that it provably keeps,
// equally often, and writes what became of it as JSON. Status 1 if any was convicted. With `smooth` on networks with
// sigmoid, tanh, softplus, elu and softmax, one case in sixteen with derived bounds even if doubles suspect nothing.

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include "search/stream_version.hpp"
#include "tests/saboteurs/innocent_methods.hpp"
#include "tests/saboteurs/smooth_innocents.hpp"

namespace {

using namespace axiomark;
using namespace axiomark::tests;

int run(std::uint64_t judgements, std::uint64_t seed) {
  const std::vector<Innocent> innocents = innocent_methods();
  std::uint64_t pairs = 0;
  for (const Innocent& innocent : innocents) {
    for (const Proved& proved : innocent.keeps) pairs += proved.axioms.size();
  }
  const std::uint64_t each = (judgements + pairs - 1) / pairs;
  fmt::print("{{\n\"schema\": \"axiomark-innocence/1\",\n\"seed\": {},\n\"stream_version\": {},\n",
             seed, kStreamVersion);
  fmt::print("\"judgements_per_cell\": {},\n\"cells\": [\n", each);
  std::uint64_t judged = 0;
  std::uint64_t convicted = 0;
  std::uint64_t errors = 0;
  std::uint64_t done = 0;
  for (const Innocent& innocent : innocents) {
    for (const Proved& proved : innocent.keeps) {
      for (const std::string& name : proved.axioms) {
        const Trial t = put_on_trial(innocent.method, find_axiom(name).value(), seed, each);
        judged += t.judged;
        convicted += t.convicted.size();
        errors += t.errors.size();
        fmt::print(
            "{{\"method\": \"{}\", \"axiom\": \"{}\", \"because\": \"{}\", \"cases\": {}, "
            "\"judged\": {}, \"suspected\": {}, \"by_convention\": {}, \"convicted\": [{}], "
            "\"errors\": [{}]}}{}\n",
            t.method, t.axiom, proved.because, t.cases, t.judged, t.suspected, t.by_convention,
            fmt::join(t.convicted, ", "), fmt::join(t.errors, ", "), ++done < pairs ? "," : "");
        fmt::print(stderr, "{} of {}: {} and {}, {} convicted\n", done, pairs, t.method, t.axiom,
                   t.convicted.size());
      }
    }
  }
  fmt::print("],\n\"judged\": {},\n\"convicted\": {},\n\"errors\": {}\n}}\n", judged, convicted,
             errors);
  return convicted == 0 && errors == 0 ? 0 : 1;
}

int run_smooth(std::uint64_t judgements, std::uint64_t seed) {
  constexpr std::uint64_t kEnclosedOneIn = 16;
  const std::vector<Innocent> innocents = innocent_methods();
  std::uint64_t pairs = 0;
  for (const Innocent& innocent : innocents) {
    for (const Proved& proved : innocent.keeps) pairs += proved.axioms.size();
  }
  const std::uint64_t each = (judgements + pairs - 1) / pairs;
  fmt::print(
      "{{\n\"schema\": \"axiomark-smooth-innocence/1\",\n\"seed\": {},\n\"stream_version\": {},\n"
      "\"judgements_per_cell\": {},\n\"cells\": [\n",
      seed, kStreamVersion, each);
  SmoothTrial all;
  std::uint64_t done = 0;
  for (const Innocent& innocent : innocents) {
    for (const Proved& proved : innocent.keeps) {
      for (const std::string& name : proved.axioms) {
        const SmoothTrial t = put_on_smooth_trial(innocent.method, find_axiom(name).value(), seed,
                                                  each, kEnclosedOneIn);
        all.judged += t.judged;
        all.enclosed += t.enclosed;
        all.undecided += t.undecided;
        all.convicted.insert(all.convicted.end(), t.convicted.begin(), t.convicted.end());
        all.errors.insert(all.errors.end(), t.errors.begin(), t.errors.end());
        fmt::print(
            "{{\"method\": \"{}\", \"axiom\": \"{}\", \"because\": \"{}\", \"cases\": {}, "
            "\"judged\": {}, \"with_bounds\": {}, \"undecided\": {}, \"by_convention\": {}, "
            "\"convicted\": [{}], \"errors\": [{}]}}{}\n",
            t.method, t.axiom, proved.because, t.cases, t.judged, t.enclosed, t.undecided,
            t.by_convention, fmt::join(t.convicted, ", "), fmt::join(t.errors, ", "),
            ++done < pairs ? "," : "");
      }
    }
  }
  fmt::print(
      "],\n\"judged\": {},\n\"with_bounds\": {},\n\"undecided\": {},\n\"convicted\": {},\n"
      "\"errors\": {}\n}}\n",
      all.judged, all.enclosed, all.undecided, all.convicted.size(), all.errors.size());
  return all.convicted.empty() && all.errors.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const bool smooth = argc == 4 && std::string_view(argv[3]) == "smooth";
  if (argc != 3 && !smooth) {
    fmt::print(stderr, "usage: axiomark_innocence JUDGEMENTS SEED [smooth]\n");
    return 2;
  }
  const std::uint64_t judgements = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  return smooth ? run_smooth(judgements, seed) : run(judgements, seed);
}
