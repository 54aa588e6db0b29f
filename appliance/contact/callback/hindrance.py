"""Why a customer is not to be dialled now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.contact.callback.model import CallBack
from appliance.contact.callback.ports import Dialler, Hours, Lists, Rules, Whereabouts
from appliance.errors import Refusal

ENGAGED = timedelta(seconds=30)
DO_NOT_CALL = "do-not-call"
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """`until` is when to look again, None never."""

    why: str
    until: datetime | None


class Hindrances:
    """What is asked before an agent is rung for a call-back."""

    dialler: Dialler

    def __init__(self, rules: Rules, hours: Hours, lists: Lists, where: Whereabouts) -> None:
        self._rules, self._hours, self._lists, self._where = rules, hours, lists, where

    def excluded(self, number: str, queue: str) -> bool:
        """Whether the number is on a list of those who are not to be called."""
        return any(self._lists.listed(name, number) for name in self._never(queue))

    def of(self, callback: CallBack, now: datetime) -> Hindrance | None:
        """What stands against dialling the customer, None if nothing does."""
        rule = self._rules.rule(callback.queue)
        opens = self._hours.opens(rule.callback_hours, rule.callback_calendar, now)
        if self.excluded(callback.number, callback.queue):
            return Hindrance(DO_NOT_CALL, None)
        if opens != now:
            return Hindrance("closed-hours", opens or now + A_WEEK)
        if self._where.on_the_phone(callback.number):
            return Hindrance("engaged", now + ENGAGED)
        try:
            self.dialler.check(callback.number)
        except Refusal as refusal:
            return Hindrance(refusal.code, now + timedelta(seconds=rule.callback_spacing))
        return None

    def _never(self, queue: str) -> Sequence[str]:
        return self._rules.rule(queue).callback_never
