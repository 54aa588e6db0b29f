"""Whatever a handler does, its client gets exactly one last answer."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from appliance.control.commands import CALLER, Commands, Final
from appliance.control.protocol import (
    LINE_LIMIT,
    Answer,
    End,
    Failure,
    Part,
    Reply,
    Request,
    decode_answer,
)
from appliance.errors import Refusal


class AgentUnknown(Refusal):
    code = "agent-unknown"


async def add(*, a: int, b: int = 1) -> int:
    return a + b


async def refuse() -> None:
    raise AgentUnknown(agent="8099")


async def odd_refusal() -> None:
    raise AgentUnknown(agent=object())


async def crash() -> None:
    raise KeyError("secret path")


async def unsayable() -> object:
    return object()


async def too_much() -> str:
    return "x" * LINE_LIMIT


async def abandoned() -> None:
    raise asyncio.CancelledError


async def asker() -> list[str | None]:
    return [CALLER.get().user, CALLER.get().language]


async def count(*, to: int) -> AsyncIterator[Any]:
    for number in range(to):
        yield number
    yield Final({"counted": to})


async def count_then_crash() -> AsyncIterator[int]:
    yield 0
    raise ValueError("half way")


HANDLERS: dict[str, Any] = {
    handler.__name__: handler
    for handler in (
        add,
        refuse,
        odd_refusal,
        crash,
        unsayable,
        too_much,
        abandoned,
        asker,
        count,
        count_then_crash,
    )
}


def ask(command: str, language: str | None = None, /, **args: Any) -> list[Answer]:
    async def collect() -> list[Answer]:
        request = Request("1", command, args, language)
        return [decode_answer(line) async for line in Commands(HANDLERS).answers(request, "li")]

    return asyncio.run(collect())


def refusal(command: str, **args: Any) -> tuple[str, dict[str, Any]]:
    (answer,) = ask(command, **args)
    assert isinstance(answer, Failure)
    return answer.code, dict(answer.details)


def test_a_result_and_a_refusal_are_answered() -> None:
    assert ask("add", a=2, b=3) == [Reply("1", 5)]
    assert ask("refuse") == [Failure("1", "agent-unknown", {"agent": "8099"})]


def test_a_stream_ends_with_its_result() -> None:
    assert ask("count", to=2) == [Part("1", 0), Part("1", 1), End("1", {"counted": 2})]


def test_wrong_arguments_are_named() -> None:
    assert refusal("add")[0] == "argument-missing"
    assert refusal("add", a=1, c=1)[0] == "argument-unknown"
    assert refusal("add", a="1")[0] == "argument-invalid"
    assert refusal("count", to="x")[0] == "argument-invalid"


def test_an_unknown_command_suggests_close_ones() -> None:
    code, details = refusal("cuont")
    assert code == "command-unknown"
    assert details["suggestions"].split(", ")[0] == "count"
    assert "asker" in refusal("zzzzzzz")[1]["suggestions"]


@pytest.mark.parametrize("command", ["crash", "unsayable", "abandoned"])
def test_a_fault_gets_a_number_that_the_log_knows(command: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        code, details = refusal(command)
    assert code == "internal-fault"
    assert details["command"] == command
    (record,) = caplog.records
    assert record.incident == details["incident"]  # type: ignore[attr-defined]
    assert record.exc_info
    assert "secret path" not in str(details)


def test_a_fault_of_what_commands_stand_on_is_a_refusal() -> None:
    def outage(fault: BaseException) -> Refusal | None:
        return AgentUnknown(agent="-") if isinstance(fault, KeyError) else None

    async def answer(command: str) -> Answer:
        lines = Commands(HANDLERS, outage).answers(Request("1", command, {}, None))
        return decode_answer([line async for line in lines][-1])

    assert asyncio.run(answer("crash")) == Failure("1", "agent-unknown", {"agent": "-"})
    unsayable = asyncio.run(answer("unsayable"))
    assert isinstance(unsayable, Failure)
    assert unsayable.code == "internal-fault"


def test_a_fault_in_the_middle_of_a_stream_ends_it_with_a_failure() -> None:
    part, failure = ask("count_then_crash")
    assert part == Part("1", 0)
    assert isinstance(failure, Failure)
    assert failure.code == "internal-fault"


def test_a_result_too_long_for_a_line_is_a_refusal() -> None:
    code, details = refusal("too_much")
    assert code == "control-oversized"
    assert details["limit"] == LINE_LIMIT


def test_details_that_json_cannot_say_do_not_hide_the_refusal() -> None:
    assert refusal("odd_refusal") == ("agent-unknown", {})


def test_the_asker_is_known_to_the_handler() -> None:
    assert ask("asker", "en") == [Reply("1", ["li", "en"])]
    assert ask("asker") == [Reply("1", ["li", None])]


def test_a_cancelled_request_is_not_answered() -> None:
    started = asyncio.Event()

    async def wait() -> None:
        started.set()
        await asyncio.Event().wait()

    async def cancel() -> list[bytes]:
        lines: list[bytes] = []

        async def answer() -> None:
            async for line in Commands({"wait": wait}).answers(Request("1", "wait")):
                lines.append(line)

        task = asyncio.create_task(answer())
        await started.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        return lines

    assert asyncio.run(cancel()) == []
