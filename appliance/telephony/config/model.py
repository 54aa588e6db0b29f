"""A site as Asterisk needs to know it; built by whoever reads the database."""

from dataclasses import dataclass
from enum import Enum

from appliance.settings import Secret


class Encryption(Enum):
    """What a phone's calls must be: SRTP keyed over TLS, SRTP where the phone can, or plain."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class SipListen:
    """One address for all SIP transports; the RTP ports are an inclusive range."""

    address: str
    udp_port: int
    tcp_port: int
    tls_port: int
    rtp_first: int
    rtp_last: int


@dataclass(frozen=True, slots=True)
class Ari:
    """Where Asterisk's HTTP server and its manager listen (loopback only) and who may use them."""

    host: str
    port: int
    user: str
    password: Secret
    app: str
    manager_port: int = 8089


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files, as absolute paths that Asterisk sees."""

    ca: str
    cert: str
    key: str


@dataclass(frozen=True, slots=True)
class Trunk:
    """A carrier. `match`: source addresses or networks; `host`: name or address[:port] for calls out, or "".

    `qualify_seconds`: how often Asterisk asks the host whether it is there, 0 never.
    """

    name: str
    match: tuple[str, ...]
    host: str = ""
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    qualify_seconds: int = 60


@dataclass(frozen=True, slots=True)
class LineTrunk:
    """A carrier at the far end of E1 or analog lines: all those of one DAHDI group, 1 to 63.

    `behind` are the numbers of an old PBX there: digits, X for any, and a last `*` for any that follow.
    """

    name: str
    group: int
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    """A SIP account. `qualify_seconds`: how often Asterisk asks the phone whether it is there, 0 never."""

    name: str
    secret: Secret
    encryption: Encryption = Encryption.REQUIRED
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    max_contacts: int = 1
    qualify_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Browser:
    """The account of an agent's browser, whose password comes and goes with the session: it is not written here."""

    name: str
    codecs: tuple[str, ...] = ("opus", "alaw", "ulaw")


@dataclass(frozen=True, slots=True)
class Telephone:
    """An analog telephone on the port of a card, DAHDI's `channel`."""

    name: str
    channel: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number callers dial (`did`: digits, or E.164 with +) and the phones rung while no engine is there."""

    did: str
    fallback: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Music:
    """A class of music on hold: the absolute `folder` of its tracks as Asterisk sees it."""

    name: str
    folder: str


@dataclass(frozen=True, slots=True)
class Site:
    """All that one Asterisk is told. `entity_id` is a MAC address; `lines` is its chan_dahdi.conf, "" without lines.

    `fallback_rounds`: how often a caller without an engine is offered to the group, with 5 s of music after each.
    """

    node: str
    entity_id: str
    language: str
    sip: SipListen
    ari: Ari
    certificates: Certificates | None
    trunks: tuple[Trunk, ...]
    phones: tuple[Phone, ...]
    numbers: tuple[Number, ...]
    tone_zone: str = "cn"
    fallback_rounds: int = 60
    music: tuple[Music, ...] = ()
    line_trunks: tuple[LineTrunk, ...] = ()
    lines: str = ""
    telephones: tuple[Telephone, ...] = ()
    browsers: tuple[Browser, ...] = ()
