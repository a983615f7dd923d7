"""Clean pages, as a scan should look: white paper and what is printed, drawn or written on it.

The typefaces are those that come with Matplotlib. Everything is drawn from a generator that is passed in, at ``CANVAS`` pixels,
and made smaller afterwards, which gives the strokes soft edges.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.photos import Pixels

Colour = tuple[int, int, int]

CANVAS = 1344
SMALLEST, LARGEST = 0.4, 0.66
"""Side of a page in relation to the canvas."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
FONTS = (
    *("cmr10", "cmss10", "cmtt10", "cmb10", "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta"),
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono", "DejaVuSerif", "DejaVuSerif-Bold"),
    *("DejaVuSerif-Italic", "cmr10", "cmss10"),
)
LETTERS = "etaoinshrdlucmfwypvbgkjxqz"
CHANCES = np.arange(len(LETTERS), 0, -1) / np.arange(len(LETTERS), 0, -1).sum()


def page(seed: int) -> Pixels:
    """One page without a fault, uint8 H x W x 3, between ``SMALLEST`` and ``LARGEST`` times ``CANVAS`` pixels square."""
    rng = np.random.default_rng((seed, 7))
    image = Image.new("RGB", (CANVAS, CANVAS), WHITE)
    scale = float(rng.uniform(SMALLEST, LARGEST))
    middle = int(CANVAS * rng.uniform(0.42, 0.58))
    columns = [(0, CANVAS)] if rng.random() < 0.65 else [(0, middle), (middle, CANVAS)]
    em = float(np.exp(rng.uniform(np.log(12), np.log(44)))) / scale
    for left, right in columns:
        margin = int(rng.integers(8, 90))
        sheet = Sheet(rng, image, left + margin, right - margin, em, _font(rng), _ink(rng))
        top = float(rng.integers(-40, 100))
        while top < CANVAS:
            top = sheet.element()(sheet, top) + rng.uniform(0.1, 0.9) * em
    return _printed(rng, np.asarray(image), scale)


def pages(count: int, seed: int = 0) -> list[Pixels]:
    """The pages of the seeds from ``seed`` on."""
    return [page(seed + index) for index in range(count)]


@dataclass
class Sheet:
    """A column of a page while it is being filled from top to bottom; lengths are pixels of the canvas.

    Attributes:
        rng: what everything is drawn from.
        image: of the whole page.
        left, right: borders of the column.
        em: size of the text.
        font: name of the text's typeface.
        ink: colour of the text.
    """

    rng: np.random.Generator
    image: Image.Image
    left: int
    right: int
    em: float
    font: str
    ink: Colour
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.draw = ImageDraw.Draw(self.image)

    @property
    def width(self) -> int:
        """Of the column."""
        return self.right - self.left

    def element(self) -> Element:
        """What comes next."""
        return ELEMENTS[int(self.rng.choice(len(ELEMENTS), p=WEIGHTS))]

    def write(self, x: float, y: float, text: str, size: float, font: str | None = None, ink: Colour | None = None) -> None:
        """One line of text with its upper left corner at ``x``, ``y``."""
        self.draw.text((x, y), text, fill=ink or self.ink, font=_typeface(font or self.font, round(size)))

    def line(self, points: list[tuple[float, float]], width: float, ink: Colour | None = None) -> None:
        """A line through the points."""
        self.draw.line(points, fill=ink or self.ink, width=max(1, round(width)), joint="curve")


Element = Callable[[Sheet, float], float]
"""Draws below a height of the column, and returns where it ends."""


def _paragraph(sheet: Sheet, top: float) -> float:
    spacing = sheet.em * sheet.rng.uniform(1.05, 1.7)
    indent = sheet.em * sheet.rng.choice([0, 1.5, 2])
    for index in range(int(sheet.rng.integers(2, 11))):
        left = sheet.left + (indent if index == 0 else 0)
        sheet.write(left, top, sentence(sheet.rng, int((sheet.right - left) / sheet.em * 2)), sheet.em)
        top += spacing
    return top


