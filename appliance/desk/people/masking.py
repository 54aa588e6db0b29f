"""Telephone numbers for eyes that may not see them whole (GB/T 35273: the middle of a number is hidden)."""

import re

STAR = "*"
_MOBILE = re.compile(r"(\+?86|0)?(1[3-9]\d)(\d{4})(\d{4})")
_DIGITS = re.compile(r"\d")
OWN = 5
"""Numbers of up to so many digits are the house's own phones, agents and service numbers, and hide nobody."""


def masked(number: str) -> str:
    """A mainland mobile as 138****1234; of any other number the middle half is hidden. Not a number: all of it."""
    if mobile := _MOBILE.fullmatch(number):
        before, first, _, last = mobile.groups()
        return f"{before or ''}{first}{STAR * 4}{last}"
    digits = len(_DIGITS.findall(number))
    if digits <= OWN and digits == len(number):
        return number
    return _middle(number, digits) if digits > OWN else STAR * len(number)


def shown(number: str, whole: bool) -> str:
    """The number as somebody sees it: `whole` with the right to."""
    return number if whole else masked(number)


def _middle(number: str, digits: int) -> str:
    hidden = max(4, digits // 2)
    first = (digits - hidden) // 2
    place, letters = 0, []
    for letter in number:
        is_digit = bool(_DIGITS.fullmatch(letter))
        letters.append(STAR if is_digit and first <= place < first + hidden else letter)
        place += is_digit
    return "".join(letters)
