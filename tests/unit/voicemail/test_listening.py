"""Hearing a box at a phone: what is said, what the keys do, and what is not done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.voicemail import listening as steps
from appliance.contact.voicemail.listening import Listening, Order, Stage, Step
from appliance.contact.voicemail.model import Message, Standing

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def message(number: int, standing: Standing = Standing.NEW, caller: str = "139") -> Message:
    at = AT + timedelta(minutes=number)
    return Message(UUID(int=number), "8001", UUID(int=9), caller, at, 3000, UUID(int=number + 100), standing)


def said(step: Step) -> list[str]:
    """The prompts of a step, values as `form:text`."""
    found = []
    for order in step[1]:
        for part in order.parts if isinstance(order, steps.Tell) else ():
            if isinstance(part, steps.Spoken):
                found.append(part.prompt)
            elif isinstance(part, steps.Value):
                found.append(f"{part.form}:{part.text}")
            else:
                found.append(type(part).__name__)
    return found


def others(step: Step) -> list[Order]:
    return [order for order in step[1] if not isinstance(order, steps.Tell)]


def at_message(*messages: Message) -> Listening:
    """Somebody hears the first of these messages."""
    now = steps.loaded(replace(Listening(), stage=Stage.CHECKING), messages)[0]
    return steps.fetched(steps.played(now, now.run)[0])[0]


def test_an_open_box_is_looked_into_at_once() -> None:
    assert steps.begin(guarded=False)[1] == (steps.Load(),)


def test_a_guarded_box_wants_its_pin() -> None:
    step = steps.begin(guarded=True)
    assert said(step) == ["enter-pin"]
    now = step[0]
    for key in "12*4711":
        now, orders = steps.pressed(now, key)
        assert orders == ()
    now, orders = steps.pressed(now, "#")
    assert orders == (steps.CheckPin("4711"),)
    assert steps.pressed(now, "1") == (now, ())
    assert steps.checked(now, right=True)[1] == (steps.Load(),)


def test_wrong_pins_end_the_call() -> None:
    now = steps.begin(guarded=True)[0]
    heard = []
    for _ in range(steps.PIN_TRIES):
        step = steps.checked(steps.pressed(now, "#")[0], right=False)
        now = step[0]
        heard.append(said(step))
    asked = ["voicemail-pin-wrong", "enter-pin"]
    assert heard == [asked, asked, ["voicemail-pin-wrong", "thank-you-goodbye"]]
    assert steps.played(now, now.run)[1] == (steps.HangUp(),)
    assert steps.checked(now, right=True) == (now, ()), "late news of a check opens nothing"


def test_an_empty_box_says_so_and_ends() -> None:
    step = steps.loaded(Listening(), ())
    assert said(step) == ["voicemail-none", "thank-you-goodbye"]
    assert steps.played(step[0], step[0].run)[1] == (steps.HangUp(),)


def test_new_messages_come_first_each_in_the_order_in_which_it_was_left() -> None:
    step = steps.loaded(Listening(), (message(1, Standing.SAVED), message(3), message(2)))
    assert said(step) == ["voicemail-you-have", "number:2", "voicemail-new", "number:1", "voicemail-kept"]
    assert [one.id.int for one in step[0].messages] == [2, 3, 1]


def test_a_message_is_read_with_number_moment_and_caller() -> None:
    now = steps.loaded(Listening(), (message(1),))[0]
    now, orders = steps.played(now, now.run)
    assert orders == (steps.Fetch(message(1)),)
    caller = ["voicemail-from", "digits:139"]
    assert said(steps.fetched(now)) == ["voicemail-message", "number:1", "Left", *caller, "Audio"]


def test_a_message_from_nobody_known_names_nobody() -> None:
    now = steps.loaded(Listening(), (message(1, caller=""),))[0]
    assert "voicemail-from" not in said(steps.fetched(steps.played(now, now.run)[0]))
    now = at_message(message(1, caller=""))
    assert steps.pressed(now, "4") == (now, ())


@pytest.mark.parametrize("key", ["2", "#"])
def test_going_on_saves_what_was_heard(key: str) -> None:
    after, orders = steps.pressed(at_message(message(1), message(2)), key)
    assert orders == (steps.Heard(message(1)), steps.Fetch(message(2)))
    assert after.stage is Stage.LOADING
    last = steps.pressed(steps.fetched(after)[0], key)
    assert others(last) == [steps.Heard(message(2))]
    assert said(last) == ["voicemail-no-more", "thank-you-goodbye"]


def test_a_message_is_deleted() -> None:
    step = steps.pressed(at_message(message(1)), "3")
    assert others(step) == [steps.Remove(message(1))]
    assert said(step) == ["voicemail-deleted", "voicemail-no-more", "thank-you-goodbye"]


def test_a_message_is_heard_again() -> None:
    now = at_message(message(1))
    again = steps.pressed(now, "1")
    assert "Audio" in said(again)
    assert steps.played(again[0], now.run) == (again[0], ()), "the end of what was interrupted is nothing"


def test_whoever_left_it_is_called_back() -> None:
    assert steps.pressed(at_message(message(1)), "4")[1] == (steps.Heard(message(1)), steps.CallBack("139"))


@pytest.mark.parametrize("key", ["5", "6", "7", "8", "9", "0", "*"])
def test_other_keys_do_nothing(key: str) -> None:
    now = at_message(message(1))
    assert steps.pressed(now, key) == (now, ())


def test_a_message_that_was_played_to_its_end_is_heard_once_and_nobody_waits_for_ever() -> None:
    now, told = at_message(message(1)), list[Order]()
    for _ in range(steps.REPEATS):
        now, orders = steps.played(now, now.run)
        told += [order for order in orders if not isinstance(order, steps.Tell)]
    assert told == [steps.Heard(message(1))]
    assert now.stage is Stage.OVER


def test_a_message_that_was_cut_off_is_not_heard() -> None:
    now = at_message(message(1))
    step = steps.played(now, now.run, whole=False)
    assert (said(step), others(step)) == (["technical-trouble", steps.GOODBYE], [])
    assert steps.played(step[0], step[0].run, whole=False)[1] == (steps.HangUp(),)


def test_keys_while_a_message_is_fetched_do_nothing() -> None:
    now = steps.pressed(at_message(message(1), message(2)), "2")[0]
    for key in "1234#":
        assert steps.pressed(now, key) == (now, ())


def test_who_types_no_pin_is_asked_a_few_times() -> None:
    now = steps.begin(guarded=True)[0]
    for _ in range(steps.REPEATS):
        now, _orders = steps.played(now, now.run)
    assert now.stage is Stage.OVER
