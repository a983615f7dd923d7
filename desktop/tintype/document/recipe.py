"""What is done to a photo, as data: a recipe can be saved, sent to the batch queue, undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from tintype.engine import Amount, DenoiseSettings, Device, Quality
from tintype.errors import InvalidSetting

FORMAT = 1


@dataclass(frozen=True)
class Recipe:
    """The steps from the file's pixels to the result, in their order; at most one of each kind."""

    steps: tuple[DenoiseSettings, ...] = ()

    @property
    def denoise(self) -> DenoiseSettings | None:
        """The denoising step, where there is one."""
        return self.steps[0] if self.steps else None

    def with_denoise(self, settings: DenoiseSettings | None) -> Recipe:
        """The same recipe with this denoising step, or without one."""
        return replace(self, steps=() if settings is None else (settings,))

    def to_json(self) -> str:
        """The recipe as one JSON object."""
        steps = [{"step": "denoise", **asdict(step)} for step in self.steps]
        return json.dumps({"format": FORMAT, "steps": steps}, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read what ``to_json`` wrote.

        Raises:
            InvalidSetting: it is no recipe, of an unknown format, or holds an unknown step, name or value.
        """
        try:
            data = json.loads(text)
        except json.JSONDecodeError:
            raise InvalidSetting("recipe", _shortened(text), "a JSON object") from None
        fields = _Fields("recipe", data, ("format", "steps"))
        fields.choice("format", (FORMAT,))
        steps = fields.value("steps")
        if not isinstance(steps, list) or len(steps) > 1:
            raise InvalidSetting("steps", steps, "a list of at most one step")
        return cls(tuple(_parse_denoise(step) for step in steps))


def _parse_denoise(data: object) -> DenoiseSettings:
    fields = _Fields("step", data, ("step", "noise", "amount", "quality", "model", "device"))
    fields.choice("step", ("denoise",))
    amount = _Fields("amount", fields.value("amount"), ("luminance", "colour", "detail"))
    return DenoiseSettings(
        noise=None if fields.value("noise") is None else fields.number("noise"),
        amount=Amount(amount.number("luminance"), amount.number("colour"), amount.number("detail", default=0.0)),
        quality=fields.choice("quality", get_args(Quality)),
        model=fields.text_or_none("model"),
        device=fields.choice("device", get_args(Device)),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


class _Fields:
    """Typed access to a JSON object with exactly the expected names; a wrong value is an ``InvalidSetting`` that names it."""

    def __init__(self, name: str, data: object, expected: tuple[str, ...]) -> None:
        if not isinstance(data, Mapping):
            raise InvalidSetting(name, data, "a JSON object")
        unknown = sorted(set(data) - set(expected))
        if unknown:
            raise InvalidSetting(f"a name in {name}", unknown[0], f"one of {', '.join(expected)}")
        self._data: Mapping[str, Any] = data

    def value(self, name: str) -> Any:
        if name not in self._data:
            raise InvalidSetting(name, None, "given")
        return self._data[name]

    def choice(self, name: str, allowed: tuple[Any, ...]) -> Any:
        value = self.value(name)
        if isinstance(value, bool) or value not in allowed:
            raise InvalidSetting(name, value, " or ".join(map(str, allowed)))
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self._data.get(name, default) if default is not None else self.value(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise InvalidSetting(name, value, "a number from 0 to 1")
        return float(value)

    def text_or_none(self, name: str) -> str | None:
        value = self.value(name)
        if value is not None and (not isinstance(value, str) or not value):
            raise InvalidSetting(name, value, "a model's id or file, or null")
        return value