def _heading(sheet: Sheet, top: float) -> float:
    size = sheet.em * sheet.rng.uniform(1.2, 2.6)
    sheet.write(sheet.left, top, sentence(sheet.rng, int(sheet.width / size)), size, _font(sheet.rng), _ink(sheet.rng))
    return top + 1.3 * size


def _band(sheet: Sheet, top: float) -> float:
    """A coloured bar with white text, as letterheads and tables have it."""
    size = sheet.em * sheet.rng.uniform(1, 2)
    sheet.draw.rectangle((sheet.left, top, sheet.right, top + 1.6 * size), fill=_colour(sheet.rng))
    sheet.write(sheet.left + size / 2, top + size / 4, sentence(sheet.rng, int(sheet.width / size)), size, ink=WHITE)
    return top + 1.8 * size


def _rule(sheet: Sheet, top: float) -> float:
    sheet.line([(sheet.left, top), (sheet.right, top)], sheet.rng.uniform(1, 6))
    return top + sheet.em / 2


def _table(sheet: Sheet, top: float) -> float:
    rows, columns = (int(number) for number in sheet.rng.integers(2, 7, 2))
    height, width, thickness = 1.5 * sheet.em, sheet.width / columns, sheet.rng.uniform(1, 4)
    for row in range(rows + 1):
        sheet.line([(sheet.left, top + row * height), (sheet.right, top + row * height)], thickness)
    for column in range(columns + 1):
        x = sheet.left + column * width
        sheet.line([(x, top), (x, top + rows * height)], thickness)
        for row in range(rows * (column < columns)):
            number = f"{sheet.rng.uniform(0, 1000):.{int(sheet.rng.integers(0, 3))}f}"
            sheet.write(x + sheet.em / 2, top + row * height + sheet.em / 5, number, sheet.em)
    return top + (rows + 0.5) * height


def _drawing(sheet: Sheet, top: float) -> float:
    """Axes, a curve and some shapes, all of thin lines."""
    height, rng = sheet.width * sheet.rng.uniform(0.3, 0.6), sheet.rng
    sheet.line([(sheet.left, top), (sheet.left, top + height), (sheet.right, top + height)], rng.uniform(1, 4))
    x = np.linspace(sheet.left, sheet.right, 12)
    curve = np.column_stack([x, top + height * rng.uniform(0.1, 0.9, 12)])
    sheet.line([(float(a), float(b)) for a, b in curve], rng.uniform(1, 5), _ink(rng))
    for _ in range(int(rng.integers(0, 5))):
        corner, size = rng.uniform((sheet.left, top), (sheet.right, top + height)), rng.uniform(0.05, 0.4, 2) * height
        shape = sheet.draw.ellipse if rng.random() < 0.5 else sheet.draw.rectangle
        shape((*corner, *(corner + size)), outline=_ink(rng), width=int(rng.integers(1, 5)))
    return top + height + sheet.em / 2


def _figure(sheet: Sheet, top: float) -> float:
    """A picture in tones or in dots."""
    rng, width = sheet.rng, int(sheet.width * sheet.rng.uniform(0.3, 0.8))
    height = int(width * rng.uniform(0.4, 1))
    tones = sum(_smooth(rng, height, width, cells) / 2**index for index, cells in enumerate((3, 6, 12, 40)))
    tones = np.clip(0.45 + 0.2 * tones, 0, 1)
    if rng.random() < 0.6:
        tones = _dots(rng, tones)
    ink = np.array(_ink(rng))
    picture = ink + (255 - ink) * tones[..., None]
    sheet.image.paste(Image.fromarray(picture.astype(np.uint8)), (sheet.left, int(top)))
    return top + height + sheet.em / 2


def _dots(rng: np.random.Generator, tones: np.ndarray) -> np.ndarray:
    """Tones as a screen of dots, turned by 45 degrees."""
    y, x = np.mgrid[: tones.shape[0], : tones.shape[1]] * (np.pi / rng.uniform(5, 14))
    screen = (2 + np.cos(x + y) + np.cos(x - y)) / 4
    return np.asarray(tones > screen, float)


