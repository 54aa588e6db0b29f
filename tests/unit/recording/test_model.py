"""The names of files carry what a restart must know."""

from uuid import UUID

import pytest

from appliance.contact.recording.model import SpooledAudio, sealed_name

IDENTITY = UUID("019ca8d5-6c00-7abc-8def-0123456789ab")


@pytest.mark.parametrize("channel", ["1732226000.12", "box-1732226000.12", "a.raw"])
def test_a_claimed_name_parses_back(channel: str) -> None:
    spooled = SpooledAudio.parse(f"{channel}.raw")
    assert spooled == SpooledAudio(f"{channel}.raw", channel)
    claimed = spooled.claimed(IDENTITY)
    assert SpooledAudio.parse(claimed.name) == claimed
    assert (claimed.channel, claimed.id) == (channel, IDENTITY)


@pytest.mark.parametrize(
    "name", ["", ".raw", "x.wav", "../x.raw", "x/y.raw", "x.raw\n", "x.sealing", f"x.{'-' * 36}.sealing", "通话.raw"]
)
def test_other_names_are_no_audio(name: str) -> None:
    assert SpooledAudio.parse(name) is None


def test_a_sealed_file_lies_in_the_folder_of_its_day() -> None:
    assert sealed_name(IDENTITY) == f"2026-03-01/{IDENTITY}.sealed"
