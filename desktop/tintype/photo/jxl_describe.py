"""A JPEG XL codestream whose colours are described anew, which imagecodecs cannot ask libjxl for."""

from __future__ import annotations

from tintype.photo.jxl_bits import Bits, BitWriter
from tintype.photo.jxl_header import BT2100, D65, GREY, HEAD, SRGB_CURVE, Header, read_header
from tintype.photo.jxl_icc import read_icc, write_icc

_RELATIVE = 1
_FIRST_OF_FOUR_BITS = 2


def named_srgb(stream: bytes) -> bytes:
    """The same codestream with its curve, if it has a name of its own, called that of sRGB."""
    place = read_header(stream).curve
    if place is None:
        return stream
    head = int.from_bytes(stream[:HEAD], "little")
    head = head & ~(0b1111 << place) | (SRGB_CURVE - _FIRST_OF_FOUR_BITS) << place
    return head.to_bytes(len(stream[:HEAD]), "little") + stream[HEAD:]


def described(stream: bytes, bits: int, icc: bytes | None) -> bytes:
    """The same codestream, its samples called integers of so many bits, and its colours described by a profile.

    Args:
        stream: with a header that tells both.
        bits: where the colours are the format's own, the decoder makes so many; otherwise those that there are.
        icc: the profile; None for the primaries of BT.2100 with the curve of sRGB, of which every decoder knows.

    Raises:
        ValueError: the header was not understood.
    """
    header = read_header(stream)
    if header.depth is None or header.described is None or header.end is None:
        raise ValueError("a codestream of another kind")
    old, new = int.from_bytes(stream[:HEAD], "little"), BitWriter()
    new.put(old, header.depth[0])
    new.put(0, 1)
    new.put(3, 2)
    new.put(bits - 1, 6)
    new.put(old >> header.depth[1], header.described[0] - header.depth[1])
    _put_colours(new, header.grey, profiled=icc is not None)
    new.put(old >> header.described[1], header.end - header.described[1])
    if icc is not None:
        write_icc(new, icc)
    return new.bytes() + stream[_first_byte(stream, header, header.end) :]


def _put_colours(bits: BitWriter, grey: bool, *, profiled: bool) -> None:
    bits.put(0, 1)
    bits.put(int(profiled), 1)
    bits.enumerated(GREY if grey else 0)
    if profiled:
        return
    bits.enumerated(D65)
    if not grey:
        bits.enumerated(BT2100)
    bits.put(0, 1)
    bits.enumerated(SRGB_CURVE)
    bits.enumerated(_RELATIVE)


def _first_byte(stream: bytes, header: Header, end: int) -> int:
    """Where the pixels begin, behind the profile if there is one."""
    bits = Bits(stream)
    bits.skip(end)
    if header.profiled:
        read_icc(bits)
    return (bits.position + 7) // 8
