"""Prefix codes of JPEG XL, which are those of Brotli (RFC 7932, section 3)."""

from __future__ import annotations

from collections.abc import Sequence

from tintype.photo.jxl_bits import Bits

_ORDER = (1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15)
# How the lengths of the codes for lengths are coded: bits, their number, the length.
_LENGTHS = ((0, 2, 0), (1, 2, 4), (2, 2, 3), (3, 3, 2), (7, 4, 1), (15, 4, 5))
_SHAPES = {1: (0,), 2: (1, 1), 3: (1, 2, 2), 4: (2, 2, 2, 2), 5: (1, 2, 3, 3)}
_LONGEST, _USUAL = 15, 8
_REPEATED = 16
_DAMAGED = "a damaged prefix code"


class PrefixCode:
    """Symbols by their codes."""

    def __init__(self, lengths: Sequence[int]) -> None:
        """``lengths`` are those of the codes of symbols 0, 1, ...; a single symbol takes no bits."""
        used = [(length, symbol) for symbol, length in enumerate(lengths) if length]
        self._single = used[0][1] if len(used) == 1 else 0 if not used else None
        self._longest = max((length for length, _ in used), default=0)
        self._symbols: dict[tuple[int, int], int] = {}
        code = last = 0
        for length, symbol in sorted(used):
            code <<= length - last
            last = length
            self._symbols[length, int(f"{code:0{length}b}"[::-1], 2)] = symbol
            code += 1

    def read(self, bits: Bits) -> int:
        """The next symbol.

        Raises:
            ValueError: there is none.
        """
        if self._single is not None:
            return self._single
        ahead = bits.peek(self._longest)
        for length in range(1, self._longest + 1):
            symbol = self._symbols.get((length, ahead & (1 << length) - 1))
            if symbol is not None:
                bits.skip(length)
                return symbol
        raise ValueError(_DAMAGED)


def read_prefix_code(bits: Bits, size: int) -> PrefixCode:
    """A code for an alphabet of ``size`` symbols.

    Raises:
        ValueError: it is damaged.
    """
    if size == 1:
        return PrefixCode([1])
    kind = bits.take(2)
    return PrefixCode(_simple(bits, size) if kind == 1 else _complex(bits, size, kind))


def _simple(bits: Bits, size: int) -> list[int]:
    """Up to four symbols, named one by one."""
    count = bits.take(2) + 1
    symbols = [bits.take((size - 1).bit_length()) for _ in range(count)]
    shape = _SHAPES[count + bits.take(1) if count == 4 else count]
    if max(symbols) >= size or len(set(symbols)) < count:
        raise ValueError(_DAMAGED)
    lengths = [0] * size
    for symbol, length in zip(symbols, shape, strict=True):
        lengths[symbol] = length or 1
    return lengths


def _complex(bits: Bits, size: int, skipped: int) -> list[int]:
    code = PrefixCode(_lengths_of_lengths(bits, skipped))
    lengths: list[int] = []
    room, last, run, running = 1 << _LONGEST, _USUAL, 0, 0
    while len(lengths) < size and room > 0:
        length = code.read(bits)
        if length < _REPEATED:
            run = 0
            lengths.append(length)
            if length:
                last = length
                room -= 1 << _LONGEST - length
            continue
        repeated = last if length == _REPEATED else 0
        if repeated != running:
            run, running = 0, repeated
        before = run
        width = length - 14
        run = (run - 2 << width if run else 0) + bits.take(width) + 3
        lengths += [repeated] * (run - before)
        room -= (run - before << _LONGEST - repeated) if repeated else 0
    if len(lengths) > size or room != 0:
        raise ValueError(_DAMAGED)
    return lengths + [0] * (size - len(lengths))


def _lengths_of_lengths(bits: Bits, skipped: int) -> list[int]:
    lengths, room = [0] * len(_ORDER), 32
    for symbol in _ORDER[skipped:]:
        if room <= 0:
            break
        lengths[symbol] = _length(bits)
        room -= 32 >> lengths[symbol] if lengths[symbol] else 0
    if room != 0 and sum(map(bool, lengths)) != 1:
        raise ValueError(_DAMAGED)
    return lengths


def _length(bits: Bits) -> int:
    ahead = bits.peek(4)
    for code, count, length in _LENGTHS:
        if ahead & (1 << count) - 1 == code:
            bits.skip(count)
            return length
    raise ValueError(_DAMAGED)
