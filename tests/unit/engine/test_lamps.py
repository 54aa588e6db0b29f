"""What Asterisk is told of the message lamps: what is counted, never an empty box that nobody has counted."""

import asyncio
from collections.abc import Mapping
from typing import cast

from appliance.contact.voicemail.model import Box, Count
from appliance.daemons.engine.lamps import Lamps
from appliance.telephony.ari.client import AriClient
from tests.scenarios.stage import AGENTS, Site
from tests.unit.engine.node import Node

PHONE = next(iter(AGENTS.values())).phone
SITE = Site(boxes={"operator": Box("operator", phones=(PHONE,))})


class Told:
    """The lamps over a wire; `counts` is what lies in the boxes."""

    def __init__(self) -> None:
        self.node = Node(SITE)
        self.counts: Mapping[str, Count] = {"operator": Count(1, 0)}
        self.lamps = Lamps(self.node.stage.centre, lambda: cast("AriClient", self.node.wire), lambda: self.counts)

    def take(self) -> dict[str, str]:
        """What each phone was told since."""
        requests, self.node.wire.requests = self.node.wire.requests, []
        told = [(str(one.query["variable"]), one.query["value"]) for one in requests]
        assert len(dict(told)) == len(told), "a phone was told twice"
        return {name.partition("(")[2].partition("@")[0]: str(count) for name, count in told}


def test_an_engine_that_has_just_begun_tells_what_lies_in_the_boxes() -> None:
    async def scene() -> None:
        told = Told()
        told.lamps.load()
        told.lamps.again()
        assert told.take()[PHONE] == "1,0"
        told.lamps.refresh()
        assert told.take() == {}

    asyncio.run(scene())


def test_only_news_is_told_until_asterisk_may_have_forgotten() -> None:
    async def scene() -> None:
        told = Told()
        told.lamps.load()
        told.lamps.again()
        everything = told.take()
        told.counts = {"operator": Count(0, 1)}
        await told.lamps.recount()
        assert told.take() == {PHONE: "0,1"}
        told.lamps.again()
        assert told.take() == {**everything, PHONE: "0,1"}

    asyncio.run(scene())


def test_what_did_not_arrive_is_told_again() -> None:
    async def scene() -> None:
        told = Told()
        told.lamps.load()
        told.node.wire.statuses["variable"] = None
        told.lamps.refresh()
        await asyncio.sleep(0)
        everything = told.take()
        told.node.wire.statuses.clear()
        told.lamps.refresh()
        assert told.take() == everything != {}

    asyncio.run(scene())
