"""Noise of a camera's sensor, brought into the picture where it arises: in linear light, before the colours are made.

T. Brooks et al., "Unprocessing images for learned raw denoising", CVPR 2019: the picture is taken back to what the sensor saw,
noise is added, and the same camera develops it again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from training.degradations.bayer import demosaic, mosaic
from training.degradations.pair import Pair, normal, uniform

SRGB_OF_XYZ = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
XYZ_TO_CAMERA = (
    ((1.0234, -0.2969, -0.2266), (-0.5625, 1.6328, -0.0469), (-0.0703, 0.2188, 0.6406)),
    ((0.4913, -0.0541, -0.0202), (-0.613, 1.3513, 0.2906), (-0.1564, 0.2151, 0.7183)),
    ((0.838, -0.263, -0.0639), (-0.2887, 1.0725, 0.2496), (-0.0627, 0.1427, 0.5438)),
    ((0.6596, -0.2079, -0.0562), (-0.4782, 1.3016, 0.1933), (-0.097, 0.1581, 0.5181)),
)
"""Of four cameras, as the paper has them."""

SHOT = (5e-5, 2.5e-2)
"""Limits of the shot noise's variance at full light: from half of the paper's least, since most photographs are taken in good
light, to twice its most, since what is drawn here is often softened, made small and smoothed afterwards."""

READ_SLOPE, READ_OFFSET, READ_SPREAD = 2.18, 1.20, 0.26
"""Logarithm of the read noise over that of the shot noise, fitted by the paper to the cameras of the DND benchmark."""

KNEE = 0.9
"""From here on the inverse gain bends back to one, so that highlights stay highlights."""

DARKEST = 1e-8


@dataclass(frozen=True)
class Development:
    """How the camera makes a picture, and how noisy its sensor is; each N x 1 x 1 x 1 but the matrix.

    Attributes:
        to_camera: N x 3 x 3, from linear sRGB to the camera's colours.
        gain: brightening of the whole picture.
        red, blue: white balance.
        shot: variance of the shot noise at full light.
        read: variance of the read noise.
    """

    to_camera: Tensor
    gain: Tensor
    red: Tensor
    blue: Tensor
    shot: Tensor
    read: Tensor


@dataclass(frozen=True)
class Camera:
    """Shot and read noise through a mosaic."""

    def draw(self, count: int, generator: torch.Generator) -> Development:
        """Parameters for ``count`` pictures."""
        device = generator.device
        shares = torch.rand(count, len(XYZ_TO_CAMERA), generator=generator, device=device) + DARKEST
        matrices = _to_camera().to(device)
        mixed = torch.einsum("nc,cij->nij", shares / shares.sum(1, keepdim=True), matrices)
        low, high = (math.log(limit) for limit in SHOT)
        log_shot = uniform(low, high, count, generator)
        log_read = READ_SLOPE * log_shot + READ_OFFSET + READ_SPREAD * normal(log_shot.shape, generator)
        return Development(
            to_camera=mixed / mixed.sum(2, keepdim=True),
            gain=1 / (0.8 + 0.1 * normal(log_shot.shape, generator)).clamp(0.5, 1.1),
            red=uniform(1.9, 2.4, count, generator),
            blue=uniform(1.5, 1.9, count, generator),
            shot=log_shot.exp(),
            read=log_read.exp(),
        )

    def apply(self, pair: Pair, how: Development, generator: torch.Generator) -> Pair:
        """Both sides through the sensor's mosaic and the camera's development, one of them with noise."""
        seen = mosaic(to_sensor(pair.clean, how))
        deviation = (how.shot * seen.clamp_min(0) + how.read).sqrt()
        noisy = seen + deviation * normal(seen.shape, generator)
        return Pair(develop(demosaic(seen), how), develop(demosaic(noisy), how))


def to_sensor(pictures: Tensor, how: Development) -> Tensor:
    """SRGB in [0, 1] as the linear colours that the sensor saw."""
    toned = 0.5 - torch.sin(torch.asin(1 - 2 * pictures.clamp(0, 1)) / 3)
    linear = torch.einsum("nij,njhw->nihw", how.to_camera, toned.clamp_min(DARKEST) ** 2.2)
    gains = torch.cat([1 / how.red, torch.ones_like(how.red), 1 / how.blue], dim=1) / how.gain
    bright = ((linear.mean(1, keepdim=True) - KNEE).clamp_min(0) / (1 - KNEE)) ** 2
    return linear * torch.maximum(bright + (1 - bright) * gains, gains)


def develop(linear: Tensor, how: Development) -> Tensor:
    """The sensor's linear colours as sRGB in [0, 1]."""
    gains = torch.cat([how.red, torch.ones_like(how.red), how.blue], dim=1) * how.gain
    balanced = (linear * gains).clamp(0, 1)
    colours = torch.einsum("nij,njhw->nihw", torch.linalg.inv(how.to_camera), balanced).clamp(0, 1)
    encoded = colours.clamp_min(DARKEST) ** (1 / 2.2)
    toned: Tensor = encoded**2 * (3 - 2 * encoded)
    return toned


def _to_camera() -> Tensor:
    """From linear sRGB to the colours of each of the cameras: 4 x 3 x 3."""
    to_xyz: Tensor = torch.linalg.inv(torch.tensor(SRGB_OF_XYZ))
    return torch.tensor(XYZ_TO_CAMERA) @ to_xyz
