"""A media node, phones and people around the centre: keeps what is true out there while inputs come in any order.

What the centre orders takes effect at once, except that a leg which was told to end lives on until its end is
reported, and may be answered meanwhile: that is where the races are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from appliance.contact.calls import commands as the
from appliance.events import Event
from tests.scenarios.stage import DAY, Site, Stage


@dataclass
class Channel:
    """A live channel: `doomed` was told to end, `hears` is a run of prompts, "music" or nothing."""

    name: str
    phone: str = ""
    up: bool = False
    ours: bool = True
    doomed: bool = False
    hears: str = ""
    bridge: str = ""
    runs: list[str] = field(default_factory=list)

    def seen(self, *, up: bool = False) -> str:
        """As `Stage` reads what is found after a reconnect."""
        if not self.ours:
            return f"{self.name}:dialplan"
        return f"{self.name}:{'up' if self.up or up else 'ringing'}"


class World:
    """Drives a stage and follows what it orders. `story` retells the inputs as a scenario's table does."""

    def __init__(self, site: Site) -> None:
        self.stage = Stage(site)
        self.now = DAY
        self.channels: dict[str, Channel] = {}
        self.story: list[str] = []
        self.faults: list[str] = []
        self.callers = 0
        self.departed: list[str] = []
        self.died_with: set[UUID] = set()

    @property
    def ledger(self) -> Sequence[Event]:
        return self.stage.written.ledger

    def live(self, prefix: str = "", *, up: bool | None = None) -> list[Channel]:
        """Live channels by the first letter of their names: `c` callers, `i` internal callers, `a` agents' legs."""
        chosen = [channel for channel in self.channels.values() if channel.name.startswith(prefix)]
        return [channel for channel in chosen if up is None or channel.up is up]

    def do(self, *words: str) -> str:
        """One input; the code of the refusal it met with, or ""."""
        self.moves()
        return self._enters(*words)

    def _enters(self, *words: str) -> str:
        self._tell(" ".join(words))
        refusal = self.stage.do(words)
        self._follow()
        return refusal

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self._tell(f"pass {seconds}")
        self.stage.pass_to(self.now)
        self._follow()

    def moves(self) -> None:
        """A moment passes between any two inputs: what is told apart by time is never left to chance."""
        self.now += timedelta(milliseconds=1)
        self.stage.pass_to(self.now)
        self._follow()

    def comes(self, dialled: str, *, ours: bool = True) -> Channel:
        """A new caller's channel exists; the centre hears of it with the next input about it."""
        self.moves()
        self.callers += 1
        channel = Channel(f"c{self.callers}", "carrier", up=True, ours=ours)
        self.channels[channel.name] = channel
        if ours:
            self._enters("inbound", channel.name, dialled)
        return channel

    def dials(self, phone: str, digits: str) -> None:
        self.moves()
        self.callers += 1
        channel = Channel(f"i{self.callers}", phone)
        self.channels[channel.name] = channel
        self._enters("dials", phone, channel.name, digits)

    def answers(self, channel: Channel) -> None:
        self.moves()
        channel.up = True
        self._enters("answers", channel.name)

    def ends(self, channel: Channel, cause: str) -> None:
        self.moves()
        del self.channels[channel.name]
        self.departed.append(channel.name)
        self._enters("gone", channel.name, cause)

    def ran_out(self, channel: Channel, run: str) -> None:
        """A run of prompts has ended, or news of an old one comes late."""
        self.moves()
        channel.hears = "" if channel.hears == run else channel.hears
        self._tell(f"run {channel.name} {run}")
        self.stage.centre.calls.played(run, self.now)
        self.stage.learn()
        self._follow()

    def reconnects(self, verb: str, survivors: Sequence[Channel], answered: Sequence[Channel] = ()) -> None:
        """`restart` of the engine, or `sees` after a broken link: only `survivors` are still there."""
        self.moves()
        self.departed += [name for name in self.channels if name not in {channel.name for channel in survivors}]
        self.channels = {channel.name: channel for channel in survivors}
        seen = [channel.seen(up=channel in answered) for channel in survivors]
        for channel in answered:
            channel.up = True
        self._enters(verb, *seen)

    def dies(self) -> None:
        """The media node: nothing on it survives."""
        self.moves()
        self.channels = {}
        self.died_with.update(self.stage.calls())
        self._enters("lost")
        self._enters("sees")

    def configures(self, site: Site) -> None:
        """The site's rules and people change while calls run."""
        self.moves()
        self._tell(f"configures {sorted(site.queues)} {sorted(site.agents)}")
        self.stage.site = replace(self.stage.site, queues=site.queues, agents=site.agents)
        now = replace(self.stage.centre.directory.now, agents=dict(site.agents), queues=dict(site.queues))
        self.stage.centre.configure(now, self.now)
        self.stage.learn()
        self._follow()

    def channel_of(self, identity: str) -> Channel | None:
        """The live channel that the centre calls `identity`."""
        return self.channels.get(self.stage.names.get(identity, identity))

    def _tell(self, words: str) -> None:
        self.story.append(f"{self.now:%H:%M:%S} {words}")

    def _follow(self) -> None:
        for command in self.stage.written.take()[1]:
            self._obey(command)

    def _obey(self, command: the.Command) -> None:
        match command:
            case the.Ring(identity, phone, _, _, caller):
                self._ring(identity, phone, caller)
            case the.RingOut(identity, _, trunk):
                name = self.stage.names[identity]
                self.channels[name] = Channel(name, trunk)
            case the.Join(bridge, channels):
                for identity in channels:
                    if channel := self.channel_of(identity):
                        channel.bridge = bridge
            case the.DropBridge(bridge):
                for channel in self.channels.values():
                    channel.bridge = "" if channel.bridge == bridge else channel.bridge
            case the.StopPlay(run):
                for channel in self.channels.values():
                    channel.hears = "" if channel.hears == run else channel.hears
            case the.Answer(identity) | the.HangUp(identity) | the.Play(identity) | the.Part(_, identity):
                if channel := self.channel_of(identity):
                    _touch(channel, command)
            case the.StartMusic(identity) | the.StopMusic(identity):
                if channel := self.channel_of(identity):
                    channel.hears = "music" if isinstance(command, the.StartMusic) else ""

    def _ring(self, identity: str, phone: str, caller: str) -> None:
        name = self.stage.names[identity]
        if self.channel_of(caller) is None:
            self.faults.append(f"{phone} is rung for {caller}, who is gone")
        busy = [channel.name for channel in self.channels.values() if channel.phone == phone]
        person = self.stage.centre.roster.at_phone(phone)
        if len(busy) >= self.stage.centre.roster.lines(person.agent if person else ""):
            self.faults.append(f"{phone} is rung for {name} while it has {busy}")
        self.channels[name] = Channel(name, phone)


def _touch(channel: Channel, command: the.Command) -> None:
    match command:
        case the.Answer():
            channel.up = channel.ours = True
        case the.HangUp():
            channel.doomed = True
        case the.Play(_, run):
            channel.hears = run
            channel.runs.append(run)
        case the.Part():
            channel.bridge = ""


def contact_of(key: tuple[str, ...]) -> UUID:
    """The contact that a timer of calls, flows or queues is about."""
    return UUID(key[1])
