"""Numbers as Mandarin says them: 十二, 一百零二, 两千, 一万零一十二."""

from datetime import date, time

TENS = ("", "say-10", "say-hundred", "say-thousand")
SECTIONS = ((10**8, "say-hundred-million"), (10**4, "say-ten-thousand"), (1, ""))
TWO = "say-liang"


class Chinese:
    """Sections of four digits (亿, 万), a 零 for skipped places, and 两 for a two that counts something."""

    def cardinal(self, number: int) -> tuple[str, ...]:
        """A whole number from 0 to below 10^12."""
        if number == 0:
            return ("say-0",)
        said: list[str] = []
        for size, name in SECTIONS:
            section, number = divmod(number, size)
            if section:
                said += [*_after(said, section), *self._section(section, first=not said, counts=bool(name))]
                said += [name] if name else []
        return tuple(said)

    def money(self, yuan: int, fen: int) -> tuple[str, ...]:
        """元, 角 and 分; what is nothing is left out, a skipped 角 is 零."""
        dime, cent = divmod(fen, 10)
        said = [*self._counted(yuan), "money-yuan"] if yuan or not fen else []
        said += [*self._counted(dime), "money-jiao"] if dime else []
        if cent:
            said += ["say-0"] if said and not dime else []
            said += [*self._counted(cent), "money-fen"]
        return tuple(said)

    def day(self, day: date) -> tuple[str, ...]:
        """Year by digits, month, day."""
        return (*(f"say-{digit}" for digit in f"{day.year:04}"), "date-year", f"month-{day.month}", f"day-{day.day}")

    def clock(self, clock: time) -> tuple[str, ...]:
        """Hours of the day from 0 to 23, then minutes."""
        hours = (*self._counted(clock.hour), "time-hour")
        if not clock.minute:
            return hours
        zero = ("say-0",) if clock.minute < 10 else ()
        return (*hours, *zero, *self.cardinal(clock.minute), "time-minute")

    def _counted(self, number: int) -> tuple[str, ...]:
        return (TWO,) if number == 2 else self.cardinal(number)

    def _section(self, number: int, *, first: bool, counts: bool) -> list[str]:
        """One to 9999; `first` if nothing was said before, `counts` if 万 or 亿 follows."""
        if number == 2 and counts:
            return [TWO]
        said: list[str] = []
        skipped = False
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            if not digit:
                skipped = bool(said)
                continue
            said += ["say-0"] if skipped else []
            skipped = False
            said += _place(digit, place, first=first and not said)
        return said


def _place(digit: int, place: int, *, first: bool) -> list[str]:
    if place == 1 and digit == 1 and first:
        return [TENS[1]]
    if place == 1 and digit > 1:
        return [f"say-{digit * 10}"]
    name = TWO if digit == 2 and place > 1 else f"say-{digit}"
    return [name, TENS[place]] if place else [name]


def _after(said: list[str], section: int) -> list[str]:
    return ["say-0"] if said and section < 1000 else []
