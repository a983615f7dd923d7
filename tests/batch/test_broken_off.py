"""Runs that end before their time, and what the next run makes of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest

from tests.batch.conftest import Run, clean, journal, noisy, put, tree
from tests.models import write_denoiser
from tintype.batch.journal import read_journal

KILLS = int(os.environ.get("TINTYPE_KILLS", "20"))
QUICK = ("--noise", "25", "--model", "blur")
"""Measuring the noise, and the models that ship, take longer than all else, and nothing here depends on them."""

JOURNAL = ".tintype-batch.jsonl"

# A shell that puts the tests into the background makes them, and so the child, deaf to SIGINT.
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from tintype.__main__ import main; sys.exit(main())"
)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for number in range(1, 13):
        suffix = ("png", "jpg", "tif", "webp")[number % 4]
        put(folder / f"{'deep/' * (number % 3)}{number}.{suffix}", noisy(number, 120))
    put(folder / "clean.png", clean())
    put(folder / "deep" / "1.png", noisy(99, 200))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xffno picture")
    return folder


def command(model_folder: Path, *words: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "TINTYPE_MODELS": str(model_folder), "OMP_NUM_THREADS": "1"}
    call = [sys.executable, "-c", START, "batch", *map(str, words), "--device", "cpu"]
    return subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def lines_in(output: Path) -> int:
    try:
        return (output / JOURNAL).read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def wait_for(process: subprocess.Popen[str], output: Path, lines: int) -> None:
    while process.poll() is None and lines_in(output) < lines:
        time.sleep(0.001)


def test_killed_at_any_moment_it_goes_on_as_if_unbroken(photos: Path, tmp_path: Path, run: Run, model_folder: Path) -> None:
    words = ("--name", "{stem}_{task}", "--format", "png", *QUICK)
    whole, output = tmp_path / "whole", tmp_path / "out"
    assert run(photos, "-o", whole, *words)[0] == 1
    expected = tree(whole)
    assert len(expected) == 14
    chance = random.Random(20)
    for _ in range(KILLS):
        done = read_journal(output)
        process = command(model_folder, photos, "-o", output, *words, "--resume")
        wait_for(process, output, lines_in(output) + chance.randint(0, 2))
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.communicate()
        kept = {name: data for name, data in tree(output).items() if not name.rpartition("/")[2].startswith(".tintype-")}
        assert kept == {name: expected[name] for name in kept}
        assert {entry.target for entry in done.values() if entry.mark == "done"} <= kept.keys()
    code, out, _ = run(photos, "-o", output, *words, "--resume")
    assert code == 1
    assert tree(output) == expected
    marks = Counter((line["source"], line["mark"]) for line in whole_lines(output))
    assert all(count == 1 for (_, mark), count in marks.items() if mark != "writing")
    assert out.splitlines()[-1].startswith("15 files: ")
    assert run(photos, "-o", output, *words, "--resume")[1] == "15 files: 14 done before, 1 failed\n"


def whole_lines(output: Path) -> list[dict[str, object]]:
    """The journal without lines that were torn."""
    path = output / JOURNAL
    path.write_bytes(
        b"".join(line for line in path.read_bytes().splitlines(keepends=True) if line.startswith(b"{") and b"}" in line)
    )
    return journal(output)


def test_killed_while_a_result_was_written(photos: Path, tmp_path: Path, run: Run) -> None:
    """With all that can lie about after a kill: results the journal does not know to be done, half a file, half a line."""
    assert run(photos, "-o", tmp_path / "whole", "--jobs", "1", *QUICK)[0] == 1
    expected = tree(tmp_path / "whole")
    lines = (tmp_path / "whole" / JOURNAL).read_bytes().splitlines(keepends=True)
    for rule in ("skip", "rename"):
        output = tmp_path / rule
        for name in ("9.jpg", "clean.png"):
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            (output / name).write_bytes(expected[name])  # written, and the kill came before the journal said so
        (output / ".tintype-0123.tmp").write_bytes(b"half")
        first = b"".join(line for line in lines if b'"9.jpg"' in line and b'"writing"' in line)
        second = b"".join(line for line in lines if b'"clean.png"' in line and b'"writing"' in line)
        assert first and second
        (output / JOURNAL).write_bytes(first + second + lines[-1][:40])
        code, out, _ = run(photos, "-o", output, "--resume", "--on-conflict", rule, *QUICK)
        assert code == 1
        assert tree(output) == expected
        assert out.endswith("15 files: 14 denoised, 1 failed\n")


def test_resume_does_again_what_was_taken_away_or_has_changed(tmp_path: Path, run: Run) -> None:
    photos, output = tmp_path / "photos", tmp_path / "out"
    for name in "abc":
        put(photos / f"{name}.png")
    assert run(photos, "-o", output)[0] == 0
    (output / "a.png").unlink()
    put(photos / "b.png", noisy(5))
    code, out, _ = run(photos, "-o", output, "--resume", "--on-conflict", "if-changed")
    assert (code, out.splitlines()[-1]) == (0, "3 files: 1 done before, 2 heavy")
    assert run(photos, "-o", output, "--resume", "--amount", 50, "--on-conflict", "if-changed")[1].endswith("3 files: 3 heavy\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a single process there")
def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, run: Run, model_folder: Path) -> None:
    photos, output = tmp_path / "photos", tmp_path / "out"
    for number in range(30):
        put(photos / f"{number}.png", noisy(number, 100))
    process = command(model_folder, photos, "-o", output, "--report", tmp_path / "report.json", *QUICK)
    wait_for(process, output, 4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "Cancelled.\n")
    done = [entry for entry in read_journal(output).values() if entry.mark == "done"]
    assert 0 < len(done) < 30
    assert tree(output).keys() == {entry.target for entry in done}
    assert out.splitlines()[-1] == f"30 files: {len(done)} denoised, {30 - len(done)} to do"
    assert (tmp_path / "report.json").exists()
    assert run(photos, "-o", output, "--resume", *QUICK)[0] == 0
    assert len(tree(output)) == 30


def test_a_journal_from_anywhere_leads_nowhere(tmp_path: Path) -> None:
    good = '{"source": "a.png", "size": 1, "mtime_ns": 2, "target": "a.png", "settings": "x", "mark": "done"}'
    bad = [good.replace('"target": "a.png"', f'"target": {target}') for target in ('"/etc/x"', '"../x"', "7", "null")]
    other = ["", "[]", "7", "{}", '{"source": []}', good.replace('"source": "a.png"', '"source": []'), good[:50]]
    (tmp_path / JOURNAL).write_text("\n".join([*bad, good.replace("a.png", "b.png"), *other]))
    assert list(read_journal(tmp_path)) == ["b.png"]


def test_a_replaced_model_of_the_same_name_does_all_again(tmp_path: Path, run: Run) -> None:
    photo, model = put(tmp_path / "photos" / "a.png"), write_denoiser(tmp_path / "own.onnx", id="own")
    words = (photo.parent, "-o", tmp_path / "out", "--model", model, "--on-conflict", "overwrite")
    assert run(*words)[0] == 0
    before = tree(tmp_path / "out")
    assert run(*words, "--resume")[1] == "1 file: 1 done before\n"
    changed = onnx.load(model)
    gain = next(constant for constant in changed.graph.initializer if constant.name == "gain")
    gain.CopyFrom(onnx.numpy_helper.from_array(np.array(3, np.float32), "gain"))
    onnx.save(changed, model)
    assert run(*words, "--resume")[1].endswith("1 file: 1 heavy\n")
    assert tree(tmp_path / "out") != before
