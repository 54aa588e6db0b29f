"""What is said to Asterisk about lines, and what it is taken to mean."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from appliance.daemons.jobs.lines.errors import LinesRefused
from appliance.daemons.jobs.lines.exchange import MODULE, Exchange
from appliance.telephony.ari.codec import Response
from dahdi_conf.changes import Line

FIRST, SECOND = Line("spans.A#1", 1, True, (1, 31)), Line("spans.A#2", 2, False, (32, 62))
PORT = Line("ports.B#1/1", 0, False, (63, 63))
LINKED = Line("spans.A#3", 3, False, (64, 94), linkset=2)
CHANNELS = (
    "   Chan Span Signalling\n pseudo    0 Pseudo\n      1    1 ISDN PRI\n     32    2 MFC/R2\n     63    3 FXS\n"
    "     64    3 SS7\n"
)


class Asterisk:
    """Answers requests and commands; `said` are both in their order."""

    def __init__(self, *, loaded: bool = True, spans: str = "", channels: str = CHANNELS, status: int = 204) -> None:
        self.said: list[str] = []
        self.loaded, self.status = loaded, status
        self.answers = {"pri show spans": spans, "dahdi show channels": channels}

    async def request(self, method: str, uri: str, query: Any = None, body: Any = None) -> Response:
        self.said.append(f"{method} {uri}")
        if method == "GET":
            return Response("1", 200 if self.loaded else 404, "")
        if self.status < 300:
            self.loaded = method == "POST"
        return Response("1", self.status, "", {"message": "no such device"} if self.status >= 300 else None)

    async def command(self, line: str) -> str:
        self.said.append(line)
        if line.startswith("channel request hangup"):
            self.answers["core show channels concise"] = ""
        return self.answers.get(line, "")


def exchange(asterisk: Asterisk, proc: Path = Path("/nowhere")) -> Exchange:
    return Exchange(asterisk, asterisk, proc)


def test_a_line_is_let_go_with_its_d_channel() -> None:
    asterisk = Asterisk()
    asyncio.run(exchange(asterisk).release([FIRST, SECOND]))
    assert asterisk.said[1:] == ["pri destroy span 1", "dahdi destroy channels 1 31", "dahdi destroy channels 32 62"]


def test_there_is_nothing_to_let_go_before_the_first_lines() -> None:
    asterisk = Asterisk(loaded=False)
    asyncio.run(exchange(asterisk).release([FIRST]))
    assert asterisk.said == [f"GET {MODULE}"]


def test_the_first_lines_load_the_module_and_later_ones_are_created() -> None:
    first, later = Asterisk(loaded=False), Asterisk()
    asyncio.run(exchange(first).take([FIRST]))
    assert first.said[1] == f"POST {MODULE}"
    asyncio.run(exchange(later).take([SECOND, PORT]))
    assert later.said[1:3] == ["dahdi create channels 32 62", "dahdi create channels 63 63"]


@pytest.mark.parametrize(
    ("asterisk", "said"),
    [(Asterisk(channels="Chan\n"), "spans.A#1"), (Asterisk(loaded=False, status=409), "no such device")],
)
def test_channels_that_asterisk_does_not_get_are_a_refusal(asterisk: Asterisk, said: str) -> None:
    with pytest.raises(LinesRefused) as refused:
        asyncio.run(exchange(asterisk).take([FIRST]))
    assert said in refused.value.details["said"]


@pytest.mark.parametrize(
    ("spans", "alarm", "down"),
    [
        ("PRI span 1/0: Up, Active", "", []),
        ("PRI span 1/0: Down, Active", "", ["spans.A#1"]),
        ("PRI span 1/0: In Alarm, Up, Active", "", ["spans.A#1"]),
        ("PRI span 1/0: Up, Active", "RED", ["spans.A#1", "spans.A#2"]),
        ("PRI span 11/0: Up, Active", "", ["spans.A#1"]),
    ],
    ids=["up", "down", "alarm", "red", "another"],
)
def test_a_line_is_up_without_alarm_and_with_its_d_channel(
    tmp_path: Path, spans: str, alarm: str, down: list[str]
) -> None:
    for number in (1, 2):
        head = f"Span {number}: DYN/eth/veth0/02:00 \"Dynamic 'eth' span at RED square\" (MASTER) {alarm}\n"
        (tmp_path / str(number)).write_text(head, "utf-8")
    found = asyncio.run(exchange(Asterisk(spans=spans), tmp_path).down([FIRST, SECOND, PORT]))
    assert found == down


@pytest.mark.parametrize(
    ("ours", "theirs", "down"),
    [
        ("Network", "CPE", []),
        ("CPE", "Unknown node type", []),
        ("CPE", "CPE", ["spans.A#1"]),
        ("Network", "Network", ["spans.A#1"]),
    ],
)
def test_both_ends_on_the_same_side_are_no_line_though_asterisk_says_up(
    tmp_path: Path, ours: str, theirs: str, down: list[str]
) -> None:
    (tmp_path / "1").write_text('Span 1: TE4/0/1 "T4XXP" \n', "utf-8")
    asterisk = Asterisk(spans="PRI span 1/0: Up, Active")
    asterisk.answers["pri show span 1"] = f"Status: Up, Active\nType: {ours}\nRemote type: {theirs}\nOverlap Dial: 0\n"
    assert asyncio.run(exchange(asterisk, tmp_path).down([FIRST])) == down


def test_ss7_goes_and_comes_with_the_module_when_no_call_is_left() -> None:
    asterisk = Asterisk()
    asterisk.answers["core show channels concise"] = "DAHDI/1-1!from-lines!s!1!Up\nPJSIP/8001-1!from-phone!s!1!Up\n"
    asyncio.run(exchange(asterisk).release([LINKED]))
    hung_up = ["core show channels concise", "channel request hangup DAHDI/1-1", "core show channels concise"]
    assert asterisk.said == [f"GET {MODULE}", *hung_up, f"DELETE {MODULE}"]
    asterisk.said.clear()
    asyncio.run(exchange(asterisk).take([LINKED]))
    assert asterisk.said == [f"GET {MODULE}", f"GET {MODULE}", f"POST {MODULE}", "dahdi show channels"]


def test_a_line_with_ss7_beside_others_loads_the_module_anew() -> None:
    asterisk = Asterisk()
    asyncio.run(exchange(asterisk).take([LINKED]))
    assert [word for word in asterisk.said if MODULE in word and "GET" not in word] == [
        f"DELETE {MODULE}",
        f"POST {MODULE}",
    ]


@pytest.mark.parametrize(("status", "down"), [("Up", []), ("Down", ["spans.A#3"])])
def test_ss7_is_up_with_its_linkset(tmp_path: Path, status: str, down: list[str]) -> None:
    (tmp_path / "3").write_text('Span 3: TE4/0/3 "T4XXP" \n', "utf-8")
    asterisk = Asterisk()
    asterisk.answers["ss7 show linkset 2"] = f"SS7 flags: 0x0\nSS7 linkset 2 status: {status}\n"
    assert asyncio.run(exchange(asterisk, tmp_path).down([LINKED])) == down
