"""The page of webhooks: what each was sent, a trial, another secret, and everything once more."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from appliance.desk.audit.model import Question
from appliance.desk.telling.errors import WebhookMessageUnknown, WebhookNotTaken, WebhookUnknown
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess

SECRET = "whsec_c29tZXRoaW5nIHRoYXQgbm9ib2R5IGtub3dz"
LOST = UUID(int=7)


def hook(**more: Any) -> dict[str, Any]:
    counts = {"waiting": 2, "taken": 1200, "given_up": 3, "unwanted": 0}
    return {"webhook": "crm", "url": "https://crm.example/<b>", "on": True, "secret": True, **counts, **more}


def message(number: int = 7, **more: Any) -> dict[str, Any]:
    at = "2026-11-20T04:00:00+00:00"
    return {
        "id": str(UUID(int=number)), "webhook": "crm", "seq": 9, "kind": "contact.closed", "created_at": at,
        "due_at": at, "ended_at": at, "outcome": "given-up", "tries": 11, "trouble": "status", "status": 503,
        "answer": "<script>", "took_ms": 12, **more,
    }  # fmt: skip


@pytest.fixture
def told(jobs: FakeProcess) -> FakeProcess:
    jobs.answers |= {"webhook.list": [hook()], "webhook.messages": [message()]}
    return jobs


def test_what_became_of_each_message_is_seen(client_for: ClientFor, told: FakeProcess) -> None:
    page = client_for("administrator").get("/webhooks/?webhook=crm&outcome=given-up").text
    assert "1200" in page
    assert "answers 503" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.partition("contact.closed")[2].partition("</table>")[0]
    asked = dict(told.asked)["webhook.messages"]
    assert (asked["webhook"], asked["outcome"], asked["limit"]) == ("crm", "given-up", 51)
    assert 'action="/webhooks/crm/test"' in page


def test_who_only_sees_the_settings_changes_nothing(client_for: ClientFor, told: FakeProcess) -> None:
    client = client_for("auditor")
    assert "/test" not in client.get("/webhooks/").text
    for path in ("crm/test", "crm/secret", "crm/resend", f"messages/{LOST}/resend"):
        assert client.post(f"/webhooks/{path}").status_code == 403
    assert client_for("agent").get("/webhooks/").status_code == 403


def test_older_messages_are_on_the_next_page(client_for: ClientFor, told: FakeProcess) -> None:
    told.answers["webhook.messages"] = [message(number) for number in range(100, 49, -1)]
    client = client_for("administrator")
    page = client.get("/webhooks/").text
    assert f"before={UUID(int=51)}" in page
    assert str(UUID(int=50)) not in page
    client.get(f"/webhooks/?before={UUID(int=51)}")
    assert dict(told.asked)["webhook.messages"]["before"] == str(UUID(int=51))
    assert client.get("/webhooks/?before=yesterday").status_code == 400
    assert client.get("/webhooks/?outcome=lost").status_code == 400


def test_a_trial_says_what_the_other_side_answers(client_for: ClientFor, told: FakeProcess) -> None:
    client = client_for("administrator")
    told.answers["webhook.test"] = {"webhook": "crm", "status": 204, "took_ms": 31}
    assert "crm answers 204 after 31 ms" in client.post("/webhooks/crm/test", follow_redirects=True).text
    told.answers["webhook.test"] = WebhookNotTaken(webhook="crm", trouble="status", status=500, answer="<b>down</b>")
    page = client.post("/webhooks/crm/test", follow_redirects=True).text
    assert "did not take the test" in page
    assert "&lt;b&gt;down" in page
    told.answers["webhook.test"] = WebhookUnknown(webhook="crm")
    assert "There is no webhook crm" in client.post("/webhooks/crm/test", follow_redirects=True).text


def test_a_new_secret_is_shown_once_and_is_in_no_trail(
    console: Flask, client_for: ClientFor, told: FakeProcess
) -> None:
    told.answers["webhook.secret"] = {"webhook": "crm", "made": SECRET}
    client = client_for("administrator")
    assert SECRET in client.post("/webhooks/crm/secret").text
    assert told.asked[-1] == ("webhook.secret", {"webhook": "crm", "by": "administrator0"})
    assert SECRET not in client.get("/webhooks/").text
    (act,) = parts(console).trail.search(Question(act="webhook.secret"))
    assert (act.subject, SECRET in str(act)) == ("crm", False)


def test_messages_are_sent_again(console: Flask, client_for: ClientFor, told: FakeProcess) -> None:
    told.answers |= {"webhook.resend_all": {"webhook": "crm", "messages": 3}, "webhook.resend": message()}
    client = client_for("administrator")
    assert "3 messages are sent again" in client.post("/webhooks/crm/resend", follow_redirects=True).text
    answer = client.post(f"/webhooks/messages/{LOST}/resend?webhook=crm")
    assert answer.location == "/webhooks/?webhook=crm"
    assert ("webhook.resend", {"id": str(LOST)}) in told.asked
    assert len(list(parts(console).trail.search(Question(act="webhook.resend")))) == 2
    told.answers["webhook.resend"] = WebhookMessageUnknown(message=str(LOST))
    assert client.post(f"/webhooks/messages/{LOST}/resend").status_code == 409


def test_without_any_the_page_says_what_they_are_for(client_for: ClientFor, jobs: FakeProcess) -> None:
    page = client_for("administrator").get("/webhooks/").text
    assert "No other system is told" in page
    assert 'href="/settings/webhook/new"' in page
