"""Training on the weights as the quantised file will hold them.

A file of five bits a weight hears worse than the exact weights that it was made from, unless they
have learned to live with being rounded. So each step is computed with rounded weights, and its
gradient moves the exact ones ("straight-through": Bengio et al. 2013, arXiv 1308.3432).
"""
import torch

from export import LOW, best_scale


class Grid:
    """`with grid:` the model's big matrices are the rounded ones; afterwards the exact ones."""

    def __init__(self, model):
        self.weights = [weight for name, weight in model.named_parameters()
                        if weight.ndim == 2 and (".blocks." in name or "token_embedding" in name)]
        self.rescale()

    def rescale(self):
        """Choose the scales anew as `export.py` will. Between two calls they stay: the search
        takes a second, half as long as a step, and weights move little meanwhile."""
        self.scales = [torch.from_numpy(best_scale(weight.detach().reshape(-1, 32).numpy(), "q5_0"))
                       for weight in self.weights]

    def __enter__(self):
        self.exact = [weight.data for weight in self.weights]
        for weight, scale in zip(self.weights, self.scales):
            blocks, scale = weight.data.reshape(-1, 32), scale[:, None]
            steps = blocks / torch.where(scale == 0, 1, scale)
            grid = steps.round_().clamp_(LOW["q5_0"], -LOW["q5_0"] - 1)
            weight.data = grid.mul_(scale).view_as(weight)

    def __exit__(self, *error):
        for weight, exact in zip(self.weights, self.exact):
            weight.data = exact
