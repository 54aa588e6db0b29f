"""Phones that have dialled a code: asked what is missing, obeyed, and told what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.contact.codes import dialogue as talk
from appliance.contact.codes import events as facts
from appliance.contact.codes.dialogue import ASKED, END, TRIES, Dialogue, Field
from appliance.contact.codes.model import Action
from appliance.contact.codes.orders import Asked, Orders, Prompts
from appliance.contact.codes.ports import Directory, Ledger, Media, Phones, Timers
from appliance.contact.codes.reading import Dialled, read
from appliance.contact.codes.wording import UNHEARD, refused
from appliance.errors import Refusal

DIGITS = "code-digits"
PATIENCE = timedelta(seconds=8)


@dataclass(slots=True)
class _Session:
    """A phone's own channel; `asks` is the open question, `run` counts what was said."""

    channel: str
    node: str
    dialogue: Dialogue
    asks: Field | None = None
    run: int = 0
    over: bool = False

    @property
    def asked(self) -> Asked:
        said = self.dialogue
        return Asked(said.order, said.phone, self.channel, self.node, said.pin or "")


class CodeCalls:
    """Feature codes. A code's call is no contact: its facts are those of what it did, and `code.used`."""

    def __init__(
        self,
        media: Media,
        phones: Phones,
        timers: Timers,
        ledger: Ledger,
        orders: Orders,
        directory: Directory,
    ) -> None:
        self._media, self._phones, self._timers, self._ledger = media, phones, timers, ledger
        self._orders, self._directory = orders, directory
        self._sessions: dict[str, _Session] = {}

    def dialled(self, channel: str, node: str, phone: str, digits: str, now: datetime) -> bool:
        """A phone has dialled; whether that was a code."""
        known = Dialled(self._directory.agents, self._directory.phones, self._directory.page_numbers)
        order = read(digits, self._directory.codes, known)
        if order is None:
            return False
        session = self._sessions[channel] = _Session(channel, node, Dialogue(phone, order))
        self._phones.created(channel, phone)
        self._go_on(session, now)
        return True

    def parks(self, digits: str) -> bool:
        """Whether that is the code for parking."""
        return digits == self._directory.codes.codes.get(Action.PARK)

    def holds(self, channel: str) -> bool:
        """Whether somebody at that channel is being spoken to."""
        return channel in self._sessions

    def channels(self) -> Collection[str]:
        """Those of all who are being spoken to."""
        return tuple(self._sessions)

    def pressed(self, channel: str, key: str, now: datetime) -> None:
        session = self._sessions.get(channel)
        if session is None or session.asks is None:
            return
        self._hush(session)
        if key == END:
            self._entered(session, session.asks, now)
            return
        session.dialogue = talk.pressed(session.dialogue, key)
        if session.asks is Field.REASON and session.dialogue.typed in self._directory.codes.reasons:
            self._entered(session, session.asks, now)
        else:
            self._listen(session, now)

    def played(self, run: str, now: datetime) -> None:
        """What was said has come to its end."""
        session = self._sessions.get(run.rpartition(".")[0])
        if session is None or run != _run(session):
            return
        if session.over:
            self._media.hang_up(session.channel)
        elif session.asks:
            self._listen(session, now)

    def silent(self, channel: str, now: datetime) -> None:
        """No key for a while: what there is counts, or the question is put again."""
        session = self._sessions.get(channel)
        if session is None or session.asks is None:
            return
        if session.dialogue.typed:
            self._entered(session, session.asks, now)
            return
        session.dialogue = talk.silent(session.dialogue)
        if session.dialogue.silences < TRIES:
            self._say(session, (ASKED[session.asks],))
        else:
            self._end(session, UNHEARD)

    def gone(self, channel: str) -> None:
        """The phone has hung up, or its channel belongs to a call from now on."""
        if self._sessions.pop(channel, None):
            self._timers.cancel((DIGITS, channel))
            self._phones.destroyed(channel)

    def _entered(self, session: _Session, field: Field, now: datetime) -> None:
        session.dialogue = talk.entered(session.dialogue, field)
        self._go_on(session, now)

    def _go_on(self, session: _Session, now: datetime) -> None:
        """Ask for what is missing, else do it."""
        self._timers.cancel((DIGITS, session.channel))
        guarded = self._orders.guarded(session.dialogue.order)
        session.asks = talk.missing(session.dialogue, guarded=guarded)
        if session.asks:
            self._say(session, (ASKED[session.asks],))
        else:
            self._obey(session, now)

    def _obey(self, session: _Session, now: datetime) -> None:
        before = self._orders.at(session.dialogue.phone)
        try:
            said, outcome = self._orders.obey(session.asked, now), "done"
        except Refusal as refusal:
            said, outcome = refused(refusal.code), refusal.code
        phone = session.dialogue.phone
        agent = self._orders.at(phone) or before
        self._ledger.record(facts.used(phone, agent, session.dialogue.order, outcome, now))
        if said is None:
            self.gone(session.channel)
        else:
            self._end(session, said)

    def _end(self, session: _Session, prompts: Prompts) -> None:
        session.asks, session.over = None, True
        self._say(session, prompts)

    def _say(self, session: _Session, prompts: Prompts) -> None:
        """The first word answers the phone."""
        if not session.run:
            self._media.answer(session.channel)
        session.run += 1
        order = session.dialogue.order
        named = order.about if order.action is Action.SIGN_IN else ""
        language = self._directory.own_language(named or self._orders.at(session.dialogue.phone))
        self._media.say(session.channel, _run(session), prompts, language)

    def _hush(self, session: _Session) -> None:
        """Who types need not hear the question to its end."""
        if not session.dialogue.typed:
            self._media.stop(_run(session))

    def _listen(self, session: _Session, now: datetime) -> None:
        self._timers.arm((DIGITS, session.channel), now + PATIENCE)


def _run(session: _Session) -> str:
    return f"{session.channel}.{session.run}"
