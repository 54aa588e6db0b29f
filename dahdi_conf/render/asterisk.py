"""chan_dahdi.conf: a section for each line and port, in which no setting of another is left behind."""

import re
from collections.abc import Callable, Iterator, Mapping

from dahdi_conf import points, slots
from dahdi_conf.intent import CallerId, CallerIdStart, Overlap, Peer, Seizure, Side, Signalling, Use
from dahdi_conf.plan import Plan, PortPlan, SpanPlan
from dahdi_conf.render import places
from dahdi_conf.render.block import Block, file
from dahdi_conf.render.system import FACES, STARTS, wired_as_e1

Option = tuple[str, str | float]

LINE_CONTEXT, PBX_CONTEXT, PHONE_CONTEXT = "from-lines", "from-pbx", "from-port"
GROUP_VARIABLE = "CALLSTEAD_GROUP"
"""The channel variable that tells the dialplan which lines a call came on."""
NUMBER_VARIABLE = "CALLSTEAD_NUMBER"
"""The channel variable with the number of an analog line, on which a call arrives without one."""
PHONE_VARIABLE = "CALLSTEAD_PHONE"
"""The channel variable that tells the dialplan which telephone has dialled."""
MAILBOX = "{}@callstead"
"""The mailbox whose messages a telephone tells of, by its number."""

BASE: tuple[Option, ...] = (
    ("usecallerid", "yes"),
    ("callerid", "asreceived"),
    ("hidecallerid", "no"),
    ("callwaiting", "no"),
    ("threewaycalling", "no"),
    ("transfer", "no"),
    ("immediate", "no"),
    ("reportalarms", "all"),
)
LINK_TEST: tuple[Option, ...] = (("mtp3_timer.q707_t1", 6000), ("mtp3_timer.q707_t2", 30000))
"""How long an answer to a test of an SS7 link is waited for, twice, and how often it is tested, in ms (ITU-T Q.707):
an exchange that has died is seen by that alone.
"""
FRAME_MS = 20
"""How much audio Asterisk's detector looks at in one piece."""
OVERLAP = {Overlap.NO: "no", Overlap.INCOMING: "incoming", Overlap.OUTGOING: "outgoing", Overlap.BOTH: "yes"}
CALLER_ID = {CallerId.FSK: "bell", CallerId.V23: "v23", CallerId.V23_JP: "v23_jp", CallerId.DTMF: "dtmf"}
CALLER_ID_START = {
    CallerIdStart.RING: "ring",
    CallerIdStart.POLARITY: "polarity",
    CallerIdStart.POLARITY_IN: "polarity_IN",
    CallerIdStart.BEFORE: "dtmf",
}


def render(plan: Plan) -> str:
    base = Block("every line and port", ("[channels]", *_options(BASE)))
    spans = (block for line in plan.spans for block in _span(line))
    return file([base, *spans, *map(_port, plan.ports)], comment=";")


