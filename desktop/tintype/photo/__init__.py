"""File to pixels and back: formats, colour and metadata."""

from tintype.photo.formats import READABLE
from tintype.photo.mask import read_mask, write_mask
from tintype.photo.photo import Depth, Metadata, Photo, Pixels
from tintype.photo.read import read_photo
from tintype.photo.stamp import Stamp, is_stamped, stamped
from tintype.photo.write import WRITABLE, write_photo

__all__ = [
    "READABLE",
    "WRITABLE",
    "Depth",
    "Metadata",
    "Photo",
    "Pixels",
    "Stamp",
    "is_stamped",
    "read_mask",
    "read_photo",
    "stamped",
    "write_mask",
    "write_photo",
]
