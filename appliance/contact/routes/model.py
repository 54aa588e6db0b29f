"""Numbers as a plan reads them, and the ways that lead to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class NumberClass(StrEnum):
    """What a number is, seen from this site."""

    EMERGENCY = "emergency"
    SERVICE = "service"
    LOCAL = "local"
    DOMESTIC = "domestic"
    MOBILE = "mobile"
    INTERNATIONAL = "international"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How a trunk wants to be told a number.

    `dialled`: as it was dialled; `national`: as one dials it in this town; `long`: with the area code also in this
    town; `international`: with the prefix for calls abroad; `e164`: with +; `plain`: E.164 without +.
    """

    DIALLED = "dialled"
    NATIONAL = "national"
    LONG = "long"
    INTERNATIONAL = "international"
    E164 = "e164"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of a country (ISO 3166 code) as dialled at a site with this area code.

    `outside` is dialled before numbers of the network, "" for nothing. `emergency` and `services` are short numbers
    beyond those that are known of the country; in services X stands for any digit.
    """

    country: str = "CN"
    area: str = ""
    outside: str = ""
    emergency: frozenset[str] = frozenset()
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Normal:
    """A number as the plan has read it.

    `dialled` is without the outside prefix. `e164` is "" for a number that has a meaning only here. `national` is
    how the country dials it, `local` how this town does. `country` is the ISO code of its country, "" unknown.
    """

    dialled: str = ""
    kind: NumberClass = NumberClass.UNKNOWN
    e164: str = ""
    national: str = ""
    local: str = ""
    country: str = ""


class Turns(StrEnum):
    """Which trunk of a group comes first: always the first one, each in its turn, or each by its share."""

    ORDER = "order"
    ROUND_ROBIN = "round-robin"
    SHARES = "shares"


@dataclass(frozen=True, slots=True)
class Member:
    trunk: str
    share: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Trunks that are as good as each other; the others follow the one whose turn it is, in their order."""

    name: str
    members: tuple[Member, ...]
    turns: Turns = Turns.ORDER


@dataclass(frozen=True, slots=True)
class Route:
    """Where calls to some numbers go.

    `to` are classes, prefixes (+8675, 0755, 139, 95) or `*`; the longest prefix wins, then a class, then `*`.
    Among routes that say as much, `order` decides, then whether somebody is named, a refusal before a way, and `cost`,
    the price of a minute. `via` names trunks and groups, nothing for all trunks. It applies while `calendar` is open
    ("" always) and to those named in `who` (phone:p1, agent:8001, queue:sales, a last `*` for any that begin so; empty
    for everybody). With `deny` nothing may go there. `caller_id` is the number of ours that is shown, `form` how
    numbers are written, both "" for the trunk's own.
    """

    name: str
    to: tuple[str, ...]
    via: tuple[str, ...] = ()
    order: int = 10
    cost: float = 0.0
    calendar: str = ""
    who: tuple[str, ...] = ()
    deny: bool = False
    caller_id: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a call is placed: the phone it is placed at, its agent, the queues it is in the name of.

    `trunk` and `dialled` tell how the call that it belongs to came in.
    """

    phone: str = ""
    agent: str = ""
    queues: tuple[str, ...] = ()
    trunk: str = ""
    dialled: str = ""


@dataclass(frozen=True, slots=True)
class TrunkState:
    """A trunk as routing sees it now: `away` says why it takes no calls ("" it does), `most` calls at once (0 any).

    `inner` leads to an old PBX behind the box: no way out beside others, unless a route names it.
    """

    name: str
    form: Form = Form.DIALLED
    away: str = ""
    calls: int = 0
    most: int = 0
    inner: bool = False

    @property
    def full(self) -> bool:
        return 0 < self.most <= self.calls


class Way(NamedTuple):
    """One way: dial `number` at `trunk`, showing `caller_id` if there is one; `cost` is the price of a minute.

    `group` is the one that the route names for the trunk. A `full` trunk is a way for emergency calls only, which get
    the line of another call there.
    """

    trunk: str
    number: str
    route: str = ""
    caller_id: str = ""
    cost: float = 0.0
    full: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of a decision; `code` names its text, the rest fills it."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The ways to a number, best first, and how they were found; `refused` is why nothing may go there."""

    number: Normal
    ways: tuple[Way, ...] = ()
    reasons: tuple[Reason, ...] = ()
    refused: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


class Per(StrEnum):
    """What a cap counts apart: nothing, or each phone, agent or trunk."""

    SITE = "site"
    PHONE = "phone"
    AGENT = "agent"
    TRUNK = "trunk"


class Period(StrEnum):
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Cap:
    """How much may be called to some numbers in an hour or a day of the site's clock.

    At most so many `calls`, talked `minutes` and money, 0 for no limit; counted for `who` is named (empty: everybody)
    and, with `hours` (22:00-06:00), only then. With `warn_only` the call is placed and only the alarm is raised.
    """

    name: str
    to: tuple[str, ...] = ("*",)
    per: Per = Per.SITE
    period: Period = Period.DAY
    calls: int = 0
    minutes: int = 0
    cost: float = 0.0
    hours: str = ""
    who: tuple[str, ...] = ()
    warn_only: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Whose calls are not taken, numbers that are not called, and whether callers without a number are turned away."""

    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that is configured about ways out."""

    plan: Plan = field(default_factory=Plan)
    groups: Mapping[str, Group] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    caps: Mapping[str, Cap] = field(default_factory=dict)
    block: Block = field(default_factory=Block)
