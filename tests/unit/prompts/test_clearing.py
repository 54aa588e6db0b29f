"""Sounds go when nothing that can be gone back to names them; what is being written keeps its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.prompts.clearing import GRACE, Rule, Stored, doomed, texts
from appliance.contact.prompts.model import Change, Version
from appliance.contact.prompts.repository import MUSIC, NAMING, PROMPT, SoundArchive, SoundStore
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.store.tables.configuration import ConfigRow
from appliance.store.tables.sounds import SoundRow

NOW = datetime(2026, 10, 1, 3, 45, tzinfo=UTC)
RULE = Rule(versions=2, days=90)


def history(*steps: tuple[float, str | None]) -> list[Version]:
    """Versions by how many days ago they came, and what they name; None removes."""
    return [
        Version(number, None if name is None else {"audio": name, "text": ""}, "li", "r", NOW - timedelta(days=days))
        for number, (days, name) in enumerate(steps, 1)
    ]


def stored(*names: str) -> list[Stored]:
    return [Stored(name, 100, NOW - timedelta(days=500)) for name in names]


def going(owners: dict[str, list[Version]], *others: list[Version]) -> list[str]:
    sounds = stored("a", "b", "c", "d")
    return [sound.digest for sound in doomed(sounds, owners, others, NOW, RULE)]


@pytest.mark.parametrize(
    ("steps", "gone"),
    [
        ([(400, "a")], "bcd"),
        ([(400, "a"), (300, "b"), (200, "c"), (100, "d")], "ab"),
        ([(400, "a"), (89, "b"), (80, "c"), (70, "d")], ""),
        ([(400, "a"), (90, "b"), (80, "c"), (70, "d")], "a"),
        ([(400, "a"), (300, "b"), (200, "a"), (100, "c")], "bd"),
        ([(400, "a"), (90, None)], "abcd"),
        ([(400, "a"), (89, None)], "bcd"),
        ([(400, "a"), (300, None), (200, "b")], "acd"),
    ],
)
def test_versions_and_days_bound_what_stays(steps: list[tuple[float, str | None]], gone: str) -> None:
    assert going({"zh/hello": history(*steps)}) == list(gone)


@pytest.mark.parametrize(("since", "stays"), [(100, True), (89, True), (90, False)])
def test_what_was_removed_stays_while_a_flow_that_can_come_back_names_it(since: float, stays: bool) -> None:
    """The flow named it until `since` days ago; where it is among the newest versions, for ever."""
    removed = history((400, "a"), (200, None))
    later: list[tuple[float, str | None]] = [(since, "x")] if since == 100 else [(since, "x"), (50, "y"), (40, "z")]
    flow = history((300, "hello"), *later)
    assert ("a" not in going({"zh/hello": removed}, flow)) is stays


def test_a_sound_that_was_kept_just_now_stays() -> None:
    young = Stored("a", 100, NOW - GRACE + timedelta(seconds=1))
    old = Stored("b", 100, NOW - GRACE)
    unknown = Stored("c", 100, None)
    assert doomed([young, old, unknown], {}, (), NOW) == (old, unknown)


def test_texts_are_found_anywhere() -> None:
    assert sorted(texts({"a": ["x", {"b": "y", "n": 1}], "c": None, "d": "z"})) == ["x", "y", "z"]


class At:
    """A clock that stands."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def archive(tmp_path: Path) -> SoundArchive:
    engine = open_engine(f"sqlite:///{tmp_path / 'sounds.db'}")
    tables = [Base.metadata.tables[row.__tablename__] for row in (SoundRow, ConfigRow)]
    Base.metadata.create_all(engine, tables=tables)
    return SoundArchive(engine)


def kept(archive: SoundArchive, days: float, wav: bytes, kind: str = PROMPT) -> str:
    return SoundStore(archive._engine, kind, At(NOW - timedelta(days=days))).keep_audio(wav)


def test_a_sound_that_is_wanted_after_the_plan_was_made_is_not_let_go(archive: SoundArchive) -> None:
    digest = kept(archive, 200, b"one")
    (sound,) = archive.stored()
    assert (sound.digest, sound.bytes) == (digest, 3)
    assert set(archive.want({digest, "gone"}, NOW)) == {digest}
    assert not archive.forget(sound, NOW)
    assert archive.forget(sound, NOW + GRACE)
    assert archive.stored() == []
    assert kept(archive, 0, b"one") == digest, "it comes again"


def test_keeping_it_again_keeps_it(archive: SoundArchive) -> None:
    kept(archive, 200, b"one")
    kept(archive, 0, b"one")
    assert not archive.forget(archive.stored()[0], NOW)


def test_documents_that_name_what_is_gone_are_told(archive: SoundArchive) -> None:
    digest = kept(archive, 0, b"one")
    bodies: dict[tuple[str, str], dict[str, Any]] = {
        (PROMPT, "zh/a"): {"audio": digest},
        (PROMPT, "zh/b"): {"audio": "gone"},
        (MUSIC, "jazz"): {"tracks": {"1": {"audio": digest}, "2": {"audio": "gone"}}},
        ("flow", "main"): {"audio": "gone"},
    }
    assert archive.lacks(bodies, NOW) == [(PROMPT, "zh/b"), (MUSIC, "jazz")]


def test_histories_tell_removals(archive: SoundArchive) -> None:
    store, change = SoundStore(archive._engine, PROMPT, At(NOW)), Change("li", "r", NOW)
    store.put("zh/a", {"audio": "x"}, change)
    store.remove("zh/a", change)
    Documents(archive._engine).put("flow", "main", {"start": "x"}, author="li", reason="r", at=NOW)
    assert [version.body for version in archive.histories((PROMPT,))[PROMPT, "zh/a"]] == [{"audio": "x"}, None]
    assert list(archive.histories(NAMING)) == [("flow", "main")]
