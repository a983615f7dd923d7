"""What of a photo's metadata goes into a file."""

from __future__ import annotations

from dataclasses import replace

from tintype.photo import exif, exif_edit, exif_thumbnail
from tintype.photo.photo import Metadata, Photo
from tintype.photo.writable import Format

_NAMES = {"icc": "colour profile", "exif": "EXIF", "xmp": "XMP", "iptc": "IPTC"}
_MAX_DPI = 65535
_ENDLESS = 2**62


def carried(photo: Photo, form: Format) -> tuple[Metadata, tuple[str, ...]]:
    """The photo's metadata as it is true of the photo now, as far as the format holds it, and sentences about the rest."""
    return _held(_storable(photo, form), form)


def _storable(photo: Photo, form: Format) -> Metadata:
    """Without a resolution that no format could hold, and with EXIF and XMP of the photo as it is now."""
    dpi, packet = photo.metadata.dpi, photo.metadata.xmp
    plausible = dpi is None or all(1 <= dots <= _MAX_DPI for dots in dpi)
    return replace(
        photo.metadata,
        dpi=dpi if plausible else None,
        exif=_fitted(photo, form),
        xmp=packet and exif.fitted_xmp(packet, photo.size),
    )


def _fitted(photo: Photo, form: Format) -> bytes | None:
    old = exif.block(photo.metadata.exif)
    if old is None:
        return None
    block = exif.fitted(old, photo.size)
    if not form.thumbnail or not exif.has_thumbnail(old):
        return block
    return exif_thumbnail.renewed(block, photo, form.room.get("exif", _ENDLESS))


def _held(metadata: Metadata, form: Format) -> tuple[Metadata, tuple[str, ...]]:
    """What the format holds of the metadata, and sentences about the rest."""
    metadata, remarks = _shortened(metadata, form)
    given = [name for name in _NAMES if getattr(metadata, name)]
    lost = {name: "cannot hold any" for name in given if name not in form.holds}
    lost |= {
        name: f"holds at most {form.room[name]} bytes"
        for name in given
        if name in form.holds and len(getattr(metadata, name)) > form.room.get(name, _ENDLESS)
    }
    sentences = (f"The {_NAMES[name]} was left out, because the file's format {why}." for name, why in lost.items())
    return replace(metadata, **dict.fromkeys(lost)), (*remarks, *sentences)


def _shortened(metadata: Metadata, form: Format) -> tuple[Metadata, tuple[str, ...]]:
    """With EXIF that fits without its longest entries, and a sentence, where it is too long."""
    room = form.room.get("exif", _ENDLESS)
    if metadata.exif is None or len(metadata.exif) <= room:
        return metadata, ()
    block = exif_edit.shortened(metadata.exif, room)
    if block is None:
        return metadata, ()
    return replace(metadata, exif=block), (
        f"The longest entries of the EXIF were left out, because the file's format holds at most {room} bytes.",
    )
