"""Bits of a JPEG XL codestream, the lowest of each byte first (ISO/IEC 18181-1, annex B)."""

from __future__ import annotations


class Bits:
    """A reader.

    Attributes:
        position: how many bits were taken.
    """

    def __init__(self, data: bytes) -> None:
        self.position = 0
        self._data = data

    def peek(self, count: int) -> int:
        """The next bits as a number, with zeros behind the end."""
        begin, skipped = divmod(self.position, 8)
        part = int.from_bytes(self._data[begin : begin + (skipped + count + 7) // 8], "little")
        return part >> skipped & (1 << count) - 1

    def take(self, count: int) -> int:
        """The next bits as a number, which are taken.

        Raises:
            ValueError: there are no more.
        """
        value = self.peek(count)
        self.skip(count)
        return value

    def skip(self, count: int) -> None:
        """Take bits without looking at them.

        Raises:
            ValueError: there are no more.
        """
        self.position += count
        if self.position > 8 * len(self._data):
            raise ValueError("a codestream that was cut short")

    def choice(self, *kinds: tuple[int, int]) -> int:
        """One of four kinds, each a least number and how many bits are added to it."""
        least, count = kinds[self.take(2)]
        return least + self.take(count)

    def enumerated(self) -> int:
        """A number that stands for a name."""
        return self.choice((0, 0), (1, 0), (2, 4), (18, 6))

    def short(self, width: int) -> int:
        """A number that takes fewer bits the smaller it is; ``width`` bits tell how many."""
        if not self.take(1):
            return 0
        count = self.take(width)
        return (1 << count) + self.take(count)

    def long(self) -> int:
        """A number of up to 64 bits."""
        kind = self.take(2)
        if kind < 3:
            return (0, 1, 17)[kind] + self.take((0, 4, 8)[kind])
        value, shift = self.take(12), 12
        while self.take(1):
            if shift == 60:
                return value | self.take(4) << shift
            value |= self.take(8) << shift
            shift += 8
        return value


class BitWriter:
    """Takes bits, and gives them as bytes."""

    def __init__(self) -> None:
        self._value = 0
        self._count = 0

    def put(self, value: int, count: int) -> None:
        """Write the lowest bits of a number."""
        self._value |= (value & (1 << count) - 1) << self._count
        self._count += count

    def enumerated(self, value: int) -> None:
        """Write a number below 18 so that ``Bits.enumerated`` reads it."""
        self.put(min(value, 2), 2)
        if value > 1:
            self.put(value - 2, 4)

    def long(self, value: int) -> None:
        """Write a number so that ``Bits.long`` reads it."""
        self.put(3, 2)
        self.put(value, 12)
        value >>= 12
        while value:
            self.put(1, 1)
            self.put(value, 8)
            value >>= 8
        self.put(0, 1)

    def bytes(self) -> bytes:
        """All of it, filled up with zeros to whole bytes."""
        return self._value.to_bytes((self._count + 7) // 8, "little")
