"""Headings and words of sheets in the reader's language; the other language and the plain names are read too."""

from collections.abc import Iterator, Sequence

from appliance.desk.settings.model import Field, Kind, Shape
from appliance.desk.settings.sheets.errors import SheetColumnTwice, SheetColumnUnknown, SheetLacksKey
from appliance.desk.settings.sheets.plan import ENTRY, KEY, LIST, SINGLY, columns
from appliance.errors import LANGUAGES, catalogue
from manager.present import language
from manager.words import TABLE


def heading(kind: Kind, column: str, tongue: str = "") -> str:
    """What a column is called."""
    if column == KEY:
        return _said(tongue, f"key-{kind.name}") or column
    if column == LIST:
        return _said(tongue, "sheet-list") or column
    if column == ENTRY and len(SINGLY[kind.name]) > 1:
        return _said(tongue, "sheet-entry") or column
    name = SINGLY[kind.name][0] if column == ENTRY else column
    return _said(tongue, f"label-{kind.name}-{name}", f"label-{name}") or name


def known(kind: Kind) -> dict[str, str]:
    """Every heading that is understood, in small letters, with its column; plain names go first."""
    found: dict[str, str] = {}
    for tongue in LANGUAGES:
        for column in columns(kind):
            found.setdefault(heading(kind, column, tongue).strip().lower(), column)
    return found | {column: column for column in columns(kind)}


def columns_of(kind: Kind, headings: Sequence[str]) -> dict[int, str]:
    """Which column of a sheet is which; raises SheetLacksKey, SheetColumnUnknown or SheetColumnTwice."""
    words = known(kind)
    given = {at: text.strip() for at, text in enumerate(headings) if text.strip()}
    unknown = [text for text in given.values() if text.lower() not in words]
    if unknown:
        names = ", ".join(heading(kind, column) for column in columns(kind))
        raise SheetColumnUnknown(columns=", ".join(unknown)[:200], known=names)
    found = {at: words[text.lower()] for at, text in given.items()}
    if len(set(found.values())) < len(found):
        twice = next(column for column in found.values() if list(found.values()).count(column) > 1)
        raise SheetColumnTwice(column=heading(kind, twice))
    needed = [column for column in columns(kind) if column in (KEY, LIST, ENTRY)]
    if lacking := [column for column in needed if column not in found.values()]:
        raise SheetLacksKey(column=heading(kind, lacking[0]))
    return found


def shown_as(kind: Kind, column: str, cell: str) -> str:
    """A cell in the reader's words, where it holds a choice that has some."""
    word = _words(kind, column, language()).get(cell, "") if cell else ""
    return word if word and meant(kind, column, word) == cell else cell


def meant(kind: Kind, column: str, cell: str) -> str:
    """The inverse, from the words of either language."""
    text = cell.strip().lower()
    plain = _words(kind, column, LANGUAGES[0])
    if text in plain or not text:
        return cell
    values = {
        value for tongue in LANGUAGES for value, word in _words(kind, column, tongue).items() if word.lower() == text
    }
    return values.pop() if len(values) == 1 else cell


def choices(kind: Kind) -> dict[int, list[str]]:
    """The words to choose from, by the place of the column."""
    found = {}
    for at, column in enumerate(columns(kind)):
        if values := [value for value in _words(kind, column, LANGUAGES[0]) if value]:
            found[at] = [shown_as(kind, column, value) for value in values]
    return found


def _words(kind: Kind, column: str, tongue: str) -> dict[str, str]:
    """The choices of a column with what each is called in a language; none where nothing is chosen."""
    if column == LIST:
        return {name: _said(tongue, f"label-{kind.name}-{name}", f"label-{name}") for name in SINGLY[kind.name]}
    if (field := kind.field(column)) is None:
        return {}
    return dict(_of_field(field, tongue))


def _of_field(field: Field, tongue: str) -> Iterator[tuple[str, str]]:
    if field.shape is Shape.TRUTH:
        yield from (("yes", _said(tongue, "yes")), ("no", _said(tongue, "no")))
    elif field.shape is Shape.CHOICE:
        for value in field.choices:
            yield value, _said(tongue, f"word-{field.name}-{value or 'none'}", f"word-{value or 'none'}")


def _said(tongue: str, *keys: str) -> str:
    texts = catalogue(tongue or language(), TABLE)["settings"]
    return next((texts[key] for key in keys if key in texts), "")
