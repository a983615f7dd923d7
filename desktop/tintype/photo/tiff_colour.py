"""What the samples of a TIFF page mean: which are colours, which alpha, and what becomes of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tifffile import COMPRESSION, EXTRASAMPLE, PHOTOMETRIC, TiffPage

from tintype.photo.colour import to_srgb
from tintype.photo.floats import TOP, rounded
from tintype.photo.source import Samples

COLOURS: dict[int, int] = {
    PHOTOMETRIC.MINISWHITE: 1,
    PHOTOMETRIC.MINISBLACK: 1,
    PHOTOMETRIC.RGB: 3,
    PHOTOMETRIC.PALETTE: 1,
    PHOTOMETRIC.SEPARATED: 4,
    PHOTOMETRIC.YCBCR: 3,
    PHOTOMETRIC.CIELAB: 3,
}
FLOAT_COLOURS = frozenset({PHOTOMETRIC.MINISWHITE, PHOTOMETRIC.MINISBLACK, PHOTOMETRIC.RGB})
_MODES: dict[int, str] = {PHOTOMETRIC.SEPARATED: "CMYK", PHOTOMETRIC.YCBCR: "YCbCr", PHOTOMETRIC.CIELAB: "LAB"}
_JPEG = (COMPRESSION.OJPEG, COMPRESSION.JPEG, COMPRESSION.ALT_JPEG, COMPRESSION.JPEG_LOSSY)

Interpreted = tuple[Samples, int, tuple[str, ...]]


def decodes_to_rgb(page: TiffPage) -> bool:
    """Whether tifffile's decoder already makes RGB of the page's YCbCr."""
    return page.photometric == PHOTOMETRIC.YCBCR and page.compression in _JPEG


def profile_is_used_up(page: TiffPage) -> bool:
    """Whether the page's colours are converted, so that its profile no longer describes them."""
    return page.photometric in (PHOTOMETRIC.SEPARATED, PHOTOMETRIC.CIELAB)


def interpreted(stored: Samples, page: TiffPage, icc: bytes | None) -> Interpreted:
    """Grey or RGB with straight alpha, the sample that means white, and what to tell about the conversion.

    Args:
        stored: H x W x C, as the file has them; of floating point numbers 1 means white.
        page: what the file says about them; its photometric interpretation is one of ``COLOURS``.
        icc: the profile of the colours.
    """
    remarks: tuple[str, ...] = ()
    maximum = 2**page.bitspersample - 1
    if stored.dtype.kind == "f":
        (stored, remarks), maximum = rounded(stored), TOP
    count = COLOURS[page.photometric]
    colours, alpha = _straight(stored, page.extrasamples, count, maximum)
    if page.photometric == PHOTOMETRIC.MINISWHITE:
        colours = maximum - colours
    elif page.photometric == PHOTOMETRIC.PALETTE:
        colours, alpha, maximum = _looked_up(colours, page.colormap), None, 255
    elif page.photometric in _MODES and not decodes_to_rgb(page):
        colours, remarks = _converted(_of_8_bits(colours, maximum), _MODES[page.photometric], icc)
        remarks += ("The colours were converted with 8 bits a channel.",) if maximum > 255 else ()
        alpha, maximum = None if alpha is None else _of_8_bits(alpha, maximum), 255
    return (colours if alpha is None else np.concatenate((colours, alpha), axis=2)), maximum, remarks


def _straight(stored: Samples, extras: tuple[int, ...], count: int, maximum: int) -> tuple[Samples, Samples | None]:
    """The colours and their alpha, if the first extra sample is one; colours that alpha was multiplied into are divided by it."""
    colours = stored[..., :count]
    if stored.shape[2] == count or (extras and extras[0] == EXTRASAMPLE.UNSPECIFIED):
        return colours, None
    alpha = stored[..., count : count + 1]
    if extras and extras[0] == EXTRASAMPLE.ASSOCALPHA:
        share = alpha / maximum
        divided = np.divide(colours, share, out=np.zeros(colours.shape), where=share > 0)
        colours = np.rint(np.minimum(divided, maximum)).astype(stored.dtype)
    return colours, alpha


def _looked_up(indices: Samples, palette: NDArray[np.uint16] | None) -> Samples:
    if palette is None:
        raise ValueError("a palette picture without its palette")
    return (palette[:, indices[..., 0]] >> 8).astype(np.uint8).transpose(1, 2, 0)


def _of_8_bits(samples: Samples, maximum: int) -> Samples:
    return ((samples.astype(np.uint32) * 255 + maximum // 2) // maximum).astype(np.uint8)


def _converted(colours: Samples, mode: str, icc: bytes | None) -> tuple[Samples, tuple[str, ...]]:
    image = Image.frombytes(mode, colours.shape[1::-1], colours.tobytes())
    converted, remarks = (image.convert("RGB"), ()) if mode == "YCbCr" else to_srgb(image, icc)
    return np.asarray(converted), remarks
