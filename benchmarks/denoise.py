"""Tintype against OpenCV's non-local means and FFDNet: ``python -m benchmarks.denoise [--data FOLDER] [--photo FILE]``.

Speed: all on the same picture in turn, the ratios being medians over the rounds; FFDNet has its published shape and random
weights, and runs through the same engine. Peak memory: each in a process of its own. Then ``tintype denoise`` on a JPEG, file to
file. Fidelity: PSNR over a folder of clean pictures at noise 15, 25 and 50. Non-local means gets 8-bit pictures, which is all it
takes, and the best filter strength for each noise level; Tintype is measured on the same 8-bit pictures, and on unclipped noise
as papers do. With ``--pairs NOISY CLEAN`` real noise alone is compared (``benchmarks.pairs``).
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

import tintype
from benchmarks import ffdnet
from benchmarks.pairs import compare_pairs
from tintype.engine import DenoiseSettings, Engine
from tintype.errors import TintypeError
from tintype.photo import Pixels, read_photo

Bytes = NDArray[np.uint8]

LEVELS = (15, 25, 50)
STRENGTHS = (0.5, 0.7, 0.9, 1.1)
"""Filter strengths of non-local means that are tried, as multiples of the noise level."""

ROUNDS = 3
SPEED_NOISE = 25.0
JPEG_NOISE = 15.0


def to_bytes(pixels: Pixels) -> Bytes:
    """Clamp and round [0, 1] to 8 bits."""
    return np.asarray(np.rint(np.clip(pixels, 0, 1) * 255), dtype=np.uint8)


def with_noise(clean: Pixels, level: float, seed: int = 0) -> Pixels:
    """White Gaussian noise of ``level`` (8-bit units) added, not clipped."""
    noise = np.random.default_rng(seed).standard_normal(clean.shape, dtype=np.float32)
    noise *= np.float32(level / 255)
    noise += clean
    return noise


def non_local_means(picture: Bytes, strength: float) -> Bytes:
    """OpenCV's colour version with its default windows."""
    return np.asarray(cv2.fastNlMeansDenoisingColored(picture, None, strength, strength, 7, 21), dtype=np.uint8)


