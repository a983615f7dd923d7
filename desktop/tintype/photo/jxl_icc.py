"""ICC profiles inside a JPEG XL codestream (ISO/IEC 18181-1, annex E.4)."""

from __future__ import annotations

import struct

from tintype.photo.jxl_bits import Bits, BitWriter
from tintype.photo.jxl_entropy import EntropyReader

_CONTEXTS, _HEADER, _MOST = 41, 128, 1 << 22
_TAGS = b"cprt wtpt bkpt rXYZ gXYZ bXYZ kXYZ rTRC gTRC bTRC kTRC chad desc chrm dmnd dmdd lumi".split()
_TYPES = (b"XYZ ", b"desc", b"text", b"mluc", b"para", b"curv", b"sf32", b"gbd ")
_POINTS = frozenset((b"rXYZ", b"gXYZ", b"bXYZ", b"kXYZ", b"wtpt", b"bkpt", b"lumi"))
_POINT = 20
_END_OF_TAGS, _NAMED, _CURVES, _PRIMARIES = range(4)
_INSERT, _SHUFFLED, _SHUFFLED_WIDE, _PREDICTED, _XYZ, _FIRST_TYPE = 1, 2, 3, 4, 10, 16
_PLACED, _SIZED, _STRIDE = 64, 128, 16
_ILLUMINANT = struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset(b"0123456789.,")


def read_icc(bits: Bits) -> bytes:
    """The profile whose coding begins at the next bit.

    Raises:
        ValueError: it is damaged.
    """
    length = bits.long()
    if length > _MOST:
        raise ValueError("a profile that is too long")
    reader = EntropyReader(bits, _CONTEXTS)
    coded = bytearray(2)
    for place in range(length):
        coded.append(reader.read(_context(place, coded[-1], coded[-2])) & 255)
    try:
        return _Decoding(bytes(coded[2:])).profile
    except (IndexError, ZeroDivisionError) as error:
        raise ValueError("a damaged profile") from error


def write_icc(bits: BitWriter, icc: bytes) -> None:
    """Write a profile in the plainest way: one code of eight bits for every byte, and nothing predicted but the header."""
    head = _predicted_header(len(icc))
    rest = icc[_HEADER:]
    differences = bytearray()
    for place, byte in enumerate(icc[:_HEADER]):
        _predict(head, icc, place)
        differences.append((byte - head[place]) & 255)
    commands = _varint(0) + (bytes((_INSERT,)) + _varint(len(rest)) if rest else b"")
    coded = _varint(len(icc)) + _varint(len(commands)) + commands + bytes(differences) + rest
    bits.long(len(coded))
    _put_plain_code(bits)
    for byte in coded:
        bits.put(int(f"{byte:08b}"[::-1], 2), 8)


def _put_plain_code(bits: BitWriter) -> None:
    bits.put(0, 1)  # no repeats
    bits.put(1, 1)  # all contexts
    bits.put(0, 2)  # have one code,
    bits.put(1, 1)  # a prefix code,
    bits.put(15, 4)  # whose symbols are the numbers themselves,
    bits.put(1, 1)  # of which there are 1 + 2 ** 7 + 127
    bits.put(7, 4)
    bits.put(127, 7)
    bits.put(0, 2)
    bits.put(0, 2 * 10)  # No code has 1, 2, 3, 4, 0, 5, 17, 6, 16 or 7 bits,
    bits.put(1, 2)  # all have 8,
    bits.put(0, 2 * 7)  # and none has more.


def _context(place: int, last: int, before: int) -> int:
    return 0 if place <= _HEADER else 1 + _kind(last) + 8 * min(_kind_before(before), 4)


def _kind(byte: int) -> int:
    if byte in _LETTERS or byte in _DIGITS:
        return int(byte in _DIGITS)
    if byte < 16:
        return 2 + min(byte, 2)
    return 7 if byte <= 240 else 6 if byte == 255 else 5


def _kind_before(byte: int) -> int:
    if byte in _LETTERS or byte in _DIGITS:
        return int(byte in _DIGITS)
    return 2 if byte < 16 else 3 if byte > 240 else 4


def _predicted_header(length: int) -> bytearray:
    head = bytearray(_HEADER)
    struct.pack_into(">I", head, 0, length & 0xFFFFFFFF)
    head[8] = 4
    head[12:24] = b"mntrRGB XYZ "
    head[36:40] = b"acsp"
    head[68:80] = _ILLUMINANT
    return head


