"""Pictures to and from the clipboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from tintype.document.snapshot import Snapshot
from tintype.gui.canvas.picture import Picture
from tintype.photo import Photo, Pixels


def paths_in(data: QMimeData) -> list[Path]:
    """Files on this computer that dropped or pasted data names, as links or as plain text."""
    if data.hasUrls():
        return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    text = data.text().strip().strip("\"'") if data.hasText() else ""
    return [Path(text)] if text and "\n" not in text and Path(text).is_absolute() and Path(text).exists() else []


def photo_in(data: QMimeData) -> Photo | None:
    """The picture in pasted data."""
    image = data.imageData() if data.hasImage() else None
    return to_photo(image) if isinstance(image, QImage) and not image.isNull() else None


def to_photo(image: QImage) -> Photo:
    """A Qt image as an 8-bit photo in sRGB."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    values = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).astype(np.float32) / np.float32(255)
    alpha: Pixels = np.ascontiguousarray(values[..., 3])
    return Photo(np.ascontiguousarray(values[..., :3]), alpha if alpha.min() < 1 else None)


def result_image(picture: Picture, snapshot: Snapshot) -> QImage:
    """A result at full size, in sRGB and 8 bits."""
    photo = snapshot.render()
    return picture.to_srgb(photo.pixels, photo.alpha)
