"""Reads a scenario's table and holds what happens against it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from appliance.contact.calls import commands as the
from appliance.daemons.engine.paged import OfPages
from appliance.daemons.engine.waiting_sounds import OfWaiting
from appliance.events import Event
from tests.scenarios.onlooker import Onlooker
from tests.scenarios.stage import DAY, Site, Stage

COUNTED = ("leg.", "route.taken", "route.over")
"""Facts about lines, which tables leave out."""


TOLD: Mapping[str, Sequence[str]] = {
    "contact.closed": ("result", "by"),
    "recording.paused": ("by",),
    "recording.resumed": ("by",),
    "recording.demanded": ("by", "wanted"),
    "flow.node": ("node",),
    "flow.key": ("key", "accepted"),
    "flow.collected": ("variable", "digits", "accepted", "value"),
    "flow.stored": ("values",),
    "flow.language": ("language",),
    "flow.survey": ("question", "answer"),
    "flow.lookup": ("host", "outcome"),
    "flow.alarm": ("reason", "about"),
    "queue.entered": ("queue",),
    "queue.left": ("queue", "outcome", "wait_ms"),
    "queue.overflowed": ("queue", "to", "exit"),
    "queue.aside": ("queue",),
    "queue.back": ("queue",),
    "queue.announced": ("position",),
    "consult.ended": ("outcome",),
    "transfer.made": ("how", "to", "back"),
    "transfer.failed": ("agent", "outcome"),
    "transfer.refused": ("agent", "to", "reason"),
    "bridge.joined": ("bridge",),
    "call.parked": ("slot",),
    "offer.made": ("agent", "queue"),
    "offer.ended": ("agent", "outcome"),
    "callback.requested": ("number", "queue", "by"),
    "callback.offered": ("agent",),
    "callback.accepted": ("agent",),
    "callback.returned": ("agent", "outcome", "reason"),
    "callback.postponed": ("due_at",),
    "callback.late": ("number",),
    "callback.rested": ("why",),
    "callback.ended": ("outcome", "why", "by"),
    "voicemail.started": ("box",),
    "fax.started": ("box",),
    "fax.ended": ("pages", "error"),
    "fax.queued": ("number",),
    "fax.rested": ("why",),
    "fax.done": ("state", "why", "by"),
    "trunk.out": ("trunk", "reason"),
    "trunk.back": ("trunk", "reason", "usable"),
    "code.used": ("action", "about", "outcome"),
    "code.pin-wrong": ("agent",),
    "trunk.full": ("trunk", "calls"),
    "trunk.room": ("trunk",),
    "route.refused": ("code", "number", "about"),
    "cap.reached": ("cap", "subject", "detail"),
    "cap.over": ("cap", "subject"),
    "line.freed": ("trunk",),
    "monitor.asked": ("agent", "by", "mode"),
    "monitor.started": ("agent", "by", "mode"),
    "monitor.changed": ("agent", "by", "mode"),
    "monitor.ended": ("agent", "by", "end"),
    "page.started": ("group", "phone", "agent", "account"),
    "page.reached": ("who", "how"),
    "page.unspoken": ("group", "phone"),
    "page.ended": ("group", "end", "by"),
    "agent.state": ("agent", "state", "reason"),
}
"""What tells most of an event, by its kind."""


@dataclass
class Block:
    """One input and what is expected of it."""

    time: str
    words: list[str]
    commands: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    refusal: str = ""


def play(text: str, site: Site | None = None, stage: Stage | None = None) -> Stage:
    """Run the table; AssertionError shows the line and both sides. The stage, for what a table cannot say."""
    stage = stage or Stage(site)
    onlooker = Onlooker(stage)
    for block in read(text):
        hours, minutes, seconds = block.time.split(":")
        stage.pass_to(DAY + timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds)))
        refusal = stage.do(block.words)
        events, commands = stage.written.take()
        onlooker.take(events)
        where = f"{block.time} {' '.join(block.words)}"
        assert refusal == block.refusal, f"{where}: refused with {refusal!r}, expected {block.refusal!r}"
        _compare(where, "commands", block.commands, [shown(stage, command) for command in commands])
        _compare(where, "facts", block.facts, [fact(event) for event in events if not event.kind.startswith(COUNTED)])
    return stage


def read(text: str) -> list[Block]:
    """The blocks of a table."""
    blocks: list[Block] = []
    for line in (line.strip() for line in text.strip().splitlines()):
        if not line or line.startswith("#"):
            continue
        if line[0] in "<=!":
            target = {"<": blocks[-1].commands, "=": blocks[-1].facts}.get(line[0])
            if target is None:
                blocks[-1].refusal = line[1:].strip()
            else:
                target.append(line[1:].strip())
        else:
            time, *words = line.split()
            blocks.append(Block(time, words))
    return blocks


def shown(stage: Stage, command: the.Command) -> str:
    """A command as a table writes it."""

    def name(channel: str) -> str:
        return stage.names.get(channel, channel)

    match command:
        case the.Answer(channel):
            return f"answer {name(channel)}"
        case the.Play(channel, _, prompts, language):
            return f"play {name(channel)} {' '.join(prompts)}" + (" in zh" if language == "zh" else "")
        case the.StopPlay():
            return "stop-play"
        case the.StartMusic() | the.StopMusic() | the.StartRinging() | the.StartTone() | the.StopTone():
            return _of_waiting(command, name(command.channel))
        case the.Ring(channel, phone):
            return f"ring {name(channel)} {phone}"
        case the.RingOut(channel, number, trunk):
            seen = f" as {command.shown or 'nobody'}" if stage.site.tells_numbers else ""
            return f"ring-out {name(channel)} {number}@{trunk}{seen}" + (" hidden" if command.hidden else "")
        case the.Join(_, channels):
            return f"join {' '.join(name(channel) for channel in channels)}"
        case the.Part(_, channel):
            return f"part {name(channel)}"
        case the.DropBridge():
            return "drop-bridge"
        case the.ListenForFax(channel, seconds):
            return f"listen-for-fax {name(channel)} {seconds}"
        case the.ReceiveFax(channel):
            return f"receive-fax {name(channel)}"
        case the.SendFax(channel):
            return f"send-fax {name(channel)}"
        case the.Record(channel, muted):
            return f"record {name(channel)}" + (" muted" if muted else "")
        case the.HearAgain(channel):
            return f"hear-again {name(channel)}"
        case the.TakeDown(channel, _, seconds):
            return f"take-down {name(channel)} {seconds}"
        case the.StopTaking():
            return "stop-taking"
        case the.TellTransfer(channel, done):
            return f"transfer-told {name(channel)} {'done' if done else 'declined'}"
        case the.HangUp(channel, cause):
            return f"hang-up {name(channel)}" + (f" {cause}" if cause != 16 else "")
        case _:
            return _of_a_page(command, name)


def _of_waiting(command: OfWaiting, channel: str) -> str:
    match command:
        case the.StartMusic():
            return f"music {channel}"
        case the.StopMusic():
            return f"stop-music {channel}"
        case the.StartRinging():
            return f"ringing-tone {channel}"
        case the.StartTone(_, tone):
            return f"tone {channel} {tone}"
        case the.StopTone():
            return f"stop-tone {channel}"


def _of_a_page(command: OfPages, name: Callable[[str], str]) -> str:
    match command:
        case the.Summon(channel, phone):
            return f"summon {name(channel)} {phone}" + (" urgently" if command.urgent else "")
        case the.Whisper(channel, into):
            return f"whisper {name(channel)} into {name(into)}"
        case the.Spy(channel, into):
            return f"spy {name(channel)} into {name(into)}"
        case the.Unmute(channel):
            return f"unmute {name(channel)}"
        case the.Multicast(channel, address):
            return f"multicast {name(channel)} {address}"
        case the.Mute(channel):
            return f"mute {name(channel)}"
        case the.MakeBridge():
            return "make-bridge"
        case the.Enter(_, channel):
            return f"enter {name(channel)}"
        case the.Announce(_, _, prompts):
            return f"announce {' '.join(prompts)}"


def fact(event: Event) -> str:
    """An event as a table writes it: its kind and what tells most."""
    data: dict[str, Any] = dict(event.data)
    told = TOLD.get(event.kind, ())
    others = (f"+{call['state']}" for call in data.get("behind", ()))
    return " ".join([event.kind, *(str(data[key]) for key in told if data.get(key) not in (None, "")), *others])


def _compare(where: str, what: str, expected: Sequence[str], found: Sequence[str]) -> None:
    if expected == ["none"]:
        expected = []
    elif not expected:
        return
    assert list(found) == list(expected), f"{where}: {what}\n  expected {list(expected)}\n  found    {list(found)}"
