"""From the colours of print and measurement to sRGB."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms


def to_srgb(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, tuple[str, ...]]:
    """A CMYK or Lab picture in sRGB, through its profile if that can be used, and what to tell about it."""
    try:
        return _through_profile(image, icc), ()
    except ImageCms.PyCMSError:
        return image.convert("RGB"), (f"The colours were converted from {image.mode} without a profile and may look different.",)


def _through_profile(image: Image.Image, icc: bytes | None) -> Image.Image:
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("LAB") if image.mode == "LAB" else ImageCms.getOpenProfile(BytesIO(icc or b"")),
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return transform.apply(image)
