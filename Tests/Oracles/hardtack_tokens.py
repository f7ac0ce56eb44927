"""Hardtack's keys and tokens, written from Vectors/VECTORS.md and not from the Swift sources.

Short and slow on purpose: an independent reading of the format, for tests. Do not use it to guard anything.
"""

import base64
import hashlib
import hmac
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEALED, SIGNED = 1, 2
USES = {SEALED: "seal.01", SIGNED: "sign.02"}
OVERHEAD = {SEALED: 13 + 24 + 16, SIGNED: 13 + 32}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
KEY_PREFIX = "hardtack-key-v1:"


class Refused(Exception):
    """A failure by its name in the vectors: rejected, expired, malformed, checksum, ..."""


def lp(data):
    """A length as four bytes, big-endian, then the bytes."""
    data = data.encode() if isinstance(data, str) else data
    return struct.pack(">I", len(data)) + data


def encode(data):
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    """The bytes of a canonical text (bytes or str); anything else is refused as malformed."""
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    if len(text) % 4 == 1 or any(character not in ALPHABET for character in text):
        raise Refused("malformed")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise Refused("malformed")
    return data


def subkey(root, use):
    """HKDF-SHA256, no salt, info LP("hardtack.v1") | LP(use), 32 bytes."""
    return HKDF(SHA256(), 32, None, lp("hardtack.v1") + lp(use)).derive(root)


def key_id(root):
    return subkey(root, "kid")[:4]


def key_text(root):
    checksum = hashlib.sha256(lp("hardtack.key.v1") + root).digest()[:4]
    return KEY_PREFIX + encode(root) + checksum.hex()


def check_key(root):
    """Refuses what is no root key."""
    if len(root) != 32:
        raise Refused("length")
    if len(set(root)) == 1:
        raise Refused("allEqual")
    return root


def read_key(text):
    """The root key of a text form, with blanks and line ends around it allowed."""
    text = text.strip(b" \t\r\n").decode("latin-1")
    if len(text) != 67 or not text.startswith(KEY_PREFIX):
        raise Refused("malformed")
    root = decode(text[16:59])
    if text != key_text(root):
        raise Refused("checksum")
    return check_key(root)


def aes_blocks(key, blocks):
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


def cmac_subkey(key):
    """The subkey K1 of CMAC (SP 800-38B, 6.1)."""
    number = int.from_bytes(aes_blocks(key, bytes(16)), "big")
    doubled = number << 1 ^ (0x87 if number >> 127 else 0)
    return (doubled & (1 << 128) - 1).to_bytes(16, "big")


def derived_key(key, prefix):
    """The AES-256-GCM key of XAES-256-GCM for the first 12 bytes of a nonce."""
    k1 = cmac_subkey(key)
    blocks = b"".join(
        bytes(a ^ b for a, b in zip(k1, struct.pack(">H", counter) + b"X\x00" + prefix)) for counter in (1, 2)
    )
    return aes_blocks(key, blocks)


def header(version, kid, issued, expires):
    return struct.pack(">B4sII", version, kid, issued, expires)


def bound(head, context):
    return lp("hardtack.token.v1") + head + b"".join(lp(piece) for piece in context)


def seal(key, head, nonce, payload, data):
    """The bytes of a sealed token."""
    return head + nonce + AESGCM(derived_key(key, nonce[:12])).encrypt(nonce[12:], payload, data)


def sign(key, head, payload, data):
    """The bytes of a signed token."""
    return head + payload + hmac.digest(key, data + payload, "sha256")


def make(version, root, context, issued, expires, payload, nonce=None):
    """A token as it travels."""
    check_context(context)
    if expires and expires <= issued or expires >= 1 << 32:
        raise Refused("lifetime")
    head = header(version, key_id(root), issued, expires)
    key, data = subkey(root, USES[version]), bound(head, context)
    body = seal(key, head, nonce, payload, data) if version == SEALED else sign(key, head, payload, data)
    return encode(body)


def check_context(context):
    pieces = [piece.encode() if isinstance(piece, str) else piece for piece in context]
    if not pieces[0]:
        raise Refused("emptyPurpose")
    if not pieces[1]:
        raise Refused("emptyName")
    if max(map(len, pieces)) > 1024:
        raise Refused("inputLength")


def read(version, roots, context, text, now, unlimited=False, maximum=4096):
    """Payload, key id, issue and expiry of a token, by the order of checks of VECTORS.md."""
    check_context(context)
    if len(text) > maximum:
        raise Refused("rejected")
    try:
        token = decode(text)
    except Refused:
        raise Refused("rejected") from None
    if len(token) < OVERHEAD[version] or token[0] != version:
        raise Refused("rejected")
    _, kid, issued, expires = struct.unpack(">B4sII", token[:13])
    root = {key_id(root): root for root in roots}.get(kid)
    if root is None:
        raise Refused("rejected")
    key, data, body = subkey(root, USES[version]), bound(token[:13], context), token[13:]
    if version == SEALED:
        try:
            payload = AESGCM(derived_key(key, body[:12])).decrypt(body[12:24], body[24:], data)
        except InvalidTag:
            raise Refused("rejected") from None
    else:
        payload, mac = body[:-32], body[-32:]
        if not hmac.compare_digest(mac, hmac.digest(key, data + payload, "sha256")):
            raise Refused("rejected")
    if now < issued - 60:
        raise Refused("rejected")
    if expires == 0 and not unlimited or expires and expires <= issued:
        raise Refused("rejected")
    if expires and now >= expires:
        raise Refused("expired")
    return payload, kid, issued, expires
