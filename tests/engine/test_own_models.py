from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from tests.models import write_denoiser, write_detector, write_filler
from tintype.engine import Catalogue, DenoiseSettings, Engine, add_model, remove_model
from tintype.engine.model_file import CHECKSUMS, LARGEST_FILE, check_file
from tintype.engine.onnx_metadata import foreign_operators, has_external_data
from tintype.engine.spec import read_spec
from tintype.errors import (
    Cancelled,
    CannotRemoveModel,
    CannotWrite,
    InvalidModel,
    ModelExists,
    NoModel,
    TintypeError,
    UnknownModel,
)
from tintype.progress import Progress


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, which is not there yet."""
    monkeypatch.setenv("TINTYPE_MODELS", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def make(tmp_path: Path, own: Path) -> Callable[[], Catalogue]:
    """Makes a catalogue of one model that comes with Tintype, ``blur``, and of the user's own."""
    (tmp_path / "shipped").mkdir()
    write_denoiser(tmp_path / "shipped" / "blur.onnx")
    return lambda: Catalogue([tmp_path / "shipped", own])


def mine(folder: Path, **changes: Any) -> Path:
    return write_denoiser(folder / "from camera.onnx", **{"id": "mine", "title": "Mine", **changes})


def altered(path: Path, alter: Callable[[Any], object]) -> Path:
    model = onnx.load(path)
    alter(model)
    onnx.save(model, path)
    return path


def refusal(path: Path, catalogue: Catalogue) -> str:
    with pytest.raises(InvalidModel) as caught:
        add_model(path, catalogue)
    assert not catalogue.own_folder.exists()
    sentence = str(caught.value)
    assert sentence == f"{path} cannot be used as a model: {caught.value.reason}."
    return caught.value.reason


# --- adding ---


