from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.batch.conftest import Run, clean, journal, noisy, put, tree
from tintype.photo import read_photo


def test_the_tree_comes_out_in_natural_order(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    for name in ("10.png", "2.png", "été/雪 🌨.png", "été/a/b/c.jpg", "flat.webp", "scan.tif", "pixels.bmp"):
        put(photos / name)
    for name in (".hidden.png", ".git/x.png", "Thumbs.db", "notes.txt", "._2.png"):
        (photos / name).parent.mkdir(exist_ok=True)
        (photos / name).write_bytes(b"x")
    before = tree(photos)
    code, out, err = run(photos, "-o", tmp_path / "out", "--jobs", 1)
    assert (code, err) == (0, "")
    made = tree(tmp_path / "out")
    assert made.keys() == {"10.png", "2.png", "été/雪 🌨.png", "été/a/b/c.jpg", "flat.webp", "scan.tif", "pixels.bmp"}
    assert all(made[name] != before[name] for name in made)
    assert tree(photos) == before
    lines = out.splitlines()
    assert lines[0].startswith(f"{photos / '2.png'} -> {tmp_path / 'out' / '2.png'}: denoised (noise ")
    assert lines[1].startswith(f"{photos / '10.png'} -> ")
    assert lines[-1] == "7 files: 7 heavy; passed over: 4 hidden or system, 1 that are no photos"
    assert [line["mark"] for line in journal(tmp_path / "out")].count("done") == 7


def test_not_recursive(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "photos" / "a.png")
    put(tmp_path / "photos" / "deep" / "b.png")
    assert run(tmp_path / "photos", "-o", tmp_path / "out", "--no-recursive")[0] == 0
    assert tree(tmp_path / "out").keys() == {"a.png"}


def test_clean_photos_are_copied_byte_for_byte(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "photos" / "clean.jpeg", clean())
    code, out, _ = run(tmp_path / "photos", "-o", tmp_path / "out")
    assert code == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "photos")
    assert ": already clean (noise 0" in out
    assert "1 file: 1 already clean" in out
    assert run(tmp_path / "photos", "-o", tmp_path / "jpg", "--format", "jpg")[0] == 0
    assert tree(tmp_path / "jpg")["clean.jpg"] == tree(tmp_path / "photos")["clean.jpeg"]
    assert run(tmp_path / "photos", "-o", tmp_path / "png", "--format", "png")[0] == 0
    np.testing.assert_array_equal(
        read_photo(tmp_path / "png" / "clean.png").pixels, read_photo(tmp_path / "photos" / "clean.jpeg").pixels
    )


