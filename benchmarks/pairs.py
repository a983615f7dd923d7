"""Real noise: photographs of a camera beside clean ones of the same scenes, by the same names.

A clean photograph is of another moment, the mean of many exposures as a rule: lamps flicker, and the camera moves by a part of a
pixel. In PolyU all crops of a scene have moved alike, by 0.1 to 0.5 pixels, and differ in brightness by up to 4 of 255. Whatever
blurs edges is the better off for the one, and nobody can know the other. So fidelity is told twice: against the clean photograph
as it is, and against the same in the noisy one's place and light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio

from tintype.engine import DenoiseSettings, Engine, NoiseProfile
from tintype.photo import Pixels, read_photo

SETTINGS = (3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30)
"""Noise levels in 8-bit units that the model for white noise is told, and filter strengths of non-local means."""

FLICKER = 64
"""Side in pixels of the squares whose mean tells the light: noise is not as coarse."""

MARGIN = 8
"""In pixels: so far from the border a moved photograph is not compared."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Scores:
    """PSNR in dB of one pair against one reference.

    Attributes:
        before: of the photo as it is.
        ours: of what Tintype makes of it by itself.
        white: of the model for white noise, at each of ``SETTINGS``.
        means: of non-local means, likewise.
    """

    before: float
    ours: float
    white: list[float]
    means: list[float]


@dataclass(frozen=True)
class Moved:
    """A clean photograph in the place and light of a noisy one.

    Attributes:
        pixels: float64 H x W x 3, 0 to 255.
        distance: how far it was moved, in pixels.
        brightness: by how much its mean was changed, of 255.
    """

    pixels: NDArray[np.float64]
    distance: float
    brightness: float


@dataclass(frozen=True)
class Compared:
    """What is known of one pair: scores against the clean photograph as it is, and where the noisy one has it.

    Attributes:
        stored, aligned: the scores.
        moved: the latter reference.
        ceiling: its PSNR in dB against the former, which is that of a perfect denoiser.
    """

    stored: Scores
    aligned: Scores
    moved: Moved
    ceiling: float


def compare_pairs(noisy: Path, clean: Path) -> None:
    """Print for each pair the PSNR in dB of the photo as it is, of what Tintype makes of it by itself, and of two others' best.

    The others are told what they should do: the model for white noise has the best of ``SETTINGS`` for each picture, chosen by
    looking at the clean one; OpenCV's non-local means the best for all pictures together. The means are printed a second time
    against clean pictures in the noisy ones' place and light, and how far these are from the clean pictures as they are.

    Raises:
        FileNotFoundError: there are no pairs.
        ValueError: the pictures of a pair do not show the same.
    """
    engine = Engine()
    names = sorted(path.name for path in noisy.iterdir() if (clean / path.name).is_file())
    if not names:
        raise FileNotFoundError(f"{noisy} and {clean} have no pictures of the same names.")
    found = [_compared(engine, read_photo(noisy / name).pixels, read_photo(clean / name).pixels) for name in names]
    print(f"{'PSNR in dB':24} {'noisy':>7} {'tintype':>8} {'white, best':>12} {'non-local means':>16}")
    stored = _columns([pair.stored for pair in found])
    for name, row in zip(names, stored, strict=True):
        print(_line(name, row))
    _print_means("mean", stored)
    _print_means("mean, aligned", _columns([pair.aligned for pair in found]))
    distances = [pair.moved.distance for pair in found]
    brightest = max(pair.moved.brightness for pair in found)
    ceiling = np.mean([pair.ceiling for pair in found])
    print(f"aligned: moved by {min(distances):.2f} to {max(distances):.2f} pixels, up to {brightest:.1f} of 255 in brightness;")
    print(f"a perfect denoiser would have {ceiling:.2f} dB in the first mean.")


