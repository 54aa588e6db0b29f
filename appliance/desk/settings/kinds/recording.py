"""What is recorded, how long it is kept and where it goes."""

from appliance.desk.settings.kinds.making import COLUMN, Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import CLOCK

MODES = ("always", "on-demand", "never")
CLASSES = ("standard", "complaint", "voicemail", "fax")


def _policy() -> tuple[Field, ...]:
    of = Fields({"record": "always", "retention": "standard", "pause_limit": 120})
    return (
        of.choice("record", MODES),
        of.one("retention", "retention", extra=CLASSES, required=True),
        of.whole("pause_limit", 1, 3600, "s"),
        of.truth("two_person"),
        of.rows(
            "rules",
            COLUMN.names("queues", "queue", sparse=True),
            COLUMN.names("agents", "agent", sparse=True),
            COLUMN.choice("directions", ("inbound", "outbound", "internal"), many=True, sparse=True),
            COLUMN.choice("record", ("", *MODES), sparse=True),
            COLUMN.one("retention", "retention", extra=CLASSES, sparse=True),
        ),
    )


def _class() -> tuple[Field, ...]:
    of = Fields({"minimum": 30, "maximum": 90})
    return of.whole("minimum", 1, 36_500, "days"), of.whole("maximum", 0, 36_500, "days")


def _disk() -> tuple[Field, ...]:
    of = Fields({"warn": 85, "full": 95, "make_room": True})
    return of.whole("warn", 1, 99, "%"), of.whole("full", 2, 100, "%"), of.truth("make_room")


def _anchor() -> tuple[Field, ...]:
    of = Fields({"every": 60})
    return of.whole("every", 1, 1440, "min"), of.texts("places", r"/\S+|[a-z+]+://\S+"), of.text("ca")


def _copy() -> tuple[Field, ...]:
    of = Fields({"start": "00:00", "end": "00:00"})
    return (
        of.text("folder", r"/.*"),
        of.text("start", CLOCK, required=True),
        of.text("end", CLOCK, required=True),
        of.whole("rate", 0, 10_000_000, "kB/s"),
        of.whole("local_days", 0, 36_500, "days"),
    )


POLICY = Kind("recording-policy", "recording", _policy(), only="box", icon="microphone")
CLASS = Kind(
    "retention", "recording", _class(), key="[a-z0-9][a-z0-9-]{0,15}", listed=("minimum", "maximum"), icon="clock"
)
DISK = Kind("recording-disk", "recording", _disk(), only="box", icon="download")
ANCHOR = Kind("recording-anchor", "recording", _anchor(), only="box", icon="lock")
COPY = Kind("recording-copy", "recording", _copy(), only="box", icon="upload")
