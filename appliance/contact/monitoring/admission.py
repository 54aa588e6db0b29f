"""Whether a supervisor may come into an agent's call."""

from collections.abc import Iterable

from appliance.contact.monitoring.errors import (
    MonitorNothingToHear,
    MonitorOtherTeam,
    MonitorOwnCall,
    MonitorTaken,
)
from appliance.contact.monitoring.model import Heard, Session, Supervisor


def within(who: Supervisor, agent: str, team: str) -> None:
    """Raises MonitorOtherTeam."""
    if who.teams is not None and team not in who.teams:
        raise MonitorOtherTeam(agent=agent, team=team or "-")


def admitted(who: Supervisor, phone: str, agent: str, heard: Heard | None, running: Iterable[Session]) -> Heard:
    """What the supervisor at `phone` is to hear; raises the refusal of it."""
    if heard is None:
        raise MonitorNothingToHear(agent=agent)
    if agent == who.agent or heard.phone == phone:
        raise MonitorOwnCall(agent=agent)
    if other := next((one for one in running if one.agent == agent and not one.who.same(who)), None):
        raise MonitorTaken(agent=agent, by=other.who.by)
    return heard


def own(session: Session, who: Supervisor) -> Session:
    """The session, if it is that person's; whoever comes from the command line, without a person, may touch any."""
    if who.person and not session.who.same(who):
        raise MonitorTaken(agent=session.agent, by=session.who.by)
    return session
