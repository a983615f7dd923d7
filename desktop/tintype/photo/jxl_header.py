"""What the first bits of a JPEG XL codestream tell (ISO/IEC 18181-1, annexes A, D and E)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tintype.geometry import Size
from tintype.photo.code_points import SRGB, UNKNOWN, Chromaticities, Colours, of_curve, of_measures
from tintype.photo.jxl_bits import Bits
from tintype.photo.jxl_icc import read_icc

_RATIOS = ((1, 1), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
GREY, _ALPHA = 1, 0
D65, _OWN, _E, _DCI = 1, 2, 10, 11
_SRGB_PRIMARIES, BT2100, _P3 = 1, 9, 11
SRGB_CURVE = 13
_WHITES = {D65: (0.3127, 0.329), _E: (1 / 3, 1 / 3), _DCI: (0.314, 0.351)}
_PRIMARIES = {BT2100: (0.708, 0.292, 0.17, 0.797, 0.131, 0.046), _P3: (0.68, 0.32, 0.265, 0.69, 0.15, 0.06)}
_GAMMA_STEPS, _POINT_STEPS = 10_000_000, 1_000_000
HEAD = 4096
_MARK_BITS = 16
_WEIGHTS = (15, 55, 210)


@dataclass(frozen=True)
class Header:
    """What the header tells.

    Attributes:
        size: as stored.
        bits: of a sample.
        animated: whether there are several frames.
        own: whether the colours are the format's own (XYB), so that the decoder makes them what they are called.
        colours: what they are called, as a profile where that is not sRGB.
        grey: whether there is but one channel of colour.
        profiled: whether an ICC profile is stored instead.
        depth: from which bit of the codestream to which one the bits of a sample are told; None where nothing is.
        described: from which bit of the codestream to which one the colours are described; None where nothing is.
        curve: at which bit the four bits lie that name the curve of the colours; None where it is not so named.
        end: at which bit the profile follows, or the pixels at the next whole byte; None where that was not understood.
    """

    size: Size
    bits: int = 8
    animated: bool = False
    own: bool = True
    colours: Colours = field(default_factory=Colours)
    grey: bool = False
    profiled: bool = False
    depth: tuple[int, int] | None = None
    described: tuple[int, int] | None = None
    curve: int | None = None
    end: int | None = None

    @property
    def srgb(self) -> bool:
        """Whether the samples are those of sRGB; True where unknown."""
        return self.colours.icc is None and not self.profiled


def read_header(stream: bytes) -> Header:
    """The header of a codestream that begins with FF 0A.

    Raises:
        ValueError: it is cut short, or has a preview, which nothing makes.
    """
    bits = Bits(stream[:HEAD])
    bits.skip(_MARK_BITS)
    size = _size(bits)
    if bits.take(1):  # all as usual
        return Header(size)
    animated = False
    extra = bits.take(1)
    if extra:
        bits.take(3)  # orientation: the decoder turns the pixels
        if bits.take(1):
            _size(bits)
        if bits.take(1):
            raise ValueError("a preview")
        animated = bool(bits.take(1))
        if animated:
            _skip_animation(bits)
    begin = bits.position
    depth = _depth(bits)
    depth_bits = begin, bits.position
    bits.take(1)
    plain = all(_skip_channel(bits) for _ in range(bits.choice((0, 0), (1, 0), (2, 4), (1, 12))))
    header = Header(size, depth, animated, depth=depth_bits)
    if not plain:
        return header
    header = replace(header, own=bool(bits.take(1)))
    begin = bits.position
    header, known = _with_colours(header, bits)
    if not known:
        return header
    header = replace(header, described=(begin, bits.position))
    return replace(header, end=bits.position) if _skip_the_rest(bits, extra, header.own) else header


def read_profile(stream: bytes, header: Header) -> bytes | None:
    """A profile that says what the colours are called; None for sRGB and for what is unknown.

    Raises:
        ValueError: the one that is stored is damaged.
    """
    if not header.profiled or header.end is None:
        return None if header.grey else header.colours.icc
    bits = Bits(stream)
    bits.skip(header.end)
    return read_icc(bits)


def _size(bits: Bits) -> Size:
    small = bits.take(1)
    height = _side(bits, small)
    ratio = bits.take(3)
    above, below = _RATIOS[ratio]
    return Size(height, height * above // below if ratio else _side(bits, small))


def _side(bits: Bits, small: int) -> int:
    return 8 * (bits.take(5) + 1) if small else bits.choice((1, 9), (1, 13), (1, 18), (1, 30))


def _skip_animation(bits: Bits) -> None:
    bits.choice((100, 0), (1000, 0), (1, 10), (1, 30))
    bits.choice((1, 0), (1001, 0), (1, 8), (1, 10))
    bits.choice((0, 0), (0, 3), (0, 16), (0, 32))
    bits.take(1)


def _depth(bits: Bits) -> int:
    if bits.take(1):
        width = bits.choice((32, 0), (16, 0), (24, 0), (1, 6))
        bits.take(4)
    else:
        width = bits.choice((8, 0), (10, 0), (12, 0), (1, 6))
    return width


def _skip_channel(bits: Bits) -> bool:
    """Whether a further channel was understood, so that what follows can be."""
    if bits.take(1):  # alpha of 8 bits
        return True
    if bits.enumerated() != _ALPHA:
        return False
    _depth(bits)
    bits.choice((0, 0), (3, 0), (4, 0), (1, 3))
    bits.take(8 * bits.choice((0, 0), (0, 4), (16, 5), (48, 10)))
    bits.take(1)
    return True


def _skip_the_rest(bits: Bits, extra: int, own: bool) -> bool:
    """Skip what lies between the colours and the profile; whether that was understood."""
    if extra and not bits.take(1):  # brightness of the screen
        bits.skip(16 + 16 + 1 + 16)
    if bits.long():  # extensions
        return False
    if not bits.take(1):
        if own and not bits.take(1):
            bits.skip(16 * 16)  # another XYB
        asked = bits.take(3)
        bits.skip(16 * sum(count for place, count in enumerate(_WEIGHTS) if asked >> place & 1))
    return True


def _with_colours(header: Header, bits: Bits) -> tuple[Header, bool]:
    """The header with its colours, and whether they were understood to the end."""
    if bits.take(1):
        return header, True
    profiled, space = bits.take(1), bits.enumerated()
    if profiled or space > GREY:
        return replace(header, profiled=True, grey=space == GREY), bool(profiled)
    white = bits.enumerated()
    whites = _point(bits) if white == _OWN else _WHITES.get(white, SRGB[:2])
    primaries = _SRGB_PRIMARIES if space == GREY else bits.enumerated()
    others = (*_point(bits), *_point(bits), *_point(bits)) if primaries == _OWN else _PRIMARIES.get(primaries, SRGB[2:])
    gamma = bits.take(24) / _GAMMA_STEPS if bits.take(1) else None
    place = bits.position + 2
    curve = UNKNOWN if gamma else bits.enumerated()
    bits.enumerated()  # intent
    points: Chromaticities = (*whites, *others)
    colours = Colours(of_measures(1 / gamma, points)) if gamma else of_curve(points, curve)
    return replace(header, colours=colours, grey=space == GREY, curve=None if gamma else place), True


def _point(bits: Bits) -> tuple[float, float]:
    coded = (bits.choice((0, 19), (1 << 19, 19), (1 << 20, 20), (1 << 21, 21)) for _ in range(2))
    across, down = ((number >> 1 ^ -(number & 1)) / _POINT_STEPS for number in coded)
    return across, down
