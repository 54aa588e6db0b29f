"""The audio tools of the root: what they measure, convert and refuse."""

from pathlib import Path

import numpy as np
import pytest

from appliance.contact.prompts.errors import SoundDamaged, SoundTooQuiet
from appliance.contact.prompts.judgement import duration_ms, kind_of, samples
from appliance.contact.prompts.making import Maker
from appliance.contact.prompts.model import Kind
from appliance.daemons.box.asterisk import tools as tools_command
from appliance.daemons.sox import SoxTools
from image import root, sandbox
from image.processes import follow
from tests.servers import audio
from tests.unit.prompts.studio import Store
from tests.unit.prompts.tones import silence, sine, tone, wav

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> SoxTools:
    return SoxTools(tools_command(root.ready()), tmp_path_factory.mktemp("studio"))


def made_by_sox(folder: Path, *words: str) -> bytes:
    """A file `out` of sox's own making."""
    box = sandbox.command(root.ready(), words, read_only={}, writable={folder: str(folder)}, folder=str(folder))
    assert follow(box).status == 0
    return (folder / "out").read_bytes()


def mp3(folder: Path, seconds: float = 2, hertz: int = 440) -> bytes:
    synth = ("synth", str(seconds), "sine", str(hertz), "gain", "-20")
    return made_by_sox(folder, "sox", "-n", "-r", "44100", "-c", "2", "-t", "mp3", "out", *synth)


def mono(sound: bytes) -> audio.Samples:
    return samples(sound)[0][:, 0]


def test_a_sine_has_the_loudness_that_the_standard_says(tools: SoxTools) -> None:
    assert tools.loudness(tone(1000, 2, -20)) == pytest.approx(-23.0, abs=0.1)
    assert tools.loudness(tone(1000, 0.25, -20)) == pytest.approx(-23.0, abs=0.3)
    assert tools.loudness(silence()) is None


def test_an_mp3_becomes_telephone_audio(tools: SoxTools, tmp_path: Path) -> None:
    data = mp3(tmp_path)
    assert kind_of(data) is Kind.MP3
    plain = tools.telephone(tools.decode(data, Kind.MP3, 60))
    assert samples(plain)[1] == 8000
    assert duration_ms(plain) == pytest.approx(2300, abs=100)
    assert audio.dominant(mono(plain)) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("encoding", ["a-law", "mu-law", "ms-adpcm", "floating-point", "unsigned-integer"])
def test_wavs_of_other_encodings_are_read(tools: SoxTools, tmp_path: Path, encoding: str) -> None:
    bits = {"floating-point": ("-b", "32"), "unsigned-integer": ("-b", "8")}.get(encoding, ())
    synth = ("synth", "1", "sine", "700", "gain", "-12")
    data = made_by_sox(tmp_path, "sox", "-n", "-r", "16000", "-t", "wav", "-e", encoding, *bits, "out", *synth)
    assert kind_of(data) is Kind.WAV
    assert audio.dominant(mono(tools.telephone(tools.decode(data, Kind.WAV, 60)))) == pytest.approx(700, abs=2)


def test_silence_goes_at_the_ends_and_stays_inside(tools: SoxTools) -> None:
    quiet, loud = np.zeros(8000), sine(500, 1)
    sound = wav(np.concatenate([quiet, loud, quiet, loud, quiet, quiet]))
    assert duration_ms(tools.telephone(sound)) == pytest.approx(3300, abs=60)


@pytest.mark.parametrize("peak", [-40, -20, -3])
def test_every_level_comes_out_at_the_target(tools: SoxTools, peak: float) -> None:
    store = Store()
    sound = Maker(tools, store, -21.0, 60).from_file(tone(1000, 2, peak, 44100))
    assert sound.loudness_before == pytest.approx(peak - 3, abs=0.6)
    assert tools.loudness(store.audio(sound.audio)) == pytest.approx(-21, abs=0.3)


def test_too_quiet_is_refused(tools: SoxTools) -> None:
    with pytest.raises(SoundTooQuiet):
        Maker(tools, Store(), -21.0, 60).from_file(tone(1000, 2, -49))


@pytest.mark.parametrize("kept", [30, 44, 4000])
def test_a_cut_wav_is_damaged(tools: SoxTools, kept: int) -> None:
    with pytest.raises(SoundDamaged):
        tools.decode(tone()[:kept], Kind.WAV, 60)


def test_noise_with_the_head_of_an_mp3_is_damaged(tools: SoxTools) -> None:
    noise = np.random.default_rng(7).bytes(4000)
    with pytest.raises(SoundDamaged):
        tools.decode(b"ID3\x04\0\0\0\0\0\0" + noise, Kind.MP3, 60)


def test_an_endless_file_is_read_no_further_than_the_limit(tools: SoxTools, tmp_path: Path) -> None:
    assert duration_ms(tools.decode(mp3(tmp_path, 30), Kind.MP3, 11)) == 11000


@pytest.mark.parametrize(("voice", "text"), [("cmn", "您好，欢迎致电。"), ("en-us+f3", "-v Good morning")])
def test_the_built_in_voice_speaks(tools: SoxTools, voice: str, text: str) -> None:
    store = Store()
    sound = Maker(tools, store, -21.0, 60).make(tools.speak(text, voice, 190))
    assert sound.duration_ms > 600
    assert sound.loudness == pytest.approx(-21, abs=1.5)
