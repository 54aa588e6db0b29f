"""What roles allow together, and what may be given."""

from appliance.desk.people.rights import ADMINISTRATOR, GRANT, RIGHTS, ROLES, allowed, beyond


def test_every_right_of_a_role_exists_and_every_right_is_somebodys() -> None:
    given = frozenset[str]().union(*ROLES.values())
    assert given <= set(RIGHTS)
    # Who exports recordings is decided by each house: nobody does by default.
    assert set(RIGHTS) - given == {"recordings.export"}


def test_roles_add_up_and_one_that_is_gone_allows_nothing() -> None:
    custom = {"night": frozenset({"audit.see"})}
    assert allowed(("agent", "night"), custom) == ROLES["agent"] | {"audit.see"}
    assert allowed(("gone",), custom) == frozenset()
    assert allowed((), custom) == frozenset()


def test_a_custom_role_does_not_stand_in_for_one_of_the_box() -> None:
    assert allowed(("agent",), {"agent": frozenset(RIGHTS)}) == ROLES["agent"]


def test_nobody_gives_what_is_not_theirs_but_who_may() -> None:
    assert beyond(ROLES["supervisor"], ROLES["agent"])
    assert beyond(ROLES["agent"], ROLES["agent"]) == frozenset()
    assert beyond(frozenset(RIGHTS), ROLES[ADMINISTRATOR]) == frozenset()
    assert GRANT in ROLES[ADMINISTRATOR]


def test_who_only_looks_changes_nothing() -> None:
    changing = {
        right for right in RIGHTS if right.endswith((".change", ".act", ".grant", ".listen", ".message", ".use"))
    }
    for role in ("auditor", "noc"):
        assert not ROLES[role] & changing
