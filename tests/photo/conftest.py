"""Photographs and metadata that the tests put into files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from skimage import data

from tintype.photo import Metadata


@pytest.fixture(scope="session")
def colour8() -> NDArray[np.uint8]:
    """61 x 83 x 3, odd on purpose."""
    photograph: NDArray[np.uint8] = data.astronaut()  # type: ignore[no-untyped-call, unused-ignore]
    return np.ascontiguousarray(photograph[:122:2, :166:2])


@pytest.fixture(scope="session")
def colour16(colour8: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The same with low bytes that are not those of an 8-bit photo, black and white included."""
    low = np.random.default_rng(1).integers(0, 256, colour8.shape)
    deep = (colour8 * 256.0 + low).astype(np.uint16)
    deep[0, 0], deep[0, 1] = 0, 65535
    return deep


@pytest.fixture(scope="session")
def alpha8(colour8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every value from transparent to opaque."""
    return np.arange(colour8.shape[0] * colour8.shape[1], dtype=np.uint32).reshape(colour8.shape[:2]).astype(np.uint8)


@pytest.fixture(scope="session")
def alpha16(alpha8: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Transparent to opaque in steps that 8 bits cannot tell apart."""
    return np.linspace(0, 65535, alpha8.size).astype(np.uint16).reshape(alpha8.shape)


@pytest.fixture(scope="session")
def icc() -> bytes:
    """A real profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture(scope="session")
def exif() -> bytes:
    """A block with entries of the photo, the exposure, the place, and a maker's note."""
    tags = Image.Exif()
    tags[0x010E], tags[0x010F], tags[0x0110] = "A portrait", "Maker", "Camera II"
    tags[0x0112] = 1
    exposure = tags.get_ifd(0x8769)
    exposure[0x829A], exposure[0x9003], exposure[0x927C] = 0.008, "2001:02:03 04:05:06", bytes(range(200))
    place = tags.get_ifd(0x8825)
    place[1], place[2] = "N", (52.0, 31.0, 12.5)
    return tags.tobytes().removeprefix(b"Exif\0\0")


@pytest.fixture(scope="session")
def xmp() -> bytes:
    """A packet with letters beyond ASCII."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="Großmutter"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


@pytest.fixture(scope="session")
def metadata(icc: bytes, exif: bytes, xmp: bytes) -> Metadata:
    """All of it."""
    return Metadata(icc=icc, exif=exif, xmp=xmp, dpi=(300.0, 240.0))


@pytest.fixture
def as_ordinary_user(tmp_path: Path) -> Callable[[str], list[str]]:
    """Run code where permissions hold, root or not; it finds an empty ``folder``, and its printed lines come back."""
    begin = (
        "import os, sys, tempfile\nfrom pathlib import Path\nimport numpy as np\n"
        "from tintype.photo import Photo, read_photo, write_photo\n"
        "photo = Photo(np.zeros((4, 4, 3), np.float32))\n"
        "with tempfile.TemporaryDirectory() as name:\n"
        "    folder = Path(name); folder.chmod(0o777)\n"
        # Whatever is imported late, is now.
        "    first = folder / 'first.png'; write_photo(photo, first); read_photo(first); first.unlink()\n"
        "    root = os.geteuid() == 0\n"
        "    if root: os.setresuid(65534, 65534, 0)\n"
    )
    end = "\n    if root: os.seteuid(0)\n    folder.chmod(0o777)\n"

    def run(code: str) -> list[str]:
        script = tmp_path / "script.py"
        script.write_text(begin + indent(code, "    ") + end)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=True)
        return done.stdout.splitlines()

    return run
