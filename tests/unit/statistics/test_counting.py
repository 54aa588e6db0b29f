"""What each event does to the figures, worked out by hand; times split at the quarters' borders."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from appliance.contact.acd import events as queue_facts
from appliance.contact.acd.model import Departure
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Line, Presence, State
from appliance.contact.callback import events as callback_facts
from appliance.contact.callback.model import CallBack, Request, Return, Window
from appliance.contact.callback.model import State as Stage
from appliance.contact.calls import events as call_facts
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Result, Role, Target
from appliance.contact.ivr import events as flow_facts
from appliance.contact.statistics.counting import Counting, age
from appliance.contact.statistics.definitions import worked_out
from appliance.contact.statistics.model import Fact, Open, quarter
from appliance.contact.statistics.periods import milliseconds, start_of
from appliance.contact.statistics.tally import Tally
from appliance.events import Event

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
ONE = UUID("01950000-0000-7000-8000-000000000001")
CALLER = UUID("01950000-0000-7000-8000-00000000000c")
LEG = UUID("01950000-0000-7000-8000-00000000000a")


def at(minutes: int, seconds: float = 0) -> datetime:
    return NINE + timedelta(minutes=minutes, seconds=seconds)


def facts(events: Iterable[Event]) -> list[Fact]:
    return [
        Fact(
            seq,
            event.kind,
            milliseconds(event.at),
            event.contact.hex if event.contact else "",
            event.leg.hex if event.leg else "",
            event.data,
        )
        for seq, event in enumerate(events, 1)
    ]


def counted(*events: Event) -> Counting:
    counting = Counting(Open(), Tally())
    counting.take(facts(events))
    assert counting.unread == []
    return counting


def counts(counting: Counting, subject: str, name: str, minutes: int = 0) -> dict[str, int]:
    return counting.tally.rows.get((subject, name, quarter(milliseconds(at(minutes)))), {})


def opened(moment: datetime) -> Event:
    return call_facts.opened(Call(ONE, Direction.INBOUND, "400", "139", "carrier", moment))


def agents_leg(moment: datetime) -> Event:
    return call_facts.leg_opened(ONE, Leg(LEG, Role.AGENT, "a", "box", "p1", "8001", LegState.OPENED, moment))


def presence(state: State, moment: datetime, reason: str = "", contact: UUID | None = None) -> Event:
    return agent_facts.state(Presence("8001", state, moment, "p1", reason, contact=contact), moment)


def customers_leg(moment: datetime) -> Event:
    return call_facts.leg_opened(ONE, Leg(CALLER, Role.CALLER, "c", "box", "", "", LegState.OPENED, moment))


ANSWERED_CALL = (
    opened(at(14)),
    customers_leg(at(14)),
    queue_facts.entered(ONE, "sales", 0, 1, at(14, 10)),
    call_facts.offer_made(ONE, LEG, "8001", "sales", at(14, 40)),
    agents_leg(at(14, 40)),
    presence(State.RINGING, at(14, 40), contact=ONE),
    call_facts.offer_ended(ONE, LEG, "8001", "answered", at(14, 50)),
    queue_facts.left(ONE, "sales", Departure.ANSWERED, 40_000, at(14, 50), target_s=40),
    call_facts.joined(ONE, [CALLER, LEG], at(14, 50)),
    presence(State.TALKING, at(14, 50), contact=ONE),
    call_facts.leg_step(call_facts.LEG_HELD, ONE, LEG, at(20), by="command"),
    call_facts.leg_step(call_facts.LEG_RESUMED, ONE, LEG, at(21)),
    call_facts.leg_ended(ONE, LEG, 16, "agent", at(31)),
    presence(State.WRAP_UP, at(31)),
    call_facts.leg_ended(ONE, CALLER, 16, "agent", at(31, 1)),
    call_facts.closed(ONE, Result.ANSWERED, "agent", at(31, 1)),
    presence(State.READY, at(31, 30)),
)


def test_an_answered_call_in_its_queue() -> None:
    after = counted(*ANSWERED_CALL)
    assert counts(after, "queue", "sales", 0) == {
        "offered": 1,
        "answered": 1,
        "answered_in_target": 1,
        "wait_ms": 40_000,
        "wait_ms_max": 40_000,
        "handled": 1,
        "ring_ms": 10_000,
        "talk_ms": 10_000,
    }
    assert counts(after, "queue", "sales", 15) == {"talk_ms": 14 * 60_000, "hold_ms": 60_000}
    assert counts(after, "queue", "sales", 30) == {"talk_ms": 60_000, "wrap_up_ms": 30_000}


def test_the_same_call_for_its_agent_number_and_trunk() -> None:
    after = counted(*ANSWERED_CALL)
    assert counts(after, "agent", "8001", 0) == {
        "offered": 1,
        "answered": 1,
        "handled": 1,
        "signed_in_ms": 20_000,
        "ringing_ms": 10_000,
        "talking_ms": 10_000,
    }
    assert counts(after, "agent", "8001", 30)["wrap_up_ms"] == 30_000
    for subject, name in (("number", "400"), ("trunk", "carrier")):
        assert counts(after, subject, name, 0) == {"offered": 1, "busy_ms": 60_000}
        assert counts(after, subject, name, 15) == {"busy_ms": 900_000}
        assert counts(after, subject, name, 30) == {"busy_ms": 61_000, "result:answered": 1}
    assert after.open.contacts == {}
    assert after.open.agents["8001"]["state"] == "ready"


def test_an_agent_who_calls_a_queue_is_no_work_of_the_queues() -> None:
    calling = Leg(CALLER, Role.CALLER, "c", "box", "p9", "8009", LegState.OPENED, at(14))
    after = counted(ANSWERED_CALL[0], call_facts.leg_opened(ONE, calling), *ANSWERED_CALL[2:])
    assert after.tally.rows.pop(("agent", "8009", quarter(milliseconds(at(14))))) == {"handled": 1}
    assert after.tally.rows == counted(*ANSWERED_CALL).tally.rows


@pytest.mark.parametrize(("target", "figure"), [(39, "answered_late"), (40, "answered_in_target")])
def test_the_target_is_that_of_the_moment(target: int, figure: str) -> None:
    after = counted(queue_facts.left(ONE, "sales", Departure.ANSWERED, 40_000, NINE, target_s=target))
    assert counts(after, "queue", "sales")[figure] == 1


def test_an_event_of_before_the_target_was_told_has_the_usual_one() -> None:
    data = {"queue": "sales", "outcome": "answered", "wait_ms": 30_000}
    after = counted(Event(queue_facts.LEFT, NINE, ONE, data=data), Event(queue_facts.LEFT, NINE, ONE, data=data))
    assert counts(after, "queue", "sales")["answered_in_target"] == 2


@pytest.mark.parametrize(
    ("wait_ms", "name"),
    [(0, "0-5"), (4_999, "0-5"), (5_000, "5-10"), (59_999, "30-60"), (60_000, "60-180"), (180_000, "180-")],
)
def test_an_abandoned_call_has_an_age(wait_ms: int, name: str) -> None:
    after = counted(queue_facts.left(ONE, "sales", Departure.ABANDONED, wait_ms, NINE, target_s=30))
    assert age(wait_ms) == name
    expected = {"abandoned": 1, f"abandoned:{name}": 1, "abandoned_wait_ms": wait_ms, "wait_ms_max": wait_ms}
    assert counts(after, "queue", "sales") == expected


def test_overflow_is_counted_on_both_sides() -> None:
    after = counted(
        queue_facts.overflowed(ONE, "sales", "support", NINE),
        queue_facts.overflowed(ONE, "sales", "", NINE, exit_="message"),
        queue_facts.left(ONE, "sales", Departure.ANSWERED, 1000, NINE, target_s=30, served_by="support"),
        queue_facts.left(ONE, "sales", Departure.TIMED_OUT, 9000, NINE, target_s=30),
    )
    sales, support = counts(after, "queue", "sales"), counts(after, "queue", "support")
    assert (sales["overflow_out"], sales["answered_elsewhere"], sales["left:timed-out"]) == (2, 1, 1)
    assert support == {"overflow_in": 1, "answered_for_others": 1}


def test_pauses_are_told_apart_by_reason() -> None:
    after = counted(
        presence(State.PAUSED, at(0), "午餐"),
        presence(State.PAUSED, at(10), "培训"),
        presence(State.SIGNED_OUT, at(20)),
    )
    assert counts(after, "agent", "8001", 0) == {
        "signed_in_ms": 900_000,
        "paused_ms": 900_000,
        "paused:午餐_ms": 600_000,
        "paused:培训_ms": 300_000,
    }
    assert counts(after, "agent", "8001", 15)["paused:培训_ms"] == 300_000
    assert after.open.agents == {}


def test_nodes_are_visited_left_and_ended_at() -> None:
    after = counted(
        opened(at(0)),
        flow_facts.node(ONE, "main", 1, "menu", "menu", at(0, 1)),
        flow_facts.key(ONE, "menu", "7", False, at(0, 3)),
        flow_facts.key(ONE, "menu", "", False, at(0, 5)),
        flow_facts.key(ONE, "menu", "2", True, at(0, 6)),
        flow_facts.node(ONE, "main", 1, "balance", "play", at(0, 6)),
        call_facts.closed(ONE, Result.SELF_SERVICE, "caller", at(0, 26)),
    )
    assert counts(after, "node", "main/menu") == {
        "visits": 1,
        "spent_ms": 5000,
        "wrong_key:7": 1,
        "no_key": 1,
        "key:2": 1,
        "next:balance": 1,
    }
    ended = {"result:self-service": 1, "hung_up": 1}
    assert counts(after, "node", "main/balance") == {"visits": 1, "spent_ms": 20_000} | ended
    assert counts(after, "number", "400")["result:self-service"] == 1


def test_unknown_kinds_and_spoilt_events_spoil_nothing() -> None:
    counting = Counting(Open(), Tally())
    story = [Event("callback.dreamt", NINE, ONE), Event(queue_facts.LEFT, NINE, ONE), *ANSWERED_CALL]
    counting.take(facts(story))
    assert counting.unread == [2]
    assert counting.tally.rows == counted(*ANSWERED_CALL).tally.rows


def test_a_clock_that_went_back_takes_nothing_away() -> None:
    after = counted(presence(State.READY, at(10)), presence(State.PAUSED, at(5)), presence(State.READY, at(6)))
    assert counts(after, "agent", "8001") == {"signed_in_ms": 60_000, "paused_ms": 60_000, "paused:_ms": 60_000}


def test_what_is_worked_out() -> None:
    queue = {"answered": 8, "answered_in_target": 6, "abandoned": 2, "abandoned:0-5": 1, "wait_ms": 80_000}
    queue |= {"handled": 8, "talk_ms": 720_000, "wrap_up_ms": 80_000, "left:timed-out": 2}
    found = worked_out("queue", queue, 900_000)
    assert found["service_level"] == 50.0
    assert found["service_level_without_short"] == pytest.approx(54.545)
    assert (found["asa_s"], found["aht_s"], found["abandon_rate"]) == (10.0, 100.0, 16.667)
    assert found["load_erlangs"] == pytest.approx(0.889)
    zero = {"load_erlangs": 0.0, "left": 0, "transfers": 0}
    assert worked_out("queue", {}, 900_000) == dict.fromkeys(found) | zero
    agent = {"ready_ms": 100, "ringing_ms": 50, "talking_ms": 200, "wrap_up_ms": 50, "paused_ms": 999}
    assert worked_out("agent", agent, 900_000)["occupancy"] == 62.5


def test_days_begin_in_the_zone() -> None:
    late = milliseconds(datetime(2026, 5, 4, 17, 20, tzinfo=UTC))
    zone = ZoneInfo("Asia/Shanghai")
    assert start_of(late, "day", zone).isoformat() == "2026-05-05T00:00:00+08:00"
    assert start_of(late, "hour", zone).isoformat() == "2026-05-05T01:00:00+08:00"
    assert start_of(late, "15m", zone).isoformat() == "2026-05-05T01:15:00+08:00"


def test_each_party_of_a_consultation_has_its_own_time_in_the_queue() -> None:
    other = UUID("01950000-0000-7000-8000-00000000000b")
    second = Leg(other, Role.AGENT, "b", "box", "p2", "8002", LegState.OPENED, at(2))
    after = counted(
        opened(at(0)),
        queue_facts.entered(ONE, "sales", 0, 1, at(0)),
        agents_leg(at(0)),
        call_facts.joined(ONE, [CALLER, LEG], at(1)),
        call_facts.leg_opened(ONE, second),
        call_facts.joined(ONE, [LEG, other], at(2), "consult"),
        call_facts.transferred(ONE, None, "consult", Target("agent", "8002"), at(5)),
        call_facts.joined(ONE, [CALLER, other], at(5)),
        call_facts.leg_ended(ONE, LEG, 16, "agent", at(5)),
        call_facts.leg_ended(ONE, CALLER, 16, "caller", at(9)),
        call_facts.leg_ended(ONE, other, 16, "system", at(9)),
        call_facts.closed(ONE, Result.ANSWERED, "caller", at(9)),
    )
    sales = counts(after, "queue", "sales")
    assert sales["handled"] == 2
    assert sales["talk_ms"] == (1 + 3) * 60_000 + (3 + 4) * 60_000
    assert sales["transfers:consult"] == 1


def test_who_is_found_by_the_queues_own_rules_is_not_found_elsewhere() -> None:
    left = queue_facts.left(ONE, "sales", Departure.ANSWERED, 1000, NINE, target_s=30, served_by="sales")
    assert "answered_elsewhere" not in counts(counted(left), "queue", "sales")


def test_waits_that_were_foretold_are_held_against_what_they_came_to() -> None:
    foretold = [(0, 20.0), (10_000, 40.0)]
    after = counted(
        queue_facts.left(ONE, "sales", Departure.ANSWERED, 60_000, NINE, target_s=30, estimates=foretold),
        queue_facts.left(ONE, "sales", Departure.ABANDONED, 5_000, NINE, target_s=30, estimates=foretold),
    )
    sales = counts(after, "queue", "sales")
    assert (sales["estimates"], sales["estimates_right"]) == (2, 1)
    assert (sales["estimated_ms"], sales["estimates_came_ms"]) == (60_000, 110_000)
    assert worked_out("queue", sales, 900_000)["estimates_kept"] == 50.0


def wanted(queue: str = "sales") -> Event:
    return callback_facts.requested(LEG, Request("13800000001", queue, at(0)), None, "caller", at(0))


def test_callbacks_are_their_queues() -> None:
    after = counted(
        wanted(),
        callback_facts.dialled(LEG, ONE, at(5)),
        callback_facts.rested(LEG, at(10), "busy", at(6)),
        callback_facts.dialled(LEG, ONE, at(16)),
        callback_facts.ended(LEG, Stage.ANSWERED, "", "", at(17)),
    )
    assert counts(after, "queue", "sales") == {"callbacks_asked": 1, "callbacks_tried": 1}
    wait = {"callback_wait_ms": 17 * 60_000, "callback_wait_ms_max": 17 * 60_000}
    assert counts(after, "queue", "sales", 15) == {"callbacks_tried": 1, "callbacks_reached": 1, **wait}
    assert after.open.callbacks == {}
    assert worked_out("queue", wait | {"callbacks_reached": 2}, 900_000)["callback_wait_s"] == 510.0


def test_previews_and_appointments_of_callbacks() -> None:
    open_ = CallBack(LEG, "13800000001", "sales", at(0), offered_to="8001")
    after = counted(
        wanted(),
        callback_facts.offered(open_, "8001", at(2), at(1)),
        callback_facts.returned(open_, Return.REFUSED, "lunch", "li", at(2), alarming=False),
        callback_facts.returned(open_, Return.WITHDRAWN, "", "system", at(2), alarming=False),
        callback_facts.postponed(open_, Window(at(5), at(7)), "", "li", at(3)),
        callback_facts.late(open_, at(7)),
        callback_facts.ended(LEG, Stage.ANSWERED, "", "", at(9)),
    )
    counted_ = counts(after, "queue", "sales")
    assert (counted_["callbacks_shown"], counted_["callbacks_refused"]) == (1, 1)
    assert (counted_["callbacks_postponed"], counted_["callbacks_late"]) == (1, 1)
    assert counted_["callback_wait_ms"] == 4 * 60_000
    assert counts(after, "agent", "8001") == {"callbacks_refused": 1}


def test_who_was_reached_counts_at_the_moment_of_the_answer_and_a_machine_is_nobody() -> None:
    after = counted(
        wanted(),
        callback_facts.dialled(LEG, ONE, at(1)),
        callback_facts.connected(LEG, at(1)),
        callback_facts.machine(LEG, "li", at(2)),
        callback_facts.dialled(LEG, ONE, at(3)),
        callback_facts.connected(LEG, at(4)),
        callback_facts.ended(LEG, Stage.ANSWERED, "", "", at(16)),
    )
    reached = counts(after, "queue", "sales")
    assert (reached["callbacks_machine"], reached["callbacks_reached"]) == (1, 1)
    assert reached["callback_wait_ms"] == 4 * 60_000
    assert counts(after, "queue", "sales", 15) == {}


def test_an_appointment_waits_from_the_time_that_was_promised() -> None:
    wish = Request("13800000001", "sales", at(0), at=at(5))
    asked = callback_facts.requested(LEG, wish, Window(at(5), at(9)), "li", at(0))
    after = counted(asked, callback_facts.ended(LEG, Stage.ANSWERED, "", "", at(6)))
    assert counts(after, "queue", "sales")["callback_wait_ms"] == 60_000


@pytest.mark.parametrize(
    ("outcome", "figure"), [(Stage.GIVEN_UP, "callbacks_gave_up"), (Stage.CANCELLED, "callbacks_cancelled")]
)
def test_a_callback_that_comes_to_nothing(outcome: Stage, figure: str) -> None:
    asked, end = wanted(), callback_facts.ended(LEG, outcome, "busy", "x", at(1))
    assert counts(counted(asked, end), "queue", "sales") == {"callbacks_asked": 1, figure: 1}
    assert counted(end).tally.rows == {}


def test_each_leg_to_the_network_takes_a_line_of_its_trunk() -> None:
    other = UUID("01950000-0000-7000-8000-00000000000d")
    outside = Leg(other, Role.OUTSIDE, "o", "box", "137", "", LegState.OPENED, at(1))
    ends = (
        call_facts.leg_ended(ONE, CALLER, 16, "caller", at(3)),
        call_facts.leg_ended(ONE, other, 16, "system", at(4)),
        call_facts.closed(ONE, Result.ANSWERED, "caller", at(4)),
    )
    for trunk, used in (("second", "second"), ("", "carrier")):
        after = counted(opened(at(0)), customers_leg(at(0)), call_facts.leg_opened(ONE, outside, trunk), *ends)
        assert counts(after, "trunk", used)["placed"] == 1
        assert sum(row["busy_ms"] for key, row in after.tally.rows.items() if key[0] == "trunk") == 6 * 60_000
        assert counts(after, "number", "400")["busy_ms"] == 4 * 60_000


def test_whom_a_call_is_passed_to_has_it_when_the_customer_is_there() -> None:
    second = Leg(UUID(int=11), Role.AGENT, "b", "box", "p2", "8002", LegState.OPENED, at(2))
    begins = (
        opened(at(0)),
        agents_leg(at(0)),
        call_facts.joined(ONE, [CALLER, LEG], at(1)),
        call_facts.transferred(ONE, None, "blind", Target("agent", "8002"), at(2)),
        call_facts.leg_opened(ONE, second),
    )
    in_vain = call_facts.transferred(ONE, None, "requeue", Target("queue", "sales"), at(3))
    arrived = counted(*begins, call_facts.joined(ONE, [CALLER, second.id], at(3)))
    assert counts(arrived, "agent", "8002")["transfers_in:blind"] == 1
    failed = counted(*begins, in_vain, call_facts.joined(ONE, [CALLER, second.id], at(4)))
    assert "transfers_in:blind" not in counts(failed, "agent", "8002")
    assert counts(failed, "queue", "sales")["transfers_in:requeue"] == 1


def test_whoever_is_put_together_is_held_no_longer() -> None:
    after = counted(
        opened(at(0)),
        queue_facts.entered(ONE, "sales", 0, 1, at(0)),
        agents_leg(at(0)),
        call_facts.joined(ONE, [CALLER, LEG], at(0)),
        call_facts.leg_step(call_facts.LEG_HELD, ONE, LEG, at(1), by="consult"),
        call_facts.joined(ONE, [CALLER, LEG], at(3)),
        call_facts.leg_ended(ONE, CALLER, 16, "caller", at(6)),
    )
    sales = counts(after, "queue", "sales")
    assert (sales["talk_ms"], sales["hold_ms"]) == (4 * 60_000, 2 * 60_000)


def test_the_time_at_a_node_ends_when_somebody_is_there() -> None:
    after = counted(
        opened(at(0)),
        flow_facts.node(ONE, "main", 1, "desk", "agent", at(1)),
        agents_leg(at(1)),
        call_facts.joined(ONE, [CALLER, LEG], at(2)),
        call_facts.closed(ONE, Result.ANSWERED, "caller", at(9)),
    )
    assert counts(after, "node", "main/desk") == {"visits": 1, "spent_ms": 60_000, "put_through": 1}


def test_a_key_pressed_in_line_is_the_queue_nodes() -> None:
    after = counted(
        opened(at(0)),
        flow_facts.node(ONE, "main", 1, "sales", "queue", at(1)),
        queue_facts.entered(ONE, "sales", 0, 1, at(1)),
        flow_facts.key(ONE, "sales", "5", True, at(2)),
    )
    assert counts(after, "node", "main/sales")["key:5"] == 1


def held(state: State, moment: datetime, contact: UUID, *behind: Line, after: UUID | None = None) -> Event:
    return agent_facts.state(
        Presence("8001", state, moment, "p1", contact=None if after else contact, after=after, behind=behind), moment
    )


def test_each_of_two_calls_has_its_wrap_up_in_its_own_queue_and_the_agent_counts_once() -> None:
    two, other = UUID(int=77), UUID(int=78)
    after = counted(
        presence(State.READY, at(15)),
        opened(at(15)),
        queue_facts.entered(ONE, "sales", 0, 1, at(15)),
        presence(State.TALKING, at(16), contact=ONE),
        call_facts.opened(Call(two, Direction.INBOUND, "400", "138", "carrier", at(16))),
        queue_facts.entered(two, "support", 0, 1, at(16)),
        held(State.TALKING, at(17), two, Line(ONE, State.HOLD, at(17))),
        call_facts.closed(ONE, Result.ANSWERED, "caller", at(18)),
        held(State.TALKING, at(18), two, Line(ONE, State.WRAP_UP, at(18))),
        call_facts.opened(Call(other, Direction.INTERNAL, "8002", "8001", "", at(19))),
        call_facts.closed(two, Result.ANSWERED, "caller", at(20)),
        held(State.WRAP_UP, at(20), two, Line(ONE, State.WRAP_UP, at(18)), after=two),
        held(State.WRAP_UP, at(21), two, after=two),
        presence(State.READY, at(24)),
        presence(State.SIGNED_OUT, at(25)),
    )
    assert counts(after, "queue", "sales", 15)["wrap_up_ms"] == 3 * 60_000
    assert counts(after, "queue", "support", 15)["wrap_up_ms"] == 4 * 60_000
    agent = counts(after, "agent", "8001", 15)
    assert agent["signed_in_ms"] == 10 * 60_000
    assert {figure: agent[figure] for figure in ("ready_ms", "talking_ms", "wrap_up_ms")} == {
        "ready_ms": 2 * 60_000,
        "talking_ms": 4 * 60_000,
        "wrap_up_ms": 4 * 60_000,
    }
    assert "hold_ms" not in agent
