"""Who may come into a call, the rule as a document, and sessions as the ledger tells them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from appliance.contact.monitoring import events as facts
from appliance.contact.monitoring.admission import admitted, own, within
from appliance.contact.monitoring.document import parse, rule_body
from appliance.contact.monitoring.errors import MonitorRuleInvalid
from appliance.contact.monitoring.model import Heard, Mode, Policy, Session, Supervisor, Tone
from appliance.errors import Refusal
from appliance.events import Event

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
BOSS = Supervisor("boss", "7", "8009", "p9")
HEARD = Heard(UUID(int=1), UUID(int=2), "a1", "p1")
SESSION = Session(
    UUID(int=3), HEARD.contact, HEARD.leg, "8001", BOSS, Mode.LISTEN, "a2", "a3", "a1", NOW, Policy(tone=Tone.AGENT)
)


def code(check: Any, *about: Any) -> str:
    try:
        check(*about)
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("who", "phone", "heard", "running", "refused"),
    [
        (BOSS, "p9", HEARD, (), ""),
        (BOSS, "p9", None, (), "monitor-nothing-to-hear"),
        (replace(BOSS, agent="8001"), "p9", HEARD, (), "monitor-own-call"),
        (BOSS, "p1", HEARD, (), "monitor-own-call"),
        (replace(BOSS, person="8"), "p8", HEARD, (SESSION,), "monitor-taken"),
        (replace(BOSS, person="8"), "p8", HEARD, (replace(SESSION, agent="8002"),), ""),
    ],
)
def test_who_may_come_in(
    who: Supervisor, phone: str, heard: Heard | None, running: tuple[Session, ...], refused: str
) -> None:
    assert code(admitted, who, phone, "8001", heard, running) == refused


@pytest.mark.parametrize(
    ("teams", "team", "refused"),
    [(None, "a", ""), ({"a"}, "a", ""), ({"a"}, "b", "monitor-other-team"), (set(), "", "monitor-other-team")],
)
def test_teams_bound_whom_one_supervises(teams: set[str] | None, team: str, refused: str) -> None:
    who = replace(BOSS, teams=None if teams is None else frozenset(teams))
    assert code(within, who, "8001", team) == refused


def test_a_session_is_ended_by_its_own_supervisor_or_from_the_command_line() -> None:
    assert own(SESSION, BOSS) is SESSION
    assert own(SESSION, Supervisor("root")) is SESSION
    assert code(own, SESSION, replace(BOSS, person="8")) == "monitor-taken"


@pytest.mark.parametrize("rule", [Policy(), Policy(shown=False, tone=Tone.ALL)])
def test_the_rule_is_what_its_document_says(rule: Policy) -> None:
    assert parse(rule_body(rule)) == rule
    assert parse({}) == Policy()


@pytest.mark.parametrize("body", [{"shown": "yes"}, {"tone": "loud"}, {"tone": 1}, {"colour": "red"}])
def test_a_value_that_means_nothing_is_refused_by_name(body: dict[str, Any]) -> None:
    with pytest.raises(MonitorRuleInvalid) as refused:
        parse(body)
    assert refused.value.details["field"] == next(iter(body))


def test_the_ledger_tells_a_session_from_its_beginning_to_its_end() -> None:
    def after(*events: Event) -> dict[UUID, Session]:
        read = [Event.from_json(event.to_json()) for event in events]
        return facts.fold({}, read)

    began = replace(SESSION, began_at=NOW + timedelta(seconds=3))
    whispering = replace(began, mode=Mode.WHISPER)
    story = (
        facts.asked(SESSION),
        facts.started(began, NOW + timedelta(seconds=3)),
        facts.changed(whispering, Mode.LISTEN, NOW),
        facts.ended(whispering, facts.End.STOPPED, "boss", NOW + timedelta(seconds=10)),
    )
    assert after(*story[:1]) == {SESSION.id: SESSION}
    assert after(*story[:2]) == {SESSION.id: began} == after(*facts.unfold(began))
    assert after(*story[:3]) == {SESSION.id: whispering}
    assert after(*story) == {}
    assert story[-1].data["duration_ms"] == 7000
    assert facts.ended(SESSION, facts.End.UNANSWERED, "", NOW).data["duration_ms"] == 0
