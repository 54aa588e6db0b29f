from pathlib import Path

import pytest

from image import cache


def test_place_is_the_chosen_folder_or_the_users_cache(tmp_path: Path) -> None:
    assert cache.place({"CALLSTEAD_CACHE": str(tmp_path)}) == tmp_path
    assert cache.place({"XDG_CACHE_HOME": "/x"}) == Path("/x/callstead")
    assert cache.place({}) == Path.home() / ".cache/callstead"


def test_fingerprint_knows_content_and_bounds() -> None:
    assert cache.fingerprint("a", "b") == cache.fingerprint("a", "b")
    assert cache.fingerprint("a", "b") != cache.fingerprint("ab")
    assert cache.fingerprint({"x": 1, "y": 2}) == cache.fingerprint({"y": 2, "x": 1})


def test_built_once_and_then_found(tmp_path: Path) -> None:
    runs: list[str] = []

    def build(folder: Path, hold: int) -> None:
        runs.append(folder.name)
        (folder / "content").write_text("whole")

    first = cache.built("thing", "1", build, folder=tmp_path)
    assert cache.built("thing", "1", build, folder=tmp_path) == first == tmp_path / "thing-1"
    assert (first / "content").read_text() == "whole"
    assert runs == ["thing-1.partial"]


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def build(folder: Path, hold: int) -> None:
        (folder / "half").touch()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.built("thing", "1", build, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thing.lock"]


def test_a_dead_builders_folder_is_neither_taken_nor_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for left in ("thing-1.partial", "thing-0.partial", "other-1.partial"):
        (tmp_path / left).mkdir()
        (tmp_path / left / "half").touch()
    made = cache.built("thing", "1", lambda folder, hold: (folder / "whole").touch(), folder=tmp_path)
    assert [path.name for path in made.iterdir()] == ["whole"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other-1.partial", "thing-1", "thing.lock"]
    assert "thing: removing thing-0.partial, left by a builder that died" in capsys.readouterr().err
