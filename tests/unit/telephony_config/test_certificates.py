"""The box's own CA and server certificate."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from appliance.telephony.certificates import CaIncomplete, CertificateFiles, ensure

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMES = ("box.example", "127.0.0.1", "2001:db8::1")


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_both_are_made_for_the_given_names(tmp_path: Path) -> None:
    assert ensure(tmp_path, NAMES, NOW)
    files = CertificateFiles(tmp_path)
    shown = _read(files.cert)
    alternatives = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in alternatives] == list(NAMES)
    shown.verify_directly_issued_by(_read(files.ca))
    assert shown.not_valid_after_utc - NOW == timedelta(days=825)
    assert _read(files.ca).not_valid_after_utc - NOW >= timedelta(days=3650)


def test_the_files_are_ours_alone(tmp_path: Path) -> None:
    ensure(tmp_path, NAMES, NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ca.crt", "ca.key", "server.crt", "server.key"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_what_serves_is_kept(tmp_path: Path) -> None:
    ensure(tmp_path, NAMES, NOW)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert not ensure(tmp_path, NAMES, NOW + timedelta(days=794))
    assert before == {path: path.read_bytes() for path in tmp_path.iterdir()}


@pytest.mark.parametrize(("names", "days"), [(NAMES, 796), (("other",), 0)])
def test_the_server_certificate_is_renewed_and_the_ca_is_not(tmp_path: Path, names: tuple[str, ...], days: int) -> None:
    ensure(tmp_path, NAMES, NOW)
    files = CertificateFiles(tmp_path)
    ca, cert = files.ca.read_bytes(), files.cert.read_bytes()
    assert ensure(tmp_path, names, NOW + timedelta(days=days))
    assert files.ca.read_bytes() == ca
    assert files.cert.read_bytes() != cert


def test_a_certificate_of_another_ca_is_replaced(tmp_path: Path) -> None:
    ensure(tmp_path / "one", NAMES, NOW)
    ensure(tmp_path / "two", NAMES, NOW)
    one, two = CertificateFiles(tmp_path / "one"), CertificateFiles(tmp_path / "two")
    one.cert.write_bytes(two.cert.read_bytes())
    one.key.write_bytes(two.key.read_bytes())
    assert ensure(tmp_path / "one", NAMES, NOW)
    _read(one.cert).verify_directly_issued_by(_read(one.ca))


@pytest.mark.parametrize("lost", ["ca.crt", "ca.key"])
def test_half_a_ca_is_not_replaced(tmp_path: Path, lost: str) -> None:
    ensure(tmp_path, NAMES, NOW)
    (tmp_path / lost).unlink()
    with pytest.raises(CaIncomplete) as refused:
        ensure(tmp_path, NAMES, NOW)
    assert refused.value.details["missing"].endswith(lost)
    assert not (tmp_path / lost).exists()


def test_the_key_of_the_ca_can_lie_where_no_server_sees_it(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert ensure(tmp_path / "tls", NAMES, NOW, keys=keys)
    assert sorted(path.name for path in (tmp_path / "tls").iterdir()) == ["ca.crt", "server.crt", "server.key"]
    assert [path.name for path in keys.iterdir()] == ["ca.key"]
    assert not ensure(tmp_path / "tls", NAMES, NOW, keys=keys)
