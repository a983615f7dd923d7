"""Geometric self-ensemble: one network run on a picture in several orientations, the results turned back and averaged.

R. Timofte, R. Rothe and L. Van Gool, "Seven ways to improve example-based single image super resolution", CVPR 2016,
arXiv:1511.02228. It is part of the exported graph, so that the app runs it as any other model.
"""

from __future__ import annotations

from torch import Tensor, nn

ORIENTATIONS = 8

ORDER = (0, 7, 1, 6, 2, 5, 3, 4)
"""Of the views where there are fewer: first those that are as unlike as can be, mirrored both ways and transposed."""


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
    """The mean of a network's results over some of the eight orientations."""

    def __init__(self, network: nn.Module, views: int = ORIENTATIONS) -> None:
        """Average over so many orientations."""
        super().__init__()
        self.network, self.views = network, views

    def forward(self, picture: Tensor, other: Tensor | None = None) -> Tensor:
        """As the network: float N x 3 x H x W, with a noise map or a mask N x 1 x H x W where it takes one."""
        planes = [picture] if other is None else [picture, other]
        total: Tensor = self.network(*planes)
        for orientation in ORDER[1 : self.views]:
            turned_planes = (turned(plane, orientation).contiguous() for plane in planes)
            total = total + turned_back(self.network(*turned_planes), orientation)
        return total / self.views
