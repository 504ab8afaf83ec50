"""What ./run bench measures: one entry per workload. To add one, add an entry; a kind of its own is a file of
that name with `rivals(task)`, which returns {name: function}, and, if its answers are not compared
value by value, a line in agreement.py."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Workload:
    name: str
    kind: str                # the file that has the rivals
    network: str             # of the data folder, or made by peer_networks
    method: str              # ours, as a method string
    threads: int = 1
    samples: int = 1
    steps: int = 0
    rule: str = ""
    models: int = 0          # so many networks in one repetition: NETWORK_0, NETWORK_1, ...
    gradients: float = 0     # for the limit: gradients in full, per sample
    target: float = 0        # times faster than `against`
    against: str = "best"
    of_limit: float = 0      # or: this part of the ratio of `against` to the limit
    rounds: int = 0          # 0: as many as the time allows
    note: str = field(default="")


# The networks of the table and how much faster than Captum at its best 300 steps are to be, on one thread.
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
                    f"integrated-gradients/{network}/{steps}/threads:{threads}", "integrals",
                    network, f"integrated-gradients:rule=right,steps={steps}", threads=threads,
                    steps=steps, rule="right",
                    target=target if (steps, threads) == (300, 1) else 0)


def workloads():
    return [*integrals()]
