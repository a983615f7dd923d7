"""Running models on pixels. Free of Qt and of torch."""

from tintype.engine.catalogue import Catalogue
from tintype.engine.denoise import Amount, Denoised, DenoiseSettings, blend
from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.engine import Engine
from tintype.engine.inpaint import Filled, InpaintSettings, Patch, lay_over
from tintype.engine.masks import Mask, damage_mask, grow
from tintype.engine.noise import ALREADY_CLEAN, estimate_noise
from tintype.engine.own_models import add_model, remove_model
from tintype.engine.spec import ModelSpec, Quality
from tintype.engine.stamps import Facts, denoise_facts, make_stamp

__all__ = [
    "ALREADY_CLEAN",
    "Amount",
    "Catalogue",
    "DenoiseSettings",
    "Denoised",
    "Device",
    "DeviceChoice",
    "Engine",
    "Facts",
    "Filled",
    "InpaintSettings",
    "Mask",
    "ModelSpec",
    "Patch",
    "Quality",
    "add_model",
    "blend",
    "damage_mask",
    "denoise_facts",
    "estimate_noise",
    "grow",
    "lay_over",
    "make_stamp",
    "remove_model",
]
