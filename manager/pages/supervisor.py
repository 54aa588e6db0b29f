"""The supervisor's desk: every agent and every caller in line, live, and what a supervisor does about them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.contact.calls.model import browser
from appliance.contact.monitoring.model import Mode
from appliance.desk.settings.errors import SettingOutOfRange
from manager.asked import reason_written, written
from manager.errors import NotThere
from manager.present import me
from manager.rights import needs
from manager.wiring import console
from manager.words import reasons, t

pages = Blueprint("supervisor", __name__, url_prefix="/supervisor")

STATES = ("ready", "preview", "ringing", "talking", "hold", "wrap-up", "paused", "signed-out")
SAID = (
    "away", "offline", "nobody-waits", "nobody-here", "waiting", "longest", "service-level", "free", "act", "ready",
    "pause", "sign-out", "sign-out-now", "take-over", "reason", "skill", "level", "set-skill", "done", "callback",
    "answered", "handling", "sure", "leaving", "dnd", *(f"state-{state}" for state in STATES),
    *(f"do-{mode}" for mode in Mode), *(f"in-{mode}" for mode in Mode), "stop-listening", "calling-you", "by-other",
    "move", "move-queue",
    "session", "hidden-from-agent", "shown-to-agent", "no-telephone", "no-number", "is-over", "take-over-sure",
)  # fmt: skip
"""Texts that the page's script needs."""
LONGEST_REASON, LONGEST_WHY = 64, 500
BY_AGENT = {"ready": "agent.ready", "pause": "agent.pause", "sign-out": "agent.logout", "sign-out-now": "agent.logout"}
TO_TAKE = frozenset({"talking", "hold"})
LONGEST_NUMBER = 32


@pages.get("/")
@needs("live.see")
def show() -> ResponseReturnValue:
    """All of the centre that the person may see."""
    who = me()
    return render_template(
        "supervisor/show.html",
        texts={name: t(f"supervisor.{name}", by="{by}", what="{what}") for name in SAID} | reasons(),
        tickets=url_for("live.ticket"),
        acts=who.may("live.act"),
        takes=who.may("live.act") and bool(who.person.agent) and not who.may("live.listen"),
        listens=who.may("live.listen"),
        person=str(who.person.id),
        agent=who.person.agent,
        browser_phone=browser(who.person.agent) if who.person.agent else "",
        tells=who.may("live.message"),
    )


@pages.post("/agent/<number>/<action>")
@needs("live.act")
def act(number: str, action: str) -> ResponseReturnValue:
    """Set an agent to a state, or out; `sign-out-now` takes calls in hand away."""
    if action not in BY_AGENT:
        raise NotThere()
    before = _mine(number)
    more: dict[str, Any] = {}
    if action == "pause":
        more["reason"] = written("reason", LONGEST_REASON) or t("supervisor.by-supervisor")
    if action == "sign-out-now":
        more["force"] = True
    after = console().ask("engine", BY_AGENT[action], agent=number, **more)
    _noted(f"agent.{action}", number, {"state": before.get("state")}, {"state": (after or {}).get("state"), **more})
    return jsonify(after)


@pages.post("/agent/<number>/skill")
@needs("live.act")
def set_skill(number: str) -> ResponseReturnValue:
    """Give an agent a skill at a level of 1 to 9, or with 0 take it away."""
    before = _mine(number)
    skill, level = written("skill", LONGEST_REASON), request.form.get("level", "")
    if not skill or not level.isascii() or not level.isdecimal() or len(level) > 2:
        raise NotThere()
    if int(level):
        after = console().ask("engine", "skill.grant", agent=number, skill=skill, level=int(level))
    else:
        after = console().ask("engine", "skill.revoke", agent=number, skill=skill)
    _noted("agent.skill", number, {"skills": before.get("skills")}, {"skills": (after or {}).get("skills")})
    return jsonify(after)


@pages.post("/agent/<number>/queue")
@needs("live.act")
def serve(number: str) -> ResponseReturnValue:
    """An agent serves a queue from now on: has the skills that it asks for, at the level given or what it needs."""
    before, reason, queue = _mine(number), reason_written(LONGEST_WHY), written("queue", LONGEST_REASON)
    level = _number("level", 1, 9)
    if not me().person.scope.queue(queue):
        raise NotThere()
    needs_skills = (console().ask("engine", "queue.show", queue=queue) or {}).get("rules", {}).get("skills", {})
    skills = {**before.get("skills", {}), **{skill: max(level, least) for skill, least in needs_skills.items()}}
    # Who has no queues of their own serves all that the skills reach.
    queues = sorted({*before["queues"], queue}) if before.get("queues") else None
    after = console().ask("engine", "agent.set", agent=number, skills=skills, queues=queues, reason=reason) or {}
    kept = ("skills", "queues")
    _noted("agent.serve", number, {n: before.get(n) for n in kept}, {n: after.get(n) for n in kept}, reason)
    return jsonify(after)


