"""Cards, proposals, plans and the document in force, as the console asks for them."""

import asyncio
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from appliance.control.commands import Handler
from appliance.daemons.jobs.lines import views
from appliance.daemons.jobs.lines.errors import AnswerInvalid, LinesVersionUnknown
from appliance.daemons.lines import KEY, KIND, InForce
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.store.schema import upgrade
from dahdi_conf.intent_document import body, parse
from tests.fakes.hardware import build

TREES = Path(__file__).parents[2] / "data" / "hardware"
NUMBERS = ["02161230000-02161230099"]
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Etc:
    """What lies below /etc now."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    async def read(self) -> dict[str, str]:
        return self.files


class Site:
    """A machine with cards, its database and its files."""

    def __init__(self, folder: Path) -> None:
        tree = (TREES / "quad-e1.txt").read_text("utf-8").partition("\n-----\n")[0]
        url = f"sqlite:///{folder / 'lines.db'}"
        upgrade(url)
        self.database, self.etc = open_engine(url), Etc()
        self.documents = Documents(self.database)
        self.commands = views.handlers(self.documents, build(tree, folder / "root"), self.etc)

    def ask(self, command: str, **given: Any) -> Any:
        return result(self.commands[command], **given)

    def put(self, document: str, reason: str) -> None:
        intent, _ = parse(document)
        kept = InForce(body(intent), {}, ({"line": reason},))
        self.documents.put(KIND, KEY, kept.body(), author="wang", reason=reason, at=AT)


def result(handler: Handler, **given: Any) -> Any:
    async def run() -> Any:
        return await cast("Awaitable[Any]", handler(**given))

    return asyncio.run(run())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.database.dispose()


def test_cards_have_their_spans(site: Site) -> None:
    (card,) = site.ask("card.list")
    assert (card["driver"], card["state"], len(card["spans"])) == ("wcte43x", "ok", 4)


def test_three_answers_become_a_document_that_plans(site: Site) -> None:
    document = site.ask("lines.propose", numbers=NUMBERS)["document"]
    planned = site.ask("lines.plan", document=document)
    assert [row["signalling"] for row in planned["lines"]] == ["pri cpe"] * 4
    assert planned["problems"] == []
    assert "bchan=1-15,17-31" in planned["files"]["dahdi/system.conf"]
    assert "installed" not in planned


def test_spans_that_have_their_numbers_keep_them(site: Site) -> None:
    (card,) = site.ask("card.list")
    last = card["spans"][-1]["identity"]
    site.put(f'[pins]\n"{last}" = {{ number = 9, base = 311, channels = 31 }}\n', "first")
    intent, _ = parse(site.ask("lines.propose", numbers=NUMBERS)["document"])
    assert (intent.pins[last].number, intent.pins[last].base) == (9, 311)


def test_a_problem_stands_in_the_way_of_the_files(site: Site) -> None:
    planned = site.ask("lines.plan", document='country = "atlantis"\ncolour = 1\n', compare=True)
    codes = [problem["code"] for problem in planned["problems"] if problem["blocks"]]
    assert codes == ["lines-field-unknown", "lines-country-unknown"]
    assert planned["files"] == {}
    assert "installed" not in planned


def test_what_differs_from_the_installed_files_is_shown(site: Site) -> None:
    document = site.ask("lines.propose", numbers=NUMBERS)["document"]
    files = site.ask("lines.plan", document=document)["files"]
    site.etc.files = files | {"dahdi/system.conf": files["dahdi/system.conf"] + "# mine\n"}
    compared = site.ask("lines.plan", document=document, compare=True)["installed"]
    assert compared["edited"] == ["dahdi/system.conf"]
    assert "-# mine" in compared["diff"]


def test_a_telephone_with_the_name_of_another_is_a_problem(site: Site) -> None:
    site.documents.put("phone", "8101", {"secret": "s", "encryption": "none"}, author="wang", reason="r", at=AT)
    document = '[ports."X#1/1"]\nuse = "phone"\nnumber = "8101"\n'
    assert "lines-phone-taken" in [one["code"] for one in site.ask("lines.plan", document=document)["problems"]]


def test_the_document_in_force_and_those_before_it(site: Site) -> None:
    none = site.ask("lines.show")
    assert (none["version"], none["document"], none["lines"]) == (0, 'country = "cn"\n', [])
    site.put('country = "cn"\n', "one")
    site.put('country = "us"\n', "two")
    now, before = site.ask("lines.show"), site.ask("lines.show", version=1)
    assert (now["version"], now["author"], now["document"]) == (2, "wang", 'country = "us"\n')
    assert (before["reason"], before["lines"], before["document"]) == ("one", [{"line": "one"}], 'country = "cn"\n')
    with pytest.raises(LinesVersionUnknown):
        site.ask("lines.show", version=7)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [({"country": "xx"}, "country"), ({"signalling": "smoke"}, "signalling"), ({"first_phone": "x"}, "first_phone")],
)
def test_an_answer_that_is_none_is_refused(site: Site, answers: dict[str, str], wrong: str) -> None:
    with pytest.raises(AnswerInvalid) as refused:
        site.ask("lines.propose", numbers=NUMBERS, **answers)
    assert refused.value.details["answer"] == wrong


def test_what_a_diagnosis_asks_for_is_set_in_the_document(site: Site) -> None:
    """Nothing is brought into force; a finding that only people can mend asks for nothing."""
    intent, _ = parse('[spans."a#1"]\nsignalling = "mfcr2"\nr2 = { dnis_digits = 8 }\n')
    kept = InForce(body(intent), {}, ({"line": "a#1", "span": 2, "channels": "1-15,17-31"},))
    site.documents.put(KIND, KEY, kept.body(), author="wang", reason="first", at=AT)
    findings = [
        {"code": "r2-digits", "values": {"asked": 8, "came": 4, "late": 3.1}, "ask": None},
        {"code": "r2-blocked", "values": {}, "ask": None},
    ]
    told = site.ask("lines.remedy", span=2, findings=findings)
    change = {
        "table": "spans",
        "line": "a#1",
        "setting": "r2.dnis_digits",
        "before": 8,
        "after": 4,
        "code": "r2-digits",
    }
    assert told["changes"] == [change]
    assert parse(told["document"])[0].spans["a#1"].r2.dnis_digits == 4
    assert site.ask("lines.show")["version"] == 1
    assert site.ask("lines.remedy", span=3, findings=findings)["changes"] == []


@pytest.mark.parametrize(
    "finding",
    [
        {"values": {}},
        {"code": "level-low"},
        {"code": "level-low", "values": 7},
        {"code": "r2-digits", "values": {"came": "many"}},
        {"code": "isdn-same-side", "values": {"other": "inside"}},
        {"code": "r2-digits", "values": {}},
        "level-low",
    ],
)
def test_findings_that_no_diagnosis_tells_are_refused(site: Site, finding: Any) -> None:
    intent, _ = parse('[spans."a#1"]\nsignalling = "mfcr2"\n')
    kept = InForce(body(intent), {}, ({"line": "a#1", "span": 2, "channels": "1-15,17-31"},))
    site.documents.put(KIND, KEY, kept.body(), author="wang", reason="first", at=AT)
    with pytest.raises(AnswerInvalid) as refused:
        site.ask("lines.remedy", span=2, findings=[finding])
    assert refused.value.details["answer"] == "findings"
