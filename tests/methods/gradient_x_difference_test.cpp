#include "methods/gradient_x_difference.hpp"

#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/reference/averaged_gradients.hpp"

namespace axiomark::tests {

TEST_CASE("F05 gradient x difference is not integrated gradients from a baseline other than zero") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const auto network = b.build(b.relu(b.dense(x, {{2, -1}}, {0}))).value();
  CHECK(attributions("gradient-x-difference", network, {2, 1}, {1, 3}) == Numbers{2, 2});
  CHECK(attributions("integrated-gradients:rule=exact", network, {2, 1}, {1, 3}) ==
        Numbers{Rational(3, 2), Rational(3, 2)});
  CHECK(attributions("gradient-x-difference", network, {2, 1}) ==
        attributions("gradient-x-input", network, {2, 1}));
}

TEST_CASE("gradient x difference sees nothing where the gradient is zero") {
  CHECK(attributions("gradient-x-difference", examples::saturation(), {2}, {0}) == Numbers{0});
  CHECK(attributions("gradient-x-difference", examples::saturation(), {Rational(1, 2)}, {-1}) ==
        Numbers{Rational(3, 2)});
}

TEST_CASE("gradient x difference equals the reference at every kink convention") {
  property("the gradient by dual numbers, times the difference", [] {
    const LayeredQuestion q = draw_question();
    for (const std::string kink : {"0", "1", "1/2"}) {
      const auto answer = ask(method("gradient-x-difference:kink=" + kink), build(q.layers),
                              vector(q.x), vector(q.baseline), q.target_weights());
      RC_ASSERT(answer.has_value());
      RC_ASSERT(numbers(answer->values) == reference::gradient_x_difference(q.layers, q.target, q.x,
                                                                            q.baseline,
                                                                            Rational(kink)));
      RC_ASSERT(answer->gradient_evaluations == 1);
    }
  });
}

}  // namespace axiomark::tests
