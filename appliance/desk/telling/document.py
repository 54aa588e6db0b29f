"""Webhooks as documents, read strictly: what cannot be raises WebhookInvalid naming the field."""

import re
from collections.abc import Mapping
from typing import Any

from appliance.desk.telling.errors import WebhookInvalid
from appliance.desk.telling.events import TOLD
from appliance.desk.telling.model import NAME, URL, Webhook

LONGEST_CA, CERTIFICATE = 60_000, "-----BEGIN CERTIFICATE-----"
FIELDS = frozenset({"url", "kinds", "numbers", "secret", "ca", "on"})


def webhook(name: str, body: Mapping[str, Any]) -> Webhook:
    """The webhook of a document."""
    if unknown := sorted(body.keys() - FIELDS):
        raise _wrong(name, unknown[0], body[unknown[0]])
    kinds = body.get("kinds", ())
    if not isinstance(kinds, list | tuple) or not all(kind in TOLD for kind in kinds):
        raise _wrong(name, "kinds", kinds)
    given = {field: body[field] for field in ("url", "secret", "ca", "numbers", "on") if field in body}
    for field, value in given.items():
        if not isinstance(value, bool if field in ("numbers", "on") else str):
            raise _wrong(name, field, value)
    if not re.fullmatch(NAME, name):
        raise _wrong(name, "webhook", name)
    if not re.fullmatch(URL, given.get("url", "")):
        raise _wrong(name, "url", given.get("url", ""))
    if (ca := given.get("ca", "")) and (len(ca) > LONGEST_CA or CERTIFICATE not in ca):
        raise _wrong(name, "ca", "…")
    return Webhook(name, kinds=frozenset(kinds), **given)


def body(hook: Webhook) -> dict[str, Any]:
    """The inverse of `webhook`."""
    return {
        "url": hook.url,
        "kinds": sorted(hook.kinds),
        "numbers": hook.numbers,
        "secret": hook.secret,
        "ca": hook.ca,
        "on": hook.on,
    }


def message(event: Mapping[str, Any], seq: int) -> dict[str, Any]:
    """What goes over the wire for an event as `events.told` gives it; `seq` orders them, whenever they arrive."""
    data = {"seq": seq, "contact": event["contact"], **event["data"]}
    return {"type": event["kind"], "timestamp": event["at"], "data": data}


def _wrong(name: str, field: str, value: object) -> WebhookInvalid:
    return WebhookInvalid(webhook=name, field=field, value=str(value)[:80])
