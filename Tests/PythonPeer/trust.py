"""Keys, signatures, certificates and enrolment codes: sections 4.2 and 7 of protocol.md."""

import unicodedata

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey, Ed25519PublicKey)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wire import Invalid, need, pb, sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROLES = {
    "teacher", "school", "township", "reviewer", "administrator", "auditor", "security", "county",
}


def public_key(secret):
    key = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def device_id(key):
    return sha256(key)[:8]


def sign(secret, domain, rest):
    return Ed25519PrivateKey.from_private_bytes(secret).sign(domain.encode() + b"\0" + rest)


def is_signed(key, domain, rest, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            signature, domain.encode() + b"\0" + rest)
        return True
    except (InvalidSignature, ValueError):
        return False


def read_certificate(encoded, county_key):
    """The certificate in an encoded `SignedCertificate`, if it is the county's (7.1)."""
    try:
        signed = pb.SignedCertificate.FromString(encoded)
        certificate = pb.Certificate.FromString(signed.body)
    except Exception as problem:
        raise Invalid("not readable") from problem
    need(len(certificate.public_key) == 32, "public key")
    need(certificate.device == device_id(certificate.public_key), "device")
    need(certificate.role in ROLES, "role")
    need(certificate.county == device_id(county_key), "county")
    need(is_signed(county_key, "FieldKit certificate 1", signed.body, signed.signature),
         "signature")
    return certificate


def read_county(encoded):
    """The county's own certificate, signed by itself."""
    signed = pb.SignedCertificate.FromString(encoded)
    certificate = read_certificate(encoded, pb.Certificate.FromString(signed.body).public_key)
    need(certificate.role == "county", "role")
    return certificate


def certificate_record(device):
    """The id of the record that carries a device's certificate."""
    id = bytearray(sha256(b"FieldKit device\0" + device)[:16])
    id[6] = id[6] & 0x0F | 0x80
    id[8] = id[8] & 0x3F | 0x80
    return bytes(id)


# ---- Enrolment codes (7.2) -------------------------------------------------------------------


def code_text(secret, authority):
    data = b"\1" + secret + authority
    data += sha256(data)[:1]
    number = int.from_bytes(data, "big") << 2
    digits = "".join(ALPHABET[number >> shift & 31] for shift in range(205, -1, -5))
    return "-".join(digits[start:start + 5] for start in range(0, len(digits), 5))


def read_code(text):
    """Secret and half a fingerprint."""
    text = unicodedata.normalize("NFKC", text).upper()
    text = "".join(
        sign for sign in text
        if not sign.isspace() and unicodedata.category(sign) not in ("Pd", "Cf"))
    text = text.translate(str.maketrans("OIL", "011"))
    need(len(text) == 42 and all(sign in ALPHABET for sign in text), "a code has 42 characters")
    number = 0
    for sign in text:
        number = number << 5 | ALPHABET.index(sign)
    need(number & 3 == 0, "the last bits")
    data = (number >> 2).to_bytes(27, "big")[1:]
    need(number >> 2 < 1 << 208, "length")
    need(data[0] == 1 and sha256(data[:25])[0] == data[25], "check")
    return data[1:9], data[9:25]
