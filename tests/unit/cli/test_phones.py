"""Accounts of phones at the command line."""

import pytest

from tests.unit.cli.scripted import ScriptedLink, run


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_password_of_a_new_account_is_shown_once(language: str) -> None:
    link = ScriptedLink({"phone.set": {"phone": "8021", "secret": "kQ7-made-here"}})
    words = "phone set 8021 --encryption off --new-secret --reason lobby"
    assert "kQ7-made-here" in run(link, *words.split(), language=language).stdout
    args = {"phone": "8021", "encryption": "off", "new_secret": True, "reason": "lobby"}
    assert link.asked == [("engine", "phone.set", args)]
    told = run(ScriptedLink({"phone.set": {"phone": "8021", "secret": None}}), "phone", "set", "8021")
    assert (told.exit_code, "None" in told.stdout) == (0, False)
