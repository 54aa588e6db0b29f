"""What the box key closes in the configuration is known as secret wherever the configuration is shown or moved."""

import ast
from collections.abc import Iterator

from appliance.daemons.engine.versions import SECRETS, masked, without_secrets
from appliance.daemons.passwords import FIELDS
from tests.architecture.sources import read

CONTEXT = "_context"
NAMES = {"secret", "token", "pin", "password", "passphrase"}
"""What a secret of a document is called."""


def opened() -> Iterator[tuple[str, str]]:
    """Place and field of each value of a document that the program opens with the box key."""
    for source in read(packages=("appliance",)):
        for node in source.nodes:
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="open"), args=[ast.Attribute(attr=field), ast.Call(func=ast.Name(id=name))]
                ) if name.endswith(CONTEXT):
                    yield source.at(node.lineno), field


def fields() -> Iterator[tuple[str, str]]:
    """Place and name of each field of the contact features' values that is called like a secret."""
    for source in read(packages=("appliance/contact",)):
        for node in source.nodes:
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="str")) if name in NAMES:
                    yield source.at(node.lineno), name


def test_what_is_opened_with_the_box_key_is_known_as_secret() -> None:
    known = {field for _, field in SECRETS}
    found = list(opened())
    assert {field for _, field in found} >= {"secret", "token"}, "the search finds nothing any more"
    assert [place for place, field in found if field not in known] == []


def test_what_is_called_a_secret_is_one() -> None:
    known = {field for _, field in SECRETS}
    found = list(fields())
    assert found, "the search finds nothing any more"
    assert [place for place, field in found if field not in known] == []


def test_what_a_change_of_keys_closes_anew_is_known_as_secret() -> None:
    assert set(FIELDS.items()) <= SECRETS


def test_secrets_are_neither_shown_nor_exported_without_being_asked_for() -> None:
    for kind, field in SECRETS:
        body = {field: "sealed", "name": "n"}
        assert masked(kind, body) == {field: "…", "name": "n"}
        assert without_secrets(kind, body) == {"name": "n"}
