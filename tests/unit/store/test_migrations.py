"""Migrations are one line: nobody's is beside another's."""

from alembic.script import ScriptDirectory

from appliance.store import migrations


def test_there_is_one_newest_migration() -> None:
    scripts = ScriptDirectory(next(iter(migrations.__path__)))
    assert len(scripts.get_heads()) == 1
