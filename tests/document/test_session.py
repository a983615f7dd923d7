from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tintype.document.desk import Desk, Kept, Stamp
from tintype.document.document import Document
from tintype.document.mask import MaskCopy
from tintype.document.recipe import Recipe, RepairSettings
from tintype.document.session import STATE, Entry, Session, Stored, load
from tintype.document.shapes import Shape
from tintype.document.state import Fill, State
from tintype.document.work import Work
from tintype.engine import Amount, DenoiseSettings, Patch
from tintype.errors import CannotWrite, DamagedWork, FileMissing, SourceChanged
from tintype.geometry import Region, Size
from tintype.photo import Photo, read_photo, write_photo

SIZE = Size(40, 50)


def make_fill(seed: int) -> Fill:
    rng = np.random.default_rng(seed)
    region = Region(3, 5, Size(7, 9))
    mask = MaskCopy(SIZE, Shape(region, rng.integers(0, 256, (7, 9), dtype=np.uint8)))
    repair = RepairSettings(62.5, seed) if seed == 2 else None
    return Fill((Patch(region, rng.random((7, 9, 3), np.float32)),), mask, seed, repair, "fill 1")


def make_work() -> Work:
    recipe = Recipe((DenoiseSettings(noise=0.1, amount=Amount(0.3, 0.7)),))
    mask = MaskCopy(SIZE, Shape(Region(0, 0, Size(2, 3)), np.full((2, 3), 200, np.uint8)))
    return Work(State(recipe, (make_fill(1), make_fill(2))), mask, State(), Path("/saved.png"))


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    write_photo(Photo(np.full((40, 50, 3), 0.5, np.float32)), path)
    return path


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path / "sessions" / "one")


def the_entry(session: Session) -> Stored:
    (stored,) = Session(session.folder).stored()
    return stored


def test_an_entry_comes_back_bit_by_bit(session: Session, photo_file: Path) -> None:
    entry = Entry(photo_file, make_work(), Stamp.of(photo_file))
    session.put(entry)
    back = load(the_entry(session))
    assert (back.path, back.stamp, back.work.saved_to) == (photo_file, entry.stamp, Path("/saved.png"))
    assert back.work.state.recipe == entry.work.state.recipe
    for fill, expected in zip(back.work.state.fills, entry.work.state.fills, strict=True):
        assert (fill.seed, fill.repair, fill.model) == (expected.seed, expected.repair, "fill 1")
        assert fill.patches[0].region == expected.patches[0].region
        assert fill.patches[0].pixels.tobytes() == expected.patches[0].pixels.tobytes()
        np.testing.assert_array_equal(fill.mask.whole(), expected.mask.whole())
    assert back.work.mask is not None
    assert entry.work.mask is not None
    np.testing.assert_array_equal(back.work.mask.whole(), entry.work.mask.whole())


def test_a_pasted_picture_is_kept_with_its_pixels(session: Session) -> None:
    rng = np.random.default_rng(0)
    picture = Photo(rng.random((40, 50, 3), np.float32), rng.random((40, 50), np.float32))
    session.put(Entry(None, make_work(), picture=picture))
    back = load(the_entry(session))
    assert back.path is None
    assert back.picture is not None
    assert back.picture.alpha is not None
    assert picture.alpha is not None
    assert back.picture.pixels.tobytes() == picture.pixels.tobytes()
    assert back.picture.alpha.tobytes() == picture.alpha.tobytes()
    assert back.work.unsaved


def test_a_fill_is_written_once_and_what_is_gone_is_removed(session: Session, photo_file: Path) -> None:
    entry = Entry(photo_file, make_work(), Stamp.of(photo_file))
    session.put(entry)
    folder = the_entry(session).folder
    before = {file.name: file.stat().st_ino for file in folder.iterdir()}
    state = replace(entry.work.state, fills=(*entry.work.state.fills[:1], make_fill(3)))
    session.put(replace(entry, work=replace(entry.work, state=state, mask=None)))
    after = {file.name: file.stat().st_ino for file in folder.iterdir()}
    assert len(before) == 4
    assert len(after) == 3
    assert len(before.items() & after.items()) == 1
    assert [fill.seed for fill in load(the_entry(session)).work.state.fills] == [1, 3]


def test_entries_are_removed(session: Session, photo_file: Path) -> None:
    session.put(Entry(photo_file, make_work(), Stamp.of(photo_file)))
    session.drop(photo_file)
    session.drop(photo_file)
    assert session.stored() == []
    session.put(Entry(photo_file, make_work(), Stamp.of(photo_file)))
    session.close()
    assert not session.folder.exists()