def test_a_model_that_works_is_copied_and_found(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    source = mine(tmp_path)
    fractions: list[float] = []
    added = add_model(source, make(), progress=Progress(fractions.append))
    assert added.path == own / "mine.onnx"
    assert added.path.read_bytes() == source.read_bytes()
    assert [path.name for path in own.iterdir()] == ["mine.onnx"]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    catalogue = make()
    assert catalogue.is_own(catalogue.find("mine"))
    assert not catalogue.is_own(catalogue.find("blur"))


@pytest.mark.parametrize("write", [write_filler, write_detector])
def test_models_of_the_other_tasks(tmp_path: Path, make: Callable[[], Catalogue], write: Callable[..., Path]) -> None:
    add_model(write(tmp_path / "other.onnx", id="other"), make())
    assert make().is_own(make().find("other"))


def test_an_own_model_is_replaced_only_when_asked_for(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    add_model(mine(tmp_path), make())
    better = mine(tmp_path, title="Better")
    with pytest.raises(ModelExists, match=r"You have a model called mine already .* add --replace, or export"):
        add_model(better, make())
    assert make().models["mine"].title == "Mine"
    assert add_model(better, make(), replace=True).title == "Better"
    assert make().models["mine"].title == "Better"


def test_a_model_put_there_by_hand_is_replaced_in_its_file(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    own.mkdir()
    by_hand = mine(own)
    with pytest.raises(ModelExists, match="from camera"):
        add_model(by_hand, make())
    add_model(mine(tmp_path, title="Better"), make(), replace=True)
    assert [path.name for path in own.iterdir()] == [by_hand.name]
    assert make().models["mine"].title == "Better"


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        add_model(mine(tmp_path), make(), progress=progress)
    assert not own.exists()


# --- refusals ---


def test_no_file_a_folder_and_a_text(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    assert refusal(tmp_path / "none.onnx", make()) == "it cannot be read (No such file or directory)"
    assert refusal(tmp_path, make()).startswith("it cannot be read (")
    (tmp_path / "notes.onnx").write_text("these are notes")
    assert refusal(tmp_path / "notes.onnx", make()) == "it is not an ONNX file"


def test_without_a_spec(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    path = altered(mine(tmp_path), lambda model: model.ClearField("metadata_props"))
    assert refusal(path, make()) == "it has no tintype.spec in its metadata"


def test_a_spec_that_is_not_valid(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    assert "the field halo of its spec" in refusal(mine(tmp_path, halo=-1), make())


def test_inputs_of_another_task(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    detector = write_detector(tmp_path / "detect.onnx", id="mine", task="denoise")
    expected = "its inputs are picture (3), and those of the task denoise must be picture (3) and noise_map (1)"
    assert refusal(detector, make()) == expected
    assert "must be picture (3) and mask (1)" in refusal(mine(tmp_path, task="inpaint"), make())
    assert "must be picture (3)" in refusal(mine(tmp_path, task="detect"), make())


def test_inputs_that_are_no_pictures(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    def alter(model: Any) -> None:
        del model.graph.input[1].type.tensor_type.shape.dim[2:]

    assert "noise_map (no float32 picture)" in refusal(altered(mine(tmp_path), alter), make())


def test_two_outputs(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    def alter(model: Any) -> None:
        model.graph.output.append(helper.make_tensor_value_info("detail", TensorProto.FLOAT, None))

    assert refusal(altered(mine(tmp_path), alter), make()) == "it has 2 outputs instead of one"


def test_what_onnxruntime_refuses(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    def alter(model: Any) -> None:
        model.graph.node[0].op_type = "Nonsense"

    assert refusal(altered(mine(tmp_path), alter), make()).startswith("onnxruntime says: ")


def ending_in(node: Any, *, planes: int = 3) -> Callable[[Any], None]:
    """The blur with a node of its own after the last."""

    def alter(model: Any) -> None:
        model.graph.node[-1].output[0] = "kept"
        model.graph.node.append(node)
        model.graph.output[0].CopyFrom(helper.make_tensor_value_info("restored", TensorProto.FLOAT, [1, planes, None, None]))

    return alter


def test_values_that_are_not_finite(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    path = altered(mine(tmp_path), ending_in(helper.make_node("Div", ["kept", "zero"], ["restored"])))
    assert refusal(path, make()) == "for a picture of 4x4 pixels it gives values that are not finite"


def test_an_output_of_another_shape(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    twice = helper.make_node("Concat", ["kept", "kept"], ["restored"], axis=1)
    path = altered(mine(tmp_path), ending_in(twice, planes=6))
    assert refusal(path, make()) == "for a picture of 4x4 pixels it gives 1 x 6 x 4 x 4 instead of 1 x 3 x 4 x 4"
    smaller = helper.make_node("MaxPool", ["kept"], ["restored"], kernel_shape=[2, 2], strides=[2, 2])
    path = altered(mine(tmp_path), ending_in(smaller))
    assert refusal(path, make()) == "for a picture of 4x4 pixels it gives 1 x 3 x 2 x 2 instead of 1 x 3 x 4 x 4"


def test_a_model_for_one_size_alone(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    def alter(model: Any) -> None:
        for tensor in model.graph.input:
            for dimension in tensor.type.tensor_type.shape.dim[2:]:
                dimension.dim_value = 4

    reason = refusal(altered(mine(tmp_path), alter), make())
    assert reason.startswith("it does not run on a picture of 12x8 pixels; onnxruntime says: ")
    assert "\n" not in reason


def external(tensor: Any) -> Any:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="weights.bin")
    return tensor


def test_weights_in_a_second_file(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    path = mine(tmp_path)
    assert not has_external_data(path)
    onnx.save(onnx.load(path), path, save_as_external_data=True, location="weights.bin", size_threshold=0)
    assert (tmp_path / "weights.bin").exists()
    assert refusal(path, make()) == "part of its weights lies in another file; export it as one file"


@pytest.mark.parametrize("hidden", ["constant", "branch", "function", "sparse"])
def test_values_in_a_second_file_are_found_wherever_they_are(tmp_path: Path, hidden: str) -> None:
    def alter(model: Any) -> None:
        values = external(helper.make_tensor("value", TensorProto.FLOAT, [1], np.ones(1, np.float32).tobytes(), raw=True))
        constant = helper.make_node("Constant", [], ["value"], value=values)
        if hidden == "constant":
            model.graph.node.append(constant)
        elif hidden == "branch":
            branch = helper.make_graph([constant], "branch", [], [])
            model.graph.node.append(helper.make_node("If", ["one"], ["chosen"], then_branch=branch, else_branch=branch))
        elif hidden == "function":
            model.functions.append(helper.make_function("own", "F", [], ["value"], [constant], []))
        else:
            model.graph.sparse_initializer.add().values.CopyFrom(values)

    path = mine(tmp_path)
    model = onnx.load(path)
    alter(model)
    path.write_bytes(model.SerializeToString())
    assert has_external_data(path)


@pytest.mark.parametrize(
    ("domain", "name"),
    [("my.company", "Sharpen"), ("com.microsoft.extensions", "AzureTextToText"), ("com.microsoft", "EPContext")],
)
def test_operators_that_are_not_part_of_onnx(tmp_path: Path, make: Callable[[], Catalogue], domain: str, name: str) -> None:
    """Nothing of the file is given to the runtime, so that such an operator reaches neither the network nor another file."""

    def alter(model: Any) -> None:
        ending_in(helper.make_node(name, ["kept"], ["restored"], domain=domain))(model)
        model.opset_import.append(helper.make_opsetid(domain, 1))

    path = altered(mine(tmp_path), alter)
    expected = f"it uses operators that are not part of ONNX ({domain}.{name})"
    assert refusal(path, make()) == expected
    with pytest.raises(InvalidModel, match=re.escape(expected)):
        Engine(make()).denoise(np.zeros((8, 8, 3), np.float32), DenoiseSettings(noise=0.1, model=str(path), device="cpu"))


def test_functions_of_the_file_itself_are_no_foreign_operators(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    def alter(model: Any) -> None:
        ending_in(helper.make_node("Keep", ["kept"], ["restored"], domain="own"))(model)
        same = helper.make_node("Identity", ["x"], ["y"])
        model.functions.append(helper.make_function("own", "Keep", ["x"], ["y"], [same], [helper.make_opsetid("", 18)]))
        model.opset_import.append(helper.make_opsetid("own", 1))

    path = altered(mine(tmp_path), alter)
    assert foreign_operators(path) == []
    assert add_model(path, make()).id == "mine"


def test_a_file_named_on_the_command_line_is_checked_too(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    pixels, engine = np.zeros((8, 8, 3), np.float32), Engine(make())
    detector = write_detector(tmp_path / "detect.onnx", id="mine", task="denoise")
    with pytest.raises(InvalidModel, match="its inputs are picture"):
        engine.denoise(pixels, DenoiseSettings(noise=0.1, model=str(detector), device="cpu"))
    path = mine(tmp_path)
    onnx.save(onnx.load(path), path, save_as_external_data=True, location="weights.bin", size_threshold=0)
    with pytest.raises(InvalidModel, match="part of its weights lies in another file"):
        engine.denoise(pixels, DenoiseSettings(noise=0.1, model=str(path), device="cpu"))


@pytest.mark.parametrize("spec", ["[" * 100_000, "1" * 5000, '{"format": 99}', "nonsense", "[]"])
def test_specs_that_cannot_be_understood(tmp_path: Path, make: Callable[[], Catalogue], spec: str) -> None:
    path = altered(mine(tmp_path), lambda model: helper.set_model_props(model, {"tintype.spec": spec}))
    assert refusal(path, make()).startswith("its spec ")


def test_changed_bytes_of_a_model_never_end_in_another_error(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    """What is looked at before the runtime may see the file."""
    random, content, path = np.random.default_rng(0), mine(tmp_path).read_bytes(), tmp_path / "changed.onnx"
    refused = 0
    for _ in range(300):
        changed = bytearray(content[: random.integers(1, len(content) + 1)] if random.random() < 0.3 else content)
        for place in random.integers(0, len(changed), 6):
            changed[place] = random.integers(0, 256)
        path.write_bytes(changed)
        try:
            read_spec(path)
            check_file(path)
        except InvalidModel:
            refused += 1
    assert refused > 50


def test_a_shipped_model_that_was_changed_on_the_disk(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    shipped = tmp_path / "shipped" / "blur.onnx"
    told = hashlib.sha256(shipped.read_bytes()).hexdigest()
    shipped.with_name(CHECKSUMS).write_text(f"{told}  blur.onnx\n")
    pixels, settings = np.zeros((8, 8, 3), np.float32), DenoiseSettings(noise=0.1, device="cpu")
    Engine(make()).denoise(pixels, settings)
    write_denoiser(shipped, title="Blut")
    with pytest.raises(InvalidModel, match="its checksum is not that of the file which came with Tintype; install Tintype again"):
        Engine(make()).denoise(pixels, settings)
    shipped.with_name(CHECKSUMS).write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidModel, match="the list of checksums beside it"):
        Engine(make()).denoise(pixels, settings)


def test_a_file_too_large(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    path = mine(tmp_path)
    length = LARGEST_FILE * 2
    field = bytes((0x3A, *(length >> shift & 0x7F | 0x80 for shift in (0, 7, 14, 21)), length >> 28))  # the graph, once more
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.write(field)
        file.truncate(end + len(field) + length)
    assert refusal(path, make()) == "it measures 1024 MB, and a model may measure 512 MB at most"


def test_the_id_of_a_model_that_comes_with_tintype(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    expected = "its id blur is that of a model that comes with Tintype; export it with an id of its own (--id)"
    assert refusal(mine(tmp_path, id="blur"), make()) == expected
    with pytest.raises(InvalidModel):
        add_model(mine(tmp_path, id="blur"), make(), replace=True)


@pytest.mark.parametrize(
    "name", ["../mine", "a/b", "a\\b", ".mine", "-mine", "my model", "mïne", "con", "NUL.x", "x" * 101, "a\n"]
)
def test_an_id_that_is_no_file_name(tmp_path: Path, make: Callable[[], Catalogue], name: str) -> None:
    assert "is no plain name of letters, digits, '-', '_' and '.'" in refusal(mine(tmp_path, id=name), make())


def test_a_folder_that_cannot_be_made(tmp_path: Path, make: Callable[[], Catalogue], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("a file")
    monkeypatch.setenv("TINTYPE_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(CannotWrite, match=re.escape(f"the folder {tmp_path / 'file' / 'models'} cannot be made")):
        add_model(mine(tmp_path), make())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user who can be forbidden something")
def test_a_folder_that_can_only_be_read(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    add_model(mine(tmp_path), make())
    own.chmod(0o500)
    try:
        with pytest.raises(CannotWrite, match="you are not allowed to write"):
            add_model(mine(tmp_path, id="other"), make())
        with pytest.raises(CannotRemoveModel, match="cannot be deleted"):
            remove_model("mine", make())
    finally:
        own.chmod(0o700)
    assert [path.name for path in own.iterdir()] == ["mine.onnx"]


# --- removing ---


def test_removing_deletes_own_models_alone(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    add_model(mine(tmp_path), make())
    catalogue = make()
    assert remove_model("mine", catalogue).path == own / "mine.onnx"
    assert not list(own.iterdir())
    remove_model("mine", catalogue)
    refused: list[tuple[str, type[TintypeError]]] = [("blur", CannotRemoveModel), ("mine", UnknownModel)]
    for name, kind in refused:
        with pytest.raises(kind):
            remove_model(name, make())
    with pytest.raises(UnknownModel):
        remove_model(str(tmp_path / "shipped" / "blur.onnx"), make())
    assert (tmp_path / "shipped" / "blur.onnx").exists()


# --- what the others make of it ---


def test_fast_and_best_stay_those_that_come_with_tintype(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    write_denoiser(tmp_path / "shipped" / "best.onnx", id="best", quality="best", macs_per_pixel=1000)
    add_model(mine(tmp_path, id="cheaper", macs_per_pixel=1), make())
    add_model(mine(tmp_path, id="dearer", macs_per_pixel=10**6, quality="best"), make())
    catalogue = make()
    assert [model.id for model in catalogue.of_task("denoise")] == ["cheaper", "blur", "best", "dearer"]
    assert catalogue.choose("denoise", "fast").id == "blur"
    assert catalogue.choose("denoise", "best").id == "best"
    with pytest.raises(NoModel):
        catalogue.choose("inpaint", "best")


def test_an_own_model_counts_where_none_comes_with_tintype(tmp_path: Path, make: Callable[[], Catalogue]) -> None:
    add_model(write_filler(tmp_path / "fill.onnx", id="my-fill"), make())
    assert make().choose("inpaint", "best").id == "my-fill"


def test_a_file_with_the_id_of_a_shipped_model_is_left_out(own: Path, make: Callable[[], Catalogue]) -> None:
    own.mkdir()
    write_denoiser(own / "blur.onnx", title="Mine")
    catalogue = make()
    assert catalogue.models["blur"].title == "Blur"
    assert [str(reason) for reason in catalogue.refused] == [
        f"{own / 'blur.onnx'} cannot be used as a model: its id blur is that of {catalogue.models['blur'].path}; "
        "export it with another --id."
    ]


def test_the_engine_runs_the_model_that_replaced_another(tmp_path: Path, own: Path, make: Callable[[], Catalogue]) -> None:
    add_model(mine(tmp_path), make())
    engine = Engine(make())
    pixels = np.random.default_rng(0).random((16, 16, 3), dtype=np.float32)
    settings = DenoiseSettings(noise=0.1, model="mine", device="cpu")
    before = engine.denoise(pixels, settings).restored
    nothing = altered(mine(tmp_path), ending_in(helper.make_node("Identity", ["picture"], ["restored"])))
    add_model(nothing, engine.catalogue, replace=True)
    engine.refresh_models()
    after = engine.denoise(pixels, settings).restored
    assert np.abs(before - pixels).max() > 0.1
    np.testing.assert_array_equal(after, pixels)
