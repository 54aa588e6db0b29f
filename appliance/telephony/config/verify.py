"""Whether a site can be rendered: every problem at once, nothing changed, nothing asked of the system."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import combinations

from appliance.errors import LANGUAGES, Sentence, explain
from appliance.settings import Secret
from appliance.telephony.config.model import (
    Browser,
    Certificates,
    Encryption,
    LineTrunk,
    Number,
    Phone,
    SipListen,
    Site,
    Telephone,
    Trunk,
)

CODECS = ("alaw", "ulaw", "g722", "opus")
TONE_ZONES = ("cn", "us")
SECRET_LENGTH = 12
LAST_GROUP = 63
SECRET_VARIETY = 6

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_RESERVED = frozenset({"udp", "tcp", "tls", "ws", "global", "general", "system"})
_DID = re.compile(r"\+?[0-9]{2,32}")
_SECRET = re.compile(r"[A-Za-z0-9!#$%&()*+,./:=?@^_{|}~-]+")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}")
_PATH = re.compile(r"(/[A-Za-z0-9._-]+)+")
_NETWORK = re.compile(r"[0-9A-Fa-f.:/]{2,49}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a site cannot be: `code` names the texts, `where` the place in the site (`phones.8001.secret`)."""

    code: str
    where: str
    details: dict[str, str | int] = field(default_factory=dict)

    def sentence(self, language: str) -> Sentence:
        return explain(self.code, {**self.details, "where": self.where}, language)


def verify(site: Site) -> tuple[Problem, ...]:
    """All problems of `site`, in the order of its fields; an empty tuple means that it can be rendered."""
    found = [*_box(site), *_sip(site.sip), *_ari(site), *_certificates(site.certificates), *_names(site)]
    for trunk in site.trunks:
        found += _trunk(trunk)
    found += _overlaps(site.trunks)
    found += _line_trunks(site.line_trunks)
    for phone in site.phones:
        found += _phone(phone, site)
    return (*found, *_numbers(site))


def _box(site: Site) -> Iterator[Problem]:
    yield from _name("node", site.node)
    if not _MAC.fullmatch(site.entity_id):
        yield Problem("site-entity-id-invalid", "entity_id", {"value": site.entity_id})
    yield from _language("language", site.language)
    yield from _one_of("site-tone-zone-unknown", "tone_zone", site.tone_zone, TONE_ZONES)
    yield from _between("fallback_rounds", site.fallback_rounds, 1, 1000)


def _sip(sip: SipListen) -> Iterator[Problem]:
    yield from _address("sip.address", sip.address)
    yield from _between("sip.udp_port", sip.udp_port, 1, 65535)
    yield from _between("sip.tcp_port", sip.tcp_port, 1, 65535)
    yield from _between("sip.tls_port", sip.tls_port, 1, 65535)
    if sip.tcp_port == sip.tls_port:
        yield _collision("sip.tls_port", "sip.tcp_port", sip.tls_port)
    yield from _rtp(sip)


def _rtp(sip: SipListen) -> Iterator[Problem]:
    first, last = sip.rtp_first, sip.rtp_last
    whole = 1024 <= first < last <= 65535
    if not whole or first % 2 or not last % 2:
        yield Problem("site-rtp-range-invalid", "sip.rtp_first", {"first": first, "last": last})
    elif first <= sip.udp_port <= last:
        yield _collision("sip.udp_port", "sip.rtp_first", sip.udp_port)


def _ari(site: Site) -> Iterator[Problem]:
    yield from _name("ari.user", site.ari.user)
    yield from _name("ari.app", site.ari.app)
    yield from _secret("ari.password", site.ari.password)
    yield from _between("ari.port", site.ari.port, 1, 65535)
    address = _parsed(site.ari.host)
    if address is None or not address.is_loopback:
        yield Problem("site-ari-not-loopback", "ari.host", {"value": site.ari.host})
    for taken, port in (("sip.tcp_port", site.sip.tcp_port), ("sip.tls_port", site.sip.tls_port)):
        if port == site.ari.port:
            yield _collision("ari.port", taken, port)


def _certificates(certificates: Certificates | None) -> Iterator[Problem]:
    if certificates is None:
        return
    for name in ("ca", "cert", "key"):
        path = getattr(certificates, name)
        if not _PATH.fullmatch(path):
            yield Problem("site-path-invalid", f"certificates.{name}", {"value": path})


def _names(site: Site) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    names = (*(trunk.name for trunk in site.trunks), *(trunk.name for trunk in site.line_trunks))
    of_ours: tuple[tuple[Phone | Telephone | Browser, ...], ...] = (site.phones, site.telephones, site.browsers)
    phones = [each.name for group in of_ours for each in group]
    places = [*(("trunks", name) for name in names), *(("phones", name) for name in phones)]
    for kind, name in places:
        where = f"{kind}.{name}"
        if other := seen.get(name.casefold()):
            yield Problem("site-name-duplicate", where, {"name": name, "other": other})
        seen.setdefault(name.casefold(), where)


