"""What the Qt-free parts of Tintype say, in the language of the window.

They speak English, in sentences made from templates and data. Here the templates are marked for lupdate. What is not among them,
such as the words of other libraries, stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from tintype.errors import TintypeError

PLACE = re.compile(r"\{(\w+)(?:!r)?\}")


def _marked(*templates: object) -> tuple[str, ...]:
    return tuple(map(str, templates))


ERRORS = _marked(
    QT_TRANSLATE_NOOP("errors", "Cancelled."),
    QT_TRANSLATE_NOOP("errors", "{path} does not exist; check the name."),
    QT_TRANSLATE_NOOP("errors", "{path} is a folder; name a photo inside it."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be read: {reason}."),
    QT_TRANSLATE_NOOP("errors", "{path} holds no photos; folders inside it are not searched."),
    QT_TRANSLATE_NOOP("errors", "{path} has changed since it was worked on, so the unsaved work does not fit it; it is kept."),
    QT_TRANSLATE_NOOP("errors", "The unsaved work in {path} is damaged and cannot be restored."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be written: {reason}."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be used as a recipe: {reason}."),
    QT_TRANSLATE_NOOP("errors", "These pixels cannot be processed: {reason}."),
    QT_TRANSLATE_NOOP("errors", "This mask cannot be used: {reason}."),
    QT_TRANSLATE_NOOP("errors", "{name} is {value!r}, but it must be {allowed}."),
    QT_TRANSLATE_NOOP("errors", "There is no model called {name}; installed are: {known}."),
    QT_TRANSLATE_NOOP(
        "errors", "No model for the task {task} is installed; install Tintype again, or add a model to the model folder."
    ),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be used as a model: {reason}."),
    QT_TRANSLATE_NOOP(
        "errors", "You have a model called {name} already ({path}); add --replace, or export this one with another --id."
    ),
    QT_TRANSLATE_NOOP("errors", "The model {name} cannot be removed: {reason}."),
    QT_TRANSLATE_NOOP("errors", 'A batch on a cluster needs Ray; install it with: python -m pip install "tintype[cluster]"'),
    QT_TRANSLATE_NOOP("errors", "The Ray cluster {address} cannot be reached: {reason}."),
    QT_TRANSLATE_NOOP("errors", "There is not enough free memory for this photo; close other programs and try again."),
    QT_TRANSLATE_NOOP("errors", "The model could not be run: {reason}"),
)
"""The templates of all failures."""

REASONS = _marked(
    QT_TRANSLATE_NOOP("reasons", "it is a folder"),
    QT_TRANSLATE_NOOP("reasons", "it is not an ordinary file"),
    QT_TRANSLATE_NOOP("reasons", "it is write-protected"),
    QT_TRANSLATE_NOOP("reasons", "the folder {0} does not exist"),
    QT_TRANSLATE_NOOP("reasons", "{0} is not a folder"),
    QT_TRANSLATE_NOOP("reasons", "the name holds a null character"),
    QT_TRANSLATE_NOOP("reasons", "the folder cannot be made"),
    QT_TRANSLATE_NOOP("reasons", "the folder {0} cannot be made"),
    QT_TRANSLATE_NOOP("reasons", "the disk is full"),
    QT_TRANSLATE_NOOP("reasons", "the disk space allotted to you is used up"),
    QT_TRANSLATE_NOOP("reasons", "the file would be larger than is allowed there"),
    QT_TRANSLATE_NOOP("reasons", "the disk can only be read"),
    QT_TRANSLATE_NOOP("reasons", "the name is too long"),
    QT_TRANSLATE_NOOP("reasons", "you are not allowed to write in the folder {0}"),
    QT_TRANSLATE_NOOP("reasons", "the disk failed"),
    QT_TRANSLATE_NOOP("reasons", "its name must end in one of {0}"),
    QT_TRANSLATE_NOOP("reasons", "this format holds at most {0} pixels a side, and the photo has {1}"),
    QT_TRANSLATE_NOOP(
        "reasons", "it is not a JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD or camera raw picture"
    ),
    QT_TRANSLATE_NOOP("reasons", "the file is empty"),
    QT_TRANSLATE_NOOP("reasons", "there is not enough free memory for it"),
    QT_TRANSLATE_NOOP("reasons", "the file is damaged or cut short"),
    QT_TRANSLATE_NOOP("reasons", "its decoder, {0}, is missing; install Tintype again"),
    QT_TRANSLATE_NOOP("reasons", "you are not allowed to open it"),
    QT_TRANSLATE_NOOP(
        "reasons",
        "reading it takes {0} MB, and {1} MB may be used; close other programs, or allow more (Preferences, --memory)",
    ),
    QT_TRANSLATE_NOOP("reasons", "decoding it takes too long, so it is probably damaged"),
    QT_TRANSLATE_NOOP("reasons", "its decoder crashed, so it is probably damaged"),
    QT_TRANSLATE_NOOP("reasons", "the process that decodes such files cannot be started"),
    QT_TRANSLATE_NOOP("reasons", "the process that decodes such files cannot be started ({0})"),
    QT_TRANSLATE_NOOP("reasons", "it has {0} pixels, and more than a gigapixel cannot be opened"),
    QT_TRANSLATE_NOOP("reasons", "it has no pixels"),
    QT_TRANSLATE_NOOP("reasons", "its kind of colours is not supported"),
    QT_TRANSLATE_NOOP("reasons", "its channels are not whole numbers of 8 or 16 bits"),
    QT_TRANSLATE_NOOP("reasons", "its channels are neither whole numbers of 8 or 16 bits nor floating point numbers"),
    QT_TRANSLATE_NOOP("reasons", "its kind of pixels ({0}) is not supported"),
    QT_TRANSLATE_NOOP("reasons", "its kind of pixels is not supported; save it as a TIFF"),
    QT_TRANSLATE_NOOP("reasons", "its compression is not supported; save it as a TIFF"),
    QT_TRANSLATE_NOOP("reasons", "its compression (number {0}) is not supported"),
    QT_TRANSLATE_NOOP("reasons", "it is a camera's raw file of a kind that is not supported; develop it to a TIFF first"),
    QT_TRANSLATE_NOOP("reasons", "{0} measures {1} and the photo {2}"),
    QT_TRANSLATE_NOOP("reasons", "it measures {0} and the photo {1}"),
    QT_TRANSLATE_NOOP("reasons", "its shape is {0} instead of height x width"),
    QT_TRANSLATE_NOOP("reasons", "its type is {0} instead of bool, uint8 or float"),
    QT_TRANSLATE_NOOP("reasons", "some of its values are infinite or not a number"),
    QT_TRANSLATE_NOOP("reasons", "it covers the whole photo, so that nothing is left to fill from; take some of it away"),
    QT_TRANSLATE_NOOP("reasons", "its id {0} is that of {1}; export it with another --id"),
    QT_TRANSLATE_NOOP("reasons", "its inputs are {0}, and those of the task {1} must be {2}"),
    QT_TRANSLATE_NOOP("reasons", "it has {0} outputs instead of one"),
    QT_TRANSLATE_NOOP("reasons", "for a picture of {0} pixels it gives {1} instead of {2}"),
    QT_TRANSLATE_NOOP("reasons", "for a picture of {0} pixels it gives values that are not finite"),
    QT_TRANSLATE_NOOP("reasons", "it measures {0} MB, and a model may measure {1} MB at most"),
    QT_TRANSLATE_NOOP("reasons", "part of its weights lies in another file; export it as one file"),
    QT_TRANSLATE_NOOP("reasons", "it uses operators that are not part of ONNX ({0})"),
    QT_TRANSLATE_NOOP("reasons", "its checksum is not that of the file which came with Tintype; install Tintype again"),
    QT_TRANSLATE_NOOP("reasons", "the list of checksums beside it ({0}) is damaged; install Tintype again"),
    QT_TRANSLATE_NOOP("reasons", "it does not run on a picture of {0} pixels; onnxruntime says: {1}"),
    QT_TRANSLATE_NOOP("reasons", "it cannot be read ({0})"),
    QT_TRANSLATE_NOOP("reasons", "it is not an ONNX file"),
    QT_TRANSLATE_NOOP("reasons", "its id {0} is no plain name of letters, digits, '-', '_' and '.'; export it with another --id"),
    QT_TRANSLATE_NOOP("reasons", "its id {0} is that of a model that comes with Tintype; export it with an id of its own (--id)"),
    QT_TRANSLATE_NOOP("reasons", "it comes with Tintype, and only your own models can be removed"),
    QT_TRANSLATE_NOOP("reasons", "{0} cannot be deleted ({1})"),
    QT_TRANSLATE_NOOP("reasons", "onnxruntime says: {0}"),
    QT_TRANSLATE_NOOP("reasons", "its spec is not a JSON object"),
    QT_TRANSLATE_NOOP("reasons", "its spec has format {0}, and this Tintype knows only {1}"),
    QT_TRANSLATE_NOOP("reasons", "it has no {0} in its metadata"),
    QT_TRANSLATE_NOOP("reasons", "the field {0} of its spec is {1} instead of {2}"),
    QT_TRANSLATE_NOOP("reasons", "its spec is not valid JSON"),
    QT_TRANSLATE_NOOP("reasons", "you are not allowed to open this folder"),
    QT_TRANSLATE_NOOP("reasons", "it is the original; choose another name or folder"),
    QT_TRANSLATE_NOOP("reasons", "it holds no step"),
    QT_TRANSLATE_NOOP("reasons", "it is not text"),
    QT_TRANSLATE_NOOP("reasons", "the folder {0} holds {1} masks named {2} for {3}"),
    QT_TRANSLATE_NOOP("reasons", "it is one of the originals; choose another output folder or name"),
    QT_TRANSLATE_NOOP("reasons", "it was changed while the batch ran; run the batch again with --resume"),
    QT_TRANSLATE_NOOP("reasons", "another program has put a file there since the batch began"),
    QT_TRANSLATE_NOOP("reasons", "the folder cannot be made ({0})"),
    QT_TRANSLATE_NOOP("reasons", "another batch is writing into this folder"),
    QT_TRANSLATE_NOOP("reasons", "none"),
)
"""What may stand in them as a reason."""

REMARKS = _marked(
    QT_TRANSLATE_NOOP("reasons", "The file holds {0} pictures; only the first was opened."),
    QT_TRANSLATE_NOOP("reasons", "The file holds an animation; only its first picture was opened."),
    QT_TRANSLATE_NOOP("reasons", "The file is cut short; what is missing was left grey or blurred."),
    QT_TRANSLATE_NOOP("reasons", "Values darker than black or brighter than white were clipped."),
    QT_TRANSLATE_NOOP("reasons", "The colours were converted with 8 bits a channel."),
    QT_TRANSLATE_NOOP("reasons", "The colours were converted from {0} to sRGB."),
    QT_TRANSLATE_NOOP("reasons", "The colours were converted from {0} without a profile and may look different."),
    QT_TRANSLATE_NOOP("reasons", "The colours are not described as sRGB, but were taken for it, and may look different."),
    QT_TRANSLATE_NOOP("reasons", "The colour profile is damaged and was left out."),
    QT_TRANSLATE_NOOP("reasons", "The colours were converted to sRGB, because the file's format was given no profile."),
    QT_TRANSLATE_NOOP("reasons", "Floating point numbers were rounded to 16 bits a channel."),
    QT_TRANSLATE_NOOP("reasons", "The photo is HDR; on a usual screen its brightest parts are shown as white."),
    QT_TRANSLATE_NOOP("reasons", "{0} bits a channel became {1}, because the file's format holds no more."),
    QT_TRANSLATE_NOOP(
        "reasons", "The longest entries of the EXIF were left out, because the file's format holds at most {0} bytes."
    ),
    QT_TRANSLATE_NOOP("reasons", "Transparent places were put on white, because the file's format holds no transparency."),
    QT_TRANSLATE_NOOP("reasons", "It is a result of Tintype already."),
    QT_TRANSLATE_NOOP("reasons", "{0} failed: {1}"),
    QT_TRANSLATE_NOOP("reasons", "{0} failed: there is not enough free memory for it."),
    QT_TRANSLATE_NOOP("reasons", "{0} failed for a reason that Tintype does not know; please report it: {1}."),
    QT_TRANSLATE_NOOP("reasons", "page cleaned"),
    QT_TRANSLATE_NOOP("reasons", "The {0} was left out, because the file's format {1}."),
    QT_TRANSLATE_NOOP("reasons", "cannot hold any"),
    QT_TRANSLATE_NOOP("reasons", "The note of what was done was left out, because the file's format cannot hold any."),
    QT_TRANSLATE_NOOP("reasons", "The note of what was done was left out, because the file's XMP is damaged."),
    QT_TRANSLATE_NOOP("reasons", "holds at most {0} bytes"),
    QT_TRANSLATE_NOOP("reasons", "colour profile"),
    QT_TRANSLATE_NOOP(
        "reasons",
        "This onnxruntime runs on the CPU alone; for a GPU install onnxruntime-gpu, -directml, -openvino or -migraphx.",
    ),
    QT_TRANSLATE_NOOP("reasons", "This build of onnxruntime has no {0}; {1}."),
    QT_TRANSLATE_NOOP("reasons", "No NVIDIA GPU was found: this computer has no NVIDIA driver."),
    QT_TRANSLATE_NOOP("reasons", "{0} is not used because {1} is missing; {2}."),
    QT_TRANSLATE_NOOP("reasons", "{0} is not used because its driver is missing or too old; {1}."),
    QT_TRANSLATE_NOOP("reasons", "{0} is not used because onnxruntime could not start it ({1}); {2}."),
    QT_TRANSLATE_NOOP("reasons", "{0} is not used because onnxruntime could not start it; {1}."),
    QT_TRANSLATE_NOOP("reasons", "{0} is not used because its results differ from the CPU's; {1}."),
    QT_TRANSLATE_NOOP(
        "reasons",
        "The GPU failed while it worked, and the CPU did the rest; if that happens again, update the driver of the GPU.",
    ),
    QT_TRANSLATE_NOOP("reasons", "install Tintype with the extra [cuda]"),
    QT_TRANSLATE_NOOP("reasons", "update the NVIDIA driver; CUDA 13 is needed"),
    QT_TRANSLATE_NOOP("reasons", "update the NVIDIA driver"),
    QT_TRANSLATE_NOOP("reasons", "install NVIDIA TensorRT 10"),
    QT_TRANSLATE_NOOP("reasons", "install AMD ROCm with MIGraphX"),
    QT_TRANSLATE_NOOP("reasons", "update the AMD driver"),
    QT_TRANSLATE_NOOP("reasons", "update macOS"),
    QT_TRANSLATE_NOOP("reasons", "update Windows"),
    QT_TRANSLATE_NOOP("reasons", "update the driver of the GPU"),
    QT_TRANSLATE_NOOP("reasons", "install the package openvino"),
    QT_TRANSLATE_NOOP("reasons", "update the Intel driver"),
    QT_TRANSLATE_NOOP("reasons", "install a Vulkan driver"),
    QT_TRANSLATE_NOOP("reasons", "on an NVIDIA GPU, install the package onnxruntime-gpu"),
    QT_TRANSLATE_NOOP("reasons", "on an AMD GPU, install the package onnxruntime-migraphx"),
    QT_TRANSLATE_NOOP("reasons", "on a Mac, install the package onnxruntime"),
    QT_TRANSLATE_NOOP("reasons", "on Windows, install the package onnxruntime-directml"),
    QT_TRANSLATE_NOOP("reasons", "on Intel hardware, install the package onnxruntime-openvino"),
    QT_TRANSLATE_NOOP("reasons", "install the package onnxruntime-webgpu"),
    QT_TRANSLATE_NOOP("reasons", "CPU ({0})"),
    QT_TRANSLATE_NOOP("reasons", "CPU ({0}, int8)"),
    QT_TRANSLATE_NOOP("reasons", "{0} cores"),
    QT_TRANSLATE_NOOP("reasons", "1 core"),
    QT_TRANSLATE_NOOP(
        "reasons", "The GPU was not used because its free memory is too small for this photo; close other programs that use it."
    ),
)
"""What is said about photos that were read or written, and about devices."""


def sentence_of(error: BaseException) -> str:
    """The sentence of a failure; what is no ``TintypeError`` brings its own."""
    if not isinstance(error, TintypeError) or not error.template:
        return str(error)
    template = QCoreApplication.translate("errors", error.template)
    return template.format(**{name: said(value) if isinstance(value, str) else value for name, value in error.data.items()})


def said(text: str) -> str:
    """A reason, a remark, or a whole sentence of a failure, as a batch keeps it."""
    for context, template, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            data = {name: said(value) for name, value in found.groupdict().items()}
            # What is quoted in the sentence has its quotes already.
            return QCoreApplication.translate(context, template).replace("!r}", "}").format(*map(said, found.groups()), **data)
    return text


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """The templates, those with the most letters of their own first, and what matches their outcome."""
    marked = [("errors", template) for template in ERRORS] + [("reasons", template) for template in (*REASONS, *REMARKS)]
    marked.sort(key=lambda one: len(PLACE.sub("", one[1])), reverse=True)
    return tuple((context, template, _pattern(template)) for context, template in marked)


def _pattern(template: str) -> re.Pattern[str]:
    """What matches a template with its places filled; named places are named groups."""
    texts, places = PLACE.split(template)[::2], PLACE.findall(template)
    groups = ["(.+)" if place.isdecimal() else f"(?P<{place}>.+)" for place in places]
    return re.compile("".join(re.escape(text) + group for text, group in zip(texts, [*groups, ""], strict=True)), re.DOTALL)
