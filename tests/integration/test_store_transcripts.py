"""Recordings that wait for their transcript, and marks, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from appliance.contact.speech.model import Mark, Side, State, Task
from appliance.contact.speech.repository import MarkRepository, TaskRepository
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def waiting(recording: UUID, minutes: int, wanted: str = "") -> Task:
    return Task(recording, State.WAITING, AT + timedelta(minutes=minutes), wanted=wanted)


def test_what_a_person_wants_comes_first_then_what_waits_longest(database: Engine) -> None:
    tasks = TaskRepository(database)
    for task in (waiting(FIRST, 2), waiting(SECOND, 1), waiting(THIRD, 3, "any")):
        tasks.put(task)
    order = []
    while (next_one := tasks.next()) is not None:
        order.append(next_one.recording)
        done_at = AT + timedelta(minutes=len(order))
        tasks.put(Task(next_one.recording, State.DONE, next_one.queued_at, done_at=done_at, words=7))
    assert order == [THIRD, SECOND, FIRST]
    assert [task.recording for task in tasks.done(2)] == [FIRST, SECOND]
    assert tasks.counts() == {State.DONE: 3}


def test_nothing_is_lost_by_a_restart_or_for_want_of_a_model(database: Engine) -> None:
    tasks = TaskRepository(database)
    tasks.put(Task(FIRST, State.RUNNING, AT))
    tasks.put(Task(SECOND, State.NO_MODEL, AT, reason="zh"))
    tasks.put(Task(THIRD, State.NO_MODEL, AT, reason="zh"))
    assert (tasks.next(), tuple(tasks.lacking())) == (None, ("zh",))
    tasks.begin_anew()
    assert [task.recording for task in [tasks.next()] if task] == [FIRST]
    tasks.look_again()
    assert tasks.counts() == {State.WAITING: 3}
    assert not tasks.lacking()


def test_marks_are_replaced_searched_and_go_with_the_audio(database: Engine) -> None:
    tasks, marks = TaskRepository(database), MarkRepository(database)
    tasks.put(Task(FIRST, State.DONE, AT, words=9))
    rude = Mark(FIRST, "rude", "stupid", Side.AGENT, 10, 20)
    greeting = Mark(FIRST, "greeting", "hello", Side.AGENT, 0, 15000, heard=False)
    marks.replace(FIRST, [rude], AT)
    marks.replace(FIRST, [rude, greeting], AT)
    marks.replace(SECOND, [Mark(SECOND, "rude", "傻", Side.CUSTOMER, 1, 2)], AT + timedelta(minutes=1))
    assert marks.select(recording=FIRST) == (rude, greeting)
    assert [mark.recording for mark in marks.select(list_="rude")] == [SECOND, FIRST]
    assert [mark.phrase for mark in marks.select(side=Side.CUSTOMER)] == ["傻"]
    tasks.forget(FIRST)
    assert marks.select(recording=FIRST) == ()
    gone = tasks.find(FIRST)
    assert gone
    assert (gone.state, gone.words) == (State.GONE, 0)
