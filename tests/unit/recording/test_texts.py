"""Every refusal of recordings and keys explains itself in both languages, with all its details filled in."""

import pytest

from appliance.contact.recording import errors
from appliance.errors import LANGUAGES, Refusal
from appliance.system import keys

REFUSALS = [
    thing
    for module in (errors, keys)
    for thing in vars(module).values()
    if isinstance(thing, type) and issubclass(thing, Refusal) and thing is not Refusal
]
DETAILS = {
    **{"recording": "7", "file": "f", "key": "a", "ours": "b", "path": "/p", "size": 3, "mode": "0644", "day": "x"},
    **{"at": "now", "reason": "age", "who": "li", "name": "x", "known": "y", "minimum": 1, "maximum": 2, "place": "p"},
    **{
        "request": "box-1",
        "stage": "open",
        "call": "9",
        "mode": "never",
        "recordings": 4,
        "passwords": 5,
        "line": "x",
        "problem": "no",
        "phone": "8",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_a_refusal_says_what_why_and_what_next(refusal: type[Refusal], language: str) -> None:
    sentence = refusal(**DETAILS).sentence(language)
    for text in (sentence.what, sentence.why, sentence.next):
        assert text.endswith((".", "。"))
        assert "{" not in text
