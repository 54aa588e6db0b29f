"""The caller is spooled left and played right; the WAV says what it is."""

import wave
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.recording import audio

SECOND = np.arange(audio.RATE) / audio.RATE


def tone(hertz: int) -> np.ndarray:
    return (8000 * np.sin(2 * np.pi * hertz * SECOND)).astype("<i2")


def pitch(samples: np.ndarray) -> int:
    """The strongest frequency of one second of sound, in Hz."""
    return int(np.argmax(np.abs(np.fft.rfft(samples))))


def wav(raw: bytes, chunk: int = 4096) -> bytes:
    return b"".join(audio.wav_chunks(BytesIO(raw), len(raw), chunk))


def test_caller_is_right_and_agent_is_left() -> None:
    caller, heard = tone(440), tone(1000)
    raw = np.column_stack((caller, heard)).tobytes()
    with wave.open(BytesIO(wav(raw))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 8000)
        assert file.getnframes() == audio.RATE
        sides = np.frombuffer(file.readframes(audio.RATE), "<i2").reshape(-1, 2)
    assert (pitch(sides[:, 0]), pitch(sides[:, 1])) == (1000, 440)


@given(st.binary(max_size=400).map(lambda data: data[: len(data) // 4 * 4]))
def test_sides_swapped_twice_are_as_before(samples: bytes) -> None:
    assert audio.swap_sides(audio.swap_sides(samples)) == samples


@pytest.mark.parametrize("chunk", [48, 4096, 1 << 20])
@pytest.mark.parametrize("size", [1, 3, 4, 5, 4052, 4053, 4096, 100_001])
def test_every_size_gives_a_whole_wav(size: int, chunk: int) -> None:
    raw = bytes(number % 251 for number in range(size))
    pieces = list(audio.wav_chunks(BytesIO(raw), size, chunk))
    assert {len(piece) for piece in pieces[:-1]} <= {chunk}
    with wave.open(BytesIO(b"".join(pieces))) as file:
        samples = file.readframes(file.getnframes())
    assert audio.swap_sides(samples) == raw + bytes(-size % 4)


def test_audio_that_shrinks_is_noticed() -> None:
    with pytest.raises(EOFError):
        list(audio.wav_chunks(BytesIO(bytes(100)), 200, 4096))


def test_only_a_chunk_is_read_at_once() -> None:
    class Watched(BytesIO):
        largest = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size >= 0
            Watched.largest = max(Watched.largest, size)
            return super().read(size)

    for _ in audio.wav_chunks(Watched(bytes(1 << 20)), 1 << 20, 4096):
        pass
    assert 0 < Watched.largest <= 4096


def test_sizes_beyond_the_format_saturate() -> None:
    header = audio.wav_header(5 << 30)
    assert header[4:8] == header[40:44] == b"\xff\xff\xff\xff"


def test_durations_are_milliseconds() -> None:
    assert audio.duration_ms(8000 * 4 * 3) == 3000
