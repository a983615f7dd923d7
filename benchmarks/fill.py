"""Tintype's fill against classical methods: ``python -m benchmarks.fill --data FOLDER [--sheet FILE.png]``.

Each picture of the folder gets one hole of each class of ``benchmarks.holes`` from a fixed seed; all methods see the same 8-bit
pictures.

Figures, all taken inside the hole and averaged over the pictures: PSNR in dB and SSIM against what was there; sharpness,
the mean magnitude of the Laplacian over that of the hole's surroundings; seam, the mean difference of neighbours across the
hole's edge over that of neighbours close to it. Both ratios are 1 for a fill that blends in; of what was there they are
printed too, as "truth". Of ratios the geometric mean is taken.

``--structure`` measures 24 drawn pictures besides, in which edges, lines, stripes, grids and curves cross a hole of 40 to 100
pixels; without ``--data`` those alone.

Methods of opencv-contrib take part where they are installed: ``pip install opencv-contrib-python-headless`` in an
environment of its own, for it replaces the app's OpenCV.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity
from skimage.restoration import inpaint_biharmonic

import tintype
from benchmarks.denoise import scene, to_bytes
from benchmarks.holes import CLASSES, SEED, Bytes, Mask, broken_for, hole_for
from benchmarks.structure import puzzles
from tintype.engine import Engine, InpaintSettings
from tintype.errors import Cancelled, TintypeError
from tintype.photo import read_photo
from tintype.progress import Progress

Method = Callable[[Bytes, Mask], Bytes]

SURROUNDINGS = 24
NEAR = 6
TIMING_ROUNDS = 3
AS_TIMED = InpaintSettings(device="cpu")


# --- methods ---


def tintype_fill(picture: Bytes, hole: Mask) -> Bytes:
    """The product."""
    return to_bytes(tintype.inpaint(picture.astype(np.float32) / np.float32(255), hole, device="cpu"))


def _opencv(flag: int) -> Method:
    return lambda picture, hole: np.asarray(cv2.inpaint(picture, hole.view(np.uint8), 3, flag), np.uint8)


def biharmonic(picture: Bytes, hole: Mask) -> Bytes:
    """scikit-image's."""
    return to_bytes(np.asarray(inpaint_biharmonic(picture / 255, hole, channel_axis=2), np.float32))


def _contrib(name: str) -> Method:
    xphoto: Any = cv2.xphoto  # type: ignore[attr-defined]  # of opencv-contrib
    lab = name == "INPAINT_SHIFTMAP"  # which takes CIE Lab

    def method(picture: Bytes, hole: Mask) -> Bytes:
        source = cv2.cvtColor(picture, cv2.COLOR_RGB2Lab) if lab else picture
        result = np.zeros_like(picture)
        xphoto.inpaint(source, np.where(hole, 0, 255).astype(np.uint8), result, getattr(xphoto, name))  # 255 is known
        if lab:
            result = np.asarray(cv2.cvtColor(result, cv2.COLOR_Lab2RGB), np.uint8)
        return np.where(hole[..., None], result, picture).astype(np.uint8)

    return method


def methods(names: Sequence[str] | None = None) -> dict[str, Method]:
    """All that are installed, or those of them that are asked for."""
    found = {
        "tintype": tintype_fill,
        "telea": _opencv(cv2.INPAINT_TELEA),
        "navier-stokes": _opencv(cv2.INPAINT_NS),
        "biharmonic": biharmonic,
    }
    if hasattr(cv2, "xphoto"):
        found["fsr-fast"] = _contrib("INPAINT_FSR_FAST")
        found["shift-map"] = _contrib("INPAINT_SHIFTMAP")
    return {name: method for name, method in found.items() if names is None or name in names}


# --- figures ---


@dataclass(frozen=True)
class Figures:
    """What is measured of one fill; see the module."""

    psnr: float
    ssim: float
    sharpness: float
    seam: float
    seconds: float


def _widened(mask: Mask, pixels: int) -> Mask:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * pixels + 1, 2 * pixels + 1))
    return np.asarray(cv2.dilate(mask.view(np.uint8), disc) > 0)


def sharpness_ratio(picture: Bytes, hole: Mask) -> float:
    """Mean magnitude of the Laplacian of the luma inside the hole over that of its surroundings."""
    energy = np.abs(cv2.Laplacian(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32), cv2.CV_32F))
    around = _widened(hole, SURROUNDINGS) & ~_widened(hole, 2)
    inner = ~_widened(~hole, 1)
    inside = inner if inner.sum() > 50 else hole
    return float((energy[inside].mean() + 0.05) / (energy[around].mean() + 0.05))


