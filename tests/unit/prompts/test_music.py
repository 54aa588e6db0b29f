"""Classes of music: tracks in, out, and back."""

from collections.abc import Mapping

import pytest

from appliance.contact.prompts.errors import MusicInUse, MusicUnknown, SoundGone
from appliance.contact.prompts.making import Maker
from appliance.contact.prompts.music import BUILT_IN, Music
from tests.unit.prompts.studio import Store, Tools, Uses, change
from tests.unit.prompts.tones import tone


class Racks(dict[str, Mapping[str, bytes]]):
    """Folders as they were laid out."""

    def place(self, folder: str, tracks: Mapping[str, bytes]) -> None:
        self[folder] = tracks


class Rig:
    def __init__(self) -> None:
        self.store, self.racks, self.uses = Store(), Racks(), Uses()
        self.music = Music(self.store, self.racks, self.uses, Maker(Tools(), self.store, -29, 1200))

    def add(self, track: str, hertz: float = 400, name: str = "jazz") -> None:
        self.music.add(name, track, tone(hertz), f"{track}.wav", change())


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_each_version_has_a_folder_of_its_own(rig: Rig) -> None:
    rig.add("one")
    rig.add("two")
    assert [sorted(tracks) for tracks in rig.racks.values()] == [["one"], ["one", "two"]]
    assert [track.name for track in rig.music.listed()["jazz"]] == ["one", "two"]
    assert rig.music.listed()["jazz"][0].sound.loudness == -29.0


def test_undo_says_so_where_a_sound_is_gone(rig: Rig) -> None:
    rig.add("one")
    rig.add("two")
    rig.music.remove("jazz", "one", change())
    del rig.store.sounds[rig.store.versions["jazz"][0].body["tracks"]["one"]["audio"]]  # type: ignore[index]
    with pytest.raises(SoundGone):
        rig.music.undo("jazz", None, change())
    assert [track.name for track in rig.music.listed()["jazz"]] == ["two"]


def test_the_last_track_takes_the_class_with_it(rig: Rig) -> None:
    rig.add("one")
    rig.add("two")
    assert rig.music.remove("jazz", "one", change())
    assert not rig.music.remove("jazz", "two", change())
    assert rig.music.listed() == {}
    with pytest.raises(MusicUnknown):
        rig.music.remove("jazz", "", change())


def test_what_a_queue_plays_stays_except_where_the_built_in_follows(rig: Rig) -> None:
    rig.add("one")
    rig.add("one", name=BUILT_IN)
    rig.uses.waiting = {"jazz": ["sales"], BUILT_IN: ["support"]}
    with pytest.raises(MusicInUse):
        rig.music.remove("jazz", "", change())
    with pytest.raises(MusicInUse):
        rig.music.undo("jazz", None, change())
    assert not rig.music.remove(BUILT_IN, "", change())


def test_undo_brings_the_tracks_back(rig: Rig) -> None:
    rig.add("one", 400)
    rig.add("one", 800)
    first, second = rig.racks
    rig.music.undo("jazz", None, change())
    assert len(rig.racks) == 2
    assert rig.music.export("jazz", "one") == rig.racks[first]["one"] != rig.racks[second]["one"]
    with pytest.raises(MusicUnknown):
        rig.music.undo("rock", None, change())
    with pytest.raises(MusicUnknown):
        rig.music.export("jazz", "nine")


def test_a_start_lays_out_what_is_in_force(rig: Rig) -> None:
    rig.add("one")
    rig.add("two")
    latest = list(rig.racks.items())[-1]
    rig.racks.clear()
    rig.music.refresh()
    assert list(rig.racks.items()) == [latest]


def test_what_was_changed_in_another_way_is_laid_out(rig: Rig) -> None:
    rig.add("one")
    there = dict(rig.racks)
    rig.racks.clear()
    rig.music.follow(["jazz", "never-there"])
    assert rig.racks == there
