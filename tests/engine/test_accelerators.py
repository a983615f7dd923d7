"""A GPU is used where it works, and where it does not, the reason is said and the CPU does the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from tests.engine.runtimes import Computer
from tintype.engine import Catalogue, DenoiseSettings, Engine
from tintype.engine.accelerators import NONE_OFFERED, accelerators, explain, none_offered, offered, wanted, why_not
from tintype.engine.devices import CPU, DEVICES, LABELS, Device, DeviceChoice
from tintype.engine.engine import GPU_FAILED, GPU_IS_FULL
from tintype.engine.session import Session
from tintype.engine.spec import read_spec
from tintype.errors import InferenceFailed, OutOfMemory, TintypeError
from tintype.photo import Pixels

ALL = {one.device: one for one in accelerators()}
CUDA, DIRECTML = ALL["cuda"], ALL["directml"]
BY_NAME = list(ALL.values())


@pytest.fixture
def picture() -> Pixels:
    return np.random.default_rng(0).random((150, 130, 3), dtype=np.float32)


def choice(path: Path, wish: Device) -> DeviceChoice:
    return Session(read_spec(path), wish).choice


# --- this computer, whatever it has ---


@pytest.mark.parametrize("wish", ["auto", "gpu", "cuda"])
def test_a_session_says_what_it_got_and_why(blur_path: Path, wish: Device) -> None:
    got = choice(blur_path, wish)
    assert got.wish == wish
    assert got.on_gpu == (not got.reason)
    if offered(CUDA) and why_not(CUDA):
        assert got == DeviceChoice(wish, CPU, why_not(CUDA))
        assert got.label.startswith("CPU")
        assert got.was_refused == (wish != "auto")


def test_the_cpu_is_never_excused(blur_path: Path) -> None:
    assert choice(blur_path, "cpu") == DeviceChoice("cpu", CPU)


def test_every_device_has_a_name_and_a_provider_that_onnxruntime_knows() -> None:
    assert {*ALL} | {"auto", "gpu", "cpu"} == {*DEVICES}
    assert {one.provider for one in BY_NAME} == LABELS.keys()
    assert {one.provider for one in BY_NAME} <= {*onnxruntime.get_all_providers()}


# --- which is used ---


@pytest.mark.parametrize("accelerator", BY_NAME, ids=lambda one: str(one.device))
def test_each_is_used_where_it_is_offered(
    blur_path: Path, picture: Pixels, accelerator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer = Computer([accelerator.provider])
    computer.install(monkeypatch)
    done = Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05, device=accelerator.device))
    assert done.device == DeviceChoice(accelerator.device, accelerator.provider)
    assert done.device.label == LABELS[accelerator.provider]
    assert computer.opened[0] == (accelerator.provider, dict(accelerator.options))
    expected = Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05, device="cpu")).restored
    np.testing.assert_allclose(done.restored, expected, atol=1e-6)
    by_itself = choice(blur_path, "auto")
    assert by_itself.on_gpu == accelerator.by_itself


def test_the_best_that_works_is_used(blur_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        Computer([one.provider for one in BY_NAME]).install(patch)
        assert choice(blur_path, "auto").provider == CUDA.provider
    Computer([one.provider for one in BY_NAME]).install(monkeypatch, lambda one: "No." if one == CUDA else "")
    assert choice(blur_path, "gpu").provider == ALL["migraphx"].provider


@pytest.mark.parametrize("wish", ["auto", "gpu", "openvino"])
def test_what_the_build_has_not_is_named_with_the_package_that_has_it(
    blur_path: Path, wish: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    Computer([]).install(monkeypatch)
    got = choice(blur_path, wish)
    assert got == DeviceChoice(wish, CPU, none_offered(wish))
    assert "-openvino" in got.reason
    assert (got.reason == NONE_OFFERED) == (wish != "openvino")
    assert [one.device for one in wanted("openvino")] == ["openvino"]


# --- why it is not ---


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("libcublasLt.so.13: cannot open shared object file: No such file or directory", "libcublasLt.so.13 is missing; install"),
        ("libcudnn.so.9: cannot open shared object file", "libcudnn.so.9 is missing; install Tintype with the extra [cuda]"),
        (
            "Failed to load library libonnxruntime_providers_cuda.so with error: libcurand.so.10: cannot open shared object file",
            "libcurand.so.10 is missing",
        ),
        (
            'Error loading "onnxruntime_providers_cuda.dll" which depends on "cudnn64_9.dll" which is missing',
            "cudnn64_9.dll is mis",
        ),
        ("CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version", "driver is missing or too old; update"),
        ("something\nelse.", "could not start it (something else); update"),
        ("", "could not start it; update"),
    ],
)
def test_the_reason_names_what_is_missing(message: str, expected: str) -> None:
    sentence = explain(CUDA, message)
    assert expected in sentence
    assert sentence.startswith("CUDA is not used because ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("error", [runtime.Fail, runtime.EPFail, RuntimeError])
def test_an_accelerator_that_does_not_start(blur_path: Path, error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    Computer([DIRECTML.provider], opening=error("DirectML.dll could not be loaded")).install(monkeypatch)
    got = choice(blur_path, "directml")
    assert got == DeviceChoice("directml", CPU, "DirectML is not used because DirectML.dll is missing; update Windows.")
    assert got.was_refused


def test_the_runtime_that_quietly_takes_the_cpu_is_noticed(blur_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Computer([CUDA.provider], falls_back=True).install(monkeypatch)
    assert choice(blur_path, "auto").reason.startswith("CUDA is not used because onnxruntime could not start it; update")


@pytest.mark.parametrize("wrong_by", [0.05, float("nan")])
def test_an_accelerator_that_reckons_wrongly_is_not_trusted(
    blur_path: Path, wrong_by: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    Computer([CUDA.provider], wrong_by=wrong_by).install(monkeypatch)
    got = choice(blur_path, "auto")
    assert got.provider == CPU
    assert got.reason.startswith("CUDA is not used because its results differ from the CPU's; update the NVIDIA driver")


def test_an_accelerator_that_fails_its_self_test(blur_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(number: int, feeds: Mapping[str, Any]) -> None:
        raise runtime.Fail("no kernel image is available")

    Computer([CUDA.provider], failing=fail).install(monkeypatch)
    assert "could not start it (no kernel image is available)" in choice(blur_path, "cuda").reason


# --- in the middle of the work ---


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tintype.engine.engine.tile_side", lambda model, free, most: 40)


def failing_from(first: int, message: str) -> Callable[[int, Mapping[str, Any]], None]:
    def fail(number: int, feeds: Mapping[str, Any]) -> None:
        if number >= first:
            raise runtime.Fail(message)

    return fail


@pytest.mark.parametrize("first", [2, 3, 9])
@pytest.mark.parametrize(
    "message",
    ["CUDA failure 700: an illegal memory access was encountered", "887A0005: The GPU device instance has been suspended."],
)
def test_a_device_lost_in_the_middle_is_survived(
    blur_path: Path, picture: Pixels, small_tiles: None, first: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05, device="cpu")).restored
    computer = Computer([CUDA.provider], failing=failing_from(first, message))
    computer.install(monkeypatch)
    engine = Engine(Catalogue([blur_path.parent]))
    done = engine.denoise(picture, DenoiseSettings(noise=0.05))
    assert done.device == DeviceChoice("auto", CPU, GPU_FAILED)
    np.testing.assert_allclose(done.restored, expected, atol=1e-6)
    again = engine.denoise(picture, DenoiseSettings(noise=0.05))  # the self-test finds that it has not come back
    assert again.device.provider == CPU
    computer.failing = lambda number, feeds: None


def test_a_device_that_comes_back_is_used_again(
    blur_path: Path, picture: Pixels, small_tiles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer = Computer([CUDA.provider], failing=failing_from(4, "device removed"))
    computer.install(monkeypatch)
    engine = Engine(Catalogue([blur_path.parent]))
    assert engine.denoise(picture, DenoiseSettings(noise=0.05)).device.reason == GPU_FAILED
    computer.failing = lambda number, feeds: None
    assert engine.denoise(picture, DenoiseSettings(noise=0.05)).device.provider == CUDA.provider


@pytest.mark.parametrize(
    "message", ["CUDA failure 2: out of memory", "Failed to allocate memory for requested buffer", "8007000E"]
)
def test_a_gpu_without_memory_gets_smaller_tiles_then_gives_way(
    blur_path: Path, picture: Pixels, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides: list[int] = []
    most = 64 * 64  # the self-test's

    def fail(number: int, feeds: Mapping[str, Any]) -> None:
        height, width = feeds["picture"].shape[2:]
        sides.append(max(height, width))
        if height * width > most:
            raise runtime.RuntimeException(message)

    Computer([CUDA.provider], failing=fail).install(monkeypatch)
    expected = Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05, device="cpu")).restored
    done = Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05))
    assert done.device == DeviceChoice("auto", CUDA.provider)
    np.testing.assert_allclose(done.restored, expected, atol=1e-5)
    assert sides[1] > sides[-1]
    most = 0
    monkeypatch.setattr("tintype.engine.session.differs_from_cpu", lambda *_: "")
    done = Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05))
    assert done.device == DeviceChoice("auto", CPU, GPU_IS_FULL)
    np.testing.assert_allclose(done.restored, expected, atol=1e-5)


@pytest.mark.parametrize("error", [InferenceFailed("broken"), OutOfMemory()])
def test_a_failure_of_the_cpu_is_told(
    blur_path: Path, picture: Pixels, error: TintypeError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Session, "run", fail)
    with pytest.raises(type(error)):
        Engine(Catalogue([blur_path.parent])).denoise(picture, DenoiseSettings(noise=0.05, device="cpu"))
