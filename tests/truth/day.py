"""A day in the town: one seed, one day."""

from appliance.events import Event
from tests.truth.centre import HOME
from tests.truth.moves import Staff
from tests.truth.people import HOUR, Callers
from tests.truth.town import START, Town

EPILOGUE = 3 * HOUR


def live(seed: int, calls: int, hours: float) -> Town:
    """Let the day pass; everybody has gone home at its end."""
    town = Town(seed)
    Staff(town, Callers(town, calls, hours), hours)
    for agent in HOME:
        town.at(START + round(hours * HOUR) + EPILOGUE, lambda who=agent: _goes_home(town, who))  # type: ignore[misc]
    town.run()
    return town


def _goes_home(town: Town, agent: str) -> None:
    town.centre.agents.sign_out(agent, town.stage.now)


def events(town: Town) -> list[Event]:
    """The ledger of the day."""
    return town.stage.written.ledger
