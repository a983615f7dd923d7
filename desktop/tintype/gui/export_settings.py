"""What the user chose for an export, as one value that is remembered."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from tintype.errors import InvalidSetting
from tintype.photo import Depth, Output, Photo, is_lossy, most_bits
from tintype.photo.naming import check_template

Conflict = Literal["number", "replace"]

FORMATS = {".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".webp": "WebP", ".avif": "AVIF", ".jxl": "JPEG XL"}
"""Names of the formats by suffix."""
FIELDS = ("stem", "task", "date", "number")
LEAST_SIDE, MOST_SIDE = 16, 65535
USUAL_SIDE = 2048


@dataclass(frozen=True)
class ExportSettings:
    """How and where photos are exported.

    Attributes:
        suffix: of the format, one of ``FORMATS``.
        depth: bits a channel; None for the photo's own.
        quality: 1 to 100, where the format has one.
        as_source: whether a JPEG that is made from a JPEG gets that one's quality instead.
        longest_side: in pixels; None for the photo's own size.
        keep_metadata: False leaves EXIF, with the place, XMP and IPTC out.
        folder: where to; None for beside the photo.
        template: of the file name without its suffix, made of ``FIELDS``.
        on_conflict: whether a name that exists gets a number, or its file is replaced.
    """

    suffix: str = ".jpg"
    depth: Depth | None = None
    quality: int = 90
    as_source: bool = True
    longest_side: int | None = None
    keep_metadata: bool = True
    folder: Path | None = None
    template: str = "{stem}_{task}"
    on_conflict: Conflict = "number"

    def __post_init__(self) -> None:
        if self.suffix not in FORMATS:
            raise InvalidSetting("The format", self.suffix, " or ".join(FORMATS))
        if self.on_conflict not in get_args(Conflict):
            raise InvalidSetting("The rule for conflicts", self.on_conflict, " or ".join(get_args(Conflict)))
        if self.longest_side is not None and self.longest_side not in range(LEAST_SIDE, MOST_SIDE + 1):
            raise InvalidSetting("The longest side", self.longest_side, f"from {LEAST_SIDE} to {MOST_SIDE}")
        if self.quality is None:
            raise InvalidSetting("quality", self.quality, "a whole number from 1 to 100")
        Output(depth=self.depth, quality=self.quality)

    def output(self, source: Photo | None = None) -> Output:
        """What this means for a photo; its own quality counts where both are JPEG."""
        of_source = source.quality if source is not None and self.as_source and self.suffix == ".jpg" else None
        return Output(
            depth=self.depth if most_bits(self.suffix) > 8 else None,
            quality=(of_source or self.quality) if is_lossy(self.suffix) else None,
            keep_metadata=self.keep_metadata,
            longest_side=self.longest_side,
        )

    def to_json(self) -> str:
        """The value as one JSON object."""
        return json.dumps(asdict(self) | {"folder": None if self.folder is None else str(self.folder)})

    @classmethod
    def from_json(cls, text: str) -> ExportSettings | None:
        """Read what ``to_json`` wrote; None where it is anything else."""
        try:
            data = json.loads(text)
            folder = data.pop("folder")
            settings = cls(**data, folder=None if folder is None else Path(folder))
            check_template(settings.template, FIELDS)
        except (AttributeError, InvalidSetting, LookupError, TypeError, ValueError):
            return None
        return settings
