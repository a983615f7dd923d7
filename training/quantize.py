"""Write the int8 version of an exported denoiser: ``python -m training.quantize models/denoise-fast.onnx --data FOLDER``.

Static quantisation by onnxruntime: uint8 activations with ranges calibrated on noisy photographs, int8 weights with a scale for
each channel, between QuantizeLinear and DequantizeLinear nodes. Only the residual blocks below the finest resolution are
quantised: there it costs some hundredths of a dB, while the finest blocks, which carry the picture's detail, would cost one to
two dB at noise 15.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from training.cards import card_of, write_card
from training.evaluate import scores_on_folder
from training.photos import find_pictures, read_pictures
from training.presets import PRESETS

PICTURES = 12
SIDE = 256
LEVELS = (3, 10, 25, 50)
"""Noise of the calibration pictures, standard deviations in 8-bit units."""


class NoisyPhotographs(CalibrationDataReader):  # type: ignore[misc]  # the package has no types
    """Inputs of a denoiser, made of the centres of some photographs."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Choose at most ``PICTURES``, evenly among those of the folders.

        Raises:
            FileNotFoundError, ValueError: there is no photograph to use.
        """
        paths = find_pictures(folders)
        self._feeds = self._make(read_pictures(paths[:: -(-len(paths) // PICTURES)], SIDE))

    @staticmethod
    def _make(pictures: Sequence[NDArray[np.uint8]]) -> Iterator[dict[str, NDArray[np.float32]]]:
        rng = np.random.default_rng(0)
        for picture in pictures:
            top, left = ((side - SIDE) // 2 for side in picture.shape[:2])
            clean = picture[top : top + SIDE, left : left + SIDE].transpose(2, 0, 1)[None] / np.float32(255)
            for level in LEVELS:
                noise = rng.standard_normal(clean.shape, np.float32) * np.float32(level / 255)
                yield {"picture": clean + noise, "noise_map": np.full((1, 1, SIDE, SIDE), level / 255, np.float32)}

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next inputs; None after the last."""
        return next(self._feeds, None)


def coarse_convolutions(model: onnx.ModelProto, finest: int) -> list[str]:
    """Names of the 3x3 convolutions between more channels than the ``finest`` resolution has."""
    kernels = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    shapes = {node.name: kernels[node.input[1]] for node in model.graph.node if node.op_type == "Conv"}
    return [name for name, shape in shapes.items() if shape[0] == shape[1] > finest and shape[2:] == (3, 3)]


def quantize(source: Path, folders: Sequence[Path], target: Path, evaluate: Sequence[Path] = ()) -> None:
    """Write the int8 version of ``source`` to ``target``; its spec is that of the source but for the precision and the scores.

    Args:
        source: an exported denoiser.
        folders: photographs to calibrate with.
        target: replaced only once the new file is complete.
        evaluate: folders of clean pictures to score on.

    Raises:
        FileNotFoundError, ValueError: the model or the photographs cannot be used; the sentence says why.
    """
    card = card_of(source)
    if card["task"] != "denoise" or card.get("precision") == "int8":
        raise ValueError(f"{source} cannot be quantised: only denoisers in float32 can.")
    finest = PRESETS[card["training"]["preset"]].shape.widths[0]
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / target.name
        quantize_static(
            source,
            draft,
            NoisyPhotographs(folders),
            quant_format=QuantFormat.QDQ,
            nodes_to_quantize=coarse_convolutions(onnx.load(source), finest),
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )
        scores = [score for place in evaluate for score in scores_on_folder(draft, "denoise", place)]
        card.pop("speed", None)
        write_card(draft, {**card, "precision": "int8", "scores": scores})
        draft.replace(target)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when written, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m training.quantize", description="Write the int8 version of a denoiser.")
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="FOLDER", help="photographs to calibrate with")
    parser.add_argument("-o", "--output", type=Path, help="default: beside the model, NAME.int8.onnx")
    parser.add_argument("--evaluate", nargs="*", type=Path, default=[], metavar="FOLDER", help="score on these, for the card")
    options = parser.parse_args(arguments)
    target = options.output or options.model.with_suffix(".int8.onnx")
    try:
        quantize(options.model, options.data, target, options.evaluate)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB.")
    for score in card_of(target)["scores"]:
        print(score)
    return 0


if __name__ == "__main__":
    sys.exit(main())
