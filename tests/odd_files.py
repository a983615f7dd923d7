"""Odd and broken files in any number: ``python -m tests.odd_files FOLDER 4000`` writes so many.

Each is a healthy file of some format with something done to it that a disk, a download, another program or an enemy may do.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

from tintype.photo import Metadata, Output, Photo, encode_photo

Random = np.random.Generator
Damage = Callable[[bytes, Random], bytes]

PILLOWS = ("gif", "ppm", "tga", "ico", "pcx")
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def healthy() -> dict[str, bytes]:
    """A file of each kind, by its suffix and a word on it."""
    rng = np.random.default_rng(0)
    pixels = np.clip(np.linspace(0.2, 0.8, 96)[None, :, None] + rng.normal(0, 0.1, (64, 96, 3)), 0, 1).astype(np.float32)
    told = Metadata(exif=_exif(), xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", dpi=(300, 300))
    files = {}
    for suffix in (".jpg", ".png", ".tif", ".webp", ".avif", ".jxl", ".bmp"):
        for depth in (8, 16):
            for alpha in (None, pixels[..., 0]):
                photo = Photo(pixels, alpha=alpha, depth=8 if depth == 8 else 16, metadata=told)
                files[f"{depth}{'' if alpha is None else 'a'}{suffix}"] = encode_photo(
                    photo, Path(f"photo{suffix}"), Output()
                ).data
    image = Image.fromarray(np.rint(pixels * 255).astype(np.uint8))
    files |= {f"p.{name}": _saved(image, name) for name in PILLOWS}
    files |= {"cmyk.jpg": _saved(image.convert("CMYK"), "jpeg"), "many.jpg": _saved(image, "jpeg", progressive=True)}
    files |= {"p.jp2": _saved(image, "jpeg2000"), "psd.psd": _psd(image)}
    samples = np.asarray(image)
    for compression in ("lzw", "deflate", "packbits", "jpeg", "zstd", "lzma"):
        files[f"{compression}.tif"] = _tiff(samples, compression)
    return files


def _saved(image: Image.Image, name: str, **options: Any) -> bytes:
    packed = io.BytesIO()
    image.convert("P" if name in ("gif", "pcx") else image.mode).save(packed, name, **options)
    return packed.getvalue()


def _tiff(samples: NDArray[Any], compression: str) -> bytes:
    packed = io.BytesIO()
    tifffile.imwrite(packed, samples, photometric="rgb", compression=compression, rowsperstrip=16, metadata=None)
    return packed.getvalue()


def _psd(image: Image.Image) -> bytes:
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, image.height, image.width, 8, 3)
    return head + bytes(12) + b"\0\0" + np.moveaxis(np.asarray(image), -1, 0).tobytes()


def _exif() -> bytes:
    tags = Image.Exif()
    tags[0x010E], tags[0x0112] = "odd", 6
    return tags.tobytes().removeprefix(b"Exif\0\0")


# --- what is done to them ---


def cut(data: bytes, random: Random) -> bytes:
    """The end is missing."""
    return data[: int(random.integers(0, len(data)))]


def spotted(data: bytes, random: Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for place in random.integers(0, len(data), int(random.integers(1, 20))):
        changed[place] = int(random.integers(0, 256))
    return bytes(changed)


def spotted_head(data: bytes, random: Random) -> bytes:
    """The same near the beginning, where the sizes are."""
    return spotted(data[:200], random) + data[200:]


def absurd(data: bytes, random: Random) -> bytes:
    """A number near the beginning is an extreme one."""
    changed = bytearray(data)
    number, form = int(random.choice(EXTREMES)), str(random.choice(["<H", ">H", "<I", ">I"]))
    width = struct.calcsize(form)
    place = int(random.integers(0, min(len(data), 300) - width))
    struct.pack_into(form, changed, place, number % 256**width)
    return bytes(changed)


def zeroed(data: bytes, random: Random) -> bytes:
    """A sector of the disk is empty."""
    begin = int(random.integers(0, len(data)))
    return data[:begin] + bytes(min(512, len(data) - begin)) + data[begin + 512 :]


def doubled(data: bytes, random: Random) -> bytes:
    """A part comes twice."""
    begin, end = sorted(int(place) for place in random.integers(0, len(data), 2))
    return data[:end] + data[begin:end] + data[end:]


def longer(data: bytes, random: Random) -> bytes:
    """Something hangs on at its end."""
    return data + random.bytes(int(random.integers(1, 5000)))


def as_it_is(data: bytes, random: Random) -> bytes:
    """Nothing is wrong with it but, often, its name."""
    return data


DAMAGES: tuple[Damage, ...] = (cut, spotted, spotted_head, absurd, zeroed, doubled, longer, as_it_is)


# --- made on purpose ---


def png_bomb(side: int) -> bytes:
    """Black pixels without number in few bytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def tiff_bomb(samples_a_pixel: int) -> bytes:
    """One pixel, they say, of thousands of channels."""
    tags = [(256, 3, 1, 20_000), (257, 3, 1, 20_000), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1)]
    tags += [(273, 4, 1, 8), (277, 3, 1, samples_a_pixel), (278, 3, 1, 20_000), (279, 4, 1, 100)]
    return b"II*\0" + struct.pack("<I", 8) + _directory(tags, 0) + bytes(100)


