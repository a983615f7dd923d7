from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.conftest import Run, clean, journal, noisy, put, tree
from tintype.batch import Row
from tintype.batch.files import Files
from tintype.batch.journal import Entry, Journal
from tintype.engine import Engine
from tintype.errors import CannotWrite, InferenceFailed
from tintype.geometry import Size


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
    assert out.endswith("5 files: 2 heavy, 3 failed\n")
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
    assert "1 done before, 1 heavy, 1 failed" in out
    (tmp_path / "out" / "c.png").rmdir()
    assert run(*words, "--resume")[0] == 1
    code, out, _ = run(*words, "--retry-failed")
    assert (code, out.splitlines()[-1]) == (0, "3 files: 2 done before, 1 heavy")


def test_a_source_that_vanishes(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "photos" / "a.png")
    gone = put(tmp_path / "photos" / "b.png")
    read = Files.read

    def read_late(self: Files, row: Row, admit: Callable[[Size], object]) -> object:
        gone.unlink(missing_ok=True)
        return read(self, row, admit)

    monkeypatch.setattr(Files, "read", read_late)
    code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert code == 1
    assert err == f"tintype: {gone} does not exist; check the name.\n"
    assert out.endswith("2 files: 1 heavy, 1 failed\n")


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


def test_a_journal_that_cannot_be_written_fails_those_photos(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcdefgh":
        put(tmp_path / "photos" / f"{name}.png")
    add = Journal.add

    def add_most(self: Journal, entry: Entry) -> None:
        if entry.source > "d":
            raise CannotWrite(tmp_path / "journal", "the disk is full")
        add(self, entry)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", add_most)
        code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert code == 1
    assert err.count("journal cannot be written: the disk is full.") == 5
    assert out.endswith("8 files: 3 heavy, 5 failed\n")
    assert run(tmp_path / "photos", "-o", tmp_path / "out", "--resume")[1].endswith("8 files: 3 done before, 5 heavy\n")


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
    assert run(photo, "-o", output, "--on-conflict", "if-changed", "--amount", 50)[1].endswith("1 file: 1 heavy\n")
    put(photo, noisy(1))
    assert run(photo, "-o", output, "--on-conflict", "if-changed", "--amount", 50)[1].endswith("1 file: 1 heavy\n")


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


def test_a_source_that_changes_meanwhile(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "photos" / "a.png")
    changing = put(tmp_path / "photos" / "b.png")
    read = Files.read

    def read_late(self: Files, row: Row, admit: Callable[[Size], object]) -> object:
        if row.source.path == changing:
            put(changing, noisy(7, 60))
        return read(self, row, admit)

    with monkeypatch.context() as patch:
        patch.setattr(Files, "read", read_late)
        code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert code == 1
    assert err == f"tintype: {changing} cannot be read: it was changed while the batch ran; run the batch again with --resume.\n"
    assert out.endswith("2 files: 1 heavy, 1 failed\n")
    assert run(tmp_path / "photos", "-o", tmp_path / "out", "--resume")[1].endswith("2 files: 1 done before, 1 heavy\n")


def test_a_source_that_another_program_has_locked(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "photos" / "a.png")
    locked = put(tmp_path / "photos" / "b.png")
    opened = Path.open

    def open_or_not(self: Path, *words: object, **options: object) -> object:
        if self == locked:
            raise PermissionError(13, "Permission denied")  # as Windows says it; Linux has no such locks
        return opened(self, *words, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_or_not)
    code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert (code, out.splitlines()[-1]) == (1, "2 files: 1 heavy, 1 failed")
    assert err == f"tintype: {locked} cannot be read: you are not allowed to open it.\n"


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="no folder that nobody can write in")
def test_a_folder_that_can_only_be_read(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "photos" / "a.png")
    put(tmp_path / "photos" / "sub" / "b.png")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").symlink_to("/sys")
    code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert (code, out.splitlines()[-1]) == (1, "2 files: 1 heavy, 1 failed")
    assert "b.png cannot be written: " in err


COMMAND = "import sys; from tintype.__main__ import main; sys.exit(main())"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_results_that_are_too_large_for_the_disk(tmp_path: Path, model_folder: Path) -> None:
    """A limit on the size of files, which the journal stays below."""
    import resource

    photos = tmp_path / "photos"
    put(photos / "large.png", noisy(1, 300))
    put(photos / "small.png", noisy(2, 48))
    command = [
        sys.executable,
        "-c",
        COMMAND,
        "batch",
        str(photos),
        "-o",
        str(tmp_path / "out"),
        "--model",
        "blur",
        "--noise",
        "25",
    ]
    done = subprocess.run(
        [*command, "--device", "cpu"],
        env={**os.environ, "TINTYPE_MODELS": str(model_folder), "OMP_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "2 files: 1 denoised, 1 failed")
    assert "large.png cannot be written: the file would be larger than is allowed there." in done.stderr
    assert tree(tmp_path / "out").keys() == {"small.png"}


def can_mount() -> bool:
    """Whether small disks of one's own can be had without being root."""
    try:
        return subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux" or not can_mount(), reason="no disk of one's own can be had")
def test_a_full_disk(tmp_path: Path, model_folder: Path) -> None:
    photos, disk = tmp_path / "photos", tmp_path / "disk"
    disk.mkdir()
    put(photos / "1.png", noisy(1, 100))
    put(photos / "2.png", noisy(2, 400))
    put(photos / "3.png", noisy(3, 100))
    batch = f"{sys.executable} -c '{COMMAND}' batch {photos} -o {disk}/out --model blur --noise 25 --device cpu"
    script = f"mount -t tmpfs -o size=200k none {disk} && {batch}; echo $?; ls {disk}/out"
    environment = {**os.environ, "TINTYPE_MODELS": str(model_folder), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-4:] == ["3 files: 2 denoised, 1 failed", "1", "1.png", "3.png"]
    assert done.stderr == f"tintype: {disk / 'out' / '2.png'} cannot be written: the disk is full.\n"
