"""Screen pops as documents."""

from typing import Any

import pytest

from appliance.desk.crm.errors import ScreenPopInvalid
from appliance.desk.crm.model import Opens
from appliance.desk.crm.pop import screen_pop

URL = "https://crm.example:8443/find?phone={number}&call={contact}"


def test_an_address_alone_is_a_button_with_every_call() -> None:
    pop = screen_pop("crm", {"url": URL})
    assert (pop.title, pop.opens, pop.numbers, pop.suits("sales"), pop.suits("")) == (
        "crm",
        Opens.HAND,
        False,
        True,
        True,
    )


def test_some_queues_alone() -> None:
    pop = screen_pop("crm", {"url": URL, "queues": ["sales"], "opens": "ring"})
    assert (pop.suits("sales"), pop.suits("support"), pop.opens) == (True, False, Opens.RING)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "javascript:alert({number})"}, "url"),
        ({"url": "https://{number}.example/"}, "url"),
        ({"url": "https://crm.example/{secret}"}, "url"),
        ({"url": "https://crm.example/ {number}"}, "url"),
        ({"url": 5}, "url"),
        ({"title": 5}, "title"),
        ({"opens": "always"}, "opens"),
        ({"queues": "sales"}, "queues"),
        ({"numbers": "yes"}, "numbers"),
        ({"target": "_top"}, "target"),
    ],
)
def test_what_means_nothing_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ScreenPopInvalid) as refused:
        screen_pop("crm", {"url": URL, **change})
    assert refused.value.details["field"] == field