def scene(photo: Path | None, megapixels: float) -> Pixels:
    """The photo, or a mosaic of scikit-image's photographs, cut or repeated to about 3:2 and the size asked for."""
    source = read_photo(photo).pixels if photo else np.asarray(data.astronaut(), dtype=np.float32) / np.float32(255)
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(height * 1.5)
    repeats = (-(-height // source.shape[0]), -(-width // source.shape[1]), 1)
    return np.ascontiguousarray(np.tile(source, repeats)[:height, :width])


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compare_speed(photo: Path | None, megapixels: float) -> None:
    """Print MP/s of each on the same noisy picture, and how many times quicker the fast model is."""
    noisy = with_noise(scene(photo, megapixels), SPEED_NOISE)
    noisy_bytes = to_bytes(noisy)
    size = noisy.shape[0] * noisy.shape[1] / 1e6
    with tempfile.TemporaryDirectory() as folder:
        ffdnet.write(Path(folder) / "ffdnet.onnx")
        models = {"fast": "denoise-fast", "best": "denoise-best", "FFDNet": str(Path(folder) / "ffdnet.onnx")}
        engine = Engine()
        works: dict[str, Callable[[], object]] = {
            name: partial(engine.denoise, noisy, DenoiseSettings(SPEED_NOISE / 255, model=model, device="cpu"))
            for name, model in models.items()
        }
        works["fast, float32"] = partial(
            Engine(gains_by_int8=lambda *_: False).denoise, noisy, DenoiseSettings(SPEED_NOISE / 255, device="cpu")
        )
        works["non-local means"] = partial(non_local_means, noisy_bytes, SPEED_NOISE)
        for model in models.values():
            engine.denoise(noisy[:64, :64], DenoiseSettings(SPEED_NOISE / 255, model=model, device="cpu"))  # loads it
        took = [{name: seconds(work) for name, work in works.items()} for _ in range(ROUNDS)]
        device = engine.device("cpu").label
    print(f"speed at {size:.1f} MP on the {device}:")
    for name in works:
        speed = size / statistics.median(times[name] for times in took)
        ratio = statistics.median(times[name] / times["fast"] for times in took)
        print(f"  {name:16} {speed:5.2f} MP/s; fast is {ratio:.2f} times as quick")


def file_to_file(photo: Path | None, megapixels: float) -> None:
    """Print time and peak memory of ``tintype denoise`` on a noisy JPEG, the start of the program included."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "noisy.jpg", Path(folder) / "clean.jpg"
        noisy = to_bytes(with_noise(scene(photo, megapixels), JPEG_NOISE))
        cv2.imwrite(str(source), noisy[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
        del noisy
        command = [sys.executable, "-m", "tintype", "denoise", str(source), "-o", str(target), "--device", "cpu"]
        for _ in range(ROUNDS):
            started = time.perf_counter()
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise OSError(f"tintype denoise ended with code {process.returncode}")
            took, peak = time.perf_counter() - started, used.ru_maxrss / 1024
            print(f"JPEG to JPEG at {megapixels:.0f} MP: {took:.1f} s, peak memory {peak:.0f} MB")


def peak_memory(method: str, photo: Path | None, megapixels: float) -> None:
    """Print the peak memory of a process that makes the picture and denoises it; run in a process of its own."""
    clean = scene(photo, megapixels)
    if method == "tintype":
        noisy = with_noise(clean, SPEED_NOISE)
        del clean
        started = time.perf_counter()
        tintype.denoise(noisy, noise=SPEED_NOISE / 255, device="cpu")
    else:
        noisy_bytes = to_bytes(with_noise(clean, SPEED_NOISE))
        del clean
        started = time.perf_counter()
        non_local_means(noisy_bytes, SPEED_NOISE)
    took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory at {megapixels:.0f} MP: {method} {peak:.0f} MB for the whole process, in {took:.1f} s")


def compare_memory(photo: Path | None, megapixels: float) -> None:
    """Run ``peak_memory`` for both, each in its own process."""
    for method in ("tintype", "non-local means"):
        command = [sys.executable, "-m", "benchmarks.denoise", "--memory-of", method, "--memory-megapixels", str(megapixels)]
        subprocess.run([*command, *(["--photo", str(photo)] if photo else [])], check=True)


def psnr(reference: Bytes, result: Bytes) -> float:
    """PSNR in dB over all channels."""
    return float(peak_signal_noise_ratio(reference, result, data_range=255))


def compare_fidelity(folder: Path, every: int) -> None:
    """Print mean PSNR of both over the folder's pictures."""
    pictures = [read_photo(path).pixels for path in sorted(folder.iterdir())[::every]]
    print(f"PSNR in dB on {folder.name} ({len(pictures)} pictures)")
    print(f"{'noise':>5} {'tintype':>9} {'tintype, 8-bit input':>22} {'non-local means':>17} {'gain':>6}")
    for level in LEVELS:
        unclipped, clipped, theirs = [], [], []
        for seed, clean in enumerate(pictures):
            noisy = with_noise(clean, level, seed)
            stored = to_bytes(noisy)
            reference = to_bytes(clean)
            as_read = stored.astype(np.float32) / np.float32(255)
            unclipped.append(psnr(reference, to_bytes(tintype.denoise(noisy, noise=level / 255, device="cpu"))))
            clipped.append(psnr(reference, to_bytes(tintype.denoise(as_read, noise=level / 255, device="cpu"))))
            theirs.append([psnr(reference, non_local_means(stored, level * share)) for share in STRENGTHS])
        best = np.mean(theirs, axis=0).max()
        mean, mean_clipped = np.mean(unclipped), np.mean(clipped)
        print(f"{level:5d} {mean:9.2f} {mean_clipped:22.2f} {best:17.2f} {mean_clipped - best:6.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.denoise", description="Tintype against OpenCV's non-local means.")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="clean pictures for PSNR; without it, speed and memory alone")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth picture of the folder")
    parser.add_argument(
        "--pairs", nargs=2, type=Path, metavar=("NOISY", "CLEAN"), help="photographs of the same scenes, by the same names"
    )
    parser.add_argument("--photo", type=Path, help="picture for speed and memory (default: scikit-image's astronaut, repeated)")
    parser.add_argument("--megapixels", type=float, default=6.0, help="size for the speed (default: 6)")
    parser.add_argument("--memory-megapixels", type=float, default=24.0, help="size for the memory (default: 24)")
    parser.add_argument("--memory-of", choices=("tintype", "non-local means"), help="measure this one in this very process")
    options = parser.parse_args(arguments)
    try:
        if options.pairs:
            compare_pairs(*options.pairs)
            return 0
        if options.memory_of:
            peak_memory(options.memory_of, options.photo, options.memory_megapixels)
            return 0
        compare_speed(options.photo, options.megapixels)
        compare_memory(options.photo, options.memory_megapixels)
        file_to_file(options.photo, options.memory_megapixels)
        if options.data:
            compare_fidelity(options.data, options.every)
    except (OSError, ValueError, TintypeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
