"""Whether a window can be opened at all; Qt would end the process with a message for programmers. Free of Qt."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ALL_PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1"
)
NO_DISPLAY = (
    "Tintype's window needs a graphical session, and there is none here; the commands, such as tintype denoise, work without."
)


def no_display(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> str:
    """A sentence when there is no screen to open a window on; empty when there seems to be one."""
    if not system.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    return "" if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") else NO_DISPLAY


def missing_library(message: str) -> str:
    """A sentence with the fix, from what the system's loader said about a library."""
    found = re.search(r"(lib[\w.+-]+?)\.so\.(\d+)[.\d]*", message)
    if not found:
        return f"Tintype's window cannot start: {message}; on Debian or Ubuntu, this may help: apt install {ALL_PACKAGES}"
    package = debian_package(found.group(1), found.group(2))
    return f"Tintype's window cannot start because {found.group(0)} is missing; on Debian or Ubuntu: apt install {package}"


def debian_package(library: str, version: str) -> str:
    """Which package holds a library, by Debian's rule for names."""
    if library in ("libglib-2.0", "libgthread-2.0"):
        return "libglib2.0-0"
    return f"{library.lower()}{'-' if library[-1].isdigit() else ''}{version}"


def x11_problem(plugins: Path, environment: Mapping[str, str] = os.environ) -> str:
    """A sentence when Qt's X11 plugin could not be loaded or would not reach the display, empty when it will.

    Args:
        plugins: Qt's folder of plugins.
        environment: variables to judge by.
    """
    if environment.get("QT_QPA_PLATFORM", "xcb") != "xcb" or environment.get("WAYLAND_DISPLAY") or not environment.get("DISPLAY"):
        return ""
    try:
        ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
    except OSError as error:
        return missing_library(str(error))
    return "" if _reaches_display() else f"Tintype's window cannot start: the display {environment['DISPLAY']} does not answer."


def _reaches_display() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
