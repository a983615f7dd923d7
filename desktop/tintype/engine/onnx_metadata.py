"""Reading what Tintype needs of an ONNX file without a protobuf library.

A ModelProto is a sequence of protobuf fields (protobuf.dev/programming-guides/encoding); the graph, which is nearly all of the
file, is one field that ``read_metadata`` skips by its length. That takes a fraction of a millisecond where a session takes many.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

METADATA_PROPS = 14
"""Field number of ``metadata_props`` in onnx.ModelProto; each is a StringStringEntryProto of key (1) and value (2)."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
LONGEST_ENTRY = 16 * 2**20


# Numbers of the fields of onnx.proto that lead from one kind of message to the next, and at last to tensors.
PARTS = {
    "model": {7: "graph", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
NAMES = {"node": (4, 7), "function": (1, 10)}
"""Numbers of the fields that hold an operator's name and domain."""

LONGEST_NAME = 200
DOMAINS = frozenset({"", "ai.onnx", "com.microsoft"})
OUTSIDE = frozenset({("com.microsoft", "EPContext")})
"""Operators of onnxruntime that open files of their own."""

Span = tuple[int, int]
"""Where a field's value begins and ends in the file."""

EXTERNAL_DATA = 13
"""Field number in onnx.TensorProto of the place of values that lie in another file."""


class NotOnnx(Exception):
    """The bytes are not those of an ONNX model."""


def read_metadata(path: Path) -> dict[str, str]:
    """The file's metadata as a dictionary.

    Raises:
        OSError: the file cannot be read.
        NotOnnx: it is no ONNX file.
    """
    size = path.stat().st_size
    entries: dict[str, str] = {}
    with path.open("rb") as stream:
        while stream.tell() < size:
            number, kind = _tag(stream)
            if number != METADATA_PROPS or kind != BYTES:
                _skip(stream, kind, size)
                continue
            key, value = _entry(stream, _length(stream, size))
            entries[key] = value
    return entries


def has_external_data(path: Path) -> bool:
    """Whether any tensor's values lie in another file.

    Raises:
        OSError: the file cannot be read.
        NotOnnx: it is no ONNX file.
    """
    with path.open("rb") as stream:
        return any(kind == "tensor" and EXTERNAL_DATA in fields for kind, fields in _messages(stream, path.stat().st_size))


def foreign_operators(path: Path) -> list[str]:
    """The operators, as domain and name, that are neither ONNX's nor onnxruntime's nor functions of the file itself.

    Raises:
        OSError: the file cannot be read.
        NotOnnx: it is no ONNX file.
    """
    used, known = set[tuple[str, str]](), set[tuple[str, str]]()
    with path.open("rb") as stream:
        for kind, fields in _messages(stream, path.stat().st_size):
            if kind in NAMES:
                name, domain = (_text(stream, fields.get(number)) for number in NAMES[kind])
                (used if kind == "node" else known).add((domain, name))
    foreign = (one for one in used - known if one[0] not in DOMAINS or one in OUTSIDE)
    return sorted(f"{domain}.{name}" for domain, name in foreign)


def _messages(stream: BinaryIO, size: int) -> Iterator[tuple[str, dict[int, Span]]]:
    """The kind of each message in the model that may lead to tensors, and where its fields lie; of equal ones the last."""
    left = [("model", 0, size)]
    while left:
        kind, start, end = left.pop()
        fields: dict[int, Span] = {}
        stream.seek(start)
        while stream.tell() < end:
            number, form = _tag(stream)
            if form == BYTES:
                length = _length(stream, end)
                fields[number] = begin, after = stream.tell(), stream.tell() + length
                if number in PARTS.get(kind, {}):
                    left.append((PARTS[kind][number], begin, after))
                stream.seek(after)
            else:
                _skip(stream, form, end)
                fields[number] = stream.tell(), stream.tell()
        yield kind, fields


def _text(stream: BinaryIO, span: Span | None) -> str:
    if span is None:
        return ""
    stream.seek(span[0])
    return stream.read(min(span[1] - span[0], LONGEST_NAME)).decode("utf-8", "replace")


def _tag(stream: BinaryIO) -> tuple[int, int]:
    tag = _varint(stream)
    if tag >> 3 == 0:
        raise NotOnnx
    return tag >> 3, tag & 7


def _varint(stream: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = stream.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise NotOnnx


def _length(stream: BinaryIO, size: int) -> int:
    length = _varint(stream)
    if stream.tell() + length > size:
        raise NotOnnx
    return length


def _skip(stream: BinaryIO, kind: int, size: int) -> None:
    if kind == VARINT:
        _varint(stream)
    elif kind == BYTES:
        length = _length(stream, size)
        stream.seek(length, 1)
    elif kind in (FIXED32, FIXED64):
        stream.seek(4 if kind == FIXED32 else 8, 1)
    else:
        raise NotOnnx


def _entry(stream: BinaryIO, length: int) -> tuple[str, str]:
    if length > LONGEST_ENTRY:
        raise NotOnnx
    end = stream.tell() + length
    texts = {1: "", 2: ""}
    while stream.tell() < end:
        number, kind = _tag(stream)
        if kind != BYTES or number not in texts:
            raise NotOnnx
        try:
            texts[number] = stream.read(_length(stream, end)).decode("utf-8")
        except UnicodeDecodeError:
            raise NotOnnx from None
    return texts[1], texts[2]
