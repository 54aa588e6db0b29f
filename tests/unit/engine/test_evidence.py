"""What is known of a span becomes evidence, and each finding can be said in both languages."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from appliance.contact.calls import events as facts
from appliance.daemons.engine.evidence import (
    Heard,
    Placed,
    evidence,
    exchange_ports,
    frames,
    incoming,
    last_offered,
    outgoing,
    placed,
    since,
    span_options,
    takes_clock,
)
from appliance.daemons.engine.spans import last_lines
from appliance.errors import catalogue
from appliance.events import Event
from appliance.node.lines.condition import judged
from appliance.node.lines.model import DChannel, Reading, Signal
from dahdi_conf.diagnosis.evidence import Evidence, Port, Question
from dahdi_conf.diagnosis.judgement import diagnose
from tests.unit.lines.desk import E1, START, e1

CONFIGURATION = """[channels]
usecallerid = yes

[span-1]
group = 1
signalling = pri_cpe
switchtype = euroisdn
dahdichan = 1-15,17-31

[span-2]
group = 1
signalling = mfcr2
mfcr2_variant = itu
mfcr2_max_dnis = 8
dahdichan = 32-46,48-62

[span-3]
group = 2
signalling = ss7
linkset = 4
pointcode = 4097
adjpointcode = 4098
dahdichan = 63-77
"""
POINT = "ERROR[5]: chan_dahdi.c:1 x: [{}] Received message destined for point code 0x{:x}, but we are 0x1001. Dropping"
CIRCUITS = (
    "WARNING[55]: sig_ss7.c:1572 ss7_linkset: GRS on unconfigured range CIC 1 - 15 PC 4098",
    "WARNING[5]: sig_ss7.c:481 x: Linkset 4: SS7 RSC requested on unconfigured CIC/DPC 33/4098.",
)
SAME = "WARNING[7]: chan_dahdi.c:1 x: PRI Error on span {}: We think we're the CPE, but they think they're the CPE too."
MULTI = "WARNING[7]: chan_dahdi.c:1 x: MFC/R2 protocol error on chan {}: Multi Frequency Cycle Timeout"
BEGUN, ENDED = "New MFC/R2 call detected on chan 33.", "MFC/R2 call end on channel 33"
TAKEN_BACK = BEGUN, "MFC/R2 call disconnected on channel 33", ENDED
OFFERED = BEGUN, "MFC/R2 call offered on chan 33. ANI = , DNIS = 1000, Category = National Subscriber", ENDED
NO_CALLS: tuple[tuple[int, ...], int] = (), 0


def codes(
    reading: Reading,
    *lines: str,
    counts: dict[str, int] | None = None,
    passed: tuple[int, int] | None = None,
    **answers: bool,
) -> list[str]:
    given = {Question(name.replace("_", "-")): said for name, said in answers.items()}
    condition, options = judged(None, reading, START), span_options(CONFIGURATION, reading.number)
    seen = evidence(condition, [condition], counts or {"seen_ms": 900_000}, lines, options, NO_CALLS, given, passed)
    return [finding.code for finding in diagnose(seen)]


DOWN, SOURCE = e1(d=DChannel.DOWN), replace(E1, clock_source=True)
R2 = Reading(2, "TE4/0/2", groups={1: frozenset(range(32, 47))})


def test_faults_that_the_engine_sees_by_itself() -> None:
    assert codes(E1) == []
    assert codes(e1(Signal.LOS, Signal.RED, d=DChannel.DOWN)) == ["no-signal"]
    assert codes(e1(Signal.LOS), loop_plug=False) == ["port-broken"]
    assert codes(e1(Signal.AIS)) == ["ais"]
    assert codes(e1(Signal.RAI)) == ["rai"]
    assert codes(DOWN) == ["d-channel-down"]
    assert codes(DOWN, passed=(3, 0)) == ["d-channel-silent"]
    assert codes(DOWN, passed=(3, 3)) == ["d-channel-refused"]
    assert codes(replace(R2, blocked=frozenset({32, 33}))) == ["r2-blocked"]
    assert codes(DOWN, SAME.format(1)) == ["isdn-same-side"]
    assert codes(DOWN, SAME.format(2)) == ["d-channel-down"]
    assert codes(e1(d=DChannel.UNKNOWN)) == []
    assert codes(SOURCE, counts={"seen_ms": 900_000, "slips": 30}) == ["clock-carrier"]
    assert codes(E1, counts={"seen_ms": 900_000, "slips": 30}) == ["clock-nobody"]
    assert codes(E1, counts={"seen_ms": 900_000, "alarms": 3}) == ["loose"]
    assert codes(R2) == []
    assert codes(R2, *[MULTI.format(33)] * 2) == ["r2-variant"]
    assert codes(R2, *[MULTI.format(99)] * 2) == []
    assert codes(R2, *TAKEN_BACK * 3) == ["r2-taken-back"]
    assert codes(R2, *TAKEN_BACK * 3, *OFFERED) == []
    assert codes(R2, *TAKEN_BACK * 2, *OFFERED, *TAKEN_BACK) == []
    link = Reading(3, "TE4/0/3", d_channel=DChannel.DOWN)
    assert codes(link) == ["ss7-link-down"]
    assert codes(link, POINT.format(4, 7)) == ["ss7-points"]
    assert codes(link, POINT.format(1, 7)) == ["ss7-link-down"]
    assert codes(replace(link, d_channel=DChannel.UP), POINT.format(4, 7)) == []
    assert codes(replace(link, d_channel=DChannel.UP), *CIRCUITS) == ["ss7-circuits"]
    assert codes(replace(link, d_channel=DChannel.UP), CIRCUITS[0].replace("4098", "4099")) == []


ANALOG = """[port-65]
signalling = fxs_ks
busypattern = 370,330
answeronpolarityswitch = yes
dahdichan = 65

