"""Whether a configuration could be in force: every problem at once, nothing changed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from appliance.contact.codes.reading import Dialled, clashes
from appliance.contact.ivr.check import Surroundings
from appliance.contact.ivr.check import problems as flow_problems
from appliance.contact.ivr.model import Flow
from appliance.contact.paging.model import ALL
from appliance.contact.prompts.repository import PROMPT
from appliance.contact.recording.repository import RecordingRules
from appliance.contact.speech.repository import SpeechDocuments
from appliance.contact.voicemail.repository import MailServers
from appliance.daemons.engine.boxes import box_flows
from appliance.daemons.engine.configuration import Configuration, read_from
from appliance.daemons.engine.prompts import known_prompts, languages_used, prompts_with
from appliance.daemons.engine.ways import faults
from appliance.daemons.site import site
from appliance.desk.crm.repository import ScreenPops
from appliance.desk.people.accounts.repository import Ways
from appliance.desk.telling.repository import Webhooks
from appliance.errors import Refusal
from appliance.settings import Settings
from appliance.store.documents import Documents
from appliance.store.history import Draft, State
from appliance.system.keyring import Keyring
from appliance.telephony.config.verify import verify


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against a configuration: `code` names the texts, `where` the document."""

    code: str
    where: str
    details: dict[str, Any] = field(default_factory=dict)


def problems(state: State, known: Collection[str], settings: Settings, key: Keyring) -> list[Problem]:
    """All problems of a state. What nobody reads is a problem, unless its kind is `known` to be there already."""
    readers = Draft({})
    _read_all(readers)
    found, readable = [], {}
    for at, body in state.items():
        if at[0] not in readers.asked and at[0] not in known:
            found.append(Problem("document-kind-unknown", ".".join(at), {"kind": at[0]}))
        elif problem := _unreadable(at, body):
            found.append(problem)
        else:
            readable[at] = body
    prompts = [name for kind, name in readable if kind == PROMPT]
    return [*found, *_together(read_from(Draft(readable)), prompts, settings, key)]


def surroundings(
    settings: Settings, now: Configuration, flow: Flow, prompts: Collection[str] | None = None
) -> Surroundings:
    """What a flow may name in a configuration; `prompts` are our own in it, those of today where it is silent."""
    languages = languages_used(now, flow)
    return Surroundings(
        prompts=known_prompts(settings, languages) if prompts is None else prompts_with(settings, languages, prompts),
        queues=now.queues,
        flows={**now.flows, **box_flows(now.boxes.values()), flow.name: flow},
        calendars=now.calendars,
        lists=now.lists,
        switches=now.switches,
        hosts=now.hosts,
        agents=now.agents,
        phones=now.phones,
        boxes=now.boxes,
    )


def _read_all(documents: Documents) -> None:
    """As every process reads them."""
    read_from(documents)
    MailServers(documents).get()
    Webhooks(documents).all()
    ScreenPops(documents).all()
    ways = Ways(documents)
    ways.provider(), ways.directory()
    documents.all(PROMPT)
    speech = SpeechDocuments(documents)
    speech.rule(), speech.lists()
    rules = RecordingRules(documents)
    for read in (rules.policy, rules.classes, rules.disk, rules.anchor, rules.copy):
        read()


def _unreadable(at: tuple[str, str], body: Any) -> Problem | None:
    try:
        _read_all(Draft({at: body}))
    except Refusal as refusal:
        return Problem(refusal.code, ".".join(at), refusal.details)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        return Problem("document-unreadable", ".".join(at), {"reason": repr(fault)})
    return None


def _together(
    configured: Configuration, prompts: Collection[str], settings: Settings, key: Keyring
) -> Iterator[Problem]:
    yield from _references(configured)
    yield from _codes(configured)
    yield from (Problem(fault.code, fault.where, dict(fault.details)) for fault in faults(configured))
    for name, flow in configured.flows.items():
        for fault in flow_problems(flow, surroundings(settings, configured, flow, prompts)):
            told = fault.to_json()
            yield Problem(told["code"], f"flow.{name}.{told.get('where', '')}".rstrip("."), told.get("details", {}))
    try:
        wanted = site(settings, configured, key)
    except (Refusal, ValueError) as fault:
        reason = fault.code if isinstance(fault, Refusal) else str(fault)
        yield Problem("document-unreadable", "phone", {"reason": reason})
        return
    yield from (Problem(fault.code, fault.where, dict(fault.details)) for fault in verify(wanted))


def _codes(configured: Configuration) -> Iterator[Problem]:
    """What is wrong with the feature codes."""
    for clash in clashes(configured.codes, _dialled(configured)):
        details = {"about": clash.about, "other": clash.other, "digits": clash.digits}
        yield Problem(clash.code, "feature-codes.box", details)


def _references(configured: Configuration) -> Iterator[Problem]:
    """Names that lead to nothing."""
    named: list[tuple[str, str, str, Collection[str]]] = [
        *((f"number.{did}.flow", "flow", number.flow, configured.flows) for did, number in configured.numbers.items()),
        *(
            (f"agent.{name}.phone", "phone", agent.phone, configured.phones)
            for name, agent in configured.agents.items()
        ),
        *(
            (f"queue.{name}.overflow_to", "queue", queue.overflow_to, configured.queues)
            for name, queue in configured.queues.items()
        ),
        *(
            (f"queue.{name}.callback_calendar", "calendar", queue.callback_calendar, configured.calendars)
            for name, queue in configured.queues.items()
        ),
        *_of_boxes(configured),
        *_of_pages(configured),
    ]
    for where, kind, name, there in named:
        if name and name not in there:
            yield Problem("document-missing", where, {"kind": kind, "key": name})


def _of_boxes(configured: Configuration) -> Iterator[tuple[str, str, str, Collection[str]]]:
    for name, box in configured.boxes.items():
        where = f"voicemail-box.{name}"
        yield f"{where}.agent", "agent", box.agent, configured.agents
        yield f"{where}.queue", "queue", box.queue, configured.queues
        yield from ((f"{where}.listeners", "agent", agent, configured.agents) for agent in box.listeners)
        yield from ((f"{where}.phones", "phone", phone, configured.phones) for phone in box.phones)


def _of_pages(configured: Configuration) -> Iterator[tuple[str, str, str, Collection[str]]]:
    for name, group in configured.page_groups.items():
        where = f"page-group.{name}"
        yield from ((f"{where}.phones", "phone", phone, {*configured.phones, ALL}) for phone in group.phones)
        callers = {*configured.phones, *configured.agents, ALL}
        yield from ((f"{where}.callers", "phone", caller, callers) for caller in group.callers)


def _dialled(configured: Configuration) -> Dialled:
    groups = configured.page_groups.values()
    return Dialled(configured.agents, configured.phones, [group.number for group in groups if group.number])
