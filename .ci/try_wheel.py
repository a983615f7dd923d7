"""Denoise a made-up noisy photo with the installed package, as its user would."""

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
    sys.exit(left > 8)