def _handwriting(sheet: Sheet, top: float) -> float:
    """Loops that lean, as of a signature or a note."""
    rng, size = sheet.rng, sheet.em * sheet.rng.uniform(0.8, 2)
    ink, width = ((20, 30, 110) if rng.random() < 0.4 else _ink(rng)), size * rng.uniform(0.04, 0.12)
    for row in range(int(rng.integers(1, 4))):
        turn = np.arange(0, rng.uniform(20, 90), 0.25)
        heights = size * (0.3 + 0.5 * np.interp(turn, np.arange(0, 92, 3), rng.random(31)))
        x = sheet.left + turn * size / 9 + heights * (0.4 * np.cos(turn) + 0.3 * np.sin(turn))
        y = top + (row + 0.6) * 1.8 * size - heights * np.sin(turn)
        sheet.line([(float(a), float(b)) for a, b in zip(x, y, strict=True)], width, ink)
    return top + 2 * size * (row + 1)


def _gap(sheet: Sheet, top: float) -> float:
    return top + sheet.em * sheet.rng.uniform(1, 8)


KINDS: dict[Element, float] = {
    _paragraph: 10,
    _heading: 2,
    _gap: 1,
    _table: 1,
    _handwriting: 1,
    _drawing: 0.8,
    _figure: 0.8,
    _rule: 0.7,
    _band: 0.6,
}
ELEMENTS = tuple(KINDS)
WEIGHTS = np.array(list(KINDS.values())) / sum(KINDS.values())


def sentence(rng: np.random.Generator, length: int) -> str:
    """Words without a meaning, of letters as frequent as in English: ``length`` characters, or some fewer."""
    words: list[str] = []
    while sum(map(len, words)) + len(words) < length:
        words.append(_word(rng))
    return " ".join(words)[: max(1, length)]


def _word(rng: np.random.Generator) -> str:
    chance = rng.random()
    if chance < 0.06:
        return str(rng.integers(0, 10_000))
    word = "".join(rng.choice(list(LETTERS), int(rng.integers(1, 10)), p=CHANCES))
    word = word.upper() if chance < 0.09 else word.capitalize() if chance < 0.22 else word
    return word + ("" if rng.random() < 0.85 else str(rng.choice(list(".,;:-!?)"))))


def _printed(rng: np.random.Generator, canvas: Pixels, scale: float) -> Pixels:
    """The page at its size, a little askew, some of them slanted."""
    angle = np.radians(rng.normal(0, 0.7))
    shear = rng.choice([0, 0, 0, rng.uniform(0.1, 0.25)])
    middle = CANVAS / 2
    matrix = np.array([[np.cos(angle), -np.sin(angle) - shear], [np.sin(angle), np.cos(angle)]])
    shift = middle - matrix @ [middle, middle]
    turned = cv2.warpAffine(
        canvas, np.column_stack([matrix, shift]), (CANVAS, CANVAS), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101
    )
    side = round(CANVAS * scale)
    return np.asarray(cv2.resize(turned, (side, side), interpolation=cv2.INTER_AREA))


def _smooth(rng: np.random.Generator, height: int, width: int, cells: int) -> np.ndarray:
    grid = rng.standard_normal((cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC))


def _ink(rng: np.random.Generator) -> Colour:
    """Black most often, else grey or of a colour."""
    chance = rng.random()
    if chance < 0.78:
        return BLACK
    grey = int(rng.integers(10, 110))
    return (grey, grey, grey) if chance < 0.88 else _colour(rng)


def _colour(rng: np.random.Generator) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.3, 1), rng.uniform(0.25, 0.9))
    return round(255 * red), round(255 * green), round(255 * blue)


def _font(rng: np.random.Generator) -> str:
    return FONTS[int(rng.integers(len(FONTS)))]


@cache
def _typeface(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf", size)
