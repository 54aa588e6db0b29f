"""Numbers of other countries, by the rules that Google's libphonenumber keeps."""

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers import shortnumberinfo as short

from appliance.contact.routes.model import Normal, NumberClass

SERVICES = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.UAN,
        PhoneNumberType.VOIP,
    }
)


def code(country: str) -> str:
    """The code for calls to a country, "" if there is no such country."""
    found = phonenumbers.country_code_for_region(country)
    return str(found) if found else ""


def foreign(e164: str, dialled: str, prefix: str) -> Normal:
    """A number with + of a country that is not ours.

    One that cannot be is international all the same: exchanges pass over digits too many, and new ranges appear; what
    forbids calls abroad must not be got round so.
    """
    found = _parsed(e164, None)
    country = (phonenumbers.region_code_for_number(found) or "") if found else ""
    national = prefix + e164.removeprefix("+")
    return Normal(dialled, NumberClass.INTERNATIONAL, e164, national, national, country)


def read(digits: str, country: str, area: str) -> Normal | None:
    """A number as dialled in that country, in the town with that area code; None for what is none."""
    if short.is_emergency_number(digits, country):
        return Normal(digits, NumberClass.EMERGENCY, "", digits, digits, country)
    for text in (digits, f"{area}{digits}"):
        found = _parsed(text, country)
        if found and phonenumbers.is_valid_number_for_region(found, country):
            return _normal(found, digits, country, area)
    found = _parsed(digits, country)
    if found and short.is_valid_short_number_for_region(found, country):
        return Normal(digits, NumberClass.SERVICE, "", digits, digits, country)
    return None


def prefix(country: str) -> str:
    """What is dialled before a number abroad; 00 where there are several."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    known = metadata.international_prefix if metadata else None
    return known if known and known.isdigit() else "00"


def _normal(found: PhoneNumber, digits: str, country: str, area: str) -> Normal:
    e164 = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    written = phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL)
    national = "".join(filter(str.isdigit, written))
    here = area.lstrip("0")
    significant = phonenumbers.national_significant_number(found)
    at_home = bool(here) and significant.startswith(here)
    kind = _kind(phonenumbers.number_type(found), at_home=at_home)
    local = significant.removeprefix(here) if kind is NumberClass.LOCAL else national
    return Normal(digits, kind, e164, national, local, country)


def _kind(kind: int, *, at_home: bool) -> NumberClass:
    if kind in (PhoneNumberType.MOBILE, PhoneNumberType.PAGER):
        return NumberClass.MOBILE
    if kind in SERVICES:
        return NumberClass.SERVICE
    return NumberClass.LOCAL if at_home else NumberClass.DOMESTIC


def _parsed(text: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
