"""Any hardware and any wishes: what is planned without a complaint is what DAHDI takes, and numbers never move."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dahdi_conf.intent import (
    R2,
    Clock,
    Em,
    Intent,
    Isdn,
    Law,
    Mode,
    Peer,
    Pin,
    PortIntent,
    Seizure,
    Side,
    Signalling,
    SpanIntent,
    Ss7,
    Start,
    Use,
)
from dahdi_conf.intent_document import parse, text
from dahdi_conf.model import Bus, Card, Hardware, Port, PortType, Role, Span, SpanKind
from dahdi_conf.plan import pinned, plan
from dahdi_conf.render import render
from dahdi_conf.verify import verify
from dahdi_conf.verify.spans import KINDS
from tests.unit.dahdi_conf.dahdi_cfg import configured

SIZES = {SpanKind.E1: 31, SpanKind.T1: 24, SpanKind.J1: 24, SpanKind.BRI: 3}
DIGITAL = tuple(SIZES)
NAMES = tuple(f"1TE{number}" for number in range(6))

ports = st.lists(st.sampled_from(PortType), min_size=1, max_size=8).map(
    lambda types: tuple(Port(place, type_) for place, type_ in enumerate(types, 1))
)
slots = st.sampled_from(["", "1-15", "1-10,20-24", "1-2", "1-31", "17", "x", "0-3"])
pins = st.builds(Pin, st.integers(0, 130), st.integers(0, 1100), st.integers(0, 40))
span_wishes = st.builds(
    SpanIntent,
    signalling=st.sampled_from(Signalling),
    peer=st.sampled_from(Peer),
    mode=st.sampled_from(Mode),
    crc4=st.sampled_from([None, True, False]),
    law=st.sampled_from(Law),
    clock=st.sampled_from(Clock),
    slots=slots,
    group=st.integers(0, 3),
    isdn=st.builds(Isdn, side=st.sampled_from(Side), d_channel=st.sampled_from([0, 3, 16, 24])),
    r2=st.builds(R2, dnis_digits=st.integers(0, 9)),
    ss7=st.builds(
        Ss7, own_point=st.sampled_from(["1", "2"]), adjacent_point=st.just("2"), link_slot=st.integers(0, 32)
    ),
    em=st.builds(Em, st.sampled_from(Seizure)),
)
port_wishes = st.builds(
    PortIntent,
    use=st.sampled_from(Use),
    number=st.sampled_from(["", "8101"]),
    start=st.sampled_from(Start),
    group=st.integers(0, 4),
)


@st.composite
def cards(draw: st.DrawFn, name: str) -> Card:
    kinds = draw(st.lists(st.sampled_from([*DIGITAL, SpanKind.ANALOG]), min_size=1, max_size=4))
    spans = tuple(draw(span(name, local, kind)) for local, kind in enumerate(kinds, 1))
    driver = draw(st.sampled_from(["wct4xxp", "wcb4xxp", "wcaxx", "xpp_usb"]))
    return Card(name, driver, Bus.PCI, "", driver, hardware_id=name, spans=spans)


@st.composite
def span(draw: st.DrawFn, card: str, local: int, kind: SpanKind) -> Span:
    own = draw(ports) if kind is SpanKind.ANALOG else ()
    both = kind in (SpanKind.E1, SpanKind.T1) and draw(st.booleans())
    return Span(
        card,
        local,
        kind,
        SIZES.get(kind) or len(own),
        own,
        draw(st.sampled_from([None, *Role])) if kind is SpanKind.BRI else None,
        modes=(SpanKind.E1, SpanKind.T1) if both else (),
        crc4=kind is SpanKind.E1,
    )


@st.composite
def sites(draw: st.DrawFn) -> tuple[Hardware, Intent]:
    names = draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True))
    found = Hardware(tuple(draw(cards(name)) for name in names))
    places = [one.identity for _, one in found.spans()] + ["1TE5#9"]
    positions = [f"{one.identity}/{port.position}" for _, one in found.spans() for port in one.ports] + ["1TE5#9/1"]
    wanted = Intent(
        draw(st.sampled_from(["cn", "us", "br"])),
        spans=draw(st.dictionaries(st.sampled_from(places), span_wishes)),
        ports=draw(st.dictionaries(st.sampled_from(positions), port_wishes)),
        pins=draw(st.dictionaries(st.sampled_from(places), pins, max_size=2)),
    )
    return found, wanted


@st.composite
def likely_sites(draw: st.DrawFn) -> tuple[Hardware, Intent]:
    """Mostly without a problem: lines are signalled as they can be."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    found = Hardware(tuple(draw(cards(name)) for name in names))
    digital = {one.identity: draw(likely(one)) for _, one in found.spans() if one.digital}
    uses = {PortType.FXO: Use.LINE, PortType.FXS: Use.PHONE}
    analog = {
        f"{one.identity}/{port.position}": PortIntent(
            use=uses[port.type], number="8101", start=draw(st.sampled_from(Start))
        )
        for _, one in found.spans()
        for port in one.ports
        if port.type in uses and draw(st.booleans())
    }
    return found, Intent(draw(st.sampled_from(["cn", "us", "br"])), spans=digital, ports=analog)


