"""Muon, an optimiser for matrices, in the kind of numbers that the processor multiplies fast.

torch's own (torch.optim.Muon) does its products in bfloat16 whatever it is given. A processor
without instructions for that (an AMD EPYC with AVX2) does them fifty times slower than in float32,
and then they cost more than everything else in a step.
"""
import torch

# The quintic of Keller Jordan's Muon: steep at zero, so that few steps are enough.
A, B, C = 3.4445, -4.7750, 2.0315


def orthogonal(matrices, steps):
    """A stack of matrices, each with all its singular values brought near one."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.transpose(1, 2) if tall else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(steps):
        gram = x @ x.transpose(1, 2)
        x = A * x + (B * gram + C * gram @ gram) @ x
    return x.transpose(1, 2) if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum (Nesterov's), made orthogonal; steps as long as AdamW's are on average."""

    def __init__(self, weights, lr, numbers, momentum=0.95, weight_decay=0.01, steps=4):
        self.numbers = numbers
        super().__init__(weights, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay,
                                   "steps": steps})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = {}
            for weight in group["params"]:
                if weight.grad is not None:
                    shapes.setdefault(weight.shape, []).append(weight)
            for shape, weights in shapes.items():
                updates = [self._momentum(weight, group["momentum"]) for weight in weights]
                updates = orthogonal(torch.stack(updates).to(self.numbers), group["steps"])
                length = group["lr"] * 0.2 * max(shape) ** 0.5
                for weight, update in zip(weights, updates):
                    weight.mul_(1 - group["lr"] * group["weight_decay"])
                    weight.add_(update.to(weight.dtype), alpha=-length)

    def _momentum(self, weight, keep):
        state = self.state[weight]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(weight)
        state["momentum"].lerp_(weight.grad, 1 - keep)
        return weight.grad.lerp(state["momentum"], keep)
