"""G.711, tones and how the tests measure them."""

import io
import wave

import numpy as np
import pytest

from drivers.simulated.sip import g711, keys, speech
from tests.servers import audio


def decoded(code: int) -> int:
    """A-law back to 16 bit (ITU-T G.711, table 1), written apart from the encoder."""
    code ^= 0x55
    segment, step = code >> 4 & 7, code & 15
    size = (step * 2 + 1 if segment == 0 else (step * 2 + 33) << segment - 1) << 3
    return size if code & 0x80 else -size


def decoded_mu(code: int) -> int:
    """µ-law back to 16 bit (ITU-T G.711, table 2), written apart from the encoder."""
    code ^= 0xFF
    size = (((code & 15) * 2 + 33) << (code >> 4 & 7)) - 33 << 2
    return -size if code & 0x80 else size


def samples(wav: bytes) -> audio.Samples:
    return np.array([decoded(code) for code in wav[wav.index(b"data") + 8 :]], dtype=np.int16)


@pytest.mark.parametrize(
    ("sample", "code"), [(0, 0xD5), (-1, 0x55), (32767, 0xAA), (-32768, 0x2A), (99999, 0xAA), (1000, 0xFA)]
)
def test_known_codes(sample: int, code: int) -> None:
    assert g711.encode([sample]) == bytes([code])


def test_every_sample_comes_back_within_its_step() -> None:
    given = range(-32768, 32768, 7)
    for sample, code in zip(given, g711.encode(given), strict=True):
        assert abs(decoded(code) - sample) <= max(16, abs(sample) / 16)


@pytest.mark.parametrize(
    ("sample", "code"), [(0, 0xFF), (-4, 0x7E), (32767, 0x80), (-32768, 0x00), (99999, 0x80), (1000, 0xCE)]
)
def test_known_codes_of_mu_law(sample: int, code: int) -> None:
    assert g711.encode([sample], g711.Law.MU) == bytes([code])


def test_every_sample_comes_back_within_its_step_of_mu_law() -> None:
    given = range(-32768, 32768, 7)
    for sample, code in zip(given, g711.encode(given, g711.Law.MU), strict=True):
        assert abs(decoded_mu(code) - sample) <= (abs(sample) + 132) / 16


def test_a_wav_names_its_law() -> None:
    assert g711.wav(b"\xff", g711.Law.MU)[20:22] == b"\x07\x00"


def test_a_wav_has_the_a_law_format() -> None:
    content = g711.wav(b"\xd5" * 5)
    assert content[:4] == b"RIFF"
    assert int.from_bytes(content[4:8], "little") == len(content) - 8
    assert content[20:22] == b"\x06\x00"
    with pytest.raises(wave.Error, match="unknown format: 6"), wave.open(io.BytesIO(content)):
        pass


@pytest.mark.parametrize("hertz", [350.0, 440.0, 1000.0, 1633.0])
def test_a_tone_is_found_again(hertz: float) -> None:
    heard = samples(speech.tone(hertz, level=0.3))
    assert audio.dominant(heard) == pytest.approx(hertz, abs=1)
    assert audio.presence(heard, hertz) == 1.0
    assert audio.presence(heard, hertz + 200) == 0.0
    assert audio.level(heard) == pytest.approx(-13.5, abs=0.3)


def test_a_looped_tone_has_no_click() -> None:
    heard = samples(speech.tone(440, seconds=0.5))
    steps = np.abs(np.diff(np.concatenate([heard, heard]).astype(int)))
    assert steps[len(heard) - 1] <= steps[: len(heard) - 1].max()


def test_silence_and_half_a_tone() -> None:
    nothing = np.zeros(8000, dtype=np.int16)
    assert (audio.dominant(nothing), audio.level(nothing)) == (0.0, audio.SILENCE_DB)
    half = np.concatenate([samples(speech.tone(440, seconds=1)), nothing])
    assert audio.presence(half, 440) == pytest.approx(0.5, abs=0.02)
    assert audio.presence(audio.window(half, 1.1, 0.5), 440) == 0.0
    assert audio.presence(half[:100], 440) == 0.0


def test_two_channels_are_taken_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("sound") / "two.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 8000, 0, "NONE", ""))
        file.writeframes(np.array([[1, 2], [3, 4]], dtype="<i2").tobytes())
    left, right = audio.two_channels(path)
    assert (left.tolist(), right.tolist()) == ([1, 3], [2, 4])
    assert audio.split(b"\x01\x00\x02\x00\x03\x00")[0].tolist() == [1]


def test_a_key_is_one_press_with_one_end() -> None:
    packets = [keys.event_file("#")[at : at + 50] for at in range(0, 300, 50)]
    assert [packet[0] for packet in packets] == [11] * 6
    assert [packet[1] & 0x80 for packet in packets] == [0, 0, 0, 0, 0, 0x80]
    assert [int.from_bytes(packet[2:4]) for packet in packets] == [240, 480, 720, 960, 1200, 1440]
    assert len({keys.file_name(key) for key in keys.KEYS}) == 16
