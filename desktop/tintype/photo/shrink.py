"""Making a photo smaller."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from tintype.geometry import Size
from tintype.photo.colour import from_light, to_light
from tintype.photo.photo import Photo, Pixels


def shrunk(photo: Photo, longest_side: int) -> Photo:
    """The photo with its longest side of so many pixels; the photo itself where that is no longer.

    The means are taken of light, as a sensor with fewer pixels would: means of the encoded values would darken stars, hair in
    the sun and everything fine and bright. sRGB's curve stands for that of every profile; they differ little, and an area of
    one colour keeps it whatever the curve is. The filter (Hamming's) has no negative part, which in light makes black seams.
    Where there is transparency, each pixel counts as much as it is opaque.
    """
    old = photo.size
    longest = max(old.height, old.width)
    if longest_side >= longest:
        return photo
    size = Size(*(max(1, round(side * longest_side / longest)) for side in (old.height, old.width)))
    alpha = None if photo.alpha is None else _resized(photo.alpha, size)
    pixels = np.empty((size.height, size.width, 3), np.float32)
    for channel in range(3):
        light = to_light(photo.pixels[..., channel])
        if photo.alpha is not None and alpha is not None:
            weighted = _resized(light * photo.alpha, size)
            light = np.divide(weighted, alpha, out=weighted, where=alpha > 0)
        else:
            light = _resized(light, size)
        pixels[..., channel] = from_light(light)
    return replace(photo, pixels=pixels, alpha=alpha)


def _resized(values: Pixels, size: Size) -> Pixels:
    image = Image.fromarray(np.ascontiguousarray(values))
    return np.array(image.resize((size.width, size.height), Image.Resampling.HAMMING))
