"""What is wrong with a line, as tables: faults that are seeded, and lines that are healthy."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dahdi_conf.diagnosis.analog import differs
from dahdi_conf.diagnosis.evidence import (
    R2,
    Arrived,
    Clock,
    Counts,
    DChannel,
    Evidence,
    Isdn,
    Port,
    Question,
    Sound,
    Ss7,
)
from dahdi_conf.diagnosis.judgement import diagnose

QUIET = Counts(seconds=900)
UP = Isdn(frames_sent=900, frames_received=900, causes=(16, 17, 16), calls_answered=40)
PRI = Evidence(1, crc4=True, counts=QUIET, d_channel=DChannel.UP, isdn=UP)
MFC = Evidence(1, counts=QUIET, r2=R2(dnis_digits=8, digits_received=(8,), seconds_to_offer=(1.3,)))
FXO = Port(32, hung_on_tone=0, calls_out=12, echo_loss=24.0)
MULTI = ("Multi Frequency Cycle Timeout",) * 3


def e1(*signals: str, **changed: object) -> Evidence:
    return replace(PRI, signals=frozenset(signals), **changed)  # type: ignore[arg-type]


def red(*signals: str, **answers: bool) -> Evidence:
    down = replace(UP, frames_received=0)
    known = {Question(name.replace("_", "-")): answer for name, answer in answers.items()}
    return e1("red", *signals, d_channel=DChannel.DOWN, isdn=down, answers=known)


def d_down(**changed: object) -> Evidence:
    return e1(d_channel=DChannel.DOWN, isdn=Isdn(**changed))  # type: ignore[arg-type]


def counted(**counts: int) -> Evidence:
    return e1(counts=replace(QUIET, **counts))


def linked(ss7: Ss7, d_channel: DChannel = DChannel.DOWN) -> Evidence:
    return e1(d_channel=d_channel, isdn=None, ss7=ss7)


def port(**changed: object) -> Evidence:
    return Evidence(2, digital=False, ports=(replace(FXO, **changed),))  # type: ignore[arg-type]


def heard(**changed: object) -> Evidence:
    return replace(PRI, sound=replace(CALL, **changed))  # type: ignore[arg-type]


def arrived(*numbers: str) -> Evidence:
    return replace(PRI, arrived=Arrived(numbers, frozenset({"02161230000", "4008001000"})))


CALL = Sound("117", 3, hertz=1004.0, tone=-10.2, echo_loss=31.0)
SILENT = port(silent_now=True)
FAULTS: dict[str, tuple[Evidence, str]] = {
    "dead span": (red("los"), "no-signal"),
    "dead span, a driver that tells only red": (red(), "no-signal"),
    "our port is dead": (red("los", loop_plug=False), "port-broken"),
    "the cable or beyond": (red("los", loop_plug=True), "no-signal-from-outside"),
    "crossed pair": (red("los", loop_plug=True, swapped_pairs=True), "crossed-pair"),
    "neither pairs nor port": (red("los", loop_plug=True, swapped_pairs=False), "no-signal-from-outside"),
    "AIS": (red("ais"), "ais"),
    "AIS seen with a lost frame": (red("ais", "lfa"), "ais"),
    "RAI": (e1("rai", d_channel=DChannel.DOWN, isdn=Isdn(frames_sent=9)), "rai"),
    "other framing or coding": (red("lfa"), "no-frame"),
    "missing CRC4, by its alarm": (e1("lmfa"), "crc4-missing"),
    "missing CRC4, by its errors": (counted(crc4_errors=890_000), "crc4-missing"),
    "missing CRC4, and the far end complains": (e1("lmfa", "rai"), "crc4-missing"),
    "looped by the framer": (e1("loopback"), "looped"),
    "nobody's clock": (e1(counts=replace(QUIET, slips=20), clock=Clock(False, False, 0)), "clock-nobody"),
    "we give it to a carrier": (e1(counts=replace(QUIET, slips=20), clock=Clock(False, False, 1)), "clock-given"),
    "the clock of another carrier": (e1(counts=replace(QUIET, slips=20), clock=Clock(True, False, 2)), "clock-other"),
    "the carrier's own clock": (counted(slips=20), "clock-carrier"),
    "a loose plug": (counted(alarms=4), "loose"),
    "a bad cable": (counted(crc4_errors=4_000, code_violations=9_000), "bit-errors"),
    "D-channel on the wrong side": (
        d_down(frames_received=5, notices=("We think we're the CPE, but they think they're the CPE too.",)),
        "isdn-same-side",
    ),
    "both are the network": (
        d_down(network_side=True, notices=("We think we're the network, but they think they're the network, too.",)),
        "isdn-same-side",
    ),
    "nobody answers on the D-channel": (d_down(frames_sent=120, frames_received=0), "d-channel-silent"),
    "the D-channel is down, its frames not counted": (d_down(), "d-channel-down"),
    "the link is refused": (d_down(frames_sent=120, frames_received=110), "d-channel-refused"),
    "switch type mismatch": (e1(isdn=replace(UP, causes=(100, 96, 111), calls_answered=0)), "isdn-dialect"),
    "wrong R2 variant": (replace(MFC, r2=R2("itu", errors=MULTI)), "r2-variant"),
    "R2 of which the exchange takes back each call": (replace(MFC, r2=R2("itu", taken_back=3)), "r2-taken-back"),
    "R2 blocked by the exchange": (replace(MFC, r2=R2(far_end_blocked=30)), "r2-blocked"),
    "R2 waits for more digits than come": (
        replace(MFC, r2=R2(dnis_digits=12, digits_received=(8, 8), seconds_to_offer=(6.2, 6.4))),
        "r2-digits",
    ),
    "R2 that waits, in a variant with no end of numbers": (
        replace(MFC, r2=R2("cn", dnis_digits=8, digits_received=(8, 4, 4))), "r2-digits",
    ),
    "numbers cut short": (arrived("02161230000", "1000", "0000", "0000"), "numbers-differ"),
    "numbers with more digits": (arrived(*["8602161230000"] * 3), "numbers-differ"),
    "numbers that the exchange does not know": (
        e1(isdn=replace(UP, causes=(28, 28, 1), calls_answered=0)), "numbers-refused",
    ),
    "the other law": (heard(other_law=True, tone=1.8), "law-other"),
    "a low level": (heard(tone=-40.1), "level-low"),
    "a high level": (heard(tone=3.0), "level-high"),
    "the far end's echo": (heard(echo_loss=6.0, echo_delay=80.0), "call-echo"),
    "bits that change": (heard(looped=True, echo_loss=0.0, bits=100_000, wrong_bits=60), "loop-bits"),
    "an analog line that is too low": (replace(port(), sound=replace(CALL, tone=-33.0)), "level-low"),
    "another busy tone, on a call that is up": (port(tone_now="500,500"), "other-busy-tone"),
    "no busy tone, the caller has gone": (replace(SILENT, answers={Question.HUNG_UP: True}), "no-busy-tone"),
    "SS7: messages for another point code": (linked(Ss7(1, 2, strange_points=(5, 7))), "ss7-points"),
    "SS7: nobody speaks": (linked(Ss7(1, 2)), "ss7-link-down"),
    "SS7: circuits that are not ours": (linked(Ss7(1, 2, strange_circuits=("32 - 46",)), DChannel.UP), "ss7-circuits"),
    "no battery": (port(battery=False), "no-battery"),
    "no busy tone": (port(hung_on_silence=3), "no-busy-tone"),
    "another busy tone": (port(hung_on_tone=4, tone_heard="700,700"), "other-busy-tone"),
    "polarity that never comes": (port(answer_on_polarity=True), "polarity-missing"),
    "polarity that nobody uses": (port(reversals_at_end=9), "polarity-unused"),
    "wires exchanged": (port(reversed_at_rest=True, hangup_on_polarity=True), "wires-reversed"),
    "echo": (port(echo_loss=7.5), "echo"),
    "echo without a canceller": (port(echo_loss=7.5, echo_canceller=""), "echo-uncancelled"),
}  # fmt: skip

HEALTHY: dict[str, Evidence] = {
    "ISDN": PRI,
    "ISDN without CRC4": e1(crc4=False),
    "seen for a moment only": e1(counts=Counts(seconds=3, slips=1, crc4_errors=2_900)),
    "one slip in a quarter of an hour": counted(slips=1),
    "a few errors": counted(crc4_errors=40, code_violations=20, alarms=1),
    "recovering": e1("recovering"),
    "the network's side, served by us": e1(clock=Clock(False, False, 1), isdn=replace(UP, network_side=True)),
    "calls that failed for ordinary reasons": e1(isdn=replace(UP, causes=(17, 19, 34, 1), calls_answered=0)),
    "one strange cause among calls that work": e1(isdn=replace(UP, causes=(100, 96))),
    "an unused D-channel that nobody can tell of": e1(d_channel=DChannel.UNKNOWN, isdn=None),
    "R2": MFC,
    "R2 with one lost call": replace(MFC, r2=replace(MFC.r2, errors=MULTI[:1])),  # type: ignore[type-var]
    "R2 of which callers took back two": replace(MFC, r2=R2(taken_back=2)),
    "R2 that is dialled slowly": replace(MFC, r2=R2(dnis_digits=8, digits_received=(8,), seconds_to_offer=(9.0,))),
    "SS7": linked(Ss7(1, 2), DChannel.UP),
    "SS7 that was down for a wrong point code": linked(Ss7(1, 2, strange_points=(5,)), DChannel.UP),
    "analog": port(),
    "analog with reversals that are used": port(
        answer_on_polarity=True, hangup_on_polarity=True, reversals_at_answer=9, reversals_at_end=9
    ),
    "analog, once hung on a tone": port(hung_on_tone=1, tone_heard="700,700"),
    "the tone is the expected one": port(hung_on_tone=5, tone_heard="340,365"),
    "R2 of a variant that ends its numbers": replace(MFC, r2=R2("itu", dnis_digits=12, digits_received=(8, 8))),
    "R2 of which one call was cut": replace(MFC, r2=R2("cn", dnis_digits=8, digits_received=(3,))),
    "numbers that are ours, and one that is not": arrived("1000", "02161230000", "0000"),
    "numbers of nobody": arrived("999", "31415", "1000"),
    "a test tone": heard(),
    "somebody silent": heard(tone=None, noise=-66.0, echo_loss=None),
    "a loop": heard(looped=True, tone=None, echo_loss=0.0, bits=100_000, wrong_bits=0),
    "silence on a call of which nobody said that it is over": SILENT,
    "the expected tone, on a call that is about to end": port(tone_now="350,350"),
    "no call has been yet": Evidence(2, digital=False, ports=(Port(32, answer_on_polarity=True),)),
}


@pytest.mark.parametrize(("seen", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_seeded_fault_is_named(seen: Evidence, code: str) -> None:
    assert [finding.code for finding in diagnose(seen)] == [code]


@pytest.mark.parametrize("seen", HEALTHY.values(), ids=HEALTHY.keys())
def test_a_healthy_line_gives_no_finding(seen: Evidence) -> None:
    assert diagnose(seen) == ()


def test_a_dead_line_is_asked_about_step_by_step() -> None:
    asked = [diagnose(seen)[0].ask for seen in (red("los"), red("los", loop_plug=True), red("los", loop_plug=False))]
    assert asked == [Question.LOOP_PLUG, Question.SWAPPED_PAIRS, None]


def test_each_port_has_findings_of_its_own() -> None:
    seen = Evidence(2, digital=False, ports=(FXO, replace(FXO, channel=33, battery=False), replace(FXO, echo_loss=3.0)))
    assert [(finding.code, finding.values["channel"]) for finding in diagnose(seen)] == [
        ("no-battery", 33),
        ("echo", 32),
    ]


@pytest.mark.parametrize(
    ("expected", "heard", "other"),
    [("350,350", "380,330", False), ("350,350", "700,700", True), ("350,350", "9,9,1,1", True), ("350,350", "", False)],
)
def test_cadences(expected: str, heard: str, other: bool) -> None:
    assert differs(expected, heard) is other


@given(
    st.sets(st.sampled_from(["los", "lfa", "lmfa", "ais", "rai", "red", "recovering", "loopback", "not-open"])),
    st.integers(0, 900_000),
    st.integers(0, 500),
)
def test_a_lower_layer_explains_what_stands_on_it(signals: set[str], errors: int, slips: int) -> None:
    seen = replace(
        d_down(frames_sent=9, frames_received=0),
        signals=frozenset(signals),
        counts=Counts(900, crc4_errors=errors, slips=slips),
    )
    codes = {finding.code for finding in diagnose(seen)}
    assert codes
    if "los" in signals:
        assert codes == {"no-signal"}
    if codes & {"d-channel-silent"}:
        assert not signals - {"recovering", "not-open", "red"}
