"""A screen's ICC profile, as the platform tells it."""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_double, c_int, c_long, c_ubyte, c_uint32, c_ulong, c_void_p
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QScreen

ANY_TYPE = 0
LONGEST = 2**24
"""In units of four bytes."""

LONGEST_PATH = 1024
NEAREST_MONITOR = 2


def profile_of(screen: QScreen) -> bytes | None:
    """The profile; None where the platform does not tell, as Wayland does not."""
    platform = QGuiApplication.platformName()
    place = screen.geometry().center()
    try:
        if platform == "xcb":
            return _of_x11(QGuiApplication.screens().index(screen))
        if platform == "windows":
            corner = screen.geometry().topLeft()  # the one point of a screen that Qt does not scale
            return _of_windows(corner.x(), corner.y())
        if platform == "cocoa":
            return _of_macos(place.x(), place.y())
    except (OSError, AttributeError, ValueError):  # no such library, function or screen
        return None
    return None


def _of_x11(number: int) -> bytes | None:
    """The property of the root window that ICC Profiles in X describes."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = c_void_p
    display = c_void_p(x11.XOpenDisplay(None))
    if not display:
        return None
    try:
        x11.XInternAtom.restype = c_ulong
        atom = x11.XInternAtom(display, f"_ICC_PROFILE_{number}".encode() if number else b"_ICC_PROFILE", True)
        return _x11_property(x11, display, c_ulong(atom)) if atom else None
    finally:
        x11.XCloseDisplay(display)


def _x11_property(x11: ctypes.CDLL, display: c_void_p, atom: c_ulong) -> bytes | None:
    kind, bits, count, rest, data = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
    root = c_ulong(x11.XDefaultRootWindow(display))
    told = (byref(kind), byref(bits), byref(count), byref(rest), byref(data))
    x11.XGetWindowProperty(display, root, atom, c_long(0), c_long(LONGEST), False, c_ulong(ANY_TYPE), *told)
    if not data:
        return None
    content = ctypes.string_at(data, count.value) if bits.value == 8 else b""
    x11.XFree(data)
    return content or None


def _of_windows(x: int, y: int) -> bytes | None:
    """The file that GetICMProfileW names for the monitor at a point."""
    if sys.platform != "win32":
        return None
    from ctypes import wintypes

    class Monitor(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("whole", wintypes.RECT),
            ("work", wintypes.RECT),
            ("flags", wintypes.DWORD),
            ("device", wintypes.WCHAR * 32),
        )

    user, gdi = ctypes.WinDLL("user32"), ctypes.WinDLL("gdi32")
    user.MonitorFromPoint.restype = gdi.CreateDCW.restype = c_void_p
    monitor = Monitor(size=ctypes.sizeof(Monitor))
    if not user.GetMonitorInfoW(c_void_p(user.MonitorFromPoint(wintypes.POINT(x, y), NEAREST_MONITOR)), byref(monitor)):
        return None
    context = c_void_p(gdi.CreateDCW(monitor.device, None, None, None))
    length, name = wintypes.DWORD(LONGEST_PATH), ctypes.create_unicode_buffer(LONGEST_PATH)
    found = gdi.GetICMProfileW(context, byref(length), name)
    gdi.DeleteDC(context)
    return Path(name.value).read_bytes() if found else None


def _of_macos(x: float, y: float) -> bytes | None:
    """What CGDisplayCopyColorSpace gives for the display at a point."""

    class Place(ctypes.Structure):
        _fields_ = (("x", c_double), ("y", c_double))

    frameworks = "/System/Library/Frameworks"
    graphics = ctypes.CDLL(f"{frameworks}/CoreGraphics.framework/CoreGraphics")
    foundation = ctypes.CDLL(f"{frameworks}/CoreFoundation.framework/CoreFoundation")
    display, count = c_uint32(), c_uint32()
    graphics.CGGetDisplaysWithPoint.argtypes = (Place, c_uint32, c_void_p, c_void_p)
    if graphics.CGGetDisplaysWithPoint(Place(x, y), 1, byref(display), byref(count)) or not count.value:
        return None
    graphics.CGDisplayCopyColorSpace.restype = graphics.CGColorSpaceCopyICCData.restype = c_void_p
    space = c_void_p(graphics.CGDisplayCopyColorSpace(display))
    data = c_void_p(graphics.CGColorSpaceCopyICCData(space)) if space else c_void_p()
    foundation.CFDataGetBytePtr.restype = ctypes.POINTER(c_ubyte)
    foundation.CFDataGetLength.restype = c_long
    content = ctypes.string_at(foundation.CFDataGetBytePtr(data), foundation.CFDataGetLength(data)) if data else b""
    for held in (data, space):
        if held:
            foundation.CFRelease(held)
    return content or None
