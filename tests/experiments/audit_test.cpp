#include "experiments/audit/audit.hpp"

#include <algorithm>

#include "experiments/audit/transformations.hpp"
#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "tests/catch.hpp"

/// Mistakes planted by hand, and what an audit says of them.
namespace axiomark::tests {
namespace {

const ThreadPool kAlone(1);

Vector<double> point(std::initializer_list<double> values) {
  Vector<double> result(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

/// relu(2 x1 - x2 + 3 x3), from (1, 1, 1) to (3, 2, 5): in one piece, with gradient (2, -1, 3).
AuditedQuestion question() {
  NetworkBuilder<double> b;
  AuditedQuestion asked{b.build(b.relu(b.dense(b.input({3}), {{2, -1, 3}}, {0}))).value(),
                        point({1}),
                        0,
                        point({3, 2, 5}),
                        point({1, 1, 1}),
                        {3}};
  return asked;
}

std::vector<std::string> words_of(const std::vector<Transformed>& all,
                                  const Vector<double>& values) {
  std::vector<std::string> words;
  for (const Transformed& one : all) {
    if ((one.values - values).abs().maxCoeff() < 1e-12) words.push_back(one.words);
  }
  return words;
}

using Words = std::vector<std::string>;

Audit audited(const Vector<double>& given, const std::string& method = "") {
  std::optional<AnyMethod> against;
  if (!method.empty()) against = make_method(method).value();
  return audit(question(), given, against, kAlone).value();
}

}  // namespace

TEST_CASE("Transformations of a mean gradient are what their words say") {
  const Vector<double> mean = point({2, -1, 3});
  const auto all = transformations(mean, question(), point({2, -0.5, 6}));
  CHECK(words_of(all, point({4, -1, 12})) == Words{""});
  CHECK(words_of(all, mean) == Words{"without the factor x - x'"});
  CHECK(words_of(all, point({6, -2, 15})) == Words{"times x instead of x - x'"});
  CHECK(words_of(all, point({-4, 1, -12})) ==
        Words{"with the sign turned (from input to baseline, or of a loss)"});
  CHECK(words_of(all, point({4, 1, 12})) == Words{"as sizes, without signs"});
  // Fitted to half of the right values.
  CHECK(words_of(all, point({2, -0.5, 6})) == Words{"times 0.5"});
}

TEST_CASE("Reorderings exchange what their words say") {
  // Two colours of 1 x 2 pixels, colours first: 1 2 | 3 4.
  const auto colours = reorderings(point({1, 2, 3, 4}), {2, 1, 2});
  CHECK(words_of(colours, point({1, 3, 2, 4})) == Words{"with rows and columns exchanged"});
  CHECK(words_of(colours, point({4, 3, 2, 1})) == Words{"back to front"});
  // Two colours of 2 x 3 pixels.
  const auto larger = reorderings(point({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), {2, 2, 3});
  CHECK(words_of(larger, point({7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6})) ==
        Words{"with colours in reverse order"});
  CHECK(words_of(larger, point({1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12})) ==
        Words{"with channels moved to the end"});
}

TEST_CASE("The right answer is right, and a forgotten factor is named") {
  CHECK(audited(point({4, -1, 12})).verdict == AuditVerdict::right);
  const Audit forgotten = audited(point({2, -1, 3}));
  CHECK(forgotten.verdict == AuditVerdict::explained);
  REQUIRE_FALSE(forgotten.suspects.empty());
  CHECK(forgotten.suspects.front().distance == 0);
}

TEST_CASE("A method whose name begins with another's is told apart from it") {
  // What gradient x input should say is (6, -2, 15).
  CHECK(audited(point({6, -2, 15}), "gradient-x-input").verdict == AuditVerdict::right);
  const Audit plain = audited(point({2, -1, 3}), "gradient-x-input");
  CHECK(plain.verdict == AuditVerdict::explained);
  REQUIRE_FALSE(plain.suspects.empty());
  CHECK(plain.suspects.front().mistake == "another method: gradient");
}

}  // namespace axiomark::tests
