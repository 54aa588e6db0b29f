"""What all shapes of the interface share: exact, frozen, and nothing that is not named."""

import base64
import binascii
import json
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from manager.api.errors import CursorInvalid

MOST = 200
"""Entries of one page."""


class Shape(BaseModel):
    """The answer of an operation, or what it takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Shape):
    """What a list is asked with."""

    limit: int = Field(50, ge=1, le=MOST, description="How many entries a page has at most.")
    cursor: str = Field("", max_length=400, description="`next` of the page before; empty for the first page.")


Moment = Annotated[datetime, Field(description="ISO 8601 in UTC.")]
Asked = Annotated[AwareDatetime, Field(description="ISO 8601 with its offset from UTC.")]
Next = Annotated[str | None, Field(description="The `cursor` of the page after this one; null where there is none.")]
WRITTEN = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*"
"""Text without control characters."""


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
