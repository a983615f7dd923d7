"""Every kind of file that is read, made by other libraries."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tintype.errors import UnreadablePhoto
from tintype.photo import Metadata, Photo, read_photo

Array = NDArray[Any]


def read(tmp_path: Path, content: bytes | bytearray) -> Photo:
    # The content decides, not the name.
    (tmp_path / "photo.dat").write_bytes(content)
    return read_photo(tmp_path / "photo.dat")


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


def tiff(samples: Array, **options: Any) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, samples, **{"metadata": None, **options})
    return file.getvalue()


def samples_of(photo: Photo) -> Array:
    samples: Array = np.rint(photo.pixels * (2**photo.depth - 1)).astype(np.uint16)
    return samples


def assert_holds(photo: Photo, colours: Array, alpha: Array | None = None) -> None:
    grey = colours.ndim == 2
    np.testing.assert_array_equal(samples_of(photo), np.dstack([colours] * 3) if grey else colours)
    assert (photo.grey, photo.warnings) == (grey, ())
    if alpha is None:
        assert photo.alpha is None
    else:
        assert photo.alpha is not None
        np.testing.assert_array_equal(np.rint(photo.alpha * (2**photo.depth - 1)), alpha)


MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"),
    "TIFF": ("1", "L", "LA", "P", "RGB", "RGBA"),
    "BMP": ("1", "L", "P", "RGB", "RGBA"),
    "JPEG": ("1", "L", "RGB"),
    "WEBP": ("L", "RGB", "RGBA"),
}


@pytest.mark.parametrize(("name", "mode"), [(name, mode) for name, modes in MODES.items() for mode in modes])
def test_eight_bits_of_every_mode(tmp_path: Path, name: str, mode: str, colour8: Array, alpha8: Array) -> None:
    image = Image.fromarray(np.dstack((colour8, alpha8))).convert(mode)
    content = saved(image, name, lossless=True, exact=True)
    with Image.open(io.BytesIO(content)) as same:
        grey, transparent = same.mode in ("1", "L", "LA"), same.has_transparency_data
        expected = np.asarray(same.convert("LA" if grey else "RGBA"))
    photo = read(tmp_path, content)
    assert photo.depth == 8
    assert_holds(photo, expected[..., 0] if grey else expected[..., :3], expected[..., -1] if transparent else None)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_png_palette_of_any_width_with_transparency(tmp_path: Path, bits: int, colour8: Array) -> None:
    image = Image.fromarray(colour8).quantize(2**bits)
    steps = bytes(range(255, 255 - 2**bits, -1))
    photo = read(tmp_path, saved(image, "PNG", bits=bits, transparency=steps))
    indices = np.asarray(image)
    assert_holds(photo, np.asarray(image.convert("RGB")), np.frombuffer(steps, np.uint8)[indices])


def test_png_with_one_transparent_colour(tmp_path: Path, colour8: Array, colour16: Array) -> None:
    shallow = read(tmp_path, saved(Image.fromarray(colour8), "PNG", transparency=tuple(map(int, colour8[3, 4]))))
    assert_holds(shallow, colour8, np.where((colour8 == colour8[3, 4]).all(axis=2), 0, 255))
    plain = imagecodecs.png_encode(colour16)
    deep = read(tmp_path, with_chunk(plain, b"tRNS", struct.pack(">3H", *colour16[3, 4])))
    assert_holds(deep, colour16, np.where((colour16 == colour16[3, 4]).all(axis=2), 0, 65535))


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_png_of_16_bits_written_by_opencv(tmp_path: Path, channels: int, colour16: Array, alpha16: Array) -> None:
    blue_first = {1: colour16[..., 0], 3: colour16[..., ::-1], 4: np.dstack((colour16[..., ::-1], alpha16))}[channels]
    photo = read(tmp_path, cv2.imencode(".png", blue_first)[1].tobytes())
    assert photo.depth == 16
    assert_holds(photo, colour16[..., 0] if channels == 1 else colour16, alpha16 if channels == 4 else None)


def test_png_of_16_bits_grey_and_alpha(tmp_path: Path, colour16: Array, alpha16: Array) -> None:
    content = imagecodecs.png_encode(np.dstack((colour16[..., 0], alpha16)))
    assert_holds(read(tmp_path, content), colour16[..., 0], alpha16)


@pytest.mark.parametrize("depth", [8, 16])
def test_png_values_are_not_changed_by_gamma_profile_or_significant_bits(
    tmp_path: Path, depth: int, colour8: Array, colour16: Array, icc: bytes
) -> None:
    samples = colour8 if depth == 8 else colour16
    content = imagecodecs.png_encode(samples)
    for kind, body in ((b"sBIT", b"\5\5\5"), (b"gAMA", struct.pack(">I", 100_000)), (b"iCCP", b"x\0\0" + zlib.compress(icc))):
        content = with_chunk(content, kind, body)
    photo = read(tmp_path, content)
    assert_holds(photo, samples)
    assert photo.metadata.icc == icc


def test_interlaced_png(tmp_path: Path) -> None:
    # Adam7 of 2 x 2 pixels: passes 1, 6 and 7, each line behind its filter byte.
    body = zlib.compress(b"\0\x01" + b"\0\x02" + b"\0\x03\x04")
    content = png_of(b"IHDR" + struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 1), b"IDAT" + body, b"IEND")
    assert_holds(read(tmp_path, content), np.array([[1, 2], [3, 4]], np.uint8))


@pytest.mark.parametrize(
    "layout", [{"planarconfig": "separate"}, {"planarconfig": "contig"}, {"tile": (16, 32)}, {"rowsperstrip": 7}]
)
@pytest.mark.parametrize("compression", [None, "lzw", "adobe_deflate", "zstd", "packbits", "lzma"])
@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_tiff_of_16_bits(
    tmp_path: Path, layout: dict[str, Any], compression: str | None, byteorder: str, colour16: Array
) -> None:
    planes = colour16.transpose(2, 0, 1) if layout.get("planarconfig") == "separate" else colour16
    predictor = True if compression in ("lzw", "adobe_deflate", "zstd", "lzma") else None
    content = tiff(
        np.ascontiguousarray(planes),
        photometric="rgb",
        compression=compression,
        predictor=predictor,
        byteorder=byteorder,
        **layout,
    )
    photo = read(tmp_path, content)
    assert photo.depth == 16
    assert_holds(photo, colour16)


@pytest.mark.parametrize("compression", ["group4", "group3", "tiff_ccitt", "tiff_lzw"])
def test_tiff_of_one_bit(tmp_path: Path, compression: str, colour8: Array) -> None:
    image = Image.fromarray(colour8).convert("1")
    photo = read(tmp_path, saved(image, "TIFF", compression=compression))
    assert photo.depth == 8
    assert_holds(photo, np.asarray(image) * 255)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_tiff_of_jpeg(tmp_path: Path, mode: str, colour8: Array) -> None:
    content = saved(Image.fromarray(colour8).convert(mode), "TIFF", compression="jpeg")
    with Image.open(io.BytesIO(content)) as same:
        assert_holds(read(tmp_path, content), np.asarray(same))


def test_tiff_of_jpeg_in_ycbcr(tmp_path: Path, colour8: Array) -> None:
    content = tiff(colour8, photometric="ycbcr", compression="jpeg", subsampling=(2, 2))
    with Image.open(io.BytesIO(content)) as same:
        # The two libraries smooth the colours a little differently.
        assert np.abs(samples_of(read(tmp_path, content)).astype(int) - np.asarray(same)).mean() < 1


def test_tiff_ycbcr_and_lab_look_as_they_did(tmp_path: Path, colour8: Array) -> None:
    image = Image.fromarray(colour8)
    ycbcr = read(tmp_path, saved(image.convert("YCbCr"), "TIFF"))
    assert np.abs(ycbcr.pixels - colour8 / 255).max() < 3 / 255
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    transform = ImageCms.buildTransform(srgb, lab, "RGB", "LAB")
    photo = read(tmp_path, saved(transform.apply(image), "TIFF"))
    assert np.abs(photo.pixels - colour8 / 255).mean() < 3 / 255


def test_tiff_in_which_white_is_zero(tmp_path: Path, colour16: Array) -> None:
    assert_holds(read(tmp_path, tiff(65535 - colour16[..., 0], photometric="miniswhite")), colour16[..., 0])


@pytest.mark.parametrize(("kind", "kept"), [("unassalpha", True), ("unspecified", False)])
def test_tiff_alpha_is_what_the_file_calls_so(tmp_path: Path, kind: str, kept: bool, colour16: Array, alpha16: Array) -> None:
    content = tiff(np.dstack((colour16, alpha16)), photometric="rgb", extrasamples=[kind])
    assert_holds(read(tmp_path, content), colour16, alpha16 if kept else None)


@pytest.mark.parametrize("depth", [8, 16])
def test_tiff_colours_with_alpha_multiplied_in_are_freed_of_it(
    tmp_path: Path, depth: int, colour8: Array, colour16: Array
) -> None:
    samples = colour8 if depth == 8 else colour16
    top = 2**depth - 1
    alpha = np.full(samples.shape[:2], top // 2, samples.dtype)
    alpha[:5] = 0
    mixed = np.rint(samples * (alpha / top)[..., np.newaxis]).astype(samples.dtype)
    photo = read(tmp_path, tiff(np.dstack((mixed, alpha)), photometric="rgb", extrasamples=["assocalpha"]))
    assert photo.alpha is not None
    np.testing.assert_array_equal(np.rint(photo.alpha * top), alpha)
    np.testing.assert_allclose(photo.pixels[5:], samples[5:] / top, atol=1.1 / top)
    assert not photo.pixels[:5].any()


def test_tiff_of_12_bits_reaches_white(tmp_path: Path, colour16: Array) -> None:
    samples = colour16[:60, :80, 0] >> 4
    photo = read(tmp_path, tiff(samples, photometric="minisblack", bitspersample=12))
    assert photo.depth == 16
    np.testing.assert_array_equal(photo.pixels[..., 0], samples / np.float32(4095))
    assert photo.pixels.max() == 1


def test_big_tiff_with_exif(tmp_path: Path, colour16: Array) -> None:
    content = tiff(
        colour16, photometric="rgb", bigtiff=True, software="Scanner", extratags=[(271, 2, 0, "Maker of scanners", True)]
    )
    photo = read(tmp_path, content)
    assert_holds(photo, colour16)
    tags = Image.Exif()
    tags.load(photo.metadata.exif or b"")
    assert tags[271] == "Maker of scanners"
    assert tags[305] == "Scanner"


def test_tiff_pages_beyond_the_first_are_told_of_but_not_its_thumbnail(tmp_path: Path, colour8: Array) -> None:
    pages = io.BytesIO()
    with tifffile.TiffWriter(pages) as writer:
        writer.write(colour8, photometric="rgb", metadata=None)
        writer.write(colour8[::4, ::4], photometric="rgb", metadata=None, subfiletype=1)
    assert_holds(read(tmp_path, pages.getvalue()), colour8)
    image = Image.fromarray(colour8)
    photo = read(tmp_path, saved(image, "TIFF", save_all=True, append_images=[image.rotate(180)] * 2))
    np.testing.assert_array_equal(samples_of(photo), colour8)
    assert photo.warnings == ("The file holds 3 pictures; only the first was opened.",)


@pytest.mark.parametrize("name", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_read(tmp_path: Path, name: str, colour8: Array) -> None:
    image = Image.fromarray(colour8)
    photo = read(tmp_path, saved(image, name, save_all=True, append_images=[image.rotate(180)], lossless=True))
    np.testing.assert_array_equal(samples_of(photo), colour8)
    assert photo.warnings == ("The file holds 2 pictures; only the first was opened.",)


def test_a_phones_jpeg_with_a_preview_is_one_photo(tmp_path: Path, colour8: Array) -> None:
    image = Image.fromarray(colour8)
    content = saved(image, "MPO", save_all=True, append_images=[image.resize((20, 20))])
    with Image.open(io.BytesIO(content)) as same:
        assert same.format == "MPO"
        assert_holds(read(tmp_path, content), np.asarray(same))


@pytest.mark.parametrize("name", ["JPEG", "TIFF"])
def test_cmyk_without_profile_is_converted_plainly(tmp_path: Path, name: str, colour8: Array) -> None:
    image = Image.fromarray(colour8).convert("CMYK")
    photo = read(tmp_path, saved(image, name, quality=100))
    expected = np.asarray(image.convert("RGB")) / 255
    assert np.abs(photo.pixels - expected).mean() < (2 / 255 if name == "JPEG" else 1e-6)
    assert photo.warnings == ("The colours were converted from CMYK without a profile and may look different.",)


@pytest.mark.parametrize("content", ["JPEG", "TIFF", "TIFF 16"])
def test_cmyk_goes_through_its_profile_which_is_then_used_up(tmp_path: Path, content: str) -> None:
    # Ink of cyan alone, which the profile of this test calls a middle grey, and full black, which it calls white.
    inks = np.zeros((32, 32, 4), np.uint8)
    inks[:, :16, 0] = 255
    inks[:, 16:, 3] = 255
    profile = odd_cmyk_profile()
    if content == "TIFF 16":
        stored = tiff(inks.astype(np.uint16) * 257, photometric="separated", iccprofile=profile)
    else:
        stored = saved(Image.fromarray(inks, "CMYK"), content, icc_profile=profile, quality=100)
    photo = read(tmp_path, stored)
    assert photo.metadata.icc is None
    assert photo.depth == 8
    np.testing.assert_allclose(photo.pixels[:, :8], 119 / 255, atol=4 / 255)
    np.testing.assert_allclose(photo.pixels[:, 24:], 1, atol=4 / 255)
    shallow = ("The colours were converted with 8 bits a channel.",) if content == "TIFF 16" else ()
    assert photo.warnings == ("The colours were converted from CMYK to sRGB.", *shallow)


@pytest.mark.parametrize("numbers", ["uint32", "int16", "complex64"])
def test_tiff_of_other_numbers_is_refused(tmp_path: Path, numbers: str) -> None:
    with pytest.raises(
        UnreadablePhoto, match="its channels are neither whole numbers of 8 or 16 bits nor floating point numbers"
    ):
        read(tmp_path, tiff(np.zeros((4, 4, 3), numbers), photometric="rgb"))


def test_a_cameras_raw_file_that_cannot_be_developed_is_not_mistaken_for_its_preview(tmp_path: Path, colour8: Array) -> None:
    raw = tiff(colour8, photometric="rgb", extratags=[(50706, 1, 4, (1, 4, 0, 0), True)])
    with pytest.raises(UnreadablePhoto, match="raw file"):
        read(tmp_path, raw)


@pytest.mark.parametrize(
    ("tag", "value", "reason"),
    [
        ("Compression", 40000, "its compression (number 40000) is not supported"),
        ("PhotometricInterpretation", 32844, "its kind of colours"),
    ],
)
def test_tiff_of_unknown_kinds_is_refused(tmp_path: Path, tag: str, value: int, reason: str, colour8: Array) -> None:
    (tmp_path / "photo.tif").write_bytes(tiff(colour8, photometric="rgb"))
    with tifffile.TiffFile(tmp_path / "photo.tif", mode="r+") as file:
        file.pages.first.tags[tag].overwrite(value)
    with pytest.raises(UnreadablePhoto, match=re.escape(reason)):
        read_photo(tmp_path / "photo.tif")


def test_png_with_a_packed_packet_and_a_damaged_profile(tmp_path: Path, colour8: Array, xmp: bytes) -> None:
    content = with_chunk(saved(Image.fromarray(colour8), "PNG"), b"iTXt", b"XML:com.adobe.xmp\0\1\0en\0\0" + zlib.compress(xmp))
    content = with_chunk(content, b"iTXt", b"Comment\0\0\0\0\0not a packet")
    content = with_chunk(content, b"iCCP", b"profile\0\0not deflated")
    photo = read(tmp_path, with_chunk(content, b"pHYs", struct.pack(">IIB", 3, 4, 0)))
    assert_holds(photo, colour8)
    assert photo.metadata == Metadata(xmp=xmp)


def test_png_with_metadata_behind_its_pixels(tmp_path: Path, colour8: Array, exif: bytes) -> None:
    content = saved(Image.fromarray(colour8), "PNG")
    assert read(tmp_path, content[:-12] + png_of(b"eXIf" + exif, b"IEND")[8:]).metadata.exif == exif


def png_of(*chunks: bytes) -> bytes:
    framed = (struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def with_chunk(png: bytes | bytearray, kind: bytes, body: bytes) -> bytes:
    return bytes(png[:33]) + png_of(kind + body)[8:] + bytes(png[33:])


def odd_cmyk_profile() -> bytes:
    """A CMYK profile whose lightness is 100 for black ink and 50 for all else: no plain conversion gives that."""
    lightness = [255 if corner & 1 else 128 for corner in range(16)]  # the last ink, black, changes quickest
    corners = b"".join(bytes((value, 128, 128)) for value in lightness)
    ramp = bytes(range(256))
    one = 0x10000
    matrix = struct.pack(">9i", one, 0, 0, 0, one, 0, 0, 0, one)
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + ramp * 4 + corners + ramp * 3
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    start = 128 + 4 + 2 * 12
    tags = struct.pack(">I4sII4sII", 2, b"A2B0", start, len(table), b"wtpt", start + len(table), len(white))
    body = tags + table + white
    header = struct.pack(">I4xI4s4s4s12x4s", 128 + len(body), 0x02400000, b"prtr", b"CMYK", b"Lab ", b"acsp")
    header = header.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + body
