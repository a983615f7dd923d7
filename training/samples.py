"""Write scikit-image's photographs into a folder: ``python -m training.samples FOLDER``.

A test set that every installation has: the shipped models' scores on it stand in their cards, and the tests measure them again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from skimage import data

NAME = "scikit-image"
PHOTOGRAPHS = {"astronaut": data.astronaut, "chelsea": data.chelsea, "coffee": data.coffee}
"""Those that come inside its package; it downloads the others."""


def write_samples(parent: Path) -> Path:
    """Write the photographs as PNG into ``parent/scikit-image``, which is returned."""
    folder = parent / NAME
    folder.mkdir(parents=True, exist_ok=True)
    for name, photograph in PHOTOGRAPHS.items():
        Image.fromarray(photograph()).save(folder / f"{name}.png")
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when written, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m training.samples", description="Write scikit-image's photographs.")
    parser.add_argument("folder", type=Path, help=f"they go into its folder {NAME}")
    try:
        print(write_samples(parser.parse_args(arguments).folder))
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