def seam_ratio(picture: Bytes, hole: Mask) -> float:
    """Mean difference of neighbours across the hole's edge over that of neighbours on either side near by."""
    near = _widened(hole, NEAR) & _widened(~hole, NEAR)
    values = picture.astype(np.float32)
    across, beside = [], []
    for axis in (0, 1):
        step = np.abs(np.diff(values, axis=axis)).mean(2)
        first, second = (np.take(hole, range(s, hole.shape[axis] - 1 + s), axis) for s in (0, 1))
        close = np.take(near, range(hole.shape[axis] - 1), axis)
        across.append(step[first != second])
        beside.append(step[close & (first == second)])
    return float((np.concatenate(across).mean() + 0.05) / (np.concatenate(beside).mean() + 0.05))


def psnr_inside(clean: Bytes, filled: Bytes, hole: Mask) -> float:
    """In dB."""
    error = (filled.astype(float) - clean)[hole] / 255
    return -10 * float(np.log10(max(float(np.mean(error**2)), 1e-7)))


def measure(clean: Bytes, filled: Bytes, hole: Mask, seconds: float) -> Figures:
    """The figures of one fill."""
    _, similarity = structural_similarity(clean, filled, channel_axis=2, full=True)
    return Figures(
        psnr=psnr_inside(clean, filled, hole),
        ssim=float(similarity[hole].mean()),
        sharpness=sharpness_ratio(filled, hole),
        seam=seam_ratio(filled, hole),
        seconds=seconds,
    )


def compare(pictures: Sequence[Bytes], label: str, chosen: Mapping[str, Method]) -> dict[str, list[Bytes]]:
    """Print a table for one class of holes; returns the fills by method, for a look at them."""
    print(f"\n{label:14} {'PSNR dB':>8} {'SSIM':>7} {'sharpness':>10} {'seam':>6} {'seconds':>8}")
    cut = [hole_for(label, index, picture.shape) for index, picture in enumerate(pictures)]
    shown: dict[str, list[Bytes]] = {}
    for name, method in {"truth": lambda picture, _hole: picture, **chosen}.items():
        rows = []
        for index, (clean, hole) in enumerate(zip(pictures, cut, strict=True)):
            broken = clean if name == "truth" else broken_for(label, index, clean, hole)
            started = time.perf_counter()
            filled = method(broken, hole)
            rows.append(measure(clean, filled, hole, time.perf_counter() - started))
            shown.setdefault(name, []).append(filled)
        print(f"  {name:12} {table_row(rows, exact=name == 'truth')}")
    shown["hole"] = [
        np.where(hole[..., None], np.array([255, 60, 60], np.uint8), clean) for clean, hole in zip(pictures, cut, strict=True)
    ]
    return shown


def compare_structure(chosen: Mapping[str, Method]) -> list[Bytes]:
    """Print the PSNR inside the holes of the drawn pictures, by what they are drawn of; returns our fills beside the truth."""
    made = puzzles()
    kinds = list(dict.fromkeys(puzzle.kind for puzzle in made))
    print(f"\nPSNR dB       {''.join(f'{kind:>9}' for kind in kinds)}     mean")
    rows = [[puzzle.picture, np.where(puzzle.hole[..., None], np.uint8(0), puzzle.picture)] for puzzle in made]
    for name, method in chosen.items():
        found: dict[str, list[float]] = {kind: [] for kind in kinds}
        for puzzle, row in zip(made, rows, strict=True):
            filled = method(row[1], puzzle.hole)
            found[puzzle.kind].append(psnr_inside(puzzle.picture, filled, puzzle.hole))
            row.append(filled)
        mean = float(np.mean([value for values in found.values() for value in values]))
        print(f"  {name:12}{''.join(f'{np.mean(found[kind]):9.2f}' for kind in kinds)}{mean:9.2f}")
    return [np.concatenate(row, axis=1) for row in rows]


def table_row(rows: Sequence[Figures], *, exact: bool) -> str:
    """Means over the pictures; what was there has no fidelity to itself."""
    ratios = [np.exp(np.mean(np.log(np.array([float(getattr(row, name)) for row in rows])))) for name in ("sharpness", "seam")]
    means = [float(np.mean([getattr(row, name) for row in rows])) for name in ("psnr", "ssim", "seconds")]
    fidelity = f"{'':8} {'':7}" if exact else f"{means[0]:8.2f} {means[1]:7.4f}"
    return f"{fidelity} {ratios[0]:10.2f} {ratios[1]:6.2f} {means[2]:8.2f}"


# --- time ---


