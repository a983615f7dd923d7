from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.batch.conftest import Run, noisy, put, tree
from tintype.batch import Event, Plan, Row, TextTeller
from tintype.batch.files import Files
from tintype.batch.plan import Row as PlanRow
from tintype.batch.room import Room
from tintype.batch.sources import Source
from tintype.engine import Amount, DenoiseSettings, Engine, blend, denoise_in_place
from tintype.errors import Cancelled
from tintype.geometry import Size
from tintype.photo import write_mask
from tintype.photo.folder import natural_key
from tintype.progress import Progress


def test_natural_order() -> None:
    names = ["b/1.png", "a10.png", "a2.png", "A1.png", "a2/x.png", "a02.png"]
    assert sorted(names, key=natural_key) == ["A1.png", "a2/x.png", "a02.png", "a2.png", "a10.png", "b/1.png"]


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_of_progress() -> None:
    err, out = Terminal(), Terminal()
    teller = TextTeller(out, err, "auto")
    row = Row(Source(Path("dark\udcff.png"), "dark.png"), Path("out/dark.png"), "waiting")
    teller.plan(Plan((row, row)), dry=False)
    teller.hear(Event("progress", row, 0.5))
    assert err.getvalue() == "\r\x1b[K1 of 2, dark\\udcff.png:  50%, 0 s left"


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_names_that_are_no_text(tmp_path: Path, run: Run) -> None:
    photo = put(tmp_path / "photos" / "a.png")
    photo.rename(photo.with_name(os.fsdecode(b"\xff.png")))
    for report in ("report.csv", "report.json"):
        code, out, _ = run(photo.parent, "-o", tmp_path / report[-3:], "--report", tmp_path / report)
        assert code == 0
        assert "\\udcff.png: denoised" in out
    assert tree(tmp_path / "csv").keys() == {"\udcff.png"}
    assert run(photo.parent, "-o", tmp_path / "csv", "--resume")[1] == "1 file: 1 done before\n"


def test_no_more_photos_in_memory_than_jobs(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        put(tmp_path / "photos" / f"{number}.png", noisy(number))
    held, most, lock = [0], [0], threading.Lock()
    read, note = Files.read, Files.note

    def count(change: int) -> None:
        with lock:
            held[0] += change
            most[0] = max(most[0], held[0])

    def counted_read(self: Files, row: PlanRow, admit: Callable[[Size], object]) -> object:
        count(1)
        return read(self, row, admit)

    def counted_note(self: Files, row: PlanRow, mark: str) -> None:
        if mark == "done":
            count(-1)
        note(self, row, mark)  # type: ignore[arg-type]

    monkeypatch.setattr(Files, "read", counted_read)
    monkeypatch.setattr(Files, "note", counted_note)
    assert run(tmp_path / "photos", "-o", tmp_path / "out", "--jobs", "2")[0] == 0
    assert (held[0], most[0]) == (0, 2)


def test_a_large_photo_waits_until_it_is_alone() -> None:
    room, entered = Room(photos=3, pixels=100), threading.Event()
    for _ in "abc":
        room.enter()
    room.take("a", Size(5, 10))
    room.take("a", Size(5, 10))
    room.take("b", Size(5, 10))

    def take_large() -> None:
        room.take("c", Size(100, 100))
        entered.set()

    thread = threading.Thread(target=take_large)
    thread.start()
    room.leave("a")
    assert not entered.is_set()
    room.leave("b")
    thread.join()
    assert entered.is_set()
    room.close()
    with pytest.raises(Cancelled):
        room.enter()
    with pytest.raises(Cancelled):
        room.take("d", Size(1, 1))


@pytest.mark.parametrize("amount", [Amount(0.7, 0.4), Amount(0.7, 0.4, 0.8), Amount(1, 1, 1)])
@pytest.mark.parametrize("shape", [(700, 300), (300, 41), (90, 90)])
def test_a_photo_in_bands_comes_out_as_a_whole_one(
    shape: tuple[int, int], amount: Amount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tintype.engine.bands.BAND", 5000)
    pixels = np.random.default_rng(0).random((*shape, 3), np.float32)
    settings = DenoiseSettings(amount=amount, model="blur", device="cpu")
    engine, told = Engine(), list[float]()
    whole = engine.denoise(pixels, settings)
    expected = blend(pixels, whole.restored, settings.amount)
    done = denoise_in_place(engine, pixels, settings, Progress(told.append))
    np.testing.assert_allclose(pixels, expected, atol=1e-6)
    assert (done.noise, done.model, done.device, done.restored is pixels) == (whole.noise, whole.model, whole.device, True)
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.mark.parametrize("words", [(), ("--detail", 70, "--amount", 90), ("--denoise", "--mask")])
def test_large_photos_go_in_bands(tmp_path: Path, run: Run, words: tuple[object, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "photos" / "a.png", noisy(1, 150))
    hole = np.zeros((150, 150), np.uint8)
    hole[40:44, 10:120] = 255
    write_mask(hole, tmp_path / "hole.png")
    words = (*words, tmp_path / "hole.png") if "--mask" in words else words
    assert run(tmp_path / "photos", "-o", tmp_path / "whole", *words)[0] == 0
    monkeypatch.setattr("tintype.document.restore.LARGE", 10_000)
    monkeypatch.setattr("tintype.engine.bands.BAND", 5000)
    assert run(tmp_path / "photos", "-o", tmp_path / "bands", *words)[0] == 0
    assert tree(tmp_path / "bands") == tree(tmp_path / "whole")
