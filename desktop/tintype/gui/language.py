"""The language of the window: which one it is, and how texts and numbers come into it.

Texts are marked by ``self.tr`` in Qt's objects and by ``tr`` elsewhere, which lupdate and Qt look up in the same places.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from tintype.gui.settings import LanguageChoice

ENGLISH: Final = "en"
TRANSLATED: Final = ("de",)
TRANSLATIONS = Path(__file__).parent / "translations"


def tr(text: str) -> str:
    """A text of the window in its language."""
    return QCoreApplication.translate("", text)


def number(value: float, decimals: int = 0) -> str:
    """A number as the language writes it, without separators of thousands."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "f", decimals)


def language_of(choice: LanguageChoice, system: QLocale | None = None) -> str:
    """The code of a language: the one chosen, or the first that the system prefers and Tintype speaks; else English."""
    if choice != "system":
        return choice
    preferred = (name.partition("-")[0] for name in (system or QLocale.system()).uiLanguages())
    return next((name for name in preferred if name in (ENGLISH, *TRANSLATED)), ENGLISH)


def install_language(application: QCoreApplication, choice: LanguageChoice) -> list[QTranslator]:
    """Let widgets that are made from now on speak a language.

    Returns:
        What was installed, Qt's own texts first.
    """
    language, system = language_of(choice), QLocale.system()
    QLocale.setDefault(system if choice == "system" or system.name().partition("_")[0] == language else QLocale(language))
    if language == ENGLISH:
        return []
    installed = []
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in ((of_qt, "qtbase"), (str(TRANSLATIONS), "tintype")):
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}", folder):
            application.installTranslator(translator)
            installed.append(translator)
    return installed
