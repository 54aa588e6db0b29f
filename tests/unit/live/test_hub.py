"""Watchers: what waits for one is told once, and too much of it is a snapshot."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from appliance.daemons.live.hub import DEPTH, Hub, Watcher
from appliance.daemons.live.messages import Entry, Key
from appliance.daemons.live.scope import HEALTH, MISSED, WATCH, Scope

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ALL = Scope("li", rights=frozenset({WATCH}), masked=False)


def queue(name: str, waiting: int = 0) -> tuple[Key, Entry]:
    return ("queue", name), {"queue": name, "waiting": waiting}


def hub(*entries: tuple[Key, Entry]) -> Hub:
    made = Hub(lambda: NOW)
    made.entries = dict(entries)
    return made


def read(watcher: Watcher) -> list[dict[str, Any]]:
    """What is there for it now."""
    return [json.loads(message) for message in asyncio.run(watcher.next())]


def change(place: Hub, name: str, waiting: int) -> None:
    place.entries = {**place.entries, **dict([queue(name, waiting)])}
    place.changed([("queue", name)])


def test_it_begins_with_a_snapshot_and_goes_on_with_changes() -> None:
    place = hub(queue("sales"))
    watcher = place.join(ALL)
    (snapshot,) = read(watcher)
    assert (snapshot["n"], snapshot["kind"], snapshot["at"]) == (0, "snapshot", NOW.isoformat())
    assert snapshot["queues"] == [{"queue": "sales", "waiting": 0}]
    change(place, "sales", 1)
    assert read(watcher) == [{"n": 1, "kind": "queue", "value": {"queue": "sales", "waiting": 1}}]


def test_what_changed_twice_before_it_was_read_is_told_once() -> None:
    place = hub(queue("sales"))
    watcher = place.join(ALL)
    read(watcher)
    change(place, "sales", 1)
    change(place, "sales", 2)
    assert [message["value"]["waiting"] for message in read(watcher)] == [2]


def test_more_than_may_wait_is_a_snapshot() -> None:
    place = hub()
    watcher = place.join(ALL)
    read(watcher)
    for number in range(DEPTH + 1):
        change(place, f"q{number}", 1)
    (snapshot,) = read(watcher)
    assert snapshot["kind"] == "snapshot"
    assert len(snapshot["queues"]) == DEPTH + 1


def test_what_is_gone_is_said_to_whoever_saw_it_alone() -> None:
    place = hub(queue("sales"), queue("support"))
    watcher = place.join(Scope("li", rights=frozenset({WATCH}), queues=frozenset({"sales"})))
    read(watcher)
    place.replace({})
    assert read(watcher) == [{"n": 1, "kind": "gone", "what": "queue", "id": "sales"}]


def test_another_picture_tells_only_what_differs() -> None:
    place = hub(queue("sales"), queue("support"))
    watcher = place.join(ALL)
    read(watcher)
    place.replace(dict([queue("sales"), queue("support", 3)]))
    assert [message["value"] for message in read(watcher)] == [{"queue": "support", "waiting": 3}]


def test_who_is_dismissed_reads_nothing_more() -> None:
    place = hub(queue("sales"))
    watcher = place.join(ALL)
    assert place.dismiss("wang", "") == 0
    assert place.dismiss("li", "") == 1
    assert read(watcher) == []


def test_what_changed_elsewhere_is_told_once_to_whoever_minds_it() -> None:
    place = hub()
    nurse, caller = (place.join(Scope("li", rights=frozenset({right}))) for right in (HEALTH, MISSED))
    other = place.join(ALL)
    read(nurse), read(caller), read(other)
    for what in ("alarms", "calls", "missed", "alarms", "missed"):
        place.stir(what)
    change(place, "sales", 1)
    assert read(nurse) == [{"n": 1, "kind": "stirred", "what": "alarms"}, {"n": 2, "kind": "stirred", "what": "calls"}]
    assert read(caller) == [{"n": 1, "kind": "stirred", "what": "missed"}]
    assert [message["kind"] for message in read(other)] == ["queue"]
    place.stir("missed")
    assert [message["what"] for message in read(caller)] == ["missed"]
