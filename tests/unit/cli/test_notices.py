"""`callstead notice`: to whom a message goes, and what is said of it."""

import pytest

from tests.unit.cli.scripted import ScriptedLink, run

SENT = {"notice.send": {"notice": "1", "agents": ["8001", "8002"], "everybody": False}}


def test_a_notice_to_everybody() -> None:
    link = ScriptedLink(SENT)
    result = run(link, "notice", "send", "开会")
    assert link.asked == [("engine", "notice.send", {"text": "开会"})]
    assert result.stdout == "The notice was sent to everybody.\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_notice_to_some(language: str) -> None:
    link = ScriptedLink(SENT)
    words = ["--agent", "8001", "--team", "a", "--team", "b", "--queue", "q", "--urgent"]
    result = run(link, "notice", "send", "开会", *words, language=language)
    to = {"agents": ["8001"], "teams": ["a", "b"], "queues": ["q"]}
    assert link.asked == [("engine", "notice.send", {"text": "开会", "urgent": True, **to})]
    assert "2" in result.stdout
