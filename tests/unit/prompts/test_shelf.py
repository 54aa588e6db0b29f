"""The folder that Asterisk plays from."""

from pathlib import Path

import pytest

from appliance.contact.prompts.shelf import SoundFolder


@pytest.fixture
def shelf(tmp_path: Path) -> SoundFolder:
    for place in ("zh/welcome", "en/welcome", "zh/digits/1"):
        file = tmp_path / "built-in" / f"{place}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(place.encode())
    made = SoundFolder(tmp_path / "sounds", tmp_path / "built-in", str(tmp_path / "built-in"))
    made.lay_out()
    return made


def heard(folder: Path, place: str) -> bytes:
    return (folder / "sounds" / f"{place}.wav").read_bytes()


def test_built_in_prompts_are_found_through_links(shelf: SoundFolder, tmp_path: Path) -> None:
    assert heard(tmp_path, "zh/welcome") == b"zh/welcome"
    assert set(shelf.names("zh")) == {"welcome", "digits/1"}


def test_our_own_takes_the_place_and_gives_it_back(shelf: SoundFolder, tmp_path: Path) -> None:
    shelf.place("zh", "welcome", b"ours")
    assert heard(tmp_path, "zh/welcome") == b"ours"
    assert shelf.read_built_in("zh", "welcome") == b"zh/welcome"
    shelf.withdraw("zh", "welcome")
    assert heard(tmp_path, "zh/welcome") == b"zh/welcome"


def test_who_plays_the_old_one_reads_it_to_its_end(shelf: SoundFolder, tmp_path: Path) -> None:
    shelf.place("zh", "hello", b"old old old")
    with (tmp_path / "sounds" / "zh" / "hello.wav").open("rb") as playing:
        begun = playing.read(3)
        shelf.place("zh", "hello", b"new")
        assert begun + playing.read() == b"old old old"
    assert heard(tmp_path, "zh/hello") == b"new"


def test_one_without_a_built_in_goes(shelf: SoundFolder) -> None:
    shelf.place("en", "hello", b"ours")
    assert "hello" in shelf.names("en")
    shelf.withdraw("en", "hello")
    shelf.withdraw("en", "hello")
    assert "hello" not in shelf.names("en")


def test_laying_out_again_leaves_nothing_behind(shelf: SoundFolder, tmp_path: Path) -> None:
    shelf.place("zh", "gone", b"ours")
    (tmp_path / "built-in" / "zh" / "welcome.wav").unlink()
    shelf.lay_out()
    assert set(shelf.names("zh")) == {"digits/1"}


def test_a_prompt_is_there_or_not(shelf: SoundFolder, tmp_path: Path) -> None:
    assert shelf.has("zh", "welcome")
    assert not shelf.has("zh", "goodbye")
    (tmp_path / "built-in" / "zh" / "welcome.wav").unlink()
    assert shelf.has("zh", "welcome"), "where the link leads is for Asterisk to see"
