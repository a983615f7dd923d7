"""Pictures that are no photographs: screens, drawings, charts and print, whose sharp edges and flat colours are not noise."""

from __future__ import annotations

import cv2
import numpy as np
import torch

from training.photos import PhotoStore, Pixels

FONTS = (
    cv2.FONT_HERSHEY_PLAIN,
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_COMPLEX_SMALL,
    cv2.FONT_HERSHEY_TRIPLEX,
)
LETTERS = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;()-+=/")
PAPER = 0.4
"""Share of the pictures that are black on white."""


GRAPHICS = 96
GRAPHIC_SIDE = 448
"""Number and side of the drawings that a run draws at its start."""


def graphics(seed: int, device: torch.device) -> PhotoStore:
    """The drawings of a run."""
    drawn = [draw_graphic(np.random.default_rng((seed, index)), GRAPHIC_SIDE) for index in range(GRAPHICS)]
    return PhotoStore.of(drawn, device)


def draw_graphic(rng: np.random.Generator, side: int) -> Pixels:
    """Uint8 ``side`` x ``side`` x 3: a plain or shaded ground, and on it boxes, discs, lines and text."""
    paper = rng.random() < PAPER
    picture = np.full((side, side, 3), 255, np.uint8) if paper else _ground(rng, side)
    for _ in range(0 if paper else rng.integers(0, 12)):
        corners = rng.integers(0, side, 4).tolist()
        cv2.rectangle(picture, corners[:2], corners[2:], _colour(rng), int(rng.choice([-1, -1, 1, 2])))
    for _ in range(rng.integers(0, 16)):
        colour = (0, 0, 0) if paper else _colour(rng)
        thickness = int(rng.integers(1, 4))
        if rng.random() < 0.5:
            ends = rng.integers(0, side, 4).tolist()
            cv2.line(picture, ends[:2], ends[2:], colour, thickness, cv2.LINE_AA)
        else:
            centre = rng.integers(0, side, 2).tolist()
            cv2.circle(picture, centre, int(rng.integers(2, side // 2)), colour, int(rng.choice([-1, 1, 2])), cv2.LINE_AA)
    if rng.random() < 0.8:
        _write(rng, picture, (0, 0, 0) if paper else _colour(rng))
    return picture


def _colour(rng: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = rng.integers(0, 256, 3).tolist()
    return red, green, blue


def _ground(rng: np.random.Generator, side: int) -> Pixels:
    """One colour, or two that run into one another."""
    first, second = np.array(_colour(rng)), np.array(_colour(rng))
    if rng.random() < 0.6:
        second = first
    ramp = np.linspace(0, 1, side)[:, None, None] if rng.random() < 0.5 else np.linspace(0, 1, side)[None, :, None]
    return np.asarray(np.broadcast_to(np.rint(first + (second - first) * ramp), (side, side, 3)), np.uint8).copy()


def _write(rng: np.random.Generator, picture: Pixels, colour: tuple[int, int, int]) -> None:
    """Lines of text over a part of the picture."""
    side, font, scale = len(picture), int(rng.choice(FONTS)), rng.uniform(0.4, 1.4)
    left, top, bottom = rng.integers(0, side // 2), rng.integers(0, side // 2), rng.integers(side // 2, side)
    for row in range(int(top), int(bottom), int(14 + 18 * scale)):
        words = "".join(rng.choice(LETTERS) if rng.random() < 0.84 else " " for _ in range(rng.integers(3, 60)))
        cv2.putText(picture, words, (int(left), row), font, scale, colour, int(rng.choice([1, 1, 2])), cv2.LINE_AA)
