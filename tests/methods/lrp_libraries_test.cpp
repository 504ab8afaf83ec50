#include "tests/methods/lrp_draws.hpp"

/// Section E of the catalogue of claims: the rules by value, and where libraries differ from them.
namespace axiomark::tests {
namespace {

const Numbers kSigned = {1, -1, 2};

/// What a library does at its dense layers: n(a, w) for each input and c(b) for the bias, and
/// R_i = sum_j R_j n_ij / (sum_k n_kj + c_j).
template <class Contribution, class OfBias>
Numbers shares(const std::vector<Numbers>& weights, const Numbers& bias, const Numbers& a,
               const Numbers& relevance, const Contribution& n, const OfBias& c) {
  Numbers result(a.size(), Rational(0));
  for (std::size_t j = 0; j < weights.size(); ++j) {
    Rational z = c(bias[j]);
    for (std::size_t i = 0; i < a.size(); ++i) z += n(a[i], weights[j][i]);
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (z != 0) result[i] += relevance[j] * n(a[i], weights[j][i]) / z;
    }
  }
  return result;
}

/// The same through both layers of small(), every layer by the same rule.
template <class Contribution, class OfBias>
Numbers theirs(bool biased, const Numbers& x, const Contribution& n, const OfBias& c) {
  const std::vector<Numbers> first = {{1, -1, 2}, {-1, 2, 1}};
  const Numbers bias = biased ? Numbers{1, -1} : Numbers{0, 0};
  Numbers h;
  for (std::size_t j = 0; j < 2; ++j) {
    Rational z = bias[j];
    for (std::size_t i = 0; i < 3; ++i) z += first[j][i] * x[i];
    h.push_back(z > 0 ? z : Rational(0));
  }
  const Rational last = biased ? q(1, 2) : Rational(0);
  const Numbers at_h = shares({{2, 1}}, {last}, h, {2 * h[0] + h[1] + last}, n, c);
  return shares(first, bias, x, at_h, n, c);
}

Rational up(const Rational& v) { return v > 0 ? v : Rational(0); }
Rational down(const Rational& v) { return v < 0 ? v : Rational(0); }

}  // namespace

TEST_CASE("section E the rules on the small network, value by value") {
  struct Expected {
    std::string options;
    Numbers plain;  ///< without biases
    std::optional<Numbers> included;
    std::optional<Numbers> ignored;
  };
  const auto over = [](int denominator, const Numbers& numerators) {
    Numbers values;
    for (const Rational& n : numerators) values.push_back(n / denominator);
    return values;
  };
  const std::vector<Expected> table = {
      {"rule=0", {1, 0, 5}, Numbers{1, 0, 5}, Numbers{q(195, 56), q(-75, 14), q(75, 8)}},
      {"rule=epsilon,epsilon=1/4", over(2125, {1344, 1152, 8448}), over(1209, {1000, 160, 5240}),
       std::nullopt},
      {"rule=gamma,gamma=1/4",
       {q(2, 3), q(32, 21), q(80, 21)},
       over(51, {49, 44, 215}),
       Numbers{q(120, 49), q(-90, 49), q(675, 98)}},
      {"rule=z+",
       {q(2, 3), q(16, 5), q(32, 15)},
       Numbers{1, q(12, 5), q(13, 5)},
       Numbers{q(10, 7), q(18, 7), q(7, 2)}},
      {"rule=alpha-beta,alpha=2",
       {q(-16, 3), q(44, 5), q(128, 15)},
       Numbers{1, q(8, 5), q(52, 5)},
       Numbers{q(-5, 7), q(12, 7), 14}},
      {"rule=0,first=w2", {1, 3, 2}, std::nullopt, Numbers{q(5, 4), q(20, 7), q(95, 28)}},
      {"rule=0,low=-2,high=2,first=zB",
       {1, q(8, 3), q(7, 3)},
       std::nullopt,
       Numbers{q(95, 56), q(15, 7), q(205, 56)}},
      {"rule=0,first=flat", {2, 2, 2}, std::nullopt, Numbers{q(5, 2), q(5, 2), q(5, 2)}}};
  for (const Expected& e : table) {
    INFO(e.options);
    CHECK(lrp(e.options, small(false), kPoint) == e.plain);
    CHECK(lrp(e.options + ",bias=ignore", small(false), kPoint) == e.plain);
    if (e.included) CHECK(lrp(e.options, small(true), kPoint) == *e.included);
    if (e.ignored) CHECK(lrp(e.options + ",bias=ignore", small(true), kPoint) == *e.ignored);
  }
}

