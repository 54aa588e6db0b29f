"""What each code does, for whoever sits at the phone; each answers with the prompts that tell so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from appliance.contact.agents.model import ENGAGED, Presence
from appliance.contact.codes import events as facts
from appliance.contact.codes.errors import NobodyAtPhone, PauseReasonUnknown, SignInLocked, SignInWrong
from appliance.contact.codes.lockout import Failures, failed, locked
from appliance.contact.codes.model import Action, Order
from appliance.contact.codes.ports import Directory, Ledger, Listener, Pager, Pickups, Pins, Seats, Wishes
from appliance.contact.codes.wording import LATER, OTHERWISE, SIGNED_IN, row

Prompts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An order from a phone, on the phone's own `channel`; `pin` is what was typed for one."""

    order: Order
    phone: str
    channel: str
    node: str
    pin: str = ""


class Orders:
    """Carries orders out; None instead of prompts means that the channel has become part of a call."""

    pins: Pins
    listener: Listener | None = None
    """Without it there is no voicemail to hear."""
    pager: Pager

    def __init__(self, ledger: Ledger, wishes: Wishes, seats: Seats, pickups: Pickups, directory: Directory) -> None:
        self._ledger, self._wishes, self._seats = ledger, wishes, seats
        self._pickups, self._directory = pickups, directory
        self._failures: dict[str, Failures] = {}

    def obey(self, asked: Asked, now: datetime) -> Prompts | None:
        """Raises the refusal that the phone is to be told."""
        return self._DO[asked.order.action](self, asked, now)

    def at(self, phone: str) -> str:
        """Who is signed in at a phone, "" for nobody."""
        person = self._seats.at_phone(phone)
        return person.agent if person else ""

    def guarded(self, order: Order) -> bool:
        """Whether a PIN is wanted."""
        person = self._directory.person(order.about) if order.action is Action.SIGN_IN else None
        return bool(person and person.pin)

    def _sign_in(self, asked: Asked, now: datetime) -> Prompts:
        number = asked.order.about
        person = self._directory.person(number)
        if person is None:
            raise SignInWrong(agent=number)
        if person.pin:
            self._check(number, self.pins.fits(person, asked.pin), asked.phone, now)
        self._wishes.sign_in(number, asked.phone, now)
        return SIGNED_IN

    def _check(self, number: str, right: bool, phone: str, now: datetime) -> None:
        known = self._failures.get(number, Failures())
        if locked(known, now):
            raise SignInLocked(agent=number)
        if right:
            self._failures.pop(number, None)
            return
        self._failures[number] = failed(known, now)
        self._ledger.record(facts.pin_wrong(phone, number, now))
        raise SignInWrong(agent=number)

    def _sign_out(self, asked: Asked, now: datetime) -> Prompts:
        return _later(self._wishes.sign_out(self._who(asked), now), "signed-out")

    def _ready(self, asked: Asked, now: datetime) -> Prompts:
        return _later(self._wishes.ready(self._who(asked), now), "ready")

    def _pause(self, asked: Asked, now: datetime) -> Prompts:
        reason = self._directory.codes.reasons.get(asked.order.about)
        if reason is None:
            raise PauseReasonUnknown(digits=asked.order.about)
        return _later(self._wishes.pause(self._who(asked), reason, now), "paused")

    def _undisturbed(self, asked: Asked, now: datetime) -> Prompts:
        person = self._seats.at_phone(asked.phone)
        wish = not (person and person.undisturbed)
        self._wishes.undisturbed(self._who(asked), wish, now)
        return ("code-undisturbed-on" if wish else "code-undisturbed-off",)

    def _wrapped_up(self, asked: Asked, now: datetime) -> Prompts:
        self._wishes.wrapped_up(self._who(asked), now)
        return ("ready",)

    def _pick_up(self, asked: Asked, now: datetime) -> None:
        if where := asked.order.about:
            self._pickups.from_phone(where, asked.channel, asked.node, asked.phone, now)
        else:
            team = self._seats.colleagues(self._who(asked))
            self._pickups.from_team(team, asked.channel, asked.node, asked.phone, now)

    def _park(self, asked: Asked, now: datetime) -> Prompts | None:
        if slot := asked.order.about:
            self._pickups.from_slot(slot, asked.channel, asked.node, asked.phone, now)
            return None
        return ("code-parked", *row(self._pickups.park(asked.phone, now)))

    def _listen(self, asked: Asked, now: datetime) -> Prompts | None:
        if self.listener is None:
            return (OTHERWISE,)
        self.listener.listen(asked.channel, asked.node, asked.phone, asked.order.about, now)
        return None

    def _page(self, asked: Asked, now: datetime) -> None:
        self.pager.dialled(asked.channel, asked.phone, self.at(asked.phone), asked.order.about, now)

    def _who(self, asked: Asked) -> str:
        if agent := self.at(asked.phone):
            return agent
        raise NobodyAtPhone(phone=asked.phone)

    _DO: dict[Action, Callable[["Orders", Asked, datetime], Prompts | None]] = {  # noqa: RUF012 - a constant table
        Action.SIGN_IN: _sign_in,
        Action.SIGN_OUT: _sign_out,
        Action.READY: _ready,
        Action.PAUSE: _pause,
        Action.UNDISTURBED: _undisturbed,
        Action.WRAPPED_UP: _wrapped_up,
        Action.PICK_UP: _pick_up,
        Action.PARK: _park,
        Action.LISTEN: _listen,
        Action.PAGE: _page,
    }


def _later(person: Presence, prompt: str) -> Prompts:
    """What was wished comes true after the call in hand, if there is one."""
    return (LATER,) if person.state in ENGAGED else (prompt,)
