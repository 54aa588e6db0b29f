"""Requests: asked for by one, answered by another, used once, and never after a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from appliance.contact.recording.approval import VALID, Stage
from appliance.contact.recording.asking import Asking
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingApprovalOver,
    RecordingDeleted,
    RecordingNotApproved,
    RecordingReasonMissing,
    RecordingRequestOwn,
    RecordingRequestUnknown,
)
from appliance.contact.recording.model import Recording
from appliance.contact.recording.policy import Policy
from tests.unit.recording.fakes import START, World

RAW = bytes(range(200)) * 200
LATER = START + timedelta(hours=1)


def deed(who: str = "li", reason: str = "court 12", at: datetime = START) -> Deed:
    return Deed(who, reason, at)


def asked(count: int = 2) -> tuple[World, Asking, Sequence[Recording], str]:
    world = World()
    kept = [item for number in range(count) if (item := world.record(f"{number}.1", RAW))]
    asking = Asking(world.custody)
    return world, asking, kept, asking.export([one.id for one in kept], "r1", deed())


def test_what_somebody_else_agrees_to_is_taken_once() -> None:
    world, asking, kept, name = asked()
    (one,) = asking.all(LATER)
    assert (one.name, one.who, one.reason, one.export, one.stage) == (name, "li", "court 12", True, Stage.OPEN)
    assert one.recordings == tuple(item.id for item in kept)
    with pytest.raises(RecordingApprovalOver):
        asking.use(name, "li", LATER)
    asking.answer(name, deed("wang", "agreed", LATER), agree=True)
    (one,) = asking.all(LATER)
    assert (one.stage, one.by, one.answer, one.answered_at) == (Stage.APPROVED, "wang", "agreed", LATER)
    assert asking.use(name, "li", LATER).recordings == tuple(item.id for item in kept)
    with pytest.raises(RecordingApprovalOver):
        asking.use(name, "li", LATER)
    assert asking.all(LATER)[0].stage is Stage.USED
    assert world.recorder.verify() == ()


def test_nobody_agrees_to_their_own_request_nor_uses_anothers() -> None:
    _, asking, _, name = asked()
    for agree in (True, False):
        with pytest.raises(RecordingRequestOwn):
            asking.answer(name, deed(at=LATER), agree=agree)
    asking.answer(name, deed("wang", at=LATER), agree=True)
    with pytest.raises(RecordingRequestUnknown):
        asking.use(name, "wang", LATER)
    with pytest.raises(RecordingRequestUnknown):
        asking.use("box-99", "li", LATER)


def test_a_refusal_is_final_and_the_first_answer_counts() -> None:
    _, asking, _, name = asked()
    asking.answer(name, deed("wang", "not needed", LATER), agree=False)
    assert [(one.stage, one.answer) for one in asking.all(LATER)] == [(Stage.REFUSED, "not needed")]
    with pytest.raises(RecordingRequestUnknown):
        asking.answer(name, deed("zhao", at=LATER), agree=True)
    with pytest.raises(RecordingApprovalOver):
        asking.use(name, "li", LATER)


def test_an_approval_ends_after_a_day() -> None:
    _, asking, _, name = asked()
    asking.answer(name, deed("wang", at=LATER), agree=True)
    assert asking.all(LATER + VALID - timedelta(seconds=1))[0].stage is Stage.APPROVED
    assert asking.all(LATER + VALID)[0].stage is Stage.EXPIRED
    with pytest.raises(RecordingApprovalOver):
        asking.use(name, "li", LATER + VALID)


def test_what_went_by_plan_meanwhile_is_left_out() -> None:
    world, asking, kept, name = asked()
    asking.answer(name, deed("wang", at=LATER), agree=True)
    old = START + timedelta(days=400)
    gone = next(item for item in world.custody.plan(old).doomed if item.kept.recording == kept[0].id)
    world.custody.delete(gone, "system", LATER)
    assert asking.use(name, "li", LATER).recordings == (kept[1].id,)
    with pytest.raises(RecordingDeleted):
        asking.export([kept[0].id, kept[1].id], "r2", deed())


def test_to_hear_and_to_take_away_are_agreed_to_apart() -> None:
    world, asking, (one, *_), name = asked()
    world.policy = Policy(two_person=True)
    asking.answer(name, deed("wang", at=START), agree=True)
    with pytest.raises(RecordingNotApproved):
        world.recorder.permit(one.id, "listen", "li")
    hearing = world.custody.request(one.id, deed())
    asking.answer(hearing, deed("wang", at=START), agree=True)
    world.recorder.permit(one.id, "listen", "li")
    with pytest.raises(RecordingRequestUnknown):
        asking.use(hearing, "li", START)


def test_agreeing_by_command_agrees_to_all_of_a_request() -> None:
    world, asking, kept, name = asked()
    world.custody.approve(kept[0].id, name, deed("wang", at=LATER))
    assert asking.use(name, "li", LATER).recordings == tuple(item.id for item in kept)


def test_nothing_is_asked_or_answered_without_a_reason() -> None:
    _, asking, kept, name = asked(1)
    with pytest.raises(RecordingReasonMissing):
        asking.export([kept[0].id], "r2", deed(reason=" "))
    with pytest.raises(RecordingReasonMissing):
        asking.answer(name, deed("wang", reason=" "), agree=True)
