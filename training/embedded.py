"""Pictures that an HTML page holds itself."""

from __future__ import annotations

import base64
import io
from html import escape

from PIL import Image

from training.photos import Pixels


def picture(pixels: Pixels, alt: str, zoom: int = 1) -> str:
    """Uint8 H x W x 3 as an image element that holds it as PNG, shown ``zoom`` times as large."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    height, width = (zoom * side for side in pixels.shape[:2])
    content = base64.b64encode(file.getvalue()).decode("ascii")
    return f'<img src="data:image/png;base64,{content}" width="{width}" height="{height}" alt="{escape(alt)}">'
