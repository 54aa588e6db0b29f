"""One voice to many phones: whom a page reaches, whom it leaves alone, and how it ends, told as tables."""

from dataclasses import replace

import pytest

from appliance.contact.agents.model import Agent
from appliance.contact.paging.model import ALL, PageGroup, Speech
from tests.scenarios.stage import AGENTS, Site, Stage
from tests.scenarios.table import play

SHOP = PageGroup("shop", "1", phones=("p2", "p3"), callers=("p1", "p4", "8002"), seconds=60)
HALL = PageGroup("hall", "2", phones=("p2",), multicast=("239.1.1.1:5004",), callers=(ALL,))
ALARM = PageGroup("alarm", "3", phones=(ALL,), callers=(ALL,), emergency=True)
SITE = Site(page_groups={group.name: group for group in (SHOP, HALL, ALARM)})
DESKS = {**AGENTS, "8004": Agent("8004", phone="p4")}


class PagingStage(Stage):
    """A stage on which li pages by command."""

    def __init__(self) -> None:
        super().__init__(replace(SITE, agents=DESKS))

    def _page(self, what: str, group: str, *words: str) -> None:
        """`say` a group prompts, let it hear who picks up `from` a phone, or `stop` its page."""
        pages = self.centre.pages
        match what:
            case "say":
                pages.order(group, Speech(words, "en"), "li", self.now)
            case "from":
                pages.order(group, Speech(phone=words[0]), "li", self.now)
            case _:
                pages.stop(group, "li", self.now)


