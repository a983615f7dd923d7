"""Geometric self-ensemble: one network run on a picture in its eight orientations, the results turned back and averaged.

R. Timofte, R. Rothe and L. Van Gool, "Seven ways to improve example-based single image super resolution", CVPR 2016,
arXiv:1511.02228. It is part of the exported graph, so that the app runs it as any other model.
"""

from __future__ import annotations

from torch import Tensor, nn

ORIENTATIONS = 8


def turned(planes: Tensor, orientation: int) -> Tensor:
    """N x C x H x W in one of eight orientations: bit 0 mirrors the rows, bit 1 the columns, bit 2 swaps both afterwards."""
    axes = [axis for bit, axis in ((1, 2), (2, 3)) if orientation & bit]
    planes = planes.flip(axes) if axes else planes
    return planes.transpose(2, 3) if orientation & 4 else planes


def turned_back(planes: Tensor, orientation: int) -> Tensor:
    """The inverse of ``turned``."""
    planes = planes.transpose(2, 3) if orientation & 4 else planes
    axes = [axis for bit, axis in ((1, 2), (2, 3)) if orientation & bit]
    return planes.flip(axes) if axes else planes


class SelfEnsemble(nn.Module):
    """The mean of a denoising network's results over the eight orientations."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, picture: Tensor, noise_map: Tensor) -> Tensor:
        """As the network: float N x 3 x H x W and N x 1 x H x W to N x 3 x H x W."""
        total: Tensor = self.network(picture, noise_map)
        for orientation in range(1, ORIENTATIONS):
            views = (turned(plane, orientation).contiguous() for plane in (picture, noise_map))
            total = total + turned_back(self.network(*views), orientation)
        return total / ORIENTATIONS
