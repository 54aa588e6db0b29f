"""The first page: a card for each page that its reader may open, with a word about it."""

import re

import pytest
from flask import Flask

from appliance.errors import LANGUAGES
from manager.menu import ENTRIES
from tests.web.conftest import ROLE_NAMES, ClientFor

CARD = re.compile(
    r'<a class="card[^>]*href="([^"]+)".*?<strong[^>]*>([^<]+)</strong>\s*<span[^>]*>([^<]+)</span>', re.S
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLE_NAMES)
def test_each_page_of_the_menu_has_a_card(console: Flask, client_for: ClientFor, role: str, language: str) -> None:
    client = client_for(role)
    client.post("/language", data={"language": language})
    page = client.get("/").get_data(as_text=True)
    cards = CARD.findall(page)
    for address, name, about in cards:
        assert client.get(address, follow_redirects=True).status_code == 200, address
        assert name != about
        assert "." not in name, f"a text of the catalogue is missing: {name}"
    assert 1 <= len(cards) < len(ENTRIES)
    assert len(cards) == page.count('class="nav-link') - page.count('<span class="nav-link') - 1