@st.composite
def likely(draw: st.DrawFn, one: Span) -> SpanIntent:
    possible = [Signalling.UNUSED, *(way for way, kinds in KINDS.items() if one.kind in kinds)]
    return SpanIntent(
        signalling=draw(st.sampled_from(possible)),
        peer=draw(st.sampled_from(Peer)),
        mode=Mode(one.kind.value) if one.modes else Mode.AUTO,
        clock=draw(st.sampled_from([Clock.AUTO, Clock.TAKE, Clock.GIVE])),
        slots=draw(st.sampled_from(["", "1-2", "2"])),
        r2=R2(dnis_digits=8),
        ss7=Ss7(own_point="1", adjacent_point="2", link_slot=draw(st.integers(3, 24))),
    )


@given(st.one_of(sites(), likely_sites(), likely_sites()))
def test_what_has_no_problem_is_taken(site: tuple[Hardware, Intent]) -> None:
    found, wanted = site
    made = plan(found, wanted)
    if any(problem.blocks for problem in verify(found, wanted, made)):
        return
    channels = configured(render(made)["dahdi/system.conf"])
    taken = [channel for line in made.spans for channel in (*line.bearers, *filter(None, [line.signal]))]
    taken += [port.channel for port in made.ports]
    assert sorted(taken) == sorted(channels)


@given(sites())
def test_the_primary_clock_is_one(site: tuple[Hardware, Intent]) -> None:
    timings = sorted(line.timing for line in plan(*site).spans if line.timing)
    assert timings == list(range(1, len(timings) + 1))


@given(sites(), st.sampled_from(NAMES))
def test_a_card_that_comes_or_goes_moves_no_other(site: tuple[Hardware, Intent], name: str) -> None:
    found, wanted = site
    kept = pinned(wanted, plan(found, wanted))
    without = Hardware(tuple(card for card in found.cards if card.identity != name))
    assert plan(without, kept).pins == kept.pins
    assert plan(found, pinned(wanted, plan(without, kept))).pins == kept.pins
    fresh = Hardware((Card("0NEW", "wcte13xp", Bus.PCI, "", "wcte13xp", spans=(Span("0NEW", 1, SpanKind.E1, 31),)),))
    more = plan(Hardware(fresh.cards + found.cards), kept).pins
    assert {identity: more[identity] for identity in kept.pins} == kept.pins


@given(sites())
def test_a_document_says_all_of_an_intent(site: tuple[Hardware, Intent]) -> None:
    _, wanted = site
    assert parse(text(wanted)) == (wanted, ())
    assert parse(text(replace(wanted, pins={}))) == (replace(wanted, pins={}), ())
