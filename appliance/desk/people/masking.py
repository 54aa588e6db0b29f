"""Telephone numbers for eyes that may not see them whole (GB/T 35273: the middle of a number is hidden)."""

import re

STAR = "*"
OWN = 5
"""Numbers of up to so many digits are the house's own phones, agents and service numbers, and hide nobody."""

HIDDEN = 4
_NUMBER = re.compile(r"[+\d][\d ()-]*")


def masked(number: str) -> str:
    """13812345678 as 138****5678: four signs before the last four, of short numbers the last two. No number: all."""
    if not _NUMBER.fullmatch(number):
        return STAR * len(number)
    if len(number) <= OWN:
        return number
    shown = 4 if len(number) >= 11 else 2
    first = max(0, len(number) - shown - HIDDEN)
    return number[:first] + STAR * HIDDEN + number[first + HIDDEN :]


def shown(number: str, whole: bool) -> str:
    """The number as somebody sees it: `whole` with the right to."""
    return number if whole else masked(number)
