"""What all shapes of the interface share: exact, frozen, and nothing that is not named."""

import base64
import binascii
import json
import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from appliance.desk.people.masking import shown
from manager.api.errors import CursorInvalid
from manager.present import me

MOST = 200
"""Entries of one page."""


class Shape(BaseModel):
    """The answer of an operation, or what it takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Shape):
    """What a list is asked with."""

    limit: int = Field(50, ge=1, le=MOST, description="How many entries a page has at most.")
    cursor: str = Field("", max_length=400, description="`next` of the page before; empty for the first page.")


YEARS = range(2000, 2200)
WRITTEN_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _as_written(value: Any) -> Any:
    """Nothing but what is described is a moment: no seconds since 1970, no year that no database keeps."""
    if not (isinstance(value, str) and WRITTEN_MOMENT.fullmatch(value) and int(value[:4]) in YEARS):
        raise ValueError(f"a moment of the years {YEARS.start} to {YEARS.stop - 1}, such as 2026-11-20T12:00:00+08:00")
    return datetime.fromisoformat(value.upper())


Moment = Annotated[datetime, Field(description="ISO 8601 in UTC.")]
Asked = Annotated[
    AwareDatetime, BeforeValidator(_as_written), Field(description="ISO 8601 with its offset from UTC, 2000 to 2199.")
]
Name = Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z_.-]*$")]
"""Of an agent, a queue, a flow; "" for none."""
Wanted = Annotated[str, Field(pattern=r"^\+?[0-9]{2,31}$", description="A number as people dial it, or E.164.")]
Next = Annotated[str | None, Field(description="The `cursor` of the page after this one; null where there is none.")]
WRITTEN = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*"
"""Text without control characters."""


def one_of(*words: str) -> str:
    """The pattern of a field that holds one of these words, or nothing."""
    return f"^({'|'.join(('', *map(re.escape, words)))})$"


def number(value: str) -> str:
    """A telephone number as the token may see it."""
    return shown(value, me().may("numbers.whole"))


def cursor(*place: str) -> str:
    """A place in a list, as callers hand it back."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place(cursor: str, parts: int) -> tuple[str, ...]:
    """The inverse; raises CursorInvalid."""
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as fault:
        raise CursorInvalid() from fault
    if not isinstance(read, list) or len(read) != parts or not all(isinstance(part, str) for part in read):
        raise CursorInvalid()
    return tuple(read)