def _trunk(trunk: Trunk) -> Iterator[Problem]:
    where = f"trunks.{trunk.name}"
    yield from _name(f"{where}.name", trunk.name)
    yield from _codecs(f"{where}.codecs", trunk.codecs)
    yield from _between(f"{where}.qualify_seconds", trunk.qualify_seconds, 0, 3600)
    if trunk.host and not _HOST.fullmatch(trunk.host):
        yield Problem("site-host-invalid", f"{where}.host", {"value": trunk.host})
    if not trunk.host and not trunk.match:
        yield Problem("site-trunk-unreachable", where, {"name": trunk.name})
    for source in trunk.match:
        network = _network(source)
        if network is None:
            yield Problem("site-network-invalid", f"{where}.match", {"value": source})
        elif network.prefixlen == 0:
            yield Problem("site-network-everything", f"{where}.match", {"value": source})


def _overlaps(trunks: tuple[Trunk, ...]) -> Iterator[Problem]:
    known = [(trunk.name, source, _network(source)) for trunk in trunks for source in trunk.match]
    for (name, source, one), (other, theirs, two) in combinations(known, 2):
        if one and two and one.version == two.version and _overlap(one, two):
            details: dict[str, str | int] = {"value": theirs, "other": name, "other_value": source}
            yield Problem("site-trunk-overlap", f"trunks.{other}.match", details)


def _line_trunks(trunks: tuple[LineTrunk, ...]) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for trunk in trunks:
        where = f"trunks.{trunk.name}"
        yield from _name(f"{where}.name", trunk.name)
        yield from _between(f"{where}.group", trunk.group, 1, LAST_GROUP)
        if other := seen.get(trunk.group):
            yield Problem("site-group-taken", f"{where}.group", {"group": trunk.group, "other": other})
        seen.setdefault(trunk.group, trunk.name)


def _overlap(one: IPv4Network | IPv6Network, two: IPv4Network | IPv6Network) -> bool:
    return one.network_address in two or two.network_address in one


def _phone(phone: Phone, site: Site) -> Iterator[Problem]:
    where = f"phones.{phone.name}"
    yield from _name(f"{where}.name", phone.name)
    yield from _secret(f"{where}.secret", phone.secret)
    yield from _codecs(f"{where}.codecs", phone.codecs)
    yield from _between(f"{where}.max_contacts", phone.max_contacts, 1, 10)
    yield from _between(f"{where}.qualify_seconds", phone.qualify_seconds, 0, 3600)
    if phone.encryption is Encryption.REQUIRED and site.certificates is None:
        yield Problem("site-phone-without-tls", f"{where}.encryption", {"name": phone.name})


def _numbers(site: Site) -> Iterator[Problem]:
    phones = {phone.name for phone in site.phones} | {phone.name for phone in site.telephones}
    seen: set[str] = set()
    for number in site.numbers:
        where = f"numbers.{number.did}"
        if not _DID.fullmatch(number.did):
            yield Problem("site-number-invalid", where, {"did": number.did})
        if number.did in seen:
            yield Problem("site-number-duplicate", where, {"did": number.did})
        seen.add(number.did)
        yield from _language(f"{where}.language", number.language)
        yield from _fallback(number, where, phones)


def _fallback(number: Number, where: str, phones: set[str]) -> Iterator[Problem]:
    for name in number.fallback:
        if name not in phones:
            yield Problem("site-fallback-unknown", f"{where}.fallback", {"did": number.did, "name": name})


def _name(where: str, name: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        yield Problem("site-name-invalid", where, {"value": name, "reserved": ", ".join(sorted(_RESERVED))})


def _secret(where: str, secret: Secret) -> Iterator[Problem]:
    text = secret.reveal()
    if len(text) < SECRET_LENGTH or len(set(text)) < SECRET_VARIETY:
        yield Problem("site-secret-weak", where, {"length": SECRET_LENGTH, "variety": SECRET_VARIETY})
    elif not _SECRET.fullmatch(text):
        yield Problem("site-secret-characters", where)


def _codecs(where: str, codecs: tuple[str, ...]) -> Iterator[Problem]:
    if not codecs:
        yield Problem("site-codecs-missing", where, {"known": ", ".join(CODECS)})
    for codec in codecs:
        yield from _one_of("site-codec-unknown", where, codec, CODECS)


def _language(where: str, language: str) -> Iterator[Problem]:
    yield from _one_of("site-language-unknown", where, language, LANGUAGES)


def _one_of(code: str, where: str, value: str, known: Iterable[str]) -> Iterator[Problem]:
    if value not in known:
        yield Problem(code, where, {"value": value, "known": ", ".join(known)})


def _between(where: str, value: int, low: int, high: int) -> Iterator[Problem]:
    if not low <= value <= high:
        yield Problem("site-value-out-of-range", where, {"value": value, "low": low, "high": high})


def _collision(where: str, other: str, port: int) -> Problem:
    return Problem("site-port-collision", where, {"other": other, "port": port})


def _address(where: str, value: str) -> Iterator[Problem]:
    if _parsed(value) is None:
        yield Problem("site-address-invalid", where, {"value": value})


def _parsed(value: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(value) if _NETWORK.fullmatch(value) else None
    except ValueError:
        return None


def _network(value: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(value) if _NETWORK.fullmatch(value) else None
    except ValueError:
        return None
