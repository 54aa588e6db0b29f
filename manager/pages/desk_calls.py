"""A call as the agent who has it may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from manager.errors import NotThere
from manager.wiring import console


@dataclass(frozen=True, slots=True)
class MyCall:
    """A call that the agent is or was in. `ways` are the forms of the other party's number, the one to keep first."""

    id: UUID
    state: str
    direction: str
    number: str
    dialled: str
    queue: str
    ways: tuple[str, ...]
    keys: tuple[str, ...]


def of_mine(contact: UUID, agent: str) -> MyCall:
    """The call, if the agent has or had a part in it; raises NotThere for every other."""
    told = console().ask("engine", "call.show", id=str(contact))
    if not isinstance(told, dict) or agent not in {leg["agent"] for leg in told["legs"]}:
        raise NotThere()
    number = _other(told, agent)
    return MyCall(
        contact,
        told["state"],
        told["direction"],
        number,
        told["dialled"],
        told["queue"],
        ways(number, outside=told["direction"] != "internal"),
        tuple(event["data"]["key"] for event in told["events"] if event["kind"] == "flow.key"),
    )


def _other(told: Mapping[str, Any], agent: str) -> str:
    """Whom the agent talks with: who called, or who was called."""
    own = next(leg for leg in told["legs"] if leg["agent"] == agent)
    called = told["direction"] == "outbound" or (told["direction"] == "internal" and own["role"] == "caller")
    return str(told["dialled"] if called else told["caller"])


def ways(number: str, *, outside: bool) -> tuple[str, ...]:
    """How the books may have written a number: E.164 first; an extension has one form."""
    if not number:
        return ()
    meant = console().ask("engine", "number.test", number=number, received=True) if outside else None
    written = [meant.get(form, "") for form in ("e164", "national", "local")] if isinstance(meant, dict) else []
    return tuple(dict.fromkeys(form for form in (*written, number) if form))
