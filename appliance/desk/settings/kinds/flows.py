"""What flows name: calendars, lists of callers, switches and hosts that are asked."""

from appliance.desk.settings.kinds.making import Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import CLOCK, DAY, KEY, SPAN


def _calendar() -> tuple[Field, ...]:
    of = Fields({})
    return (
        of.texts("spans", SPAN, required=True),
        of.texts("holidays", rf"{DAY}(?:/{DAY})?"),
        of.texts("workdays", rf"{DAY}(?: (?:mon|tue|wed|thu|fri|sat|sun))?"),
        of.texts("special", rf"{DAY} {CLOCK}-{CLOCK}"),
    )


def _host() -> tuple[Field, ...]:
    of = Fields({})
    url = of.text("url", r"https?://[^\s]{1,190}", required=True)
    return url, of.secret("token", pattern=r"[\x21-\x7e]{1,500}", longest=500)


CALENDAR = Kind("calendar", "flows", _calendar(), key=KEY, listed=("spans", "holidays"), icon="calendar")
_ENTRIES = Fields({}).texts("entries", r"\+?[0-9 -]{1,30}\*?")
CALLER_LIST = Kind("caller-list", "flows", (_ENTRIES,), key=KEY, listed=("entries",), icon="books")
SWITCH = Kind("switch", "flows", (Fields({}).truth("on", required=True),), key=KEY, listed=("on",), icon="adjustments")
HOST = Kind("lookup-host", "flows", _host(), key=KEY, listed=("url",), icon="world")
