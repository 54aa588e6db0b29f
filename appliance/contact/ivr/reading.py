"""Values read aloud: what prompts, one after another, say a number, date, time, amount or row of digits."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Protocol, TypeAlias

from appliance.contact.ivr.reading_en import English
from appliance.contact.ivr.reading_zh import Chinese

Prompts: TypeAlias = tuple[str, ...]
LIMIT = 10**12
POSITIONS = 20


class Voice(Protocol):
    """How one language says what numbers are made of."""

    def cardinal(self, number: int) -> Prompts: ...

    def money(self, yuan: int, fen: int) -> Prompts: ...

    def day(self, day: date) -> Prompts: ...

    def clock(self, clock: time) -> Prompts: ...


_VOICES: Mapping[str, Voice] = {"zh": Chinese(), "en": English()}


def read_aloud(form: str, value: str, language: str) -> Prompts | None:
    """The prompts that say `value` as `form` in `language` ("zh" or "en"); None for what cannot be read so."""
    try:
        return _FORMS[form](value.strip(), _VOICES[language])
    except (ValueError, ArithmeticError):
        return None


def _number(text: str, voice: Voice) -> Prompts:
    number = _decimal(text)
    whole, _, fraction = format(abs(number), "f").partition(".")
    sign = ("say-minus",) if number < 0 else ()
    point = ("say-point", *(f"say-{digit}" for digit in fraction)) if fraction else ()
    return (*sign, *voice.cardinal(int(whole)), *point)


def _money(text: str, voice: Voice) -> Prompts:
    amount = _decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)
    yuan, fen = divmod(int(abs(amount) * 100), 100)
    sign = ("say-minus",) if amount < 0 else ()
    return (*sign, *voice.money(yuan, fen))


def _date(text: str, voice: Voice) -> Prompts:
    return voice.day(date.fromisoformat(text[:10]))


def _time(text: str, voice: Voice) -> Prompts:
    return voice.clock(time.fromisoformat(text[11:] if "T" in text else text))


def _digits(text: str, _: Voice) -> Prompts:
    digits = [character for character in text if character not in "+- "]
    if not digits or not all(digit.isascii() and digit.isdigit() for digit in digits):
        raise ValueError(text)
    return tuple("digit-1" if digit == "1" else f"say-{digit}" for digit in digits)


def _position(text: str, _: Voice) -> Prompts:
    place = int(text)
    if place < 1:
        raise ValueError(text)
    return (f"position-{place}" if place <= POSITIONS else "position-many",)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as fault:
        raise ValueError(text) from fault
    if not number.is_finite() or abs(number) >= LIMIT or len(format(number, "f")) > len(str(LIMIT)) + 8:
        raise ValueError(text)
    return number


_FORMS: Mapping[str, Callable[[str, Voice], Prompts]] = {
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "digits": _digits,
    "position": _position,
}
FORMS = frozenset(_FORMS)

_NUMBERS = (*(f"say-{number}" for number in (*range(21), *range(30, 100, 10))), "say-liang", "say-and", "say-minus")
_SIZES = tuple(
    f"say-{size}" for size in ("hundred", "thousand", "ten-thousand", "million", "hundred-million", "billion")
)
_MONTHS = tuple(f"month-{month}" for month in range(1, 13))
_DAYS = tuple(f"day-{day}" for day in range(1, 32))
_WORDS: Mapping[str, Prompts] = {
    "number": (*_NUMBERS, *_SIZES, "say-point"),
    "money": (*_NUMBERS, *_SIZES, "money-yuan", "money-jiao", "money-fen"),
    "date": (*_NUMBERS, *_SIZES, "say-oh", "date-year", *_MONTHS, *_DAYS),
    "time": (*_NUMBERS, "say-oh", "time-hour", "time-minute", "time-am", "time-pm"),
    "digits": (*(f"say-{digit}" for digit in range(10)), "digit-1"),
    "position": (*(f"position-{place}" for place in range(1, POSITIONS + 1)), "position-many"),
}


def words(form: str) -> Prompts:
    """Every prompt that reading values of a form may need, in any language."""
    return _WORDS[form]
