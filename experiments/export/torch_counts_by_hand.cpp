#include <utility>

#include "experiments/export/torch_by_hand.hpp"

namespace axiomark {
namespace {

using Facts = std::vector<FactByHand>;
using Lines = std::vector<std::string>;

// Networks of one hidden layer have their integrals in closed form.
Facts atoms() {
  const Lines molecule{
      "bonds = T(0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0).view(4, 4)  # N-C0-C1-O",
      "types, bias = T(1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1).view(4, 3), 3/10 * bonds.sum(1) - 1/5",
      "def per_atom(w, u):  # what atoms add to a unit, times relu' in the mean on the line from 0",
      "    terms = torch.diag(types @ w) + bonds * (types @ u); z = terms.sum(1)",
      "    return torch.where(abs(z) < 1e-9, bias > 0, (relu(z + bias) - relu(bias)) / z) @ terms"};
  Lines drawn = molecule;
  drawn.insert(
      drawn.end(),
      {"def differ(draw, convolved):  # C0 and C1 of 100 networks; weights are odd fifteenths",
       "    def w(): return T(*(2 * (next(draw) % 30 - 15) + 1 for _ in range(3))) / 15",
       "    all = [per_atom(w(), w() if convolved else T(0, 0, 0)) for _ in range(100)]",
       "    return T(sum(abs(a[0] - a[1]) > 1e-9 for a in all))"});
  return {{"A13",
           "F1, atoms C0, C1, N, O of the chain N-C0-C1-O",
           "",
           "per_atom(T(1, 1/2, -7/10), T(0, 0, 0))",
           {},
           molecule},
          {"A13",
           "F2, the same atoms",
           "",
           "per_atom(T(1, 1/2, -7/10), T(1/5, 1, -9/10))",
           {},
           molecule},
          {"A13",
           "of 100 random F1 (seed 13): carbons differ",
           "",
           "differ(draws(13), False)",
           {"draws"},
           drawn},
          {"A13",
           "of 100 random F2 (seed 13): carbons differ",
           "",
           "differ(draws(13), True)",
           {"draws"},
           drawn}};
}

Facts thresholds() {
  const Lines quotient{
      "def s(z): return 1 / (1 + (-z.double()).exp().to(z.dtype))  # rounded once a step",
      "def error(step, units=0):  # of the quotient in float32 against the slope at 0.3 in float64",
      "    z = T(0.3).float(); moved = z + T(step).float(); y = s(moved)",
      "    for _ in range(units): y = torch.nextafter(y, torch.ones(1))",
      "    slope = s(z.double()) * (1 - s(z.double()))",
      "    return abs(((y - s(z)) / (moved - z)).double() / slope - 1)"};
  const auto fact = [&](const std::string& name, const std::string& expression) {
    return FactByHand{"D06", "relative error at " + name, "", expression, {}, quotient};
  };
  return {fact("1e-5", "error(1e-5)"), fact("1e-6", "error(1e-6)"),
          fact("1e-6, sigmoid off by one unit", "error(1e-6, 1)"), fact("1e-7", "error(1e-7)"),
          fact("one unit in the last place, 3e-8", "error(3e-8)")};
}

Facts orders_on_a_smooth_function() {
  const Lines error{"x, x0 = T(1), T(0)",
                    "def error(nodes): return ig(f, x, x0, nodes)[0] - (f(x) - f(x0))"};
  Lines order = error;
  order.emplace_back("def order(rule): return torch.log2(abs(error(rule(40)) / error(rule(80))))");
  const auto fact = [](const std::string& name, const std::string& expression, const Lines& rules,
                       const Lines& definitions) {
    Lines needs = rules;
    needs.emplace_back("ig");
    return FactByHand{"H01", name, "f", expression, needs, definitions};
  };
  return {
      fact("order, left", "order(lambda m: riemann(m, 0))", {"riemann"}, order),
      fact("order, right", "order(lambda m: riemann(m, 1))", {"riemann"}, order),
      fact("order, midpoint", "order(lambda m: riemann(m, 1/2))", {"riemann"}, order),
      fact("order, trapezoid", "order(trapezoid)", {"trapezoid"}, order),
      fact("order, Simpson", "order(simpson)", {"simpson"}, order),
      fact("error of 10 Gauss-Legendre nodes", "abs(error(gauss_legendre(10)))", {"gauss_legendre"},
           error),
      fact("error of 12 Gauss-Legendre nodes", "abs(error(gauss_legendre(12)))", {"gauss_legendre"},
           error),
      fact("left error over (g(0) - g(1)) / (2 m), m = 1000",
           "error(riemann(1000, 0)) * 2000 / (grad(f)(x0) - grad(f)(x))[0]", {"riemann"}, error),
      fact("midpoint error over trapezoid error, m = 100",
           "error(riemann(100, 1/2)) / error(trapezoid(100))", {"riemann", "trapezoid"}, error)};
}

// All 2000 kinks at once: the gradient of a sum.
Facts orders_across_a_kink() {
  const Lines errors{
      "c = T(*(u // 2**11 / 2**53 for u in itertools.islice(draws(2017), 2000)))  # kinks: relu "
      "from -c to 1 - c",
      "def errors(nodes): return abs(ig(lambda z: relu(z).sum(), 1 - c, -c, nodes) - (1 - c))",
      "def order(rule): return torch.log2(errors(rule(20)).mean() / errors(rule(320)).mean()) / 4"};
  Facts facts;
  const auto add = [&](const std::string& name, const std::string& snippet, const std::string& rule,
                       const std::string& nodes) {
    const Lines needs{"draws", "ig", snippet};
    facts.push_back({"H02", "order, " + name, "", "order(" + rule + ")", needs, errors});
    facts.push_back({"H02", "largest error * 50, 50 steps, " + name, "",
                     "50 * errors(" + nodes + ").max()", needs, errors});
  };
  add("left", "riemann", "lambda m: riemann(m, 0)", "riemann(50, 0)");
  add("right", "riemann", "lambda m: riemann(m, 1)", "riemann(50, 1)");
  add("midpoint", "riemann", "lambda m: riemann(m, 1/2)", "riemann(50, 1/2)");
  add("trapezoid", "trapezoid", "trapezoid", "trapezoid(50)");
  add("simpson", "simpson", "simpson", "simpson(50)");
  add("gauss-legendre", "gauss_legendre", "gauss_legendre", "gauss_legendre(50)");
  return facts;
}

Facts sampled_orders() {
  const Lines sampling{
      "x = T(2, 1, 3, 2, 1, 2)",
      "def order(k):  # the k-th that is drawn, from part k of seed 0",
      "    o, draw = [*range(6)], draws((mix(gamma) ^ mix(k + gamma)) - gamma)",
      "    for n in range(6, 1, -1): j = next(draw) % n; o[n - 1], o[j] = o[j], o[n - 1]",
      "    return o",
      "def by(m): return shapley(f, x, 0 * x, [order(k) for k in range(m)])"};
  const Lines needs{"draws", "shapley"};
  const auto residual = [&](const std::string& name, const std::string& values) {
    return FactByHand{
        "H07", "residual of " + name, "f", values + ".sum() - (f(x) - f(0 * x))", needs, sampling};
  };
  return {{"H07", "largest error of 2 orders", "f", "abs(by(2) - shapley(f, x, 0 * x)).max()",
           needs, sampling},
          residual("2 orders", "by(2)"),
          residual("10 orders", "by(10)"),
          residual("100 orders", "by(100)"),
          residual("all orders", "shapley(f, x, 0 * x)")};
}

Facts signed_orders() {
  const Lines by{"x, x0 = T(1, 1), T(0, 0)",
                 "def by(c): return c * shapley(f, x, x0, [[0, 1]]) + (1 - c) * shapley(f, x, x0, "
                 "[[1, 0]])  # c P1 + (1 - c) P3"};
  const Lines turning{"x, x0 = T(1, 1), T(0, 0)",
                      "path = [T(0, 0), T(1, 0), T(1, 1), T(0, 1), T(0, 0), T(1, 0), T(1, 1)]"};
  return {{"L02", "2 P1 - P3 on f", "f", "by(2)", {"shapley"}, by},
          {"L02",
           "P1, back along P3, P1 again, on f",
           "f",
           "sum(ig(f, q, p, [(1/2, 1)]) for p, q in zip(path, path[1:]))",
           {"ig"},
           turning},
          {"L02", "3/2 P1 - 1/2 P3 on f", "f", "by(3/2)", {"shapley"}, by},
          {"L02",
           "how far that is from whole numbers",
           "f",
           "abs(by(3/2) - by(3/2).round())",
           {"shapley"},
           by}};
}

// The game has a value per coalition, each by one call of F.
Facts evaluations() {
  const Lines game{
      "def F(x): return relu(sum((i + 1) * v for i, v in enumerate(x)) - len(x)) * x[0]",
      "def game(n):  # one call of F for each coalition: all that Shapley values need",
      "    sets = [s for k in range(n + 1) for s in itertools.combinations(range(n), k)]",
      "    return {s: F(T(*(i in s for i in range(n)))) for s in sets}"};
  Lines values = game;
  values.insert(
      values.end(),
      {"def by_game(v, n):  # what i adds, in the mean over coalitions of a size, then over sizes",
       "    def adds(i, k): return [v[tuple(sorted((*s, i)))] - v[s] for s in v if len(s) == k and "
       "i not in s]",
       "    return T(*(sum(torch.stack(adds(i, k)).mean() for k in range(n)) / n for i in "
       "range(n)))"});
  Facts facts;
  for (const auto& [n, orders] : {std::pair{"3", "6"}, std::pair{"4", "24"}, std::pair{"6", "720"},
                                  std::pair{"8", "40320"}}) {
    facts.push_back({"S11",
                     std::string("evaluations for n = ") + n + "; n! = " + orders,
                     "",
                     std::string("T(len(game(") + n + ")))",
                     {},
                     game});
  }
  facts.push_back({"S11",
                   "n = 5: mean over 120 orders less Shapley values",
                   "",
                   "shapley(F, T(1, 1, 1, 1, 1), T(0, 0, 0, 0, 0)) - by_game(game(5), 5)",
                   {"shapley"},
                   values});
  return facts;
}

Facts broken_axioms() {
  const Lines witnesses{
      "def s(x, relu=relu): return 1 - relu(1 - x[..., 0])",
      "def f(x, relu=relu): return relu(relu(x[..., 0]) - 1 - relu(x[..., 1]))",
      "def g(x, relu=relu): return relu(relu(x[..., 0] - 1) - relu(x[..., 1]))",
      "def f_g(x, *rule): return f(x, *rule) - g(x, *rule)",
      "def zero(x, *rule): return 0 * x.sum(-1)",
      "def broken(A):  # x alone moves s, x2 alone moves f; f is g, f - g is zero",
      "    a, b = A(s, T(2), T(0)), A(f, T(3, 1), T(3, 0))",
      "    p, q, d, z = (A(h, T(3, 1), T(0, 0)) for h in (f, g, f_g, zero))",
      "    return T(int(a[0] * b[1] == 0) + int(not (p.equal(q) and d.equal(z))))"};
  const auto fact = [&](const std::string& name, const std::string& method, const Lines& needs) {
    return FactByHand{"S12",    "axioms broken by " + name, "", "broken(" + method + ")", needs,
                      witnesses};
  };
  // Of two features the orders are the two ways to leave one out: from the input, from the baseline.
  return {fact("the gradient", "lambda h, x, b: grad(h)(x)", {}),
          fact("gradient x input", "lambda h, x, b: x * grad(h)(x)", {}),
          fact("guided backpropagation", "lambda h, x, b: grad(h)(x, guided)", {"guided"}),
          fact("DeConvNet", "lambda h, x, b: grad(h)(x, deconvnet)", {"deconvnet"}),
          fact("DeepLIFT", "deeplift", {"deeplift"}),
          fact("occlusion", "occlusion", {"occlusion"}),
          fact("baseline Shapley values",
               "lambda h, x, b: (occlusion(h, x, b) - occlusion(h, b, x)) / 2", {"occlusion"})};
}

}  // namespace

std::vector<FactByHand> counted_facts_by_hand() {
  Facts all;
  for (const Facts& some :
       {atoms(), thresholds(), orders_on_a_smooth_function(), orders_across_a_kink(),
        sampled_orders(), signed_orders(), evaluations(), broken_axioms()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace axiomark
