"""Captum's integrated gradients for a look at its memory: nothing is run before it is asked."""

from integrals import captum
from onnx_model import load


def rivals(task):
    frozen = load(task.model)
    return {"default": captum(load(task.model, frozen=False), task),
            "best": captum(frozen, task, batch=64)}
