#include "network/builder.hpp"
#include "network/linear_pieces.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

using Exact = std::vector<Rational>;
using Builder = NetworkBuilder<Rational>;

/// The pieces from 0 to x of a network of one output.
template <class Make>
LinearPieces<Rational> pieces_of(const Make& make, const Exact& x) {
  Builder b;
  Vector<Rational> to(static_cast<Index>(x.size()));
  std::copy(x.begin(), x.end(), to.data());
  const Tensor in = b.input({to.size()});
  const auto network = b.build(make(b, in)).value();
  const Segment<Rational> segment{Vector<Rational>::Constant(to.size(), Rational(0)), to};
  return linear_pieces<Rational>(network, Vector<Rational>::Constant(1, Rational(1)), segment)
      .value();
}

}  // namespace

TEST_CASE("a unit that stays on its kink is named, if the output reads it and it depends on x") {
  SECTION("relu(x1 - x2) - relu(x2 - x1) + x2 on the diagonal") {
    const auto make = [](Builder& b, Tensor x) {
      const Tensor both = b.relu(b.dense(x, {{1, -1}, {-1, 1}}, {0, 0}));
      return b.add(b.dense(both, {{1, -1}}, {0}), b.feature(x, 1));
    };
    const auto on = pieces_of(make, {1, 1});
    REQUIRE(on.inside_kink.has_value());
    CHECK(on.inside_kink->unit == "node 1 (relu), feature 0");
    CHECK(on.inside_kink->from == 0);
    CHECK(on.inside_kink->to == 1);
    CHECK_FALSE(pieces_of(make, {1, 2}).inside_kink.has_value());
  }
  SECTION("on the part of the segment where what it reads is on") {
    const auto make = [](Builder& b, Tensor x) {
      const Rational half(1, 2);
      const Tensor late = b.relu(b.dense(x, {{1, 0}, {0, 1}}, {-half, -half}));
      return b.relu(b.dense(late, {{1, -1}}, {0}));
    };
    const auto pieces = pieces_of(make, {1, 1});
    REQUIRE(pieces.inside_kink.has_value());
    CHECK(pieces.inside_kink->unit == "node 3 (relu), feature 0");
    CHECK(pieces.inside_kink->from == Rational(1, 2));
    CHECK(pieces.inside_kink->to == 1);
  }
  SECTION("equal operands that change alike do not count") {
    const auto make = [](Builder& b, Tensor x) {
      return b.max({x, b.sum({x, b.relu(x)}, {1, 0})});
    };
    CHECK_FALSE(pieces_of(make, {1}).inside_kink.has_value());
  }
  SECTION("a dead unit with zero weights does not count") {
    const auto make = [](Builder& b, Tensor x) {
      return b.dense(b.relu(b.dense(x, {{1}, {0}}, {0, 0})), {{1, 1}}, {0});
    };
    CHECK_FALSE(pieces_of(make, {1}).inside_kink.has_value());
  }
  SECTION("a unit that nothing reads does not count") {
    const auto make = [](Builder& b, Tensor x) {
      return b.dense(b.relu(b.dense(x, {{1, 1}, {1, -1}}, {0, 0})), {{1, 0}}, {0});
    };
    CHECK_FALSE(pieces_of(make, {1, 1}).inside_kink.has_value());
  }
  SECTION("a unit that hangs on features which do not move does not count") {
    const auto make = [](Builder& b, Tensor x) { return b.dense(b.relu(x), {{1, 1}}, {0}); };
    CHECK_FALSE(pieces_of(make, {1, 0}).inside_kink.has_value());
  }
  SECTION("min at (1, 3) has one only on the diagonal") {
    const auto make = [](Builder& b, Tensor x) {
      return b.min({b.feature(x, 0), b.feature(x, 1)});
    };
    CHECK_FALSE(pieces_of(make, {1, 3}).inside_kink.has_value());
    REQUIRE(pieces_of(make, {2, 2}).inside_kink.has_value());
    CHECK(pieces_of(make, {2, 2}).inside_kink->unit.find("(min), feature 0") != std::string::npos);
  }
  SECTION("min as x1 - relu(x1 - x2), at (1, 3) and on the diagonal") {
    const auto make = [](Builder& b, Tensor x) {
      return b.subtract(b.feature(x, 0), b.relu(b.dense(x, {{1, -1}}, {0})));
    };
    CHECK_FALSE(pieces_of(make, {1, 3}).inside_kink.has_value());
    CHECK(pieces_of(make, {1, 1}).inside_kink.has_value());
  }
}

}  // namespace axiomark::tests
