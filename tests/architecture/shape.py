"""Sizes, names and first lines: the hard caps of the house style."""

import ast
from collections.abc import Iterator, Sequence

from tests.architecture.sources import Source

FILE_LINES = 500
FUNCTION_LINES = 50
PUBLIC_METHODS = 12
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common"}
Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def too_large(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each file and function beyond its cap."""
    for source in sources:
        lines = source.text.count("\n")
        if lines > FILE_LINES:
            yield f"{source.at(1)}: {lines} lines, at most {FILE_LINES}"
        for node in source.nodes:
            if isinstance(node, Function) and _lines(node) > FUNCTION_LINES:
                yield f"{source.at(node.lineno)}: {node.name} has {_lines(node)} lines, at most {FUNCTION_LINES}"


def too_broad(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each class with more public methods than its cap; a property is data, not a method."""
    for source in sources:
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and (count := len(_public_methods(node))) > PUBLIC_METHODS:
                yield f"{source.at(node.lineno)}: {node.name} has {count} public methods, at most {PUBLIC_METHODS}"


def nameless(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each module or package whose name says nothing about what is in it."""
    for source in sources:
        if vague := NAMELESS.intersection(source.module.split(".")):
            yield f"{source.at(1)}: {min(vague)} is no noun; name what the module is about"


def undocumented(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each module with code whose first line does not say what it is about."""
    for source in sources:
        if source.tree.body and not ast.get_docstring(source.tree):
            yield f"{source.at(1)}: {source.module} has no docstring"


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _public_methods(node: ast.ClassDef) -> set[str]:
    methods = [item for item in node.body if isinstance(item, Function) and not item.name.startswith("_")]
    return {item.name for item in methods if not any("property" in ast.unparse(mark) for mark in item.decorator_list)}
