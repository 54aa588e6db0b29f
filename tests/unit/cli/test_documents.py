"""Flow documents as TOML: what is written is read back the same."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.cli.documents import read_toml, write_toml
from appliance.cli.errors import FileMissing, FileNotText, FlowSyntax

characters = st.characters(exclude_categories=["Cs"])
texts = st.text(characters, max_size=8)
scalars = st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda x: st.lists(x, max_size=3) | st.dictionaries(texts, x, max_size=3), max_leaves=10)


@given(st.dictionaries(texts, values, max_size=4))
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    assert tomllib.loads(write_toml(document)) == document


def test_a_flow_reads_like_one() -> None:
    document = {"start": "menu", "nodes": {"menu": {"type": "menu", "keys": {"1": "bye"}}, "bye": {"type": "hangup"}}}
    assert write_toml(document) == (
        'start = "menu"\n\n[nodes.menu]\ntype = "menu"\n\n[nodes.menu.keys]\n1 = "bye"\n\n'
        '[nodes.bye]\ntype = "hangup"\n'
    )


def test_null_has_no_place_in_toml() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        write_toml({"start": None})


@pytest.mark.parametrize(
    ("text", "line", "column"), [("a = 1\nb = \n", 2, 5), ("a = 1\na = 2\n", 2, 6), ("[x", 0, 0), ("x = '''", 0, 0)]
)
def test_a_syntax_error_names_its_place(tmp_path: Path, text: str, line: int, column: int) -> None:
    file = tmp_path / "f.toml"
    file.write_text(text)
    with pytest.raises(FlowSyntax) as refused:
        read_toml(file)
    assert (refused.value.details["line"], refused.value.details["column"]) == (line, column)
    assert "(at" not in refused.value.details["problem"]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'a = "\xe9"')
    for file, refusal in ((tmp_path / "none.toml", FileMissing), (tmp_path, FileNotText), (latin, FileNotText)):
        with pytest.raises(refusal):
            read_toml(file)
