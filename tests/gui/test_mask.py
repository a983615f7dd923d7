"""The tools of the mask, driven by mouse and keys, and undone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.driver import Driver, click, double_click
from tintype.geometry import Region, Size
from tintype.gui.main_window import MainWindow

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


# --- the tools ---


def test_the_brush_paints_and_is_undone(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    assert opened.actions.mask.tools["brush"].isChecked()
    opened.drag((100, 100), (200, 100), (200, 250))
    mask = opened.coverage
    assert (mask[100, 85:200] == 255).all()
    assert (mask[100:250, 200] == 255).all()
    assert mask[100, 75] == mask[175, 100] == 0
    assert not opened.document.history.dirty
    assert not opened.window.isWindowModified()
    opened.undo()
    assert opened.document.mask.empty
    opened.key(Qt.Key.Key_Y, CONTROL)
    assert opened.coverage[100, 150] == 255


def test_the_eraser_takes_away_and_is_undone(opened: Driver) -> None:
    opened.key(Qt.Key.Key_M)
    opened.drag((50, 50), (300, 300))
    opened.key(Qt.Key.Key_E)
    opened.drag((100, 100), (200, 100))
    assert opened.coverage[100, 150] == 0
    assert opened.coverage[200, 150] == 255
    opened.undo()
    assert opened.coverage[100, 150] == 255


def test_the_rectangle_paints_and_is_undone(opened: Driver) -> None:
    opened.key(Qt.Key.Key_M)
    opened.drag((60, 50), (200, 90), (160, 120))
    assert opened.document.mask.bounds() == Region(50, 60, Size(70, 100))
    assert opened.coverage[50:120, 60:160].min() == 255
    click(opened.canvas, opened.on_canvas(300, 300))
    assert opened.document.mask.bounds() == Region(50, 60, Size(70, 100))
    opened.undo()
    assert opened.document.mask.empty


def test_the_lasso_paints_what_it_surrounds_and_is_undone(opened: Driver) -> None:
    opened.key(Qt.Key.Key_L)
    opened.drag((100, 100), (300, 100), (300, 300), (100, 300))
    assert opened.coverage[200, 200] == 255
    assert opened.coverage[50, 200] == opened.coverage[200, 350] == 0
    assert opened.coverage.sum() / 255 == pytest.approx(200 * 200, rel=0.02)
    opened.undo()
    assert opened.document.mask.empty


@pytest.mark.parametrize("key", [Qt.Key.Key_B, Qt.Key.Key_L, Qt.Key.Key_M])
@pytest.mark.parametrize(("button", "held"), [(RIGHT, Qt.KeyboardModifier.NoModifier), (LEFT, ALT)])
def test_alt_or_the_right_button_takes_away(
    opened: Driver, key: Qt.Key, button: Qt.MouseButton, held: Qt.KeyboardModifier
) -> None:
    opened.actions.mask.invert.trigger()
    opened.key(key)
    opened.drag((100, 100), (200, 100), (200, 200), (150, 220), button=button, keys=held)
    assert opened.coverage[105, 120] == 0
    assert opened.coverage[20, 20] == 255
    opened.undo()
    assert opened.coverage.min() == 255


def test_shift_click_draws_straight_from_the_last_point(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    click(opened.canvas, opened.on_canvas(60, 60))
    opened.drag((400, 300), keys=SHIFT)
    for share in np.linspace(0, 1, 50):
        assert opened.coverage[round(60 + 240 * share), round(60 + 340 * share)] == 255
    opened.undo()
    assert opened.coverage[180, 230] == 0
    assert opened.coverage[60, 60] == 255


def test_quick_clicks_are_dabs_and_do_not_zoom(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    scale = opened.canvas.view.scale
    double_click(opened.canvas, opened.on_canvas(80, 80))
    assert opened.coverage[80, 80] == 255
    assert opened.canvas.view.scale == scale


def test_the_same_key_again_or_v_or_h_goes_back_to_the_hand(opened: Driver) -> None:
    for back in (Qt.Key.Key_B, Qt.Key.Key_V, Qt.Key.Key_H):
        opened.key(Qt.Key.Key_B)
        assert opened.actions.mask.tools["brush"].isChecked()
        opened.key(back)
        assert opened.actions.mask.tools["hand"].isChecked()
    opened.drag((100, 100), (200, 200))
    assert opened.document.mask.empty


# --- the brush ---


def test_keys_and_alt_wheel_change_the_brush(opened: Driver) -> None:
    masks = opened.masks
    opened.key(Qt.Key.Key_B)
    masks.set_brush(diameter=40, hardness=0.5)
    opened.key(Qt.Key.Key_BracketRight)
    assert masks.diameter == pytest.approx(46)
    opened.key(Qt.Key.Key_BracketLeft)
    assert masks.diameter == pytest.approx(40)
    QTest.keyClick(opened.canvas, Qt.Key.Key_BracketRight, SHIFT)
    assert masks.hardness == 0.6
    QTest.keyClick(opened.canvas, Qt.Key.Key_BracketLeft, SHIFT)
    assert masks.hardness == 0.5
    scale = opened.canvas.view.scale
    opened.wheel(200, 200, 2, ALT)
    assert masks.diameter == pytest.approx(40 * 1.15**2)
    assert opened.canvas.view.scale == scale
    opened.wheel(200, 200, -100, ALT)
    assert masks.diameter == 1
    assert opened.fill_panel.size_row.value == 1
    opened.wheel(200, 200, 100, ALT)
    assert masks.diameter == 1000


def test_the_panel_changes_the_brush_and_the_next_start_remembers(opened: Driver, make_window: Callable[[], MainWindow]) -> None:
    opened.fill_panel.size_row.field.setValue(123)
    opened.fill_panel.hardness_row.field.setValue(30)
    assert (opened.masks.diameter, opened.masks.hardness) == (123, 0.3)
    double_click(opened.fill_panel.hardness_row.label)
    assert opened.masks.hardness == 0.8
    opened.window.settings.sync()
    again = make_window()
    assert (again.masks.diameter, again.masks.hardness) == (123, 0.8)


def test_brackets_typed_in_a_field_change_the_brush(opened: Driver) -> None:
    field = opened.fill_panel.hardness_row.field
    opened.key(Qt.Key.Key_B)
    field.setFocus()
    QTest.keyClicks(field, "]")
    assert opened.masks.diameter == pytest.approx(46)


def test_the_ring_is_drawn_in_picture_pixels(opened: Driver) -> None:
    before = opened.screen()
    opened.key(Qt.Key.Key_B)
    opened.canvas.zoom_to(2.0)
    opened.masks.set_brush(diameter=50, hardness=1)
    opened.canvas.zoom_to_fit()
    centre = opened.on_canvas(250, 200)
    QTest.mouseMove(opened.canvas, centre)
    assert opened.canvas.cursor().shape() == Qt.CursorShape.BlankCursor
    rows, columns = np.nonzero((opened.screen() != before).any(axis=2))
    assert (columns.min() + columns.max()) / 2 == pytest.approx(centre.x(), abs=1)
    assert (columns.max() - columns.min()) / 2 == pytest.approx(25 * opened.canvas.view.scale, abs=2.5)
    assert (rows.max() - rows.min()) / 2 == pytest.approx(25 * opened.canvas.view.scale, abs=2.5)
    QApplication.sendEvent(opened.canvas, QEvent(QEvent.Type.Leave))
    np.testing.assert_array_equal(opened.screen(), before)


def test_the_ring_shows_that_alt_takes_away(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    QTest.mouseMove(opened.canvas, opened.on_canvas(250, 200))
    adding = opened.screen()
    QTest.keyPress(opened.canvas, Qt.Key.Key_Alt)
    assert (opened.screen() != adding).any()
    QTest.keyRelease(opened.canvas, Qt.Key.Key_Alt)
    np.testing.assert_array_equal(opened.screen(), adding)


def test_a_pen_paints_with_its_pressure(opened: Driver) -> None:
    kind, pen = QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen
    device = QPointingDevice("pen", 1, kind, pen, QInputDevice.Capability.Pressure, 1, 1)

    def send(event: QEvent.Type, x: float, pressure: float) -> bool:
        place = QPointF(opened.on_canvas(x, 200))
        away = opened.canvas.mapToGlobal(place)
        keys = Qt.KeyboardModifier.NoModifier
        sent = QTabletEvent(event, device, place, away, pressure, 0, 0, 0, 0, 0, keys, LEFT, LEFT)
        QApplication.sendEvent(opened.canvas, sent)
        return sent.isAccepted()

    assert not send(QEvent.Type.TabletPress, 100, 0.5)
    opened.key(Qt.Key.Key_B)
    assert send(QEvent.Type.TabletPress, 100, 0.25)
    send(QEvent.Type.TabletMove, 400, 1.0)
    send(QEvent.Type.TabletRelease, 400, 0.0)
    widths = (opened.coverage > 127).sum(axis=0)
    assert widths[100] == pytest.approx(10, abs=2)
    assert widths[400] == pytest.approx(40, abs=2)
    opened.undo()
    assert opened.document.mask.empty


# --- zoom and pan while painting ---


def test_the_view_may_be_changed_while_a_tool_is_chosen(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    opened.canvas.zoom_to(3.0)
    left, top = opened.canvas.view.origin
    canvas = opened.canvas
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mousePress(canvas, LEFT, pos=opened.on_canvas(250, 200))
    QTest.mouseMove(canvas, opened.on_canvas(250, 200) + opened.on_canvas(10, 10) - opened.on_canvas(0, 0))
    QTest.mouseRelease(canvas, LEFT)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.view.origin == (left + 30, top + 30)
    opened.drag((250, 200), (240, 190), button=MIDDLE)
    assert canvas.view.origin == (left, top)
    assert opened.document.mask.empty
    opened.wheel(300, 300, 3)
    assert canvas.view.scale == pytest.approx(6.0)
    assert opened.masks.tool == "brush"


def test_a_stroke_goes_on_through_a_zoom(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    opened.drag((100, 200), (200, 200), release=False)
    place = opened.on_canvas(200, 200)
    opened.wheel(place.x(), place.y(), 3)
    QTest.mouseMove(opened.canvas, opened.on_canvas(280, 200))
    QTest.mouseRelease(opened.canvas, LEFT, pos=opened.on_canvas(280, 200))
    assert (opened.coverage[200, 100:280] == 255).all()
    opened.undo()
    assert opened.document.mask.empty


def test_escape_drops_the_stroke_in_progress_alone(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    opened.drag((50, 50), (80, 50))
    opened.drag((100, 200), (200, 200), release=False)
    opened.key(Qt.Key.Key_Escape)
    QTest.mouseMove(opened.canvas, opened.on_canvas(300, 200))
    QTest.mouseRelease(opened.canvas, LEFT, pos=opened.on_canvas(300, 200))
    assert opened.coverage[200].max() == 0
    assert opened.coverage[50, 60] == 255
    opened.key(Qt.Key.Key_Escape)
    assert opened.document.mask.empty
    opened.key(Qt.Key.Key_L)
    opened.drag((100, 100), (200, 100), (200, 200), release=False)
    opened.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(opened.canvas, LEFT, pos=opened.on_canvas(200, 200))
    assert opened.document.mask.empty


def test_undo_within_a_stroke_takes_back_what_it_painted_so_far(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    opened.drag((50, 50), (80, 50))
    opened.drag((100, 200), (200, 200), release=False)
    opened.undo()
    assert opened.coverage[200].max() == 0
    assert opened.coverage[50, 60] == 255
    QTest.mouseRelease(opened.canvas, LEFT, pos=opened.on_canvas(200, 200))
    opened.undo()
    assert opened.document.mask.empty
