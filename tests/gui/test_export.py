"""The Export dialog in the real window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.driver import Driver, click
from tests.gui.exporting import CONTROL, choose, export, exporting, finished, named, sized
from tintype.gui.export_preview import size_text
from tintype.gui.export_settings import FORMATS, ExportSettings
from tintype.photo import Metadata, Photo, is_stamped, read_photo, write_photo

SERIAL = "SN-40961-SECRET"


@pytest.fixture
def telling_file(tmp_path: Path, noisy_pixels: np.ndarray) -> Path:
    """A JPEG of quality 83 that tells who took it where and when."""
    tags = Image.Exif()
    tags[0x010F] = "Maker"
    tags.get_ifd(0x8769)[0x9003], tags.get_ifd(0x8769)[0xA431] = "2001:02:03 04:05:06", SERIAL
    tags.get_ifd(0x8825)[29] = "GPS-SECRET"
    exif = tags.tobytes().removeprefix(b"Exif\0\0")
    path = tmp_path / "telling.jpg"
    write_photo(Photo(noisy_pixels, metadata=Metadata(exif=exif, xmp=b"<x>XMP-SECRET</x>")), path, quality=83)
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format(driver: Driver, noisy_file: Path, tmp_path: Path, suffix: str) -> None:
    driver.open(noisy_file)
    driver.denoise()
    dialog = exporting(driver)
    choose(dialog.form.format, suffix)
    target = tmp_path / f"noisy_denoised{suffix}"
    assert dialog.preview.name.toolTip() == str(target)
    facts = sized(driver, dialog)
    assert driver.document.history.dirty
    export(driver, dialog, f"Exported as {target.name}, ")
    count = target.stat().st_size
    assert facts == f"128 × 96 px, {size_text(count)}"  # noqa: RUF001
    assert driver.window.toast.text == f"Exported as {target.name}, {size_text(count)}"
    snapshot = driver.document.snapshot()
    assert target.read_bytes() == snapshot.encode(target, ExportSettings(suffix=suffix).output()).data
    assert is_stamped(read_photo(target).metadata.xmp) == (suffix != ".bmp")
    assert read_photo(target).size == driver.document.photo.size
    assert driver.document.history.dirty  # a copy for someone else is no save
    assert driver.document.saved_to is None


def test_enter_exports_and_escape_does_not(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.open(noisy_file)
    QTest.keyClick(exporting(driver), Qt.Key.Key_Escape)
    driver.activate()
    assert not list(tmp_path.glob("noisy_*"))
    dialog = exporting(driver)
    named(dialog, "{stem}_entered")
    QTest.keyClick(dialog.form.template, Qt.Key.Key_Return)
    finished(driver, "Exported as noisy_entered.jpg")


def test_the_name_is_made_of_its_fields(driver: Driver, telling_file: Path, noisy_file: Path) -> None:
    driver.open(telling_file)
    dialog = exporting(driver)
    named(dialog, "{number} {date} {stem} {task}")
    export(driver, dialog, "Exported as 001 2001-02-03 telling copy.jpg")
    driver.activate()
    driver.key(Qt.Key.Key_E, CONTROL)
    finished(driver, "Exported as 002 2001-02-03 telling copy.jpg")
    driver.open(noisy_file)
    driver.key(Qt.Key.Key_E, CONTROL)
    finished(driver, f"Exported as 001 {date.today().isoformat()} noisy copy.jpg")


@pytest.mark.parametrize("template", ["", "name", "{stem", "{nome}", "a/{stem}", "{stem!r}", "{stem:>9}", "{}", "{{number}}"])
def test_a_template_that_makes_no_name_is_told(driver: Driver, noisy_file: Path, template: str) -> None:
    driver.open(noisy_file)
    dialog = exporting(driver)
    dialog.form.template.setText(template)
    assert dialog.preview.problem.text() == (
        f"The name is {template!r}, but it must be a file name with {{stem}} and, if wanted, {{task}}, {{date}}, {{number}}."
    )
    assert dialog.preview.problem.isVisible()
    assert not dialog.export.isEnabled()
    QTest.keyClick(dialog.form.template, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.form.template.setText("{stem}_{{number}}")
    assert Path(dialog.preview.name.toolTip()).name == "noisy_{number}.jpg"
    assert dialog.export.isEnabled()


def test_a_name_that_exists_gets_a_number_or_is_replaced(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    (tmp_path / "noisy_copy.jpg").write_bytes(b"other")
    driver.open(noisy_file)
    dialog = exporting(driver)
    assert Path(dialog.preview.name.toolTip()).name == "noisy_copy (2).jpg"
    export(driver, dialog, "Exported as noisy_copy (2).jpg")
    assert (tmp_path / "noisy_copy.jpg").read_bytes() == b"other"
    driver.activate()
    dialog = exporting(driver)
    choose(dialog.form.conflict, "replace")
    assert Path(dialog.preview.name.toolTip()).name == "noisy_copy.jpg"
    export(driver, dialog, "Exported as noisy_copy.jpg")
    assert read_photo(tmp_path / "noisy_copy.jpg").size == driver.document.photo.size


@pytest.mark.parametrize("through", ["itself", "soft", "hard"])
def test_the_original_is_never_replaced(driver: Driver, noisy_file: Path, tmp_path: Path, through: str) -> None:
    original = noisy_file.read_bytes()
    if through == "soft":
        (tmp_path / "noisy_copy.png").symlink_to(noisy_file)
    elif through == "hard":
        (tmp_path / "noisy_copy.png").hardlink_to(noisy_file)
    driver.open(noisy_file)
    dialog = exporting(driver)
    choose(dialog.form.format, ".png")
    choose(dialog.form.conflict, "replace")
    dialog.form.template.setText("{stem}" if through == "itself" else "{stem}_copy")
    assert dialog.preview.problem.text().endswith("it is the original; choose another name or folder.")
    assert not dialog.export.isEnabled()
    choose(dialog.form.conflict, "number")
    export(driver, dialog, "Exported as noisy (2).png" if through == "itself" else "Exported as noisy_copy (2).png")
    assert noisy_file.read_bytes() == original


# --- the live size ---


def test_the_size_follows_every_change(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.open(noisy_file)
    dialog = exporting(driver)
    first = sized(driver, dialog)
    dialog.form.quality.field.setFocus()
    dialog.form.quality.field.selectAll()
    QTest.keyClicks(dialog.form.quality.field, "30")
    QTest.keyClick(dialog.form.quality.field, Qt.Key.Key_Tab)
    assert dialog.preview.facts.text() == "Reckoning the size…"
    second = sized(driver, dialog)
    choose(dialog.form.sizing, True)
    dialog.form.side.setValue(64)
    third = sized(driver, dialog)
    assert third.startswith("64 × 48 px, ")  # noqa: RUF001
    assert len({first, second, third}) == 3
    dialog.form.template.setText("{stem}_small")
    assert dialog.preview.facts.text() == third  # another name is no other size
    export(driver, dialog, "Exported as noisy_small.jpg")
    assert third.endswith(f", {size_text((tmp_path / 'noisy_small.jpg').stat().st_size)}")
    assert read_photo(tmp_path / "noisy_small.jpg").quality == 30


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    """8.4 megapixels of noise."""
    path = tmp_path / "large.bmp"
    write_photo(Photo(np.random.default_rng(3).random((2100, 4000, 3), np.float32)), path)
    return path


def test_the_size_of_a_large_photo_is_about_right(driver: Driver, large_file: Path, tmp_path: Path) -> None:
    driver.open(large_file)
    dialog = exporting(driver)
    facts = sized(driver, dialog)
    assert facts.startswith("4000 × 2100 px, about ")  # noqa: RUF001
    about = float(facts.split()[-2])
    export(driver, dialog, "Exported as large_copy.jpg")
    assert facts.endswith(" MB")
    assert about == pytest.approx((tmp_path / "large_copy.jpg").stat().st_size / 1e6, rel=0.15)


def test_a_change_while_the_size_is_reckoned_counts(driver: Driver, large_file: Path) -> None:
    driver.open(large_file)
    dialog = exporting(driver)
    driver.wait(lambda: driver.window.jobs._running)
    choose(dialog.form.sizing, True)
    dialog.form.side.setValue(300)
    assert sized(driver, dialog).startswith("300 × 158 px, ")  # noqa: RUF001


def test_closing_while_the_size_is_reckoned_ends_it(driver: Driver, large_file: Path) -> None:
    driver.open(large_file)
    dialog = exporting(driver)
    driver.wait(lambda: driver.window.jobs._running)
    dialog.reject()
    driver.wait(lambda: not driver.window.jobs._running)
    assert driver.no_dialog()


# --- depth, quality and metadata ---


def test_the_quality_of_a_jpeg_is_that_of_the_source(driver: Driver, telling_file: Path, tmp_path: Path) -> None:
    driver.open(telling_file)
    dialog = exporting(driver)
    form = dialog.form
    assert form.as_source.isVisible()
    assert (form.quality.value, form.quality.isEnabled()) == (83, False)
    export(driver, dialog, "Exported as telling_copy.jpg")
    assert read_photo(tmp_path / "telling_copy.jpg").quality == 83
    driver.activate()
    dialog = exporting(driver)
    click(dialog.form.as_source, dialog.form.as_source.rect().center())
    assert (dialog.form.quality.value, dialog.form.quality.isEnabled()) == (90, True)
    export(driver, dialog, "Exported as telling_copy (2).jpg")
    assert read_photo(tmp_path / "telling_copy (2).jpg").quality == 90


def test_depth_and_quality_are_offered_where_there_is_a_choice(driver: Driver, tmp_path: Path, noisy_pixels: np.ndarray) -> None:
    alpha = np.full(noisy_pixels.shape[:2], 0.5, np.float32)
    write_photo(Photo(noisy_pixels, alpha, 16), tmp_path / "deep.tif")
    driver.open(tmp_path / "deep.tif")
    dialog = exporting(driver)
    form = dialog.form
    offered = {}
    for suffix in FORMATS:
        choose(form.format, suffix)
        depths = [form.bits.itemText(row) for row in range(form.bits.count())]
        offered[suffix] = depths[-1], form.bits.isEnabled(), form.quality.isVisible(), form.lossless.isVisible()
        assert not form.as_source.isVisible()
    assert offered == {
        ".jpg": ("8 bits", False, True, False),
        ".png": ("16 bits", True, False, True),
        ".tif": ("16 bits", True, False, True),
        ".webp": ("8 bits", False, True, False),
        ".avif": ("12 bits", True, True, False),
        ".jxl": ("16 bits", True, True, False),
    }
    choose(form.format, ".jpg")
    sized(driver, dialog)
    assert "16 bits a channel became 8" in dialog.preview.losses.text()
    assert "Transparent places were put on white" in dialog.preview.losses.text()
    choose(form.format, ".png")
    choose(form.bits, 8)
    sized(driver, dialog)
    assert dialog.preview.losses.text() == ""
    export(driver, dialog, "Exported as deep_copy.png")
    assert read_photo(tmp_path / "deep_copy.png").depth == 8


def test_without_metadata_there_is_no_stamp(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.open(noisy_file)
    driver.denoise()
    dialog = exporting(driver)
    choose(dialog.form.format, ".png")
    choose(dialog.form.metadata, False)
    export(driver, dialog, "Exported as noisy_denoised.png")
    assert read_photo(tmp_path / "noisy_denoised.png").metadata.xmp is None


@pytest.mark.parametrize("suffix", FORMATS)
def test_remove_leaves_no_metadata(driver: Driver, telling_file: Path, tmp_path: Path, suffix: str) -> None:
    driver.open(telling_file)
    dialog = exporting(driver)
    choose(dialog.form.format, suffix)
    export(driver, dialog, "Exported as")
    driver.activate()
    dialog = exporting(driver)
    choose(dialog.form.metadata, False)
    dialog.form.template.setText("{stem}_bare")
    export(driver, dialog, f"Exported as telling_bare{suffix}")
    kept, bare = (tmp_path / f"telling_{name}{suffix}" for name in ("copy", "bare"))
    assert kept.read_bytes().count(b"SECRET") == 3
    assert b"SECRET" not in bare.read_bytes()
    if suffix != ".jxl":
        with Image.open(bare) as image:
            assert 0x010F not in image.getexif()
            assert not image.getexif().get_ifd(0x8825)
