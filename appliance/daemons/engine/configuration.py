"""The published configuration, held in memory for the calls; read again whenever somebody has changed it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.calls.model import Number, Phone, Trunk
from appliance.contact.calls.repository import Lines
from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.repository import Flows
from appliance.store.documents import Documents


@dataclass(frozen=True, slots=True)
class Configuration:
    """One consistent reading of everything configured."""

    agents: dict[str, Agent] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    trunks: dict[str, Trunk] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)


def read(engine: Engine) -> Configuration:
    """What the database holds now."""
    documents = Documents(engine)
    lines = Lines(documents)
    return Configuration(
        agents=People(documents).all(),
        queues=Queues(documents).all(),
        flows=Flows(documents).all(),
        numbers=lines.numbers(),
        trunks=lines.trunks(),
        phones=lines.phones(),
    )


class Directory:
    """The configuration as calls ask for it."""

    def __init__(self) -> None:
        self.now = Configuration()

    def number(self, did: str) -> Number | None:
        return self.now.numbers.get(did) or self.now.numbers.get(did.removeprefix("+"))

    def flow(self, name: str) -> Flow | None:
        return self.now.flows.get(name)

    def phone(self, name: str) -> bool:
        return name in self.now.phones

    def trunks(self) -> Iterable[Trunk]:
        return self.now.trunks.values()

    def language(self, did: str) -> str:
        number = self.number(did)
        return number.language if number else "zh"
