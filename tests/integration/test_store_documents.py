"""Versioned documents on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from appliance.store import schema
from appliance.store.documents import Documents, Version
from appliance.store.engine import open_engine
from appliance.store.errors import DocumentUnwritable

pytestmark = pytest.mark.wire

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)


@pytest.fixture
def documents(database_url: str) -> Iterator[Documents]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield Documents(engine)
    engine.dispose()


def _put(documents: Documents, key: str, body: dict[str, object], minutes: int = 0) -> int:
    at = AT + timedelta(minutes=minutes)
    return documents.put("queue", key, body, author="8001", reason="演示", at=at)


def test_every_change_is_a_version(documents: Documents) -> None:
    assert _put(documents, "sales", {"名称": "销售", "seconds": 30}) == 1
    assert _put(documents, "sales", {"名称": "销售", "seconds": 20}, 1) == 2
    assert documents.get("queue", "sales") == {"名称": "销售", "seconds": 20}
    assert documents.history("queue", "sales") == [
        Version(1, {"名称": "销售", "seconds": 30}, False, "8001", "演示", AT),
        Version(2, {"名称": "销售", "seconds": 20}, False, "8001", "演示", AT + timedelta(minutes=1)),
    ]


def test_the_same_body_makes_no_version(documents: Documents) -> None:
    _put(documents, "sales", {"skills": ("zh", "en"), "a": 1})
    assert _put(documents, "sales", {"a": 1, "skills": ["zh", "en"]}, 5) == 1
    assert len(documents.history("queue", "sales")) == 1


def test_removed_and_put_again(documents: Documents) -> None:
    _put(documents, "sales", {"a": 1})
    assert documents.remove("queue", "sales", author="8001", reason="关闭", at=AT)
    assert documents.get("queue", "sales") is None
    assert documents.all("queue") == {}
    assert not documents.remove("queue", "sales", author="8001", reason="关闭", at=AT)
    assert not documents.remove("queue", "never", author="8001", reason="关闭", at=AT)
    assert _put(documents, "sales", {"a": 1}) == 3
    assert [(v.version, v.removed) for v in documents.history("queue", "sales")] == [(1, False), (2, True), (3, False)]


def test_all_gives_the_present_ones_of_a_kind(documents: Documents) -> None:
    for key, seconds in (("b", 1), ("a", 1), ("B", 1), ("b", 2), ("c", 1)):
        _put(documents, key, {"seconds": seconds})
    documents.remove("queue", "c", author="8001", reason="", at=AT)
    documents.put("skill", "b", {"x": 1}, author="8001", reason="", at=AT)
    assert list(documents.all("queue").items()) == [
        ("B", {"seconds": 1}),
        ("a", {"seconds": 1}),
        ("b", {"seconds": 2}),
    ]


def test_many_are_put_together_or_not_at_all(documents: Documents) -> None:
    versions = documents.put_many(
        [("queue", "a", {"n": 1}), ("skill", "a", {"n": 1}), ("queue", "a", {"n": 2})], author="x", reason="", at=AT
    )
    assert versions == [1, 1, 2]
    with pytest.raises(DocumentUnwritable):
        documents.put_many([("queue", "b", {}), ("queue", "c", {"n": float("nan")})], author="x", reason="", at=AT)
    assert documents.get("queue", "b") is None


def test_two_writers_of_one_document_both_get_a_version(documents: Documents) -> None:
    got: list[int] = []
    threads = [Thread(target=lambda n=n: got.append(_put(documents, "a", {"n": n}))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(1, 9))


@pytest.mark.parametrize("value", [float("inf"), object(), "a\0b", "\ud800"])
def test_what_is_not_json_is_refused(documents: Documents, value: object) -> None:
    with pytest.raises(DocumentUnwritable) as refusal:
        _put(documents, "sales", {"value": value})
    assert "sales" in refusal.value.sentence("en").what
    assert documents.get("queue", "sales") is None


def test_a_backslash_that_looks_like_nul_is_kept(documents: Documents) -> None:
    _put(documents, "sales", {"value": r"\u0000"})
    assert documents.get("queue", "sales") == {"value": r"\u0000"}


def test_a_naive_time_is_refused(documents: Documents) -> None:
    with pytest.raises(Exception, match="naive datetime"):
        documents.put("queue", "a", {}, author="x", reason="", at=datetime(2026, 1, 1))  # noqa: DTZ001
    assert documents.get("queue", "a") is None
