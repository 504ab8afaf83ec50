#include "experiments/export/torch_methods.hpp"

namespace axiomark {

const std::vector<TorchSnippet>& torch_snippets() {
  static const std::vector<TorchSnippet> all{
      {"largest",
       R"(def largest(z):  # of the last dimension; of equal ones, the first
    best = z[..., 0]
    for k in range(1, z.shape[-1]): best = torch.where(best >= z[..., k], best, z[..., k])
    return best
)",
       {}},
      {"grad",
       R"(def grad(F, x, k, **rules):  # of output k, row by row
    x = x.clone().requires_grad_(True)
    return torch.autograd.grad(F(x, **rules)[:, k].sum(), x)[0]
)",
       {}},
      {"unit",
       R"(def unit(backward):  # a nonlinearity with a backward pass of its own
    def made(fn):
        class Unit(torch.autograd.Function):
            @staticmethod
            def forward(ctx, z): ctx.save_for_backward(z); return fn(z)
            @staticmethod
            def backward(ctx, g): return backward(fn, ctx.saved_tensors[0].detach(), g)
        return Unit.apply
    return made
)",
       {}},
      {"at_kink",
       "def at_kink(s): return unit(lambda fn, z, g: g * ((z > 0) + s * (z == 0)))\n",
       {"unit"}},
      {"guided", "guided = unit(lambda fn, z, g: g.clamp(min=0) * (z > 0))\n", {"unit"}},
      {"deconvnet", "deconvnet = unit(lambda fn, z, g: g.clamp(min=0))\n", {"unit"}},
      {"gradient",
       R"(def gradient(F, x, b, k, **rules): return grad(F, x[None], k, **rules)[0]
)",
       {"grad"}},
      {"gradient_x_input",
       R"(def gradient_x_input(F, x, b, k, **rules): return x * grad(F, x[None], k, **rules)[0]
)",
       {"grad"}},
      {"gradient_x_difference",
       R"(def gradient_x_difference(F, x, b, k, **rules):
    return (x - b) * grad(F, x[None], k, **rules)[0]
)",
       {"grad"}},
      {"integrated_gradients",
       R"(def integrated_gradients(F, x, b, k, t, w, **rules):
    return (x - b) * (w[:, None] * grad(F, b + t[:, None] * (x - b), k, **rules)).sum(0)
)",
       {"grad"}},
      {"riemann",
       R"(def riemann(place, n):  # left 0, midpoint 1/2, right 1
    return (torch.arange(n) + place) / n, torch.full((n,), 1 / n)
)",
       {}},
      {"trapezoid",
       R"(def trapezoid(n):
    w = torch.full((n + 1,), 1 / n); w[[0, -1]] /= 2
    return torch.arange(n + 1) / n, w
)",
       {}},
      {"simpson",
       R"(def simpson(n):
    w = torch.full((n + 1,), 2 / (3 * n)); w[1::2] *= 2; w[[0, -1]] /= 2
    return torch.arange(n + 1) / n, w
)",
       {}},
      {"gauss_legendre",
       R"(def gauss_legendre(n):  # eigenvalues of Legendre's recurrence
    j = torch.arange(1, n).double(); j = j / (4 * j ** 2 - 1).sqrt()
    t, v = torch.linalg.eigh(torch.diag(j, 1) + torch.diag(j, -1))
    return (t + 1) / 2, v[0] ** 2
)",
       {}},
      {"between",
       R"(def between(cuts):  # the middle of each linear piece, and its length
    return (cuts[1:] + cuts[:-1]) / 2, cuts.diff()
)",
       {}},
      {"deeplift",
       R"(def multiplier(fn, z):  # rows: at the input, at the baseline
    with torch.enable_grad():
        at = z[:1].clone().requires_grad_(True)
        slope = torch.autograd.grad(fn(at).sum(), at)[0]
    d = z[:1] - z[1:]
    return torch.where(d == 0, slope, (fn(z[:1]) - fn(z[1:])) / d)
rescale = unit(lambda fn, z, g: g * multiplier(fn, z))
def deeplift(F, x, b, k):
    z = torch.stack([x, b]).requires_grad_(True)
    return (x - b) * torch.autograd.grad(F(z, unit=rescale)[0, k], z)[0][0]
)",
       {"unit"}},
      {"lrp",
       R"(def layer(share):  # a linear layer that shares out relevance instead of gradients
    class Layer(torch.autograd.Function):
        @staticmethod
        def forward(ctx, a, w, b): ctx.save_for_backward(a, w, b); return linear(a, w, b)
        @staticmethod
        def backward(ctx, r):
            a, w, b = ctx.saved_tensors
            return share(a[:, None], w, b, r), None, None
    return Layer.apply
def fraction(n, z, r): return (n * torch.where(z == 0, 0., r / z)[..., None]).sum(1)
def lrp(F, x, b, k, share, join):
    x = x[None].clone().requires_grad_(True)
    y = F(x, unit=unit(lambda fn, z, r: r), linear=layer(share), join=layer(join))[:, k]
    return torch.autograd.grad(y, x, y.detach())[0][0]
)",
       {"unit"}},
      {"rule_0",
       "def rule_0(a, w, b, r): return fraction(a * w, (a * w).sum(2) + b, r)\n",
       {"lrp"}},
      {"epsilon",
       R"(def epsilon(e):
    def share(a, w, b, r):
        z = (a * w).sum(2) + b
        return fraction(a * w, z + e * torch.where(z >= 0, 1., -1.), r)
    return share
)",
       {"lrp"}},
      {"gamma",
       R"(def gamma(g):
    def share(a, w, b, r):
        n = a * (w + g * relu(w))
        return fraction(n, n.sum(2) + b + g * relu(b), r)
    return share
)",
       {"lrp"}},
      {"alpha_beta",
       R"(def alpha_beta(alpha):  # z+ is alpha = 1
    def share(a, w, b, r):
        p, m = relu(a * w), -relu(-a * w)
        up, down = fraction(p, p.sum(2) + relu(b), r), fraction(m, m.sum(2) - relu(-b), r)
        return alpha * up - (alpha - 1) * down
    return share
)",
       {"lrp"}},
      {"w2",
       R"(def w2(a, w, b, r):
    n = 0 * a + w ** 2
    return fraction(n, n.sum(2), r)
)",
       {"lrp"}},
      {"flat",
       R"(def flat(a, w, b, r):
    n = 0 * a + (w != 0)
    return fraction(n, n.sum(2), r)
)",
       {"lrp"}},
      {"no_bias",
       R"(def no_bias(share): return lambda a, w, b, r: share(a, w, 0 * b, r)
)",
       {"lrp"}},
      {"by_orders",
       R"(def by_orders(F, x, b, k, orders=None):  # the mean over orders; over all: Shapley values
    orders = orders or list(itertools.permutations(range(len(x))))
    total = torch.zeros_like(x)
    for order in orders:
        z = b.clone()
        for i in order:
            before = F(z[None])[0, k]; z[i] = x[i]
            total[i] += (F(z[None])[0, k] - before) / len(orders)
    return total
)",
       {}},
      {"occlusion",
       R"(def occlusion(F, x, b, k):
    without = torch.where(torch.eye(len(x)) == 1, b, x)
    return F(x[None])[0, k] - F(without)[:, k]
)",
       {}}};
  return all;
}

}  // namespace axiomark
