"""What becomes of a message with each try."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from appliance.desk.telling.model import Answer, Message, Outcome, Trouble
from appliance.desk.telling.retrying import AGAIN, after, anew

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
NEW = Message(UUID(int=1), "crm", 7, "contact.opened", NOW, NOW)
DOWN = Answer(Trouble.STATUS, 503, "away", 12)


def test_what_is_taken_is_over() -> None:
    done = after(NEW, Answer(status=204, took_ms=31), NOW)
    assert (done.outcome, done.tries, done.status, done.took_ms, done.ended_at) == (Outcome.TAKEN, 1, 204, 31, NOW)


def test_it_is_tried_soon_then_rarely_for_three_days_and_given_up() -> None:
    message, at, pauses = NEW, NOW, []
    while message.outcome is Outcome.WAITING:
        message = after(message, DOWN, at)
        pauses.append(message.due_at - at)
        at = max(at, message.due_at)
    assert message.outcome is Outcome.GIVEN_UP
    assert pauses[:-1] == list(AGAIN)
    assert timedelta(days=3) < sum(AGAIN, timedelta()) < timedelta(days=3, hours=6)
    assert (message.trouble, message.status, message.answer, message.tries) == ("status", 503, "away", len(AGAIN) + 1)


def test_who_says_that_it_is_gone_is_not_asked_again() -> None:
    assert after(NEW, Answer(Trouble.STATUS, 410), NOW).outcome is Outcome.UNWANTED
    assert after(NEW, Answer(Trouble.SLOW, 0), NOW).outcome is Outcome.WAITING


def test_once_more_is_as_new_with_the_same_id() -> None:
    later = NOW + timedelta(days=9)
    again = anew(after(NEW, Answer(Trouble.STATUS, 410), NOW), later)
    assert (again.id, again.outcome, again.tries, again.due_at, again.ended_at) == (NEW.id, "waiting", 0, later, None)
