#include "axioms/agrees_on_affine.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("S19 idgi is complete and wrong on an affine function") {
  NetworkBuilder<Rational> b;
  const auto affine = b.build(b.dense(b.input({2}), {{2, 1}}, {0})).value();
  const auto c = a_case({probe("F", affine, {1, 1}, {0, 0})}, {}, {2, 1});
  CHECK(on("agrees-on-affine", "idgi", c) == broken({Rational(12, 5), Rational(3, 5)}, {2, 1}));
  CHECK(on("agrees-on-affine", kExact, c) == kept({2, 1}, {2, 1}));
  CHECK(on("completeness", "idgi", a_case({probe("F", affine, {1, 1}, {0, 0})})).outcome ==
        Outcome::kept);
}

TEST_CASE("agreement on affine functions is asked of affine functions with these weights only") {
  const Probe<Rational> bent = probe("F", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  CHECK(refused("agrees-on-affine", a_case({bent}, {}, {2, 1})));
  NetworkBuilder<Rational> b;
  const auto affine = b.build(b.dense(b.input({2}), {{2, 1}}, {0})).value();
  CHECK(refused("agrees-on-affine", a_case({probe("F", affine, {1, 1}, {0, 0})}, {}, {1, 2})));
}

}  // namespace axiomark::tests
