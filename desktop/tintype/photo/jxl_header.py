"""What the first bits of a JPEG XL codestream tell (ISO/IEC 18181-1, annexes A, D and E)."""

from __future__ import annotations

from dataclasses import dataclass

from tintype.geometry import Size

_RATIOS = ((1, 1), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_D65, _SRGB_PRIMARIES, _SRGB_CURVE = 1, 1, 13
_FIRST_OF_FOUR_BITS = 2
_GREY, _ALPHA = 1, 0
_HEAD = 4096


@dataclass(frozen=True)
class Header:
    """What the header tells.

    Attributes:
        size: as stored.
        bits: of a sample.
        animated: whether there are several frames.
        srgb: whether the colours are sRGB; True where unknown.
        curve: at which bit behind FF 0A the four bits lie that name the curve of the colours; None where it is not so named.
    """

    size: Size
    bits: int = 8
    animated: bool = False
    srgb: bool = True
    curve: int | None = None


class _Bits:
    """A reader of bits, the lowest of each byte first."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "little")
        self._left = self._all = 8 * len(data)

    @property
    def position(self) -> int:
        """How many bits were taken."""
        return self._all - self._left

    def take(self, count: int) -> int:
        """The next bits as a number.

        Raises:
            ValueError: there are no more.
        """
        self._left -= count
        if self._left < 0:
            raise ValueError("a header that was cut short")
        bits = self._value & ((1 << count) - 1)
        self._value >>= count
        return bits

    def choice(self, *kinds: tuple[int, int]) -> int:
        """One of four kinds, each a least number and how many bits are added to it."""
        least, count = kinds[self.take(2)]
        return least + self.take(count)

    def enumerated(self) -> int:
        return self.choice((0, 0), (1, 0), (2, 4), (18, 6))


def read_header(stream: bytes) -> Header:
    """The header of a codestream that begins with FF 0A.

    Raises:
        ValueError: it is cut short, or has a preview, which nothing makes.
    """
    bits = _Bits(stream[2:_HEAD])
    size = _size(bits)
    if bits.take(1):  # all as usual
        return Header(size)
    animated = False
    if bits.take(1):
        bits.take(3)  # orientation: the decoder turns the pixels
        if bits.take(1):
            _size(bits)
        if bits.take(1):
            raise ValueError("a preview")
        animated = bool(bits.take(1))
        if animated:
            _skip_animation(bits)
    depth = _depth(bits)
    bits.take(1)
    plain = all(_skip_channel(bits) for _ in range(bits.choice((0, 0), (1, 0), (2, 4), (1, 12))))
    return Header(size, depth, animated, *(_colours(bits) if plain else (True, None)))


def _size(bits: _Bits) -> Size:
    small = bits.take(1)
    height = _side(bits, small)
    ratio = bits.take(3)
    above, below = _RATIOS[ratio]
    return Size(height, height * above // below if ratio else _side(bits, small))


def _side(bits: _Bits, small: int) -> int:
    return 8 * (bits.take(5) + 1) if small else bits.choice((1, 9), (1, 13), (1, 18), (1, 30))


def _skip_animation(bits: _Bits) -> None:
    bits.choice((100, 0), (1000, 0), (1, 10), (1, 30))
    bits.choice((1, 0), (1001, 0), (1, 8), (1, 10))
    bits.choice((0, 0), (0, 3), (0, 16), (0, 32))
    bits.take(1)


def _depth(bits: _Bits) -> int:
    if bits.take(1):
        width = bits.choice((32, 0), (16, 0), (24, 0), (1, 6))
        bits.take(4)
    else:
        width = bits.choice((8, 0), (10, 0), (12, 0), (1, 6))
    return width


def _skip_channel(bits: _Bits) -> bool:
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


def _colours(bits: _Bits) -> tuple[bool, int | None]:
    """Whether they are sRGB, and where the name of their curve lies."""
    # The decoder makes sRGB of the format's own XYB where the profile is not one that it knows.
    own = bits.take(1)
    if bits.take(1):
        return True, None
    if bits.take(1):
        return bool(own), None
    space = bits.enumerated()
    if bits.enumerated() != _D65:
        return False, None
    if space != _GREY and bits.enumerated() != _SRGB_PRIMARIES:
        return False, None
    if bits.take(1):  # a power, not a name
        return False, None
    place = bits.position + 2
    return bits.enumerated() == _SRGB_CURVE, place


def named_srgb(stream: bytes) -> bytes:
    """The same codestream with its curve, if it has a name of its own, called that of sRGB."""
    place = read_header(stream).curve
    if place is None:
        return stream
    head = int.from_bytes(stream[2:_HEAD], "little")
    head = head & ~(0b1111 << place) | (_SRGB_CURVE - _FIRST_OF_FOUR_BITS) << place
    return stream[:2] + head.to_bytes(len(stream[2:_HEAD]), "little") + stream[_HEAD:]
