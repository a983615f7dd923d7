"""The kinds of PNG in Willem van Schaik's PngSuite, made from its description: every pixel right, every corrupt file refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tintype.errors import UnreadablePhoto
from tintype.photo import read_photo

GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, COLOUR: 3, PALETTE: 1, GREY_ALPHA: 2, COLOUR_ALPHA: 4}
KINDS = [
    *((GREY, bits) for bits in (1, 2, 4, 8, 16)),
    *((PALETTE, bits) for bits in (1, 2, 4, 8)),
    *((kind, bits) for kind in (COLOUR, GREY_ALPHA, COLOUR_ALPHA) for bits in (8, 16)),
]
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""First column and row, and steps between columns and rows, of Adam7's seven pictures."""

Samples = NDArray[np.uint16]


def made(kind: int, bits: int, height: int = 32, width: int = 32) -> Samples:
    shape = (height, width, CHANNELS[kind])
    return np.random.default_rng(bits).integers(0, 2**bits, shape).astype(np.uint16)


def rows_of(samples: Samples, bits: int) -> Iterator[bytes]:
    for row in samples:
        if bits >= 8:
            yield row.astype(">u2" if bits == 16 else np.uint8).tobytes()
        else:
            each = np.unpackbits(row.astype(np.uint8).reshape(-1, 1), axis=1)[:, 8 - bits :]
            yield np.packbits(each).tobytes()


def filtered(rows: Iterator[bytes], how: int, step: int) -> bytes:
    packed, above = b"", b""
    for row in rows:
        above = above or bytes(len(row))
        left, corner = bytes(step) + row, bytes(step) + above
        near = [
            (0, left[i], above[i], (left[i] + above[i]) // 2, paeth(left[i], above[i], corner[i]))[how] for i in range(len(row))
        ]
        packed += bytes((how, *((value - guess) % 256 for value, guess in zip(row, near, strict=True))))
        above = row
    return packed


def paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def colours_of(bits: int) -> NDArray[np.uint8]:
    return np.random.default_rng(bits).integers(0, 256, (2**bits, 3)).astype(np.uint8)


def packed(samples: Samples, kind: int, bits: int, *, interlaced: bool = False, how: int = 0, parts: int = 1) -> bytes:
    height, width, channels = samples.shape
    pictures = [samples[y::down, x::across] for x, y, across, down in PASSES] if interlaced else [samples]
    step = max(channels * bits // 8, 1)
    body = zlib.compress(b"".join(filtered(rows_of(part, bits), how, step) for part in pictures if part.size))
    sizes = -(-len(body) // parts)
    chunks = [chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlaced))]
    chunks += [chunk(b"PLTE", colours_of(bits).tobytes())] if kind == PALETTE else []
    chunks += [chunk(b"IDAT", body[begin : begin + sizes]) for begin in range(0, len(body), sizes)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def check(path: Path, samples: Samples, kind: int, bits: int) -> None:
    photo = read_photo(path)
    values: Any = samples / np.float32(2**bits - 1)
    if kind == PALETTE:
        values = colours_of(bits)[samples[..., 0]] / np.float32(255)
    if kind in (GREY_ALPHA, COLOUR_ALPHA):
        assert photo.alpha is not None
        np.testing.assert_allclose(photo.alpha, values[..., -1], atol=1e-6)
        values = values[..., :-1]
    np.testing.assert_allclose(photo.pixels, np.broadcast_to(values, photo.pixels.shape), atol=1e-6)
    assert photo.depth == (16 if bits == 16 else 8)


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize(("kind", "bits"), KINDS)
def test_basic_formats(tmp_path: Path, kind: int, bits: int, interlaced: bool) -> None:
    samples = made(kind, bits)
    (tmp_path / "basic.png").write_bytes(packed(samples, kind, bits, interlaced=interlaced))
    check(tmp_path / "basic.png", samples, kind, bits)


@pytest.mark.parametrize("interlaced", [False, True])
def test_odd_sizes(tmp_path: Path, interlaced: bool) -> None:
    for side in (*range(1, 10), *range(32, 41)):
        samples = made(PALETTE, 4, side, side)
        (tmp_path / "odd.png").write_bytes(packed(samples, PALETTE, 4, interlaced=interlaced))
        check(tmp_path / "odd.png", samples, PALETTE, 4)


@pytest.mark.parametrize("how", range(5))
@pytest.mark.parametrize("kind", [GREY, COLOUR])
def test_filters(tmp_path: Path, kind: int, how: int) -> None:
    samples = made(kind, 8)
    (tmp_path / "filter.png").write_bytes(packed(samples, kind, 8, how=how))
    check(tmp_path / "filter.png", samples, kind, 8)


@pytest.mark.parametrize("parts", [2, 4, 3000])
def test_pixels_in_many_chunks(tmp_path: Path, parts: int) -> None:
    samples = made(COLOUR, 16)
    (tmp_path / "chunks.png").write_bytes(packed(samples, COLOUR, 16, parts=parts))
    check(tmp_path / "chunks.png", samples, COLOUR, 16)


def corrupt() -> Iterator[tuple[str, bytes]]:
    whole = packed(made(COLOUR, 8), COLOUR, 8)
    for place in range(8):
        yield f"signature {place}", whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :]
    yield "line ends made those of Unix", whole.replace(b"\r\n", b"\n")
    yield "line ends made those of old Macs", whole.replace(b"\r\n", b"\r")
    head = struct.Struct(">IIBBBBB")
    for name, bits, kind in [("1", 8, 1), ("9", 8, 9), ("depth 0", 0, 2), ("depth 3", 3, 0), ("depth 99", 99, 2)]:
        yield f"kind {name}", whole[:8] + chunk(b"IHDR", head.pack(32, 32, bits, kind, 0, 0, 0)) + whole[33:]
    yield "checksum of the header", whole[:29] + bytes(4) + whole[33:]
    yield "no pixels", whole[:33] + chunk(b"IEND", b"")
    yield "checksum of the pixels", whole[:-16] + bytes(4) + whole[-12:]


@pytest.mark.parametrize(("name", "content"), [*corrupt()], ids=lambda value: value if isinstance(value, str) else "")
def test_corrupt_files(tmp_path: Path, name: str, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corrupt.png").write_bytes(content)
    with pytest.raises(UnreadablePhoto):
        read_photo(tmp_path / "corrupt.png")
    assert capfd.readouterr() == ("", "")