SCENARIOS = {
    "somebody dials a group and speaks to its phones until the end": """
        12:00:00 login 8002
        12:00:01 dials p1 i1 *31
                 < answer i1
                 < make-bridge
                 < play i1 beep
                 < summon a1 p2
                 < summon a2 p3
                 = page.started shop p1
                 = code.used page 1 done
        12:00:01 answers a1
                 < mute a1
                 < enter a1
                 = page.reached p2 phone
        12:00:02 played i1
                 < enter i1
                 = none
        12:00:02 answers a2
                 < mute a2
                 < enter a2
                 = page.reached p3 phone
        12:00:09 gone i1
                 < hang-up a1
                 < hang-up a2
                 < drop-bridge
                 = page.ended shop hung-up
        12:00:09 gone a1
                 < none
                 = none
    """,
    "phones that ring or talk are left alone, and nobody's state changes": """
        12:00:00 login 8002
        12:00:00 login 8003
        12:00:01 dials p2 i2 8003
        12:00:02 ringing a1
        12:00:03 dials p1 i1 *32
                 < answer i1
                 < make-bridge
                 < play i1 beep
                 < multicast a2 239.1.1.1:5004
                 = page.started hall p1
                 = code.used page 2 done
        12:00:03 answers a2
                 < mute a2
                 < enter a2
                 = page.reached 239.1.1.1:5004 multicast
        12:00:04 answers a1
        12:00:05 dials p5 i4 *31
                 < answer i4
                 < play i4 code-page-not-allowed
                 = code.used page 1 page-not-allowed
    """,
    "nobody would hear it": """
        12:00:01 dials p2 i2 p3
        12:00:02 ringing a1
        12:00:03 dials p1 i1 *31
                 < answer i1
                 < play i1 code-page-nobody
                 = code.used page 1 page-reaches-nobody
    """,
    "whoever is asked not to be disturbed is not, but in an emergency": """
        12:00:00 login 8002
        12:00:00 login 8003
        12:00:01 dnd 8002 on
        12:00:02 dials p1 i1 *31
                 < answer i1
                 < make-bridge
                 < play i1 beep
                 < summon a1 p3
        12:00:03 gone i1
                 < hang-up a1
                 < drop-bridge
        12:00:04 gone a1
        12:00:05 dials p4 i4 *33
                 < answer i4
                 < make-bridge
                 < play i4 beep
                 < summon a2 p1 urgently
                 < summon a3 p2 urgently
                 < summon a4 p3 urgently
    """,
    "an emergency is heard in calls, and rings nobody who rings": """
        12:00:01 dials p2 i2 p3
        12:00:02 answers i2
        12:00:03 answers a1
        12:00:04 dials p1 i1 *33
                 < answer i1
                 < make-bridge
                 < play i1 beep
                 < whisper a2 into i2
                 < whisper a3 into a1
                 < summon a4 p4 urgently
        12:00:05 answers a2
                 < mute a2
                 < enter a2
                 = page.reached p2 broken-into
        12:00:06 gone a1
                 < hang-up i2
                 < drop-bridge
    """,
    "one page at a time for a group, others beside it": """
        12:00:01 page say shop bye
                 < make-bridge
                 < summon a1 p2
                 < summon a2 p3
                 = page.started shop li
        12:00:02 dials p1 i1 *31
                 < answer i1
                 < play i1 code-page-running
                 = code.used page 1 page-running
        12:00:03 page say shop bye
                 ! page-running
        12:00:04 page say hall bye
                 < make-bridge
                 < multicast a3 239.1.1.1:5004
    """,
    "prompts begin when everybody hears, and the page is over when they are": """
        12:00:01 page say shop bye sorry
        12:00:02 answers a1
                 < mute a1
                 < enter a1
        12:00:03 answers a2
                 < mute a2
                 < enter a2
                 < announce bye sorry
        12:00:08 played page
                 < hang-up a1
                 < hang-up a2
                 < drop-bridge
                 = page.ended shop spoken
    """,
    "prompts do not wait for a phone that does not pick up by itself": """
        12:00:01 page say shop bye
        12:00:02 answers a1
                 < mute a1
                 < enter a1
        12:00:06 pass
                 < announce bye
        12:00:07 answers a2
                 < mute a2
                 < enter a2
                 = page.reached p3 phone
    """,
    "a phone that cannot be reached holds nothing up; without any phone there is no page": """
        12:00:01 page say shop bye
        12:00:02 answers a1
        12:00:02 gone a2 20
                 < announce bye
        12:00:03 gone a1
                 < drop-bridge
                 = page.ended shop nobody-left
    """,
    "a page has a longest time": """
        12:00:01 dials p1 i1 *31
        12:00:02 answers a1
        12:01:02 pass
                 < hang-up i1
                 < hang-up a1
                 < hang-up a2
                 < drop-bridge
                 = page.ended shop longest
    """,
    "a command has somebody speak who picks up": """
        12:00:01 page from shop p1
                 < ring a1 p1
                 = none
        12:00:05 answers a1
                 < make-bridge
                 < play a1 beep
                 < summon a2 p2
                 < summon a3 p3
                 = page.started shop p1 li
        12:00:06 played a1
                 < enter a1
        12:00:07 page stop shop
                 < hang-up a1
                 < hang-up a2
                 < hang-up a3
                 < drop-bridge
                 = page.ended shop stopped li
        12:00:08 page stop shop
                 ! page-not-running
    """,
    "who does not pick up has paged nobody": """
        12:00:01 page from shop p1
        12:00:31 gone a1 19
                 < drop-bridge
                 = page.unspoken shop p1
        12:00:32 page from shop p1
                 < ring a2 p1
        12:00:33 page from hall p1
                 ! page-phone-busy
    """,
    "queues go on: a phone that hears a page is offered no call before its end": """
        12:00:00 login 8002
        12:00:01 page say shop bye
        12:00:02 answers a1
        12:00:03 inbound c1
        12:00:04 key c1 1
                 < stop-play
                 < music c1
        12:00:05 page stop shop
        12:00:06 gone a1
                 < ring a3 p2
    """,
    "an engine that starts anew ends the page and hangs up its phones": """
        12:00:01 dials p1 i1 *31
        12:00:02 answers a1
        12:00:10 restart i1:up a1:up
                 < drop-bridge
                 < hang-up i1
                 < hang-up a1
                 = page.ended shop engine-restarted
        12:00:11 gone i1
        12:00:11 gone a1
        12:00:12 dials p1 i3 *31
                 < answer i3
                 < make-bridge
                 < play i3 beep
                 < summon a3 p2
                 < summon a4 p3
    """,
    "an Asterisk that dies takes the page along": """
        12:00:01 dials p1 i1 *31
        12:00:02 answers a1
        12:00:03 lost
                 = page.ended shop media-lost
        12:00:04 dials p1 i2 *31
                 < answer i2
                 < make-bridge
                 < play i2 beep
                 < summon a3 p2
                 < summon a4 p3
    """,
    "who is no member of the group any more and a number of no group": """
        12:00:01 dials p1 i1 *39
                 < answer i1
                 < play i1 code-page-unknown
                 = code.used page 9 page-group-unknown
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_page(table: str) -> None:
    play(table, stage=PagingStage())


def test_a_running_page_tells_whom_it_reaches_and_whom_it_leaves_alone() -> None:
    stage = play(
        """
        12:00:01 dials p2 i2 p1
        12:00:02 dials p4 i4 *31
        12:00:03 answers a2
        """,
        stage=PagingStage(),
    )
    (page,) = stage.centre.pages.running()
    assert page.reached == ["p3"]
    assert page.reach.left == {"p2": "ringing"}


def test_the_books_tell_who_paged_whom_how_many_heard_it_and_how_long() -> None:
    stage = play(
        """
        12:00:00 login 8002
        12:00:01 dials p2 i1 *31
        12:00:02 answers a1
        12:00:11 gone i1
        """,
        stage=PagingStage(),
    )
    (ended,) = [event for event in stage.written.ledger if event.kind == "page.ended"]
    assert {key: ended.data[key] for key in ("phone", "agent", "reached", "duration_ms")} == {
        "phone": "p2",
        "agent": "8002",
        "reached": ["p3"],
        "duration_ms": 10_000,
    }
