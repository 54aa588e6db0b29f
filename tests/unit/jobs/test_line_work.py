"""One change of the lines: the order of its steps, and that what fails leaves everything as it was."""

import asyncio
from collections.abc import Iterable, Mapping

import pytest

from appliance.daemons.jobs.lines.errors import LinesDown, LinesRefused
from appliance.daemons.jobs.lines.work import Work
from appliance.errors import Refusal
from dahdi_conf.changes import Line
from tests.unit.dahdi_conf.test_changes import e1

OLD, NEW = e1(), e1(second="mfcr2")
FOUND = {"dahdi/system.conf": "as it lay there\n"}


class Machine:
    """DAHDI and Asterisk: `breaks` names the step that is refused at its first time; `steps` are what was done.

    Lines are `down` for so many looks, after those at which Asterisk is still `stale`.
    """

    def __init__(self, breaks: str = "", down: int = 0, stale: int = 0) -> None:
        self.stale = stale
        self.steps: list[str] = []
        self.breaks, self.looks = breaks, down
        self.etc: dict[str, str] = dict(FOUND)
        self.asterisk = OLD["asterisk/chan_dahdi.conf"]

    async def check(self, system: str) -> None:
        self._step("check")

    async def write(self, files: Mapping[str, str | None]) -> None:
        self.etc = {name: text for name, text in ({**self.etc, **files}).items() if text is not None}
        self._step("write")

    async def configure(self, lines: Iterable[Line], modules: str) -> None:
        self._step("configure", lines)

    async def release(self, lines: Iterable[Line]) -> None:
        self._step("release", lines)

    async def take(self, lines: Iterable[Line]) -> None:
        self._step("take", lines)

    async def down(self, lines: Iterable[Line]) -> list[str]:
        self.stale -= 1
        if self.stale >= 0:
            return []
        self.looks -= 1
        return [line.place for line in lines] if self.looks >= 0 else []

    async def adopt(self, text: str) -> None:
        self.asterisk = text
        self._step("adopt")

    def bring(self, old: Mapping[str, str], new: Mapping[str, str], within: float = 0.0) -> None:
        asyncio.run(Work(self, self, self.adopt).bring(old, new, FOUND, within))

    def _step(self, name: str, lines: Iterable[Line] = ()) -> None:
        self.steps.append(" ".join([name, *(line.place for line in lines)]))
        if name == self.breaks:
            self.breaks = ""
            raise LinesRefused(who="it", said="no")


SECOND = "spans.A#2"
DONE = [f"release {SECOND}", "write", f"configure {SECOND}", "adopt", f"take {SECOND}"]


def test_only_what_changes_is_let_go_configured_and_taken() -> None:
    machine = Machine()
    machine.bring(OLD, NEW)
    assert machine.steps == ["check", *DONE]
    assert machine.etc["dahdi/system.conf"] == NEW["dahdi/system.conf"]
    assert machine.asterisk == NEW["asterisk/chan_dahdi.conf"]
    assert "asterisk/chan_dahdi.conf" not in machine.etc, "that lies in Asterisk's own folder"


def test_nothing_is_touched_where_dahdi_cannot_read_the_file() -> None:
    machine = Machine("check")
    with pytest.raises(LinesRefused):
        machine.bring(OLD, NEW)
    assert machine.steps == ["check"]
    assert machine.etc == FOUND


@pytest.mark.parametrize("step", ["release", "write", "configure", "adopt", "take"])
def test_a_refusal_at_any_step_puts_everything_back(step: str) -> None:
    machine = Machine(step)
    with pytest.raises(LinesRefused):
        machine.bring(OLD, NEW)
    assert machine.steps[-5:] == DONE
    assert machine.etc == FOUND, "byte for byte what lay there, not what we would have written"
    assert machine.asterisk == OLD["asterisk/chan_dahdi.conf"]


@pytest.mark.parametrize("stale", [0, 2])
def test_lines_that_stay_down_put_everything_back(stale: int) -> None:
    """Also where Asterisk tells at first how they were before."""
    machine = Machine(down=1000, stale=stale)
    with pytest.raises(LinesDown) as refused:
        machine.bring(OLD, NEW, within=2.0)
    assert refused.value.details["lines"] == SECOND
    assert machine.etc == FOUND


def test_lines_that_come_up_in_time_stay() -> None:
    machine = Machine(down=1)
    machine.bring(OLD, NEW, within=2.0)
    assert machine.etc["dahdi/system.conf"] == NEW["dahdi/system.conf"]


def test_the_first_lines_have_nothing_to_go_back_to_but_no_lines() -> None:
    machine = Machine("take")
    with pytest.raises(Refusal):
        machine.bring({}, NEW)
    assert machine.etc == FOUND
    assert machine.asterisk == ""
