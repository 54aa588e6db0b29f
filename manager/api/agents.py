"""Agents, and the state each is in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from manager.api.operation import operation
from manager.api.shapes import WRITTEN, Shape
from manager.errors import NotAllowed, NotThere
from manager.present import me
from manager.wiring import console

resource = Blueprint("api-agents", __name__, url_prefix="/api/v1/agents")

State = Literal["ready", "paused", "signed-in", "signed-out"]
COMMANDS = {"ready": "agent.ready", "paused": "agent.pause", "signed-in": "agent.login", "signed-out": "agent.logout"}


class AgentState(Shape):
    """An agent as he or she is now."""

    agent: str = Field(description="The agent's number.")
    name: str
    team: str
    state: str = Field(description="signed-out, ready, paused, ringing, talking, hold, wrap-up, preview.")
    reason: str = Field(description="Why the agent is paused; empty in other states.")
    since: datetime | None
    phone: str
    contacts: list[str] = Field(description="The contacts in the agent's hands.")
    skills: dict[str, int]
    queues: list[str]


class AgentList(Shape):
    """All agents within the token's teams."""

    items: list[AgentState]


class StateWish(Shape):
    """The state in which an agent is to be."""

    state: State
    reason: str = Field("", max_length=64, pattern=f"^{WRITTEN}$", description="Needed for `paused`.")
    phone: str = Field(
        "", max_length=64, pattern=r"^[0-9A-Za-z_.-]*$", description="Where to sign in; by default the own."
    )


@resource.get("")
@operation("live.see")
def listed() -> AgentList:
    """All agents with their states."""
    everybody = console().ask("engine", "agent.list") or ()
    return AgentList(items=[_shown(one) for one in everybody if me().person.scope.team(one["team"])])


@resource.get("/<agent>")
@operation("live.see")
def one(agent: str) -> AgentState:
    """One agent with the state of this moment."""
    return _shown(within(agent))


@resource.put("/<agent>/state")
@operation("desk.use")
def set_state(agent: str, body: StateWish) -> AgentState:
    """Sign an agent in or out, pause, or make ready; another than one's own needs the right live.act."""
    before = mine(agent)
    more: dict[str, Any] = {"reason": body.reason or "api"} if body.state == "paused" else {}
    if body.state == "signed-in" and body.phone:
        more["phone"] = body.phone
    after = console().ask("engine", COMMANDS[body.state], agent=agent, **more) or {}
    told = {"state": after.get("state"), **more}
    console().notes.note("agent.state", agent, before={"state": before.get("state")}, after=told)
    return _shown(after)


def within(agent: str) -> Mapping[str, Any]:
    """An agent of the token's teams; raises NotThere for anybody else."""
    told: Mapping[str, Any] = console().ask("engine", "agent.show", agent=agent) or {}
    if not told or not me().person.scope.team(told["team"]):
        raise NotThere()
    return told


def mine(agent: str) -> Mapping[str, Any]:
    """The agent that the token's maker is; with the right live.act any of the token's teams."""
    if agent == me().person.agent:
        found: Mapping[str, Any] = console().ask("engine", "agent.show", agent=agent) or {}
        return found
    if not me().may("live.act"):
        raise NotAllowed(right="live.act")
    return within(agent)


def _shown(told: Mapping[str, Any]) -> AgentState:
    plain = {name: told[name] for name in ("agent", "name", "team", "state", "reason", "phone", "skills", "queues")}
    since = datetime.fromisoformat(told["since"]) if told["since"] else None
    return AgentState(**plain, since=since, contacts=[call["contact"] for call in told["calls"]])
