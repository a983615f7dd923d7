"""What a batch does without being told: quality, metadata, stamps, clean photos, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.batch.conftest import Run, clean, noisy, put, tree
from tintype.__main__ import main
from tintype.photo import is_stamped, read_photo


def with_noise(level: float, seed: int = 0) -> Image.Image:
    noise = np.random.default_rng(seed).normal(0, level, (64, 64, 3))
    return Image.fromarray(np.clip(128 + noise, 0, 255).astype(np.uint8))


def test_the_summary_tells_how_noisy_they_were(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "photos" / "clean.png", clean())
    for seed, level in enumerate((3, 4, 25)):
        put(tmp_path / "photos" / f"{level}.png", with_noise(level, seed))
    (tmp_path / "photos" / "bad.png").write_bytes(b"bad")
    code, out, _ = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert (code, out.splitlines()[-1]) == (1, "5 files: 1 already clean, 2 light, 1 heavy, 1 failed")
    assert run(tmp_path / "photos" / "3.png", "-o", tmp_path / "by hand", "--noise", 25)[1].endswith("1 file: 1 denoised\n")


@pytest.mark.parametrize("quality", [60, 98])
def test_a_jpeg_keeps_its_quality(tmp_path: Path, run: Run, quality: int) -> None:
    (tmp_path / "photos").mkdir()
    noisy().save(tmp_path / "photos" / "a.jpg", quality=quality)
    assert run(tmp_path / "photos", "-o", tmp_path / "out")[0] == 0
    assert read_photo(tmp_path / "out" / "a.jpg").quality == quality


def test_what_a_target_cannot_hold_is_in_its_row(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    Image.fromarray(np.asarray(noisy().convert("L"), np.uint16) * 257).save(photos / "a.tif")
    report = tmp_path / "report.json"
    code, out, _ = run(photos, "-o", tmp_path / "out", "--format", "jpg", "--report", report)
    sentence = "16 bits a channel became 8, because the file's format holds no more."
    assert code == 0
    assert sentence in out
    assert sentence in json.loads(report.read_text())[0]["reason"]
    put(photos / "b.bmp")
    out = run(photos / "b.bmp", "-o", tmp_path / "out")[1]
    assert "b.bmp: denoised (noise " in out
    assert "; The note of what was done was left out, because the file's format cannot hold any.)" in out


def test_results_carry_a_stamp_and_are_not_done_again(tmp_path: Path, run: Run) -> None:
    photos, first = tmp_path / "photos", tmp_path / "first"
    notes = PngInfo()
    notes.add_itxt(
        "XML:com.adobe.xmp",
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>',
    )
    photos.mkdir()
    noisy().save(photos / "a.png", pnginfo=notes)
    put(photos / "clean.png", clean())
    assert run(photos, "-o", first, "--amount", 80)[0] == 0
    packet = read_photo(first / "a.png").metadata.xmp
    assert packet is not None
    assert is_stamped(packet)
    assert b'xmp:Rating="4"' in packet
    assert b'tintype:Models="blur 1"' in packet
    assert b"&quot;luminance&quot;: 0.8" in packet
    assert not is_stamped(read_photo(first / "clean.png").metadata.xmp)
    words = (first, "-o", tmp_path / "second")
    code, out, _ = run(*words)
    assert (code, out.splitlines()[-1]) == (0, "2 files: 1 skipped, 1 already clean")
    assert "a.png: skipped (It is a result of Tintype already.)" in out
    assert run(*words, "--resume")[1].splitlines()[-1] == "2 files: 1 done before, 1 skipped"
    assert run(*words, "--resume", "--again")[1].splitlines()[-1] == "2 files: 1 done before, 1 light"
    again = read_photo(tmp_path / "second" / "a.png").metadata.xmp
    assert again is not None
    assert again.count(b"tintype:Tool") == 1


@pytest.mark.parametrize("suffix", ["png", "tif", "webp"])
def test_one_photo_and_a_batch_give_the_same_file(tmp_path: Path, run: Run, suffix: str) -> None:
    photo = put(tmp_path / f"a.{suffix}")
    assert run(photo, "-o", tmp_path / "out", "--amount", 60)[0] == 0
    single = tmp_path / f"single.{suffix}"
    assert main(["denoise", str(photo), "-o", str(single), "--amount", "60", "--device", "cpu"]) == 0
    assert is_stamped(read_photo(single).metadata.xmp)
    assert single.read_bytes() == (tmp_path / "out" / photo.name).read_bytes()


def test_clean_photos_can_be_left_out(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    put(photos / "a.png")
    put(photos / "clean.png", clean())
    words = (photos, "-o", tmp_path / "out")
    code, out, _ = run(*words, "--clean", "skip")
    assert code == 0
    assert "clean.png: already clean (noise 0.0; left out)" in out
    assert tree(tmp_path / "out").keys() == {"a.png"}
    assert run(*words, "--clean", "skip", "--resume")[1] == "2 files: 2 done before\n"
    assert run(*words, "--resume")[1].endswith("2 files: 1 done before, 1 already clean\n")
    assert tree(tmp_path / "out")["clean.png"] == tree(photos)["clean.png"]
