"""Real noise: photographs of a camera beside clean ones of the same scenes, by the same names."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio

from tintype.engine import DenoiseSettings, Engine, NoiseProfile
from tintype.photo import Pixels, read_photo

SETTINGS = (3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30)
"""Noise levels in 8-bit units that the model for white noise is told, and filter strengths of non-local means."""

Scores = NDArray[np.float64]


def compare_pairs(noisy: Path, clean: Path) -> None:
    """Print for each pair the PSNR in dB of the photo as it is, of what Tintype makes of it by itself, and of two others' best.

    The others are told what they should do: the model for white noise has the best of ``SETTINGS`` for each picture, chosen by
    looking at the clean one; OpenCV's non-local means the best for all pictures together.
    """
    engine = Engine()
    names = sorted(path.name for path in noisy.iterdir() if (clean / path.name).is_file())
    if not names:
        raise FileNotFoundError(f"{noisy} and {clean} have no pictures of the same names.")
    found = [_scores(engine, read_photo(noisy / name).pixels, read_photo(clean / name).pixels) for name in names]
    before, ours, white, means = (np.array(column) for column in zip(*found, strict=True))
    best_white, best_means = white.max(axis=1), means[:, means.mean(axis=0).argmax()]
    print(f"{'PSNR in dB':24} {'noisy':>7} {'tintype':>8} {'white, best':>12} {'non-local means':>16}")
    rows = zip(names, before, ours, best_white, best_means, strict=True)
    for name, *scores in (*rows, ("mean", before.mean(), ours.mean(), best_white.mean(), best_means.mean())):
        print("{:24.24} {:7.2f} {:8.2f} {:12.2f} {:16.2f}".format(name, *scores))
    ahead, beyond = (ours - best_white).mean(), (ours - best_means).mean()
    print(
        f"tintype: {ahead:+.2f} dB against white noise's best level for each picture, {beyond:+.2f} dB against non-local means'"
    )
    print(f"best strength for all; {int((ours < before).sum())} of {len(names)} pictures are worse than before.")


def _scores(engine: Engine, noisy: Pixels, clean: Pixels) -> tuple[float, float, list[float], list[float]]:
    stored = _bytes(noisy)
    ours = engine.denoise(noisy, DenoiseSettings(device="cpu")).restored
    profile = NoiseProfile.white(0)  # which is not asked, since a level is given
    white = [
        engine.denoise(noisy, DenoiseSettings(level / 255, model="denoise-fast", device="cpu", profile=profile)).restored
        for level in SETTINGS
    ]
    means = [cv2.fastNlMeansDenoisingColored(stored, None, level, level, 7, 21) for level in SETTINGS]
    return (
        _psnr(_bytes(clean), stored),
        _psnr(_bytes(clean), _bytes(ours)),
        [_psnr(_bytes(clean), _bytes(pixels)) for pixels in white],
        [_psnr(_bytes(clean), np.asarray(picture, np.uint8)) for picture in means],
    )


def _bytes(pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(np.rint(np.clip(pixels, 0, 1) * 255), np.uint8)


def _psnr(reference: NDArray[np.uint8], result: NDArray[np.uint8]) -> float:
    return float(peak_signal_noise_ratio(reference, result, data_range=255))
