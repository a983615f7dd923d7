from __future__ import annotations

import itertools

import pytest

import tintype.gui  # noqa: F401
from tintype.geometry import Region, Size
from tintype.gui.canvas.split import Peek, Split
from tintype.gui.canvas.view import LADDER, LARGEST_SCALE, SMALLEST_SCALE, Rect, View

PICTURE, WINDOW = Size(4000, 6000), Size(800, 1000)


def test_fit_shows_everything_centred() -> None:
    view = View.fit(PICTURE, WINDOW)
    assert view.scale == pytest.approx(1000 / 6000)
    assert view.visible_rect.width == pytest.approx(1000)
    assert view.visible_rect.top == pytest.approx(800 - view.visible_rect.bottom, abs=1)


def test_fit_does_not_enlarge() -> None:
    view = View.fit(Size(100, 200), WINDOW)
    assert view.scale == 1
    assert view.origin == (400, 350)


@pytest.mark.parametrize(("scale", "at"), list(itertools.product([0.5, 1.0, 1.7, 9.0, 32.0], [(100, 90), (500, 400), (999, 10)])))
def test_zoom_keeps_the_point_at_the_cursor(scale: float, at: tuple[int, int]) -> None:
    view = View.fit(PICTURE, WINDOW).scaled(0.4)
    before = view.to_picture(at)
    after = view.scaled(scale, at).to_picture(at)
    assert after == pytest.approx(before, abs=0.5 / scale + 0.5 / 0.4)


def test_many_steps_do_not_drift() -> None:
    at = (333.0, 444.0)
    view = start = View.fit(PICTURE, WINDOW).scaled(1.0)
    for notches in (1, 2, -1, 1, -3, 4, -4):
        view = view.wheeled(notches, at)
    assert view.scale == pytest.approx(1.0)
    assert view.centre == pytest.approx(start.centre, abs=1e-6)


def test_the_wheel_rests_at_a_hundred_per_cent() -> None:
    view = View.fit(PICTURE, WINDOW).scaled(0.9)
    assert view.wheeled(1, (0, 0)).scale == 1.0
    assert view.wheeled(0.3, (0, 0)).scale == pytest.approx(0.9 * 2**0.1)


def test_zoom_has_ends() -> None:
    view = View.fit(PICTURE, WINDOW)
    assert view.scaled(1e6).scale == LARGEST_SCALE
    assert view.scaled(1e-6).scale == SMALLEST_SCALE
    assert view.scaled(LARGEST_SCALE).stepped(True).scale == LARGEST_SCALE
    assert view.scaled(SMALLEST_SCALE).stepped(False).scale == SMALLEST_SCALE


def test_steps_climb_the_ladder() -> None:
    view = View.fit(PICTURE, WINDOW).scaled(SMALLEST_SCALE)
    seen = [view.scale]
    while view.scale < LARGEST_SCALE:
        view = view.stepped(True)
        seen.append(view.scale)
    assert seen == pytest.approx(list(LADDER))


def test_panning_stops_at_the_edges() -> None:
    view = View.fit(PICTURE, WINDOW).scaled(1.0)
    assert view.panned(1e6, 1e6).origin == (0, 0)
    assert view.panned(-1e6, -1e6).origin == (1000 - 6000, 800 - 4000)
    assert view.panned(30, -20).origin == (view.origin[0] + 30, view.origin[1] - 20)


def test_a_picture_smaller_than_the_window_stays_centred() -> None:
    view = View.fit(Size(100, 200), WINDOW)
    assert view.panned(50, 50).origin == view.origin


def test_a_fitted_view_follows_the_window_and_another_keeps_its_zoom() -> None:
    view = View.fit(PICTURE, WINDOW)
    assert view.resized(Size(400, 500)).scale == pytest.approx(500 / 6000)
    assert view.scaled(2.0).resized(Size(400, 500)).scale == 2.0


@pytest.mark.parametrize(("scale", "level"), [(2.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.26, 1), (0.25, 2), (0.04, 3)])
def test_the_level_has_a_pixel_for_every_device_pixel(scale: float, level: int) -> None:
    assert View.fit(PICTURE, WINDOW).scaled(scale).level(4) == level


def test_the_visible_region_covers_the_window_and_no_more() -> None:
    view = View.fit(PICTURE, WINDOW).scaled(2.0)
    region = view.region_in(0, Rect(0, 0, 1000, 800))
    assert region.size.height in (400, 401)
    assert region.size.width in (500, 501)
    left, top = view.to_picture((0, 0))
    assert (region.left, region.top) == (int(left), int(top))
    assert View.fit(PICTURE, WINDOW).region_in(3, Rect(0, 0, 1000, 800)) == Region.of(Size(500, 750))


def test_split_is_hit_near_the_line_and_on_the_handle() -> None:
    visible = Rect(100, 50, 500, 450)
    split = Split(on=True, position=0.25)
    assert split.line(visible) == 200
    assert split.grips((207, 60), visible, 1.0)
    assert not split.grips((210, 60), visible, 1.0)
    assert split.grips((214, 60), visible, 2.0)
    assert split.grips((214, 250), visible, 1.0)
    assert not split.grips((200, 20), visible, 1.0)
    assert not Split(on=False, position=0.25).grips((200, 60), visible, 1.0)


def test_split_stays_inside() -> None:
    visible = Rect(100, 50, 500, 450)
    assert Split(on=True).moved_to((-50, 60), visible).position == 0
    assert Split(on=True).moved_to((900, 60), visible).position == 1
    assert Split(on=True).moved_to((300, 0), Rect(0, 0, 0, 0)).position == 0.5


def test_peek_holds_and_toggles() -> None:
    up = Peek()
    held = up.pressed(10.0)
    assert held.on
    assert held.pressed(10.1) is held
    assert not held.released(11.0).on
    tapped = held.released(10.1)
    assert tapped.on
    assert not tapped.pressed(20.0).released(20.1).on
    assert not tapped.pressed(20.0).released(21.0).on
    assert up.released(5.0) is up