def _options(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(f"{key} = {value}" for key, value in options)


def _section(why: str, name: str, options: tuple[Option, ...], channels: str) -> Block:
    return Block(why, (f"[{name}]", *_options(options), f"dahdichan = {channels}"))


def _span(line: SpanPlan) -> Iterator[Block]:
    if not line.bearers:
        return
    name, why = f"span-{line.pin.number}", places.span(line)
    if line.settings.signalling is Signalling.SS7:
        yield from _ss7(line, name, why)
        return
    options = (*_common(line), *_SIGNALLING[line.settings.signalling](line))
    yield _section(why, name, options, slots.shown(line.bearers))


def _common(line: SpanPlan) -> tuple[Option, ...]:
    settings = line.settings
    named = (("description", settings.name),) if settings.name else ()
    return (
        *named,
        ("context", PBX_CONTEXT if settings.peer is Peer.PBX else LINE_CONTEXT),
        ("setvar", f"{GROUP_VARIABLE}={settings.group}"),
        ("group", settings.group),
        ("echocancel", _yes(settings.echo_cancel)),
        ("echocancelwhenbridged", _yes(settings.echo_cancel)),
    )


def _isdn(line: SpanPlan) -> tuple[Option, ...]:
    isdn = line.settings.isdn
    rate = "pri" if line.settings.signalling is Signalling.PRI else "bri"
    side = "net" if isdn.side is Side.NET else "cpe"
    prefixes = {
        "internationalprefix": isdn.international_prefix,
        "nationalprefix": isdn.national_prefix,
        "localprefix": isdn.local_prefix,
        "privateprefix": isdn.private_prefix,
        "unknownprefix": isdn.unknown_prefix,
    }
    return (
        ("signalling", f"{rate}_{side}{'_ptmp' if isdn.multipoint else ''}"),
        ("switchtype", isdn.switch_type.value),
        ("overlapdial", OVERLAP[isdn.overlap]),
        ("pridialplan", isdn.called_type.value),
        ("prilocaldialplan", isdn.calling_type.value),
        *((key, value) for key, value in prefixes.items() if value),
        ("resetinterval", "never"),
    )


def _r2(line: SpanPlan) -> tuple[Option, ...]:
    r2 = line.settings.r2
    return (
        ("signalling", "mfcr2"),
        ("mfcr2_variant", r2.variant),
        ("mfcr2_max_dnis", r2.dnis_digits),
        ("mfcr2_max_ani", r2.ani_digits),
        ("mfcr2_get_ani_first", _yes(r2.ani_first)),
        ("mfcr2_skip_category", _yes(r2.skip_category)),
        ("mfcr2_category", r2.category.value),
        ("mfcr2_logdir", f"span{line.pin.number}"),
        ("mfcr2_logging", "warning,error"),
    )


def _em(line: SpanPlan) -> tuple[Option, ...]:
    start = "em_w" if line.settings.em.start is Seizure.WINK else "em"
    return (("signalling", "em_e1" if wired_as_e1(line) else start),)


def _ss7(line: SpanPlan, name: str, why: str) -> Iterator[Block]:
    """A section for each run of channels: the circuit's code follows the timeslot, which a gap must not shift."""
    link = (("signalling", "ss7"), *_link(line))
    for count, (first, last) in enumerate(slots.runs(line.bearers)):
        circuit = line.settings.ss7.first_circuit + first - line.pin.base
        signal = (("sigchan", line.signal or 0), *LINK_TEST) if not count else ()
        options = (*_common(line), *link, *signal, ("cicbeginswith", circuit))
        yield _section(why, f"{name}-{first}" if count else name, options, slots.shown(range(first, last + 1)))


def _link(line: SpanPlan) -> tuple[Option, ...]:
    """Codes as numbers: chan_dahdi takes dashes for ANSI's, whatever the format."""
    ss7 = line.settings.ss7
    own, adjacent, destination = (
        points.number(ss7.format, code) or 0
        for code in (ss7.own_point, ss7.adjacent_point, ss7.destination_point or ss7.adjacent_point)
    )
    return (
        ("ss7type", ss7.format.value),
        ("linkset", ss7.linkset),
        ("networkindicator", ss7.network.value),
        ("pointcode", own),
        ("adjpointcode", adjacent),
        ("defaultdpc", destination),
        ("ss7_called_nai", ss7.called.value),
        ("ss7_calling_nai", ss7.calling.value),
    )


_SIGNALLING: Mapping[Signalling, Callable[[SpanPlan], tuple[Option, ...]]] = {
    Signalling.PRI: _isdn,
    Signalling.BRI: _isdn,
    Signalling.R2: _r2,
    Signalling.EM: _em,
}


def _port(port: PortPlan) -> Block:
    settings = port.settings
    named = (("description", settings.name),) if settings.name else ()
    options: tuple[Option, ...] = (
        *named,
        ("signalling", f"{FACES[settings.use]}_{STARTS[settings.start]}"),
        ("group", settings.group),
        *_caller_id(port),
        *(_exchange(port) if settings.use is Use.LINE else _phone(port)),
        ("rxgain", settings.rx_gain),
        ("txgain", settings.tx_gain),
        ("echocancel", _yes(settings.echo_cancel)),
        ("echocancelwhenbridged", _yes(settings.echo_cancel)),
    )
    return _section(places.port(port), f"port-{port.channel}", options, str(port.channel))


def _caller_id(port: PortPlan) -> tuple[Option, ...]:
    settings = port.settings
    if settings.caller_id is CallerId.NONE:
        return (("usecallerid", "no"),)
    return (
        ("cidsignalling", CALLER_ID[settings.caller_id]),
        ("cidstart", CALLER_ID_START[settings.caller_id_start]),
    )


def _exchange(port: PortPlan) -> tuple[Option, ...]:
    settings = port.settings
    busy = (
        (("busycount", settings.busy_count), ("busypattern", _heard(settings.busy_tone)))
        if settings.busy_detect
        else ()
    )
    return (
        ("context", LINE_CONTEXT),
        ("setvar", f"{GROUP_VARIABLE}={settings.group}"),
        ("setvar", f"{NUMBER_VARIABLE}={settings.number}"),
        ("busydetect", _yes(settings.busy_detect)),
        *busy,
        ("answeronpolarityswitch", _yes(settings.answer_on_polarity)),
        ("hanguponpolarityswitch", _yes(settings.hangup_on_polarity)),
    )


def _heard(tone: str) -> str:
    """A busy tone as Asterisk measures it: each frame in which a part of it sounds counts as tone.

    350 ms on and off become 360 and 340, or 380 and 320, by where the frames fall, which stays so for a whole call;
    of what is expected Asterisk allows 7 %.
    """
    on, off = map(int, tone.split(","))
    return f"{on + FRAME_MS},{max(FRAME_MS, off - FRAME_MS)}"


def busy_tone(pattern: str) -> str:
    """The tone that a port with that `busypattern` expects; the inverse of `_heard`, empty for what it never writes."""
    if not re.fullmatch(r"\d+,\d+", pattern):
        return ""
    on, off = map(int, pattern.split(","))
    return f"{on - FRAME_MS},{off + FRAME_MS}"


def _phone(port: PortPlan) -> tuple[Option, ...]:
    settings = port.settings
    return (
        ("context", PHONE_CONTEXT),
        ("setvar", f"{PHONE_VARIABLE}={settings.number}"),
        ("callerid", f'"{settings.name or settings.number}" <{settings.number}>'),
        ("mailbox", MAILBOX.format(settings.number)),
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
