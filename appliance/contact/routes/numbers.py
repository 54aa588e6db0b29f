"""What a number means at this site, whatever way it is written."""

import re
from dataclasses import replace
from functools import lru_cache

from appliance.contact.routes import abroad, china
from appliance.contact.routes.model import Form, Normal, NumberClass, Plan

_WRITTEN = re.compile(r"[\s().\-/]")
_DIALABLE = re.compile(r"\+?[0-9]{2,32}")
KEPT = 4096


def plain(text: str) -> str:
    """The number without the blanks, dots and brackets that people write; "" for what is no number."""
    digits = _WRITTEN.sub("", text)
    return digits if _DIALABLE.fullmatch(digits) else ""


@lru_cache(KEPT)
def normalise(text: str, plan: Plan, *, received: bool = False) -> Normal:
    """The number that was dialled here, or `received` from the network, which knows no outside prefix.

    With an outside prefix both readings are tried, the one without the prefix first; emergency numbers are
    understood either way. What is no number of the plan has no class.
    """
    digits = plain(text)
    if received or not plan.outside or not digits.startswith(plan.outside):
        return _read(digits, plan, received=received)
    first, second = (_read(one, plan) for one in (digits.removeprefix(plan.outside), digits))
    if NumberClass.EMERGENCY in (first.kind, second.kind):
        return first if first.kind is NumberClass.EMERGENCY else second
    return second if first.kind is NumberClass.UNKNOWN and second.kind is not NumberClass.UNKNOWN else first


def written(number: Normal, form: Form, plan: Plan) -> str:
    """The number in the form that a trunk wants; what has no E.164 form is dialled as the country does."""
    match form:
        case Form.DIALLED:
            return number.dialled
        case Form.NATIONAL:
            return number.local or number.dialled
        case Form.LONG:
            return number.national or number.dialled
    if not number.e164 or (number.kind is NumberClass.SERVICE and number.country == plan.country):
        return number.local or number.dialled
    if form is Form.INTERNATIONAL:
        return abroad_prefix(plan) + number.e164.removeprefix("+")
    return number.e164 if form is Form.E164 else number.e164.removeprefix("+")


def abroad_prefix(plan: Plan) -> str:
    return "00" if plan.country == "CN" else abroad.prefix(plan.country)


@lru_cache(64)
def country_code(plan: Plan) -> str:
    return china.CODE if plan.country == "CN" else abroad.code(plan.country)


def _read(digits: str, plan: Plan, *, received: bool = False) -> Normal:
    bare = digits.removeprefix("+")
    if bare in plan.emergency or (plan.country == "CN" and bare in china.EMERGENCY):
        return Normal(digits, NumberClass.EMERGENCY, "", bare, bare, plan.country)
    if plan.services and any(_fits(digits, pattern) for pattern in plan.services):
        return Normal(digits, NumberClass.SERVICE, "", digits, digits, plan.country)
    start, code = abroad_prefix(plan), country_code(plan)
    if digits.startswith("+"):
        return _international(bare, digits, plan)
    if digits.startswith(start):
        return _international(digits.removeprefix(start), digits, plan)
    found = _own(digits, plan)
    if found is None and digits.startswith(code) and len(digits) >= len(code) + 8:
        found = _significant(digits.removeprefix(code), plan)
    if found is None and received:
        # Carriers leave the trunk prefix out of callers' numbers.
        found = _own(f"0{digits}", plan)
    if found:
        return found if found.dialled == digits else replace(found, dialled=digits)
    return Normal(digits, NumberClass.UNKNOWN, "", digits, digits)


def _international(digits: str, dialled: str, plan: Plan) -> Normal:
    code = country_code(plan)
    found = _significant(digits.removeprefix(code), plan) if digits.startswith(code) else None
    if found is None and digits and not digits.startswith(code):
        found = abroad.foreign(f"+{digits}", dialled, abroad_prefix(plan))
    return replace(found, dialled=dialled) if found else Normal(dialled, NumberClass.UNKNOWN, "", dialled, dialled)


def _own(digits: str, plan: Plan) -> Normal | None:
    if plan.country == "CN":
        return china.read(digits, plan.area)
    return abroad.read(digits, plan.country, plan.area)


def _significant(digits: str, plan: Plan) -> Normal | None:
    if plan.country == "CN":
        return china.significant(digits, plan.area)
    return abroad.read(f"+{country_code(plan)}{digits}", plan.country, plan.area)


def _fits(digits: str, pattern: str) -> bool:
    return len(digits) == len(pattern) and all(
        wanted in ("X", digit) for digit, wanted in zip(digits, pattern, strict=True)
    )
