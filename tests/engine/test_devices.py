from __future__ import annotations

from pathlib import Path

import pytest

from tintype.engine.devices import CPU, DeviceChoice, explain_cuda, why_no_cuda
from tintype.engine.session import Session
from tintype.engine.spec import read_spec


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("libcublasLt.so.13: cannot open shared object file: No such file or directory", "libcublasLt.so.13 is missing"),
        ("libcudnn.so.9: cannot open shared object file", "libcudnn.so.9 is missing"),
        ('Error loading ... which depends on "cudnn64_9.dll" which is missing', "cudnn64_9.dll is missing"),
        ("CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version", "driver is missing or too old"),
        ("something else", "could not start it"),
    ],
)
def test_the_reason_names_what_is_missing(message: str, expected: str) -> None:
    sentence = explain_cuda(message)
    assert expected in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("wish", ["auto", "cuda"])
def test_a_session_says_what_it_got_and_why(blur_path: Path, wish: str) -> None:
    choice = Session(read_spec(blur_path), wish).choice  # type: ignore[arg-type]
    assert choice.wish == wish
    assert choice.on_gpu == (not choice.reason)
    if why_no_cuda():
        assert choice == DeviceChoice(choice.wish, CPU, why_no_cuda())
        assert choice.label.startswith("CPU")


def test_the_cpu_is_never_excused(blur_path: Path) -> None:
    assert Session(read_spec(blur_path), "cpu").choice == DeviceChoice("cpu", CPU)
