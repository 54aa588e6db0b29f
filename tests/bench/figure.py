"""One figure, its goal, and how both are written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach; limits that are None do not count."""

    most: float | None = None
    least: float | None = None
    ratio_most: float | None = None
    ratio_least: float | None = None

    def met(self, value: float, ratio: float | None) -> bool:
        """Whether every limit is kept; a ratio that is not there keeps none."""
        return _within(value, self.least, self.most) and _within(ratio, self.ratio_least, self.ratio_most)

    def __str__(self) -> str:
        parts = (
            ("value <=", self.most),
            ("value >=", self.least),
            ("ratio <=", self.ratio_most),
            ("ratio >=", self.ratio_least),
        )
        return ", ".join(f"{words} {limit:g}" for words, limit in parts if limit is not None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, and the baseline that was measured beside it; `details` is what led to both."""

    name: str
    value: float
    unit: str
    goal: Goal
    baseline: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Value to baseline."""
        return self.value / self.baseline if self.baseline else None

    def line(self) -> str:
        """`name value unit baseline ratio`; a dash where there is none."""
        return f"{self.name} {_short(self.value)} {self.unit} {_short(self.baseline)} {_short(self.ratio)}"

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "goal": str(self.goal),
            "met": self.goal.met(self.value, self.ratio),
            "details": dict(self.details),
        }


def _within(value: float | None, least: float | None, most: float | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
