"""What the engine asks of the media node, as values; the telephony boundary turns them into ARI requests."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Answer:
    channel: str


@dataclass(frozen=True, slots=True)
class Play:
    """Play prompts by key, one after another, in `language`; `playback` names the run."""

    channel: str
    playback: str
    prompts: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class StopPlay:
    playback: str


@dataclass(frozen=True, slots=True)
class StartMusic:
    channel: str
    music: str = "default"


@dataclass(frozen=True, slots=True)
class StopMusic:
    channel: str


@dataclass(frozen=True, slots=True)
class StartRinging:
    """Let the caller hear the ringing tone."""

    channel: str


@dataclass(frozen=True, slots=True)
class StartTone:
    """A tone of the country's, by Asterisk's name for it (`dial`, `ring`), until StopTone."""

    channel: str
    tone: str


@dataclass(frozen=True, slots=True)
class StopTone:
    channel: str


@dataclass(frozen=True, slots=True)
class Ring:
    """Make a new leg named `channel` to a phone and ring it; `seconds` bounds it even if the engine dies.

    With `picks_up` the phone is asked to answer by itself.
    """

    channel: str
    phone: str
    caller: str
    seconds: int
    for_channel: str
    picks_up: bool = False


@dataclass(frozen=True, slots=True)
class RingOut:
    """Make a new leg named `channel` to `number` in the network behind `trunk` and ring it, at most `seconds` long.

    `shown` is the number that the called party sees, or does not where it is `hidden`. The leg that the recording of
    its call follows is answered when it comes back to us, the recording running. Who is `patient` has no other way.
    """

    channel: str
    number: str
    trunk: str
    shown: str
    seconds: int
    for_channel: str
    hidden: bool = False
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Summon:
    """Ring a phone, as the new leg `channel`, that is to pick up by itself, as phones of any make understand it.

    Whoever pays heed to priorities may break into its rest where that is `urgent` (RFC 5373).
    """

    channel: str
    phone: str
    shown: str
    alert_info: str
    urgent: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Whisper:
    """Make a leg named `channel` whose sound the phone at `into` hears beside its call, and nobody else."""

    channel: str
    into: str


@dataclass(frozen=True, slots=True)
class Spy:
    """Make a leg named `channel` that hears what the phone at `into` says and hears, and is heard by it alone."""

    channel: str
    into: str


@dataclass(frozen=True, slots=True)
class Multicast:
    """Make a leg named `channel` that sends what it hears to a multicast `address` (a.b.c.d:port).

    `source` is the address of ours in the network that it leaves by, "" for what the routes say.
    """

    channel: str
    address: str
    codec: str
    ttl: int
    source: str = ""
    seconds: int = 5


@dataclass(frozen=True, slots=True)
class Mute:
    """Nobody hears a channel any more, which itself hears on."""

    channel: str


@dataclass(frozen=True, slots=True)
class Unmute:
    """A channel is heard again."""

    channel: str


@dataclass(frozen=True, slots=True)
class MakeBridge:
    """Where a page is heard, or a supervisor hears; for the two of a call Join makes it."""

    bridge: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Put a channel into a bridge that is there."""

    bridge: str
    channel: str


@dataclass(frozen=True, slots=True)
class Announce:
    """Play prompts to all in a bridge; `playback` names the run."""

    bridge: str
    playback: str
    prompts: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Join:
    """Let the parties hear each other in `bridge`, made if it does not exist."""

    bridge: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Take a party out of `bridge`."""

    bridge: str
    channel: str


@dataclass(frozen=True, slots=True)
class DropBridge:
    bridge: str


@dataclass(frozen=True, slots=True)
class Record:
    """Record the phone at `channel` and whom it hears; the dialplan does so by itself for calls from a trunk.

    A `muted` recording begins paused, for HearAgain.
    """

    channel: str
    muted: bool = False


@dataclass(frozen=True, slots=True)
class HearAgain:
    """Let the paused recording of `channel` hear again; a channel that is gone is no error."""

    channel: str


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Keep what `channel` says as the audio `name`, until StopTaking or the channel's end, `seconds` at most."""

    channel: str
    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class StopTaking:
    """One that has ended by itself is no error."""

    name: str


@dataclass(frozen=True, slots=True)
class ListenForFax:
    """Hear for so many seconds whether a fax calls at `channel`; 0 ends it."""

    channel: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ReceiveFax:
    """Receive a fax as the file `name`; our own `station` is what the other side sees. The channel comes back."""

    channel: str
    name: str
    station: str


@dataclass(frozen=True, slots=True)
class SendFax:
    """Send the file `name` with the line `header` on each page, and hang up."""

    channel: str
    name: str
    station: str
    header: str


@dataclass(frozen=True, slots=True)
class TellTransfer:
    """Tell the phone at a channel what became of the transfer that it asked for."""

    channel: str
    done: bool


@dataclass(frozen=True, slots=True)
class HangUp:
    """End a leg with a Q.850 cause; one that is gone already is no error."""

    channel: str
    cause: int = 16


Command: TypeAlias = (
    Answer
    | Play
    | StopPlay
    | StartMusic
    | StopMusic
    | StartRinging
    | StartTone
    | StopTone
    | Ring
    | RingOut
    | Summon
    | Whisper
    | Spy
    | Multicast
    | Mute
    | Unmute
    | MakeBridge
    | Enter
    | Announce
    | Join
    | Part
    | DropBridge
    | Record
    | HearAgain
    | TakeDown
    | StopTaking
    | ListenForFax
    | ReceiveFax
    | SendFax
    | TellTransfer
    | HangUp
)
