"""The colour mosaic of a sensor, and the picture made of it again."""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor


def mosaic(linear: Tensor) -> Tensor:
    """What an RGGB sensor sees of N x 3 x H x W (even sides): N x 1 x H x W."""
    seen = linear[:, 1:2].clone()
    seen[:, :, 0::2, 0::2] = linear[:, :1, 0::2, 0::2]
    seen[:, :, 1::2, 1::2] = linear[:, 2:, 1::2, 1::2]
    return seen


def demosaic(seen: Tensor) -> Tensor:
    """The colours N x 3 x H x W of an RGGB mosaic.

    H. S. Malvar, L. He and R. Cutler, "High-quality linear interpolation for demosaicing of Bayer-patterned color images",
    ICASSP 2004.
    """
    padded = F.pad(seen, (2, 2, 2, 2), mode="reflect")
    cross, along, across, diagonal = F.conv2d(padded, _filters().to(seen)).split(1, dim=1)
    red, green, blue = cross.clone(), seen.clone(), cross.clone()
    for top, left in ((0, 0), (1, 1)):
        green[:, :, top::2, left::2] = cross[:, :, top::2, left::2]
    red[:, :, 0::2, 0::2] = seen[:, :, 0::2, 0::2]
    red[:, :, 0::2, 1::2] = along[:, :, 0::2, 1::2]
    red[:, :, 1::2, 0::2] = across[:, :, 1::2, 0::2]
    red[:, :, 1::2, 1::2] = diagonal[:, :, 1::2, 1::2]
    blue[:, :, 1::2, 1::2] = seen[:, :, 1::2, 1::2]
    blue[:, :, 1::2, 0::2] = along[:, :, 1::2, 0::2]
    blue[:, :, 0::2, 1::2] = across[:, :, 0::2, 1::2]
    blue[:, :, 0::2, 0::2] = diagonal[:, :, 0::2, 0::2]
    return torch.cat([red, green, blue], dim=1)


@cache
def _filters() -> Tensor:
    """For green at red and blue; for a colour whose samples lie beside, above and below, and at the corners of, the pixel."""
    cross = torch.tensor([[0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1], [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]])
    along = torch.tensor([[0, 0, 0.5, 0, 0], [0, -1, 0, -1, 0], [-1, 4, 5, 4, -1], [0, -1, 0, -1, 0], [0, 0, 0.5, 0, 0]])
    diagonal = torch.tensor([[0, 0, -1.5, 0, 0], [0, 2, 0, 2, 0], [-1.5, 0, 6, 0, -1.5], [0, 2, 0, 2, 0], [0, 0, -1.5, 0, 0]])
    return torch.stack([cross.float(), along, along.T, diagonal])[:, None] / 8
