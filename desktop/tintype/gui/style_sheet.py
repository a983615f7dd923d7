"""The style sheet: what Fusion does not draw the way a photo tool should look."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintype.gui.theme import Theme

ICONS = Path(__file__).parent / "icons"

_TEMPLATE = Template("""
QMainWindow, QMenuBar, QToolBar, QStatusBar { background: $window; color: $text; }
QMenuBar { padding: 2px 4px; border: none; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; color: $text; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $hover; margin: 5px 8px; }
QToolBar { border: none; border-bottom: 1px solid $border; padding: 4px 8px; spacing: 2px; }
QToolBar::separator { width: 1px; background: $hover; margin: 5px 7px; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 5px; color: $text; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $raised; border-color: $accent; }
QToolButton:focus { border: 2px solid $accent; padding: 4px; }
#link { padding: 2px; }
#link:focus { padding: 1px; }
#tool { padding: 5px 8px; }
#tool:focus { padding: 4px 7px; }
QMenuBar { menubar-altkey-navigation: 0; }
QStatusBar { border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $panel; color: $text; border: 1px solid $border; padding: 4px 6px; }

#sidebar { background: $panel; border: none; border-left: 1px solid $border; }
#sidebar_area, #sidebar_content { background: $panel; border: none; }
#tabs { background: $window; border-bottom: 1px solid $border; }
#tabs::tab { background: $window; color: $muted; border: none; border-bottom: 2px solid transparent; padding: 8px 10px 6px 10px; }
#tabs::tab:hover { color: $text; }
#tabs::tab:selected { color: $text; background: $panel; border-bottom-color: $accent; font-weight: 600; }
#tabs:focus { outline: none; }
#tabs::tab:selected:focus { background: $hover; border: 2px solid $accent; padding: 6px 8px 6px 8px; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="good"] { color: $good; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="fact"] { color: $muted; padding: 0 8px; }
QFrame[role="line"] { background: $hover; border: none; max-height: 1px; min-height: 1px; }

