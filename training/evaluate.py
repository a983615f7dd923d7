"""Score a model on a folder of clean pictures: ``python -m training.evaluate MODEL --data FOLDER --noise 15 25 50``.

White Gaussian noise is added in float and not clipped; the model runs through onnxruntime on the CPU; the result is clamped and
rounded to 8 bits; PSNR and SSIM are taken over the whole RGB picture and averaged over the pictures. That is the protocol of the
denoising papers (FFDNet and after).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from training.metrics import psnr, ssim, to_8_bits
from training.photos import find_pictures, read_picture

Floats = NDArray[np.float32]

PAD_TO = 64
"""Pictures are padded to multiples of this, more than any model here asks for."""


class Denoiser:
    """A denoising model run on whole pictures by onnxruntime on the CPU."""

    def __init__(self, model: Path) -> None:
        self._session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    def __call__(self, noisy: Floats, sigma: float) -> Floats:
        """Denoise float32 H x W x 3 with noise of standard deviation ``sigma``, both in [0, 1] units."""
        height, width = noisy.shape[:2]
        padded = np.pad(noisy, ((0, -height % PAD_TO), (0, -width % PAD_TO), (0, 0)), mode="reflect")
        planes = np.ascontiguousarray(padded.transpose(2, 0, 1)[None])
        noise_map = np.full_like(planes[:, :1], sigma)
        (restored,) = self._session.run(None, {"picture": planes, "noise_map": noise_map})
        return np.asarray(restored[0, :, :height, :width].transpose(1, 2, 0))


def levels_on_folder(model: Path, folder: Path, levels: Sequence[float]) -> list[dict[str, Any]]:
    """Mean PSNR and SSIM for each noise level (8-bit units); picture i gets the noise of seed i."""
    denoise = Denoiser(model)
    pictures = [read_picture(path) for path in find_pictures([folder])]
    scores = []
    for level in levels:
        psnrs, ssims = [], []
        for index, clean in enumerate(pictures):
            noise = np.random.default_rng(index).standard_normal(clean.shape) * (level / 255)
            result = to_8_bits(denoise((clean / 255 + noise).astype(np.float32), level / 255))
            psnrs.append(psnr(clean, result))
            ssims.append(ssim(clean, result))
        scores.append(
            {
                "set": folder.name,
                "noise": level,
                "psnr": round(float(np.mean(psnrs)), 3),
                "ssim": round(float(np.mean(ssims)), 4),
                "pictures": len(pictures),
            }
        )
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when scored, 1 when the model or the data cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description="PSNR and SSIM of a denoising model.")
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="FOLDER", help="clean pictures")
    parser.add_argument("--noise", nargs="+", type=float, default=[15, 25, 50], help="standard deviations in 8-bit units")
    options = parser.parse_args(arguments)
    if not options.model.is_file():
        print(f"{options.model} is not a file.", file=sys.stderr)
        return 1
    print(f"{'set':16} {'noise':>6} {'PSNR dB':>8} {'SSIM':>7}  pictures")
    try:
        for folder in options.data:
            for score in levels_on_folder(options.model, folder, options.noise):
                print(f"{score['set']:16} {score['noise']:6g} {score['psnr']:8.2f} {score['ssim']:7.4f}  {score['pictures']}")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