TEST_CASE("E04 z+ of Captum clamps weights alone; ours and zennit's go by the contribution") {
  const auto clamped_weights = [](const Rational& a, const Rational& w) {
    return Rational(a * up(w));
  };
  const auto as_it_is = [](const Rational& b) { return b; };
  CHECK(theirs(true, kPoint, clamped_weights, as_it_is) == Numbers{1, 3, q(11, 4)});
  CHECK(lrp("rule=z+", small(true), kPoint) == Numbers{1, q(12, 5), q(13, 5)});
  CHECK(theirs(false, kSigned, clamped_weights, as_it_is) == Numbers{q(12, 5), 0, q(48, 5)});
  CHECK(lrp("rule=z+", small(false), kSigned) == Numbers{2, 2, 8});
}

TEST_CASE("E04 gamma of Captum leaves the bias alone and zennit's goes by the input's sign") {
  const auto raised = [](const Rational& a, const Rational& w) {
    return Rational(a * (w + up(w) / 4));
  };
  const Numbers captum = theirs(true, kPoint, raised, [](const Rational& b) { return b; });
  const Numbers printed = {q(11273, 10000), q(6287, 10000), q(45798, 10000)};
  for (std::size_t i = 0; i < 3; ++i) CHECK(abs(captum[i] - printed[i]) <= q(1, 20000));
  CHECK(lrp("rule=gamma,gamma=1/4", small(true), kPoint) ==
        Numbers{q(49, 51), q(44, 51), q(215, 51)});
  // zennit, where a unit's sum is positive: a+ (w + gamma w+) + a- (w + gamma w-). The unit whose
  // sum is negative has no relevance here.
  const auto generalised = [](const Rational& a, const Rational& w) {
    return Rational(up(a) * (w + up(w) / 4) + down(a) * (w + down(w) / 4));
  };
  CHECK(theirs(false, kSigned, generalised, up) == Numbers{2, 2, 8});
  CHECK(lrp("rule=gamma,gamma=1/4", small(false), kSigned) ==
        Numbers{q(60, 29), q(48, 29), q(240, 29)});
}

TEST_CASE("E04 w2 of zennit squares the bias into the denominator and its flat counts zeros") {
  const Numbers at_h = {q(30, 7), q(45, 14)};  // LRP-0 without bias: 15/2 in proportion 4 to 3
  const auto square = [](const Rational&, const Rational& w) { return Rational(w * w); };
  const auto squared = [](const Rational& b) { return Rational(b * b); };
  const Numbers zennit = shares({{1, -1, 2}, {-1, 2, 1}}, {1, -1}, kPoint, at_h, square, squared);
  CHECK(zennit == Numbers{q(15, 14), q(120, 49), q(285, 98)});
  CHECK(lrp("rule=0,bias=ignore,first=w2", small(true), kPoint) ==
        Numbers{q(5, 4), q(20, 7), q(95, 28)});
  NetworkBuilder<Rational> b;
  const Network<Rational> one = b.build(b.dense(b.input({3}), {{4, 0, 2}}, {0})).value();
  const auto every = [](const Rational&, const Rational&) { return Rational(1); };
  CHECK(shares({{4, 0, 2}}, {0}, {1, 1, 1}, {6}, every,
               [](const Rational&) { return Rational(0); }) == Numbers{2, 2, 2});
  CHECK(lrp("rule=flat", one, {1, 1, 1}) == Numbers{3, 0, 3});
}

TEST_CASE("E05 the known answers of Captum's own tests") {
  const auto simple = [](int corner) {
    NetworkBuilder<Rational> b;
    const Tensor x = b.input({3});
    const Tensor h = b.relu(b.dense(x, {{corner, 2, 2}, {2, 2, 2}, {2, 2, 2}}, {0, 0, 0}));
    return b.build(b.dense(h, {{3, 3, 3}}, {0})).value();
  };
  CHECK(lrp("rule=0", simple(2), {1, 2, 3}) == Numbers{18, 36, 54});
  CHECK(lrp("rule=gamma,gamma=1", simple(-2), {1, 2, 3}) == Numbers{q(28, 3), q(104, 3), 52});
  CHECK(lrp("rule=z+", simple(-2), {1, 2, 3}) == Numbers{12, q(168, 5), q(252, 5)});
}

}  // namespace axiomark::tests
