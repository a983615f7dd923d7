"""The autoencoders: convolutional U-Nets that start at half resolution.

Plain 3x3 convolutions with ReLU, no normalisation, no gates: that is the shape onnxruntime runs at the CPU's peak. Starting from
2x2 pixel blocks and taking the noise level as an input plane follow FFDNet (Zhang, Zuo and Zhang, 2018, arXiv:1710.04026); the
U-Net of residual blocks with additive skips follows DRUNet (Zhang et al., 2021, arXiv:2008.13751).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BLOCK = 2
"""Side of the pixel blocks that are folded into channels before the first convolution."""

RELAXATIONS = 4
"""On held-out photographs none, 2, 4 and 8 give 25.4, 25.7, 25.7 and 25.8 dB in medium holes."""


@dataclass(frozen=True)
class Shape:
    """Size of the network.

    Attributes:
        widths: channels of each resolution from half downwards.
        blocks: residual blocks at each.
        cell: side in pixels of what one value of the network's planes stands for.
    """

    widths: tuple[int, ...] = (32, 64, 128)
    blocks: tuple[int, ...] = (1, 1, 1)
    cell: int = 1

    def __post_init__(self) -> None:
        if len(self.widths) != len(self.blocks):
            raise ValueError(f"{len(self.widths)} widths but {len(self.blocks)} block counts")

    @property
    def levels(self) -> int:
        """How often the resolution is halved, from the picture to the bottleneck."""
        return len(self.widths)

    @property
    def multiple_of(self) -> int:
        """Height and width of the picture must be multiples of this, in pixels."""
        return self.cell * BLOCK << (len(self.widths) - 1)


class ResidualBlock(nn.Module):
    """``x + conv(relu(conv(x)))`` at a constant number of channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + cast(Tensor, self.second(F.relu(self.first(x))))


def _stage(channels: int, blocks: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(channels) for _ in range(blocks)))


class Network(nn.Module):
    """Planes in, planes out.

    Attributes:
        shape: its size.
        inputs, outputs: numbers of planes.
    """

    def __init__(self, shape: Shape, inputs: int, outputs: int) -> None:
        super().__init__()
        self.shape, self.inputs, self.outputs = shape, inputs, outputs

    @property
    def macs_per_pixel(self) -> float:
        """Multiply-accumulate operations for each pixel of the picture."""
        return multiply_adds(self.shape, self.inputs, self.outputs)

    @property
    def bytes_per_pixel(self) -> int:
        """Memory that a run takes for each pixel of the picture."""
        return working_bytes(self.shape)


class Autoencoder(Network):
    """The common body: planes in, planes out, at the same resolution."""

    def __init__(self, shape: Shape, inputs: int, outputs: int) -> None:
        """``inputs`` and ``outputs`` count the planes at full resolution."""
        super().__init__(shape, inputs, outputs)
        widths, blocks = shape.widths, shape.blocks
        steps = list(pairwise(widths))
        folding = torch.eye(inputs * BLOCK**2).view(-1, inputs, BLOCK, BLOCK)
        self.register_buffer("folding", folding, persistent=False)
        self.head = nn.Conv2d(inputs * BLOCK**2, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList(_stage(w, n) for w, n in zip(widths[:-1], blocks, strict=False))
        self.down = nn.ModuleList(nn.Conv2d(fine, coarse, 2, stride=2) for fine, coarse in steps)
        self.bottleneck = _stage(widths[-1], blocks[-1])
        self.up = nn.ModuleList(nn.ConvTranspose2d(coarse, fine, 2, stride=2) for fine, coarse in reversed(steps))
        self.decoder = nn.ModuleList(_stage(w, n) for w, n in zip(reversed(widths[:-1]), reversed(blocks[:-1]), strict=True))
        self.tail = nn.Conv2d(widths[0], outputs * BLOCK**2, 3, padding=1)
        nn.init.zeros_(self.tail.weight)  # each task is posed so that an output of zero is a fair first guess
        if self.tail.bias is not None:
            nn.init.zeros_(self.tail.bias)

    def autoencode(self, planes: Tensor) -> Tensor:
        """Float N x inputs x H x W to N x outputs x H x W; H and W multiples of ``shape.multiple_of``."""
        # This is pixel_unshuffle, which onnxruntime runs as a transpose that takes longer than the first convolution.
        x = self.head(F.conv2d(planes, cast(Tensor, self.folding), stride=BLOCK))
        skips = []
        for stage, down in zip(self.encoder, self.down, strict=True):
            x = stage(x)
            skips.append(x)
            x = down(x)
        x = self.bottleneck(x)
        for up, stage in zip(self.up, self.decoder, strict=True):
            x = stage(up(x) + skips.pop())
        return F.pixel_shuffle(self.tail(x), BLOCK)


LEAST_NOISE = 1 / 255
"""Below this standard deviation ever less is taken away, and nothing at all where the noise map is zero."""


class DenoisingAutoencoder(Autoencoder):
    """Noisy picture and noise map in, clean picture out; what is learned is the noise, which is then subtracted."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, inputs=4, outputs=3)

    def forward(self, picture: Tensor, noise_map: Tensor) -> Tensor:
        """Remove the noise.

        Args:
            picture: float N x 3 x H x W, about [0, 1]; H and W multiples of ``shape.multiple_of``.
            noise_map: float N x 1 x H x W, the noise's standard deviation at each pixel, in the picture's units.

        Returns:
            The clean picture, shaped like ``picture``, not clipped.
        """
        share = (noise_map / LEAST_NOISE).clamp(0, 1)
        return picture - share * self.autoencode(torch.cat([picture, noise_map], 1))


class PageAutoencoder(Autoencoder):
    """Scan of a page in, clean page out; what is learned is the difference, for whose size there is no measure to be given."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, inputs=3, outputs=3)

    def forward(self, picture: Tensor, noise_map: Tensor) -> Tensor:
        """Clean the page.

        Args:
            picture: float N x 3 x H x W, about [0, 1]; H and W multiples of ``shape.multiple_of``.
            noise_map: float N x 1 x H x W; only whether there is anything to be done: nothing is where it is zero.

        Returns:
            The clean page, shaped like ``picture``, not clipped.
        """
        share = (noise_map / LEAST_NOISE).clamp(0, 1)
        return picture - share * self.autoencode(picture)


class InpaintingAutoencoder(Autoencoder):
    """Picture and mask in, filled picture out; what is learned is the difference from a smooth fill."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, inputs=4, outputs=3)

    def forward(self, picture: Tensor, mask: Tensor) -> Tensor:
        """Fill the hole.

        Args:
            picture: float N x 3 x H x W, about [0, 1]; what it holds inside the hole does not matter.
            mask: float N x 1 x H x W, 1 inside the hole and 0 elsewhere.

        Returns:
            The filled picture, shaped like ``picture``, not clipped; outside the hole it is ``picture``.
        """
        smooth = smooth_fill(picture * (1 - mask), 1 - mask, self.shape.levels)
        return smooth + mask * self.autoencode(torch.cat([smooth, mask], 1))


class DamageAutoencoder(Autoencoder):
    """Picture in, probability of damage out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, inputs=3, outputs=1)

    def logits(self, picture: Tensor) -> Tensor:
        """Float N x 3 x H x W in [0, 1] to the log odds of damage, N x 1 x H x W."""
        return self.autoencode(picture)

    def forward(self, picture: Tensor) -> Tensor:
        """Float N x 3 x H x W in [0, 1] to the probability of damage at each pixel, N x 1 x H x W."""
        return self.logits(picture).sigmoid()


