"""The story of one contact out of its facts: what happened, in the order in which it did, as keys of sentences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from appliance.contact.acd import events as line
from appliance.contact.callback import events as callback
from appliance.contact.calls import events as calls
from appliance.contact.fax import events as fax
from appliance.contact.ivr import events as ivr
from appliance.contact.monitoring import events as monitoring
from appliance.contact.recording import events as recording
from appliance.contact.voicemail import events as voicemail
from appliance.desk.contacts.model import clock
from appliance.events import Event

ANSWERED = "answered"
NO_NAMES: Mapping[str, str] = {}


class Word(str):
    """A value that has a text of its own in every language, by this key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: the key of its sentence, and what is filled in; `mark` names its picture."""

    at: datetime
    key: str
    mark: str
    values: Mapping[str, str] = field(default_factory=dict)


class Step(NamedTuple):
    """A node of a flow that the caller came to."""

    flow: str
    node: str
    kind: str


@dataclass(slots=True)
class Cast:
    """Who plays in it, as the reader may know them: `agents` are names by number, `number` hides what is to be."""

    agents: Mapping[str, str] = field(default_factory=lambda: NO_NAMES)
    number: Callable[[str], str] = lambda number: number
    legs: dict[UUID, str] = field(default_factory=dict)

    def agent(self, number: str) -> str:
        name = self.agents.get(number, "")
        return f"{name} ({number})" if name else number

    def meet(self, event: Event) -> None:
        """Learn who a leg belongs to."""
        if event.leg and event.kind == calls.LEG_OPENED:
            data = event.data
            outside = self.number(data.get("e164") or data.get("phone") or "")
            known = self.agent(data["agent"]) if data.get("agent") else outside if data["role"] == "outside" else ""
            self.legs[event.leg] = known or Word(f"role-{data['role']}")

    def leg(self, leg: UUID | str | None) -> str:
        found = self.legs.get(UUID(leg) if isinstance(leg, str) else leg) if leg else None
        return found or Word("role-somebody")

    def person(self, by: str) -> str:
        """Who did it: a role, an agent's number, or a name."""
        if by in ("caller", "agent", "outside", "system", "limit", "failed", ""):
            return Word(f"role-{by or 'somebody'}")
        return self.agent(by)

    def target(self, text: str) -> str:
        kind, _, name = text.partition(":")
        if not name:
            return self.number(text)
        return self.agent(name) if kind == "agent" else self.number(name) if kind in ("number", "phone") else name


def story(events: Iterable[Event], cast: Cast) -> tuple[Line, ...]:
    """Every fact that a reader cares for; kinds that are only of use to programs are passed over."""
    told: list[Line] = []
    flow = ""
    for event in events:
        cast.meet(event)
        if event.kind == ivr.NODE:
            if event.data["flow"] != flow:
                flow = event.data["flow"]
                told.append(Line(event.at, "flow", "arrow-forward-up", {"flow": flow}))
        elif tell := _TOLD.get(event.kind):
            told += tell(event, event.data, cast)
    return tuple(told)


def path(events: Iterable[Event]) -> tuple[Step, ...]:
    """The nodes that the caller came to, in order."""
    nodes = (event.data for event in events if event.kind == ivr.NODE)
    return tuple(Step(data["flow"], data["node"], data["type"]) for data in nodes)


Telling = Callable[[Event, Mapping[str, Any], Cast], Iterator[Line]]


