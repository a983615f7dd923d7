from __future__ import annotations

import ctypes
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from PySide6.QtGui import QGuiApplication, QImage

from tests.gui.driver import Driver, to_array, to_bytes
from tests.gui.test_canvas import red_and_blue_swapped
from tintype.gui import screen_colours
from tintype.gui.canvas.colour import Conversion, profile_name
from tintype.gui.screen_profile import profile_of

NUMBER = ":93"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture
def swapped() -> bytes:
    """A profile of a screen whose red and blue are exchanged."""
    return red_and_blue_swapped()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[bytes | None]:
    """What the platform says of the screen, the last entry; the offscreen platform says nothing by itself."""
    answers: list[bytes | None] = [None]
    monkeypatch.setattr(screen_colours, "profile_of", lambda _: answers[-1])
    return answers


def through(pixels: np.ndarray, source: bytes, target: bytes) -> np.ndarray:
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    opened = [ImageCms.ImageCmsProfile(io.BytesIO(icc)) for icc in (source, target)]
    transform = ImageCms.buildTransform(opened[0], opened[1], "RGB", "RGB", intent, flags)
    return np.asarray(transform.apply(Image.fromarray(to_bytes(pixels))))


# --- the conversion ---


@pytest.mark.parametrize(("photo", "screen"), [(None, None), (SRGB, None), (None, SRGB), (SRGB, SRGB), (b"broken", b"broken")])
def test_what_changes_nothing_is_left_out(photo: bytes | None, screen: bytes | None) -> None:
    assert Conversion.of(photo, screen) is None


def test_a_photo_for_just_this_screen_is_left_alone(swapped: bytes) -> None:
    assert Conversion.of(swapped, swapped) is None


def test_to_the_screen(swapped: bytes) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
    conversion = Conversion.of(None, swapped)
    assert conversion is not None
    np.testing.assert_allclose(conversion(pixels), through(pixels / np.float32(255), SRGB, swapped), atol=1)
    assert np.abs(conversion(pixels).astype(int) - pixels).max() > 30


def test_a_screen_profile_that_cannot_be_used_is_as_good_as_none(swapped: bytes) -> None:
    for useless in (b"broken", grey_profile()):
        assert Conversion.of(None, useless) is None
        conversion, plain = Conversion.of(swapped, useless), Conversion.of(swapped)
        assert conversion is not None
        assert plain is not None
        pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
        np.testing.assert_array_equal(conversion(pixels), plain(pixels))
        assert profile_name(useless) == ""


def grey_profile() -> bytes:
    profile = bytearray(SRGB)
    profile[16:20] = b"GRAY"
    return bytes(profile)


# --- the window ---


def shown(driver: Driver, size: int = 200) -> np.ndarray:
    x, y = driver.canvas.view.origin
    return driver.screen()[y : y + size, x : x + size]


def test_the_canvas_follows_the_screen(driver: Driver, smooth_file: Path, swapped: bytes, told: list[bytes | None]) -> None:
    driver.open(smooth_file)
    driver.canvas.zoom_to(1.0)
    plain, pixels = shown(driver), driver.document.photo.pixels
    told.append(swapped)
    driver.window.screen_colours.look()
    converted = shown(driver)
    assert np.abs(converted.astype(int) - plain).max() > 20
    told.append(None)
    handle = driver.window.windowHandle()
    handle.screenChanged.emit(handle.screen())
    np.testing.assert_array_equal(shown(driver), plain)
    assert driver.document.photo.pixels is pixels


def test_another_photo_is_shown_in_the_screens_colours_at_once(
    driver: Driver, smooth_file: Path, swapped: bytes, told: list[bytes | None]
) -> None:
    told.append(swapped)
    driver.window.screen_colours.look()
    document = driver.open(smooth_file)
    driver.canvas.zoom_to(1.0)
    x, y = driver.canvas.view.origin
    left, top = max(-x, 0), max(-y, 0)
    expected = through(document.photo.pixels, SRGB, swapped)
    part = driver.screen()[max(y, 0) : max(y, 0) + 100, max(x, 0) : max(x, 0) + 100]
    np.testing.assert_allclose(part, expected[top : top + 100, left : left + 100], atol=1)


def test_neither_difference_nor_clipboard_are_converted(
    driver: Driver, noisy_file: Path, swapped: bytes, told: list[bytes | None]
) -> None:
    driver.open(noisy_file)
    driver.denoise()
    driver.actions.compare["difference"].trigger()
    plain = driver.screen()
    told.append(swapped)
    driver.window.screen_colours.look()
    np.testing.assert_array_equal(driver.screen(), plain)
    driver.window.toast.hide()
    driver.actions.copy.trigger()
    driver.wait(lambda: driver.window.toast.text == "Copied")
    image = QGuiApplication.clipboard().image()
    assert isinstance(image, QImage)
    np.testing.assert_array_equal(to_array(image), to_bytes(driver.document.snapshot().render().pixels))


def test_the_window_says_what_it_takes_the_screen_for(driver: Driver, swapped: bytes, told: list[bytes | None]) -> None:
    driver.wait(lambda: driver.editor.device)
    chip = driver.window.status.chip
    assert chip.toolTip().splitlines()[-1] == "Colours: screen profile unknown, taken as sRGB"
    told.append(swapped)
    driver.window.screen_colours.look()
    assert chip.toolTip().splitlines()[-1] == f"Colours: screen profile {profile_name(swapped)}"
    told.append(b"broken")
    driver.window.screen_colours.look()
    assert chip.toolTip().splitlines()[-1] == "Colours: screen profile unknown, taken as sRGB"


# --- the platform ---


def test_an_unknown_platform_tells_nothing(driver: Driver) -> None:
    assert QGuiApplication.platformName() == "offscreen"
    assert profile_of(driver.window.screen()) is None


@pytest.mark.parametrize("platform", ["xcb", "windows", "cocoa"])
def test_a_platform_without_its_libraries_tells_nothing(driver: Driver, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert profile_of(driver.window.screen()) is None


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of its own."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("needs Xvfb")
    read, write = os.pipe()
    process = subprocess.Popen(
        [server, NUMBER, "-displayfd", str(write), "-screen", "0", "640x480x24", "-noreset"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        started = told.readline().strip()
    if not started:
        process.wait()
        pytest.skip("Xvfb does not start here")
    yield NUMBER
    process.terminate()
    process.wait()


TELL = """
import ctypes, sys
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
display, profile = ctypes.c_void_p(x11.XOpenDisplay(sys.argv[1].encode())), bytes.fromhex(sys.argv[2])
atom, kind = (ctypes.c_ulong(x11.XInternAtom(display, name, False)) for name in (b"_ICC_PROFILE", b"CARDINAL"))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
x11.XChangeProperty(display, root, atom, kind, 8, 0, profile, len(profile))
x11.XCloseDisplay(display)
"""
ASK = """
import sys; sys.path[:0] = {path!r}
from PySide6.QtGui import QGuiApplication
from tintype.gui.screen_profile import profile_of
application = QGuiApplication([])
profile = profile_of(application.primaryScreen())
print(application.platformName(), "none" if profile is None else profile.hex())
"""


def asked(display: str) -> str:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(path=sys.path)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("Qt's X11 plugin does not start here")
    return done.stdout.strip()


def test_x11_tells_by_a_property_of_the_root_window(display: str, swapped: bytes) -> None:
    assert asked(display) == "xcb none"
    subprocess.run([sys.executable, "-c", TELL, display, swapped.hex()], check=True)
    assert asked(display) == f"xcb {swapped.hex()}"
