"""Numbers of China as they are dialled there: areas, mobile and 400 numbers, hotlines and emergency calls."""

import re

from appliance.contact.routes.model import Normal, NumberClass

CODE = "86"
EMERGENCY = frozenset({"110", "119", "120", "122"})
_AREA = r"(10|2\d|[3-9]\d\d)"
_HOTLINE = r"(1[0-2]\d|1[0-2]\d{3,6}|9[56]\d{3,6})"
_MOBILE = re.compile(r"0?(1[3-9]\d{9})")
_NATIONWIDE = re.compile(r"0?([48]00\d{7})")
_TOWN = re.compile(rf"0{_AREA}([2-8]\d{{6,7}})")
_SHORT_OF_TOWN = re.compile(rf"0{_AREA}{_HOTLINE}")
_SHORT = re.compile(_HOTLINE)
_COMPANY = re.compile(r"95\d{3,6}")
_SUBSCRIBER = re.compile(r"[2-8]\d{6,7}")
_BY_CARRIER = re.compile(r"179\d\d(\d{7,})")


def read(digits: str, area: str) -> Normal | None:
    """A number as dialled in the town with that area code ("" unknown); None for what is none."""
    if found := _BY_CARRIER.fullmatch(digits):
        return read(found[1], area)
    if found := _MOBILE.fullmatch(digits):
        return _nationwide(digits, found[1], NumberClass.MOBILE)
    if found := _NATIONWIDE.fullmatch(digits):
        return _nationwide(digits, found[1], NumberClass.SERVICE)
    if _COMPANY.fullmatch(digits):
        return _nationwide(digits, digits, NumberClass.SERVICE)
    if _SHORT.fullmatch(digits):
        return _short(digits, area, digits)
    if found := _TOWN.fullmatch(digits):
        return _town(digits, found[1], found[2], area)
    if found := _SHORT_OF_TOWN.fullmatch(digits):
        return _short(digits, found[1], found[2], here=found[1] == area)
    return _town(digits, area, digits, area) if _SUBSCRIBER.fullmatch(digits) else None


def significant(digits: str, area: str) -> Normal | None:
    """A number as it stands after +86; None for what is none."""
    if _MOBILE.fullmatch(digits) or _NATIONWIDE.fullmatch(digits) or _COMPANY.fullmatch(digits):
        return read(digits, area)
    return read(f"0{digits}", area)


def _nationwide(dialled: str, digits: str, kind: NumberClass) -> Normal:
    return Normal(dialled, kind, f"+{CODE}{digits}", digits, digits, "CN")


def _short(dialled: str, area: str, digits: str, *, here: bool = True) -> Normal:
    emergency = digits in EMERGENCY
    national = f"0{area}{digits}" if area and not (emergency and here) else digits
    e164 = f"+{CODE}{area}{digits}" if area and not emergency else ""
    kind = NumberClass.EMERGENCY if emergency else NumberClass.SERVICE
    return Normal(dialled, kind, e164, national, digits if here else national, "CN")


def _town(dialled: str, area: str, digits: str, here: str) -> Normal:
    if not area:
        return Normal(dialled, NumberClass.LOCAL, "", digits, digits, "CN")
    local = area == here
    kind = NumberClass.LOCAL if local else NumberClass.DOMESTIC
    national = f"0{area}{digits}"
    return Normal(dialled, kind, f"+{CODE}{area}{digits}", national, digits if local else national, "CN")
