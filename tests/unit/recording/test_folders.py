"""The file system side: what is written is private, whole, and stays inside its folder."""

import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from appliance.contact.recording.folders import AudioFolders, HeadFile
from appliance.contact.recording.model import SpooledAudio
from appliance.contact.recording.register import Head

NAME = "2026-03-01/one.sealed"
SPOOLED = SpooledAudio("1.1.raw", "1.1")


@pytest.fixture
def folders(tmp_path: Path) -> AudioFolders:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / SPOOLED.name).write_bytes(b"audio")
    return AudioFolders(tmp_path / "spool", tmp_path / "sealed")


def test_a_sealed_file_is_private_and_has_its_name_only_when_published(folders: AudioFolders, tmp_path: Path) -> None:
    written = folders.write(NAME, [b"ab", b"cd"])
    assert (written.bytes, written.sha256) == (4, sha256(b"abcd").hexdigest())
    assert folders.names() == frozenset()
    folders.publish(NAME)
    assert folders.names() == {NAME}
    path = tmp_path / "sealed" / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with folders.open_sealed(NAME) as file:
        assert file.read() == b"abcd"


def test_a_failed_write_leaves_nothing(folders: AudioFolders, tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"ab"
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        folders.write(NAME, breaking())
    assert [path for path in (tmp_path / "sealed").rglob("*") if path.is_file()] == []


def test_a_claim_renames_once_and_keeps_the_audio(folders: AudioFolders) -> None:
    claimed = folders.claim(SPOOLED, UUID(int=7))
    assert folders.claim(claimed, UUID(int=8)) == claimed
    assert folders.claimed() == {UUID(int=7)}
    raw = folders.open_raw(claimed)
    with raw.stream:
        assert (raw.size, raw.stream.read()) == (5, b"audio")
    folders.remove_raw(claimed)
    folders.remove_raw(claimed)
    assert folders.claimed() == frozenset()
    for gone in (claimed, SPOOLED):
        with pytest.raises(FileNotFoundError):
            folders.claim(gone, UUID(int=9))


@pytest.mark.parametrize("name", ["../spool/1.1.raw", "/etc/hostname", "a/../../spool/1.1.raw"])
def test_a_name_that_leads_elsewhere_is_missing(folders: AudioFolders, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        folders.open_sealed(name)


def test_links_and_pipes_put_in_are_seen_and_never_followed(folders: AudioFolders, tmp_path: Path) -> None:
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    (sealed / "link").symlink_to(tmp_path / "spool" / SPOOLED.name)
    (sealed / "folder").symlink_to(tmp_path / "spool")
    os.mkfifo(sealed / "pipe")
    assert folders.names() == {"link", "folder", "pipe"}
    with pytest.raises(OSError, match="link"):
        folders.open_sealed("link")
    with folders.open_sealed("pipe") as pipe:
        assert not pipe.read()


def test_the_head_is_kept_in_one_private_line(tmp_path: Path) -> None:
    head = HeadFile(tmp_path / "keys" / "register.head")
    assert head.read() == Head()
    for seq in (1, 2):
        head.write(Head(seq, f"{seq:064x}"))
        assert head.read() == Head(seq, f"{seq:064x}")
    assert (tmp_path / "keys" / "register.head").read_text() == f"2 {2:064x}\n"
    assert stat.S_IMODE((tmp_path / "keys" / "register.head").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"7", b"-1 " + b"0" * 64, b"9" * 40 + b" " + b"0" * 64 + b"\n"])
def test_anything_else_is_no_head(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "register.head").write_bytes(text)
    assert HeadFile(tmp_path / "register.head").read() == Head()