@pytest.mark.parametrize("harm", ["state", "format", "shortened", "other_array", "missing", "outside", "pickle"])
def test_a_damaged_entry_is_told(session: Session, photo_file: Path, harm: str) -> None:
    session.put(Entry(photo_file, make_work(), Stamp.of(photo_file)))
    folder = the_entry(session).folder
    state, arrays = folder / STATE, next(file for file in folder.iterdir() if file.name in (folder / STATE).read_text())
    if harm == "state":
        state.write_bytes(b"{\xff")
    elif harm == "format":
        state.write_text(state.read_text().replace('"format": 1', '"format": 99'))
    elif harm == "shortened":
        arrays.write_bytes(arrays.read_bytes()[:50])
    elif harm == "other_array":
        np.savez(arrays, size=np.array([40, 50]), place=np.array([0, 0, 2, 3]), coverage=np.zeros((1, 1)))
    elif harm == "missing":
        arrays.unlink()
    elif harm == "outside":
        state.write_text(state.read_text().replace(arrays.name, f"../{arrays.name}"))
    else:
        np.savez(arrays, size=np.array([None], object))
    stored = the_entry(session)
    assert stored.damaged is (harm in ("state", "format"))
    with pytest.raises(DamagedWork, match="is damaged"):
        load(stored)


def test_a_disk_that_takes_nothing_leaves_the_entry_before(session: Session, photo_file: Path) -> None:
    session.put(Entry(photo_file, make_work(), Stamp.of(photo_file)))
    folder = the_entry(session).folder
    (folder / STATE).rename(folder / "kept")
    (folder / STATE).mkdir()  # nothing can be put in its place
    with pytest.raises(CannotWrite):
        session.put(Entry(photo_file, make_work(), Stamp.of(photo_file)))
    (folder / STATE).rmdir()
    (folder / "kept").rename(folder / STATE)
    assert len(load(the_entry(session)).work.state.fills) == 2


def test_work_goes_on_where_it_was(photo_file: Path) -> None:
    work = make_work()
    kept = Kept(work, Stamp.of(photo_file))
    document = kept.reopened(photo_file)
    assert document.state.fills == work.state.fills
    assert document.pending
    assert document.history.dirty
    assert document.saved_to == Path("/saved.png")
    assert not document.mask.empty
    assert document.history.undoable is None
    assert work.mask is not None
    np.testing.assert_array_equal(document.mask.coverage, work.mask.whole())
    patch = work.state.fills[1].patches[0]
    np.testing.assert_array_equal(document.retouched.pixels[patch.region.slices], patch.pixels)
    again = Work.of(document)
    assert (again.state, again.saved) == (work.state, work.saved)


def test_work_does_not_go_onto_another_file(photo_file: Path) -> None:
    kept = Kept(make_work(), Stamp.of(photo_file))
    write_photo(Photo(np.full((40, 51, 3), 0.25, np.float32)), photo_file)
    with pytest.raises(SourceChanged, match="has changed"):
        kept.reopened(photo_file)
    with pytest.raises(SourceChanged):
        Kept(make_work(), Stamp.of(photo_file)).reopened(photo_file)
    os.remove(photo_file)  # noqa: PTH107
    with pytest.raises(FileMissing):
        kept.reopened(photo_file)


def test_the_desk_keeps_work_and_lets_go_of_pixels(photo_file: Path, tmp_path: Path) -> None:
    desk = Desk(budget=0)
    stamp = Stamp.of(photo_file)
    document = Document(read_photo(photo_file), photo_file)
    desk.show(document, stamp)
    assert desk.mark(photo_file) == ""
    document.resume(replace(make_work(), saved_to=None))
    assert desk.mark(photo_file) == "edited"
    other = tmp_path / "other.png"
    write_photo(Photo(np.full((40, 50, 3), 0.5, np.float32)), other)
    desk.show(Document(read_photo(other), other), Stamp.of(other))
    held = desk.find(photo_file)
    assert isinstance(held, Kept)
    assert held.work.state == document.state
    assert desk.unsaved == [photo_file]
    desk.show(None)
    assert desk.find(other) is None
    desk.mark_saved(photo_file, replace(held.work, saved=held.work.state, saved_to=other))
    assert desk.mark(photo_file) == "done"
    desk.forget(photo_file)
    assert desk.find(photo_file) is None


def test_the_desk_keeps_the_latest_documents_whole(photo_file: Path) -> None:
    desk = Desk()
    document = Document(read_photo(photo_file), photo_file)
    document.resume(make_work())
    desk.show(document, Stamp.of(photo_file))
    desk.show(None)
    held = desk.find(photo_file)
    assert isinstance(held, tuple)
    assert held[0] is document
