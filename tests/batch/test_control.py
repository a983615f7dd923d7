from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from PIL import Image

from tests.batch.conftest import clean, journal, noisy, put, tree
from tintype.batch import Batch, Control, Event, Request, Steps, free_path, shown_rows, write_contact_sheet
from tintype.engine import DenoiseSettings, Engine
from tintype.progress import Progress


def request(folder: Path, **more: object) -> Request:
    steps = Steps(DenoiseSettings(device="cpu"), device="cpu")
    return Request((folder / "in",), folder / "out", steps, **more)  # type: ignore[arg-type]


def fill(folder: Path, count: int = 5) -> None:
    for number in range(count):
        put(folder / "in" / f"{number}.png", noisy(number))


class Watched(Control):
    """Tells when the batch asks whether it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Event()

    def wait(self) -> None:
        self.waits.set()
        super().wait()


def states(batch: Batch) -> list[str]:
    return [row.state for row in batch.standing.rows]


def test_paused_it_waits_and_then_goes_on(tmp_path: Path) -> None:
    fill(tmp_path)
    batch, control, events = Batch(request(tmp_path), Engine()), Watched(), list[Event]()
    control.pause()
    assert control.paused
    thread = threading.Thread(target=lambda: batch.run(events.append, control=control))
    thread.start()
    assert control.waits.wait(30)
    assert thread.is_alive() and not events and not tree(tmp_path / "out")
    control.resume()
    thread.join()
    assert states(batch) == ["denoised"] * 5


def test_a_pause_begins_at_the_next_tile(tmp_path: Path) -> None:
    put(tmp_path / "in" / "large.png", noisy(0, 256))
    engine = Engine(tile_memory=64 * 64 * 100)
    batch, control, paused = Batch(request(tmp_path), engine), Control(), threading.Event()
    fractions: list[float] = []

    def listen(event: Event) -> None:
        if event.kind == "progress" and not paused.is_set():
            control.pause()
            paused.set()
        fractions.append(event.fraction)

    thread = threading.Thread(target=lambda: batch.run(listen, control=control))
    thread.start()
    assert paused.wait(30)
    engine.denoise(np.full((64, 64, 3), 0.5, np.float32), DenoiseSettings(noise=0.1, device="cpu"))  # others have their turn
    assert states(batch) == ["waiting"]
    control.resume()
    thread.join()
    assert states(batch) == ["denoised"]


def test_stopped_all_is_whole_and_resume_makes_the_same(tmp_path: Path) -> None:
    fill(tmp_path, 9)
    Batch(request(tmp_path), Engine()).run(lambda event: None)
    expected = tree(tmp_path / "out")
    there = tmp_path / "there"
    fill(there, 9)
    batch, control = Batch(request(there), Engine()), Control()
    done: list[Event] = []

    def stop(event: Event) -> None:
        done.extend([event] if event.kind == "finished" else [])
        if len(done) == 2:
            control.stop()

    batch.run(stop, control=control)
    count = states(batch).count("denoised")
    assert 2 <= count <= 6
    assert states(batch).count("waiting") == 9 - count
    assert all(expected[name] == data for name, data in tree(there / "out").items())
    assert len(tree(there / "out")) == count
    assert sum(line["mark"] == "done" for line in journal(there / "out")) == count
    Batch(request(there, resume=True), Engine()).run(lambda event: None)
    assert tree(there / "out") == expected


def test_stopped_while_paused_it_ends(tmp_path: Path) -> None:
    fill(tmp_path)
    progress = Progress()
    batch, control = Batch(request(tmp_path), Engine()), Control(progress)
    control.pause()
    thread = threading.Thread(target=lambda: batch.run(lambda event: None, control=control))
    thread.start()
    progress.cancel()
    thread.join(30)
    assert not thread.is_alive()
    assert states(batch) == ["waiting"] * 5
    assert not tree(tmp_path / "out")


def test_only_some_of_the_photos(tmp_path: Path) -> None:
    fill(tmp_path)
    batch = Batch(request(tmp_path), Engine(), {"1.png", "3.png"})
    batch.run(lambda event: None)
    assert [row.source.key for row in batch.standing.rows] == ["1.png", "3.png"]
    assert set(tree(tmp_path / "out")) == {"1.png", "3.png"}


def test_a_contact_sheet_shows_before_and_after(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.png", noisy(0))
    put(tmp_path / "in" / "b.png", clean())
    put(
        tmp_path / "in" / "c \u4e2d\u6587 with a name that is much too long for the place that there is below it.jpg",
        noisy(2, 300),
    )
    (tmp_path / "in" / "d.png").write_bytes(b"broken")
    batch = Batch(request(tmp_path), Engine())
    batch.run(lambda event: None)
    rows = batch.standing.rows
    assert [row.source.path.name[0] for row in shown_rows(rows)] == ["a", "b", "c"]
    assert len(shown_rows(rows * 100)) == 200
    (tmp_path / "in" / "b.png").unlink()  # a photo that is gone leaves its place empty
    path = free_path(tmp_path / "out")
    fractions: list[float] = []
    write_contact_sheet(rows, path, Progress(fractions.append))
    assert len(fractions) == 3
    assert free_path(tmp_path / "out") != path
    with Image.open(path) as sheet:
        seen = np.asarray(sheet.convert("L"), np.float32)
    assert (seen > 60).mean() > 0.02
    write_contact_sheet((), path)
    with Image.open(path) as sheet:
        assert sheet.height < seen.shape[0]
