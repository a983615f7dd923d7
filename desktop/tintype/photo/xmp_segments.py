"""XMP in a JPEG, which is split where it is longer than a segment (XMP specification, part 3, section 1.1.3.1)."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator

_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_APP1, _SCAN, _MARKER = 0xE1, 0xDA, 0xFF
_HEAD = struct.Struct(">32sII")
_PART = 65000
_NOTE = re.compile(
    rb"""\s*xmpNote:HasExtendedXMP\s*=\s*["']([0-9A-Fa-f]{32})["']|<xmpNote:HasExtendedXMP>\s*([0-9A-Fa-f]{32})\s*</xmpNote:HasExtendedXMP>"""
)
_BODY = re.compile(rb"<rdf:RDF[^>]*>(.*)</rdf:RDF>", re.DOTALL)
_END = b"</rdf:RDF>"
_POINTING = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="%s"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def split(packet: bytes) -> tuple[bytes, bytes]:
    """A packet that does nothing but point to the rest, and the segments of the rest, ready for the file."""
    name = hashlib.md5(packet, usedforsecurity=False).hexdigest().upper()
    parts = (
        _EXTENSION + _HEAD.pack(name.encode(), len(packet), begin) + packet[begin : begin + _PART]
        for begin in range(0, len(packet), _PART)
    )
    return (_POINTING % name).encode(), b"".join(b"\xff\xe1" + struct.pack(">H", 2 + len(part)) + part for part in parts)


def joined(packet: bytes, jpeg: bytes) -> bytes:
    """The packet of a JPEG file with what it points to put into it; as it is where that is not whole."""
    found = _NOTE.search(packet)
    if found is None:
        return packet
    name = found[1] or found[2]
    rest = _rest(jpeg, name.upper())
    if rest is None:
        return packet
    if packet == _POINTING.encode() % name:
        return rest
    body = _BODY.search(rest)
    return packet if body is None else _NOTE.sub(b"", packet).replace(_END, body[1] + _END, 1)


def _rest(jpeg: bytes, name: bytes) -> bytes | None:
    whole = bytearray()
    for content in _segments(jpeg):
        if not content.startswith(_EXTENSION) or len(content) < len(_EXTENSION) + _HEAD.size:
            continue
        told, length, begin = _HEAD.unpack_from(content, len(_EXTENSION))
        if told.upper() == name and begin == len(whole):
            whole += content[len(_EXTENSION) + _HEAD.size :]
            if len(whole) == length:
                return bytes(whole)
    return None


def _segments(jpeg: bytes) -> Iterator[bytes]:
    """What the APP1 segments before the picture hold."""
    position = 2
    while position + 4 <= len(jpeg) and jpeg[position] == _MARKER and jpeg[position + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", jpeg, position + 2)
        if jpeg[position + 1] == _APP1:
            yield jpeg[position + 4 : position + 2 + length]
        position += 2 + max(length, 2)
