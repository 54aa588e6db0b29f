"""Numbers as English says them: twelve, one hundred and two, two million."""

from datetime import date, time

GROUPS = ((10**9, "say-billion"), (10**6, "say-million"), (10**3, "say-thousand"))
NOON = 12


class English:
    """Groups of three digits, with an "and" before what is below a hundred."""

    def cardinal(self, number: int) -> tuple[str, ...]:
        """A whole number from 0 to below 10^12."""
        said: list[str] = []
        for size, name in GROUPS:
            group, number = divmod(number, size)
            said += [*_below_thousand(group), name] if group else []
        if number and said and number < 100:
            said.append("say-and")
        return (*said, *_below_thousand(number)) if number or said else ("say-0",)

    def money(self, yuan: int, fen: int) -> tuple[str, ...]:
        """Yuan and fen; what is nothing is left out."""
        said = [*self.cardinal(yuan), "money-yuan"] if yuan or not fen else []
        said += ["say-and"] if yuan and fen else []
        return (*said, *self.cardinal(fen), "money-fen") if fen else tuple(said)

    def day(self, day: date) -> tuple[str, ...]:
        """Month, day, year."""
        return (f"month-{day.month}", f"day-{day.day}", *self._year(day.year))

    def clock(self, clock: time) -> tuple[str, ...]:
        """Twelve hours with a.m. or p.m."""
        hour = self.cardinal(clock.hour % NOON or NOON)
        half = "time-am" if clock.hour < NOON else "time-pm"
        oh = ("say-oh",) if 0 < clock.minute < 10 else ()
        return (*hour, *oh, *(self.cardinal(clock.minute) if clock.minute else ()), half)

    def _year(self, year: int) -> tuple[str, ...]:
        """By pairs: nineteen oh five, twenty twenty-six; but two thousand and six."""
        century, rest = divmod(year, 100)
        if year < 1000 or (century % 10 == 0 and rest < 10):
            return self.cardinal(year)
        if rest == 0:
            return (*self.cardinal(century), "say-hundred")
        return (*self.cardinal(century), *(("say-oh",) if rest < 10 else ()), *self.cardinal(rest))


def _below_thousand(number: int) -> tuple[str, ...]:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    return (f"say-{hundreds}", "say-hundred", *(("say-and", *_below_hundred(rest)) if rest else ()))


def _below_hundred(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    if number <= 20:
        return (f"say-{number}",)
    tens, ones = divmod(number, 10)
    return (f"say-{tens * 10}", *((f"say-{ones}",) if ones else ()))
