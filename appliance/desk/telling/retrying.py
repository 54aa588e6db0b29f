"""When a message is tried again: soon at first, then rarely, for about three days (Standard Webhooks 1.0)."""

from dataclasses import replace
from datetime import datetime, timedelta

from appliance.desk.telling.model import Answer, Message, Outcome, Trouble

AGAIN = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""Pauses after the first try, the second, and so on."""
GONE = 410


def after(message: Message, answer: Answer, now: datetime) -> Message:
    """The message as one try leaves it."""
    tried = replace(
        message, tries=message.tries + 1, trouble=answer.trouble, status=answer.status, answer=answer.text,
        took_ms=answer.took_ms,
    )  # fmt: skip
    if not answer.trouble:
        return replace(tried, outcome=Outcome.TAKEN, ended_at=now)
    if answer.trouble == Trouble.STATUS and answer.status == GONE:
        return replace(tried, outcome=Outcome.UNWANTED, ended_at=now)
    if tried.tries > len(AGAIN):
        return replace(tried, outcome=Outcome.GIVEN_UP, ended_at=now)
    return replace(tried, due_at=now + AGAIN[tried.tries - 1])


def anew(message: Message, now: datetime) -> Message:
    """The message as somebody wants it sent once more: as if it were new."""
    return replace(message, outcome=Outcome.WAITING, created_at=now, due_at=now, tries=0, ended_at=None)
