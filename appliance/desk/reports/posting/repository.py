"""Plans, what is to be sent of them, and the addresses that are allowed, in the database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from appliance.desk.people.model import Scope
from appliance.desk.reports.files.model import Form
from appliance.desk.reports.posting.model import Allowed, Every, Plan, Post
from appliance.store.engine import reading
from appliance.store.tables.reports import ReportAddressRow, ReportPlanRow, ReportPostRow
from appliance.store.tables.voicemail import MailRow

PLANS, POSTS = cast("Table", ReportPlanRow.__table__), cast("Table", ReportPostRow.__table__)
ADDRESSES, MAILS = cast("Table", ReportAddressRow.__table__), cast("Table", MailRow.__table__)
WAITING = "waiting"
SCOPES = ("queues", "teams")


class Plans:
    """Which saved report goes when to whom."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self, person: UUID | None = None) -> tuple[Plan, ...]:
        """The oldest first: everybody's, or one person's."""
        wanted = select(PLANS).order_by(PLANS.c.created_at, PLANS.c.id)
        if person:
            wanted = wanted.where(PLANS.c.person == person)
        with reading(self._engine) as connection:
            return tuple(map(_plan, connection.execute(wanted).mappings()))

    def find(self, id: UUID) -> Plan | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(PLANS).where(PLANS.c.id == id)).mappings().first()
        return _plan(row) if row else None

    def due(self, now: datetime) -> tuple[Plan, ...]:
        """Those whose time has come."""
        wanted = select(PLANS).where(PLANS.c.stopped == "", PLANS.c.next_at <= now).order_by(PLANS.c.next_at)
        with reading(self._engine) as connection:
            return tuple(map(_plan, connection.execute(wanted).mappings()))

    def next_at(self) -> datetime | None:
        """When the next one's time comes."""
        with reading(self._engine) as connection:
            found = connection.execute(
                select(PLANS.c.next_at).where(PLANS.c.stopped == "").order_by(PLANS.c.next_at).limit(1)
            )
            return found.scalar()

    def add(self, plan: Plan) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(PLANS), _row(plan))

    def remove(self, id: UUID) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(POSTS).where(POSTS.c.plan == id))
            connection.execute(delete(PLANS).where(PLANS.c.id == id))

    def post(self, plan: Plan, posts: Sequence[Post], next_at: datetime, now: datetime, stopped: str = "") -> bool:
        """Put these mails into the outbox and move the plan on, both or neither; False if that was done already."""
        mails = [_mail(post, now) for post in posts]
        there = (PLANS.c.id == plan.id, PLANS.c.next_at == plan.next_at, PLANS.c.stopped == "")
        with self._engine.begin() as connection:
            if not connection.execute(update(PLANS).where(*there).values(next_at=next_at, stopped=stopped)).rowcount:
                return False
            if posts:
                connection.execute(insert(POSTS), [asdict(post) for post in posts])
                connection.execute(insert(MAILS), mails)
        return True

    def found_post(self, id: UUID) -> Post | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(POSTS).where(POSTS.c.id == id)).mappings().first()
        return Post(**row) if row else None

    def count(self, person: UUID) -> int:
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.count()).where(PLANS.c.person == person)).scalar_one())


class AllowedAddresses:
    """To where reports may go."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[Allowed, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(ADDRESSES).order_by(ADDRESSES.c.address)).mappings()
            return tuple(Allowed(**row) for row in rows)

    def add(self, allowed: Allowed) -> bool:
        """False when it is allowed already."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ADDRESSES), asdict(allowed))
        except IntegrityError:
            return False
        return True

    def remove(self, address: str) -> bool:
        with self._engine.begin() as connection:
            return connection.execute(delete(ADDRESSES).where(ADDRESSES.c.address == address)).rowcount == 1


def _mail(post: Post, now: datetime) -> dict[str, Any]:
    """A mail of the outbox that is about the post."""
    return {
        "id": post.id,
        "message": post.id,
        "box": "",
        "recipient": post.recipient,
        "created_at": now,
        "due_at": now,
        "state": WAITING,
        "tries": 0,
        "problem": "",
        "sent_at": None,
    }


def _row(plan: Plan) -> dict[str, Any]:
    names = ("id", "report", "person", "every", "day", "at", "form", "created_at", "next_at", "stopped")
    scope = {name: None if (of := getattr(plan.scope, name)) is None else sorted(of) for name in SCOPES}
    return {name: getattr(plan, name) for name in names} | scope | {"addresses": list(plan.addresses)}


def _plan(row: RowMapping) -> Plan:
    values = {name: value for name, value in row.items() if name not in SCOPES}
    scope = Scope(**{name: None if (of := row[name]) is None else frozenset(of) for name in SCOPES})
    kinds = {"every": Every(row["every"]), "form": Form(row["form"]), "addresses": tuple(row["addresses"])}
    return Plan(**{**values, **kinds, "scope": scope})
