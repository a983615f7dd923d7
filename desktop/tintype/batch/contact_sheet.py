"""One picture that shows photos before and after a batch."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tintype.batch.plan import Row
from tintype.batch.report import summary
from tintype.errors import PhotoError
from tintype.photo.atomic import write_whole
from tintype.photo.thumbnail import read_thumbnail
from tintype.progress import Progress

NAME = "Contact sheet"
MOST = 200
COLUMNS = 3
SIDE = 220
GAP = 6
MARGIN = 28
LINE = 20
HEAD = 60
CELL_WIDTH, CELL_HEIGHT = 2 * SIDE + GAP, SIDE + 2 * LINE + GAP
BACKGROUND, TEXT, MUTED, FRAME = "#232323", "#e4e4e4", "#a3a3a3", "#2e2e2e"
QUALITY = 90


def shown_rows(rows: Sequence[Row], most: int = MOST) -> Sequence[Row]:
    """The photos that have a result to show; of more than ``most``, so many at even distances."""
    done = [row for row in rows if row.state not in ("waiting", "failed", "skipped") and row.target and row.target.is_file()]
    count = min(len(done), most)
    return [done[index * len(done) // count] for index in range(count)]


def free_path(folder: Path) -> Path:
    """Where a sheet replaces no file."""
    names = (f"{NAME}{f' ({number})' if number > 1 else ''}.jpg" for number in range(1, 1_000_000))
    return next(path for path in (folder / name for name in names) if not path.exists())


def write_contact_sheet(rows: Sequence[Row], path: Path, progress: Progress | None = None) -> None:
    """Write a JPEG of the photos of ``shown_rows``, each before and after, with its name and what was done.

    Args:
        rows: all rows of the batch, which the headline counts.
        path: of the JPEG.
        progress: told how far the work is.

    Raises:
        CannotWrite: the disk refuses.
        Cancelled
    """
    progress, shown = progress or Progress(), shown_rows(rows)
    columns = max(min(COLUMNS, len(shown)), 1)
    lines = -(-len(shown) // columns)
    width = 2 * MARGIN + columns * (CELL_WIDTH + MARGIN) - MARGIN
    sheet = Image.new("RGB", (width, HEAD + lines * (CELL_HEIGHT + MARGIN) + MARGIN), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    _write_text(draw, (MARGIN, MARGIN), summary(rows), 18, TEXT, width - 2 * MARGIN)
    for number, row in enumerate(shown):
        progress.report(number / len(shown))
        left, top = number % columns * (CELL_WIDTH + MARGIN) + MARGIN, number // columns * (CELL_HEIGHT + MARGIN) + HEAD + GAP
        _paste_cell(sheet, draw, row, left, top)
    packed = io.BytesIO()
    sheet.save(packed, "JPEG", quality=QUALITY)
    write_whole(path, packed.getvalue())


def _paste_cell(sheet: Image.Image, draw: ImageDraw.ImageDraw, row: Row, left: int, top: int) -> None:
    for place, picture in zip((left, left + SIDE + GAP), _pictures(row), strict=True):
        draw.rectangle((place, top, place + SIDE - 1, top + SIDE - 1), FRAME)
        if picture is not None:
            sheet.paste(picture, (place + (SIDE - picture.width) // 2, top + (SIDE - picture.height) // 2))
    told = f"{row.state}, {row.reason}" if row.reason and row.reason != row.state else row.state
    _write_text(draw, (left, top + SIDE + GAP), row.source.key, 14, TEXT, CELL_WIDTH)
    _write_text(draw, (left, top + SIDE + GAP + LINE), told, 12, MUTED, CELL_WIDTH)


def _pictures(row: Row) -> Iterator[Image.Image | None]:
    for path in (row.source.path, row.target):
        try:
            yield None if path is None else Image.fromarray(np.rint(read_thumbnail(path, SIDE).pixels * 255).astype(np.uint8))
        except PhotoError:  # it has been moved since
            yield None


def _write_text(draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, height: int, colour: str, room: int) -> None:
    """One line, shortened where it is too long; what is no text is shown as question marks."""
    font = ImageFont.load_default(height)
    text = text.encode("utf-8", "replace").decode()
    if draw.textlength(text, font) > room:
        while text and draw.textlength(f"{text}…", font) > room:
            text = text[:-1]
        text += "…"
    draw.text(place, text, colour, font)
