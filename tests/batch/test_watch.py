from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.conftest import noisy, put, tree
from tests.batch.test_broken_off import command, lines_in, wait_for
from tintype.batch import Request, Steps, Watch
from tintype.engine import DenoiseSettings, Engine


def looking(photos: Path, output: Path, waits: list[Callable[[], object]]) -> list[list[str]]:
    """What each batch held, while one thing after another happens between the looks."""

    def wait() -> None:
        if not waits:
            raise KeyboardInterrupt
        waits.pop(0)()

    steps = Steps(DenoiseSettings(device="cpu", noise=0.1, model="blur"), device="cpu")
    watched = Watch(Request((photos,), output, steps, on_conflict="if-changed"), Engine(), wait)
    held = []
    with pytest.raises(KeyboardInterrupt):
        for batch in watched.batches():
            held.append([row.source.key for row in batch.plan.rows])
            batch.run(lambda _: None)
            watched.settle(batch.standing)
    assert {row.source.key for row in watched.standing.rows} == {key for keys in held for key in keys}
    return held


def nothing() -> None:
    pass


def test_photos_count_once_they_rest_and_only_once(tmp_path: Path) -> None:
    photos, output = tmp_path / "photos", tmp_path / "out"
    growing = photos / "b.png"
    put(photos / "a.png")

    def grow() -> None:
        growing.write_bytes(whole[: growing.stat().st_size + 2000])

    def begin() -> None:
        growing.write_bytes(b"")

    whole = put(tmp_path / "whole.png", noisy(2)).read_bytes()
    held = looking(photos, output, [nothing, begin, *[grow] * (len(whole) // 2000 + 1), nothing, nothing, nothing])
    assert held == [["a.png"], ["b.png"]]
    assert tree(output).keys() == {"a.png", "b.png"}


def test_names_stay_apart_and_changed_photos_come_again(tmp_path: Path) -> None:
    photos, output = tmp_path / "photos", tmp_path / "out"
    put(photos / "a.png")

    def change() -> None:
        put(photos / "a.png", noisy(5, 60))

    def same_name() -> None:
        put(photos / "A.PNG", noisy(3))

    held = looking(photos, output, [nothing, same_name, nothing, change, nothing, nothing])
    assert held == [["a.png"], ["A.PNG"], ["a.png"]]
    assert tree(output).keys() == {"a.png", "A (2).PNG"}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a single process there")
def test_the_command_watches_until_ctrl_c(tmp_path: Path, model_folder: Path) -> None:
    photos, output = tmp_path / "photos", tmp_path / "out"
    put(photos / "a.png")
    process = command(
        model_folder, photos, "-o", output, "--watch", "--report", tmp_path / "report.json", "--noise", "25", "--model", "blur"
    )
    wait_for(process, output, 2)
    assert process.poll() is None
    put(tmp_path / "b.png").rename(photos / "b.png")
    (tmp_path / "c.png").write_bytes(b"broken")
    (tmp_path / "c.png").rename(photos / "c.png")
    wait_for(process, output, 5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out.splitlines()[-1] == "3 files: 2 denoised, 1 failed"
    assert err.count("\n") == 1
    assert lines_in(output) == 5
    assert len(json.loads((tmp_path / "report.json").read_text())) == 3