def _plain(key: str, mark: str, **about: Callable[[Mapping[str, Any], Cast], str]) -> Telling:
    """A fact whose sentence is filled in from its data."""

    def tell(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
        yield Line(event.at, key, mark, {name: value(data, cast) for name, value in about.items()})

    return tell


def _opened(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    direction = data["direction"]
    mark = {"inbound": "phone-incoming", "outbound": "phone-outgoing"}.get(direction, "phone")
    caller = cast.number(data["caller"]) or Word("withheld")
    yield Line(event.at, f"opened-{direction}", mark, {"caller": caller, "dialled": cast.number(data["dialled"])})


def _closed(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    values = {"result": Word(f"result-{data['result']}"), "by": cast.person(data.get("by", ""))}
    yield Line(event.at, "closed", "phone-off", values)


def _answered(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    yield Line(event.at, "answered", "phone-check", {"who": cast.leg(event.leg)})


def _held(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    key, mark = ("held", "player-pause") if event.kind == calls.LEG_HELD else ("resumed", "player-play")
    yield Line(event.at, key, mark, {"who": cast.leg(event.leg)})


def _offer_ended(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    if data["outcome"] != ANSWERED:
        values = {"agent": cast.agent(data["agent"]), "why": Word(f"offer-{data['outcome']}")}
        yield Line(event.at, "offer-ended", "phone-x", values)


def _left(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    wait = clock(data["wait_ms"] / 1000)
    values = {"queue": data["queue"], "wait": wait, "outcome": Word(f"departure-{data['outcome']}")}
    yield Line(event.at, "left-answered" if data["outcome"] == ANSWERED else "left", "door-exit", values)


def _key(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    key = "key" if data["key"] else "key-none"
    yield Line(event.at, key, "dialpad", {"key": data["key"], "node": data["node"]})


def _overflowed(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    key = "overflowed" if data["to"] else "overflowed-out"
    yield Line(event.at, key, "transfer", {"queue": data["queue"], "to": data["to"]})


def _consult(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    if event.kind == calls.CONSULT_BEGUN:
        values = {"who": cast.leg(data["by"]), "to": cast.target(data["to"])}
        yield Line(event.at, "consult-begun", "users", values)
    else:
        yield Line(event.at, "consult-ended", "users", {"outcome": Word(f"consult-{data['outcome']}")})


def _transferred(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    values = {"to": cast.target(data["to"]), "how": Word(f"how-{data['how']}")}
    yield Line(event.at, "transferred", "transfer", {**values, "who": cast.agent(data["agent"]) or Word("role-system")})


def _supervised(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    values = {"by": data["by"], "agent": cast.agent(data["agent"]), "how": Word(f"monitor-{data['mode']}")}
    if event.kind == monitoring.ENDED:
        ended = {**values, "time": clock(data["duration_ms"] / 1000)}
        yield Line(event.at, f"supervised-{data['end']}", "headphones", ended)
    else:
        key = "supervised" if event.kind == monitoring.STARTED else "supervised-otherwise"
        yield Line(event.at, key, "headphones", values)


def _demanded(event: Event, data: Mapping[str, Any], cast: Cast) -> Iterator[Line]:
    key = "demanded" if data["wanted"] else "not-demanded"
    yield Line(event.at, key, "note", {"by": cast.person(data["by"])})


_TOLD: Mapping[str, Telling] = {
    calls.OPENED: _opened,
    calls.CLOSED: _closed,
    calls.ADOPTED: _plain("adopted", "alert-triangle"),
    calls.LEG_ANSWERED: _answered,
    calls.LEG_HELD: _held,
    calls.LEG_RESUMED: _held,
    calls.OFFER_MADE: _plain("offered", "bell", agent=lambda data, cast: cast.agent(data["agent"])),
    calls.OFFER_ENDED: _offer_ended,
    calls.CONSULT_BEGUN: _consult,
    calls.CONSULT_ENDED: _consult,
    calls.TRANSFERRED: _transferred,
    calls.TRANSFER_FAILED: _plain(
        "transfer-failed", "phone-x", why=lambda data, cast: Word(f"offer-{data['outcome']}")
    ),
    **dict.fromkeys((monitoring.STARTED, monitoring.CHANGED, monitoring.ENDED), _supervised),
    calls.PARKED: _plain("parked", "phone-pause", slot=lambda data, cast: data["slot"]),
    calls.RECORDING: _plain("recording", "microphone"),
    line.ENTERED: _plain(
        "entered", "users-group", queue=lambda data, cast: data["queue"], place=lambda data, cast: str(data["position"])
    ),
    line.OVERFLOWED: _overflowed,
    line.LEFT: _left,
    ivr.KEY: _key,
    ivr.COLLECTED: _plain(
        "collected",
        "dialpad",
        node=lambda data, cast: data["node"],
        count=lambda data, cast: str(len(str(data.get("digits", "")))),
    ),
    ivr.RATED: _plain(
        "rated",
        "star",
        question=lambda data, cast: str(data["question"]),
        answer=lambda data, cast: str(data["answer"]),
    ),
    recording.PAUSED: _plain("recording-paused", "player-pause", by=lambda data, cast: cast.person(data["by"])),
    recording.RESUMED: _plain("recording-resumed", "player-play", by=lambda data, cast: cast.person(data["by"])),
    recording.DEMANDED: _demanded,
    recording.CLASSED: _plain(
        "classed",
        "flag",
        by=lambda data, cast: cast.person(data["by"]),
        name=lambda data, cast: Word(f"class-{data['class']}"),
        reason=lambda data, cast: data["reason"],
    ),
    recording.DISCARDED: _plain("discarded", "trash"),
    recording.CUT: _plain("cut", "alert-triangle"),
    recording.PLAYED: _plain(
        "played",
        "headphones",
        by=lambda data, cast: cast.person(data["by"]),
        time=lambda data, cast: clock(data["heard_ms"] / 1000),
    ),
    recording.DELETED: _plain("deleted", "trash"),
    callback.REQUESTED: _plain("callback-requested", "history", number=lambda data, cast: cast.number(data["number"])),
    callback.DIALLED: _plain("callback-dialled", "phone-outgoing"),
    voicemail.LEFT: _plain("message", "microphone", time=lambda data, cast: clock(data["duration_ms"] / 1000)),
    voicemail.EMPTY: _plain("message-empty", "microphone"),
    fax.LEFT: _plain("fax", "send", pages=lambda data, cast: str(data["pages"])),
    fax.EMPTY: _plain("fax-empty", "send"),
}
