"""A sealed file opens whole and unchanged, or not at all."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.recording import envelope
from appliance.contact.recording.envelope import TAG, EnvelopeDamagedError, Header

KEY = bytes(range(32))
CHUNK = 64
ONE = Header(UUID(int=1), "0badcafe", bytes(40), b"\1\2\3\4", CHUNK)
TWO = Header(UUID(int=2), "0badcafe", bytes(40), b"\1\2\3\4", CHUNK)
START = len(ONE.encode())


def pieces(plain: bytes) -> list[bytes]:
    return [plain[at : at + CHUNK] for at in range(0, len(plain), CHUNK)]


def sealed(plain: bytes, header: Header = ONE, key: bytes = KEY) -> bytes:
    return b"".join(envelope.seal(header, key, pieces(plain)))


def opened(file: bytes, key: bytes = KEY) -> bytes:
    stream = BytesIO(file)
    header, start = envelope.read_header(stream)
    return b"".join(envelope.unseal(stream, header, start, key))


def chunks(file: bytes) -> list[bytes]:
    body = file[START:]
    return [body[at : at + CHUNK + TAG] for at in range(0, len(body), CHUNK + TAG)]


@given(st.binary(min_size=1, max_size=5 * CHUNK))
def test_what_was_sealed_comes_back(plain: bytes) -> None:
    assert opened(sealed(plain)) == plain


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_sizes_around_a_chunk_come_back(size: int) -> None:
    plain = bytes(size)
    assert opened(sealed(plain)) == plain
    assert len(sealed(plain)) == START + size + TAG * -(-size // CHUNK)


def test_every_flip_of_every_byte_is_detected() -> None:
    file = sealed(bytes(2 * CHUNK + 10))
    for at in range(len(file)):
        for bit in range(8):
            flipped = file[:at] + bytes([file[at] ^ 1 << bit]) + file[at + 1 :]
            with pytest.raises(EnvelopeDamagedError):
                opened(flipped)


def test_every_truncation_is_detected() -> None:
    file = sealed(bytes(3 * CHUNK))
    for size in range(len(file)):
        with pytest.raises(EnvelopeDamagedError):
            opened(file[:size])


@given(st.binary(min_size=1, max_size=2 * (CHUNK + TAG)))
def test_anything_appended_is_detected(more: bytes) -> None:
    with pytest.raises(EnvelopeDamagedError):
        opened(sealed(bytes(2 * CHUNK)) + more)


def test_chunks_hold_only_at_their_place() -> None:
    file = sealed(bytes(4 * CHUNK))
    one, two, three, four = chunks(file)
    for order in ([two, one, three, four], [one, three, four], [one, two, two, three, four], [one, two, four, three]):
        with pytest.raises(EnvelopeDamagedError):
            opened(file[:START] + b"".join(order))


def test_two_files_under_one_key_cannot_swap_bodies() -> None:
    first, second = sealed(bytes(2 * CHUNK)), sealed(bytes(2 * CHUNK), TWO)
    for swapped in (first[:START] + second[START:], second[:START] + first[START:]):
        with pytest.raises(EnvelopeDamagedError):
            opened(swapped)


def test_an_edited_header_is_detected() -> None:
    file = sealed(bytes(CHUNK))
    for old, new in ((b"0badcafe", b"0badcaff"), (b"agent-left", b"agentXleft"), (b'"chunk":64', b'"chunk":65')):
        assert old in file[:START]
        with pytest.raises(EnvelopeDamagedError):
            opened(file.replace(old, new, 1))


@pytest.mark.parametrize("header", [b"{}", b"[1]", b"null", b"\xff", b'{"chunk":99999999999}', b"[" * 4000])
def test_a_foreign_header_is_refused_without_reading_on(header: bytes) -> None:
    with pytest.raises(EnvelopeDamagedError):
        opened(envelope.MAGIC + len(header).to_bytes(4) + header + bytes(100))


def test_the_wrong_key_opens_nothing() -> None:
    with pytest.raises(EnvelopeDamagedError):
        opened(sealed(bytes(CHUNK)), bytes(32))


def test_pieces_before_the_damage_come_out_and_none_after() -> None:
    file = bytearray(sealed(b"a" * CHUNK + b"b" * CHUNK))
    file[-1] ^= 1
    stream = BytesIO(file)
    header, start = envelope.read_header(stream)
    given_out = envelope.unseal(stream, header, start, KEY)
    assert next(given_out) == b"a" * CHUNK
    with pytest.raises(EnvelopeDamagedError):
        next(given_out)


def test_sealing_takes_pieces_as_they_come() -> None:
    taken = []

    def source() -> Iterator[bytes]:
        for number in range(100):
            taken.append(number)
            yield bytes(CHUNK)

    given_out = envelope.seal(ONE, KEY, source())
    for _ in range(4):
        next(given_out)
    assert len(taken) == 4


def test_a_short_piece_in_the_middle_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="chunk 0"):
        list(envelope.seal(ONE, KEY, [bytes(CHUNK - 1), bytes(CHUNK)]))


@given(st.binary(min_size=1, max_size=5 * CHUNK), st.integers(0, 6 * CHUNK), st.integers(1, 3 * CHUNK))
def test_any_part_is_what_the_whole_has_there(plain: bytes, start: int, length: int) -> None:
    assert part(sealed(plain), start, length) == plain[start : start + length]


def part(file: bytes, at: int, length: int) -> bytes:
    stream = BytesIO(file)
    header, start = envelope.read_header(stream)
    assert envelope.plain_size(header, start, len(file)) == len(opened(file))
    place = range(at, at + length)
    return b"".join(envelope.unseal_part(stream, header, start, KEY, len(file), place))


def test_a_part_of_another_place_or_of_a_file_cut_short_does_not_open() -> None:
    file = sealed(bytes(range(200)))
    first, second, *rest = chunks(file)
    with pytest.raises(EnvelopeDamagedError):
        part(file[:START] + b"".join([second, first, *rest]), 0, 10)
    stream = BytesIO(file[: START + CHUNK + TAG])
    header, start = envelope.read_header(stream)
    with pytest.raises(EnvelopeDamagedError):
        b"".join(envelope.unseal_part(stream, header, start, KEY, START + CHUNK + TAG, range(10)))
