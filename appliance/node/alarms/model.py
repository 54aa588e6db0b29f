"""A standing alarm, and how grave each kind of it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """`critical`: calls or records suffer now; `major`: they will unless somebody acts; `minor`: a part is impaired."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


SEVERITIES: Mapping[str, Severity] = {
    "anchor-failing": Severity.MINOR,
    "asterisk-away": Severity.CRITICAL,
    "callback-late": Severity.MAJOR,
    "callback-unwanted": Severity.MINOR,
    "cap-reached": Severity.MAJOR,
    "card-new": Severity.MINOR,
    "card-removed": Severity.MAJOR,
    "channel-stuck": Severity.MINOR,
    "configuration-behind": Severity.MAJOR,
    "copy-failing": Severity.MAJOR,
    "d-channel-down": Severity.MAJOR,
    "disk-filling": Severity.MAJOR,
    "disk-full": Severity.CRITICAL,
    "disk-unknown": Severity.MAJOR,
    "fax-failed": Severity.MINOR,
    "fax-unsure": Severity.MINOR,
    "figures-behind": Severity.MINOR,
    "flow-trouble": Severity.MAJOR,
    "input-failed": Severity.MAJOR,
    "journal-failing": Severity.CRITICAL,
    "ledger-behind": Severity.CRITICAL,
    "ledger-refused": Severity.CRITICAL,
    "line-freed": Severity.MAJOR,
    "lookup-host-failing": Severity.MINOR,
    "mail-stuck": Severity.MINOR,
    "mail-undelivered": Severity.MINOR,
    "ports-out": Severity.MINOR,
    "channels-blocked": Severity.MINOR,
    "process-silent": Severity.CRITICAL,
    "prompt-missing": Severity.MAJOR,
    "recording-key-lost": Severity.MAJOR,
    "recording-missing": Severity.MAJOR,
    "recording-not-deleted": Severity.MINOR,
    "speech-no-model": Severity.MINOR,
    "recording-paused": Severity.MAJOR,
    "recording-unpaused": Severity.MAJOR,
    "recording-unsealed": Severity.MAJOR,
    "rekeying-failed": Severity.MAJOR,
    "retention-failed": Severity.MAJOR,
    "span-alarm": Severity.MAJOR,
    "span-errors": Severity.MINOR,
    "span-gone": Severity.MAJOR,
    "span-slipping": Severity.MINOR,
    "spool-unwatched": Severity.CRITICAL,
    "trunk-unreachable": Severity.MAJOR,
    "webhook-failing": Severity.MINOR,
}
"""Every alarm by its code, stable for ever; `texts/<language>/alarm.toml` explains each."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong since `since`: `code` says what, `subject` with which part, `detail` why."""

    code: str
    subject: str
    detail: str
    since: datetime
    process: str

    @property
    def severity(self) -> Severity:
        return SEVERITIES.get(self.code, Severity.MAJOR)


def gravest_first(alarm: Alarm) -> tuple[int, datetime, str, str]:
    """What to sort by."""
    return list(Severity).index(alarm.severity), alarm.since, alarm.code, alarm.subject
