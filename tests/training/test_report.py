from __future__ import annotations

import base64
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data

from training import report, train
from training.network import Shape, multiply_adds
from training.presets import PRESETS, Preset
from training.tasks import DamageDetection, Inpainting

SMALL = Shape((8, 16, 16), (1, 1, 1))
TINY = replace(PRESETS["denoise-fast"], id="tiny", title="Tiny <&>", shape=SMALL, crop=32, batch=2)
TINY_FILL = replace(PRESETS["fill"], id="tiny-fill", shape=SMALL, task=Inpainting(bank=8), crop=32, batch=2)
TINY_DETECT = replace(PRESETS["detect"], id="tiny-detect", shape=SMALL, task=DamageDetection(bank=8), crop=32, batch=2)
CAPTIONS = {
    "tiny": ["noisy", "restored", "clean"],
    "tiny-fill": ["hole", "filled", "original"],
    "tiny-detect": ["damaged", "found", "true damage"],
}
VOID = {"meta", "img"}

denoising_alone = pytest.mark.parametrize("trained", [TINY], indirect=True)


class Page(HTMLParser):
    """Elements and text of a page; every element must be closed in its turn."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=[TINY, TINY_FILL, TINY_DETECT], ids=lambda preset: str(preset.id))
def trained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    preset: Preset = request.param
    photographs = tmp_path_factory.mktemp("photographs")
    for name in ("astronaut", "coffee"):
        Image.fromarray(getattr(data, name)()[:300, :300]).save(photographs / f"{name}.png")
    folder = tmp_path_factory.mktemp("runs") / preset.id
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRESETS, preset.id, preset)
        for steps in ("2", "4"):  # the second goes on from the first
            words = ["--preset", preset.id, "--data", str(photographs), "--steps", steps, "--run-folder", str(folder)]
            assert train.main(words) == 0
        yield folder


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A copy of the run, to do harm to."""
    return Path(shutil.copytree(trained, tmp_path / "run"))


def crops(run: Path) -> int:
    with np.load(run / "held_out.npz") as arrays:
        return len(arrays.files)


