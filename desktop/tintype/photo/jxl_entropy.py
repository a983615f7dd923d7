"""The entropy coding of JPEG XL (ISO/IEC 18181-1, annex C): prefix codes, asymmetric numeral systems, repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tintype.photo.jxl_bits import Bits
from tintype.photo.jxl_prefix import PrefixCode, read_prefix_code

_STATE_BITS, _TOTAL_BITS = 32, 12
_TOTAL = 1 << _TOTAL_BITS
_PREFIX_ALPHABET = 15
_RUN = 13
# Each code of a count's logarithm, its bits and what it stands for.
_LOGARITHMS = (
    *((0, 3, 10), (2, 3, 7), (4, 3, 6), (5, 3, 8), (6, 3, 9), (3, 4, 3), (7, 4, 5), (9, 4, 4), (11, 4, 1), (15, 4, 2)),
    *((17, 5, 0), (33, 6, 11), (1, 7, 12), (65, 7, _RUN)),
)


class _Code(Protocol):
    def read(self, bits: Bits, state: list[int]) -> int:
        """The next symbol."""


@dataclass(frozen=True)
class _Numbers:
    """How symbols become numbers: small ones as they are, of larger ones some bits follow."""

    split: int
    high: int
    low: int

    @classmethod
    def of(cls, bits: Bits, most: int) -> _Numbers:
        split = bits.take(most.bit_length())
        if split == most:
            return cls(split, 0, 0)
        high = bits.take(split.bit_length())
        if high > split:
            raise ValueError("a damaged entropy code")
        low = bits.take((split - high).bit_length())
        if high + low > split:
            raise ValueError("a damaged entropy code")
        return cls(split, high, low)

    def number(self, symbol: int, bits: Bits) -> int:
        if symbol < 1 << self.split:
            return symbol
        fixed = self.high + self.low
        count = self.split - fixed + (symbol - (1 << self.split) >> fixed)
        low = symbol & (1 << self.low) - 1
        high = 1 << self.high | symbol >> self.low & (1 << self.high) - 1
        return (high << count | bits.take(count)) << self.low | low


class _Alias:
    """A distribution of symbols as a table of halves."""

    def __init__(self, counts: Sequence[int], alphabet_bits: int) -> None:
        size = 1 << alphabet_bits
        self._counts = [*counts, *[0] * (size - len(counts))]
        self._width = _TOTAL >> alphabet_bits
        self._cuts = list(self._counts)
        self._others = list(range(size))
        self._offsets = [0] * size
        whole = next((symbol for symbol, count in enumerate(self._counts) if count == _TOTAL), None)
        if whole is None:
            self._balance()
        else:
            self._cuts, self._others = [0] * size, [whole] * size
            self._offsets = [self._width * place for place in range(size)]

    def _balance(self) -> None:
        below = [place for place, cut in enumerate(self._cuts) if cut < self._width]
        above = [place for place, cut in enumerate(self._cuts) if cut > self._width]
        while above:
            over, under = above.pop(), below.pop()
            self._cuts[over] -= self._width - self._cuts[under]
            self._others[under] = over
            self._offsets[under] = self._cuts[over] - self._cuts[under]
            if self._cuts[over] != self._width:
                (below if self._cuts[over] < self._width else above).append(over)

    def read(self, bits: Bits, state: list[int]) -> int:
        place, inside = divmod(state[0] & _TOTAL - 1, self._width)
        beyond = inside >= self._cuts[place]
        symbol = self._others[place] if beyond else place
        offset = inside + (self._offsets[place] if beyond else 0)
        state[0] = self._counts[symbol] * (state[0] >> _TOTAL_BITS) + offset
        if state[0] < 1 << 16:
            state[0] = state[0] << 16 | bits.take(16)
        return symbol


class _Plain:
    """A prefix code as one of the codes."""

    def __init__(self, code: PrefixCode) -> None:
        self._code = code

    def read(self, bits: Bits, _state: list[int]) -> int:
        return self._code.read(bits)


class EntropyReader:
    """Numbers out of a codestream, each in one of several contexts."""

    def __init__(self, bits: Bits, contexts: int) -> None:
        """Read how the numbers are coded.

        Raises:
            ValueError: that is damaged.
        """
        self._bits = bits
        self._repeats = bool(bits.take(1))
        if self._repeats:
            self._first = bits.choice((224, 0), (512, 0), (4096, 0), (8, 15))
            self._least = bits.choice((3, 0), (4, 0), (5, 2), (9, 8))
            self._lengths = _Numbers.of(bits, 8)
            contexts += 1
        self._clusters = _clusters(bits, contexts) if contexts > 1 else [0]
        self._numbers, self._codes, plain = _codes(bits, max(self._clusters) + 1)
        self._state = [0 if plain else bits.take(_STATE_BITS)]
        self._given: list[int] = []
        self._copied = 0
        self._back = 0

    def read(self, context: int) -> int:
        """The next number."""
        if not self._copied:
            cluster = self._clusters[context]
            symbol = self._codes[cluster].read(self._bits, self._state)
            if not self._repeats or symbol < self._first:
                self._given.append(self._numbers[cluster].number(symbol, self._bits))
                return self._given[-1]
            self._begin_copy(symbol)
        self._copied -= 1
        self._given.append(self._given[-self._back] if self._back else 0)
        return self._given[-1]

    def _begin_copy(self, symbol: int) -> None:
        self._copied = self._lengths.number(symbol - self._first, self._bits) + self._least
        cluster = self._clusters[-1]
        distance = self._numbers[cluster].number(self._codes[cluster].read(self._bits, self._state), self._bits)
        self._back = min(distance + 1, len(self._given))


def _clusters(bits: Bits, contexts: int) -> list[int]:
    """Which contexts share a code."""
    if bits.take(1):
        width = bits.take(2)
        return [bits.take(width) for _ in range(contexts)]
    moved = bits.take(1)
    reader = EntropyReader(bits, 1)
    found = [reader.read(0) for _ in range(contexts)]
    if max(found) > 255:
        raise ValueError("a damaged entropy code")
    if not moved:
        return found
    order, clusters = list(range(256)), []
    for place in found:
        order.insert(0, order.pop(place))
        clusters.append(order[0])
    return clusters


def _codes(bits: Bits, count: int) -> tuple[list[_Numbers], Sequence[_Code], bool]:
    plain = bool(bits.take(1))
    alphabet_bits = _PREFIX_ALPHABET if plain else 5 + bits.take(2)
    numbers = [_Numbers.of(bits, alphabet_bits) for _ in range(count)]
    if plain:
        sizes = [bits.short(4) + 1 for _ in range(count)]
        return numbers, [_Plain(read_prefix_code(bits, size)) for size in sizes], True
    return numbers, [_Alias(_counts(bits, 1 << alphabet_bits), alphabet_bits) for _ in range(count)], False


def _counts(bits: Bits, size: int) -> list[int]:
    """How often each symbol comes, of 4096 times."""
    if bits.take(1):
        counts = _few(bits)
    elif bits.take(1):
        length = bits.short(3) + 1
        counts = [_TOTAL // length + (place < _TOTAL % length) for place in range(length)]
    else:
        counts = _many(bits)
    if len(counts) > size or sum(counts) != _TOTAL or min(counts) < 0:
        raise ValueError("a damaged entropy code")
    return counts


def _few(bits: Bits) -> list[int]:
    symbols = [bits.short(3) for _ in range(bits.take(1) + 1)]
    counts = [0] * (max(symbols) + 1)
    counts[symbols[0]] = bits.take(_TOTAL_BITS) if len(symbols) > 1 else _TOTAL
    counts[symbols[-1]] = _TOTAL - counts[symbols[0]] if len(symbols) > 1 else _TOTAL
    return counts


def _many(bits: Bits) -> list[int]:
    width = next((width for width in range(3) if not bits.take(1)), 3)
    shift = (bits.take(width) | 1 << width) - 1
    length = bits.short(3) + 3
    logarithms: list[int] = []
    runs: dict[int, int] = {}
    while len(logarithms) < length:
        logarithm = _logarithm(bits)
        if logarithm == _RUN:
            runs[len(logarithms)] = bits.short(3) + 4
            logarithms += [-1] * runs[len(logarithms)]
        else:
            logarithms.append(logarithm)
    return _expanded(bits, logarithms[:length], runs, shift)


def _expanded(bits: Bits, logarithms: list[int], runs: dict[int, int], shift: int) -> list[int]:
    left_out = logarithms.index(max(logarithms))
    counts: list[int] = []
    for place, logarithm in enumerate(logarithms):
        if logarithm < 0:
            counts.append(counts[place - 1] if place in runs and place else counts[-1] if counts else 0)
        elif place == left_out or logarithm == 0:
            counts.append(0)
        else:
            count = max(0, min(logarithm - 1, shift - (_TOTAL_BITS - logarithm + 1 >> 1)))
            counts.append((1 << logarithm - 1) + (bits.take(count) << logarithm - 1 - count))
    counts[left_out] = _TOTAL - sum(counts)
    return counts


def _logarithm(bits: Bits) -> int:
    for code, length, logarithm in _LOGARITHMS:
        if bits.peek(length) == code:
            bits.skip(length)
            return logarithm
    raise ValueError("a damaged entropy code")
