"""The description of the interface: OpenAPI 3.1, whole, and kept to by every answer to whatever is asked."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from manager.api.description import described, operations
from tests.web.api.conftest import Program, ProgramFor
from tests.web.configured import configured
from tests.web.conftest import Hands
from tests.web.processes import FakeProcess

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

WORDS = (
    "health",
    "me",
    "agents",
    "agents/{agent}",
    "queues",
    "queues/{queue}",
    "calls",
    "callbacks",
    "configuration/kinds",
    "reports/{kind}/definitions",
)
TAKES_NOTHING = frozenset(f"GET /api/v1/{name}" for name in WORDS)
"""Operations that take no more than a word, which may be any."""


@pytest.fixture
def program(program_for: ProgramFor, tmp_path: Path, engine: FakeProcess) -> Program:
    """A program that may do everything, at a centre that is configured."""
    configured(tmp_path / "configured", engine)
    return program_for(agent="8001")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
def test_every_answer_is_as_it_is_described(
    console: Flask, program: Program, hands: Hands, mode: GenerationMode
) -> None:
    interface = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", console)
    # The header that every request has here is the token's.
    interface.config.generation.update(with_security_parameters=False)
    asked: Counter[str] = Counter()
    for found in interface.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        try:
            ask_much(operation, mode, program, hands, asked)
        except Unsatisfiable:
            # These cannot be given anything wrong.
            assert mode is GenerationMode.NEGATIVE
            assert operation.label in TAKES_NOTHING
    assert len(asked) + len(TAKES_NOTHING) * (mode is GenerationMode.NEGATIVE) >= len(list(operations(console)))
    assert sum(asked.values()) > 3 * len(asked)


def ask_much(operation: Any, mode: GenerationMode, program: Program, hands: Hands, asked: Counter[str]) -> None:
    """Ask for one operation in many ways, the same in every run."""

    @given(operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        # What is judged here is answers; how often one may ask is judged elsewhere.
        hands.move(seconds=1)
        asked[operation.label] += 1
        case.call_and_validate(headers={"Authorization": f"Bearer {program.text}"}, checks=CHECKS)

    ask()


def test_it_is_valid_and_names_every_operation_once(console: Flask) -> None:
    told = described(console)
    assert told["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(told).validate()
    named = [one["operationId"] for methods in told["paths"].values() for one in methods.values()]
    assert len(named) == len(set(named)) == len(list(operations(console)))


def test_every_field_of_an_answer_that_is_no_plain_name_is_explained(console: Flask) -> None:
    for name, schema in described(console)["components"]["schemas"].items():
        assert schema.get("description"), name
        assert schema.get("additionalProperties") is False or name == "Problem"


def test_it_is_open_to_everybody_and_names_nobody(console: Flask) -> None:
    answer = console.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.get_json() == described(console)
