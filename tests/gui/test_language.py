from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QMessageBox,
    QTabBar,
    QWidget,
)

from tests.contract.test_translation import CATALOGUE, texts_of
from tests.gui.driver import Driver
from tests.gui.test_preferences import choose, preferences
from tintype.batch import Row
from tintype.batch.events import sentence
from tintype.batch.sources import Source
from tintype.errors import Cancelled, CannotWrite, FileMissing, InvalidSetting, UnknownModel, UnreadablePhoto
from tintype.gui.batch_words import note
from tintype.gui.error_box import ErrorBox, show_error
from tintype.gui.error_texts import said, sentence_of
from tintype.gui.export_dialog import ExportDialog
from tintype.gui.help_dialogs import about, shortcut_sheet
from tintype.gui.language import install_language, language_of, number, tr
from tintype.gui.main_window import MainWindow
from tintype.gui.sidebar import WIDTH
from tintype.photo import Photo, write_photo


@pytest.fixture
def german(qapp: QApplication) -> Iterator[list[QTranslator]]:
    locale = QLocale()
    installed = install_language(qapp, "de")
    yield installed
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(locale)


@pytest.fixture
def window(german: list[QTranslator], driver: Driver) -> Driver:
    """A window that was made in German."""
    return driver


# --- which language ---


class System(QLocale):
    """A system whose user prefers some languages, in this order."""

    def __init__(self, *languages: str) -> None:
        super().__init__("C")
        self._languages = list(languages)

    def uiLanguages(self, separator: object = None) -> list[str]:  # noqa: N802  # Qt's name
        return self._languages


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        (["de-AT", "de", "en"], "de"),
        (["en-GB", "de-DE"], "en"),
        (["fr-FR", "de-DE", "en"], "de"),
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_that_both_know(preferred: list[str], language: str) -> None:
    assert language_of("system", System(*preferred)) == language


def test_a_choice_goes_before_the_system() -> None:
    assert language_of("en", System("de-DE")) == "en"
    assert language_of("de", System("en-US")) == "de"


def test_english_needs_no_translator(qapp: QApplication) -> None:
    assert install_language(qapp, "en") == []
    assert tr("&File") == "&File"
    assert number(1234.56, 1) == "1234.6"


# --- the preference ---


def test_the_choice_is_kept_for_the_next_start(driver: Driver, make_window: Callable[[], MainWindow]) -> None:
    dialog = preferences(driver)
    assert dialog.language.currentText() == "As the system"
    choose(dialog.language, "Deutsch")
    driver.window.settings.sync()
    again = make_window()
    chosen = again.settings.language
    assert chosen == "de"
    again.preferences_dialog.restore.click()
    assert again.settings.language == "system"


# --- every text ---


def test_every_text_is_found_at_run_time(german: list[QTranslator]) -> None:
    """Under the names that ``self.tr`` looks up, which are those of the object's class and of its bases."""
    texts = texts_of(CATALOGUE)
    for context in {context for context, _ in texts} - {"", "errors", "reasons"}:
        kind = type(context, (QObject,), {})
        for asked in (kind(), type("Further", (kind,), {})()):
            for (where, source), translation in texts.items():
                assert where != context or asked.tr(source) == translation
    for (where, source), translation in texts.items():
        if where == "":
            assert tr(source) == translation
        elif where in ("errors", "reasons"):
            assert QCoreApplication.translate(where, source) == translation


def test_a_batch_says_in_german_what_became_of_a_photo(german: list[QTranslator]) -> None:
    path = Path("/photos/a, b; c.png")
    row = Row(Source(path, path.name), None, "failed")
    for error in (
        FileMissing(path),
        UnreadablePhoto(path, "the file is damaged or cut short"),
        CannotWrite(path, "the disk is full"),
    ):
        assert note(replace(row, reason=sentence(row, error))) == sentence_of(error) != str(error)
    odd = InvalidSetting("The name", "a.png", "without dots")
    told = f"{path} ist fehlgeschlagen: {sentence_of(odd)}"
    assert note(replace(row, reason=sentence(row, odd))) == told
    assert "nicht genug Speicher" in note(replace(row, reason=sentence(row, MemoryError())))
    assert "ZeroDivisionError no" in note(replace(row, reason=sentence(row, ZeroDivisionError("no"))))
    done = replace(
        row, state="filled and denoised", reason="filled 3.25%, noise 19.2; The colour profile is damaged and was left out."
    )
    assert note(done) == "3,25 % gefüllt, Rauschen 19,2; " + said("The colour profile is damaged and was left out.")
    assert note(replace(row, state="already clean", reason="noise 0.3; left out")) == "Rauschen 0,3; ausgelassen"
    assert note(replace(row, state="denoised", reason="")) == ""


# --- the window ---


def test_the_window_speaks_german(window: Driver, noisy_file: Path) -> None:
    menus = [action.text() for action in window.window.menuBar().actions()]
    assert menus == ["&Datei", "&Bearbeiten", "&Foto", "&Maske", "&Ansicht", "&Hilfe"]
    assert [window.window.sidebar.tabs.tabText(number) for number in (0, 1)] == ["Entrauschen", "Füllen"]
    window.open(noisy_file)
    window.denoise()
    assert window.panel.measured.text().startswith("Rauschen ")
    assert "," in window.panel.measured.text()
    assert "." not in window.panel.measured.text()
    assert "," in window.panel.noise.field.text()
    assert " MP" in window.window.status.dimensions.text()
    assert "," in window.window.status.dimensions.text()
    assert window.window.status.noise.text().startswith("Rauschen ")
    assert "Kerne" in window.window.status.chip.text.text() or "1 Kern" in window.window.status.chip.text.text()


