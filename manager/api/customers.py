"""Customers: the cards that agents see when somebody calls."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from flask import Blueprint, request, url_for
from pydantic import Field, StringConstraints

from appliance.desk.crm.errors import CustomerChanged
from appliance.desk.crm.model import LONGEST_NAME, LONGEST_NOTE, Customer, Kept, Sought
from manager.api.errors import CursorInvalid, VersionNeeded
from manager.api.operation import operation, tell
from manager.api.shapes import WRITTEN, Moment, Next, Paged, Shape, cursor, number, place
from manager.errors import NotAllowed
from manager.pages.desk_calls import ways
from manager.present import me
from manager.wiring import console

resource = Blueprint("api-customers", __name__, url_prefix="/api/v1/customers")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=f"^{WRITTEN}$")]
Organisation = Annotated[str, StringConstraints(max_length=LONGEST_NAME, pattern=f"^{WRITTEN}$")]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=f"^{WRITTEN}$")]
Number = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{3,20}$")]
Numbers = Annotated[list[Number], Field(max_length=20, description="E.164 where they have that form: +8613812345678.")]


class CustomerQuestion(Paged):
    """What is looked for among customers."""

    text: str = Field("", max_length=100, pattern=f"^{WRITTEN}$", description="A part of the name or organisation.")
    number: str = Field(
        "",
        pattern=r"^(\+?[0-9]{3,20})?$",
        description="Whose number this is, however it is written; needs the right numbers.whole.",
    )


class CustomerCard(Shape):
    """A customer; numbers are masked for tokens without the right `numbers.whole`."""

    id: UUID
    name: str
    organisation: str
    note: str
    numbers: list[str]
    created_at: Moment
    changed_at: Moment


class CustomerPage(Shape):
    """Customers, the newest first."""

    items: list[CustomerCard]
    next: Next


class NewCustomer(Shape):
    """A customer that is not in the book yet."""

    name: Name
    organisation: Organisation = ""
    note: Note = ""
    numbers: Numbers = Field([])


class CustomerChange(Shape):
    """Only what is named is changed."""

    name: Name | None = None
    organisation: Organisation | None = None
    note: Note | None = None
    numbers: Numbers | None = None


@resource.get("")
@operation("customers.see")
def listed(asked: CustomerQuestion) -> CustomerPage:
    """Look for customers."""
    if asked.number and not me().may("numbers.whole"):
        # What is masked could else be guessed digit by digit.
        raise NotAllowed(right="numbers.whole")
    sought = Sought(asked.text.strip(), _ways(asked.number), _before(asked.cursor), asked.limit + 1)
    found = console().customers.search(sought)
    page = found[: asked.limit]
    further = cursor(str(page[-1].customer.id)) if len(found) > asked.limit else None
    return CustomerPage(items=[_card(kept) for kept in page], next=further)


@resource.get("/<uuid:id>")
@operation("customers.see", tagged=True)
def one(id: UUID) -> CustomerCard:
    """One customer."""
    return _tagged(console().customers.show(id))


@resource.post("")
@operation("customers.change", status=201, once=True, tagged=True)
def add(body: NewCustomer) -> CustomerCard:
    """Add a customer."""
    kept = console().customers.add(body.name, body.organisation, body.note, _written(body.numbers))
    console().notes.note("customer.add", str(kept.customer.id), after=_told(kept.customer))
    tell("Location", url_for("api-customers.one", id=kept.customer.id))
    return _tagged(kept)


@resource.patch("/<uuid:id>")
@operation("customers.change", matches=True, tagged=True)
def change(id: UUID, body: CustomerChange) -> CustomerCard:
    """Change a customer; If-Match holds the ETag of the card as it was read."""
    given = body.model_dump(exclude_none=True)
    if body.numbers is not None:
        given["numbers"] = tuple(_written(body.numbers))
    before = console().customers.show(id)
    kept = console().customers.change(id, _read_at(id), **given)
    console().notes.note("customer.change", str(id), before=_told(before.customer), after=_told(kept.customer))
    return _tagged(kept)


def _ways(number: str) -> tuple[str, ...] | None:
    return ways(number, outside=True) if number else None


def _written(numbers: list[str]) -> list[str]:
    """As the book keeps them, so that a call from there finds the card."""
    return [ways(number, outside=True)[0] for number in numbers]


def _before(given: str) -> UUID | None:
    if not given:
        return None
    try:
        return UUID(place(given, 1)[0])
    except ValueError as fault:
        raise CursorInvalid() from fault


def _read_at(id: UUID) -> datetime:
    """The version of the card that the caller has read; raises VersionNeeded."""
    tag = request.headers.get("If-Match", "").strip()
    if not tag:
        raise VersionNeeded()
    plain = tag.removeprefix("W/").strip('"')
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 18):
        raise CustomerChanged(customer=str(id))
    return EPOCH + int(plain) * MICROSECOND


def _tagged(kept: Kept) -> CustomerCard:
    tell("ETag", f'"{(kept.changed_at - EPOCH) // MICROSECOND}"')
    return _card(kept)


def _card(kept: Kept) -> CustomerCard:
    customer = kept.customer
    return CustomerCard(
        id=customer.id,
        name=customer.name,
        organisation=customer.organisation,
        note=customer.note,
        numbers=[number(one) for one in customer.numbers],
        created_at=kept.created_at,
        changed_at=kept.changed_at,
    )


def _told(customer: Customer) -> dict[str, object]:
    plain = {"name": customer.name, "organisation": customer.organisation, "note": customer.note}
    return {**plain, "numbers": list(customer.numbers)}
