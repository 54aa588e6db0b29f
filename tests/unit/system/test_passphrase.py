"""Texts closed by a passphrase: opened by the same words in the same place alone."""

import pytest

from appliance.system.passphrase import Passphrase, PassphraseMissing, PassphraseShort, PassphraseWrong, by_passphrase

WORDS = "correct horse battery"


def test_what_is_closed_opens_with_the_same_words_only() -> None:
    sealed = Passphrase(WORDS).seal("密码 1", "phone:8001")
    assert by_passphrase(sealed)
    assert "密码" not in sealed
    assert Passphrase(WORDS).open(sealed, "phone:8001").reveal() == "密码 1"
    for words, place in ((WORDS + "!", "phone:8001"), (WORDS, "phone:8002")):
        with pytest.raises(PassphraseWrong):
            Passphrase(words).open(sealed, place)


@pytest.mark.parametrize("broken", ["p1.", "p1.AAAA", "p1.not base64", "p1"])
def test_what_is_no_closed_text_is_refused(broken: str) -> None:
    with pytest.raises(PassphraseWrong):
        Passphrase(WORDS).open(broken, "phone:8001")


def test_one_changed_letter_is_refused() -> None:
    sealed = Passphrase(WORDS).seal("secret", "c")
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    with pytest.raises(PassphraseWrong):
        Passphrase(WORDS).open(sealed[:middle] + other + sealed[middle + 1 :], "c")


def test_two_closings_are_not_alike_and_tell_nothing() -> None:
    first, second = Passphrase(WORDS), Passphrase(WORDS)
    assert len({first.seal("s", "c"), first.seal("s", "c"), second.seal("s", "c")}) == 3
    assert WORDS not in repr(first)


def test_short_words_close_nothing_and_none_open_nothing() -> None:
    with pytest.raises(PassphraseShort):
        Passphrase("eleven char").seal("s", "c")
    with pytest.raises(PassphraseMissing):
        Passphrase("").open(Passphrase(WORDS).seal("s", "c"), "c")