@pages.get("/queue/<name>")
@needs("live.act")
def queue_rules(name: str) -> ResponseReturnValue:
    """What a queue asks of agents, and its priority."""
    return jsonify(_rules(name))


@pages.post("/queue/<name>/priority")
@needs("live.act")
def prioritise(name: str) -> ResponseReturnValue:
    """Whose callers go first: those of queues with a higher priority."""
    before, reason, priority = _rules(name), reason_written(LONGEST_WHY), _number("priority", -1000, 1000)
    console().ask("engine", "queue.set", queue=name, changes={"priority": priority}, reason=reason)
    _noted("queue.priority", name, {"priority": before["priority"]}, {"priority": priority}, reason)
    return jsonify({**before, "priority": priority})


@pages.post("/agent/<number>/take-over")
@needs("live.act")
def take_over(number: str) -> ResponseReturnValue:
    """The call that an agent talks in goes to who asks."""
    own, theirs = me().person.agent, _mine(number)
    calls = [call["contact"] for call in theirs.get("calls") or () if call["state"] in TO_TAKE]
    if not own or not calls or own == number:
        raise NotThere()
    told = console().ask("engine", "call.transfer", id=calls[0], to=f"agent:{own}", agent=number)
    _noted("call.take-over", calls[0], {"agent": number}, {"agent": own})
    return jsonify(told)


@pages.post("/agent/<number>/monitor/<mode>")
@needs("live.listen")
def come(number: str, mode: str) -> ResponseReturnValue:
    """Come into an agent's call at the phone given, or where one is signed in; or be there in another way."""
    if mode not in set(Mode):
        raise NotThere()
    _mine(number)
    phone = written("phone", LONGEST_NUMBER)
    told = console().ask(
        "engine",
        "monitor.start",
        agent=number,
        mode=mode,
        phone=phone or None,
        supervisor=me().person.agent or None,
        **_as_me(),
    )
    _noted(f"call.{mode}", told["call"], None, {"agent": number, "phone": told["phone"]})
    return jsonify(told)


@pages.post("/agent/<number>/monitor-stop")
@needs("live.listen")
def leave(number: str) -> ResponseReturnValue:
    """Leave the agent's call."""
    _mine(number)
    told = console().ask("engine", "monitor.stop", agent=number, **_as_me()) or {}
    _noted("call.leave", told.get("call", ""), {"agent": number, "mode": told.get("mode", "")}, {})
    return jsonify(told)


@pages.post("/account")
@needs("live.listen")
def account() -> ResponseReturnValue:
    """A password for the telephone in this page, of whoever is an agent too; the one before ends with it."""
    if not (agent := me().person.agent):
        raise NotThere()
    return jsonify(console().ask("engine", "browser.open", agent=agent))


@pages.post("/notice")
@needs("live.message")
def notify() -> ResponseReturnValue:
    """Put a message on the screens of all agents of the person's teams, or of one of them."""
    text, team = request.form.get("text", ""), request.form.get("team", "")
    scope = me().person.scope
    if team and not scope.team(team):
        raise NotThere()
    teams = [team] if team else None if scope.teams is None else sorted(scope.teams)
    urgent = request.form.get("urgent") == "1"
    sent = console().ask("engine", "notice.send", text=text, teams=teams, urgent=urgent, by=me().person.name)
    _noted("notice.send", team, None, {"text": text, "teams": teams, "urgent": urgent})
    return jsonify(sent)


def _rules(name: str) -> dict[str, Any]:
    """Of a queue of the person's; raises NotThere for any other."""
    if not me().person.scope.queue(name):
        raise NotThere()
    rules = (console().ask("engine", "queue.show", queue=name) or {}).get("rules", {})
    return {"queue": name, "priority": int(rules.get("priority", 0)), "skills": rules.get("skills", {})}


def _number(name: str, least: int, most: int) -> int:
    text = request.form.get(name, "")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 6 and least <= int(text) <= most):
        raise SettingOutOfRange(least=least, most=most)
    return int(text)


def _as_me() -> dict[str, Any]:
    """Who asks, and how far that reaches: the engine looks once more."""
    person = me().person
    teams = None if person.scope.teams is None else sorted(person.scope.teams)
    return {"by": person.name, "person": str(person.id), "teams": teams}


def _mine(number: str) -> Mapping[str, Any]:
    """An agent of the person's teams; raises NotThere for anybody else."""
    agent: Mapping[str, Any] = console().ask("engine", "agent.show", agent=number) or {}
    if not me().person.scope.team(agent.get("team", "")):
        raise NotThere()
    return agent


def _noted(
    act: str, subject: str, before: Mapping[str, Any] | None, after: Mapping[str, Any], reason: str = ""
) -> None:
    console().notes.note(act, subject, reason=reason, before=before, after=after)
