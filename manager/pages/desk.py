"""The agent's desktop: the telephone, the caller's card, what is noted of a call."""

import contextlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from appliance.contact.calls.model import browser, of_browser
from appliance.desk.crm.errors import CardTextTooLong, CustomerNameMissing
from appliance.desk.crm.model import CODES, Customer
from appliance.desk.crm.script import lines
from appliance.desk.people.masking import shown
from appliance.errors import Refusal, catalogue
from manager.asked import written
from manager.errors import NotThere
from manager.failures import status_of
from manager.pages.desk_calls import MyCall, of_mine
from manager.pops import pages_for
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console
from manager.words import TABLE

pages = Blueprint("desk", __name__, url_prefix="/desk")

ACTIONS: Mapping[str, str] = {
    "hold": "call.hold",
    "resume": "call.resume",
    "hang-up": "call.hangup",
    "transfer": "call.transfer",
    "consult": "call.consult",
    "toggle": "call.toggle",
    "complete": "call.complete",
    "cancel": "call.cancel",
    "conference": "call.conference",
}
TO_SOMEBODY = frozenset({"transfer", "consult"})
WITHOUT_AGENT = frozenset({"resume", "hang-up"})
LONGEST_WORD = 64
CARD = ("name", "organisation", "note")


def my_agent() -> str:
    """The agent that the person is; raises NotThere for somebody who is none."""
    if not (agent := me().person.agent):
        raise NotThere()
    return agent


@pages.get("/")
@needs("desk.use")
def show() -> ResponseReturnValue:
    """The desktop; whoever is no agent reads what to do."""
    if not (agent := me().person.agent):
        return render_template("desk/none.html")
    said = catalogue(language(), TABLE)["desk"]
    page = render_template("desk/show.html", agent=agent, phone=browser(agent), said=said, reasons=_reasons())
    # Pages of other programs open from here, and are led on with the next call: they stay tied to this one.
    return page, {"Cross-Origin-Opener-Policy": "same-origin-allow-popups"}


@pages.post("/seat")
@needs("desk.use")
def sit() -> ResponseReturnValue:
    """Sign in at the browser or at the phone on the desk, or out."""
    agent, where = my_agent(), request.form.get("where", "")
    if where not in ("browser", "desk", "out"):
        raise NotThere()
    if where == "out":
        return jsonify(console().ask("engine", "agent.logout", agent=agent))
    phone = browser(agent) if where == "browser" else _own_phone(agent)
    return jsonify(console().ask("engine", "agent.login", agent=agent, phone=phone))


@pages.post("/account")
@needs("desk.use")
def account() -> ResponseReturnValue:
    """A password for the telephone in this page; the one before ends with it."""
    return jsonify(console().ask("engine", "browser.open", agent=my_agent()))


@pages.post("/state")
@needs("desk.use")
def state() -> ResponseReturnValue:
    """Ready, or paused with a reason."""
    agent, reason = my_agent(), written("reason", LONGEST_WORD)
    if request.form.get("state") == "ready":
        return jsonify(console().ask("engine", "agent.ready", agent=agent))
    return jsonify(console().ask("engine", "agent.pause", agent=agent, reason=reason))


@pages.post("/call/<uuid:contact>/<action>")
@needs("desk.use")
def act(contact: UUID, action: str) -> ResponseReturnValue:
    """Do something with a call of one's own."""
    agent = my_agent()
    if action not in ACTIONS:
        raise NotThere()
    of_mine(contact, agent)
    by = None if action in WITHOUT_AGENT else agent
    to = written("to", LONGEST_WORD) if action in TO_SOMEBODY else None
    return jsonify(console().ask("engine", ACTIONS[action], id=str(contact), agent=by, to=to))


@pages.get("/card/<uuid:contact>")
@needs("desk.use")
def card(contact: UUID) -> ResponseReturnValue:
    """Who calls: the card, empty for somebody new, and what was before."""
    return _card(contact)


