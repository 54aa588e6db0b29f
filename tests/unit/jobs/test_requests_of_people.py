"""Requests of the console's people by command: asked, answered, used once, and open to who asked from then on."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from appliance.contact.recording.errors import RecordingApprovalOver, RecordingReasonMissing
from appliance.contact.recording.policy import Policy
from appliance.control.commands import CALLER, Caller
from appliance.daemons.jobs import hearing, requests_of_people
from appliance.daemons.jobs.keeping import Keeping
from tests.unit.recording.fakes import World

RAW = bytes(range(200)) * 200


def ask(world: World, command: str, **args: Any) -> Any:
    """As the console would, from the box's own account."""

    async def asked() -> Any:
        CALLER.set(Caller("callstead", "en"))
        keeper = SimpleNamespace(custody=world.custody, clock=world.clock, one_at_a_time=asyncio.Lock())
        known = {
            **requests_of_people.handlers(cast("Keeping", keeper), world.recorder),
            **hearing.handlers(world.recorder, lambda event: None),
        }
        return await cast("Any", known[command](**args))

    return asyncio.run(asked())


def kept(world: World) -> list[UUID]:
    return [one.id for number in (1, 2) if (one := world.record(f"{number}.1", RAW))]


def test_what_is_agreed_to_is_open_once_to_who_asked() -> None:
    world = World()
    ids = kept(world)
    told = ask(world, "recording.ask_export", ids=ids, reason="court 12", by="li")
    assert told["recordings"] == 2
    (one,) = ask(world, "recording.requests")
    assert (one["request"], one["who"], one["stage"], one["export"]) == (told["request"], "li", "open", True)
    with pytest.raises(RecordingReasonMissing):
        ask(world, "recording.part", id=ids[0], who="li", start=0, length=10)
    ask(world, "recording.answer", request=told["request"], agree=True, reason="fine", by="wang")
    used = ask(world, "recording.use", request=told["request"], who="li")
    assert used["recordings"] == [str(id) for id in ids]
    assert ask(world, "recording.part", id=ids[1], who="li", start=0, length=10)["size"] > len(RAW)
    assert {(access.who, access.reason) for access in world.register.accesses} == {("li", "court 12")}
    with pytest.raises(RecordingApprovalOver):
        ask(world, "recording.use", request=told["request"], who="li")


def test_who_takes_by_right_is_told_what_cannot_be_given() -> None:
    world = World()
    first, second = kept(world)
    told = ask(world, "recording.take", ids=[first, UUID(int=9), second], reason="court 12", who="li")
    assert [one["refused"] for one in told] == ["", "recording-unknown", ""]
    world.policy = Policy(two_person=True)
    told = ask(world, "recording.take", ids=[first], reason="court 12", who="li")
    assert [one["refused"] for one in told] == ["recording-not-approved"]
