#include "network/segment_memory.hpp"

#include "network/builder.hpp"
#include "network/function.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

// relu(x - 1): a kink in the middle of the segment from 0 to 2.
Network<double> network() {
  NetworkBuilder<double> b;
  return b.build(b.relu(b.dense(b.input({1}), {{1}}, {-1}))).value();
}

Vector<double> point(double x) { return Vector<double>::Constant(1, x); }

}  // namespace

TEST_CASE("the memory answers what was found out, and only what it was asked") {
  const Network<double> net = network();
  const ThreadPool alone;
  const Segment<double> segment{point(0), point(2)};
  const auto function = bind_target<double>(net, point(3), {}, alone);
  SegmentMemory<double> memory;
  memory.expect(net, point(3), segment);
  auto* const known = memory.find(net, point(3), segment);
  REQUIRE(known != nullptr);
  CHECK(memory.find(net, point(3), {point(0), point(1)}) == nullptr);
  CHECK(memory.find(net, point(1), segment) == nullptr);
  CHECK(memory.find(network(), point(3), segment) ==
        nullptr);  // another network with equal contents

  const std::vector<double> middles = {0.25, 0.75};
  const std::vector<double> lengths = {0.5, 0.5};
  {
    const SegmentMemory<double>::InUse in_use(&memory);
    CHECK(SegmentMemory<double>::in_use() == &memory);
    CHECK(function.linear_pieces(segment)->breakpoints == std::vector<double>{0, 0.5, 1});
    CHECK(function.gradient_sum(segment, middles, lengths)->value(0) == 1.5);
    REQUIRE(known->sum.has_value());
    known->sum->value(0) = 17;  // to tell an answer from memory
    CHECK(function.gradient_sum(segment, middles, lengths)->value(0) == 17);
    // Another rule, other conventions, and no memory: computed.
    const std::vector<double> others = {0.25, 0.5};
    CHECK(function.gradient_sum(segment, others, lengths)->value(0) == 0);
    Conventions<double> on;
    on.relu_at_zero = 1;
    CHECK(bind_target<double>(net, point(3), on, alone)
              .gradient_sum(segment, middles, lengths)
              ->value(0) == 1.5);
    const SegmentMemory<double>::InUse none(nullptr);
    CHECK(function.gradient_sum(segment, middles, lengths)->value(0) == 1.5);
  }
  CHECK(SegmentMemory<double>::in_use() == nullptr);
}

}  // namespace axiomark::tests