def test_names_formats_and_clashes(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    for name in ("a.jpg", "a.png", "A.tif", "sub/a.png"):
        put(photos / name)
    assert run(photos, "-o", tmp_path / "out", "--name", "{stem}_{task}", "--format", "png")[0] == 0
    assert tree(tmp_path / "out").keys() == {"a_denoised.png", "a_denoised (2).png", "A_denoised (3).png", "sub/a_denoised.png"}


def test_very_long_names_are_cut_and_stay_apart(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    for ending in "ab":
        put(photos / ("ü" * 125 + ending + ".png"))
    code, _, err = run(photos, "-o", tmp_path / "out", "--name", "{stem}_{task}")
    assert (code, err) == (0, "")
    names = tree(tmp_path / "out").keys()
    assert len(names) == 2
    assert all(len(name.encode()) <= 255 for name in names)


def test_files_and_several_folders_together(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "one" / "a.png")
    put(tmp_path / "two" / "a.png")
    single = put(tmp_path / "a.png")
    again = tmp_path / "one" / ".." / "one" / "a.png"
    assert run(tmp_path / "one", tmp_path / "two", single, again, "-o", tmp_path / "out")[0] == 0
    assert tree(tmp_path / "out").keys() == {"one/a.png", "two/a.png", "a.png"}


def test_links_and_loops(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    put(photos / "real" / "a.png")
    put(tmp_path / "elsewhere" / "b.png")
    (photos / "alias").symlink_to(photos / "real")
    (photos / "real" / "loop").symlink_to(photos)
    (photos / "up").symlink_to(tmp_path)
    (photos / "self").symlink_to("self")
    (photos / "out there").symlink_to(tmp_path / "elsewhere")
    (photos / "gone.png").symlink_to(tmp_path / "gone.png")
    code, _, err = run(photos, "-o", tmp_path / "out")
    assert code == 1
    assert tree(tmp_path / "out").keys() == {"real/a.png", "out there/b.png"}
    assert err == f"tintype: {photos / 'gone.png'} does not exist; check the name.\n"


@pytest.mark.parametrize("how", ["same folder", "link to the folder", "link to the photo", "second name"])
def test_an_original_is_never_a_target(tmp_path: Path, run: Run, how: str) -> None:
    photo = put(tmp_path / "photos" / "a.png")
    output = tmp_path / "out"
    if how == "same folder":
        output = photo.parent
    elif how == "link to the folder":
        output.symlink_to(photo.parent)
    else:
        output.mkdir()
        (output / "a.png").symlink_to(photo) if how == "link to the photo" else os.link(photo, output / "a.png")
    before = photo.read_bytes()
    code, _, err = run(photo, "-o", output, "--on-conflict", "overwrite")
    assert code == 1
    assert "it is one of the originals" in err
    assert photo.read_bytes() == before


def test_results_beside_the_originals_are_not_done_again(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    put(photos / "a.png")
    assert run(photos, "-o", photos, "--name", "{stem}_{task}")[0] == 0
    again = run(photos, "-o", photos, "--name", "{stem}_{task}", "--resume")
    assert again == (0, "1 file: 1 done before; passed over: 1 that are masks or earlier results\n", "")
    assert tree(photos).keys() == {"a.png", "a_denoised.png"}
    for _ in range(2):
        assert run(photos, "-o", photos / "clean", "--no-recursive")[0] == 0
    code, out, _ = run(photos, "-o", photos / "clean")
    assert code == 0
    assert "a_denoised.png: skipped (It is a result of Tintype already.)" in out
    assert tree(photos / "clean").keys() == {"a.png"}
    assert run(photos, "-o", photos / "clean", "--again")[0] == 0
    assert tree(photos / "clean").keys() == {"a.png", "a_denoised.png"}


def test_dry_run_prints_the_table_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    photo = put(tmp_path / "photos" / "a.png")
    code, out, err = run(photo.parent, tmp_path / "missing.png", "-o", tmp_path / "out", "--dry-run")
    assert code == 1
    assert out.splitlines() == [f"{photo} -> {tmp_path / 'out' / 'a.png'}", "2 files: 1 failed, 1 to do"]
    assert "missing.png does not exist" in err
    assert not (tmp_path / "out").exists()
    events = [json.loads(line) for line in run(photo, "-o", tmp_path / "out", "--dry-run", "--json")[1].splitlines()]
    assert [event["event"] for event in events] == ["plan", "planned", "summary"]
    assert events[1]["target"] == str(tmp_path / "out" / "a.png")


def test_an_empty_folder(tmp_path: Path, run: Run) -> None:
    (tmp_path / "photos").mkdir()
    assert run(tmp_path / "photos", "-o", tmp_path / "out") == (0, "0 files\n", "")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["PHOTOS"],
        ["PHOTOS", "-o", "out", "--name", "{index}"],
        ["PHOTOS", "-o", "out", "--name", "plain"],
        ["PHOTOS", "-o", "out", "--name", "../{stem}"],
        ["PHOTOS", "-o", "out", "--name", "{stem"],
        ["PHOTOS", "-o", "out", "--jobs", "0"],
        ["PHOTOS", "-o", "out", "--report", "x.xml"],
        ["PHOTOS", "-o", "out", "--format", "gif"],
        ["PHOTOS", "-o", "out", "--noise", "101"],
        ["PHOTOS", "-o", "out", "--detect", "-1"],
    ],
)
def test_wrong_usage(tmp_path: Path, run: Run, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "photos" / "a.png")
    assert run(*["photos" if word == "PHOTOS" else word for word in words])[0] == 2
    assert not (tmp_path / "out").exists()


def test_sixteen_bits_and_alpha_go_through(tmp_path: Path, run: Run) -> None:
    deep = np.random.default_rng(0).integers(20000, 40000, (40, 40)).astype(np.uint16)
    put(tmp_path / "photos" / "deep.png", Image.fromarray(deep))
    put(tmp_path / "photos" / "alpha.png", noisy().convert("RGBA"))
    assert run(tmp_path / "photos", "-o", tmp_path / "out", "--format", "tif")[0] == 0
    assert read_photo(tmp_path / "out" / "deep.tif").depth == 16
    assert read_photo(tmp_path / "out" / "alpha.tif").alpha is not None


def test_thousands_of_small_files(tmp_path: Path, run: Run) -> None:
    photos = tmp_path / "photos"
    first = put(photos / "0" / "0.png", noisy(side=8)).read_bytes()
    for number in range(1, 2000):
        folder = photos / str(number % 20)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.png").write_bytes(first)
    code, out, err = run(photos, "-o", tmp_path / "out", "--noise", "25", "--model", "blur")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "2000 files: 2000 denoised"
    made = tree(tmp_path / "out")
    assert made.keys() == tree(photos).keys()
    assert len(set(made.values())) == 1
