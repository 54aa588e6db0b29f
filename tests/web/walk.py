"""Addresses for every route, so that tests can walk through pages that come later by themselves."""

from collections.abc import Iterator
from uuid import UUID

from werkzeug.routing import Rule

SAMPLES = {"UUIDConverter": str(UUID(int=7)), "IntegerConverter": "7", "FloatConverter": "7.5"}


def address(rule: Rule, text: str = "seven") -> str:
    """An address that `rule` answers, with `text` in the places for words."""
    kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}
    values = {name: SAMPLES.get(kind, text) for name, kind in kinds.items()}
    built = rule.build(values, append_unknown=False)
    assert built, rule.rule
    return built[1]


def methods(rule: Rule) -> Iterator[str]:
    """The methods that a person's browser or our scripts use."""
    yield from sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
