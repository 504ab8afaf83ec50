// axiomark_innocence JUDGEMENTS SEED: judges every correct method by every axiom that it provably keeps,
// equally often, and writes what became of it as JSON. Status 1 if any was convicted.

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include "search/stream_version.hpp"
#include "tests/saboteurs/innocent_methods.hpp"

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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: axiomark_innocence JUDGEMENTS SEED\n");
    return 2;
  }
  return run(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10));
}
