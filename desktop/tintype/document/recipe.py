"""What is done to a photo, as data: a recipe can be copied, saved, run over other photos, undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from tintype.engine import LARGEST_SEED, Amount, DenoiseSettings, Device, Quality
from tintype.errors import InvalidSetting

FORMAT = 2
FORMATS = (1, FORMAT)
"""Format 1 knew no step but "denoise", and said where it ran, which no longer counts."""

LONGEST = 100_000
"""Characters. A recipe has a few hundred; what is longer is something else."""


@dataclass(frozen=True)
class RepairSettings:
    """One request to find damage and to fill it.

    Attributes:
        sensitivity: 0 to 100, how readily something counts as damage.
        seed: chooses among variants of the fill.
    """

    sensitivity: float = 50.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.sensitivity <= 100:
            raise InvalidSetting("The sensitivity", self.sensitivity, "from 0 to 100")


Step = RepairSettings | DenoiseSettings


@dataclass(frozen=True)
class Recipe:
    """The steps from the file's pixels to the result: at most one of each kind, the repair before the denoising."""

    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, repair: RepairSettings | None, denoise: DenoiseSettings | None) -> Recipe:
        """The recipe with those steps that are given."""
        return cls(tuple(step for step in (repair, denoise) if step is not None))

    @property
    def repair(self) -> RepairSettings | None:
        """The step that finds and fills damage, where there is one."""
        return next((step for step in self.steps if isinstance(step, RepairSettings)), None)

    @property
    def denoise(self) -> DenoiseSettings | None:
        """The denoising step, where there is one."""
        return next((step for step in self.steps if isinstance(step, DenoiseSettings)), None)

    def with_repair(self, settings: RepairSettings | None) -> Recipe:
        """The same recipe with this repair, or without one."""
        return Recipe.of(settings, self.denoise)

    def with_denoise(self, settings: DenoiseSettings | None) -> Recipe:
        """The same recipe with this denoising step, or without one."""
        return Recipe.of(self.repair, settings)

    def on(self, device: Device) -> Recipe:
        """The same recipe, to be run there."""
        return self if self.denoise is None else self.with_denoise(replace(self.denoise, device=device))

    def to_json(self) -> str:
        """The recipe as one JSON object; where it ran is no part of it."""
        return json.dumps({"format": FORMAT, "steps": [_facts(step) for step in self.steps]}, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read what ``to_json`` wrote, or an earlier version of it.

        Raises:
            InvalidSetting: it is no recipe, of an unknown format, or holds an unknown step, name or value.
        """
        if len(text) > LONGEST:
            raise InvalidSetting("The recipe", f"{len(text)} characters long", f"at most {LONGEST}")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):  # ValueError: no JSON, or a number of thousands of digits
            raise InvalidSetting("The recipe", _brief(text), "a JSON object") from None
        fields = _Fields("recipe", data, ("format", "steps"))
        fields.choice("format", FORMATS)
        steps = fields.value("steps")
        if not isinstance(steps, list):
            raise InvalidSetting("steps", _brief(steps), "a list")
        recipe = cls(tuple(_parse(step) for step in steps))
        if recipe != cls.of(recipe.repair, recipe.denoise):
            raise InvalidSetting("steps", [_name(step) for step in recipe.steps][:4], "at most one repair, then one denoise")
        return recipe


ELSEWHERE = ("device", "profile")
"""What belongs to a computer, or to a photo, and not to a recipe."""


def _name(step: Step) -> str:
    return "repair" if isinstance(step, RepairSettings) else "denoise"


def _facts(step: Step) -> dict[str, Any]:
    facts = asdict(step)
    return {"step": _name(step), **{name: value for name, value in facts.items() if name not in ELSEWHERE}}


def _parse(data: object) -> Step:
    kind = _Fields("step", data).choice("step", ("repair", "denoise"))
    return _parse_repair(data) if kind == "repair" else _parse_denoise(data)


def _parse_repair(data: object) -> RepairSettings:
    fields = _Fields("step", data, ("step", "sensitivity", "seed"))
    return RepairSettings(fields.number("sensitivity", most=100), fields.whole("seed", most=LARGEST_SEED))


def _parse_denoise(data: object) -> DenoiseSettings:
    fields = _Fields("step", data, ("step", "noise", "amount", "quality", "model", "device"))
    amount = _Fields("amount", fields.value("amount"), ("luminance", "colour", "detail"))
    return DenoiseSettings(
        noise=None if fields.value("noise") is None else fields.number("noise"),
        amount=Amount(amount.number("luminance"), amount.number("colour"), amount.number("detail", default=0.0)),
        quality=fields.choice("quality", get_args(Quality)),
        model=fields.text_or_none("model"),
    )


def _brief(value: object) -> object:
    """What a sentence can hold of a value."""
    text = value if isinstance(value, str) else repr(value)
    return value if len(text) <= 40 else f"{text[:37]}..."


class _Fields:
    """Typed access to a JSON object with exactly the expected names; a wrong value is an ``InvalidSetting`` that names it."""

    def __init__(self, name: str, data: object, expected: tuple[str, ...] | None = None) -> None:
        """None expects any names."""
        if not isinstance(data, Mapping):
            raise InvalidSetting(f"The {name}", _brief(data), "a JSON object")
        unknown = sorted(set(data) - set(expected)) if expected is not None else []
        if unknown:
            raise InvalidSetting(f"A name in the {name}", _brief(unknown[0]), f"one of {', '.join(expected or ())}")
        self._data: Mapping[str, Any] = data

    def value(self, name: str) -> Any:
        if name not in self._data:
            raise InvalidSetting(name, None, "given")
        return self._data[name]

    def choice(self, name: str, allowed: tuple[Any, ...]) -> Any:
        value = self.value(name)
        if isinstance(value, bool) or value not in allowed:
            raise InvalidSetting(name, _brief(value), " or ".join(map(str, allowed)))
        return value

    def number(self, name: str, most: float = 1, default: float | None = None) -> float:
        value = self._data.get(name, default) if default is not None else self.value(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
            raise InvalidSetting(name, _brief(value), f"a number from 0 to {most}")
        return float(value)

    def whole(self, name: str, most: int) -> int:
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise InvalidSetting(name, _brief(value), f"a whole number from 0 to {most}")
        return value

    def text_or_none(self, name: str) -> str | None:
        value = self.value(name)
        if value is not None and (not isinstance(value, str) or not value):
            raise InvalidSetting(name, _brief(value), "a model's id or file, or null")
        return value
