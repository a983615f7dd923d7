from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tintype.photo import Metadata, Output, Photo, Stamp, export_photo, is_stamped, read_photo
from tintype.photo.stamp import DAMAGED, NAMESPACE, NO_PLACE, merged, stamped

STAMP = Stamp(("denoise-fast 3", "fill 1"), '{"denoise": {"noise": 12.5}}')
LATER = Stamp(("denoise-best 1",), "{}")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PACKET = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="any"><!-- </r:RDF> -->
 <r:RDF xmlns:r="{RDF}">
  <r:Description r:about="uuid:1" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="a &amp; b">
   <dc:title>Été</dc:title></r:Description>
 </r:RDF>
</x:xmpmeta>
{" " * 200}
<?xpacket end="w"?>""".encode()


def photo(xmp: bytes | None = None) -> Photo:
    return Photo(np.full((8, 8, 3), 0.5, np.float32), metadata=Metadata(xmp=xmp))


def test_the_stamp_goes_into_the_packet_and_nothing_is_lost() -> None:
    packet = merged(PACKET, STAMP)
    head, tail = PACKET.split(b" </r:RDF>\n")
    assert packet.startswith(head)
    assert packet.endswith(b"</r:RDF>\n" + tail)
    assert b'rdf:about="uuid:1" tintype:Tool="Tintype"' in packet
    assert b'tintype:Models="denoise-fast 3, fill 1"' in packet
    assert b'tintype:Settings="{&quot;denoise&quot;: {&quot;noise&quot;: 12.5}}"' in packet
    assert is_stamped(packet)
    assert not is_stamped(PACKET)
    assert not is_stamped(None)


def test_an_older_stamp_goes() -> None:
    assert merged(merged(PACKET, STAMP), LATER) == merged(PACKET, LATER)
    rewritten = PACKET.replace(b"dc:format", f'xmlns:tintype="{NAMESPACE}" tintype:Tool="Tintype" dc:format'.encode()).replace(
        b"<dc:title>", b"<tintype:Models>x</tintype:Models><dc:title>"
    )
    assert is_stamped(rewritten)
    again = merged(rewritten, LATER)
    assert again.count(b"tintype:Tool") == again.count(b"tintype:Models") == 1
    assert "<dc:title>Été</dc:title>".encode() in again


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif", ".jxl"])
@pytest.mark.parametrize("xmp", [None, PACKET])
def test_every_format_with_xmp_keeps_it(tmp_path: Path, suffix: str, xmp: bytes | None) -> None:
    target = tmp_path / f"a{suffix}"
    assert export_photo(photo(xmp), target, Output(), STAMP) == ()
    stored = read_photo(target).metadata.xmp
    assert is_stamped(stored)
    assert xmp is None or (stored is not None and "Été".encode() in stored)


def test_a_format_without_xmp_says_so(tmp_path: Path) -> None:
    target = tmp_path / "a.bmp"
    assert export_photo(photo(), target, Output(), STAMP) == (NO_PLACE,)
    assert export_photo(photo(), target, Output(keep_metadata=False), STAMP) == ()


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<x xmlns:r="{RDF}" xmlns:t="{NAMESPACE}"><r:RDF>&b;</r:RDF></x>'
).encode()


@pytest.mark.parametrize("packet", [BOMB, b"no XML", b"<x/>", f'<r:RDF xmlns:r="{RDF}"/>'.encode(), PACKET[:200], b"\xff\xfe<\0"])
def test_a_packet_that_cannot_be_read_stays_as_it_is(packet: bytes) -> None:
    given = photo(packet)
    assert stamped(given, STAMP) == (given, (DAMAGED,))
    assert not is_stamped(packet)


def test_a_packet_that_fills_a_segment_is_split_for_the_stamp(tmp_path: Path) -> None:
    full = PACKET.replace(b" " * 200, b" " * (65_600 - len(PACKET)))
    assert export_photo(photo(full), tmp_path / "a.jpg", Output(), STAMP) == ()
    assert read_photo(tmp_path / "a.jpg").metadata.xmp == merged(full, STAMP)
