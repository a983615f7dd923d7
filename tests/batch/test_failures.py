from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.batch.conftest import Run, clean, journal, noisy, put, tree
from tintype.batch.files import Files
from tintype.batch.journal import Journal
from tintype.engine import Engine
from tintype.errors import InferenceFailed


def broken(path: Path) -> Path:
    put(path)
    path.write_bytes(path.read_bytes()[:300])
    return path


def test_one_bad_file_ends_nothing(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    put(photos / "a.png")
    broken(photos / "b.png")
    (photos / "c.jpg").write_text("these are notes")
    (photos / "d.tif").write_bytes(b"")
    put(photos / "e.png")
    code, out, err = run(photos, "-o", tmp_path / "out", "--report", tmp_path / "report.csv")
    assert code == 1
    assert tree(tmp_path / "out").keys() == {"a.png", "e.png"}
    assert out.endswith("5 files: 2 denoised, 3 failed\n")
    assert err.count("\n") == 3
    assert all(line.startswith("tintype: ") and line.endswith(".") for line in err.splitlines())
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["denoised", "failed", "failed", "failed", "denoised"]
    assert "d.tif cannot be read: the file is empty." in rows[3]["reason"]


def test_all_broken(tmp_path: Path, run: Run) -> None:
    for name in "abc":
        broken(tmp_path / "photos" / f"{name}.png")
    code, out, _ = run(tmp_path / "photos", "-o", tmp_path / "out", "--report", tmp_path / "report.json")
    assert (code, out) == (1, "3 files: 3 failed\n")
    assert tree(tmp_path / "out") == {}
    assert {row["state"] for row in json.loads((tmp_path / "report.json").read_text())} == {"failed"}


def test_failures_stay_until_they_are_to_be_tried_again(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    put(photos / "a.png")
    bad = broken(photos / "b.png")
    (tmp_path / "out" / "c.png").mkdir(parents=True)
    put(photos / "c.png")
    words = (photos, "-o", tmp_path / "out", "--on-conflict", "overwrite")
    assert run(*words)[0] == 1
    lines = len(journal(tmp_path / "out"))
    code, out, err = run(*words, "--resume")
    assert (code, out) == (1, "3 files: 1 done before, 2 failed\n")
    assert "c.png cannot be written: it is a folder." in err
    assert len(journal(tmp_path / "out")) == lines
    put(bad)
    code, out, _ = run(*words, "--resume")
    assert "1 done before, 1 denoised, 1 failed" in out
    (tmp_path / "out" / "c.png").rmdir()
    assert run(*words, "--resume")[0] == 1
    code, out, _ = run(*words, "--retry-failed")
    assert (code, out.splitlines()[-1]) == (0, "3 files: 2 done before, 1 denoised")


def test_a_source_that_vanishes(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "photos" / "a.png")
    gone = put(tmp_path / "photos" / "b.png")
    read = Files.read

    def read_late(self: Files, row: object) -> object:
        gone.unlink(missing_ok=True)
        return read(self, row)  # type: ignore[arg-type]

    monkeypatch.setattr(Files, "read", read_late)
    code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert code == 1
    assert err == f"tintype: {gone} does not exist; check the name.\n"
    assert out.endswith("2 files: 1 denoised, 1 failed\n")


def test_what_nobody_foresaw_is_one_sentence_too(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = iter([ZeroDivisionError("really"), InferenceFailed("two\nlines"), MemoryError()])

    def fail(*_: object) -> None:
        raise next(errors)

    monkeypatch.setattr(Engine, "denoise", fail)
    for name in "abc":
        put(tmp_path / f"{name}.png")
    code, _, err = run(tmp_path, "-o", tmp_path / "out")
    assert code == 1
    first, second, third = err.splitlines()
    assert "a.png failed for a reason that Tintype does not know" in first
    assert second.endswith("b.png failed: The model could not be run: two lines")
    assert third.endswith("c.png failed: there is not enough free memory for it.")


@pytest.mark.parametrize("place", ["/proc/tintype", "FILE", "FILE/deep"])
def test_an_output_folder_that_cannot_be(tmp_path: Path, run: Run, place: str) -> None:
    (tmp_path / "file").write_text("x")
    output = place.replace("FILE", str(tmp_path / "file"))
    code, out, err = run(put(tmp_path / "a.png"), "-o", output)
    assert code == 1
    assert "the folder cannot be made" in err
    assert out == "1 file: 1 to do\n"


def test_a_journal_that_cannot_be_written_ends_the_run(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcdefgh":
        put(tmp_path / "photos" / f"{name}.png")
    calls = iter(range(100))

    def fsync(handle: int) -> None:
        if next(calls) > 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("tintype.batch.journal.os.fsync", fsync)
    code, _, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert code == 1
    assert ".tintype-batch.jsonl cannot be written" in err


def test_only_one_batch_writes_into_a_folder(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "a.png")
    with Journal(tmp_path / "out"):
        code, _, err = run(tmp_path / "a.png", "-o", tmp_path / "out")
    assert code == 1
    assert "another batch is writing into this folder" in err


def test_conflicts(tmp_path: Path, run: Run) -> None:
    photo = put(tmp_path / "photos" / "a.png")
    output = tmp_path / "out"
    put(output / "a.png", clean())
    before = tree(output)
    code, out, _ = run(photo, "-o", output)
    assert (code, tree(output)) == (0, before)
    assert "skipped (There is a file of this name already.)" in out
    assert run(photo, "-o", output, "--on-conflict", "if-changed")[1].endswith("1 file: 1 skipped\n")
    assert run(photo, "-o", output, "--on-conflict", "rename")[0] == 0
    assert tree(output).keys() == {"a.png", "a (2).png"}
    assert tree(output)["a.png"] == before["a.png"]
    assert run(photo, "-o", output, "--on-conflict", "overwrite")[0] == 0
    assert tree(output)["a.png"] == tree(output)["a (2).png"]
    assert run(photo, "-o", output, "--on-conflict", "if-changed")[1].endswith("1 file: 1 skipped\n")
    assert run(photo, "-o", output, "--on-conflict", "if-changed", "--amount", 50)[1].endswith("1 file: 1 denoised\n")
    put(photo, noisy(1))
    assert run(photo, "-o", output, "--on-conflict", "if-changed", "--amount", 50)[1].endswith("1 file: 1 denoised\n")


def test_json_events(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "photos" / "a.png")
    broken(tmp_path / "photos" / "b.png")
    code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out", "--json")
    events = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert events[0] == {"event": "plan", "files": 2, "hidden": 0, "other": 0, "closed": 0}
    assert {event["state"] for event in events if event["event"] == "finished"} == {"denoised", "failed"}
    assert any(event["event"] == "progress" and event["fraction"] == 1 for event in events)
    assert events[-1]["counts"] == {"denoised": 1, "failed": 1}
