"""Prompts of our own: taken, replaced, removed and brought back."""

import pytest

from appliance.contact.prompts.errors import (
    LanguageUnknown,
    PromptBuiltIn,
    PromptInUse,
    PromptTextMissing,
    PromptUnknown,
    SoundClipped,
    SoundGone,
    SoundNameInvalid,
    VersionUnknown,
    VoiceUnknown,
)
from appliance.contact.prompts.model import Source
from tests.unit.prompts.studio import UPLOADED, Studio, change
from tests.unit.prompts.tones import tone


@pytest.fixture
def studio() -> Studio:
    return Studio()


def test_an_upload_is_levelled_kept_and_placed(studio: Studio) -> None:
    prompt = studio.prompts.add("hello", "zh", tone(peak_db=-40), UPLOADED, change())
    assert (prompt.sound.loudness_before, prompt.sound.loudness) == (-43.0, -21.0)
    heard = studio.shelf.own["zh", "hello"]
    assert studio.tools.loudness(heard) == pytest.approx(-21, abs=0.1)
    assert studio.prompts.export("hello", "zh") == heard


def test_a_bad_upload_changes_nothing(studio: Studio) -> None:
    with pytest.raises(SoundClipped):
        studio.prompts.add("hello", "zh", tone(peak_db=12), UPLOADED, change())
    assert not studio.store.versions
    assert not studio.shelf.own


@pytest.mark.parametrize("name", ["", "Hello", "../etc", "a/b", "a--b", "-a", "问候", "x" * 65, "a\n"])
def test_names_are_file_names(studio: Studio, name: str) -> None:
    with pytest.raises(SoundNameInvalid):
        studio.prompts.add(name, "zh", tone(), UPLOADED, change())


def test_languages_are_those_of_the_centre(studio: Studio) -> None:
    with pytest.raises(LanguageUnknown):
        studio.prompts.add("hello", "../zh", tone(), UPLOADED, change())


def test_the_voice_says_a_text(studio: Studio) -> None:
    prompt = studio.prompts.say("lunch", "en", "Back at two.", "female", 170, change())
    assert (prompt.origin.source, prompt.origin.text, prompt.origin.speed) == (Source.VOICE, "Back at two.", 170)
    with pytest.raises(PromptTextMissing):
        studio.prompts.say("lunch", "en", "  ", "female", 170, change())
    with pytest.raises(VoiceUnknown):
        studio.prompts.say("lunch", "en", "x", "robot", 170, change())


def test_what_a_language_lacks_shows(studio: Studio) -> None:
    studio.prompts.add("hello", "zh", tone(), UPLOADED, change())
    found = studio.prompts.listed()
    assert set(found["hello"]) == {"zh"}
    assert found["welcome"] == {"zh": None, "en": None}


def test_a_replaced_built_in_prompt_comes_back(studio: Studio) -> None:
    studio.uses.playing["welcome"] = ["main"]
    studio.prompts.add("welcome", "zh", tone(), UPLOADED, change())
    assert studio.prompts.export("welcome", "zh") != b"zh/welcome"
    assert studio.prompts.remove("welcome", "zh", change())
    assert studio.prompts.export("welcome", "zh") == b"zh/welcome"
    with pytest.raises(PromptBuiltIn):
        studio.prompts.remove("welcome", "zh", change())


def test_what_a_flow_plays_stays(studio: Studio) -> None:
    studio.prompts.add("hello", "zh", tone(), UPLOADED, change())
    studio.uses.playing["hello"] = ["main", "night"]
    with pytest.raises(PromptInUse) as refused:
        studio.prompts.remove("hello", "zh", change())
    assert refused.value.details["flows"] == "flow main, flow night"
    with pytest.raises(PromptInUse):
        studio.prompts.undo("hello", "zh", None, change())
    studio.uses.playing.clear()
    studio.uses.others["hello"] = ["queue sales"]
    with pytest.raises(PromptInUse) as refused:
        studio.prompts.remove("hello", "zh", change())
    assert refused.value.details["flows"] == "queue sales"
    studio.uses.others.clear()
    assert not studio.prompts.remove("hello", "zh", change())
    with pytest.raises(PromptUnknown):
        studio.prompts.export("hello", "zh")


def test_undo_goes_back_one_version(studio: Studio) -> None:
    first = studio.prompts.add("hello", "zh", tone(400), UPLOADED, change("one"))
    second = studio.prompts.add("hello", "zh", tone(800), UPLOADED, change("two"))
    assert first.sound.audio != second.sound.audio
    studio.prompts.undo("hello", "zh", None, change("back"))
    assert studio.shelf.own["zh", "hello"] == studio.store.audio(first.sound.audio)
    assert [version.reason for version in studio.prompts.history("hello", "zh")] == ["one", "two", "back"]


def test_undo_of_the_first_version_is_none(studio: Studio) -> None:
    studio.prompts.add("welcome", "en", tone(), UPLOADED, change())
    assert studio.prompts.undo("welcome", "en", None, change()) is None
    assert studio.prompts.export("welcome", "en") == b"en/welcome"
    assert studio.prompts.undo("welcome", "en", None, change()) is not None
    assert studio.prompts.export("welcome", "en") != b"en/welcome"


def test_undo_says_so_where_the_sound_is_gone(studio: Studio) -> None:
    first = studio.prompts.add("hello", "zh", tone(400), UPLOADED, change())
    second = studio.prompts.add("hello", "zh", tone(800), UPLOADED, change())
    del studio.store.sounds[first.sound.audio]
    with pytest.raises(SoundGone):
        studio.prompts.undo("hello", "zh", None, change())
    assert studio.shelf.own["zh", "hello"] == studio.store.audio(second.sound.audio)
    assert len(studio.prompts.history("hello", "zh")) == 2


def test_an_unknown_version_is_refused(studio: Studio) -> None:
    studio.prompts.add("hello", "zh", tone(), UPLOADED, change())
    with pytest.raises(VersionUnknown):
        studio.prompts.undo("hello", "zh", 7, change())
    with pytest.raises(PromptUnknown):
        studio.prompts.undo("other", "zh", None, change())


def test_a_fresh_shelf_is_filled_from_the_store(studio: Studio) -> None:
    studio.prompts.add("hello", "zh", tone(), UPLOADED, change())
    kept = dict(studio.shelf.own)
    studio.shelf.own.clear()
    studio.prompts.refresh()
    assert studio.shelf.own == kept


def test_what_was_changed_in_another_way_is_laid_out(studio: Studio) -> None:
    studio.prompts.add("hello", "zh", tone(400), UPLOADED, change())
    first = studio.shelf.own["zh", "hello"]
    studio.prompts.add("hello", "zh", tone(600), UPLOADED, change())
    studio.store.put("zh/hello", studio.store.versions["zh/hello"][0].body or {}, change())
    studio.prompts.follow(["zh/hello", "en/never-there"])
    assert studio.shelf.own == {("zh", "hello"): first}
    studio.store.remove("zh/hello", change())
    studio.prompts.follow(["zh/hello"])
    assert studio.shelf.own == {}
