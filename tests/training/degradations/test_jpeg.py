from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from tests.training.degradations.pictures import each, generator, photograph, rms
from training.degradations import Jpeg, Pair
from training.degradations.jpeg import Compression, compress


def pillow(picture: Tensor, quality: int, subsampling: int) -> Tensor:
    """The picture from a file that Pillow has written and read; grey where it has one channel."""
    pixels = (picture[0] * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
    file = io.BytesIO()
    Image.fromarray(pixels.squeeze()).save(file, "JPEG", quality=quality, subsampling=subsampling)
    read = np.asarray(Image.open(file), dtype=np.float32) / 255
    return torch.from_numpy(read).reshape(pixels.shape).permute(2, 0, 1)[None]


@pytest.mark.parametrize("quality", [20, 45, 75, 95])
@pytest.mark.parametrize("halved", [False, True], ids=["4:4:4", "4:2:0"])
@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
def test_compression_agrees_with_the_encoder_of_the_ijg(name: str, halved: bool, quality: int) -> None:
    picture = photograph(name)
    stored = pillow(picture, quality, subsampling=2 if halved else 0)
    ours = compress(picture, Compression(each(float(quality)), each(halved)))
    # The encoder and the decoder round to whole numbers on the way as well.
    assert rms(ours - stored) < 2.2
    other = compress(picture, Compression(each(float(quality)), each(not halved)))
    assert rms(ours - stored) < rms(other - stored)


@pytest.mark.parametrize("quality", [10, 50, 90])
def test_grey_pictures_agree_within_rounding(quality: int) -> None:
    grey = (photograph("chelsea").mean(1, keepdim=True) * 255).round() / 255
    ours = compress(grey.expand(-1, 3, -1, -1), Compression(each(float(quality)), each(True)))
    assert rms(ours[:, :1] - pillow(grey, quality, subsampling=0)) < 0.8
    torch.testing.assert_close(ours[:, 0], ours[:, 2])


def test_both_sides_are_compressed_alike() -> None:
    clean = photograph("coffee")
    noisy = (clean + 0.05 * torch.randn(clean.shape, generator=generator())).clamp(0, 1)
    how = Compression(each(60.0), each(True))
    pair = Jpeg().apply(Pair(clean, noisy), how)
    assert torch.equal(pair.clean, compress(clean, how))
    assert torch.equal(pair.noisy, compress(noisy, how))


def test_pictures_of_a_batch_have_their_own_quality() -> None:
    picture = photograph("chelsea")
    pair = torch.tensor([20.0, 90.0]).reshape(2, 1, 1, 1), torch.tensor([True, False]).reshape(2, 1, 1, 1)
    together = compress(picture.expand(2, -1, -1, -1), Compression(*pair))
    for index in range(2):
        alone = compress(picture, Compression(pair[0][index, None], pair[1][index, None]))
        torch.testing.assert_close(together[index, None], alone, rtol=0, atol=1.01 / 255)
    assert rms(together[0] - picture[0]) > 2 * rms(together[1] - picture[0])


def test_what_comes_out_is_an_8_bit_picture() -> None:
    out = compress(1.2 * photograph("coffee") - 0.1, Compression(each(50.0), each(True))) * 255
    torch.testing.assert_close(out, out.round(), rtol=0, atol=1e-3)
    assert 0 <= float(out.min()) < float(out.max()) <= 255


def test_qualities_and_subsampling_are_drawn() -> None:
    how = Jpeg(lowest=40, highest=98, halved=0.6).draw(2000, generator())
    assert 40 <= float(how.quality.min()) < 45
    assert 97 < float(how.quality.max()) <= 98
    assert float(how.quality.median()) == pytest.approx(40 + 58 * 0.5**0.5, abs=1.5)  # high ones are likelier
    assert float(how.halved.float().mean()) == pytest.approx(0.6, abs=0.04)
