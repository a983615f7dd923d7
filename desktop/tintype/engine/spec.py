"""A model's description of itself: one JSON object under ``tintype.spec`` in the ONNX file's ``metadata_props``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from tintype.engine.onnx_metadata import NotOnnx, read_metadata
from tintype.errors import InvalidModel

SPEC_KEY = "tintype.spec"
SPEC_FORMAT = 1

Task = Literal["denoise", "inpaint", "detect", "measure", "strength"]
Quality = Literal["fast", "best"]
Precision = Literal["float32", "int8"]
Suits = Literal["white", "camera", "document"]


@dataclass(frozen=True)
class Score:
    """Mean figures on one test set under one condition.

    Attributes:
        set: name of the test set.
        condition: what was to be undone, such as "noise 25" (standard deviation in 8-bit units) or "thin holes".
        figures: by the name of the metric; PSNR in dB, all others from 0 to 1.
    """

    set: str
    condition: str
    figures: Mapping[str, float] = field(compare=False)

    def __str__(self) -> str:
        figures = ", ".join(f"{name} {figure:g}" for name, figure in self.figures.items())
        return f"{figures} at {self.condition} on {self.set}"


@dataclass(frozen=True)
class ModelSpec:
    """What the engine has to know to run a model, and what people want to know before they trust it.

    Attributes:
        path: the ONNX file.
        id, title, summary: names for the command line and for people, and one sentence.
        task: what the model does.
        quality: the tier it is offered as.
        suits: the pictures a denoiser is for: any with white noise, what cameras and film make, or the scans of pages.
        precision: what most of its arithmetic is done in; an int8 model is the twin of the float32 one with the same id.
        version: the model's own version.
        licence: licence of the weights.
        multiple_of: height and width it takes are multiples of this.
        minimum: smallest height and width.
        halo: receptive field's radius in pixels; a pixel farther than that from a cut is not changed by it.
        macs_per_pixel: multiply-accumulate operations for each pixel.
        bytes_per_pixel: working memory for each pixel of a tile.
        scores: measured fidelity.
        card: the whole object as it stands in the file, for display.
    """

    path: Path
    id: str
    title: str
    summary: str
    task: Task
    quality: Quality
    suits: Suits
    precision: Precision
    version: int
    licence: str
    multiple_of: int
    minimum: int
    halo: int
    macs_per_pixel: int
    bytes_per_pixel: int
    scores: tuple[Score, ...]
    card: Mapping[str, Any] = field(compare=False)

    @property
    def heeds_noise(self) -> bool:
        """Whether the noise of a picture matters to it; a model for pages cleans them, however much or little there is."""
        return self.suits != "document"

    @property
    def label(self) -> str:
        """Id and version, as files tell which model made them."""
        return f"{self.id} {self.version}"


def parse_spec(path: Path, text: str) -> ModelSpec:
    """Check the JSON text of a spec.

    Raises:
        InvalidModel: it is no JSON, of an unknown format, or a field is missing or out of range.
    """
    try:
        card = json.loads(text)
    except (ValueError, RecursionError):  # RecursionError: thousands of brackets
        raise InvalidModel(path, "its spec is not valid JSON") from None
    if not isinstance(card, dict):
        raise InvalidModel(path, "its spec is not a JSON object")
    if card.get("format") != SPEC_FORMAT:
        raise InvalidModel(path, f"its spec has format {card.get('format')!r}, and this Tintype knows only {SPEC_FORMAT}")
    fields = _Fields(path, card)
    return ModelSpec(
        path=path,
        id=fields.text("id"),
        title=fields.text("title"),
        summary=fields.text("summary"),
        task=fields.choice("task", get_args(Task)),
        quality=fields.choice("quality", get_args(Quality)),
        suits=fields.choice("suits", get_args(Suits), "white"),
        precision=fields.choice("precision", get_args(Precision), "float32"),
        version=fields.whole("version", 1, 10**9),
        licence=fields.text("licence"),
        multiple_of=fields.whole("multiple_of", 1, 256),
        minimum=fields.whole("minimum", 1, 4096),
        halo=fields.whole("halo", 0, 2048),
        macs_per_pixel=fields.whole("macs_per_pixel", 0, 10**9),
        bytes_per_pixel=fields.whole("bytes_per_pixel", 1, 10**6),
        scores=fields.scores(),
        card=card,
    )


def read_spec(path: Path) -> ModelSpec:
    """Read a model's spec without loading its graph.

    Raises:
        InvalidModel: the file cannot be read, is no ONNX file, or carries no valid spec.
    """
    try:
        metadata = read_metadata(path)
    except OSError as error:
        raise InvalidModel(path, f"it cannot be read ({error.strerror})") from error
    except NotOnnx:
        raise InvalidModel(path, "it is not an ONNX file") from None
    if SPEC_KEY not in metadata:
        raise InvalidModel(path, f"it has no {SPEC_KEY} in its metadata")
    return parse_spec(path, metadata[SPEC_KEY])


class _Fields:
    """Typed access to the fields of a spec; a wrong one is an ``InvalidModel`` that names it."""

    def __init__(self, path: Path, card: Mapping[str, Any]) -> None:
        self._path = path
        self._card = card

    def _refuse(self, name: str, allowed: str) -> InvalidModel:
        return InvalidModel(self._path, f"the field {name} of its spec is {self._card.get(name)!r} instead of {allowed}")

    def text(self, name: str) -> str:
        value = self._card.get(name)
        if not isinstance(value, str) or not value:
            raise self._refuse(name, "a text")
        return value

    def choice(self, name: str, allowed: tuple[Any, ...], default: Any = None) -> Any:
        value = self._card.get(name, default)
        if value not in allowed:
            raise self._refuse(name, " or ".join(allowed))
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        value = self._card.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._refuse(name, f"a whole number from {low} to {high}")
        return value

    def scores(self) -> tuple[Score, ...]:
        try:
            return tuple(_score(dict(row)) for row in self._card.get("scores", ()))
        except (KeyError, TypeError, ValueError):
            raise self._refuse("scores", "a list of set, condition or noise, and figures") from None


def _score(row: dict[str, Any]) -> Score:
    place, _ = str(row.pop("set")), row.pop("pictures", None)
    condition = str(row.pop("condition")) if "condition" in row else f"noise {float(row.pop('noise')):g}"
    return Score(place, condition, {name: float(figure) for name, figure in row.items()})
