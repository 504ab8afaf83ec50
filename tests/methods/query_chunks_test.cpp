#include "methods/query_chunks.hpp"

#include <limits>

#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "network/random_stream.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

/// Layers as wide as a cache is small: a pass of more than 32 samples is too large for it.
Network<float> wide_network(RandomStream stream) {
  const auto numbers = [&](Index rows, Index cols) {
    Matrix<float> m(rows, cols);
    for (float& w : m.reshaped()) w = static_cast<float>(stream.between(-100, 100)) / 700;
    return m;
  };
  NetworkBuilder<float> b;
  Tensor h = b.input({5});
  Index width = 5;
  for (int layer = 0; layer < 2; ++layer) {
    h = b.relu(b.dense(h, numbers(1900, width), numbers(1900, 1).col(0)));
    width = 1900;
  }
  return b.build(b.dense(h, numbers(2, width), numbers(2, 1).col(0))).value();
}

/// 80 samples that share a baseline of zeros; some features stand on it.
Queries<float> many_queries(RandomStream stream) {
  Queries<float> queries{Batch<float>(5, 80), Batch<float>::Zero(5, 80), Batch<float>::Zero(2, 80)};
  for (float& x : queries.inputs.reshaped()) x = static_cast<float>(stream.between(-3, 3)) / 3;
  for (Index k = 0; k < 80; ++k) queries.targets(k % 2, k) = 1;
  return queries;
}

Queries<float> some_of(const Queries<float>& all, Index first, Index count) {
  return {all.inputs.middleCols(first, count), all.baselines.middleCols(first, count),
          all.targets.middleCols(first, count), 1};
}

}  // namespace

TEST_CASE("queries asked for together are answered as by vectors of 16, bit for bit") {
  const Network<float> network = wide_network(RandomStream(1));
  const Queries<float> queries = many_queries(RandomStream(2));
  REQUIRE(samples_at_once(network) < 80);
  REQUIRE(samples_at_once(network) % 16 == 0);
  const ThreadPool pool;
  for (const char* name :
       {"deeplift", "lrp:rule=epsilon,epsilon=1e-3", "guided-backprop", "deconvnet"}) {
    INFO(name);
    const AnyMethod method = make_method(name).value();
    const auto all = method.attribute(network, queries, pool);
    REQUIRE(all.size() == 80);
    for (Index first = 0; first < 80; first += 16) {
      const auto some = method.attribute(network, some_of(queries, first, 16), pool);
      for (std::size_t k = 0; k < 16; ++k) {
        const auto& one = all[static_cast<std::size_t>(first) + k];
        REQUIRE(one.has_value());
        CHECK((one->values == some[k]->values).all());
        CHECK(one->hung_on == some[k]->hung_on);
      }
    }
  }
}

TEST_CASE("DeepLIFT with one baseline for all is DeepLIFT with each sample's own") {
  const Network<float> network = wide_network(RandomStream(3));
  Queries<float> shared = many_queries(RandomStream(4));
  // The last sample's own baseline keeps the others from sharing theirs.
  Queries<float> own = shared;
  own.baselines(0, 15) = 1;
  const ThreadPool pool;
  const AnyMethod method = make_method("deeplift").value();
  const auto expected = method.attribute(network, some_of(own, 0, 48), pool);
  const auto got = method.attribute(network, some_of(shared, 0, 48), pool);
  for (std::size_t k = 0; k < 48; ++k) {
    if (k != 15) CHECK((got[k]->values == expected[k]->values).all());
    if (k != 15) CHECK(got[k]->hung_on == expected[k]->hung_on);
  }
}

TEST_CASE("a sample without an answer does not lose those of other chunks") {
  const Network<float> network = wide_network(RandomStream(5));
  Queries<float> queries = many_queries(RandomStream(6));
  queries.inputs(0, 79) = std::numeric_limits<float>::infinity();
  const auto answers =
      make_method("guided-backprop").value().attribute(network, queries, ThreadPool());
  CHECK(answers.front().has_value());
  CHECK(!answers.back().has_value());
}

}  // namespace axiomark::tests
