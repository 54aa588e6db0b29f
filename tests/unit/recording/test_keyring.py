"""Keys that were replaced open what they closed, until they are destroyed; every step survives a power cut."""

import stat
from pathlib import Path

import pytest

from appliance.system.keyring import Keyring, closed_by
from appliance.system.keys import BoxKeyExposed, BoxKeyMissing, BoxKeyWrong


def changed(folder: Path) -> tuple[Keyring, str, str]:
    ring = Keyring.ensure(folder)
    old = ring.current.key_id
    new = ring.make_next()
    ring.switch()
    return ring, old, new


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_old_key_opens_and_the_new_one_closes(tmp_path: Path) -> None:
    before = Keyring.ensure(tmp_path / "keys").seal("s3cret", "sip/8001")
    ring, old, new = changed(tmp_path / "keys")
    after = ring.seal("s3cret", "sip/8001")
    assert (closed_by(before), closed_by(after), ring.ids()) == (old, new, (new, old))
    for reader in (ring, Keyring.load(tmp_path / "keys")):
        assert reader.open(before, "sip/8001").reveal() == reader.open(after, "sip/8001").reveal() == "s3cret"
    key = ring.find(old)
    assert key
    assert key.unwrap(key.wrap(bytes(32))) == bytes(32)


def test_a_destroyed_key_opens_nothing_and_its_file_is_gone(tmp_path: Path) -> None:
    closed = Keyring.ensure(tmp_path / "keys").seal("s3cret", "sip/8001")
    ring, old, new = changed(tmp_path / "keys")
    ring.destroy(old)
    ring.destroy(old)
    for reader in (ring, Keyring.load(tmp_path / "keys")):
        assert reader.ids() == (new,)
        with pytest.raises(BoxKeyWrong):
            reader.open(closed, "sip/8001")
    assert names(tmp_path / "keys") == ["box.key"]
    with pytest.raises(ValueError, match="in force"):
        ring.destroy(new)


def test_the_key_in_force_is_never_missing_while_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    ring = Keyring.ensure(folder)
    old, new = ring.current.key_id, ring.make_next()
    assert (ring.next(), Keyring.load(folder).ids()) == (new, (old,))
    (folder / f"retired-{old}.key").hardlink_to(folder / "box.key")
    assert Keyring.load(folder).ids() == (old,), "cut between the link and the rename"
    ring.switch()
    assert Keyring.load(folder).ids() == (new, old)
    assert ring.next() is None
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())


def test_a_key_that_never_was_in_force_is_forgotten(tmp_path: Path) -> None:
    ring = Keyring.ensure(tmp_path / "keys")
    ring.make_next()
    ring.drop_next()
    ring.drop_next()
    assert ring.next() is None
    assert names(tmp_path / "keys") == ["box.key"]


def test_old_keys_are_guarded_like_the_one_in_force(tmp_path: Path) -> None:
    _, old, _ = changed(tmp_path / "keys")
    (tmp_path / "keys" / f"retired-{old}.key").chmod(0o640)
    with pytest.raises(BoxKeyExposed):
        Keyring.load(tmp_path / "keys")
    with pytest.raises(BoxKeyMissing):
        Keyring.load(tmp_path)


@pytest.mark.parametrize("text", ["", "v1", "v2.0badcafe.x", "plain"])
def test_a_text_that_nothing_closed_names_no_key(text: str) -> None:
    assert closed_by(text) == ""
