"""What is asked of somebody who has dialled a code, key by key."""

from dataclasses import dataclass, replace
from enum import StrEnum

from appliance.contact.codes.model import Action, Order

TRIES = 3
LONGEST = 20
END, AGAIN = "#", "*"


class Field(StrEnum):
    """What may still be missing."""

    AGENT = "agent"
    PIN = "pin"
    REASON = "reason"


ASKED = {Field.AGENT: "enter-agent-number", Field.PIN: "enter-pin", Field.REASON: "code-enter-reason"}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A phone and what it wants so far; `typed` are the keys since the last question, `pin` what was typed for one."""

    phone: str
    order: Order
    typed: str = ""
    pin: str | None = None
    silences: int = 0


def missing(dialogue: Dialogue, *, guarded: bool) -> Field | None:
    """What to ask for next; `guarded` means that the agent who signs in has a PIN."""
    action, about = dialogue.order.action, dialogue.order.about
    if action is Action.SIGN_IN and not about:
        return Field.AGENT
    if action is Action.SIGN_IN and guarded and dialogue.pin is None:
        return Field.PIN
    return Field.REASON if action is Action.PAUSE and not about else None


def pressed(dialogue: Dialogue, key: str) -> Dialogue:
    """One key: a digit more, or `*` to begin again."""
    typed = "" if key == AGAIN else (dialogue.typed + key)[:LONGEST]
    return replace(dialogue, typed=typed, silences=0)


def entered(dialogue: Dialogue, field: Field) -> Dialogue:
    """What was typed is the answer."""
    typed = dialogue.typed
    if field is Field.PIN:
        return replace(dialogue, typed="", pin=typed)
    return replace(dialogue, typed="", order=replace(dialogue.order, about=typed))


def silent(dialogue: Dialogue) -> Dialogue:
    return replace(dialogue, silences=dialogue.silences + 1)