def time_marks(photo: Path | None) -> None:
    """Print the time of a small mark in a large photo, of a hundred specks, and of a large hole, and how soon a cancel is heard.

    Timed is what the window does, which lays the filled parts over the photo; ``tintype.inpaint`` copies all of it first.
    Time of the processor, of all threads together, tells on a busy machine what the clock does not.
    """
    engine = Engine()
    picture = scene(photo, 24)
    height, width = picture.shape[:2]
    rng = np.random.default_rng(SEED)
    mark, specks, hole = (np.zeros((height, width), bool) for _ in range(3))
    mark[1000:1064, 1200:1264] = True
    for y, x in rng.integers((10, 10), (height - 10, width - 10), (100, 2)):
        specks[y : y + 6, x : x + 6] = True
    hole[800:1312, 1500:2012] = True
    print(f"\nTime in a photo of {height * width / 1e6:.0f} MP, median of {TIMING_ROUNDS}")
    for name, mask in {"a mark of 64 x 64": mark, "a hundred specks of 6 x 6": specks, "a hole of 512 x 512": hole}.items():
        engine.inpaint(picture, mask, AS_TIMED)
        clock, processor = np.median([_timed(engine, picture, mask) for _ in range(TIMING_ROUNDS)], axis=0)
        print(f"  {name}: {clock:.2f} s, {processor:.2f} s of the processor")
    told = [_cancelled(engine, picture, hole, share) for share in (0.02, 0.2, 0.5, 0.8)]
    print(f"  a cancel in that hole is heard within {max(told):.2f} s of the processor")


def _timed(engine: Engine, picture: NDArray[np.float32], mask: Mask) -> tuple[float, float]:
    started, busy = time.perf_counter(), time.process_time()
    engine.inpaint(picture, mask, AS_TIMED)
    return time.perf_counter() - started, time.process_time() - busy


def _cancelled(engine: Engine, picture: NDArray[np.float32], mask: Mask, share: float) -> float:
    """Time of the processor from a cancel, when that share of the work is done, to the end."""
    told: list[float] = []

    def watch(done: float) -> None:
        if done >= share and not told:
            told.append(time.process_time())
            progress.cancel()

    progress = Progress(watch)
    with contextlib.suppress(Cancelled):
        engine.inpaint(picture, mask, AS_TIMED, progress)
    return time.process_time() - told[0]


def contact_sheet(shown: Mapping[str, list[Bytes]], columns: Sequence[str], rows: Sequence[int]) -> Bytes:
    """Pictures side by side, one row a picture."""
    return _stacked([np.concatenate([shown[name][row] for name in columns], 1) for row in rows])


def _stacked(lines: Sequence[Bytes]) -> Bytes:
    width = max(line.shape[1] for line in lines)
    return np.concatenate([np.pad(line, ((0, 0), (0, width - line.shape[1]), (0, 0))) for line in lines])


def photographs(folder: Path, most: int) -> list[Bytes]:
    """The first ones of a folder."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())[:most]
    return [to_bytes(read_photo(path).pixels) for path in paths]


def _compare_photos(options: argparse.Namespace) -> None:
    """Print a table for each class of holes, and write its sheet."""
    pictures = photographs(options.data, options.most)
    for label in options.classes:
        shown = compare(pictures, label, methods(options.methods))
        if options.sheet:
            columns = [name for name in ("truth", "hole", "telea", "tintype") if name in shown]
            sheet = contact_sheet(shown, columns, range(0, len(pictures), max(1, len(pictures) // 8)))
            _write_sheet(sheet, options.sheet.with_stem(f"{options.sheet.stem}-{label}"))


def _write_sheet(sheet: Bytes, target: Path) -> None:
    cv2.imwrite(str(target), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when measured, 1 when a folder or picture cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fill", description="Tintype's fill against classical methods.")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="clean pictures")
    parser.add_argument("--structure", action="store_true", help="measure what crosses a hole in drawn pictures")
    parser.add_argument("--classes", nargs="+", choices=list(CLASSES), default=list(CLASSES))
    parser.add_argument("--methods", nargs="+", metavar="NAME", help="default: all that are installed")
    parser.add_argument("--most", type=int, default=1000, metavar="N", help="use the first N pictures alone")
    parser.add_argument("--photo", type=Path, help="photo to cut the 24 MP scene from (default: scikit-image's)")
    parser.add_argument("--no-time", action="store_true", help="leave the timing of marks in a large photo out")
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="write contact sheets for a look, FILE-CLASS.png")
    options = parser.parse_args(arguments)
    try:
        if options.structure:
            rows = compare_structure(methods(options.methods or ["telea", "tintype"]))
            if options.sheet:
                _write_sheet(_stacked(rows), options.sheet.with_stem(f"{options.sheet.stem}-structure"))
        if options.data:
            _compare_photos(options)
        if not options.no_time:
            time_marks(options.photo)
    except (OSError, TintypeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
