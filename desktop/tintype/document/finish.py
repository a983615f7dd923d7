"""The result of work on a photo that is not in sight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tintype.document.desk import Kept
from tintype.document.result import Result
from tintype.document.snapshot import Snapshot
from tintype.engine import Engine
from tintype.progress import Progress


def finished(path: Path, kept: Kept, engine: Engine, progress: Progress) -> Snapshot:
    """Read a photo and do again what was done to it; takes as long as the denoising that is part of it.

    Raises:
        FileMissing, SourceChanged, UnreadablePhoto: the photo is not what it was.
        TintypeError: the engine cannot do it.
    """
    document = kept.reopened(path)
    step = document.recipe.denoise
    if step is not None and document.pending:
        fills = document.state.fills
        known = replace(
            step, profile=engine.measure(document.photo.pixels, progress)
        )  # as the window measures, without the fills
        result = Result.of(engine, engine.denoise(document.retouched.pixels, known, progress), fills)
        document.accept(step, result)
    return document.snapshot()
