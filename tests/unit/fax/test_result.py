"""What Asterisk says of a fax, and what a fax becomes by its facts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.fax import events as facts
from appliance.contact.fax.history import apply
from appliance.contact.fax.model import CUT, Fax, Outcome, State, file_name, named
from appliance.contact.fax.result import read
from appliance.events import Event

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FAX, CALL, LEG, PAGES = (UUID(int=number) for number in (1, 2, 3, 4))
WHOLE = Outcome(True, 3, 14400, "8031x7700", True, "T38", "", "OK", "+86 138")
BROKEN = Outcome(False, 2, 9600, "8031x7700", True, "audio", "HANGUP", "dropped")


def test_a_success_is_read() -> None:
    assert read("SUCCESS|3|14400|8031x7700|yes|T38||OK|+86 138\n") == WHOLE


def test_a_failure_keeps_its_reason() -> None:
    assert read("FAILED|2|9600|8031x7700|yes|audio|HANGUP|dropped|") == BROKEN


@pytest.mark.parametrize("text", ["", "|||||||||", "SUCCESS", "a|b"])
def test_what_means_nothing_is_a_fax_that_was_cut(text: str) -> None:
    assert read(text) == CUT


def test_a_station_may_say_what_it_likes() -> None:
    assert read("SUCCESS|1|0|x|no|audio||OK|a|b\x07c" + "d" * 40).station == "a|bc" + "d" * 16


def story(*events: Event) -> Fax:
    fax = None
    for event in (facts.started(CALL, LEG, FAX, "sales", "139", "n", NOW), *events):
        fax = apply(fax, event)
    assert fax
    return fax


LATER = NOW + timedelta(minutes=1)
LEFT = facts.left(CALL, FAX, "sales", PAGES, 2, LATER)


def ended(outcome: Outcome) -> Event:
    return facts.ended(CALL, LEG, FAX, outcome, LATER)


@pytest.mark.parametrize(
    ("events", "state", "pages"),
    [
        ((), State.RECEIVING, 0),
        ((ended(WHOLE),), State.RECEIVED, 3),
        ((ended(BROKEN), LEFT), State.PARTIAL, 2),
        ((ended(CUT),), State.FAILED, 0),
        ((ended(CUT), LEFT), State.PARTIAL, 2),
        ((LEFT, ended(WHOLE)), State.RECEIVED, 2),
        ((ended(CUT), facts.empty(CALL, FAX, "sales", LATER)), State.FAILED, 0),
        ((ended(WHOLE), LEFT, facts.deleted(FAX, "sales", "li", "kept", LATER)), State.DELETED, 2),
    ],
)
def test_a_fax_is_what_its_facts_make_of_it(events: tuple[Event, ...], state: State, pages: int) -> None:
    fax = story(*events)
    assert (fax.state, fax.pages) == (state, pages)


def test_names_lead_back_to_their_fax() -> None:
    assert named(file_name(CALL, FAX)) == (CALL, FAX)
    assert named("message.1.2") is None
    assert named("fax.x.y") is None
