"""What a route, a cap or a block says about numbers: classes, prefixes in any writing, and `*`."""

import re

from appliance.contact.routes.model import Normal, NumberClass, Plan
from appliance.contact.routes.numbers import abroad_prefix, country_code

ANY = "*"
CLASSES = frozenset(kind.value for kind in NumberClass)
WORDS = CLASSES | {ANY}
_PREFIX = re.compile(r"\+?[0-9]{1,20}")
_CLASS_WEIGHT, _ANY_WEIGHT = 0, -1


def known(pattern: str) -> bool:
    """Whether it is a pattern at all; a prefix may end in `*`."""
    return pattern == ANY or pattern in CLASSES or bool(_PREFIX.fullmatch(pattern.removesuffix(ANY)))


def key(pattern: str, plan: Plan) -> str:
    """The one writing of a pattern: a class, `*`, E.164 with + for what begins with + or 0, else as dialled here."""
    if pattern == ANY or pattern in CLASSES:
        return pattern
    digits, abroad = pattern.removesuffix(ANY), abroad_prefix(plan)
    if digits.startswith(abroad):
        return "+" + digits.removeprefix(abroad)
    if digits.startswith("0") and len(digits) > 1:
        return f"+{country_code(plan)}{digits[1:]}"
    return digits


def weight(key: str, plan: Plan) -> int:
    """How much a pattern says: digits of a prefix, without the country's own code; a class says less than any."""
    if key == ANY:
        return _ANY_WEIGHT
    if key in CLASSES:
        return _CLASS_WEIGHT
    own = f"+{country_code(plan)}"
    return len(key) - len(own) if key.startswith(own) else len(key.removeprefix("+"))


def keys(number: Normal) -> list[str]:
    """Every key that covers the number."""
    e164, local = number.e164, number.local
    found = [e164[:end] for end in range(len(e164), 1, -1)]
    found += [local[:end] for end in range(len(local), 0, -1)]
    return [*found, number.kind.value, ANY]


def covered(number: Normal, patterns: tuple[str, ...], plan: Plan) -> bool:
    """Whether one of the patterns covers the number."""
    wanted = {key(pattern, plan) for pattern in patterns}
    return any(one in wanted for one in keys(number))
