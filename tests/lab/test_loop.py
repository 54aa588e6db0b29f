"""What all else in the lab stands on: a call through libpri, chan_dahdi and DAHDI, from one span to the other."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import spans

CONFIGURATION = Path(__file__).parent / "pri"
LIMIT = 60.0


class Exchange:
    """An Asterisk that is both sides of the loop; what it says is waited for."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(CONFIGURATION, folder, dirs_exist_ok=True)
        main = folder / "asterisk.conf"
        main.write_text(main.read_text("utf-8").replace("ETC", str(folder)), "utf-8")
        self._words = ["-C", str(main)]
        self._said, self._grown = list[str](), threading.Condition()
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            ["asterisk", "-f", "-n", "-vvv", *self._words], stdout=pipe, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def until(self, text: str) -> str:
        """The first line with `text` in it."""
        with self._grown:
            assert self._grown.wait_for(lambda: self._find(text), LIMIT), "".join(self._said)
            return self._find(text) or ""

    def cli(self, command: str) -> str:
        return subprocess.run(
            ["asterisk", *self._words, "-rx", command], capture_output=True, text=True, check=True, timeout=LIMIT
        ).stdout

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(LIMIT)
        self._reader.join(LIMIT)

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._grown:
                self._said.append(line)
                self._grown.notify_all()

    def _find(self, text: str) -> str | None:
        return next((line for line in self._said if text in line), None)


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    spans.wire()
    running = Exchange(tmp_path_factory.mktemp("exchange"))
    running.until("Asterisk Ready")
    yield running
    running.stop()


def test_dahdi_has_both_spans_without_an_alarm() -> None:
    spans.wire()
    heads = [Path(f"/proc/dahdi/{number}").read_text("utf-8").splitlines()[0] for number in (1, 2)]
    assert [head.split()[2] for head in heads] == ["DYN/loc/1:0", "DYN/loc/1:1"]
    assert not [head for head in heads if "RED" in head]


def test_a_call_over_the_loop_arrives_with_its_numbers(exchange: Exchange) -> None:
    exchange.until("D-Channel on span 2 up")
    exchange.cli("channel originate Local/s@calls application Echo")
    arrived = re.search(r"ARRIVED (\d+) from (\d+)", exchange.until("ARRIVED"))
    assert arrived
    assert arrived.groups() == ("88881234", "2061234567")
    exchange.until("answered")
    talking = [line.split()[0] for line in exchange.cli("core show channels concise").splitlines()]
    assert sum(name.startswith("DAHDI/") for name in talking) == 2
