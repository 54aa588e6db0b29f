"""What figures are called and how each is counted: the one definition sheet, by page and by command alike."""

from collections.abc import Iterator
from functools import cache

from appliance.desk.reports.columns import COLUMNS, Column
from appliance.desk.reports.model import SUBJECT, Kind
from appliance.errors import catalogue

TABLE, PAGE, FILE = "figure", "page", "report"


def label(kind: Kind, figure: str, language: str) -> str:
    """The head of a figure's column."""
    labels = _texts(language)["label"]
    return labels.get(f"{SUBJECT[kind]}:{figure}", labels.get(figure, figure))


def definition(kind: Kind, figure: str, language: str) -> str:
    """How a figure is counted."""
    return _texts(language)[SUBJECT[kind]][figure]


def sheet(kind: Kind, language: str) -> Iterator[tuple[Column, str, str]]:
    """Every column of a report with its head and its definition."""
    for one in COLUMNS[kind]:
        yield one, label(kind, one.figure, language), definition(kind, one.figure, language)


def said(key: str, language: str, **values: object) -> str:
    """A text of files and mails, or one that they share with the reports' pages."""
    return pattern(key, language).format_map(values)


def pattern(key: str, language: str) -> str:
    """The same, with nothing filled in yet."""
    own = catalogue(language, FILE)["file"]
    return own[key] if key in own else catalogue(language, PAGE)["reports"][key]


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    return catalogue(language, TABLE)
