"""The box's own certificate authority and the certificate its SIP and web servers show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from appliance.errors import Refusal
from appliance.system.files import write_atomic

CA_NAME = "Callstead CA"
CA_LIFE = timedelta(days=3652)
SERVER_LIFE = timedelta(days=825)
RENEW_BEFORE = timedelta(days=30)
_CLOCKS_DIFFER = timedelta(hours=1)


class CaIncomplete(Refusal):
    """One half of the CA is gone; making another would cut off every phone that trusts this one."""

    code = "ca-incomplete"


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """PEM files, all mode 0600. Servers are shown `folder`; the CA's key lies in `keys` (None: beside the others)."""

    folder: Path
    keys: Path | None = None

    @property
    def ca(self) -> Path:
        return self.folder / "ca.crt"

    @property
    def ca_key(self) -> Path:
        return (self.keys or self.folder) / "ca.key"

    @property
    def cert(self) -> Path:
        return self.folder / "server.crt"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"


@dataclass(frozen=True, slots=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def ensure(folder: Path, names: tuple[str, ...], now: datetime, *, keys: Path | None = None) -> bool:
    """Make what is missing: a CA (P-256, 10 years, never replaced) and a server certificate (825 days).

    The server certificate is made anew when fewer than 30 days remain or when `names` (host names and addresses,
    the first is the common name) or the CA are others. True when it was made. Raises CaIncomplete.
    """
    files = CertificateFiles(folder, keys)
    authority = _authority(files, now)
    if _serves(files, authority, names, now):
        return False
    key = ec.generate_private_key(ec.SECP256R1())
    _write_key(files.key, key)
    _write(files.cert, _server(authority, key, names, now))
    return True


def _authority(files: CertificateFiles, now: datetime) -> _Authority:
    if files.ca.exists() != files.ca_key.exists():
        missing = files.ca_key if files.ca.exists() else files.ca
        raise CaIncomplete(missing=str(missing))
    if not files.ca.exists():
        _make_authority(files, now)
    key = serialization.load_pem_private_key(files.ca_key.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CaIncomplete(missing=str(files.ca_key))
    return _Authority(x509.load_pem_x509_certificate(files.ca.read_bytes()), key)


def _make_authority(files: CertificateFiles, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(CA_NAME)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        _builder(name, name, key.public_key(), now, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(files.ca_key, key)
    _write(files.ca, certificate)


def _server(
    authority: _Authority, key: ec.EllipticCurvePrivateKey, names: tuple[str, ...], now: datetime
) -> x509.Certificate:
    issuer = authority.certificate.subject
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return (
        _builder(_name(names[0]), issuer, key.public_key(), now, SERVER_LIFE)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(signer, critical=False)
        .sign(authority.key, hashes.SHA256())
    )


def _serves(files: CertificateFiles, authority: _Authority, names: tuple[str, ...], now: datetime) -> bool:
    """Whether the certificate on disk is ours, long enough valid, for these names, and has its key beside it."""
    if not files.cert.exists() or not files.key.exists():
        return False
    shown = x509.load_pem_x509_certificate(files.cert.read_bytes())
    key = serialization.load_pem_private_key(files.key.read_bytes(), None)
    alternatives = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (
        shown.not_valid_after_utc - now >= RENEW_BEFORE
        and list(alternatives) == _alternatives(names)
        and shown.public_key() == key.public_key()
        and _signed_by(shown, authority)
    )


def _signed_by(certificate: x509.Certificate, authority: _Authority) -> bool:
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + life)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _alternatives(names: tuple[str, ...]) -> list[x509.GeneralName]:
    return [_alternative(name) for name in names]


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(path: Path, certificate: x509.Certificate) -> None:
    write_atomic(path, certificate.public_bytes(serialization.Encoding.PEM), mode=0o600)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_atomic(path, private, mode=0o600)
