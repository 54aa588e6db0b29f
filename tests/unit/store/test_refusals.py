"""Every refusal of the store and the ledger explains itself in both languages."""

import pytest

from appliance.contact.ledger.errors import EventUnwritable, LedgerUnavailable
from appliance.errors import Refusal
from appliance.store.errors import DatabaseNewer, DatabaseUnavailable, DocumentUnwritable


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "refusal",
    [
        DatabaseNewer(revision="0042", known="0001"),
        DatabaseUnavailable(url="sqlite:///x.db", reason="database is locked"),
        DocumentUnwritable(kind="queue", key="sales", reason="NUL"),
        EventUnwritable(kind="leg.opened", reason="NUL"),
        LedgerUnavailable(reason="disk full"),
    ],
)
def test_whole_sentences(refusal: Refusal, language: str) -> None:
    sentence = refusal.sentence(language)
    parts = (sentence.what, sentence.why, sentence.next)
    assert all(part.endswith("。" if language == "zh" else ".") for part in parts)
    assert not any("{" in part for part in parts)
    assert all(str(value) in "".join(parts) for value in refusal.details.values())
