"""Changes and an outage of the database: memory follows, and nothing is built on what is no longer so."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from appliance.contact.calls.model import Phone
from appliance.daemons.engine.configuration import Configuration
from appliance.daemons.engine.errors import ChangeNotInForce, ConfigurationBehind
from appliance.daemons.engine.upkeep import BEHIND, Upkeep
from appliance.errors import Refusal
from appliance.store.errors import DatabaseUnavailable
from tests.fakes.alarms import SeenAlarms
from tests.unit.engine.loops import in_a_loop

GONE = "the server closed the connection"


class GoneError(Exception):
    """An outage."""


def outage(fault: BaseException) -> Refusal | None:
    return DatabaseUnavailable(url="db", reason=GONE) if isinstance(fault, GoneError) else None


@dataclass
class Site:
    """A database that can be away before or after it has written; `memory` is what the centre goes by."""

    there: bool = True
    dies: bool = False
    written: list[str] = field(default_factory=list)
    memory: list[str] = field(default_factory=list)
    alarms: SeenAlarms = field(default_factory=SeenAlarms)
    taken: asyncio.Event = field(default_factory=asyncio.Event)

    def upkeep(self) -> Upkeep:
        return Upkeep(self.read, self.take, outage, self.alarms, again=0.001)

    def put(self, name: str) -> Callable[[], int]:
        def put() -> int:
            if not self.there:
                raise GoneError
            self.written.append(name)
            if self.dies:
                self.there = False
                raise GoneError
            return len(self.written)

        return put

    def read(self) -> Configuration:
        if not self.there:
            raise GoneError
        return Configuration(phones={name: Phone(name, "") for name in self.written})

    def take(self, configuration: Configuration) -> None:
        self.memory = list(configuration.phones)
        self.taken.set()


@in_a_loop
async def test_a_change_is_in_force_when_it_is_answered() -> None:
    site = Site()
    assert await site.upkeep().change(site.put("a")) == 1
    assert site.memory == ["a"]
    assert not site.alarms.ever


@in_a_loop
async def test_a_database_that_is_away_is_a_refusal_and_an_alarm_until_it_is_back() -> None:
    site = Site(there=False)
    upkeep = site.upkeep()
    with pytest.raises(DatabaseUnavailable):
        await upkeep.change(site.put("a"))
    assert site.alarms.now == {(BEHIND, ""): GONE}
    with pytest.raises(ConfigurationBehind):
        await upkeep.change(site.put("b"))
    site.there = True
    await site.taken.wait()
    await asyncio.sleep(0)
    assert site.alarms.now == {}
    assert await upkeep.change(site.put("c")) == 1
    assert site.memory == ["c"]


@in_a_loop
async def test_a_change_that_came_through_although_it_was_refused_is_taken_up() -> None:
    site = Site(dies=True)
    with pytest.raises(DatabaseUnavailable):
        await site.upkeep().change(site.put("a"))
    assert site.memory == []
    site.there = True
    await site.taken.wait()
    assert site.memory == ["a"]


@in_a_loop
async def test_a_change_that_is_written_and_cannot_be_read_is_told_apart() -> None:
    site = Site()
    upkeep = site.upkeep()
    put = site.put("a")

    def put_and_die() -> int:
        done = put()
        site.there = False
        return done

    with pytest.raises(ChangeNotInForce):
        await upkeep.change(put_and_die)
    assert site.alarms.now == {(BEHIND, ""): GONE}
    site.there = True
    await site.taken.wait()
    assert site.memory == ["a"]


@in_a_loop
async def test_faults_of_ours_stay_faults() -> None:
    site = Site()

    def wrong() -> None:
        raise KeyError("secret")

    with pytest.raises(KeyError):
        await site.upkeep().change(wrong)
    assert not site.alarms.ever


@in_a_loop
async def test_an_older_reading_is_never_taken_after_a_newer_one() -> None:
    site, upkeep = Site(), None
    upkeep = site.upkeep()
    await asyncio.gather(*(upkeep.change(site.put(str(number))) for number in range(20)))
    assert sorted(site.memory) == sorted(site.written)
    assert len(site.memory) == 20
