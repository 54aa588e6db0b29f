"""Errors and their texts: every refusal can be said in every language, and no text is said by nobody."""

import ast
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.architecture.sources import Source

LANGUAGES = ("zh", "en")
PARTS = {"what", "why", "next"}
ROOT_CLASS = "Refusal"


@dataclass(frozen=True, slots=True)
class Refused:
    """A subclass of Refusal; `code` is None where it leaves it to its subclasses or its instances."""

    name: str
    place: str
    code: str | None
    own_init: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a catalogue: `key` is the path of tables to it."""

    file: str
    key: tuple[str, ...]
    text: str


def read_texts(folder: Path) -> dict[str, list[Text]]:
    """Every text below `folder`, by language."""
    return {
        language: [
            Text(file.name, key, text)
            for file in sorted((folder / language).glob("*.toml"))
            for key, text in _leaves(tomllib.loads(file.read_text("utf-8")))
        ]
        for language in LANGUAGES
    }


def unequal_catalogues(texts: Mapping[str, Sequence[Text]]) -> Iterator[str]:
    """A sentence for each text that one language has and the other lacks, or that names other values there."""
    zh, en = ({(text.file, *text.key): text.text for text in texts[language]} for language in LANGUAGES)
    for key in sorted(zh.keys() ^ en.keys()):
        yield f"{'/'.join(key)} is missing in {'en' if key in zh else 'zh'}"
    for key in sorted(zh.keys() & en.keys()):
        if placeholders(zh[key]) != placeholders(en[key]):
            names = [sorted(placeholders(texts[key])) for texts in (zh, en)]
            yield f"{'/'.join(key)} names {names[0]} in zh and {names[1]} in en"


def untranslated(texts: Mapping[str, Sequence[Text]]) -> Iterator[str]:
    """A sentence for each English text with Chinese in it, and each Chinese `what` without any."""
    for text in texts["en"]:
        if _chinese(text.text):
            yield f"en/{text.file}: {'.'.join(text.key)} is not English"
    for text in texts["zh"]:
        if text.key[0] in ("error", "alarm") and text.key[-1] == "what" and not _chinese(text.text):
            yield f"zh/{text.file}: {'.'.join(text.key)} is not Chinese"


def unsaid_refusals(sources: Sequence[Source], texts: Mapping[str, Sequence[Text]]) -> Iterator[str]:
    """A sentence for each refusal without texts, with a code used twice, or with texts that name unknown details."""
    classes = refusals(sources)
    seen: dict[str, str] = {}
    for item in classes.values():
        if item.code is None:
            continue
        if item.code in seen:
            yield f"{item.place}: {item.name} has the code of {seen[item.code]}, {item.code}"
        seen[item.code] = item.name
        for language in LANGUAGES:
            parts = {
                text.key[2] for text in texts[language] if text.key[:2] == ("error", item.code) and len(text.key) == 3
            }
            if parts != PARTS:
                yield f"{item.place}: {item.code} lacks {sorted(PARTS - parts)} in {language}"
    yield from _details(sources, classes, texts)


def unspoken_texts(sources: Sequence[Source], texts: Mapping[str, Sequence[Text]]) -> Iterator[str]:
    """A sentence for each error text whose code nothing in the sources names, or that stands in two files."""
    named = {node.value for source in sources for node in source.nodes if _is_text(node)}  # type: ignore[attr-defined]
    for language in LANGUAGES:
        files: dict[str, str] = {}
        for text in texts[language]:
            if text.key[0] != "error":
                continue
            code = text.key[1]
            if files.setdefault(code, text.file) != text.file:
                yield f"{language}/{text.file}: {code} stands in {files[code]} too"
            if code not in named and text.key[-1] == "what":
                yield f"{language}/{text.file}: no code says {code}"


def refusals(sources: Sequence[Source]) -> dict[str, Refused]:
    """The subclasses of Refusal by name, direct or not."""
    classes = {
        node.name: (source, node) for source in sources for node in source.tree.body if isinstance(node, ast.ClassDef)
    }
    found: dict[str, Refused] = {}
    names = {ROOT_CLASS}
    while more := {name for name, (_, node) in classes.items() if name not in names and names & set(_bases(node))}:
        names |= more
        found |= {name: _refused(*classes[name]) for name in sorted(more)}
    return found


def placeholders(text: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _details(
    sources: Sequence[Source], classes: Mapping[str, Refused], texts: Mapping[str, Sequence[Text]]
) -> Iterator[str]:
    needed: dict[str, set[str]] = {}
    for text in texts["en"]:
        if text.key[0] == "error":
            needed.setdefault(text.key[1], set()).update(placeholders(text.text))
    for source in sources:
        for node in source.nodes:
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            item = classes.get(node.func.id)
            given = {keyword.arg for keyword in node.keywords}
            if item is None or item.own_init or item.code is None or None in given:
                continue
            if missing := needed.get(item.code, set()) - given:
                yield f"{source.at(node.lineno)}: {item.code} is not given {sorted(missing)}, which its texts name"


def _refused(source: Source, node: ast.ClassDef) -> Refused:
    code = next((value for item in node.body if (value := _code(item))), None)
    own_init = any(isinstance(item, ast.FunctionDef) and item.name == "__init__" for item in node.body)
    return Refused(node.name, source.at(node.lineno), code, own_init)


def _code(item: ast.stmt) -> str | None:
    match item:
        case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
            return code
        case ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code))):
            return code
    return None


def _bases(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(base).rpartition(".")[2] for base in node.bases]


def _leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), str(value)


def _chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
