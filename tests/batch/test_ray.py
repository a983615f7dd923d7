from __future__ import annotations

import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from tests.batch.conftest import Run, clean, noisy, put, tree
from tests.batch.test_broken_off import command, wait_for

QUICK = ("--noise", "25", "--model", "blur")

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed")


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that hold an engine."""
    below = psutil.Process(process.pid).children(recursive=True)
    return [child for child in below if child.is_running() and child.name().startswith("ray::EngineActo")]


@needs_ray
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_worker_that_dies_loses_nothing(tmp_path: Path, run: Run, model_folder: Path) -> None:
    photos = tmp_path / "photos"
    for number in range(30):
        put(photos / f"{'deep/' * (number % 2)}{number}.png", noisy(number, 300))
    put(photos / "clean.png", clean())
    (photos / "broken.jpg").write_bytes(b"\xff\xd8\xffno picture")
    assert run(photos, "-o", tmp_path / "whole", *QUICK)[0] == 1
    process = command(model_folder, photos, "-o", tmp_path / "out", "--ray", "local", *QUICK)
    wait_for(process, tmp_path / "out", 6)
    killed = workers(process)
    assert killed
    (tmp_path / "out" / ".tintype-0123.tmp").write_bytes(b"half")  # as one leaves that is killed while it writes
    killed[0].send_signal(signal.SIGKILL)
    out, err = process.communicate(timeout=300)
    assert err.count("\n") == 1, err
    assert "broken.jpg cannot be read" in err
    assert process.returncode == 1
    assert out.splitlines()[-1] == "32 files: 31 denoised, 1 failed"
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert run(photos, "-o", tmp_path / "out", *QUICK, "--resume")[1] == "32 files: 31 done before, 1 failed\n"


def test_without_ray_there_is_one_sentence(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    code, _, err = run(put(tmp_path / "a.png"), "-o", tmp_path / "out", "--ray", "local")
    assert code == 2
    assert err == 'tintype: A batch on a cluster needs Ray; install it with: python -m pip install "tintype[cluster]"\n'


@needs_ray
def test_a_cluster_that_does_not_answer(tmp_path: Path, model_folder: Path) -> None:
    process = command(model_folder, put(tmp_path / "a.png"), "-o", tmp_path / "out", "--ray", "127.0.0.1:1")
    _, err = process.communicate(timeout=300)
    assert process.returncode == 2
    assert err.startswith("tintype: The Ray cluster 127.0.0.1:1 cannot be reached: ")
    assert err.count("\n") == 1
    assert tree(tmp_path / "out") == {}
