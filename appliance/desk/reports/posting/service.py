"""Ordering reports by mail, to people of the centre and allowed addresses; every change is in the audit trail."""

import re
from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Any
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.people.model import Person
from appliance.desk.reports.errors import ReportOutOfScope
from appliance.desk.reports.files.model import Form
from appliance.desk.reports.model import SCOPED
from appliance.desk.reports.ports import Trail
from appliance.desk.reports.posting.due import next_due
from appliance.desk.reports.posting.errors import ReportAddressNotAllowed, ReportPlanInvalid, ReportPlanUnknown
from appliance.desk.reports.posting.model import Allowed, Every, Plan, may_go_to
from appliance.desk.reports.posting.repository import AllowedAddresses, Plans
from appliance.desk.reports.saved.model import Saved

MOST_ADDRESSES, MOST_PLANS, SHOWN = 20, 50, 80
DAYS = {Every.DAY: range(1), Every.WEEK: range(7), Every.MONTH: range(1, 32)}
AT = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,183}[A-Za-z0-9])?")
DOMAIN = re.compile(r"@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,183}[A-Za-z0-9])?")


class PlanBook:
    """`people` are those of the console; `wake` tells whoever sends that there is something new."""

    def __init__(
        self,
        plans: Plans,
        allowed: AllowedAddresses,
        trail: Trail,
        clock: Clock,
        zone: tzinfo,
        people: Callable[[], Iterable[Person]],
        wake: Callable[[], None],
    ) -> None:
        self._plans, self._allowed, self._trail, self._people = plans, allowed, trail, people
        self._clock, self._zone, self._wake = clock, zone, wake

    def of(self, person: Person) -> tuple[Plan, ...]:
        """What a person has ordered, the oldest first."""
        return self._plans.all(person.id)

    def order(
        self, person: Person, saved: Saved, every: str, day: int, at: str, form: str, addresses: Iterable[str]
    ) -> Plan:
        """Raises ReportPlanInvalid, ReportAddressNotAllowed, and ReportOutOfScope for what the person may not see."""
        if saved.wish.kind not in SCOPED and (person.scope.queues is not None or person.scope.teams is not None):
            raise ReportOutOfScope(kind=saved.wish.kind.value)
        often, kind = _one_of("every", Every, every), _one_of("form", Form, form)
        day = 0 if often is Every.DAY else day
        _fits("day", str(day), day in DAYS[often])
        _fits("at", at, AT.fullmatch(at) is not None)
        _fits("plans", str(MOST_PLANS), self._plans.count(person.id) < MOST_PLANS)
        now = self._clock.now()
        due, to = next_due(often, day, at, now, self._zone), self._taken(addresses)
        plan = Plan(uuid7(now), saved.id, person.id, often, day, at, kind, to, person.scope, now, due)
        self._plans.add(plan)
        self._trail.note("report.plan", saved.name, after=shown(plan))
        self._wake()
        return plan

    def cancel(self, id: UUID, person: Person) -> Plan:
        """Raises ReportPlanUnknown."""
        plan = self._plans.find(id)
        if plan is None or plan.person != person.id:
            raise ReportPlanUnknown(plan=str(id))
        self._plans.remove(id)
        self._trail.note("report.unplan", str(id), before=shown(plan))
        return plan

    def allowed(self) -> tuple[Allowed, ...]:
        return self._allowed.all()

    def allow(self, address: str, by: str) -> Allowed:
        """Raises ReportPlanInvalid for what is no address and no domain with an @ in front."""
        plain = address.strip()
        _fits("address", plain, bool(ADDRESS.fullmatch(plain) or DOMAIN.fullmatch(plain)))
        one = Allowed(plain, by[:100], self._clock.now())
        if self._allowed.add(one):
            self._trail.note("report.allow", plain)
        return one

    def disallow(self, address: str) -> None:
        """What was ordered to it is no longer sent there."""
        if self._allowed.remove(address):
            self._trail.note("report.disallow", address)

    def _taken(self, addresses: Iterable[str]) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(one.strip() for one in addresses if one.strip()))
        _fits("addresses", str(len(wanted)), 0 < len(wanted) <= MOST_ADDRESSES)
        allowed, people = self._allowed.all(), self._people()
        for one in wanted:
            _fits("address", one, ADDRESS.fullmatch(one) is not None)
            if not may_go_to(one, allowed, people):
                raise ReportAddressNotAllowed(address=one[:SHOWN])
        return wanted


def shown(plan: Plan) -> dict[str, Any]:
    """A plan as JSON values."""
    plain = {"every": plan.every.value, "day": plan.day, "at": plan.at, "form": plan.form.value}
    return {"report": str(plan.report), **plain, "addresses": list(plan.addresses), "next_at": plan.next_at.isoformat()}


def _one_of(field: str, kinds: Any, text: str) -> Any:
    try:
        return kinds(text)
    except ValueError:
        raise ReportPlanInvalid(field=field, value=text[:SHOWN]) from None


def _fits(field: str, value: str, fits: bool) -> None:
    if not fits:
        raise ReportPlanInvalid(field=field, value=value[:SHOWN])