def smooth_fill(masked: Tensor, known: Tensor, levels: int) -> Tensor:
    """Fill nearly harmonically: pull and push (Gortler et al., "The Lumigraph", 1996), relaxed at each size as in multigrid.

    Args:
        masked: float N x 3 x H x W, zero where it is not known.
        known: float N x 1 x H x W, 1 where it is known and 0 elsewhere.
        levels: how often both are halved; H and W are multiples of 2 to that power.

    Returns:
        ``masked`` with the rest filled; beyond the coarsest copy's reach it is the mean of what is known.
    """
    pyramid = [(masked, known)]
    for _ in range(levels):
        pyramid.append((F.avg_pool2d(pyramid[-1][0], 2), F.avg_pool2d(pyramid[-1][1], 2)))
    coarse, share = pyramid.pop()
    mean = masked.mean((2, 3), keepdim=True) / (known.mean((2, 3), keepdim=True) + 1e-6)
    filled = _relaxed(coarse, share, mean.expand_as(coarse))
    for colours, share in reversed(pyramid):
        filled = _relaxed(colours, share, F.interpolate(filled, scale_factor=2, mode="bilinear"))
    return filled


def _relaxed(colours: Tensor, share: Tensor, guess: Tensor) -> Tensor:
    """Cells that hold anything known keep its mean; the others become the mean of their neighbours, a few times over."""
    keep = (share > 0).to(colours.dtype)
    kept = keep * colours / share.clamp_min(1e-6)
    filled = kept + (1 - keep) * guess
    for _ in range(RELAXATIONS):
        filled = kept + (1 - keep) * F.avg_pool2d(filled, 3, stride=1, padding=1, count_include_pad=False)
    return filled


def receptive_radius(shape: Shape) -> int:
    """Farthest distance in pixels, along one axis, at which an input pixel can reach an output pixel.

    Counted from the graph: a 3x3 convolution at scale s adds s pixels on each side, the 2x2 strided ones nothing beyond the
    cell they belong to, and the cell itself adds up to ``multiple_of - 1``.
    """
    scales = [shape.cell * BLOCK << level for level in range(len(shape.widths))]
    radius = 2 * scales[0]  # head and tail
    for level, (scale, blocks) in enumerate(zip(scales, shape.blocks, strict=True)):
        passes = 1 if level == len(scales) - 1 else 2  # encoder and decoder, or the bottleneck alone
        radius += 2 * blocks * passes * scale
    return radius + shape.multiple_of - 1


def multiply_adds(shape: Shape, inputs: int, outputs: int) -> float:
    """Multiply-accumulate operations for each pixel of the picture, of an autoencoder from ``inputs`` to ``outputs`` planes."""
    widths = shape.widths
    scales = [shape.cell * BLOCK << level for level in range(len(widths))]
    total: float = 9 * widths[0] * (inputs + outputs) * BLOCK**2 / scales[0] ** 2
    for level, (width, blocks) in enumerate(zip(widths, shape.blocks, strict=True)):
        passes = 1 if level == len(widths) - 1 else 2
        total += passes * blocks * 2 * 9 * width**2 / scales[level] ** 2
    for level, (fine, coarse) in enumerate(pairwise(widths)):
        total += 2 * 4 * fine * coarse / scales[level + 1] ** 2
    return total


def working_bytes(shape: Shape, views: int = 1) -> int:
    """Memory that a run takes for each pixel, in bytes: input, output and about seven float32 tensors at half resolution.

    With several views of the picture, inputs and outputs of each are held. Measured on the CPU, on pictures of 1024 to 2048
    pixels a side: denoise-fast 200 to 230, denoise-best 530 to 570; the formula gives 252 and 572.
    """
    held = 4 * (4 + 3) if views == 1 else views * 4 * (4 + 3 + 3) + 4 * (4 + 3)
    return held + 7 * 4 * shape.widths[0] // BLOCK**2
