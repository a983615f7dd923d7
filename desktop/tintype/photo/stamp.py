"""The mark that Tintype leaves in a result's XMP: what was done, and by which models."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from xml.parsers import expat

from tintype.photo.photo import Photo
from tintype.version import version

NAMESPACE = "http://ns.tintype.app/stamp/1.0/"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta>\n'
    '<?xpacket end="w"?>'
).encode()

# The mark as it is written here, and as other programs may have written it anew.
_WHOLE = re.compile(
    rb'<rdf:Description xmlns:rdf="[^"<>]*" xmlns:tintype="[^"<>]*" rdf:about="[^"<>]*"(?: tintype:\w+="[^"<>]*")+/>'
)
_ATTRIBUTE = re.compile(rb"""\s+tintype:\w+\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""")
_ELEMENT = re.compile(rb"<tintype:(\w+)>[^<]*</tintype:\1>\s*")

DAMAGED = "The note of what was done was left out, because the file's XMP is damaged."
NO_PLACE = "The note of what was done was left out, because the file's format cannot hold any."


@dataclass(frozen=True)
class Stamp:
    """What was done to a photo; without any time, so that the same work gives the same bytes.

    Attributes:
        models: id and version of each model that ran, as "denoise-fast 3".
        settings: of the work, as JSON.
    """

    models: tuple[str, ...]
    settings: str


def stamped(photo: Photo, stamp: Stamp) -> tuple[Photo, tuple[str, ...]]:
    """The photo with the stamp in its XMP, all else of which stays byte for byte; an older stamp goes.

    Returns:
        The photo, and a sentence where the stamp could not be put in and the photo is as it was.
    """
    packet = photo.metadata.xmp
    try:
        marked = merged(packet or _EMPTY, stamp)
    except ValueError:
        return photo, (DAMAGED,)
    return replace(photo, metadata=replace(photo.metadata, xmp=marked)), ()


def is_stamped(packet: bytes | None) -> bool:
    """Whether an XMP packet carries a stamp; one that cannot be parsed carries none."""
    if packet is None or NAMESPACE.encode() not in packet:
        return False
    try:
        return _Reading(packet).stamped
    except ValueError:
        return False


def merged(packet: bytes, stamp: Stamp) -> bytes:
    """The packet with the stamp as the last of its descriptions.

    Raises:
        ValueError: it is no well-formed XMP in UTF-8.
    """
    reading = _Reading(packet)
    if reading.stamped:
        packet = _ELEMENT.sub(b"", _ATTRIBUTE.sub(b"", _WHOLE.sub(b"", packet)))
        reading = _Reading(packet)
        if reading.stamped:
            raise ValueError("an older stamp in a form of its own")
    return packet[: reading.end] + _description(stamp, reading.about) + packet[reading.end :]


def _description(stamp: Stamp, about: str) -> bytes:
    facts = {"Tool": "Tintype", "Version": version(), "Models": ", ".join(stamp.models), "Settings": stamp.settings}
    values = "".join(f' tintype:{name}="{_quoted(value)}"' for name, value in facts.items())
    head = f'<rdf:Description xmlns:rdf="{_RDF}" xmlns:tintype="{NAMESPACE}" rdf:about="{_quoted(about)}"'
    return f"{head}{values}/>".encode()


def _quoted(value: str) -> str:
    return html.escape(value).replace("\n", "&#10;")


class _Reading:
    """What is to be known of a packet to put something into it.

    Attributes:
        end: where its list of descriptions ends, in bytes.
        about: what the descriptions are about.
        stamped: whether there is a stamp among them.
    """

    def __init__(self, packet: bytes) -> None:
        self.end = -1
        self.about = ""
        self.stamped = False
        self._packet = packet
        self._parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse  # XMP has none, and entities can be made to explode
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._finish
        try:
            parser.Parse(packet.rstrip(b"\0"), True)
        except expat.ExpatError as error:
            raise ValueError("XMP that is not well-formed") from error
        if self.end < 0 or packet[self.end : self.end + 2] != b"</":
            raise ValueError("XMP without a list of descriptions")

    def _refuse(self, *_: object) -> None:
        raise ValueError("XMP with a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.about = self.about or attributes.get(f"{_RDF} about", "")
        self.stamped |= any(key.startswith(f"{NAMESPACE} ") for key in (name, *attributes))

    def _finish(self, name: str) -> None:
        if name == f"{_RDF} RDF":
            self.end = self._parser.CurrentByteIndex
