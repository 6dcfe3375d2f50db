"""Certificates for tests: a chain that nobody trusts, and its key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest


def chain(folder: Path) -> tuple[Path, Path]:
    """The files of a new chain of two certificates, the signer's first, and of the signer's key."""
    pytest.importorskip("c2pa", reason="needs the extra c2pa")
    pytest.importorskip("cryptography", reason="makes the certificates")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Root", root_key, None, root_key)
    signer = _certificate("Signer", key, root.subject, root_key)
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    certificates, secret = folder / "chain.pem", folder / "key.pem"
    certificates.write_bytes(signer.public_bytes(pem) + root.public_bytes(pem))
    secret.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    return certificates, secret


def _certificate(name, key, issuer, issuer_key):
    """One certificate as C2PA 2.1, 14.5.1 asks for; without *issuer* its own, which signs others."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    named = [(NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, "Tests")]
    subject = x509.Name([x509.NameAttribute(*one) for one in named])
    now, alone = dt.datetime.now(dt.UTC), issuer is None
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"),
        False,
    )
    usage |= {
        "decipher_only": False,
        "digital_signature": not alone,
        "key_cert_sign": alone,
        "crl_sign": alone,
    }
    built = (
        x509.CertificateBuilder(issuer or subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=alone, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if not alone:
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        built = built.add_extension(uses, critical=False)
    return built.sign(issuer_key, hashes.SHA256())