def tiff_circle(length: int) -> bytes:
    """Directories that lead to one another, without end."""
    return (
        b"II*\0"
        + struct.pack("<I", 8)
        + b"".join(_directory([(256, 3, 1, 4)], 8 + 18 * (n + 1)) for n in range(length - 1))
        + (_directory([(256, 3, 1, 4)], 8))
    )


def _directory(tags: list[tuple[int, int, int, int]], following: int) -> bytes:
    return struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + struct.pack("<I", following)


def jpeg_of_scans(data: bytes, scans: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


def gif_of_frames(data: bytes, frames: int) -> bytes:
    """Frames without number."""
    first = data.index(b"\x2c")
    return data[:first] + data[first:-1] * frames + b";"


def huge_heads(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Healthy files that say that they are 60000 pixels a side."""
    for name, data in files.items():
        for form in ("<HH", ">HH", "<II", ">II"):
            for sides in ((64, 96), (96, 64)):
                packed = struct.pack(form, *sides)
                if packed in data:
                    yield f"huge {name}", data.replace(packed, struct.pack(form, 60_000, 60_000), 1)


def on_purpose(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What an enemy might send, name and content."""
    yield "bomb.png", png_bomb(20_000)
    yield "bomb.tif", tiff_bomb(60_000)
    yield "circle.tif", tiff_circle(3)
    yield "long circle.tif", tiff_circle(50_000)
    yield "scans.jpg", jpeg_of_scans(files["many.jpg"], 3000)
    yield "frames.gif", gif_of_frames(files["p.gif"], 2000)
    yield "empty.jpg", b""
    yield "zeros.png", bytes(10_000)
    yield "text.tif", b"Dear Sir or Madam,"
    yield from huge_heads(files)


def odd_files(seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and content of one odd file after another, without end."""
    files = healthy()
    yield from ((f"{number:05} {name}", data) for number, (name, data) in enumerate(on_purpose(files)))
    random = np.random.default_rng(seed)
    names = sorted(files)
    for number in count(10_000):
        name = names[int(random.integers(len(names)))]
        damage = DAMAGES[int(random.integers(len(DAMAGES)))]
        data = damage(files[name], random)
        # One in eight bears the name of another format.
        called = name if random.integers(8) else names[int(random.integers(len(names)))]
        yield f"{number:05} {damage.__name__} {called}", data


def write_odd_files(folder: Path, number: int, seed: int = 0) -> list[Path]:
    """Write so many of them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in islice(odd_files(seed), number):
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths


if __name__ == "__main__":
    write_odd_files(Path(sys.argv[1]), int(sys.argv[2]))