[port-66]
signalling = fxo_ks
dahdichan = 66
"""


def test_the_ports_that_face_an_exchange() -> None:
    heard = {65: Heard("500,500"), 66: Heard(silent=True)}
    (port,) = exchange_ports(ANALOG, (65, 66, 67), (65,), heard, {65: "MG2"}, {})
    assert port == Port(65, battery=False, answer_on_polarity=True, tone_now="500,500", echo_canceller="MG2")
    (port,) = exchange_ports(ANALOG, (65,), (), {}, {}, {})
    assert (port.battery, port.tone_now, port.silent_now, port.busy_tone) == (True, "", False, "350,350")


def test_what_calls_came_for() -> None:
    data = {"direction": "inbound", "dialled": "1000", "trunk": "telecom"}
    told = [
        Event(facts.OPENED, START, uuid4(), data=data | more)
        for more in ({}, {"trunk": "other"}, {"direction": "outbound"}, {"dialled": "2000"})
    ]
    assert incoming(told, {"telecom"}) == ("1000", "2000")
    assert last_offered(told, {"telecom"}) == START
    assert last_offered(told, {"nobody"}) is None


def test_what_was_said_lately() -> None:
    lines = [f"[{START.astimezone() + timedelta(seconds=count):%Y-%m-%d %H:%M:%S}.100] {count}" for count in range(4)]
    assert since(["Asterisk Ready", *lines], START + timedelta(seconds=2)) == lines[2:]


def test_whether_a_line_is_to_give_us_its_clock() -> None:
    system = "# ours\nspan=1,1,0,ccs,hdb3,crc4\nspan=2,0,0,ccs,hdb3\n"
    assert [takes_clock(system, span) for span in (1, 2, 3)] == [True, False, True]


def _leg(leg: UUID, trunk: str, *, answered: bool = False, cause: int = 16) -> list[Event]:
    at = START + timedelta(seconds=1)
    opened = Event(facts.LEG_OPENED, START, leg, leg, {"trunk": trunk} if trunk else {})
    up = [facts.leg_step(facts.LEG_ANSWERED, leg, leg, at)] if answered else []
    return [opened, *up, facts.leg_ended(leg, leg, cause, "outside", at)]


def test_how_calls_out_by_a_trunk_went() -> None:
    legs = [
        *_leg(uuid4(), "telecom", cause=100),
        *_leg(uuid4(), "telecom", answered=True),
        *_leg(uuid4(), "other", cause=17),
        *_leg(uuid4(), "", cause=21),
    ]
    assert outgoing(legs, {"telecom"}) == ((100,), 1)


def _call(seconds: float, *, answered: bool = False, trunk: str = "lines") -> list[Event]:
    leg, end = uuid4(), START + timedelta(seconds=seconds)
    opened = Event(facts.LEG_OPENED, START, leg, leg, {"trunk": trunk})
    up = [facts.leg_step(facts.LEG_ANSWERED, leg, leg, START + timedelta(seconds=3))] if answered else []
    return [opened, *up, facts.leg_ended(leg, leg, 16, "caller", end)]


def test_calls_out_that_were_answered_and_those_that_rang_for_long() -> None:
    calls = [*_call(25), *_call(5), *_call(4, answered=True), *_call(30, trunk="other")]
    assert placed(calls, {"lines"}) == Placed(calls=2, answered=1)


def test_an_exchange_that_never_reverses_is_found() -> None:
    """The port waits for a reversal to know of an answer: three calls rang on, and none was ever answered."""
    waiting = ANALOG.replace("[port-65]", "[port-65]\ngroup = 3")
    deaf = waiting.replace("answeronpolarityswitch = yes", "answeronpolarityswitch = no")

    def found(calls: list[Event], text: str) -> list[str]:
        seen = exchange_ports(text, (65,), (), {}, {}, {3: placed(calls, {"lines"})})
        return [finding.code for finding in diagnose(Evidence(span=1, digital=False, ports=tuple(seen)))]

    silent = [event for _ in range(3) for event in _call(30)]
    assert found(silent, waiting) == ["polarity-missing"]
    assert found([*silent, *_call(9, answered=True)], waiting) == []
    assert found(silent, deaf) == []


def test_the_end_of_a_log(tmp_path: Path) -> None:
    log = tmp_path / "asterisk.log"
    assert last_lines(log) == []
    log.write_text("one\ntwo\n", "utf-8")
    assert last_lines(log) == ["one", "two"]
    assert last_lines(log, 4) == ["two"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_is_said(language: str) -> None:
    folder = Path(__file__).parents[3] / "dahdi_conf/diagnosis"
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'Finding\(\s*"([a-z0-9-]+)"', source)) | {
        "level-high",
        "echo-uncancelled",
        "clock-carrier",
        "clock-other",
    }
    assert named == catalogue(language, "diagnosis").keys()


def test_frames_are_read_from_what_libpri_shows() -> None:
    shown = "Primary D-channel: 16\nQ931 RX: 7\nQ931 TX: 8\nQ921 RX: 120\nQ921 TX: 121\nQ921 Outstanding: 0 (TEI=0)\n"
    assert frames(shown) == (121, 120)
    assert frames("No PRI running on span 3\n") is None
