"""The way into the window. Qt is imported inside ``run``, so that its absence can be told in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tintype.gui.display import missing_library, no_display, x11_problem

CV2_LEFTOVERS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def run(paths: Sequence[Path] = ()) -> int:
    """Open the window, with a photo if one is named, and stay until it is closed.

    Returns:
        Exit code: 1 when no window can be opened, with one sentence on stderr.
    """
    problem = no_display() or _start_problem()
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return _run(paths)


def _start_problem() -> str:
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401  # loads all of the system's libraries that Qt needs
    except ImportError as error:
        return missing_library(str(error))
    if not sys.platform.startswith("linux"):
        return ""
    return x11_problem(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))


def _run(paths: Sequence[Path]) -> int:
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QApplication

    from tintype.engine import Engine
    from tintype.engine.exemplar import start_warm_up
    from tintype.gui.error_box import install_excepthook
    from tintype.gui.icons import icon
    from tintype.gui.language import install_language
    from tintype.gui.main_window import MainWindow
    from tintype.gui.settings import Settings
    from tintype.gui.theme import Themes
    from tintype.photo.helper import helpers

    for name in CV2_LEFTOVERS:
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]
    application = QApplication(sys.argv[:1])
    application.setApplicationName("tintype")
    application.setApplicationDisplayName("Tintype")
    application.setDesktopFileName("tintype")
    application.setWindowIcon(icon("tintype", QColor("black"), QColor("grey")))
    settings = Settings()
    install_language(application, settings.language)
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    window = MainWindow(Engine(), settings, Themes(application, settings.theme), Path(data) / "sessions")
    install_excepthook(window)
    window.show()
    helpers.start()
    if paths:
        window.open_paths(paths)
    start_warm_up()
    return application.exec()
