"""The monitor tells what settled, and that words were lost when the kernel had more than its socket holds."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager, suppress

from dahdi_conf.model import Bus, Card, Hardware
from dahdi_conf.watch import watch
from drivers.hotplug.model import Act, Change, Changes, Part
from drivers.hotplug.monitor import BATCH, LOST, Lost, changes

SPAN = Change(Part.SPAN, Act.ADDED, "span-1", "/devices/span-1")


class Words:
    """A source whose words are written beforehand; its pipe has a byte for as long as there are any."""

    def __init__(self, words: list[Change | Lost], reader: int) -> None:
        self._words, self._reader = words, reader

    def fileno(self) -> int:
        return self._reader

    def read(self) -> Change | Lost | None:
        if self._words:
            return self._words.pop(0)
        os.set_blocking(self._reader, False)
        with suppress(BlockingIOError):
            os.read(self._reader, 1)
        return None


@contextmanager
def source(*words: Change | Lost) -> Iterator[Words]:
    reader, writer = os.pipe()
    os.write(writer, b"!")
    try:
        yield Words(list(words), reader)
    finally:
        os.close(reader)
        os.close(writer)


async def first(words: Words) -> Changes:
    async with aclosing(changes(words)) as told:
        return await anext(told)


def test_what_was_heard_is_told_when_it_has_settled() -> None:
    with source(SPAN) as words:
        assert asyncio.run(first(words)) == Changes((SPAN,))


def test_after_lost_words_listening_goes_on() -> None:
    with source(LOST, SPAN) as words:
        assert asyncio.run(first(words)) == Changes((SPAN,), lost=True)


def test_more_words_than_one_go_takes_are_all_heard() -> None:
    many = [Change(Part.SPAN, Act.ADDED, f"span-{number}", "") for number in range(3 * BATCH)]
    with source(*many) as words:
        assert asyncio.run(first(words)) == Changes(tuple(many))


def hardware(*names: str) -> Hardware:
    return Hardware(tuple(Card(name, "te435", Bus.PCI, "0000:05:00.0", "wcte43x") for name in names))


def test_after_each_word_the_machine_is_looked_at_and_differences_are_told() -> None:
    looks = [hardware(), hardware("a"), hardware("a"), hardware("a", "b")]
    heard = [Changes((SPAN,)), Changes((SPAN,)), Changes(lost=True)]

    async def words() -> AsyncIterator[Changes]:
        for what in heard:
            yield what

    async def run() -> list[Hardware]:
        async def look() -> Hardware:
            return looks.pop(0)

        return [seen async for seen in watch(words(), look)]

    assert asyncio.run(run()) == [hardware(), hardware("a"), hardware("a", "b")]
    assert looks == []
