"""``tintype bench``: how quickly this computer works, and where the time goes."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from tintype.engine import DEVICES, DenoiseSettings, Device, DeviceChoice, Engine
from tintype.engine.bench import Measured, devices_here, measure_models
from tintype.photo import Photo, Pixels, read_photo, write_photo

SUMMARY = "Measure how quickly each model runs on each device, and where the time goes."

NOISE = 12 / 255
GRID = 48
"""Pixels between two random colours, which run into one another."""


@dataclass(frozen=True)
class Times:
    """What a photo takes from file to file.

    Attributes:
        device: what ran the model.
        megapixels: of the photo.
        decode, inference, encode: in seconds.
    """

    device: DeviceChoice
    megapixels: float
    decode: float
    inference: float
    encode: float

    @property
    def total(self) -> float:
        """Seconds."""
        return self.decode + self.inference + self.encode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--device", choices=DEVICES, help="this one alone (default: the CPU, and all that onnxruntime offers)")
    parser.add_argument("--megapixels", type=megapixels, default=12.0, metavar="1..100", help="of the photo (default: 12)")
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def megapixels(text: str) -> float:
    """The value of ``--megapixels``."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100")
    return value


def run(options: argparse.Namespace) -> int:
    """Measure, and print as it goes."""
    devices: tuple[Device, ...] = devices_here() if options.device is None else (options.device,)
    engine = Engine()
    rows = _models(engine, devices, quiet=options.json)
    with tempfile.TemporaryDirectory() as folder:
        times = [from_file_to_file(engine, device, options.megapixels, Path(folder)) for device in _that_work(devices, rows)]
    if options.json:
        print(json.dumps({"models": [_fields(row) for row in rows], "photo": [asdict(each) for each in times]}, indent=2))
        return 0
    for each in times:
        print(sentence(each))
    return 0


def _models(engine: Engine, devices: tuple[Device, ...], *, quiet: bool) -> list[Measured]:
    rows, said = list[Measured](), set[str]()
    for row in measure_models(engine.catalogue, devices):
        reason = row.device.reason
        if not reason:
            rows.append(row)
        if not quiet and reason and reason not in said:
            print(f"{row.device.wish}: {reason}")
        elif not quiet and not reason:
            print(f"{row.model.label:24}{row.device.label:24}{row.megapixels_per_second:8.2f} MP/s", flush=True)
        said.add(reason)
    return rows


def _that_work(devices: tuple[Device, ...], rows: list[Measured]) -> Iterator[Device]:
    """Those that ran what they were asked for."""
    ran = {row.device.wish for row in rows}
    return (device for device in devices if device in ran)


def from_file_to_file(engine: Engine, device: Device, megapixels: float, folder: Path) -> Times:
    """Denoise a JPEG that is made up for it, with the fast model, which is loaded before."""
    source = folder / "photo.jpg"
    write_photo(Photo(made_up(megapixels)), source)
    settings = DenoiseSettings(noise=NOISE, device=device)
    engine.denoise(np.zeros((64, 64, 3), np.float32), settings)
    started = time.perf_counter()
    photo = read_photo(source)
    decoded = time.perf_counter()
    done = engine.denoise(photo.pixels, settings)
    inferred = time.perf_counter()
    write_photo(photo.with_pixels(done.restored), folder / "photo_denoised.jpg")
    ended = time.perf_counter()
    return Times(done.device, photo.size.pixels / 1e6, decoded - started, inferred - decoded, ended - inferred)


def made_up(megapixels: float) -> Pixels:
    """Smooth colours with noise, three by two."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(height * 1.5)
    rng = np.random.default_rng(0)
    few = rng.random((height // GRID + 2, width // GRID + 2, 3), dtype=np.float32)
    picture: Pixels = np.asarray(cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    picture += rng.standard_normal(picture.shape, dtype=np.float32) * np.float32(NOISE)
    return np.clip(picture, 0, 1, out=picture)


def sentence(times: Times) -> str:
    """What a photo takes, in one line."""
    parts = {"decode": times.decode, "inference": times.inference, "encode": times.encode}
    shares = ", ".join(f"{name} {seconds:.2f} s ({seconds / times.total:.0%})" for name, seconds in parts.items())
    speed = times.megapixels / times.total
    return f"JPEG of {times.megapixels:.0f} MP from file to file on {times.device.label}: {speed:.2f} MP/s; {shares}"


def _fields(row: Measured) -> dict[str, object]:
    speed = round(row.megapixels_per_second, 3)
    return {
        "model": row.model.label,
        "precision": row.model.precision,
        "device": row.device.label,
        "megapixels_per_second": speed,
    }
