"""Style, types and the direction of imports are part of the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-m", "ruff", "check", "."],
        [sys.executable, "-m", "ruff", "format", "--check", "."],
        [sys.executable, "-m", "mypy"],
        [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"],
    ],
    ids=["ruff", "format", "mypy", "imports"],
)
def test_the_tree_is_clean(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_tintype_loads_neither_qt_nor_the_runtime() -> None:
    code = "import sys, tintype; print([name for name in ('PySide6', 'onnxruntime', 'torch', 'cv2') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_headless_commands_do_not_load_qt() -> None:
    code = (
        "import sys\nfrom tintype.__main__ import main\nassert main(['doctor']) == 0\n"
        "assert not any(name in sys.modules for name in ('PySide6', 'torch', 'onnx'))"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
