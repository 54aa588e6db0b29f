"""Boxes read and written, whom they are for, and how messages are called on their way."""

from uuid import UUID

import pytest

from appliance.contact.voicemail.document import box_body, parse, rule_value
from appliance.contact.voicemail.lamps import lamps
from appliance.contact.voicemail.model import Box, Count, Missed, spool_name, spooled
from appliance.contact.voicemail.reach import taking

BOX = Box("8001", agent="8001", listeners=("8002",), phones=("desk",), takes=("busy",), mail="li@example.com")


def test_a_box_is_what_was_written() -> None:
    assert parse("8001", box_body(BOX)) == BOX
    assert parse("sales", {}) == Box("sales")
    assert parse("sales", {"later": 1, "seconds": 30}) == Box("sales", seconds=30)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        *(("seconds", value) for value in (0, 901, "60", True, 1.5)),
        *(("takes", value) for value in ("busy", ["sometimes"], [1])),
        *(("mail", value) for value in ("li", "a@b c", "li@example.com\nBcc: x@y", '"li"@example.com', 1)),
        *(("number", value) for value in ("12a", "1234567890123", 8, "８")),
        *(("attach", value) for value in ("ogg", None)),
        *(("own_phone", value) for value in ("yes", 1)),
        *(("phones", value) for value in ("p1", [""])),
        ("language", "fr"),
        ("greeting", ""),
    ],
)
def test_a_value_of_another_kind_is_refused(rule: str, value: object) -> None:
    with pytest.raises(ValueError, match=rule):
        rule_value(rule, value)


@pytest.mark.parametrize(("box", "digits"), [(Box("8001"), "8001"), (Box("a"), ""), (Box("a", number="90"), "90")])
def test_a_box_is_chosen_by_digits(box: Box, digits: str) -> None:
    assert box.dial == digits


def test_who_may_hear_a_box() -> None:
    assert [agent for agent in ("8001", "8002", "8003", "") if BOX.heard_by(agent)] == ["8001", "8002"]
    assert not Box("sales").heard_by("")


@pytest.mark.parametrize(
    ("outcome", "missed"),
    [
        ("no-answer", Missed.NO_ANSWER),
        ("in-use", Missed.BUSY),
        ("rejected", Missed.BUSY),
        ("wrap-up", Missed.BUSY),
        ("do-not-disturb", Missed.UNDISTURBED),
        ("signed-out", Missed.UNREACHABLE),
        ("unreachable", Missed.UNREACHABLE),
    ],
)
def test_a_box_takes_what_it_says(outcome: str, missed: Missed) -> None:
    only = Box("8001", agent="8001", takes=(missed,))
    none = Box("8001", agent="8001", takes=tuple(set(Missed) - {missed}))
    assert taking("8001", outcome, [Box("x"), only]) == only
    assert taking("8001", outcome, [none]) is None
    assert taking("", outcome, [only, Box("x", takes=(missed,))]) is None


def test_lamps_follow_who_sits_where() -> None:
    boxes = [BOX, Box("sales", queue="sales", phones=("p1", "desk")), Box("8002", agent="8002")]
    counts = {"8001": Count(1, 2), "sales": Count(3, 0)}
    assert lamps(("p1", "p2", "desk"), boxes, {"p1": "8002", "p2": "8001"}, counts) == {
        "p1": Count(3, 0),
        "p2": Count(1, 2),
        "desk": Count(4, 2),
    }


def test_the_name_in_the_spool_tells_contact_and_message() -> None:
    contact, message = UUID(int=1), UUID(int=2)
    assert spooled(spool_name(contact, message)) == (contact, message)


@pytest.mark.parametrize("name", ["1700000000.12", "message.1.2", "message", f"call.{UUID(int=1)}.{UUID(int=2)}"])
def test_other_names_tell_nothing(name: str) -> None:
    assert spooled(name) is None
