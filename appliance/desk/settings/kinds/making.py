"""Fields in few words; the default of each is that of the model it is read into."""

from typing import Any

from appliance.desk.settings.model import Field, Shape


class Fields:
    """Makes fields of a model: `of` is one with all its defaults, or a mapping of them. `group` holds from then on."""

    def __init__(self, of: Any) -> None:
        self._of, self.group = of, ""

    def text(self, name: str, pattern: str = "", **more: Any) -> Field:
        return self._made(name, Shape.TEXT, pattern=pattern, **more)

    def whole(self, name: str, least: int = 0, most: int = 1_000_000, unit: str = "", **more: Any) -> Field:
        return self._made(name, Shape.WHOLE, least=least, most=most, unit=unit, **more)

    def decimal(self, name: str, least: float = 0, most: float = 1_000_000, unit: str = "", **more: Any) -> Field:
        return self._made(name, Shape.DECIMAL, least=least, most=most, unit=unit, **more)

    def truth(self, name: str, **more: Any) -> Field:
        return self._made(name, Shape.TRUTH, **more)

    def choice(self, name: str, choices: Any, *, many: bool = False, **more: Any) -> Field:
        shape = Shape.CHOICES if many else Shape.CHOICE
        return self._made(name, shape, choices=tuple(map(str, choices)), **more)

    def one(self, name: str, of: str, **more: Any) -> Field:
        return self._made(name, Shape.NAME, of=of, **more)

    def names(self, name: str, of: str, **more: Any) -> Field:
        return self._made(name, Shape.NAMES, of=of, **more)

    def texts(self, name: str, pattern: str = "", **more: Any) -> Field:
        return self._made(name, Shape.TEXTS, pattern=pattern, **more)

    def levels(self, name: str, least: int = 1, most: int = 9, **more: Any) -> Field:
        return self._made(name, Shape.LEVELS, least=least, most=most, **more)

    def pairs(self, name: str, pattern: str = "", **more: Any) -> Field:
        return self._made(name, Shape.PAIRS, pattern=pattern, **more)

    def rows(self, name: str, *columns: Field, **more: Any) -> Field:
        return self._made(name, Shape.ROWS, columns=columns, **more)

    def secret(self, name: str, **more: Any) -> Field:
        return self._made(name, Shape.SECRET, **more)

    def _made(self, name: str, shape: Shape, **more: Any) -> Field:
        return Field(name, shape, _plain(self._default(name)), self.group, **more)

    def _default(self, name: str) -> Any:
        return self._of.get(name) if isinstance(self._of, dict) else getattr(self._of, name, None)


COLUMN = Fields({})
"""Columns of tables, which have no model."""


def _plain(value: Any) -> Any:
    match value:
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return list(value)
        case dict():
            return dict(value)
        case str():
            return str(value)
    return value