QPushButton { background: $raised; color: $text; border: 1px solid $edge; border-radius: 5px; padding: 6px 14px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $faint; background: $panel; border-color: $hover; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:focus { border-color: $text; }
QPushButton[primary="true"]:disabled { background: $window; color: $faint; border-color: $hover; }
QPushButton[segment="true"] { padding: 5px 10px; }
QPushButton[segment="true"]:focus { padding: 4px 9px; }
#fill_panel QPushButton[segment="true"] { padding: 5px 4px; }
#fill_panel QPushButton[segment="true"]:focus { padding: 4px 3px; }
QPushButton[segment="true"]:checked { background: $hover; border-color: $accent; }

QComboBox { background: $raised; color: $text; border: 1px solid $edge; border-radius: 5px; padding: 5px 10px; }
QComboBox { combobox-popup: 0; }
QComboBox:hover, QComboBox[chosen="true"] { background: $hover; }
QComboBox[chosen="true"] { border-color: $accent; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 9px; }
QComboBox:disabled { color: $faint; background: $panel; border-color: $hover; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $border; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { padding: 5px 8px; border-radius: 4px; color: $text; }
QComboBox QAbstractItemView::item:selected { background: $hover; }

QCheckBox { border: 2px solid transparent; border-radius: 5px; padding: 1px 3px; margin-left: -5px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $edge; border-radius: 3px; background: $field; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QCheckBox::indicator:disabled { border-color: $hover; }
QCheckBox::indicator:checked:disabled { background: $faint; }
QSpinBox, QDoubleSpinBox, QLineEdit { background: $field; color: $text; border: 1px solid $edge; border-radius: 4px; }
QSpinBox, QDoubleSpinBox, QLineEdit { padding: 3px 5px; }
QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus { border: 2px solid $accent; padding: 2px 4px; }
QSpinBox:disabled, QDoubleSpinBox:disabled, QLineEdit:disabled { color: $faint; border-color: $hover; }
/* Qt leaves the text of a spin box with a border no room beside its buttons, even where they are not shown. */
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { position: absolute; left: 1000px; width: 1px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { background: transparent; border: none; padding: 0; }
QSlider { min-height: 20px; border: 2px solid transparent; border-radius: 6px; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $edge; }
QSlider::groove:horizontal:disabled { background: $hover; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $hover; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $knob; border: none; }
QSlider::handle:horizontal:hover { background: $knob_hover; }
QSlider::handle:horizontal:disabled { background: $faint; }

QProgressBar { background: $field; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 10px; }
QScrollBar::handle:vertical { background: $hover; border-radius: 5px; min-height: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QPlainTextEdit { background: $field; border: 1px solid $edge; border-radius: 5px; }
QPlainTextEdit:focus { border: 2px solid $accent; }
QScrollBar:horizontal { background: transparent; height: 10px; }
QScrollBar::handle:horizontal { background: $hover; border-radius: 5px; min-width: 30px; }
QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }

#filmstrip { background: $panel; border: none; border-top: 1px solid $border; outline: none; }
#filmstrip:focus { border-top: 2px solid $accent; }
#page_offer { background: $raised; border: none; border-radius: 7px; }
#offer { background: $panel; border: none; border-bottom: 1px solid $border; }

#history { background: $field; color: $text; border: 1px solid $edge; border-radius: 5px; outline: none; padding: 4px; }
#history::item { padding: 6px 9px; border-radius: 4px; }
#history::item:hover { background: $panel; }
#history::item:selected { background: $hover; color: $text; }
#history:focus { border: 2px solid $accent; padding: 3px; }

#models { background: $field; color: $text; border: 1px solid $edge; outline: none; padding: 5px; }
#models:focus { border: 2px solid $accent; padding: 4px; }
#models::item { padding: 7px 10px; border-radius: 5px; color: $text; }
#models::item:hover { background: $hover; }
#models::item:disabled { color: $muted; }
#models::item:disabled:hover { background: transparent; }
#models::item:selected { background: $hover; color: $text; }
#card, #card_content { background: $panel; }
#path { background: transparent; color: $text; border: none; padding: 0; margin-left: -2px; }
#path:focus { color: $accent; }
#card { border: 1px solid $edge; border-left: none; }
#card:focus { border: 2px solid $accent; }

#welcome { background: $canvas; }
#welcome QLabel { color: $canvas_muted; }
#welcome #welcome_title { color: $canvas_text; }
#drop_zone { border: 2px dashed $dash; border-radius: 14px; }
#drop_zone[hovered="true"] { border-color: $accent; }
QLabel[role="key"] { background: $key; border-radius: 4px; padding: 2px 7px; }

#batch_table { background: $field; color: $text; border: 1px solid $border; outline: none; selection-color: $text; }
#batch_table::item { padding: 4px 8px; border-bottom: 1px solid $panel; }
#batch_table::item:selected { background: $hover; color: $text; }
#batch_table:focus { border-color: $accent; }
#batch_table QHeaderView { background: $panel; }
#batch_table QHeaderView::section { background: $panel; color: $muted; border: none; padding: 6px 11px; }
#batch_table QHeaderView::section { border-bottom: 1px solid $border; }
#batch QLineEdit { background: $raised; color: $text; border: 1px solid $hover; border-radius: 5px; padding: 5px 8px; }
#batch QLineEdit:focus { border-color: $accent; }
#batch QLineEdit:disabled { color: $faint; background: $panel; }
#batch QPushButton:checked { background: $hover; border-color: $accent; }
#batch_button { background: $raised; border-radius: 9px; padding: 1px 12px; margin: 2px 8px 2px 0; }
#batch_button:hover { background: $hover; }

#chip { background: $raised; border-radius: 9px; margin: 2px 8px 2px 4px; min-height: 20px; max-height: 20px; }
#chip QLabel { color: $text; }
#toast { background: $toast; border-radius: 8px; border: 1px solid $toast_border; }
#toast QLabel { color: #f2f2f2; }
#toast QLabel#toast_mark[kind="success"] { color: #6fcf8b; font-weight: 700; }
#toast QLabel#toast_mark[kind="warning"] { color: #f0b95a; font-weight: 700; }
""")


_CONTRAST = Template("""
QMenu::item:selected, QMenuBar::item:selected { background: $accent; color: $on_accent; }
QComboBox QAbstractItemView::item:selected, #models::item:selected { background: $accent; color: $on_accent; }
QPushButton[segment="true"]:checked { background: $accent; color: $on_accent; }
QPushButton[segment="true"]:checked:focus { border: 2px dashed $on_accent; }
QPushButton[segment="true"]:checked:disabled { background: $panel; color: $faint; border-color: $faint; }
QToolButton:checked { border: 2px solid $accent; padding: 4px; }
#link:checked { padding: 1px; }
#tool:checked { padding: 4px 7px; }
QToolButton:focus { border: 2px dashed $text; }
QScrollBar::handle:vertical { background: $edge; }
QPushButton:disabled, QComboBox:disabled { border-style: dashed; border-color: $faint; }
QToolButton:hover { border-color: $text; }
QFrame[role="line"], QToolBar::separator, QMenu::separator { background: $edge; }
""")


def style_sheet(theme: Theme) -> str:
    """The sheet in a theme's colours."""
    templates = (_TEMPLATE, _CONTRAST) if theme.contrast else (_TEMPLATE,)
    tick = (ICONS / ("tick_dark.svg" if theme.dark else "tick_light.svg")).as_posix()
    return "".join(template.substitute(asdict(theme), tick=tick) for template in templates)
