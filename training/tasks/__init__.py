"""What the autoencoders are trained to do: one module a task, one interface for the training loop and the export."""

from training.tasks.camera import CameraDenoising
from training.tasks.damage import DamageDetection
from training.tasks.denoising import Denoising
from training.tasks.distilling import DistilledDenoising
from training.tasks.inpainting import Inpainting
from training.tasks.measuring import NoiseMeasuring
from training.tasks.pages import PageCleaning
from training.tasks.pairs import PairedDenoising
from training.tasks.task import Batch, Sampler, Task

__all__ = [
    "Batch",
    "CameraDenoising",
    "DamageDetection",
    "Denoising",
    "DistilledDenoising",
    "Inpainting",
    "NoiseMeasuring",
    "PageCleaning",
    "PairedDenoising",
    "Sampler",
    "Task",
]
