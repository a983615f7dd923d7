"""A batch against inference alone, and its peak memory: ``python -m benchmarks.batch [FOLDER]``.

Speed: the photos are taken in parts. Each part goes through a batch, file to file, and through the engine alone, pixels to
pixels, on the same warm engine in turn, so that a busy computer slows both alike. Memory: ``tintype batch`` in a process of its
own, on the same photos with one of 100 MP among them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.denoise import scene, to_bytes, with_noise
from tintype.batch import Batch, Request, Steps
from tintype.engine import DenoiseSettings, Engine
from tintype.errors import TintypeError
from tintype.photo import READABLE, read_photo

PHOTOS, MEGAPIXELS = 100, 1.6
PART = 10
LARGE_MEGAPIXELS = 100.0
NOISE = 15.0

CHILD = (
    "import re, sys; from pathlib import Path; from tintype.__main__ import main; code = main(sys.argv[1:]); "
    "print(re.search(r'VmHWM:.*', Path('/proc/self/status').read_text())[0]); sys.exit(code)"
)


def make_photo(path: Path, megapixels: float, seed: int) -> Path:
    """Write a noisy JPEG."""
    noisy = to_bytes(with_noise(scene(None, megapixels), NOISE, seed))
    cv2.imwrite(str(path), noisy[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    return path


def compare_speed(photos: Sequence[Path], settings: DenoiseSettings) -> None:
    """Print MP/s of both, and the ratio."""
    engine = Engine()
    engine.denoise(np.zeros((64, 64, 3), np.float32), settings)  # loads the model
    parts = [photos[start : start + PART] for start in range(0, len(photos), PART)]
    batch_seconds, alone_seconds, pixels = list[float](), list[float](), 0
    with tempfile.TemporaryDirectory() as folder:
        for number, part in enumerate(parts):
            pictures = [read_photo(path).pixels for path in part]
            pixels += sum(picture.shape[0] * picture.shape[1] for picture in pictures)
            started = time.perf_counter()
            for picture in pictures:
                engine.denoise(picture, settings)
            alone_seconds.append(time.perf_counter() - started)
            request = Request(tuple(part), Path(folder) / str(number), Steps(settings, device=settings.device))
            started = time.perf_counter()
            Batch(request, engine).run(lambda _: None)
            batch_seconds.append(time.perf_counter() - started)
    ratio = statistics.median(alone / batch for alone, batch in zip(alone_seconds, batch_seconds, strict=True))
    print(f"{len(photos)} photos, {pixels / 1e6 / len(photos):.1f} MP each on average, in parts of {PART}:")
    print(f"  inference alone {pixels / 1e6 / sum(alone_seconds):.2f} MP/s, batch {pixels / 1e6 / sum(batch_seconds):.2f} MP/s")
    whole = sum(alone_seconds) / sum(batch_seconds)
    print(f"  the batch runs at {whole:.1%} of inference alone (median of the parts {ratio:.1%})")


def peak_memory(photos: Sequence[Path], device: str) -> None:
    """Print the peak memory of a batch of these photos and a large one, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        large = make_photo(Path(folder) / "large.jpg", LARGE_MEGAPIXELS, 0)
        middle = len(photos) // 2
        files = [*photos[:middle], large, *photos[middle:]]
        words = ["batch", *map(str, files), "-o", str(Path(folder) / "out"), "--device", device]
        command = [sys.executable, "-c", CHILD, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    *_, summary, peak = done.stdout.splitlines()
    kilobytes = int(peak.split()[1])
    print(f"with one of {LARGE_MEGAPIXELS:.0f} MP among {len(photos)} ({summary}): VmHWM {kilobytes * 1024 / 1e6:.0f} MB")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description="A batch against inference alone.")
    parser.add_argument("folder", nargs="?", type=Path, help=f"photos (default: {PHOTOS} of {MEGAPIXELS} MP are made)")
    parser.add_argument("--photos", type=int, default=PHOTOS, help=f"how many are made (default: {PHOTOS})")
    parser.add_argument("--memory-photos", type=int, default=12, help="how many stand beside the large one (default: 12)")
    parser.add_argument("--quality", choices=("fast", "best"), default="fast")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="cpu")
    parser.add_argument("--no-memory", action="store_true", help="speed alone")
    options = parser.parse_args(arguments)
    settings = DenoiseSettings(quality=options.quality, device=options.device)
    with tempfile.TemporaryDirectory() as made:
        try:
            if options.folder is not None:
                photos = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in READABLE)
            else:
                photos = [make_photo(Path(made) / f"{number:03}.jpg", MEGAPIXELS, number) for number in range(options.photos)]
            compare_speed(photos, settings)
            if not options.no_memory:
                peak_memory(photos[: options.memory_photos], options.device)
        except (OSError, TintypeError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
