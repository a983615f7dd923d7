"""The German texts are complete and up to date, and each of them is what the window really asks for."""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

from tintype import errors
from tintype.gui.error_texts import ERRORS, REASONS, REMARKS
from tintype.gui.language import TRANSLATIONS

APP = Path(__file__).parents[2] / "desktop" / "tintype"
GUI = APP / "gui"
CATALOGUE = TRANSLATIONS / "tintype_de.ts"
LUPDATE = ["-extensions", "py", "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", "de"]

Texts = dict[tuple[str, str], str]


def texts_of(catalogue: Path) -> Texts:
    """Context and source of each text, with its translation; empty where that is missing or unfinished."""
    return {
        (context.findtext("name", ""), message.findtext("source", "")): (
            "" if message.find("translation[@type]") is not None else message.findtext("translation", "")
        )
        for context in ElementTree.parse(catalogue).getroot().findall("context")
        for message in context.findall("message")
    }


def tool(name: str) -> str:
    found = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent))
    assert found, f"pyside6-{name} comes with PySide6"
    return found


@pytest.fixture(scope="module")
def german() -> Texts:
    return texts_of(CATALOGUE)


def test_the_catalogue_is_up_to_date(tmp_path: Path, german: Texts) -> None:
    fresh = tmp_path / "fresh.ts"
    subprocess.run([tool("lupdate"), *LUPDATE, str(GUI), "-ts", str(fresh)], check=True, capture_output=True)
    marked = set(texts_of(fresh))
    assert marked - set(german) == set(), "run lupdate, and translate these"
    assert set(german) - marked == set(), "run lupdate, for these are gone"


def test_every_text_is_translated(german: Texts) -> None:
    assert [source for source, translation in german.items() if not translation] == []


def test_the_places_for_data_are_the_same(german: Texts) -> None:
    def places(text: str) -> list[tuple[str | None, str | None]]:
        return sorted((name, conversion) for _, name, _, conversion in string.Formatter().parse(text) if name is not None)

    for (_, source), translation in german.items():
        assert places(source) == places(translation), source
        assert source.endswith("…") == translation.endswith("…"), source
        assert (source[:1] == " ") == (translation[:1] == " "), source


def test_the_compiled_file_says_the_same(german: Texts) -> None:
    translator = QTranslator()
    assert translator.load(str(CATALOGUE.with_suffix(".qm")))
    for (context, source), translation in german.items():
        assert translator.translate(context, source) == translation, "run lrelease"


# --- what is asked for at run time ---


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(GUI.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_texts_are_marked_in_one_of_two_ways() -> None:
    allowed = {"self.tr", "tr", "QCoreApplication.translate", "painter.translate"}
    elsewhere = {"language.py", "error_texts.py"}
    for path, tree in trees():
        for name, call in called(tree):
            if name.rpartition(".")[2] not in ("tr", "_tr", "translate"):
                continue
            assert name in allowed, f"{path.name}:{call.lineno}: {name}"
            if name == "QCoreApplication.translate":
                assert path.name in elsewhere, f"{path.name}:{call.lineno}: use tr of tintype.gui.language"


def test_lupdate_finds_what_the_window_asks_for(german: Texts) -> None:
    """It reads Python in a way of its own: what stands inside an f-string, say, escapes it."""
    for path, tree in trees():
        for holder in ast.walk(tree):
            if isinstance(holder, ast.ClassDef | ast.Module):
                for name, call in called(holder):
                    if path.name == "language.py" or name not in ("self.tr", "tr"):
                        continue
                    assert isinstance(call.args[0], ast.Constant), f"{path.name}:{call.lineno}: only a plain string can be found"
                    if name == "tr":
                        assert ("", call.args[0].value) in german
                    elif isinstance(holder, ast.ClassDef):
                        assert (holder.name, call.args[0].value) in german, f"{path.name}:{call.lineno}"


def test_texts_are_looked_up_where_lupdate_puts_them() -> None:
    """A ``self.tr`` under another name would be extracted into another context than it is asked for in."""
    for path, tree in trees():
        names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        assert "tr" not in names, path.name


# --- failures, reasons and remarks of the parts without Qt ---


def without_places(text: str) -> str:
    return re.sub(r"\{\d\}", "{}", text)


def written(node: ast.AST) -> str | None:
    """A string of the source, with {} for each place."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def sources() -> Iterator[ast.Module]:
    for folder in ("photo", "engine", "document", "batch", "gui"):
        for path in (APP / folder).rglob("*.py"):
            if path.name != "error_texts.py":
                yield ast.parse(path.read_text(encoding="utf-8"))
    yield ast.parse((APP / "errors.py").read_text(encoding="utf-8"))


def test_every_failure_has_a_template_in_the_catalogue() -> None:
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, errors.TintypeError)]
    templates = {kind.template for kind in kinds if kind not in (errors.TintypeError, errors.PhotoError)}
    assert templates == set(ERRORS)


def test_every_reason_is_in_the_catalogue() -> None:
    known = {without_places(reason) for reason in REASONS}
    kinds = {"UnreadablePhoto", "CannotWrite", "InvalidMask", "InvalidModel", "CannotRemoveModel", "InvalidRecipe", "refusal"}
    for tree in sources():
        for name, call in called(tree):
            if name.rpartition(".")[2] in kinds:
                reason = written(call.args[-1])
                assert reason is None or reason in known


def test_every_reason_and_remark_is_still_said() -> None:
    said = {text for tree in sources() for node in ast.walk(tree) if (text := written(node)) is not None}
    assert [text for text in (*REASONS, *REMARKS) if without_places(text) not in said] == []