def test_qt_speaks_german_too(window: Driver) -> None:
    box = QMessageBox(window.window)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "Abbrechen"
    restore = window.window.preferences_dialog.restore.text()
    assert restore == "Voreinstellungen"
    assert "Strg+O" in window.actions.open.toolTip()
    box.deleteLater()


def test_nothing_in_the_window_is_left_in_english(window: Driver, smooth_file: Path) -> None:
    """No text that is shown is one that has another translation."""
    messages = list(ET.parse(CATALOGUE).iter("message"))
    pairs = {(plain(message.findtext("source")), plain(message.findtext("translation"))) for message in messages}
    german = {translation for _, translation in pairs}
    english = {source for source, translation in pairs if source != translation} - german
    window.open(smooth_file)
    window.actions.export.trigger()
    window.actions.batch.trigger()
    batch = next(widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "batch")
    sheets = [shortcut_sheet(window.actions, window.window), about(window.window), window.dialog(ExportDialog), batch]
    for top in (window.window, window.window.preferences_dialog, window.window.models_dialog, *sheets):
        for widget in top.findChildren(QWidget):
            assert not english & {plain(text) for text in shown_by(widget)}, widget


def plain(text: str | None) -> str:
    return (text or "").replace("&", "").replace("…", "")


def shown_by(widget: QWidget) -> list[str]:
    texts = [widget.toolTip(), widget.accessibleName(), *(action.text() for action in widget.actions())]
    if isinstance(widget, QLabel | QAbstractButton):
        texts.append(widget.text())
    if isinstance(widget, QComboBox):
        texts += [widget.itemText(number) for number in range(widget.count())]
    return [*texts, widget.title()] if isinstance(widget, QMenu) else texts


def test_mnemonics_differ_within_a_menu(window: Driver) -> None:
    def marked(menu: QWidget) -> list[str]:
        texts = [action.text() for action in menu.actions() if "&" in action.text().replace("&&", "")]
        return [text[text.index("&") + 1].lower() for text in texts]

    bar = window.window.menuBar()
    for menu in (bar, *bar.findChildren(QMenu), *window.window.findChildren(QMenu)):
        if menu is not window.window.recent:
            assert len(marked(menu)) == len(set(marked(menu))), [action.text() for action in menu.actions()]


def test_nothing_is_cut_off(window: Driver, smooth_file: Path) -> None:
    # What a text needs is laid out a moment after it is set, and some are set by jobs.
    def check(top: QWidget) -> None:
        window.qtbot.waitUntil(lambda: check_room(top))

    check(window.window)
    window.open(smooth_file)
    for number_ in (0, 1):
        window.window.sidebar.show_panel(number_)
        check(window.window)
    window.window.preferences_dialog.open()
    window.window.models_dialog.open()
    for dialog in (window.window.preferences_dialog, window.window.models_dialog):
        check(dialog)
        dialog.reject()


def check_room(top: QWidget) -> None:
    for panel in top.findChildren(QWidget, "sidebar_content"):
        assert panel.width() <= top.width()
        assert not panel.isVisible() or panel.minimumSizeHint().width() <= WIDTH, "wider than the side bar"
    texts: list[QLabel | QAbstractButton] = [text for text in top.findChildren(QLabel) if not text.wordWrap()]
    texts += top.findChildren(QAbstractButton)
    for widget in texts:
        if widget.isVisible() and widget.text():
            assert widget.width() >= widget.minimumSizeHint().width(), widget.text()
    for field in top.findChildren(QAbstractSpinBox):
        room, text = field.lineEdit().contentsRect().width(), field.fontMetrics().horizontalAdvance(field.text())
        assert not field.isVisible() or room > text, field.text()
    for tabs in top.findChildren(QTabBar):
        assert tabs.sizeHint().width() <= tabs.width()


# --- failures ---


def test_the_error_box_speaks_german(window: Driver) -> None:
    path = Path("urlaub.jpg")
    box = show_error(UnreadablePhoto(path, "the file is damaged or cut short"), window.window)
    assert box.sentence.text() == "urlaub.jpg lässt sich nicht lesen: die Datei ist beschädigt oder abgeschnitten."
    assert "cannot be read" in box.details, "a report is read by people who may not know German"
    buttons = [button.text() for button in window.dialog(ErrorBox).findChildren(QAbstractButton) if button.text()]
    assert sorted(buttons) == ["Einzelheiten kopieren", "Einzelheiten zeigen", "Schließen"]


def test_failures_with_data(german: list[QTranslator], tmp_path: Path) -> None:
    gone = tmp_path / "{gone}"
    with pytest.raises(CannotWrite) as caught:
        write_photo(Photo(np.zeros((4, 4, 3), np.float32)), gone / "a.png")
    assert sentence_of(caught.value) == f"{gone / 'a.png'} lässt sich nicht schreiben: den Ordner {gone} gibt es nicht."
    assert sentence_of(UnknownModel("x", [])) == "Ein Modell namens x gibt es nicht; installiert sind: keine."
    assert sentence_of(InvalidSetting("Amount", {"a": 1}, "x")) == "Amount ist {'a': 1}, muss aber x sein."
    assert sentence_of(Cancelled()) == "Abgebrochen."


def test_remarks_with_data(german: list[QTranslator]) -> None:
    text = "The colour profile was left out, because the file's format holds at most 65 bytes."
    assert said(text) == "Weggelassen: Farbprofil; das Dateiformat fasst höchstens 65 Byte."
    assert said("CPU (2 cores, int8)") == "CPU (2 Kerne, int8)"
    assert said("what another library says") == "what another library says"
    assert said("") == ""


def test_sentences_are_the_same_without_a_translation() -> None:
    error = CannotWrite(Path("a.png"), "the disk is full")
    assert sentence_of(error) == str(error) == "a.png cannot be written: the disk is full."
