"""The published configuration, held in memory for the calls; read again whenever somebody has changed it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.calls.model import Number, Phone, Trunk, of_browser
from appliance.contact.calls.outages import Outages
from appliance.contact.calls.repository import Lines
from appliance.contact.codes.model import CodeTable
from appliance.contact.codes.repository import FeatureCodes
from appliance.contact.fax.repository import FaxRule
from appliance.contact.fax.settings import Sending
from appliance.contact.ivr.calendar import Calendar
from appliance.contact.ivr.callers import CallerList
from appliance.contact.ivr.model import Flow, Trail
from appliance.contact.ivr.repository import Flows, FlowSettings, LookUpHost
from appliance.contact.monitoring.model import Policy
from appliance.contact.monitoring.repository import MonitoringRule
from appliance.contact.paging.model import PageGroup
from appliance.contact.paging.repository import PageGroups
from appliance.contact.prompts.music import BUILT_IN, folder_of
from appliance.contact.prompts.repository import MUSIC
from appliance.contact.routes.model import Rules
from appliance.contact.routes.repository import RouteDocuments
from appliance.contact.voicemail.model import FLOW, Box
from appliance.contact.voicemail.reach import taking
from appliance.contact.voicemail.repository import BoxDocuments
from appliance.daemons.engine.boxes import box_flow
from appliance.daemons.lines import in_force
from appliance.store.documents import Documents
from dahdi_conf.changes import ASTERISK
from dahdi_conf.grouping import telephones


@dataclass(frozen=True, slots=True)
class Configuration:
    """One consistent reading of everything configured."""

    agents: dict[str, Agent] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    trunks: dict[str, Trunk] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)
    """Those that speak SIP and those on ports of cards; of two with the same name the former."""
    music: dict[str, str] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    lists: dict[str, CallerList] = field(default_factory=dict)
    switches: dict[str, bool] = field(default_factory=dict)
    hosts: dict[str, LookUpHost] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    codes: CodeTable = field(default_factory=CodeTable)
    lines: str = ""
    """chan_dahdi.conf as it was last applied; empty without lines."""
    routes: Rules = field(default_factory=Rules)
    faxes: Sending = field(default_factory=Sending)
    page_groups: dict[str, PageGroup] = field(default_factory=dict)
    monitoring: Policy = field(default_factory=Policy)


def read(engine: Engine) -> Configuration:
    """What the database holds now."""
    return read_from(Documents(engine))


def read_from(documents: Documents) -> Configuration:
    """What these documents configure."""
    lines, of_flows = Lines(documents), FlowSettings(documents)
    of_lines = in_force(documents).files.get(ASTERISK, "")
    return Configuration(
        agents=People(documents).all(),
        queues=Queues(documents).all(),
        flows=Flows(documents).all(),
        numbers=lines.numbers(),
        trunks=lines.trunks(),
        phones=_on_ports(of_lines) | lines.phones(),
        music={name: folder_of(name, body) for name, body in documents.all(MUSIC).items()},
        calendars=of_flows.calendars(),
        lists=of_flows.lists(),
        switches=of_flows.switches(),
        hosts=of_flows.hosts(),
        boxes=BoxDocuments(documents).all(),
        codes=FeatureCodes(documents).table(),
        lines=of_lines,
        routes=RouteDocuments(documents).rules(),
        faxes=FaxRule(documents).get(),
        page_groups=PageGroups(documents).all(),
        monitoring=MonitoringRule(documents).get(),
    )


def _on_ports(lines: str) -> dict[str, Phone]:
    return {name: Phone(name, encryption="", channel=channel) for name, channel in telephones(lines).items()}


def older_flows(engine: Engine, trails: Iterable[Trail]) -> dict[tuple[str, int], Flow]:
    """The versions that callers were in when the engine stopped, as far as they are no longer the present ones."""
    flows = Flows(Documents(engine))
    present = {name: body["version"] for name, body in flows.bodies().items()}
    wanted = {(trail.flow, trail.version) for trail in trails if trail.flow}
    found = {key: flows.older(*key) for key in wanted if present.get(key[0]) != key[1]}
    return {key: flow for key, flow in found.items() if flow}


class Directory:
    """The configuration as calls ask for it."""

    def __init__(self, outages: Outages) -> None:
        self.now, self._outages = Configuration(), outages
        self.older: dict[tuple[str, int], Flow] = {}
        self.node, self.site_language = "box", "zh"

    def number(self, did: str) -> Number | None:
        return self.now.numbers.get(did) or self.now.numbers.get(did.removeprefix("+"))

    def flow(self, name: str, version: int = 0) -> Flow | None:
        """A flow as it is now; an older `version` of it for callers who were in that before a restart."""
        if name.startswith(FLOW):
            box = self.now.boxes.get(name.removeprefix(FLOW))
            return box_flow(box) if box else None
        return self.older.get((name, version)) or self.now.flows.get(name)

    def box_flow(self, agent: str, outcome: str) -> Flow | None:
        """The flow of an agent's voicemail box, if it takes calls that ended so."""
        box = taking(agent, outcome, self.now.boxes.values())
        return box_flow(box) if box else None

    def phone(self, name: str) -> bool:
        return name in self.now.phones or of_browser(name) in self.now.agents

    def agent(self, number: str) -> bool:
        return number in self.now.agents

    def person(self, number: str) -> Agent | None:
        return self.now.agents.get(number)

    def trunks(self) -> Iterable[Trunk]:
        return self.now.trunks.values()

    @property
    def codes(self) -> CodeTable:
        return self.now.codes

    @property
    def agents(self) -> Collection[str]:
        return self.now.agents.keys()

    @property
    def phones(self) -> Collection[str]:
        return self.now.phones.keys()

    @property
    def monitoring(self) -> Policy:
        return self.now.monitoring

    def page_group(self, name: str) -> PageGroup | None:
        return self.now.page_groups.get(name)

    def page_group_of(self, number: str) -> PageGroup | None:
        """The group whose number follows the code; "" is the only one, where there is one alone."""
        groups = list(self.now.page_groups.values())
        if not number:
            return groups[0] if len(groups) == 1 else None
        return next((group for group in groups if group.number == number), None)

    @property
    def page_numbers(self) -> Collection[str]:
        return frozenset(group.number for group in self.now.page_groups.values() if group.number)

    def own_language(self, agent: str) -> str:
        """The language that an agent hears at a desk phone; of nobody known the site's."""
        known = self.now.agents.get(agent)
        return (known.language if known else "") or self.site_language

    def music(self, queue: str) -> str:
        """The class that callers of a queue hear; of none the one that everybody hears."""
        known = self.now.queues.get(queue)
        return known.music if known else BUILT_IN

    def language(self, did: str) -> str:
        number = self.number(did)
        return number.language if number else "zh"
