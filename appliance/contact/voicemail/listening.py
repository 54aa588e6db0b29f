"""Somebody at a phone who hears a box: PIN, how many there are, one message after another, and what the keys do."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from appliance.contact.voicemail.model import Message, Standing

REPLAY, SAVE, DELETE, CALL_BACK, NEXT = "1", "2", "3", "4", "#"
PIN_TRIES = 3
REPEATS = 4
"""How often a question is put until nobody is thought to be there any more."""
GOODBYE = "thank-you-goodbye"


class Stage(StrEnum):
    """Where somebody stands."""

    PIN = "pin"
    CHECKING = "checking"
    COUNTED = "counted"
    LOADING = "loading"
    MESSAGE = "message"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt by its name."""

    prompt: str


@dataclass(frozen=True, slots=True)
class Value:
    """Something read aloud: `form` as flows know it."""

    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """The moment at which a message was left."""

    message: Message


@dataclass(frozen=True, slots=True)
class Audio:
    """The message itself."""

    message: Message


Part: TypeAlias = Spoken | Value | Left | Audio


@dataclass(frozen=True, slots=True)
class Tell:
    """Say all of it, in place of what is said, as run `run`."""

    run: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CheckPin:
    pin: str


@dataclass(frozen=True, slots=True)
class Load:
    """Look what is in the box."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Have the audio of a message ready."""

    message: Message


@dataclass(frozen=True, slots=True)
class Heard:
    message: Message


@dataclass(frozen=True, slots=True)
class Remove:
    message: Message


@dataclass(frozen=True, slots=True)
class CallBack:
    """The phone calls whoever left the message."""

    number: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """There is nothing more to do at the phone."""


Order: TypeAlias = Tell | CheckPin | Load | Fetch | Heard | Remove | CallBack | HangUp


@dataclass(frozen=True, slots=True)
class Listening:
    """`run` numbers what is said, so that late news of an old run is nothing; `heard` is told once a message."""

    stage: Stage = Stage.PIN
    run: int = 0
    typed: str = ""
    wrong: int = 0
    asked: int = 0
    messages: tuple[Message, ...] = ()
    place: int = 0
    heard: bool = False

    @property
    def here(self) -> Message:
        return self.messages[self.place]


Step: TypeAlias = tuple[Listening, tuple[Order, ...]]


def begin(*, guarded: bool) -> Step:
    """The phone is answered; `guarded` boxes want their PIN first."""
    now = Listening()
    return _tell(now, "enter-pin") if guarded else (replace(now, stage=Stage.CHECKING), (Load(),))


def turned_away(now: Listening, *prompts: str) -> Step:
    """The box cannot be heard, or not any more; a word about why, then the end."""
    return _tell(replace(now, stage=Stage.OVER), *prompts, GOODBYE)


def pressed(now: Listening, key: str) -> Step:
    """A key; without effect where nothing is asked."""
    if now.stage is Stage.PIN:
        return _typed(now, key)
    if now.stage is Stage.COUNTED and key == NEXT:
        return replace(now, stage=Stage.LOADING), (Fetch(now.here),)
    if now.stage is not Stage.MESSAGE:
        return now, ()
    match key:
        case "1":
            return _message(now)
        case "2" | "#":
            return _next(now, _told(now))
        case "3":
            return _next(now, (Remove(now.here),), "voicemail-deleted")
        case "4" if now.here.caller:
            return replace(now, stage=Stage.OVER), (*_told(now), CallBack(now.here.caller))
    return now, ()


def played(now: Listening, run: int, *, whole: bool = True) -> Step:
    """What was said has come to its end; not `whole` when it could not be played, or a hang-up cut it off."""
    if run != now.run:
        return now, ()
    match now.stage:
        case Stage.OVER:
            return now, (HangUp(),)
        case Stage.COUNTED:
            return replace(now, stage=Stage.LOADING), (Fetch(now.here),)
        case Stage.MESSAGE if not whole:
            return turned_away(now, "technical-trouble")
        case Stage.PIN | Stage.MESSAGE if now.asked + 1 >= REPEATS:
            after, orders = turned_away(now)
            return after, (*_told(now), *orders)
        case Stage.PIN:
            return _tell(replace(now, asked=now.asked + 1), "enter-pin") if not now.typed else (now, ())
        case Stage.MESSAGE:
            told = _told(now)
            after, orders = _tell(replace(now, asked=now.asked + 1, heard=True), "voicemail-keys")
            return after, (*told, *orders)
    return now, ()


def checked(now: Listening, *, right: bool) -> Step:
    """The PIN was looked at."""
    if now.stage is not Stage.CHECKING:
        return now, ()
    if right:
        return now, (Load(),)
    wrong = replace(now, stage=Stage.PIN, typed="", wrong=now.wrong + 1, asked=0)
    return (
        _tell(wrong, "voicemail-pin-wrong", "enter-pin")
        if wrong.wrong < PIN_TRIES
        else turned_away(wrong, "voicemail-pin-wrong")
    )


def loaded(now: Listening, messages: tuple[Message, ...]) -> Step:
    """What is in the box: new messages first, each kind in the order in which they were left."""
    order = sorted(messages, key=lambda one: (one.standing is not Standing.NEW, one.left_at, one.id))
    now = replace(now, stage=Stage.COUNTED, messages=tuple(order), place=0)
    if not order:
        return turned_away(now, "voicemail-none")
    new = sum(one.standing is Standing.NEW for one in order)
    parts = (Value("number", str(new)), Spoken("voicemail-new"), Value("number", str(len(order) - new)))
    return _say(now, Spoken("voicemail-you-have"), *parts, Spoken("voicemail-kept"))


def fetched(now: Listening) -> Step:
    """The audio of the message is there."""
    return _message(replace(now, stage=Stage.MESSAGE, heard=False)) if now.stage is Stage.LOADING else (now, ())


def _typed(now: Listening, key: str) -> Step:
    if key == "#":
        return replace(now, stage=Stage.CHECKING), (CheckPin(now.typed),)
    return replace(now, typed="" if key == "*" else (now.typed + key)[:20]), ()


def _message(now: Listening) -> Step:
    said: list[Part] = [Spoken("voicemail-message"), Value("number", str(now.place + 1)), Left(now.here)]
    if now.here.caller:
        said += [Spoken("voicemail-from"), Value("digits", now.here.caller)]
    return _say(replace(now, asked=0), *said, Audio(now.here))


def _next(now: Listening, orders: tuple[Order, ...], *prompts: str) -> Step:
    if now.place + 1 < len(now.messages):
        after = replace(now, stage=Stage.LOADING, place=now.place + 1)
        return after, (*orders, Fetch(after.here))
    after, more = turned_away(now, *prompts, "voicemail-no-more")
    return after, (*orders, *more)


def _told(now: Listening) -> tuple[Order, ...]:
    """That the message was heard, once."""
    return (Heard(now.here),) if now.stage is Stage.MESSAGE and not now.heard else ()


def _tell(now: Listening, *prompts: str) -> Step:
    return _say(now, *(Spoken(prompt) for prompt in prompts))


def _say(now: Listening, *parts: Part) -> Step:
    return replace(now, run=now.run + 1), (Tell(now.run + 1, parts),)
