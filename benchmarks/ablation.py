"""What each part of the fill is good for: ``python -m benchmarks.ablation --data FOLDER``.

The figures, the holes and the drawn pictures are those of ``benchmarks.fill``. Each line is the product without one part:

- network: everything comes from the photo, and nothing guides it;
- texture: the network fills everything by itself, at full size;
- remnants: what the mask misses of what it covers is taken for surroundings;
- last word: the network does not correct the texture near the hole's edge;
- lines: edges that end at the hole are not prolonged through it;
- crowding: a place may be copied as often as it fits;
- pull: the structure and what lies at hand count everywhere as little as they do among patterns;
- patterns: they count there as much as elsewhere.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.fill import Method, compare, compare_structure, photographs, tintype_fill
from benchmarks.holes import CLASSES, Bytes, Mask
from tintype.engine import fill
from tintype.engine.exemplar import synthesis
from tintype.errors import TintypeError


def without(*parts: tuple[Any, str, object]) -> Method:
    """The product with these attributes of its modules changed."""

    def method(picture: Bytes, hole: Mask) -> Bytes:
        with contextlib.ExitStack() as stack:
            for owner, name, value in parts:
                stack.enter_context(patch.object(owner, name, value))
            return tintype_fill(picture, hole)

    return method


NO_LAST_WORD = (fill, "_correction", lambda *_: 0)

WITHOUT: Mapping[str, Method] = {
    "network": without((fill, "_structure", lambda *_: None), NO_LAST_WORD),
    "texture": without((fill, "synthesise", lambda _pixels, _hole, structure, **_: structure), (fill, "STRUCTURE_DEPTH", 1e9)),
    "remnants": without((fill, "remnants", lambda _, hole: np.zeros_like(hole))),
    "last word": without(NO_LAST_WORD),
    "lines": without((synthesis, "with_lines", lambda *_: None)),
    "crowding": without((synthesis, "price_crowds", lambda *_: None)),
    "pull": without((synthesis, "OF_ALL_ELSE", synthesis.OF_PATTERNS)),
    "patterns": without((synthesis, "OF_PATTERNS", synthesis.OF_ALL_ELSE)),
}


def main(arguments: list[str] | None = None) -> int:
    """Entry point; 0 when measured, 1 when a folder or picture cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description="The fill without one of its parts.")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="clean pictures; without them the drawn ones alone")
    parser.add_argument("--classes", nargs="+", choices=list(CLASSES), default=list(CLASSES))
    parser.add_argument("--most", type=int, default=1000, metavar="N", help="use the first N pictures alone")
    options = parser.parse_args(arguments)
    methods = {"tintype": tintype_fill} | {f"- {name}": method for name, method in WITHOUT.items()}
    try:
        compare_structure(methods)
        if options.data:
            pictures = photographs(options.data, options.most)
            for label in options.classes:
                compare(pictures, label, methods)
    except (OSError, TintypeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
