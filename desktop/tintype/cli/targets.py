"""Where results go: never onto an original, and never two into one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tintype.errors import CannotWrite, InvalidSetting, PhotoError
from tintype.photo import WRITABLE

UNWRITABLE_BECOMES = ".tif"


def plan_targets(
    sources: Sequence[Path], output: Path | None, suffix: str, ending: str | None = None, variants: int = 1
) -> list[Path | PhotoError]:
    """The target of each source, or why it has none.

    Args:
        sources: the photos.
        output: a file for one source, a folder otherwise, None for a place beside each source. A name without a suffix, one that
            ends in a separator, or an existing folder is a folder; it is made when needed.
        suffix: appended to the stem beside the source.
        ending: of the file names, ".png" for one; as the source's where none is given, or TIFF where that cannot be written.
        variants: so many files are written for each target, at the names that ``numbered`` gives.
    """
    if output is not None and _is_folder(output, len(sources)):
        _make_folder(output)
        wanted = [output / source.with_suffix(ending or _suffix(source)).name for source in sources]
    elif output is not None:
        wanted = [output]
    else:
        wanted = [source.with_name(source.stem + suffix + (ending or _suffix(source))) for source in sources]
    taken: dict[Path, Path] = {}
    originals = {source.resolve() for source in sources}
    return [_claim(source, target, variants, taken, originals) for source, target in zip(sources, wanted, strict=True)]


def numbered(target: Path, variants: int) -> list[Path]:
    """Where the variants of a target go: the name with a number, from 1 on; a single one keeps the name."""
    if variants == 1:
        return [target]
    return [target.with_stem(f"{target.stem}-{number}") for number in range(1, variants + 1)]


def _suffix(source: Path) -> str:
    return source.suffix if source.suffix.lower() in WRITABLE or not source.suffix else UNWRITABLE_BECOMES


def _is_folder(output: Path, count: int) -> bool:
    if output.is_dir() or not output.suffix:
        return True
    if count > 1:
        raise InvalidSetting("The output", str(output), f"a folder, for there are {count} photos")
    return False


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, f"the folder cannot be made ({error.strerror})") from error


def _claim(source: Path, target: Path, variants: int, taken: dict[Path, Path], originals: set[Path]) -> Path | PhotoError:
    files = {file.resolve(): file for file in numbered(target, variants)}
    for place, file in files.items():
        if place in originals:
            return CannotWrite(file, "it is one of the originals; choose another name or folder with -o")
        if place in taken:
            return CannotWrite(file, f"{taken[place]} and {source} would both go there; write them into different folders")
    taken.update(dict.fromkeys(files, source))
    return target
