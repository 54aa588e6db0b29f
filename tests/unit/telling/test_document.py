"""Webhooks as documents, and the message that goes over the wire."""

from typing import Any

import pytest

from appliance.contact.calls.events import OPENED
from appliance.desk.telling import document
from appliance.desk.telling.errors import WebhookInvalid
from appliance.desk.telling.model import Webhook

CA = "-----BEGIN CERTIFICATE-----\n"
URL = "https://crm.example:8443/hooks/callstead?tenant=7"


def test_a_document_is_read_back_as_it_was() -> None:
    hook = Webhook("crm", URL, frozenset({OPENED}), numbers=True, secret="sealed", ca=CA, on=False)
    assert document.webhook("crm", document.body(hook)) == hook


def test_an_address_alone_is_enough_and_then_all_is_told_with_numbers_hidden() -> None:
    hook = document.webhook("crm", {"url": URL})
    assert (hook.on, hook.numbers, hook.wants(OPENED), hook.wants("whatever")) == (True, False, True, True)
    assert not document.webhook("crm", {"url": URL, "kinds": [OPENED]}).wants("contact.closed")


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("Crm!", {}, "webhook"),
        ("crm", {"url": ""}, "url"),
        ("crm", {"url": "ftp://crm.example/"}, "url"),
        ("crm", {"url": "https://user:secret@crm.example/"}, "url"),
        ("crm", {"url": "https://crm.example/#part"}, "url"),
        ("crm", {"url": "https://crm.example/ with blanks"}, "url"),
        ("crm", {"url": 7}, "url"),
        ("crm", {"kinds": ["contact.invented"]}, "kinds"),
        ("crm", {"kinds": OPENED}, "kinds"),
        ("crm", {"numbers": "yes"}, "numbers"),
        ("crm", {"on": 1}, "on"),
        ("crm", {"secret": 5}, "secret"),
        ("crm", {"ca": CA * 3000}, "ca"),
        ("crm", {"ca": "crm.example"}, "ca"),
        ("crm", {"tenant": "7"}, "tenant"),
    ],
)
def test_what_means_nothing_is_refused_with_its_field(name: str, change: dict[str, Any], field: str) -> None:
    with pytest.raises(WebhookInvalid) as refused:
        document.webhook(name, {"url": URL, **change})
    assert refused.value.details["field"] == field


def test_a_message_has_the_form_of_the_standard() -> None:
    event = {"kind": OPENED, "at": "2026-11-20T04:00:00+00:00", "contact": "c", "data": {"caller": "138****5678"}}
    assert document.message(event, 9) == {
        "type": OPENED,
        "timestamp": "2026-11-20T04:00:00+00:00",
        "data": {"seq": 9, "contact": "c", "caller": "138****5678"},
    }
