from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.driver import CountingEngine
from tests.gui.queue_driver import noisy
from tintype.batch import Row
from tintype.batch.sources import Source
from tintype.document.recipe import Recipe
from tintype.engine import Amount, Catalogue, DenoiseSettings
from tintype.gui.batch_model import PHOTO, RESULT, STATE, TIME, BatchModel
from tintype.gui.batch_runner import BatchRunner
from tintype.gui.batch_settings import BatchSettings
from tintype.gui.batch_table import BatchTable
from tintype.gui.theme import LIGHT
from tintype.gui.thumbnails import Thumbnails


def test_only_what_is_in_sight_is_read(qtbot: QtBot, folder: Path) -> None:
    rows = [
        Row(Source(folder / f"{number}.png", f"{number}.png"), folder / "out" / f"{number}.png", "waiting")
        for number in range(3000)
    ]
    noisy(1).save(folder / "1500.png")
    runner = BatchRunner(CountingEngine(Catalogue([])))
    thumbnails = Thumbnails(runner.jobs, lambda: table.wanted, lambda: 120, runner)
    read: list[Path] = []
    thumbnails.made.connect(read.append)
    thumbnails.broken.connect(lambda path, _: read.append(path))
    model = BatchModel(thumbnails)
    model.set_theme(LIGHT)
    table = BatchTable(model, thumbnails)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    model.show_rows(rows, folder / "out")
    qtbot.waitUntil(lambda: thumbnails.of(folder / "1.png") is not None, timeout=10_000)
    qtbot.waitUntil(lambda: len(read) >= len(table.in_sight), timeout=10_000)
    assert 0 < len(read) <= len(table.in_sight) + 1 < 12
    table.scrollTo(model.index(1500, PHOTO), table.ScrollHint.PositionAtCenter)
    qtbot.waitUntil(lambda: thumbnails.of(folder / "1500.png") is not None, timeout=10_000)
    assert len(read) < 30
    model.update_rows([replace(row, state="denoised", reason="noise 20.0") for row in rows[::2]], {"0.png": 1.25})
    model.show_progress({"1.png": 0.5})
    assert model.index(0, STATE).data() == "Denoised"
    assert model.index(0, TIME).data() == "1.2 s"
    assert model.index(1, STATE).data() == "Working, 50 %"
    assert model.index(2999, RESULT).data() == "2999.png"
    runner.shut_down()


# --- settings ---


def test_settings_survive_as_json(tmp_path: Path) -> None:
    recipe = Recipe().with_denoise(DenoiseSettings(noise=0.05, amount=Amount(0.5, 0.7), quality="best"))
    settings = BatchSettings(
        (tmp_path / "a", tmp_path / "b.png"),
        tmp_path / "out",
        "photo",
        recipe,
        tmp_path / "m.png",
        False,
        "{stem}_x",
        "png",
        "rename",
    )
    assert BatchSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize("text", ["", "[]", "{", '{"inputs": 3}', '{"inputs": []}'])
def test_settings_that_are_none_count_as_nothing(text: str) -> None:
    assert BatchSettings.from_json(text) == BatchSettings()
