"""Running models on pixels. Free of Qt and of torch."""

from tintype.engine.bands import LARGE, denoise_in_place
from tintype.engine.catalogue import Catalogue
from tintype.engine.denoise import Amount, Denoised, DenoiseSettings, blend
from tintype.engine.devices import DEVICES, Device, DeviceChoice
from tintype.engine.engine import Engine
from tintype.engine.inpaint import LARGEST_SEED, Filled, InpaintSettings, Patch, lay_over
from tintype.engine.masks import Mask, damage_mask, grow
from tintype.engine.noise import ALREADY_CLEAN, estimate_noise
from tintype.engine.noise_profile import TONES, NoiseProfile
from tintype.engine.own_models import add_model, remove_model
from tintype.engine.pages import is_page
from tintype.engine.spec import ModelSpec, Quality
from tintype.engine.stamps import StampedStep, denoise_step, fill_step, make_stamp
from tintype.engine.variants import Score, Variant, make_variants
from tintype.engine.viewer import Viewer

__all__ = [
    "ALREADY_CLEAN",
    "DEVICES",
    "LARGE",
    "LARGEST_SEED",
    "TONES",
    "Amount",
    "Catalogue",
    "DenoiseSettings",
    "Denoised",
    "Device",
    "DeviceChoice",
    "Engine",
    "Filled",
    "InpaintSettings",
    "Mask",
    "ModelSpec",
    "NoiseProfile",
    "Patch",
    "Quality",
    "Score",
    "StampedStep",
    "Variant",
    "Viewer",
    "add_model",
    "blend",
    "damage_mask",
    "denoise_in_place",
    "denoise_step",
    "estimate_noise",
    "fill_step",
    "grow",
    "is_page",
    "lay_over",
    "make_stamp",
    "make_variants",
    "remove_model",
]
