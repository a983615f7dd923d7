"""A folder of odd and broken files through the real command: it ends, and says one thing about each file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.test_failures import COMMAND
from tests.odd_files import write_odd_files

MOST_MEMORY = 2 * 10**9


@pytest.mark.skipif(sys.platform == "win32", reason="what a process has taken at its most is not told there")
def test_hundreds_of_odd_files(tmp_path: Path, model_folder: Path) -> None:
    paths = write_odd_files(tmp_path / "odd", 320)
    words = ["batch", tmp_path / "odd", "-o", tmp_path / "out", "--model", "blur", "--noise", "25", "--device", "cpu"]
    words += ["--report", tmp_path / "report.json"]
    command = [sys.executable, "-c", COMMAND, *map(str, words)]
    environment = {**os.environ, "TINTYPE_MODELS": str(model_folder), "OMP_NUM_THREADS": "1"}
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        # Not all children's maximum: other tests' may have been larger.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    assert taken < MOST_MEMORY
    assert process.returncode == 1
    assert "Traceback" not in (tmp_path / "said").read_text()
    rows = json.loads((tmp_path / "report.json").read_text())
    assert {row["state"] for row in rows} == {"denoised", "failed"}
    assert len(rows) + sum(path.suffix in (".ppm", ".tga", ".ico", ".pcx") for path in paths) == len(paths)
    failed = [row["reason"] for row in rows if row["state"] == "failed"]
    assert len(failed) > 100
    for reason in failed:
        assert re.fullmatch(r"[^\n]+ cannot be read: [^\n]+\.", reason), reason
        assert "for a reason that Tintype does not know" not in reason
