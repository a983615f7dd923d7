"""Denoise a made-up noisy photo with the installed package, find a scratch in another and fill it, as its user would."""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

with tempfile.TemporaryDirectory() as folder:
    rows, columns = np.mgrid[:300, :400]
    clean = np.stack([rows / 300, columns / 400, (rows + columns) / 700], axis=2)
    noisy = clean + np.random.default_rng(0).normal(0, 25 / 255, clean.shape)
    photo, target = Path(folder) / "photo.png", Path(folder) / "photo_denoised.png"
    Image.fromarray(np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)).save(photo)
    command = Path(sys.executable).with_name("tintype")
    subprocess.run([command, "denoise", photo], check=True)
    subprocess.run([command, "doctor"], check=True)
    left = float(np.std(np.asarray(Image.open(target)) / 255 - clean)) * 255
    print(f"noise 25 -> {left:.1f}")

    scratched = clean.copy()
    scratched[np.abs(rows - columns / 2 - 40) < 2] = 1
    scratched[120:200, 250:330] = 0  # too large for damage: a hole of the user's own
    Image.fromarray(np.rint(scratched * 255).astype(np.uint8)).save(photo)
    mask = Path(folder) / "photo_mask.png"
    subprocess.run([command, "detect", photo], check=True)
    covered = np.asarray(Image.open(mask)).copy()
    covered[118:202, 248:332] = 255
    Image.fromarray(covered).save(mask)
    subprocess.run([command, "inpaint", photo, "--mask", mask, "-o", target], check=True)
    wrong = float(np.abs(np.asarray(Image.open(target)) / 255 - clean).mean()) * 255
    print(f"mean error {np.abs(scratched - clean).mean() * 255:.1f} -> {wrong:.1f}")
    sys.exit(left > 8 or wrong > 2)
