"""What the console asks the jobs of a running box about its cards and lines; this machine has none."""

import asyncio
from typing import Any

import pytest

from appliance.errors import Refusal
from dahdi_conf.intent_document import parse
from tests.servers import box

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]
NUMBERS = ["02161230000-02161230099"]


def asked(centre: box.Box, command: str, **given: Any) -> Any:
    async def ask() -> Any:
        async with centre.jobs() as jobs:
            return await jobs.call(command, **given)

    return asyncio.run(ask())


def test_cards_a_proposal_and_what_it_would_come_to(centre: box.Box) -> None:
    assert isinstance(asked(centre, "card.list"), list)
    document = asked(centre, "lines.propose", numbers=NUMBERS, country="us")["document"]
    assert parse(document)[0].country == "us"
    planned = asked(centre, "lines.plan", document='country = "us"\n[spans."1TE133F0001#1"]\n')
    gone = next(one for one in planned["problems"] if one["where"] == "spans.1TE133F0001#1")
    assert (gone["code"], gone["blocks"]) == ("lines-card-gone", False)
    assert "loadzone=us" in planned["files"]["dahdi/system.conf"]


def test_no_lines_are_in_force_and_an_answer_that_is_none_is_explained(centre: box.Box) -> None:
    assert asked(centre, "lines.show")["document"] == 'country = "cn"\n'
    with pytest.raises(Refusal) as refused:
        asked(centre, "lines.propose", numbers=NUMBERS, country="atlantis")
    assert refused.value.code == "lines-answer-invalid"
