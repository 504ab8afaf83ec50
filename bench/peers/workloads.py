"""What ./run bench measures: one entry per workload. To add one, add an entry; a new kind is a file
of that name with `rivals(task)`, which returns {name: function}."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    """One line of the table. Times are of all `samples` queries, or of one of `models` networks."""

    name: str
    kind: str                # the file that has the rivals
    network: str             # of the data folder, or made by peer_networks
    method: str              # ours, as a method string
    threads: int = 1
    samples: int = 1
    steps: int = 0           # nodes, or orders of features
    averaged: int = 0        # numbers that a rival averages, if more than that
    rule: str = ""           # what `kind` is to do
    models: int = 0          # so many networks in one repetition: NETWORK_0, NETWORK_1, ...
    limit: str = ""          # arithmetic: segment (`steps` gradients), gradient (one), or none
    compare: str = "values"  # or sum: for answers that are drawn
    other_answer: tuple = ()  # rivals that compute something else and are timed all the same
    against: str = "best"    # the rival that the target is about
    target: float = 0        # so many times faster than it
    of_limit: float = 0      # or: this part of what the limit would give
    least: float = 0         # or: so many seconds


# The networks, and how much faster than Captum at its best 300 steps are to be on one thread.
INTEGRATED = {
    "mnist-net_256x2": 20, "mnist-net_256x4": 10, "fully_connected_256x6": 9,
    "mnist_relu_9_200": 7, "ffnnSIGMOID__Point_6x200": 7, "cifar_base_kw": 12,
    "cifar_deep_kw": 9, "wide_convolution": 6, "resnet_2b": 6, "deep_residual": 2.7,
    "acasxu_1_1": 40, "figure_7": 500,
}


def integrals():
    for threads in (1, 2):
        for steps in (300, 50):
            for network, target in INTEGRATED.items():
                yield Workload(
                    f"integrated-gradients/{network}/{steps}", "integrals", network,
                    f"integrated-gradients:rule=right,steps={steps}", threads=threads,
                    steps=steps, rule="right", limit="segment",
                    target=target if (steps, threads) == (300, 1) else 0)


def default_integrals():
    """Captum's and our default rule; Captum works the nodes out anew for every call."""
    for network in ("mnist-net_256x4", "resnet_2b", "acasxu_1_1", "figure_7"):
        yield Workload(f"integrated-gradients/{network}/gauss-legendre-50", "integrals", network,
                       "integrated-gradients", steps=50, rule="gauss-legendre", limit="segment")


def many_images():
    for network in ("mnist-net_256x4", "cifar_base_kw", "cifar_deep_kw", "resnet_2b", "acasxu_1_1"):
        yield Workload(f"integrated-gradients/{network}/50/64-images", "integrals", network,
                       "integrated-gradients:rule=right,steps=50", samples=64, steps=50,
                       rule="right", limit="segment", of_limit=0.7)


# Method, rivals' rule, and targets: one image; 64 on a dense and on a convolutional network.
BACKWARD = [("gradient", "gradient", 12, None, None),
            ("deeplift", "deeplift", 15, 6, 12),
            ("lrp:rule=epsilon,epsilon=1e-9", "lrp", 15, 5, 8),
            ("guided-backprop", "guided", 15, 3, 6)]


def backward_passes():
    for method, rule, one, dense, convolutional in BACKWARD:
        for network, many in (("mnist-net_256x4", dense), ("cifar_deep_kw", convolutional)):
            name = f"{method.split(':')[0]}/{network}"
            yield Workload(name, "backward_passes", network, method, rule=rule, limit="gradient",
                           target=one)
            yield Workload(f"{name}/64-images", "backward_passes", network, method, samples=64,
                           rule=rule, limit="gradient", target=many or 0)


def games():
    yield Workload("shapley-sampling/mnist-net_256x2/25", "shapley_sampling", "mnist-net_256x2",
                   "shapley:rule=permutations,samples=25", steps=25, compare="sum", target=45)
    yield Workload("shapley/features_8", "shapley_games", "features_8", "shapley:rule=exact",
                   rule="captum", averaged=math.factorial(8), against="expert", target=2)
    yield Workload("shapley/features_12", "shapley_games", "features_12", "shapley:rule=exact",
                   rule="exact", target=50)
    yield Workload("kernel-shap/features_12", "shapley_games", "features_12",
                   "kernel-shap:rule=all", rule="kernel", target=50)
    yield Workload("permutation-shap/features_12", "shapley_games", "features_12",
                   "shapley:rule=antithetic,samples=20", rule="permutation", compare="sum",
                   target=50)


def campaigns():
    yield Workload("campaign/small networks", "campaign", "small",
                   "integrated-gradients:rule=right,steps=50", models=64, steps=50, rule="right",
                   limit="segment", least=1.5e-6)


def exact_integrals():
    for network in ("mnist-net_256x2", "mnist-net_256x4", "mnist_relu_9_200", "acasxu_1_1",
                    "cifar_base_kw", "resnet_2b"):
        judged = network in ("mnist-net_256x2", "mnist-net_256x4", "acasxu_1_1")
        yield Workload(f"exact/{network}", "exact_integrals", network,
                       "integrated-gradients:rule=exact", other_answer=("50 steps",),
                       against="50 steps", target=1 if judged else 0)


def workloads():
    return [*integrals(), *default_integrals(), *many_images(), *backward_passes(), *games(),
            *campaigns(), *exact_integrals()]
