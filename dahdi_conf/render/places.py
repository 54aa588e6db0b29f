"""What lines come from, in words that stand above them."""

from dahdi_conf.countries import Country
from dahdi_conf.intent import Peer, Signalling
from dahdi_conf.plan import PortPlan, SpanPlan


def span(line: SpanPlan) -> str:
    """`spans.CARD#1 (name): mfcr2 cn, carrier, clock 1`."""
    settings = line.settings
    how = {
        Signalling.PRI: f"pri {settings.isdn.side.value}",
        Signalling.BRI: f"bri {settings.isdn.side.value}",
        Signalling.R2: f"mfcr2 {settings.r2.variant}",
        Signalling.SS7: f"ss7 {settings.ss7.format.value}",
        Signalling.EM: f"em {settings.em.start.value}",
    }[settings.signalling]
    far = "old PBX" if settings.peer is Peer.PBX else "carrier"
    clock = f", clock {line.timing}" if line.timing else ", gives clock"
    words = f"{line.kind.value} {how}, {far}{'' if line.loop else clock}, {_echo(line)}"
    return f"spans.{line.identity}{named(settings.name)}: {words}"


def _echo(line: SpanPlan) -> str:
    """By the card where it can."""
    if not line.settings.echo_cancel:
        return "no echo canceller"
    return f"echo by {line.card.echo_canceller or line.echo or 'nobody'}"


def port(one: PortPlan) -> str:
    """`ports.CARD#1/3 (name): line`."""
    return f"ports.{one.identity}{named(one.settings.name)}: {one.settings.use.value}"


def named(name: str) -> str:
    return f" ({name})" if name else ""


def land(country: Country) -> str:
    """`country cn: China`."""
    return f"country {country.code}: {country.name['en']}"
