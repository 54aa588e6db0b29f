"""Arguments are checked against the handler's annotations."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Optional
from uuid import UUID

import pytest

from appliance.control.arguments import bind, parameters
from appliance.control.errors import ArgumentInvalid, ArgumentMissing, ArgumentUnknown

ID = "018f0000-0000-7000-8000-000000000001"


async def every_type(
    *,
    text: str = "",
    whole: int = 0,
    number: float = 0.0,
    truth: bool = False,
    id: UUID | None = None,
    at: datetime | None = None,
    day: Optional[date] = None,  # noqa: UP045 - the older spelling is understood too
    names: list[str] | None = None,
    levels: dict[str, int] | None = None,
    changes: Mapping[str, Any] | None = None,
    document: dict[str, Any] | None = None,
) -> None: ...


GOOD = [
    ("text", "坐席", "坐席"),
    ("whole", 7, 7),
    ("number", 2, 2.0),
    ("number", 2.5, 2.5),
    ("truth", True, True),
    ("id", ID, UUID(ID)),
    ("id", None, None),
    ("at", "2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
    ("day", "2024-05-06", date(2024, 5, 6)),
    ("day", None, None),
    ("names", ["a", "b"], ["a", "b"]),
    ("levels", {"sales": 3}, {"sales": 3}),
    ("changes", {"priority": None}, {"priority": None}),
    ("document", {"start": {"say": 1}}, {"start": {"say": 1}}),
]

BAD = [
    ("text", 1, "text"),
    ("text", None, "text"),
    ("whole", True, "integer"),
    ("whole", 2.0, "integer"),
    ("whole", "2", "integer"),
    ("number", True, "number"),
    ("number", "1", "number"),
    ("truth", 1, "boolean"),
    ("id", "7", "UUID"),
    ("id", 7, "UUID"),
    ("at", "2024-05-06T07:08:09", "time ISO 8601 with zone"),
    ("at", "yesterday", "time ISO 8601 with zone"),
    ("day", "2024-13-01", "date YYYY-MM-DD"),
    ("names", "ab", "list of text"),
    ("names", [1], "list of text"),
    ("levels", {"sales": "3"}, "object of integer"),
    ("levels", [], "object of integer"),
    ("document", [], "object of value"),
]


@pytest.mark.parametrize(("name", "given", "taken"), GOOD)
def test_a_value_of_its_type_is_taken(name: str, given: Any, taken: Any) -> None:
    bound = bind(parameters(every_type), {name: given})
    assert bound == {name: taken}
    assert type(bound[name]) is type(taken)


@pytest.mark.parametrize(("name", "given", "expected"), BAD)
def test_a_value_of_another_type_is_refused_by_name(name: str, given: Any, expected: str) -> None:
    with pytest.raises(ArgumentInvalid) as refused:
        bind(parameters(every_type), {name: given})
    assert refused.value.details == {"argument": name, "expected": expected, "given": repr(given)}


def test_a_long_wrong_value_is_cut_short_in_the_refusal() -> None:
    with pytest.raises(ArgumentInvalid) as refused:
        bind(parameters(every_type), {"whole": "9" * 10_000})
    assert len(refused.value.details["given"]) == 80


def test_a_missing_and_an_unknown_argument_are_named() -> None:
    async def login(*, agent: str, phone: str | None = None) -> None: ...

    with pytest.raises(ArgumentMissing) as missing:
        bind(parameters(login), {"phone": "p1"})
    assert missing.value.details == {"argument": "agent", "expected": "text"}
    with pytest.raises(ArgumentUnknown) as unknown:
        bind(parameters(login), {"agent": "8001", "fone": "p1"})
    assert unknown.value.details == {"argument": "fone", "known": "agent, phone"}


def test_a_bound_method_and_a_generator_are_handlers() -> None:
    class Desk:
        async def take(self, *, name: str) -> None: ...

        async def follow(self, *, name: str) -> Any:
            yield name

    for handler in (Desk().take, Desk().follow):
        assert [item.name for item in parameters(handler)] == ["name"]


async def positional(agent: str) -> None: ...
async def bare(*, agent) -> None: ...  # type: ignore[no-untyped-def]
async def exotic(*, agent: set[str]) -> None: ...
async def either(*, agent: str | int) -> None: ...
async def anything(**rest: str) -> None: ...


@pytest.mark.parametrize("handler", [positional, bare, exotic, either, anything])
def test_a_handler_that_cannot_be_checked_is_refused_at_start(handler: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="a command"):
        parameters(handler)
