"""Files that the app's own process does not decode: whatever the decoder does, there is one sentence about that file."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.photo import hostile_decoders as hostile
from tintype.errors import Cancelled, FileMissing, UnreadablePhoto
from tintype.geometry import Size
from tintype.photo import Photo, read_photo, write_photo
from tintype.photo.decoding import NO_MEMORY, Decoded
from tintype.photo.helper import CRASHED, NOT_STARTED, Helpers
from tintype.photo.helper_talk import Job
from tintype.photo.read import read_with
from tintype.photo.watch import TOO_LONG

MEGABYTE = 10**6


@pytest.fixture
def photo(tmp_path: Path, colour8: NDArray[Any]) -> Path:
    """A TIFF, which a helper decodes."""
    path = tmp_path / "photo.tif"
    write_photo(Photo(colour8.astype(np.float32) / np.float32(255)), path)
    return path


@pytest.fixture
def own_helpers() -> Iterator[Helpers]:
    """Helpers that nobody else uses."""
    helpers = Helpers()
    yield helpers
    helpers.end()


def refusal(path: Path, decoded: Decoded, memory: int | None = None) -> str:
    with pytest.raises(UnreadablePhoto) as caught:
        read_with(path, decoded, memory=memory)
    assert str(caught.value) == f"{path} cannot be read: {caught.value.reason}."
    return caught.value.reason


def is_read(photo: Path) -> bool:
    return read_photo(photo).size == Size(61, 83)


@pytest.mark.parametrize("decoded", [hostile.crash, hostile.end_early, hostile.lie])
def test_a_decoder_that_crashes_harms_that_file_alone(photo: Path, decoded: Decoded) -> None:
    assert refusal(photo, decoded) == CRASHED
    assert is_read(photo)


@pytest.mark.parametrize("decoded", [hostile.spin, hostile.wait])
def test_a_decoder_that_hangs_is_stopped(photo: Path, decoded: Decoded, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_read(photo)
    with monkeypatch.context() as patch:
        patch.setattr("tintype.photo.limits.SECONDS", 0.5)
        patch.setattr("tintype.photo.watch.MOST_IDLE", 1.0)
        assert refusal(photo, decoded) == TOO_LONG
    assert is_read(photo)


def test_a_decoder_that_takes_all_memory_is_stopped(photo: Path) -> None:
    assert refusal(photo, hostile.hoard, 300 * MEGABYTE) in (NO_MEMORY, *_sentences_on_memory(300))
    assert is_read(photo)


def _sentences_on_memory(most: int) -> Iterator[str]:
    end = f" MB, and {most} MB may be used; close other programs, or allow more (Preferences, --memory)"
    return (f"reading it takes {taken}{end}" for taken in range(most, 100 * most))


@pytest.mark.skipif(sys.platform != "linux", reason="the system gives addresses without limit")
def test_memory_is_refused_before_it_is_taken(photo: Path) -> None:
    assert refusal(photo, hostile.reserve, 300 * MEGABYTE) == NO_MEMORY


def test_what_a_library_prints_is_not_seen(photo: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert read_with(photo, hostile.shout).size == Size(61, 83)
    assert capfd.readouterr() == ("", "")


def test_the_size_is_told_and_may_be_declined(photo: Path) -> None:
    told: list[Size] = []
    read_photo(photo, told.append)
    assert told == [Size(61, 83)]

    def decline(size: Size) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_photo(photo, decline)
    assert is_read(photo)


def process_of(helpers: Helpers, photo: Path, admit: Callable[[Size], object] = lambda _: None) -> int:
    return int(helpers.decode(Job(photo, hostile.tell_process, 10**9), admit).samples.shape[1])


def test_one_helper_reads_file_after_file(photo: Path, own_helpers: Helpers) -> None:
    own_helpers.start()
    own_helpers.start()
    numbers = {process_of(own_helpers, photo) for _ in range(3)}
    assert len(numbers) == 1
    assert os.getpid() not in numbers


def test_two_files_at_a_time_have_a_helper_each(photo: Path, own_helpers: Helpers) -> None:
    numbers: list[int] = []
    both = threading.Barrier(2)
    work = [
        threading.Thread(target=lambda: numbers.append(process_of(own_helpers, photo, lambda _: both.wait()))) for _ in range(2)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(set(numbers)) == 2


def test_a_helper_that_died_meanwhile_is_replaced(photo: Path, own_helpers: Helpers) -> None:
    first = process_of(own_helpers, photo)
    os.kill(first, 9)
    while own_helpers._idle[0].lives:
        pass
    assert process_of(own_helpers, photo) != first


def test_no_process_can_be_started(tmp_path: Path, photo: Path, own_helpers: Helpers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    own_helpers.start()
    with pytest.raises(UnreadablePhoto, match=NOT_STARTED):
        process_of(own_helpers, photo)
    monkeypatch.setattr(sys, "executable", "/bin/false" if os.name == "posix" else sys.executable)
    if os.name == "posix":
        with pytest.raises(UnreadablePhoto, match=NOT_STARTED):
            process_of(own_helpers, photo)


def test_modules_beside_the_photos_are_not_run(
    tmp_path: Path, photo: Path, own_helpers: Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit(0)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    assert process_of(own_helpers, photo)


def test_a_file_that_vanishes(tmp_path: Path, own_helpers: Helpers) -> None:
    with pytest.raises(FileMissing):
        process_of(own_helpers, tmp_path / "gone.tif")