@pages.post("/card/<uuid:contact>")
@needs("desk.use")
def fill(contact: UUID) -> ResponseReturnValue:
    """Keep what the agent has written on the card."""
    mine = of_mine(contact, my_agent())
    if not mine.ways:
        raise NotThere()
    typed = {field: request.form.get(field, "") for field in CARD}
    before = console().cards.show(mine.ways).customer
    try:
        kept = console().cards.fill(mine.ways, **typed)
    except (CardTextTooLong, CustomerNameMissing) as refusal:
        return _card(contact, refusal, typed)
    console().notes.note("customer.change", str(kept.id), before=_told(before), after=_told(kept))
    return _card(contact, saved=True)


@pages.post("/note/<uuid:contact>")
@needs("desk.use")
def note(contact: UUID) -> ResponseReturnValue:
    """Keep what is said of a call; with `done` its wrap-up is over."""
    agent = my_agent()
    of_mine(contact, agent)
    noted = console().cards.note(contact, agent, request.form.get("code", ""), request.form.get("text", ""))
    if request.form.get("done"):
        # Over already, by the clock or because the person was made ready: then nothing is left to be done.
        with contextlib.suppress(Refusal):
            console().ask("engine", "agent.ready", agent=agent, call=str(contact))
    return jsonify({"contact": str(contact), "code": noted.code, "text": noted.text})


def _card(
    contact: UUID, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None, *, saved: bool = False
) -> ResponseReturnValue:
    """The card as it is kept; a refused one holds what was typed."""
    agent = my_agent()
    mine, noted = of_mine(contact, agent), console().cards.noted(contact)
    known = console().cards.show(mine.ways, contact)
    page = render_template(
        "desk/card.html",
        call=mine,
        number=shown(mine.number, me().may("numbers.whole")),
        codes=CODES,
        card=known,
        fields=typed or _told(known.customer) or dict.fromkeys(CARD, ""),
        noted=next((note for note in noted if note.agent == agent), None),
        others=[note for note in noted if note.agent != agent],
        refusal=refusal.sentence(language()) if refusal else None,
        saved=saved,
        script=list(lines(_script(mine.queue), _spoken(known.customer))),
        pops=pages_for(mine.queue, _known(mine, agent, known.customer)),
    )
    return page, status_of(refusal) if refusal else 200


def _script(queue: str) -> str:
    """What agents of the queue read during a call; a queue that is gone meanwhile has nothing to say."""
    with contextlib.suppress(Refusal):
        told = console().ask("engine", "queue.show", queue=queue) if queue else None
        return str(told["rules"].get("script", "")) if isinstance(told, dict) else ""
    return ""


def _spoken(customer: Customer | None) -> Mapping[str, str]:
    """What a script may name."""
    who = {"agent": me().person.name}
    return who | {"customer": customer.name, "organisation": customer.organisation} if customer else who


def _known(mine: MyCall, agent: str, customer: Customer | None) -> Mapping[str, str]:
    """What addresses of other programs may name."""
    return {
        "number": mine.ways[0] if mine.ways else mine.number,
        "called": mine.dialled,
        "queue": mine.queue,
        "contact": str(mine.id),
        "agent": agent,
        "customer": customer.name if customer else "",
        "keys": "".join(mine.keys),
    }


def _own_phone(agent: str) -> str:
    known = console().ask("engine", "agent.show", agent=agent)
    phone = known.get("phone", "") if isinstance(known, dict) else ""
    return "" if of_browser(phone) else str(phone)


def _reasons() -> list[str]:
    """Why one may pause, as the feature codes know it."""
    table = console().ask("engine", "codes.list")
    return [each["reason"] for each in table["reasons"]] if isinstance(table, dict) else []


def _told(customer: Any) -> dict[str, str] | None:
    return customer and {field: getattr(customer, field) for field in CARD}
