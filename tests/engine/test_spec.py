from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import onnx
import pytest

from tests.models import write_denoiser
from tintype.engine import Catalogue
from tintype.engine.spec import read_spec
from tintype.errors import InvalidModel, NoModel, UnknownModel


def test_the_spec_is_read_from_the_file(blur_path: Path) -> None:
    spec = read_spec(blur_path)
    assert (spec.id, spec.task, spec.quality, spec.multiple_of, spec.halo) == ("blur", "denoise", "fast", 4, 2)
    assert spec.scores[0].figures == {"psnr": 20.0, "ssim": 0.5}
    assert str(spec.scores[0]) == "psnr 20, ssim 0.5 at noise 25 on none"
    assert spec.path == blur_path


def test_reading_a_spec_does_not_read_the_graph(blur_path: Path, tmp_path: Path) -> None:
    model = onnx.load(blur_path)
    ballast = onnx.numpy_helper.from_array(np.zeros(30_000_000, dtype=np.float32), "ballast")
    model.graph.initializer.append(ballast)
    large = tmp_path / "large.onnx"
    onnx.save(model, large)
    tracemalloc.start()
    try:
        assert read_spec(large).id == "blur"
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": 2}, "format 2"),
        ({"format": None}, "format None"),
        ({"id": ""}, "field id"),
        ({"task": "paint"}, "field task of its spec is 'paint' instead of denoise"),
        ({"quality": "superb"}, "field quality"),
        ({"suits": "maps"}, "field suits of its spec is 'maps' instead of white or camera or document"),
        ({"halo": -1}, "field halo"),
        ({"halo": "2"}, "field halo"),
        ({"multiple_of": True}, "field multiple_of"),
        ({"bytes_per_pixel": None}, "field bytes_per_pixel"),
        ({"scores": [{"set": "x"}]}, "field scores"),
    ],
)
def test_a_wrong_spec_is_refused_by_name(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    path = write_denoiser(tmp_path / "model.onnx", **changes)
    with pytest.raises(InvalidModel, match=reason):
        read_spec(path)


def test_a_model_without_spec_is_refused(blur_path: Path, tmp_path: Path) -> None:
    model = onnx.load(blur_path)
    del model.metadata_props[:]
    onnx.save(model, tmp_path / "bare.onnx")
    with pytest.raises(InvalidModel, match=r"no tintype\.spec"):
        read_spec(tmp_path / "bare.onnx")


@pytest.mark.parametrize(
    "content", [b"", b"hello, this is text", b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff" * 50, b"\x72\xff\xff\x03"]
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(content)
    with pytest.raises(InvalidModel):
        read_spec(path)


@pytest.mark.parametrize("length", [1, 10, 200, 900])
def test_a_cut_off_file_is_refused(blur_path: Path, tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.onnx"
    path.write_bytes(blur_path.read_bytes()[:length])
    with pytest.raises(InvalidModel):
        read_spec(path)


def test_the_catalogue_finds_by_id_file_task_and_quality(tmp_path: Path) -> None:
    cheap = write_denoiser(tmp_path / "a.onnx", id="cheap", macs_per_pixel=10)
    dear = write_denoiser(tmp_path / "b.onnx", id="dear", macs_per_pixel=1000, quality="best")
    catalogue = Catalogue([tmp_path, tmp_path / "missing"])
    assert catalogue.find("dear").path == dear
    assert catalogue.find(str(cheap)).id == "cheap"
    assert catalogue.choose("denoise", "fast").id == "cheap"
    assert catalogue.choose("denoise", "best").id == "dear"
    with pytest.raises(UnknownModel, match="no model called dearest; installed are: cheap, dear"):
        catalogue.find("dearest")


def test_the_first_folder_wins_and_bad_files_are_kept_with_their_reason(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    own.mkdir()
    shipped.mkdir()
    write_denoiser(own / "model.onnx", title="Mine")
    write_denoiser(shipped / "model.onnx", title="Theirs")
    (own / "broken.onnx").write_text("no model")
    catalogue = Catalogue([own, shipped])
    assert catalogue.models["blur"].title == "Mine"
    assert [reason.path for reason in catalogue.refused] == [own / "broken.onnx", shipped / "model.onnx"]
    assert "its id blur is that of" in str(catalogue.refused[1])


def test_an_empty_catalogue_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="No model for the task denoise"):
        Catalogue([tmp_path]).choose("denoise", "best")