def _predict(head: bytearray, icc: bytes | bytearray, place: int) -> None:
    """Make better guesses of the header once ``place`` of its bytes are known."""
    if place == 8:
        head[80:84] = icc[4:8]
    elif place == 41:
        head[41:44] = {b"A": b"PPL", b"M": b"SFT"}.get(bytes(icc[40:41]), bytes(head[41:44]))
    elif place == 42:
        head[42:44] = {b"SG": b"I ", b"SU": b"NW"}.get(bytes(icc[40:42]), bytes(head[42:44]))


def _varint(number: int) -> bytes:
    coded = bytearray()
    while number > 127:
        coded.append(number & 127 | 128)
        number >>= 7
    return bytes((*coded, number))


class _Decoding:
    """Turns commands and data back into a profile.

    Attributes:
        profile: all of it.
    """

    def __init__(self, coded: bytes) -> None:
        self._coded = coded
        self._place = 0
        self._length = self._varint()
        commands = self._varint()
        self._end = self._place + commands
        self._data = self._end
        if self._length > _MOST or self._end > len(coded):
            raise ValueError("a damaged profile")
        self._made = bytearray()
        self._decode_header()
        if len(self._made) < self._length:
            self._decode_tags()
            while self._place < self._end:
                self._decode_content(self._command())
        if len(self._made) != self._length:
            raise ValueError("a damaged profile")
        self.profile = bytes(self._made)

    def _command(self) -> int:
        self._place += 1
        return self._coded[self._place - 1]

    def _varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._command()
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128 or shift > 63:
                return number

    def _taken(self, count: int) -> bytes:
        part = self._coded[self._data : self._data + count]
        if len(part) < count or len(self._made) + count > self._length:
            raise ValueError("a damaged profile")
        self._data += count
        return part

    def _decode_header(self) -> None:
        head = _predicted_header(self._length)
        for place, difference in enumerate(self._taken(min(_HEADER, self._length))):
            _predict(head, self._made, place)
            self._made.append((difference + head[place]) & 255)

    def _decode_tags(self) -> None:
        count = self._varint() - 1
        if count < 0:
            return
        self._made += struct.pack(">I", count)
        start, size = _HEADER + 12 * count, 0
        while self._place < self._end:
            command = self._command()
            code = command & 63
            if code == _END_OF_TAGS:
                return
            known = {_NAMED: b"", _CURVES: b"rTRC", _PRIMARIES: b"rXYZ"}
            tag = (known[code] or self._taken(4)) if code in known else _TAGS[code - 4]
            start = self._varint() if command & _PLACED else start + size
            size = _POINT if tag in _POINTS else size
            size = self._varint() if command & _SIZED else size
            self._add_tag(tag, start, size)
            if code == _CURVES:
                self._add_tag(b"gTRC", start, size)
                self._add_tag(b"bTRC", start, size)
            elif code == _PRIMARIES:
                self._add_tag(b"gXYZ", start + size, size)
                self._add_tag(b"bXYZ", start + 2 * size, size)

    def _add_tag(self, tag: bytes, start: int, size: int) -> None:
        self._made += tag + struct.pack(">II", start & 0xFFFFFFFF, size & 0xFFFFFFFF)

    def _decode_content(self, command: int) -> None:
        if command == _INSERT:
            self._made += self._taken(self._varint())
        elif command in (_SHUFFLED, _SHUFFLED_WIDE):
            self._made += _unshuffled(self._taken(self._varint()), 2 if command == _SHUFFLED else 4)
        elif command == _PREDICTED:
            self._decode_predicted(self._command())
        elif command == _XYZ:
            self._made += b"XYZ " + bytes(4) + self._taken(12)
        elif _FIRST_TYPE <= command < _FIRST_TYPE + len(_TYPES):
            self._made += _TYPES[command - _FIRST_TYPE] + bytes(4)
        else:
            raise ValueError("a damaged profile")

    def _decode_predicted(self, flags: int) -> None:
        width, order = (flags & 3) + 1, flags >> 2 & 3
        stride = self._varint() if flags & _STRIDE else width
        if width == 3 or order == 3 or stride < width or stride * 4 >= len(self._made):
            raise ValueError("a damaged profile")
        differences = _unshuffled(self._taken(self._varint()), width)
        start = len(self._made)
        for place, difference in enumerate(differences):
            begin = start + place - place % width
            one, two, three = (
                int.from_bytes(self._made[begin - back * stride : begin - back * stride + width], "big") for back in (1, 2, 3)
            )
            guess = (one, 2 * one - two, 3 * one - 3 * two + three)[order]
            self._made.append((difference + (guess >> 8 * (width - 1 - place % width))) & 255)


def _unshuffled(data: bytes, width: int) -> bytes:
    """Bytes that lie by their significance in the order in which they belong."""
    height = -(-len(data) // width)
    return bytes(
        data[row + column * height] for row in range(height) for column in range(width) if row + column * height < len(data)
    )
