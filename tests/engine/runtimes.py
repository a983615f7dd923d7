"""onnxruntime as it is on other computers, at the border where the engine meets it.

There need not be a GPU here: what a provider is asked to run, the CPU runs, and it fails as it is told to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnxruntime
import pytest

from tintype.engine import accelerators
from tintype.engine.devices import CPU

Sessions = Callable[..., Any]


@dataclass
class Computer:
    """What its runtime offers, and how that behaves.

    Attributes:
        offers: the accelerators' providers in its onnxruntime.
        opening: raised as a session is opened on an accelerator.
        falls_back: whether the runtime quietly takes the CPU in place of what it was asked for.
        wrong_by: added to whatever an accelerator gives.
        failing: called with the number of the run on the accelerator, the self-test being 1, and the feeds; it may raise.
        opened: the provider of each session that was opened, with its options.
    """

    offers: Sequence[str]
    opening: Exception | None = None
    falls_back: bool = False
    wrong_by: float = 0.0
    failing: Callable[[int, Mapping[str, Any]], object] = lambda number, feeds: None
    opened: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    runs: int = 0

    def install(self, monkeypatch: pytest.MonkeyPatch, why_not: Callable[[accelerators.Accelerator], str] = lambda _: "") -> None:
        """Take the place of the runtime that is installed."""
        computer, real = self, onnxruntime.InferenceSession

        class OnAccelerator:
            def __init__(self, path: Any, options: Any, providers: Sequence[tuple[str, Mapping[str, str]]], **more: Any) -> None:
                self._provider, given = providers[0]
                computer.opened.append((self._provider, given))
                if self._provider != CPU and computer.opening is not None:
                    raise computer.opening
                self._session = real(path, options, providers=[CPU])

            def __getattr__(self, name: str) -> Any:
                return getattr(self._session, name)

            def get_providers(self) -> list[str]:
                return [CPU] if computer.falls_back or self._provider == CPU else [self._provider, CPU]

            def run(self, names: None, feeds: Mapping[str, Any], options: Any = None) -> list[Any]:
                if self._provider == CPU:
                    return list(self._session.run(names, feeds, options))
                computer.runs += 1
                computer.failing(computer.runs, feeds)
                return [np.asarray(result) + computer.wrong_by for result in self._session.run(names, feeds)]

        monkeypatch.setattr("onnxruntime.InferenceSession", OnAccelerator)
        monkeypatch.setattr(accelerators, "_providers", lambda: (*self.offers, CPU))
        monkeypatch.setattr("tintype.engine.session.why_not", why_not)
