"""Every `auto` of an intent replaced by what the country, the far end and the hardware make of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from dahdi_conf.countries import Country, countries
from dahdi_conf.intent import (
    R2,
    CallerId,
    CallerIdStart,
    Clock,
    Intent,
    Isdn,
    Law,
    Mode,
    Peer,
    PortIntent,
    Side,
    Signalling,
    SpanIntent,
    Switch,
    Use,
)
from dahdi_conf.model import Role, Span, SpanKind

FALLBACK = "cn"
GROUPS = {Peer.CARRIER: 1, Peer.PBX: 2}
PORT_GROUPS = {Use.LINE: 3, Use.PHONE: 4, Use.UNUSED: 0}
CHANNELS = {SpanKind.E1: 31, SpanKind.T1: 24, SpanKind.J1: 24, SpanKind.BRI: 3}
SIGNAL_SLOT = {SpanKind.E1: 16, SpanKind.T1: 24, SpanKind.J1: 24, SpanKind.BRI: 3}
MU_LAW = (SpanKind.T1, SpanKind.J1)
T = TypeVar("T")


def country(intent: Intent) -> Country:
    """The intent's country; an unknown one, which verification refuses, counts as China."""
    return countries().get(intent.country, countries()[FALLBACK])


def kind(span: Span, wanted: SpanIntent, land: Country) -> SpanKind:
    """What the span shall be: the mode wanted where it can be set, else what it is."""
    if not span.modes:
        return span.kind
    mode = SpanKind(land.digital) if wanted.mode is Mode.AUTO else SpanKind(wanted.mode.value)
    return mode if mode in span.modes else span.kind


def size(span: Span, kind_: SpanKind) -> int:
    """How many channels it reserves, D-channel and empty ports included."""
    return CHANNELS.get(kind_) or span.channels or len(span.ports)


def span_settings(wanted: SpanIntent, span: Span, kind_: SpanKind, land: Country) -> SpanIntent:
    """The settings of a digital line with nothing left to choose."""
    return replace(
        wanted,
        crc4=_crc4(wanted, span, kind_, land),
        law=_or(wanted.law, Law.AUTO, Law.MULAW if kind_ in MU_LAW else Law.ALAW),
        clock=_or(wanted.clock, Clock.AUTO, Clock.TAKE if faces_carrier(wanted, span) else Clock.GIVE),
        group=wanted.group or GROUPS[wanted.peer],
        isdn=_isdn(wanted, span, kind_, land),
        r2=_r2(wanted.r2, land),
    )


def faces_carrier(wanted: SpanIntent, span: Span) -> bool:
    """Whether the far end is the one that keeps the clock."""
    return wanted.peer is Peer.CARRIER and (not _isdn_line(wanted) or side(wanted, span) is Side.CPE)


def side(wanted: SpanIntent, span: Span) -> Side:
    """Our side of an ISDN line: as wanted, else as the hardware fixes it, else by who is at the far end."""
    if wanted.isdn.side is not Side.AUTO:
        return wanted.isdn.side
    if span.role is not None:
        return Side.NET if span.role is Role.NT else Side.CPE
    return Side.NET if wanted.peer is Peer.PBX else Side.CPE


def port_settings(wanted: PortIntent, land: Country) -> PortIntent:
    """The settings of an analog port with nothing left to choose."""
    sent = _or(wanted.caller_id, CallerId.AUTO, CallerId(land.caller_id))
    own_way = sent.value == land.caller_id
    usual = CallerIdStart(land.caller_id_start) if own_way else _START.get(sent, CallerIdStart.RING)
    return replace(
        wanted,
        group=wanted.group or PORT_GROUPS[wanted.use],
        caller_id=sent,
        caller_id_start=_or(wanted.caller_id_start, CallerIdStart.AUTO, usual),
        busy_tone=_or(wanted.busy_tone, "auto", ",".join(map(str, land.busy))),
        busy_count=wanted.busy_count or land.busy_count,
    )


_START: Mapping[CallerId, CallerIdStart] = {CallerId.DTMF: CallerIdStart.BEFORE}


def _crc4(wanted: SpanIntent, span: Span, kind_: SpanKind, land: Country) -> bool:
    if wanted.crc4 is not None:
        return wanted.crc4
    able = span.crc4 and kind_ is SpanKind.E1
    return able and land.crc4 and wanted.signalling is Signalling.PRI


def _isdn(wanted: SpanIntent, span: Span, kind_: SpanKind, land: Country) -> Isdn:
    return replace(
        wanted.isdn,
        side=side(wanted, span),
        switch_type=_or(wanted.isdn.switch_type, Switch.AUTO, Switch(land.switch_type)),
        d_channel=wanted.isdn.d_channel or SIGNAL_SLOT.get(kind_, 0),
        international_prefix=_or(wanted.isdn.international_prefix, "auto", land.international_prefix),
        national_prefix=_or(wanted.isdn.national_prefix, "auto", land.national_prefix),
    )


def _r2(wanted: R2, land: Country) -> R2:
    variant = _or(wanted.variant, "auto", land.r2_variant)
    idle = next((one.r2_idle for one in countries().values() if one.r2_variant == variant), land.r2_idle)
    return replace(wanted, variant=variant, idle_bits=_or(wanted.idle_bits, "auto", idle))


def _isdn_line(wanted: SpanIntent) -> bool:
    return wanted.signalling in (Signalling.PRI, Signalling.BRI)


def _or(value: T, auto: T, usual: T) -> T:
    return usual if value == auto else value
