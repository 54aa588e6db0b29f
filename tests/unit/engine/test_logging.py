"""Log lines: one JSON object each, whatever is logged."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from appliance.daemons.start import log_to_stderr


@pytest.fixture(autouse=True)
def _root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before, level


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    written = capsys.readouterr()
    assert written.out == "", "standard output is for what was asked for"
    return [json.loads(line) for line in written.err.splitlines()]


def test_a_line_says_when_how_bad_where_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    logging.getLogger("appliance.test").warning("line %d of %s", 2, "标准")
    (line,) = lines(capsys)
    moment = datetime.fromisoformat(line.pop("at"))
    assert line == {"level": "warning", "from": "appliance.test", "text": "line 2 of 标准"}
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60
    assert moment.utcoffset() == UTC.utcoffset(None)


def test_chinese_is_readable_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    logging.getLogger("appliance.test").error("中继")
    assert "中继" in capsys.readouterr().err


def test_a_text_of_several_lines_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    logging.getLogger("appliance.test").error('first\nsecond "quoted"\t\x00')
    assert [line["text"] for line in lines(capsys)] == ['first\nsecond "quoted"\t\x00']


def test_a_fault_brings_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError:
        logging.getLogger("appliance.test").exception("it failed")
    (line,) = lines(capsys)
    assert line["level"] == "error"
    assert line["trace"].endswith("ZeroDivisionError: by nothing\n")
    assert "test_a_fault_brings_its_trace" in line["trace"]


def test_only_what_is_asked_for_is_logged_and_once(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    log_to_stderr(logging.WARNING)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING):
        logging.getLogger("appliance.test").log(level, "said")
    assert [line["level"] for line in lines(capsys)] == ["warning"]
