"""Every text that a page says is in the catalogues, and every text of the catalogues is said by a page."""

import re
import tomllib
from collections.abc import Iterator

from manager.menu import ENTRIES
from tests.architecture.sources import ROOT
from tests.architecture.texts import LANGUAGES

SAID = re.compile(r"""\b(?:t|marked)\(\s*["']([a-z0-9.-]+)["']""")
OF_SHEETS = re.compile(r"""\b_said\(tongue, "([a-z-]+)"\)""")
"""`_said(tongue, "sheet-list")` in manager/sheets, of the settings."""
BEGUN = re.compile(r"""\b(?:t|t_or|marked)\(\s*f?["']([a-z0-9-]+\.[a-z0-9.-]*)["']?\s*(?:~|\{)""")
"""A key whose end is put together: `t("menu." ~ name)`, or an f-string."""

SCRIPTS = ROOT / "manager" / "frontend" / "src"
BY_SCRIPT = re.compile(r"""\bsay\(\s*["`]([a-z0-9-]+)(["`$])""")
"""`say("ready")` in the scripts of a feature: `entries/<feature>.ts`, and all in the folder `<feature>`."""


def said_by_scripts() -> Iterator[tuple[str, bool]]:
    """Keys, and whether each is whole."""
    for file in SCRIPTS.rglob("*.ts"):
        feature = file.stem if file.parent.name == "entries" else file.parent.name
        for key, end in BY_SCRIPT.findall(file.read_text("utf-8")):
            yield f"{feature}.{key}", end != "$"


def spoken() -> tuple[set[str], set[str]]:
    """The keys that pages name whole, and the beginnings of those that they put together."""
    files = [*(ROOT / "manager").rglob("*.html"), *(ROOT / "manager").rglob("*.py")]
    text = "\n".join(file.read_text("utf-8") for file in files if "frontend" not in file.parts)
    scripts = list(said_by_scripts())
    whole = {key for key in SAID.findall(text) if not key.endswith((".", "-"))} | {key for key, all_ in scripts if all_}
    whole |= {f"settings.{key}" for key in OF_SHEETS.findall(text)}
    return whole, set(BEGUN.findall(text)) | {key for key, all_ in scripts if not all_}


def kept(language: str) -> Iterator[str]:
    for file in (ROOT / "appliance" / "texts" / language).glob("*.toml"):
        for feature, texts in tomllib.loads(file.read_text("utf-8")).get("page", {}).items():
            yield from (f"{feature}.{key}" for key in texts)


def test_every_text_of_a_page_is_in_the_catalogues() -> None:
    whole, _ = spoken()
    assert len(whole) > 10
    for language in LANGUAGES:
        assert whole - set(kept(language)) == set(), language


def test_every_text_for_pages_is_said() -> None:
    whole, begun = spoken()
    for language in LANGUAGES:
        left = [key for key in kept(language) if key not in whole and not key.startswith(tuple(begun))]
        assert left == [], language


def test_no_feature_has_its_texts_in_two_files() -> None:
    for language in LANGUAGES:
        keys = list(kept(language))
        assert len(keys) == len(set(keys)), language


def test_every_line_of_the_menu_is_named_and_told_about() -> None:
    for language in LANGUAGES:
        there = set(kept(language))
        assert {f"menu.{entry.name}" for entry in ENTRIES} <= there, language
        # The first page tells about every other one.
        assert {f"home.about-{entry.name}" for entry in ENTRIES if entry.name != "home"} <= there, language
