"""Running models on pixels. Free of Qt and of torch."""

from tintype.engine.catalogue import Catalogue
from tintype.engine.denoise import Amount, Denoised, DenoiseSettings, Engine, blend
from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.noise import ALREADY_CLEAN, estimate_noise
from tintype.engine.spec import ModelSpec, Quality

__all__ = [
    "ALREADY_CLEAN",
    "Amount",
    "Catalogue",
    "DenoiseSettings",
    "Denoised",
    "Device",
    "DeviceChoice",
    "Engine",
    "ModelSpec",
    "Quality",
    "blend",
    "estimate_noise",
]
