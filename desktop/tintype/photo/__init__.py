"""File to pixels and back: formats, colour and metadata."""

from tintype.photo.file_size import FileSize, file_size
from tintype.photo.formats import READABLE
from tintype.photo.mask import read_mask, write_mask
from tintype.photo.original import backup_of, replace_original, same_file
from tintype.photo.output import Output
from tintype.photo.photo import Depth, Metadata, Photo, Pixels
from tintype.photo.read import read_photo
from tintype.photo.stamp import Stamp, is_stamped
from tintype.photo.writable import WRITABLE, is_lossy, most_bits
from tintype.photo.write import Encoded, encode_photo, export_photo, foreseen_losses, write_photo

__all__ = [
    "READABLE",
    "WRITABLE",
    "Depth",
    "Encoded",
    "FileSize",
    "Metadata",
    "Output",
    "Photo",
    "Pixels",
    "Stamp",
    "backup_of",
    "encode_photo",
    "export_photo",
    "file_size",
    "foreseen_losses",
    "is_lossy",
    "is_stamped",
    "most_bits",
    "read_mask",
    "read_photo",
    "replace_original",
    "same_file",
    "write_mask",
    "write_photo",
]
