"""The box key is made once, is guarded, and opens only what it closed."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.system.keys import (
    BoxKey,
    BoxKeyDamaged,
    BoxKeyExposed,
    BoxKeyMissing,
    BoxKeyWrong,
)

KEY = BoxKey(bytes(range(32)))
OTHER = BoxKey(bytes(32))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_a_key_and_the_next_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "keys"
    made = BoxKey.ensure(folder)
    content = (folder / "box.key").read_bytes()
    assert len(content) == 32
    assert (mode(folder), mode(folder / "box.key")) == (0o700, 0o600)
    assert BoxKey.ensure(folder).key_id == made.key_id == BoxKey.load(folder).key_id
    assert (folder / "box.key").read_bytes() == content
    assert [entry.name for entry in folder.iterdir()] == ["box.key"]


def test_every_box_has_a_key_of_its_own(tmp_path: Path) -> None:
    assert BoxKey.ensure(tmp_path / "a").key_id != BoxKey.ensure(tmp_path / "b").key_id


def test_a_folder_that_was_there_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(0o755)
    BoxKey.ensure(folder)
    assert mode(folder) == 0o700


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoxKeyMissing):
        BoxKey.load(tmp_path)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_the_wrong_size_is_refused_and_never_replaced(tmp_path: Path, size: int) -> None:
    folder = tmp_path / "keys"
    BoxKey.ensure(folder)
    (folder / "box.key").write_bytes(bytes(size))
    with pytest.raises(BoxKeyDamaged):
        BoxKey.ensure(folder)
    assert (folder / "box.key").read_bytes() == bytes(size)


@pytest.mark.parametrize(("name", "opened"), [("box.key", 0o640), ("box.key", 0o604), ("", 0o750), ("", 0o701)])
def test_a_key_within_reach_of_others_is_refused(tmp_path: Path, name: str, opened: int) -> None:
    folder = tmp_path / "keys"
    BoxKey.ensure(folder)
    (folder / name).chmod(opened)
    with pytest.raises(BoxKeyExposed) as refused:
        BoxKey.ensure(folder)
    assert refused.value.details["mode"] == f"{opened:04o}"


def test_wrapping_is_rfc_3394_under_a_sub_key() -> None:
    data_key = bytes(range(100, 132))
    wrapped = KEY.wrap(data_key)
    assert len(wrapped) == 40
    assert KEY.unwrap(wrapped) == data_key


def test_a_data_key_opens_only_unchanged_and_with_its_key() -> None:
    wrapped = KEY.wrap(bytes(32))
    for at in range(len(wrapped)):
        with pytest.raises(BoxKeyWrong):
            KEY.unwrap(wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :])
    for cut in (b"", wrapped[:-1], wrapped[:-8], bytes(3)):
        with pytest.raises(BoxKeyWrong):
            KEY.unwrap(cut)
    with pytest.raises(BoxKeyWrong):
        OTHER.unwrap(wrapped)


@given(st.text(), st.text())
def test_a_sealed_text_comes_back_as_a_secret(text: str, context: str) -> None:
    sealed = KEY.seal(text, context)
    assert KEY.open(sealed, context).reveal() == text
    assert sealed.startswith(f"v1.{KEY.key_id}.")


def test_a_text_is_sealed_differently_each_time() -> None:
    assert KEY.seal("s3cret", "sip/8001") != KEY.seal("s3cret", "sip/8001")


def test_a_text_opens_only_in_its_context_with_its_key_and_unchanged() -> None:
    sealed = KEY.seal("s3cret", "sip/8001")
    with pytest.raises(BoxKeyWrong):
        KEY.open(sealed, "sip/8002")
    with pytest.raises(BoxKeyWrong):
        OTHER.open(sealed, "sip/8001")
    for at, letter in enumerate(sealed):
        with pytest.raises(BoxKeyWrong):
            KEY.open(sealed[:at] + ("A" if letter != "A" else "B") + sealed[at + 1 :], "sip/8001")
    for cut in ("", "v1", f"v1.{KEY.key_id}.", sealed[:-4], sealed + "é"):
        with pytest.raises(BoxKeyWrong):
            KEY.open(cut, "sip/8001")


def test_nothing_prints_the_key() -> None:
    shown = repr(KEY) + str(KEY) + KEY.key_id
    assert bytes(range(32)).hex()[:8] not in shown
