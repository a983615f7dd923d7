"""Noise as cameras, scanners and film make it, and what happens to it on its way into a file.

Each degradation draws its parameters from a generator that is passed in, then applies them to a ``Pair``: what belongs to the
picture (blur, size, tone, compression) to both of its sides, what is noise to one alone. So the network learns to remove noise,
and never to sharpen.
"""

from training.degradations.balance import Balance
from training.degradations.camera import Camera
from training.degradations.chain import CameraNoise, Noisy
from training.degradations.clumping import Clumping
from training.degradations.grain import Grain
from training.degradations.jpeg import Jpeg
from training.degradations.lens import Lens
from training.degradations.levels import Levels, overall
from training.degradations.pair import Pair
from training.degradations.reduction import Reduction
from training.degradations.resampling import Resampling

__all__ = [
    "Balance",
    "Camera",
    "CameraNoise",
    "Clumping",
    "Grain",
    "Jpeg",
    "Lens",
    "Levels",
    "Noisy",
    "Pair",
    "Reduction",
    "Resampling",
    "overall",
]
