"""People and the audit trail on both databases: what must be kept is kept, what must not change does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from appliance.desk.audit.model import Question
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.people.model import Invitation, Person, Purpose, Role, Scope, Session
from appliance.desk.people.repository import Directory, Doors, Roles
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire
NOON = datetime(2026, 11, 20, 4, 0, 0, 123456, tzinfo=UTC)
LI = Person(UUID(int=1), "li", "李", NOON, ("agent",), "8001", "en", Scope(frozenset({"sales"}), None))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def note(trail: AuditTrail, act: str, subject: str = "", at: datetime = NOON, who: str = "li") -> None:
    more = {"person": LI.id, "address": "10.0.0.1", "reason": "", "before": {"名": 1}, "after": None}
    trail.append(at=at, who=who, act=act, subject=subject, **more)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_or_delete_what_was_noted(engine: Engine, statement: str) -> None:
    trail = AuditTrail(engine)
    note(trail, "sign-in")
    with pytest.raises(DatabaseError, match="append only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert [act.who for act in trail.search(Question())] == ["li"]


def test_the_trail_is_searched_by_every_part_and_page_by_page(engine: Engine) -> None:
    trail = AuditTrail(engine)
    for number in range(5):
        note(trail, "role.put", f"50%_{number}", NOON + timedelta(days=number), who=f"li{number}")
    note(trail, "sign-in")
    assert [act.subject for act in trail.search(Question(act="role.", limit=2))] == ["50%_4", "50%_3"]
    second = trail.search(Question(act="role.", limit=2, before=trail.search(Question(act="role.", limit=2))[-1].seq))
    assert [act.subject for act in second] == ["50%_2", "50%_1"]
    assert len(trail.search(Question(act="role_"))) == 0
    assert [act.who for act in trail.search(Question(text="50%_3"))] == ["li3"]
    assert [act.who for act in trail.search(Question(who="LI2"))] == ["li2"]
    between = Question(act="role", since=NOON + timedelta(days=1), until=NOON + timedelta(days=3))
    assert [act.who for act in trail.search(between)] == ["li2", "li1"]
    assert [act.who for act in trail.export(Question(act="role"))] == [f"li{number}" for number in range(5)]
    assert trail.search(Question(act="sign-in"))[0].before == {"名": 1}


def test_a_person_comes_back_as_it_was_kept(engine: Engine) -> None:
    directory = Directory(engine)
    assert directory.add(LI)
    assert directory.person(LI.id) == directory.by_login("li") == LI
    assert not directory.add(Person(UUID(int=2), "li", "Other", NOON))
    assert directory.everybody() == (LI,)


def test_of_two_who_use_one_code_one_comes_in(engine: Engine) -> None:
    directory, doors = Directory(engine), Doors(engine)
    directory.add(LI)
    doors.invite(Invitation("a" * 64, Purpose.INVITED, LI.id, NOON, NOON))
    directory.set_proofs(LI.id, recovery=("x", "y"))
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: doors.use_invitation("a" * 64), range(4))) == [False, False, False, True]
        assert sorted(pool.map(lambda _: directory.use_recovery(LI.id, "x"), range(4))) == [False, False, False, True]
        assert sorted(pool.map(lambda _: directory.use_step(LI.id, 7), range(4))) == [False, False, False, True]
    found = directory.person(LI.id)
    assert found
    assert found.recovery == ("y",)


def test_the_next_invitation_makes_the_one_before_void(engine: Engine) -> None:
    doors = Doors(engine)
    for letter in "ab":
        doors.invite(Invitation(letter * 64, Purpose.FIRST, None, NOON, NOON))
    assert doors.invitation("a" * 64) is None
    found = doors.invitation("b" * 64)
    assert found
    assert found.purpose is Purpose.FIRST


def test_sessions_failures_and_roles_are_kept_and_forgotten(engine: Engine) -> None:
    directory, doors, roles = Directory(engine), Doors(engine), Roles(engine)
    directory.add(LI)
    old = Session(UUID(int=1), LI.id, "1" * 64, NOON, NOON, NOON, "::1", "browser")
    new = Session(UUID(int=2), LI.id, "2" * 64, NOON + timedelta(hours=1), NOON, NOON + timedelta(hours=3), "", "")
    doors.open_session(old)
    assert doors.session("1" * 64) == old
    doors.open_session(new)
    assert doors.sessions() == (new,)
    doors.close_sessions([new.id])
    assert doors.session(new.token) is None
    doors.failed(("login:li", "address:::1"), NOON, NOON - timedelta(hours=1))
    assert doors.failures("login:li", NOON - timedelta(hours=1)) == (NOON,)
    doors.forgive("login:li")
    assert doors.failures("login:li", NOON - timedelta(hours=1)) == ()
    for title in ("Night", "Late"):
        roles.put(Role("night", title, frozenset({"audit.see"})))
    assert roles.all() == (Role("night", "Late", frozenset({"audit.see"})),)
    roles.remove("night")
    assert roles.all() == ()
