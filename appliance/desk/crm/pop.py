"""Pages of other programs that an agent is shown with a call, as documents."""

import re
from collections.abc import Mapping
from typing import Any

from appliance.desk.crm.errors import ScreenPopInvalid
from appliance.desk.crm.model import URL, Opens, ScreenPop

NAMES = ("number", "called", "queue", "contact", "agent", "customer", "keys")
FIELDS = frozenset({"title", "url", "queues", "opens", "numbers"})
NAME = re.compile(r"\{([^{}]*)\}")


def screen_pop(name: str, body: Mapping[str, Any]) -> ScreenPop:
    """The screen pop of a document; raises ScreenPopInvalid naming the field."""
    for field in sorted(body.keys() - FIELDS):
        raise ScreenPopInvalid(pop=name, field=field, value=str(body[field])[:80])
    title, url, opens = (body.get(field, default) for field, default in (("title", ""), ("url", ""), ("opens", "hand")))
    queues, numbers = body.get("queues", ()), body.get("numbers", False)
    if not isinstance(url, str) or not re.fullmatch(URL, url) or not set(NAME.findall(url)) <= set(NAMES):
        raise ScreenPopInvalid(pop=name, field="url", value=str(url)[:80])
    if not isinstance(title, str) or opens not in list(map(str, Opens)):
        raise ScreenPopInvalid(pop=name, field="opens" if isinstance(title, str) else "title", value=str(opens)[:80])
    if not isinstance(queues, list | tuple) or not all(isinstance(queue, str) for queue in queues):
        raise ScreenPopInvalid(pop=name, field="queues", value=str(queues)[:80])
    if not isinstance(numbers, bool):
        raise ScreenPopInvalid(pop=name, field="numbers", value=str(numbers)[:80])
    return ScreenPop(name, title or name, url, tuple(queues), Opens(opens), numbers)
