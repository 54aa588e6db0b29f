"""The codec: what is encoded comes back, and no line of bytes can make it raise."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.control.errors import ControlOversized
from appliance.control.protocol import (
    LINE_LIMIT,
    Answer,
    End,
    Failure,
    Part,
    Reply,
    Request,
    decode_answer,
    decode_request,
    encode,
)

texts = st.text(max_size=20)
ids = st.text(min_size=1, max_size=64)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8)
objects = st.dictionaries(texts, values, max_size=4)
requests = st.builds(Request, ids, texts, objects, st.none() | st.sampled_from(["zh", "en"]))
answers = (
    st.builds(Reply, ids, values)
    | st.builds(Part, ids, values)
    | st.builds(End, ids, values)
    | st.builds(Failure, ids, texts, objects)
)


class Colour(Enum):
    RED = "red"


@given(requests)
def test_a_request_survives_the_wire(request: Request) -> None:
    line = encode(request)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode_request(line) == request


@given(answers)
def test_an_answer_survives_the_wire(answer: Answer) -> None:
    assert decode_answer(encode(answer)) == answer


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_answered_not_raised(line: bytes) -> None:
    assert isinstance(decode_request(line), Request | Failure)
    assert isinstance(decode_answer(line), Reply | Part | End | Failure)


@given(values)
def test_json_of_any_shape_is_answered_not_raised(value: Any) -> None:
    line = json.dumps(value).encode()
    assert isinstance(decode_request(line), Request | Failure)
    assert isinstance(decode_answer(line), Reply | Part | End | Failure)


@given(requests, st.data())
def test_a_damaged_request_is_a_request_or_malformed(request: Request, data: st.DataObject) -> None:
    line = bytearray(encode(request))
    for _ in range(data.draw(st.integers(1, 4))):
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
    outcome = decode_request(bytes(line))
    assert isinstance(outcome, Request) or outcome.code == "control-malformed"


MALFORMED = [
    (b"", "not JSON"),
    (b"\n", "not JSON"),
    (b"\xff\xfe{", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b'{"id": "1", "command": "c", "args": {"x": NaN}}', "not JSON"),
    (b'{"id": "1", "command": "c", "args": {"x": 1e999}}', "not JSON"),
    (b'{"id": "1", "command": "c", "args": {"x": ' + b"9" * 5000 + b"}}", "not JSON"),
    (b"[1, 2]", "not an object"),
    (b" " * (LINE_LIMIT + 1), "longer than the limit"),
    (b'{"command": "c"}', "id-or-command"),
    (b'{"id": 7, "command": "c"}', "id-or-command"),
    (b'{"id": "", "command": "c"}', "id-or-command"),
    (b'{"id": "' + b"x" * 65 + b'", "command": "c"}', "id-or-command"),
    (b'{"id": "1"}', "id-or-command"),
    (b'{"id": "1", "command": "c", "args": []}', "args-or-language"),
    (b'{"id": "1", "command": "c", "args": null}', "args-or-language"),
    (b'{"id": "1", "command": "c", "language": 1}', "args-or-language"),
    (b'{"id": "1", "command": "c", "arg": {}}', "unknown key arg"),
]


@pytest.mark.parametrize(("line", "reason"), MALFORMED, ids=[str(n) for n in range(len(MALFORMED))])
def test_a_malformed_request_names_the_broken_rule(line: bytes, reason: str) -> None:
    outcome = decode_request(line)
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.details) == ("control-malformed", {"reason": reason})


def test_a_readable_id_is_kept_in_the_failure() -> None:
    assert decode_request(b'{"id": "41", "command": 1}').id == "41"
    assert decode_answer(b'{"id": "42"}').id == "42"


def test_values_of_ours_become_json() -> None:
    result = {
        "id": UUID(int=7),
        "at": datetime(2024, 5, 6, 7, 8, 9, 10, UTC),
        "colour": Colour.RED,
    }
    assert decode_answer(encode(Reply("1", result))) == Reply(
        "1", {"id": str(UUID(int=7)), "at": "2024-05-06T07:08:09.000010+00:00", "colour": "red"}
    )


@pytest.mark.parametrize(("value", "fault"), [(object(), TypeError), (float("nan"), ValueError), (b"", TypeError)])
def test_what_json_cannot_say_is_not_sent(value: Any, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        encode(Reply("1", value))


def test_the_longest_line_is_sent_and_one_byte_more_is_not() -> None:
    frame = len(encode(Reply("1", "")))
    line = encode(Reply("1", "x" * (LINE_LIMIT - frame)))
    assert len(line) == LINE_LIMIT
    assert decode_answer(line) == Reply("1", "x" * (LINE_LIMIT - frame))
    with pytest.raises(ControlOversized):
        encode(Reply("1", "x" * (LINE_LIMIT - frame + 1)))


@pytest.mark.parametrize("decode", [decode_request, decode_answer])
def test_the_limit_holds_when_reading_too(decode: Callable[[bytes], Any]) -> None:
    line = b'{"id":"1","command":"c","result":"' + b"x" * LINE_LIMIT + b'"}\n'
    assert decode(line).details == {"reason": "longer than the limit"}
