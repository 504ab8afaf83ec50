#include "experiments/export/torch_methods.hpp"

namespace axiomark {

const std::vector<TorchSnippet>& torch_snippets() {
  static const std::vector<TorchSnippet> all{
      // Draws; none of a script's is among the few that the program would draw again to be unbiased.
      {"draws",
       {"def mix(z): z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 % 2**64; z = (z ^ z >> 27) * "
        "0x94d049bb133111eb % 2**64; return z ^ z >> 31",
        "gamma = 0x9e3779b97f4a7c15  # axiomark's random numbers: SplitMix64",
        "def draws(seed): key = mix(seed + gamma); return (mix((key + k * gamma) % 2**64) for k in "
        "itertools.count(1))"},
       {}},
      // Functions of networks.
      {"larger",
       {"def larger(a, b): return torch.where(a >= b, a, b)  # of equal ones, the first"},
       {}},
      {"smaller",
       {"def smaller(a, b): return torch.where(a <= b, a, b)  # of equal ones, the first"},
       {}},
      {"leaky", {"def leaky(z): return torch.where(z > 0, z, $1 * z)"}, {}},
      {"clip01", {"def clip(z): return relu(z) - relu(z - 1)"}, {}},
      {"clip", {"def clip(z): return $1 + relu(z - $1) - relu(z - $2)"}, {}},
      {"elu", {"def elu(z): return torch.nn.functional.elu(z, $1)"}, {}},
      {"softplus", {"def softplus(z): return torch.nn.functional.softplus(z, threshold=700)"}, {}},
      {"add", {"def add(b, *t): return sum(t) + b"}, {}},
      // Nonlinearities with other slopes.
      {"at_kink",
       {"def at_kink(s): return lambda z: z * ((z > 0) + s * (z == 0))  # relu'(0) = s"},
       {}},
      {"guided",
       {"def guided(z): z = 1 * z; z.register_hook(relu); return relu(z)  # relu of what comes "
        "back"},
       {}},
      {"deconvnet",
       {"def deconvnet(z): z = 1 * z; z.register_hook(relu); return z + (relu(z) - z).detach()"},
       {}},
      // Integrals along the straight line: nodes and their weights.
      {"riemann", {"def riemann(n, at): return [((k + at) / n, 1 / n) for k in range(n)]"}, {}},
      {"trapezoid",
       {"def trapezoid(n): return [(k / n, (1 if 0 < k < n else 1 / 2) / n) for k in range(n + "
        "1)]"},
       {}},
      {"simpson",
       {"def simpson(n): return [(k / n, (2 + k % 2 * 2 if 0 < k < n else 1) / n / 3) for k in "
        "range(n + 1)]"},
       {}},
      {"gauss_legendre",
       {"def gauss_legendre(n):  # eigenvalues of the matrix of Legendre's recurrence",
        "    j = torch.arange(1, n).double(); t, v = torch.linalg.eigh(torch.diag(j / (4 * j ** 2 "
        "- 1) ** 0.5, -1))",
        "    return [*zip((t + 1) / 2, v[0] ** 2)]"},
       {}},
      {"pieces",
       {"def pieces(*t): return [((a + b) / 2, b - a) for a, b in zip(t, t[1:])]  # between the "
        "kinks"},
       {}},
      {"ig",
       {"def ig(f, x, b, nodes): return (x - b) * sum(w * grad(f)(b + t * (x - b)) for t, w in "
        "nodes)"},
       {}},
      // The points of z: the input, the baseline.
      {"deeplift",
       {"def rescale(z):  # relu with the slope between the input and the baseline, the two rows "
        "of z",
        "    y, d = relu(z), z - z.flip(0); s = torch.where(d == 0, z > 0, (y - y.flip(0)) / "
        "d).detach()",
        "    return s * z + (y - s * z).detach()",
        "def deeplift(f, x, b): return (x - b) * grad(lambda z: f(z, rescale)[0])(torch.stack([x, "
        "b]))[0]"},
       {}},
      {"deeplift_of",
       {"def rescaled(fn):  # fn with the slope between the input and the baseline, the two rows "
        "of z",
        "    def unit(z):",
        "        y, d, own = fn(z), z - z.flip(0), grad(lambda z: fn(z).sum())(z)",
        "        s = torch.where(d == 0, own, (y - y.flip(0)) / d).detach()",
        "        return s * z + (y - s * z).detach()", "    return unit",
        "def deeplift_of(f, x, b, *units):",
        "    return (x - b) * grad(lambda z: f(z, *map(rescaled, units))[0])(torch.stack([x, "
        "b]))[0]"},
       {}},
      {"share",
       {"def share(y, n, d):  # the value y, whose relevance goes to n in proportion to n / d",
        "    n = n * torch.where(d == 0, 0, y / d).detach(); return n + (y - n).detach()"},
       {}},
      {"no_bias",
       {"def no_bias(b, *t): return share(sum(t) + b, sum(t), sum(t))  # the rule of a layer"},
       {"share"}},
      {"with_bias",
       {"def with_bias(b, *t): return share(sum(t) + b, sum(t), sum(t) + b)"},
       {"share"}},
      {"epsilon",
       {"def epsilon(e, bias): return lambda b, *t: share(",
        "    sum(t) + b, sum(t), (z := sum(t) + bias * b) + e * torch.where(z >= 0, 1, -1))"},
       {"share"}},
      {"gamma",
       {"def gamma(g, bias): return lambda b, *t: share(  # of positive features: t has its "
        "weight's sign",
        "    sum(t) + b, n := sum(v + g * relu(v) for v in t), n + bias * (b + g * max(b, 0)))"},
       {"share"}},
      {"z_plus",
       {"def z_plus(bias): return lambda b, *t: share(sum(t) + b, n := sum(map(relu, t)), n + bias "
        "* "
        "max(b, 0))"},
       {"share"}},
      {"alpha_beta",
       {"def alpha_beta(a, bias): return lambda b, *t: (",
        "    a * share(sum(t) + b, p := sum(map(relu, t)), p + bias * max(b, 0))",
        "    + (1 - a) * share(sum(t) + b, m := sum(relu(-v) for v in t), m + bias * max(-b, 0)))"},
       {"share"}},
      {"lrp", {"def lrp(f, x, add): return x * grad(f)(x, add=add)"}, {"add"}},
      {"shapley",
       {"def shapley(f, x, b, orders=None):  # the mean over all orders, or over those given",
        "    n = range(len(x)); orders = orders or [*itertools.permutations(n)]",
        "    def at(s): return f(torch.where(T(*(i in s for i in n)) == 1, x, b))  # s at x, "
        "others at b",
        "    return sum(T(*(at(o[:o.index(i) + 1]) - at(o[:o.index(i)]) for i in n)) for o in "
        "orders) / "
        "len(orders)"},
       {}},
      {"occlusion",
       {"def occlusion(f, x, b): return f(x) - torch.stack([f(z) for z in "
        "torch.where(torch.eye(len(x)) "
        "== 1, b, x)])"},
       {}}};
  return all;
}

}  // namespace axiomark
