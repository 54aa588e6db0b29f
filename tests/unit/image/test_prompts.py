import re
from pathlib import Path

import pytest

from image import melody, sounds, texts, voice
from image.refusal import Refused

NEEDED = {
    *("welcome", "privacy-notice", "main-menu", "invalid-key", "no-input", "closed", "all-busy-hold"),
    *("thank-you-goodbye", "no-agent-sorry", "voicemail-greeting", "voicemail-saved", "number-unknown"),
    *("technical-trouble", "enter-agent-number", "enter-pin", "signed-in", "signed-out", "ready", "paused"),
    *("record-prompt", "record-review"),
    *("not-accepted", "connecting", "position-many"),
    *("wait-under-1", "wait-many", "callback-offer", "callback-confirm", "callback-enter-number"),
    *("callback-noted", "callback-refused", "callback-connecting"),
    *("callback-time", "callback-time-wrong", "callback-time-closed", "callback-appointed"),
    *(f"wait-{minutes}" for minutes in (*range(1, 11), 15, 20, 25, 30)),
    *(f"position-{number}" for number in range(1, 21)),
}


def test_both_languages_have_the_same_prompts() -> None:
    chinese, english = texts.load("zh"), texts.load("en")
    assert set(chinese) == set(english)
    assert set(english) >= NEEDED
    for spoken in (chinese, english):
        sentences = [text for key, text in spoken.items() if not key.startswith(texts.WORDS)]
        assert len(set(sentences)) == len(sentences)


def test_each_language_is_in_its_own_script() -> None:
    assert all(re.search("[\u4e00-\u9fff]", text) for text in texts.load("zh").values())
    assert all(text.isascii() for text in texts.load("en").values())


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_menu_names_each_key_once(language: str) -> None:
    assert sorted(re.findall(r"\d", texts.load(language)["main-menu"])) == ["0", "1", "2", "3", "9"]


@pytest.mark.parametrize("line", ['"../escape" = "x"', 'Upper = "x"', 'empty = " "', "number = 1"])
def test_a_prompt_without_name_or_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    (tmp_path / "en.toml").write_text(line)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    with pytest.raises(Refused, match="cannot be spoken"):
        texts.load("en")


def test_a_changed_text_is_another_set_of_sounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sounds.identity()
    for language in texts.LANGUAGES:
        path = texts.FOLDER / f"{language}.toml"
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"welcome", b"greeting"))
    assert sounds.identity() == before
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    assert sounds.identity() != before


def test_the_voice_and_the_level() -> None:
    spoken = voice.speak("zh", "-1 您好", Path("/t/raw.wav"))
    assert spoken[:3] == ["espeak-ng", "-v", "cmn"]
    assert spoken[-2:] == ["--", "-1 您好"]
    assert voice.speak("en", "x", Path("r"))[2] == "en-us"
    assert voice.finish(Path("r"), Path("f"))[-3:] == ["gain", "-n", "-3"]


def test_the_music_lasts_a_minute_and_every_bar_is_full() -> None:
    assert melody.SECONDS_A_BAR * len(melody.BARS) == 60
    assert all(len(notes) * melody.BEAT == melody.SECONDS_A_BAR for notes in melody.BARS)
    assert all(re.fullmatch("[A-G][2-5]", note) for notes in melody.BARS for note in notes)