def test_the_page_holds_curves_scores_and_samples(trained: Path, run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preset = PRESETS[trained.name]
    assert report.main([str(run)]) == 0
    assert capsys.readouterr().out == f"{run / 'report.html'} is written.\n"
    assert not list(run.glob("*.partial"))
    page = Page(run / "report.html")

    assert page.all("html") == [{"lang": "en-GB"}]
    assert preset.title in page.text
    assert f"{multiply_adds(SMALL, *((3, 1) if trained.name == 'tiny-detect' else (4, 3))) / 1000:,.1f}" in page.text
    assert [chart["aria-label"] for chart in page.all("svg")] == [
        "Training loss over the steps",
        "Precision, recall and F1 over the steps" if trained.name == "tiny-detect" else "PSNR in dB over the steps",
    ]
    last = json.loads((run / "stats.jsonl").read_text().splitlines()[-1])
    for name in set(last) - report.NOT_SCORES:
        assert f"{last[name]:.2f}" in page.text
        assert report.words(name) in page.text
    assert "50 %" in page.text  # of the run
    assert {header["scope"] for header in page.all("th")} == {"row", "col"}

    images = page.all("img")
    assert [image["alt"] for image in images] == [
        f"Crop {number}, {caption}" for number in range(1, crops(run) + 1) for caption in CAPTIONS[trained.name]
    ]
    for image in images:
        head, _, content = str(image["src"]).partition(",")
        assert head == "data:image/png;base64"
        with Image.open(io.BytesIO(base64.b64decode(content))) as picture:
            assert (picture.mode, picture.size) == ("RGB", (256, 256))
    assert len(re.findall(r", \d+\.\d\d dB", page.text)) == {"tiny": 2, "tiny-fill": 1, "tiny-detect": 0}[trained.name] * crops(
        run
    )


def test_the_page_stands_alone(run: Path, tmp_path: Path) -> None:
    assert report.main([str(run), "-o", str(tmp_path / "new" / "page.html")]) == 0
    text = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    page = Page(tmp_path / "new" / "page.html")
    assert "http" not in text
    assert str(run.parent) not in text
    assert not {"link", "script", "iframe"} & {tag for tag, _ in page.elements}
    targets = [str(attributes[name]) for _, attributes in page.elements for name in ("src", "href") if name in attributes]
    assert targets
    assert all(target.startswith(("data:", "#")) for target in targets)
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    assert {target[1:] for target in targets if target.startswith("#")} <= set(ids)


def test_the_last_example_is_the_crop_or_its_damage(trained: Path) -> None:
    preset = PRESETS[trained.name]
    crop = data.astronaut()[:64, 100:164]
    examples = preset.task.examples(preset.task.network(preset.shape), crop, torch.device("cpu"))
    assert list(examples) == CAPTIONS[trained.name]
    for picture in examples.values():
        assert picture.shape == (64, 64, 3)
        assert picture.dtype == np.uint8
    given, _, wanted = examples.values()
    if trained.name == "tiny-detect":
        assert set(np.unique(wanted)) <= {0, 255}
    else:
        np.testing.assert_array_equal(wanted, crop)
        assert (given != crop).any()


def test_cut_off_and_repeated_lines_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "stats.jsonl"
    path.write_text('{"step": 1}\n{"step": 5}\n{"step": 7, "mi{"step": 3}\n{"step": 3, "loss": 1}\n{"step": 8}\n{"step": 9, "m')
    assert report.read_lines(path) == [{"step": 1}, {"step": 3, "loss": 1}, {"step": 8}]


@denoising_alone
def test_the_model_that_a_run_started_from_has_scores_but_no_loss(run: Path) -> None:
    lines = (run / "stats.jsonl").read_text()
    first = json.loads(lines.splitlines()[0]) | {"step": 0, "loss": 0.0}
    (run / "stats.jsonl").write_text(json.dumps(first) + "\n" + lines)
    assert "loss" not in report.read_lines(run / "stats.jsonl")[0]
    assert report.main([str(run)]) == 0
    text = Page(run / "report.html").text
    assert text.index(" 0 % ") < text.index(" 50 % ")


@denoising_alone
def test_a_run_killed_while_it_measured_has_a_page(run: Path) -> None:
    with (run / "stats.jsonl").open("a") as stats:
        stats.write('{"step": 999, "minu')
    assert report.main([str(run)]) == 0
    assert "999" not in Page(run / "report.html").text


def test_without_held_out_crops_the_page_says_so(run: Path) -> None:
    (run / "held_out.npz").unlink()
    assert report.main([str(run)]) == 0
    page = Page(run / "report.html")
    assert page.all("img") == []
    assert "There are no samples" in page.text


@denoising_alone
def test_a_run_on_pairs_shows_its_pairs(run: Path) -> None:
    clean = data.astronaut()[:64, :64]
    np.savez_compressed(run / "held_out.npz", np.concatenate([clean // 2, clean], 2))
    assert report.main([str(run)]) == 0
    sources = [str(image["src"]).partition(",")[2] for image in Page(run / "report.html").all("img")]
    noisy, _, reference = (np.asarray(Image.open(io.BytesIO(base64.b64decode(source)))) for source in sources)
    np.testing.assert_array_equal(noisy, clean // 2)
    np.testing.assert_array_equal(reference, clean)


@denoising_alone
def test_an_ensemble_costs_its_eight_views(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, TINY.id, replace(TINY, views=8))
    assert report.main([str(run)]) == 0
    found = re.search(r"([\d.]+) \(8 views of ([\d.]+)", Page(run / "report.html").text)
    assert found is not None
    assert float(found[1]) == pytest.approx(8 * float(found[2]), abs=0.5)


@denoising_alone
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("checkpoint.pt", None, "has no checkpoint.pt: train first."),
        ("checkpoint.pt", b"", "checkpoint.pt is broken"),
        ("checkpoint.pt", b"PK and no more", "checkpoint.pt is broken"),
        ("stats.jsonl", None, "has no stats.jsonl: nothing has been measured yet."),
        ("stats.jsonl", b'{"step": 3', "holds no whole line"),
        ("held_out.npz", b"PK and no more", "is not a whole file of crops."),
    ],
)
def test_mistakes_get_a_sentence(
    name: str, content: bytes | None, sentence: str, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run / name).unlink()
    if content is not None:
        (run / name).write_bytes(content)
    assert report.main([str(run)]) == 1
    assert sentence in capsys.readouterr().err
    assert not (run / "report.html").exists()


@denoising_alone
def test_a_preset_that_has_changed_gets_a_sentence(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(PRESETS, TINY.id, replace(TINY, shape=Shape((8, 8), (1, 1))))
    assert report.main([str(run)]) == 1
    assert "a preset that has changed since" in capsys.readouterr().err


def test_a_missing_folder_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report.main([str(tmp_path / "missing")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'missing'} is not a folder.\n"
    assert not list(tmp_path.iterdir())
