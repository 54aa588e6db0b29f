"""Every refusal has its texts in every language, every text its code; and each fault in that is found."""

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, read
from tests.architecture.texts import (
    Text,
    read_texts,
    refusals,
    unequal_catalogues,
    unsaid_refusals,
    unspoken_texts,
    untranslated,
)
from tests.architecture.trees import grow, listed

FOLDER = ROOT / "appliance" / "texts"
SOURCE = """
class QueueFull(Refusal):
    code = "queue-full"
"""


def error(code: str, what: str, why: str = "", next: str = "", file: str = "a.toml") -> list[Text]:
    parts = {"what": what, "why": why, "next": next}
    return [Text(file, ("error", code, part), text) for part, text in parts.items()]


GOOD = {"zh": error("queue-full", "队列 {queue} 已满。"), "en": error("queue-full", "Queue {queue} is full.")}


def test_the_catalogues_are_equal() -> None:
    found = [*unequal_catalogues(read_texts(FOLDER)), *untranslated(read_texts(FOLDER))]
    assert not found, listed(found)


def test_every_refusal_of_the_tree_is_said() -> None:
    found = list(unsaid_refusals(read(), read_texts(FOLDER)))
    assert not found, listed(found)


def test_no_text_of_the_tree_is_left_over() -> None:
    found = list(unspoken_texts(read(), read_texts(FOLDER)))
    assert not found, listed(found)


def test_every_catalogue_of_the_tree_is_read() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {"zh", "en"}
    for language, texts in read_texts(FOLDER).items():
        assert {text.file for text in texts} == {path.name for path in (FOLDER / language).iterdir()}


def test_a_good_catalogue_is_passed(tmp_path: Path) -> None:
    sources = grow(tmp_path, {"appliance/errors.py": SOURCE})
    assert [*unequal_catalogues(GOOD), *untranslated(GOOD)] == []
    assert [*unsaid_refusals(sources, GOOD), *unspoken_texts(sources, GOOD)] == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (error("a", "甲"), []),
        ([], error("a", "A")),
        (error("a", "甲 {x}"), error("a", "A {y}")),
        (error("a", "甲 {x}"), error("a", "A")),
        (error("a", "甲", file="a.toml"), error("a", "A", file="b.toml")),
    ],
)
def test_unequal_catalogues_are_found(zh: list[Text], en: list[Text]) -> None:
    assert list(unequal_catalogues({"zh": zh, "en": en}))


@pytest.mark.parametrize(("zh", "en"), [("Queue", "Queue"), ("队列", "队列")])
def test_an_untranslated_text_is_found(zh: str, en: str) -> None:
    assert len(list(untranslated({"zh": error("a", zh), "en": error("a", en)}))) == 1


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (SOURCE, 0),
        (SOURCE.replace("queue-full", "queue-gone"), 2),
        (SOURCE.replace("code =", "code: ClassVar[str] ="), 0),
        (SOURCE + '\nclass Fuller(QueueFull):\n    code = "queue-fuller"\n', 2),
        (SOURCE + '\nclass Again(errors.Refusal):\n    code = "queue-full"\n', 1),
        (SOURCE + "\nclass Open(Refusal): ...\n", 0),
        (SOURCE + '\nclass Other:\n    code = "not-a-refusal"\n', 0),
        (SOURCE + '\nraise QueueFull(queue="sales")\n', 0),
        (SOURCE + "\nraise QueueFull(size=7)\n", 1),
        (SOURCE + "\nraise QueueFull()\n", 1),
        (SOURCE + "\nraise QueueFull(**details)\n", 0),
    ],
)
def test_an_unsaid_refusal_is_found(tmp_path: Path, source: str, found: int) -> None:
    assert len(list(unsaid_refusals(grow(tmp_path, {"appliance/errors.py": source}), GOOD))) == found


def test_a_refusal_with_its_own_constructor_gives_its_own_details(tmp_path: Path) -> None:
    source = SOURCE + "    def __init__(self, queue): super().__init__(queue=queue)\n\nraise QueueFull('sales')\n"
    assert list(unsaid_refusals(grow(tmp_path, {"appliance/errors.py": source}), GOOD)) == []


def test_half_a_text_is_found(tmp_path: Path) -> None:
    sources = grow(tmp_path, {"appliance/errors.py": SOURCE})
    assert len(list(unsaid_refusals(sources, GOOD | {"en": GOOD["en"][:2]}))) == 1


def test_a_text_that_nobody_says_is_found(tmp_path: Path) -> None:
    sources = grow(tmp_path, {"appliance/errors.py": "x = 1"})
    assert len(list(unspoken_texts(sources, GOOD))) == 2
    literal = grow(tmp_path, {"appliance/errors.py": 'problem = Problem("queue-full", "sales")'})
    assert list(unspoken_texts(literal, GOOD)) == []


def test_a_code_explained_in_two_files_is_found(tmp_path: Path) -> None:
    twice = GOOD | {"en": GOOD["en"] + error("queue-full", "Full.", file="b.toml")}
    assert list(unspoken_texts(grow(tmp_path, {"appliance/errors.py": SOURCE}), twice))


def test_refusals_are_found_through_their_bases(tmp_path: Path) -> None:
    source = "class B(A): ...\nclass A(Refusal): ...\nclass C(Exception): ...\n"
    assert set(refusals(grow(tmp_path, {"appliance/errors.py": source}))) == {"A", "B"}
