"""From dialled digits to what is wanted, and whether a table of codes can be read in one way only."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from appliance.contact.codes.model import TAKES, Action, CodeTable, Order

_CODE = re.compile(r"[*#][*#0-9]{1,7}")
_REASON = re.compile(r"[0-9]{1,3}")
_BOX = re.compile(r"[0-9]{1,12}")
_SLOT = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Dialled:
    """What may stand after a code: numbers of agents, names of phones and numbers of page groups."""

    agents: Collection[str] = field(default_factory=frozenset)
    phones: Collection[str] = field(default_factory=frozenset)
    pages: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a table cannot stand: `code` names the texts; two actions and what they both could be dialled with."""

    code: str
    about: str
    other: str = ""
    digits: str = ""


def read(digits: str, table: CodeTable, known: Dialled) -> Order | None:
    """The order with the longest code whose rest makes sense; failing that the longest whose code begins it."""
    begins = [(len(code), action) for action, code in table.codes.items() if digits.startswith(code)]
    orders = [Order(action, digits[length:]) for length, action in sorted(begins, reverse=True)]
    sensible = (order for order in orders if _makes_sense(order, table, known))
    return next(sensible, next((order for order in orders if order.action in TAKES), None))


def clashes(table: CodeTable, known: Dialled) -> Iterator[Clash]:
    """All that is wrong with a table: what no phone can dial, doubles, and digits that mean two things."""
    for action, code in table.codes.items():
        if not _CODE.fullmatch(code):
            yield Clash("code-undialable", action.value, digits=code)
    for digits in table.reasons:
        if not _REASON.fullmatch(digits):
            yield Clash("code-reason-undialable", digits)
    meant: dict[str, Action] = {}
    for action in table.codes:
        for digits in _all_of(action, table, known):
            if digits in meant:
                yield Clash("code-ambiguous", action.value, meant[digits].value, digits)
            meant.setdefault(digits, action)


def _makes_sense(order: Order, table: CodeTable, known: Dialled) -> bool:
    match order.action:
        case _ if not order.about:
            return True
        case Action.SIGN_IN:
            return order.about in known.agents
        case Action.PAUSE:
            return order.about in table.reasons
        case Action.PICK_UP:
            return order.about in known.phones or order.about in known.agents
        case Action.LISTEN:
            return bool(_BOX.fullmatch(order.about))
        case Action.PARK:
            return bool(_SLOT.fullmatch(order.about))
        case Action.PAGE:
            return order.about in known.pages
        case _:
            return False


def _all_of(action: Action, table: CodeTable, known: Dialled) -> Iterator[str]:
    """Everything that can be dialled for an action, but for the slots of parked calls and the numbers of boxes."""
    rest: dict[Action, Collection[str]] = {
        Action.SIGN_IN: known.agents,
        Action.PAUSE: table.reasons,
        Action.PICK_UP: {*known.phones, *known.agents},
        Action.PAGE: known.pages,
    }
    code = table.codes[action]
    yield code
    yield from (code + digits for digits in sorted(rest.get(action, ())))
