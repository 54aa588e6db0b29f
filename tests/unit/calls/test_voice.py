"""What callers hear: one thing at a time, and no news of an old one."""

from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Play, StartMusic, StopMusic, StopPlay
from appliance.contact.calls.voice import Voice
from tests.unit.calls.stories import CALLER, CONTACT, TWO, Written, arrival, ended


class Rig:
    def __init__(self) -> None:
        self.written = Written()
        self.book = Book(self.written)
        self.book.record(*arrival())
        self.voice = Voice(self.book, self.written, {"4008001000": "en"}.__getitem__)

    def heard(self) -> list[object]:
        commands, self.written.commands = self.written.commands, []
        return list(commands)

    def says(self, *prompts: str) -> str:
        self.voice.say(CONTACT, prompts)
        play = self.heard()[-1]
        assert isinstance(play, Play)
        return play.playback


def test_prompts_are_said_in_the_numbers_language() -> None:
    rig = Rig()
    rig.voice.say(CONTACT, ("welcome", "menu"))
    (play,) = rig.heard()
    assert isinstance(play, Play)
    assert (play.channel, play.prompts, play.language) == ("c1", ("welcome", "menu"), "en")


def test_new_prompts_stop_the_old_ones_and_have_a_name_of_their_own() -> None:
    rig = Rig()
    first = rig.says("one")
    rig.voice.say(CONTACT, ("two",))
    stop, play = rig.heard()
    assert stop == StopPlay(first)
    assert isinstance(play, Play)
    assert play.playback != first


def test_only_the_end_of_the_present_run_counts_and_only_once() -> None:
    rig = Rig()
    first, second = rig.says("one"), rig.says("two")
    assert rig.voice.finished(first) is None
    assert rig.voice.finished(second) == CONTACT
    assert rig.voice.finished(second) is None
    rig.voice.hush(CONTACT)
    assert rig.heard() == []


def test_music_takes_the_place_of_prompts_and_they_of_music() -> None:
    rig = Rig()
    run = rig.says("one")
    rig.voice.music(CONTACT)
    assert rig.heard() == [StopPlay(run), StartMusic("c1")]
    rig.voice.say(CONTACT, ("two",))
    assert rig.heard()[0] == StopMusic("c1")


def test_silence_is_asked_for_once() -> None:
    rig = Rig()
    rig.voice.music(CONTACT)
    rig.heard()
    rig.voice.hush(CONTACT)
    rig.voice.hush(CONTACT)
    assert rig.heard() == [StopMusic("c1")]


def test_music_of_before_a_restart_can_be_stopped() -> None:
    rig = Rig()
    rig.voice.hears_music(CONTACT)
    assert rig.heard() == []
    rig.voice.hush(CONTACT)
    assert rig.heard() == [StopMusic("c1")]


def test_nothing_is_said_to_nobody() -> None:
    rig = Rig()
    rig.voice.say(TWO, ("one",))
    rig.voice.music(TWO)
    rig.book.record(ended(CALLER, 3))
    rig.voice.say(CONTACT, ("one",))
    rig.voice.music(CONTACT)
    assert rig.heard() == []


def test_whoever_is_gone_is_forgotten() -> None:
    rig = Rig()
    run = rig.says("one")
    rig.voice.forget(CONTACT)
    assert rig.voice.finished(run) is None
    rig.voice.hush(CONTACT)
    assert rig.heard() == []
