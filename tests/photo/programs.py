"""Other people's programs, which write the files that are read here and read those that are written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PACKAGES = {
    "convert": "ImageMagick",
    "cjpeg": "cjpeg (libjpeg-turbo)",
    "tiffcp": "tiffcp (libtiff)",
    "cwebp": "cwebp (libwebp)",
    "opj_compress": "opj_compress (OpenJPEG)",
    "cjxl": "cjxl (libjxl)",
    "djxl": "djxl (libjxl)",
    "avifenc": "avifenc (libavif)",
    "avifdec": "avifdec (libavif)",
    "heif-enc": "heif-enc (libheif)",
    "exiftool": "ExifTool",
    "exiv2": "Exiv2",
}


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skips a test where a program is missing."""
    missing = [PACKAGES[name] for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{' and '.join(missing)} is not installed")


def run(*command: str | Path) -> bytes:
    """What a program prints; it must not fail."""
    return subprocess.run(list(map(str, command)), check=True, capture_output=True).stdout


def exiftool(path: Path, *arguments: str) -> dict[str, Any]:
    """What ExifTool reads in a file, by group and name, in numbers and not in words."""
    (told,) = json.loads(run("exiftool", "-j", "-n", "-G1", "-struct", *arguments, path))
    found: dict[str, Any] = told
    return found


def exiv2(path: Path) -> dict[str, str]:
    """What Exiv2 reads in a file, by key."""
    lines = run("exiv2", "-q", "-Pkv", path).decode(errors="replace").splitlines()
    return {key: value.strip() for key, _, value in (line.partition(" ") for line in lines)}