def _print_means(title: str, columns: NDArray[np.float64]) -> None:
    print(_line(title, columns.mean(axis=0)))
    before, ours, white, means = columns.T
    print(f"  {(ours - white).mean():+.2f} dB against white noise's best level for each picture,", end=" ")
    print(f"{(ours - means).mean():+.2f} dB against non-local means' best strength", end=" ")
    print(f"for all; {int((ours < before).sum())} of {len(columns)} pictures are worse than before.")


def _columns(scores: Sequence[Scores]) -> NDArray[np.float64]:
    """Before, ours, the best of white for each pair, and of non-local means the setting that is best for all: N x 4."""
    means = np.array([each.means for each in scores])
    best = means[:, means.mean(axis=0).argmax()]
    return np.array([(each.before, each.ours, max(each.white), mean) for each, mean in zip(scores, best, strict=True)])


def _line(name: str, row: NDArray[np.float64]) -> str:
    return "{:24.24} {:7.2f} {:8.2f} {:12.2f} {:16.2f}".format(name, *row)


def _compared(engine: Engine, noisy: Pixels, clean: Pixels) -> Compared:
    stored = _bytes(noisy)
    ours = _bytes(engine.denoise(noisy, DenoiseSettings(device="cpu")).restored)
    profile = NoiseProfile.white(0)  # which is not asked, since a level is given
    white = [
        _bytes(engine.denoise(noisy, DenoiseSettings(level / 255, model="denoise-fast", device="cpu", profile=profile)).restored)
        for level in SETTINGS
    ]
    means = [np.asarray(cv2.fastNlMeansDenoisingColored(stored, None, level, level, 7, 21), np.uint8) for level in SETTINGS]

    def scores(reference: NDArray[np.float64], margin: int) -> Scores:
        def psnr(picture: Bytes) -> float:
            return _psnr(reference, picture.astype(np.float64), margin)

        return Scores(psnr(stored), psnr(ours), [psnr(picture) for picture in white], [psnr(picture) for picture in means])

    reference = _bytes(clean).astype(np.float64)
    moved = aligned(reference, stored.astype(np.float64))
    return Compared(scores(reference, 0), scores(moved.pixels, MARGIN), moved, _psnr(reference, moved.pixels, MARGIN))


def _psnr(reference: NDArray[np.float64], result: NDArray[np.float64], margin: int) -> float:
    inside = np.s_[margin : reference.shape[0] - margin, margin : reference.shape[1] - margin]
    return float(peak_signal_noise_ratio(reference[inside], result[inside], data_range=255))


def aligned(clean: NDArray[np.float64], noisy: NDArray[np.float64]) -> Moved:
    """A clean photograph moved to where the noisy one is, by parts of pixels, and in its light; H x W x 3 both, 0 to 255.

    The movement maximises the enhanced correlation coefficient (Evangelidis and Psarakis, PAMI 2008).

    Raises:
        ValueError: nothing in them tells how they lie to each other.
    """
    nowhere = np.eye(2, 3, dtype=np.float32)
    greys = [picture.mean(axis=2).astype(np.float32) for picture in (clean, noisy)]
    ends = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 100, 1e-6)
    try:
        _, place = cv2.findTransformECC(greys[0], greys[1], nowhere, cv2.MOTION_TRANSLATION, ends)
    except cv2.error as error:
        raise ValueError("A clean and a noisy photograph of the same name do not show the same; give pairs.") from error
    size = clean.shape[1], clean.shape[0]
    moved = cv2.warpAffine(clean, place, size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT)
    light = difference_of_light(noisy - moved)
    return Moved(np.asarray(moved + light, np.float64), float(np.hypot(*np.asarray(place)[:, 2])), abs(float(light.mean())))


def difference_of_light(difference: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is coarser than ``FLICKER`` pixels of the difference of two photographs, H x W x 3."""
    height, width = difference.shape[:2]
    size = max(width // FLICKER, 1), max(height // FLICKER, 1)
    coarse = cv2.resize(difference, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float64)


def _bytes(pixels: Pixels) -> Bytes:
    return np.asarray(np.rint(np.clip(pixels, 0, 1) * 255), np.uint8)
