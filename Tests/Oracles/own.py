#!/usr/bin/env python3
"""Writes the files of Vectors/ that are our own: tokens and keys, and malformed or changed input to the primitives.

Every figure comes from hardtack_tokens.py, never from the Swift code that the vectors test. Nothing is random: a second
run writes the same bytes.
"""

import hashlib
import hmac as hmac_module

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import hardtack_tokens as ht
import vector_file
from hardtack_tokens import SEALED, SIGNED, Refused

NOW = 1_700_000_030
ISSUED, EXPIRES = 1_700_000_000, 1_700_000_060
CONTEXT = ("login", "__Host-id", "shop")
PAYLOAD = b"hello"
NAMES = {SEALED: "SealedTokens", SIGNED: "SignedTokens"}


def pattern(label, count):
    """Bytes that look random and are the same in each run."""
    return hashlib.shake_128(label.encode()).digest(count)


ROOT, OTHER, THIRD = (pattern(f"hardtack vectors, root key {n}", 32) for n in (1, 2, 3))
NONCE = pattern("hardtack vectors, nonce", 24)


def write(path, form, cases):
    suite = path.split("/")[0]
    part = {"valid.txt": ", good", "rejected.txt": ", refused", "refused.txt": ", refused"}.get(path.split("/")[1], "")
    head = (suite, "Hardtack" + part, "own", "Tests/Oracles/own.py, with PyPI cryptography", "Apache-2.0", form)
    vector_file.write(path, dict(zip(vector_file.HEAD, head)), cases)


def context_fields(context):
    return {name: vector_file.escape(piece) for name, piece in zip(("purpose", "name", "audience"), context)}


def parts(version, root, context, issued, expires, payload, nonce=NONCE):
    """Every value on the way to a token, in the order in which they arise."""
    key = ht.subkey(root, ht.USES[version])
    head = ht.header(version, ht.key_id(root), issued, expires)
    data = ht.bound(head, context)
    fields = {"subkey": key, "key-id": ht.key_id(root), "header": head, "bound": data, "payload": payload}
    if version == SIGNED:
        body = ht.sign(key, head, payload, data)
        fields |= {"mac": body[-32:], "token": ht.encode(body)}
        return fields, body
    body = ht.seal(key, head, nonce, payload, data)
    fields |= {
        "nonce": nonce, "k1": ht.cmac_subkey(key), "derived-key": ht.derived_key(key, nonce[:12]),
        "ciphertext": body[37:-16], "tag": body[-16:], "token": ht.encode(body),
    }
    return fields, body


def valid(version):
    rows = [
        ("five bytes", {}), ("an empty payload", {"payload": b""}), ("one byte", {"payload": b"\0"}),
        ("two bytes: another length of text", {"payload": b"\xff\xfe"}),
        ("sixteen bytes, a block", {"payload": bytes(range(16))}),
        ("seventeen bytes", {"payload": bytes(range(17))}),
        ("a hundred bytes", {"payload": pattern("payload", 100)}),
        ("3,000 bytes, near what a cookie holds", {"payload": pattern("payload", 3000)}),
        ("no audience", {"context": ("login", "__Host-id", "")}),
        ("pieces of one byte", {"context": ("p", "n", "a")}),
        ("pieces of 1,024 bytes", {"context": ("p" * 1024, "n" * 1024, "a" * 1024)}),
        ("UTF-8, composed", {"context": ("caf\u00e9", "\u540d", "\U0001f512")}),
        ("UTF-8, decomposed", {"context": ("cafe\u0301", "\u540d", "\U0001f512")}),
        ("zero bytes and blanks in the context", {"context": ("a\0b", " n ", "\n")}),
        ("an accepted key that is not the primary", {"root": OTHER, "ring": (ROOT, OTHER, THIRD)}),
        ("the first second of four bytes", {"issued": 0, "expires": 1, "now": 0}),
        ("the last second of four bytes", {"issued": 2**32 - 2, "expires": 2**32 - 1, "now": 2**32 - 2}),
        ("the second before it expires", {"now": EXPIRES - 1}),
        ("60 seconds ahead", {"now": ISSUED - 60}),
        ("unlimited, where that is allowed", {"expires": 0, "unlimited": "allowed"}),
        ("unlimited, read in 2106", {"expires": 0, "unlimited": "allowed", "now": 2**32 - 1}),
        ("limited, where unlimited is allowed", {"unlimited": "allowed"}),
        ("exactly the maximum length", {"maximum": True}),
    ]
    cases = []
    for name, row in rows:
        root, ring = row.get("root", ROOT), row.get("ring", (ROOT,))
        context, now = row.get("context", CONTEXT), row.get("now", NOW)
        issued, expires = row.get("issued", ISSUED), row.get("expires", EXPIRES)
        nonce = pattern(f"nonce for {name}", 24)
        fields, _ = parts(version, root, context, issued, expires, row.get("payload", PAYLOAD), nonce)
        token, unlimited = fields["token"], row.get("unlimited", "refused")
        maximum = len(token) if "maximum" in row else 4096
        found = ht.read(version, ring, context, token.encode(), now, unlimited == "allowed", maximum)
        assert found == (fields["payload"], fields["key-id"], issued, expires)
        cases.append({
            "case": name, "root-key": root, "ring": b"".join(ring), **context_fields(context), "issued": issued,
            "expires": expires, **fields, "now": now, "unlimited": unlimited, "maximum-length": maximum,
            "expect": "success",
        })
    write(f"{NAMES[version]}/valid.txt", "as in VECTORS.md; every intermediate value, in the order in which they arise",
          cases)


def rejected(version):
    cases = []
    good, body = parts(version, ROOT, CONTEXT, ISSUED, EXPIRES, PAYLOAD)
    token, key, kid = good["token"].encode(), good["subkey"], good["key-id"]
    tag_length = 16 if version == SEALED else 32
    other = SIGNED if version == SEALED else SEALED

    def add(reason, name, text, expect="rejected", ring=(ROOT,), context=CONTEXT, now=NOW, unlimited="refused",
            maximum=4096):
        text = text.encode() if isinstance(text, str) else text
        try:
            ht.read(version, ring, context, text, now, unlimited == "allowed", maximum)
            raise AssertionError(f"accepted: {name}")
        except Refused as refusal:
            assert str(refusal) == expect, (name, refusal)
        cases.append({
            "case": name, "reason": reason, "ring": b"".join(ring), **context_fields(context),
            "now": now, "unlimited": unlimited, "maximum-length": maximum, "token": vector_file.escape(text),
            "expect": expect,
        })

    def authentic(head=None, payload=PAYLOAD, key=key, data=None, context=CONTEXT):
        """A token that only the rule under test can refuse: everything else about it is right."""
        head = head or ht.header(version, kid, ISSUED, EXPIRES)
        data = ht.bound(head, context) if data is None else data
        if version == SEALED:
            return ht.encode(ht.seal(key, head, NONCE, payload, data))
        return ht.encode(ht.sign(key, head, payload, data))

    assert authentic().encode() == token

    # Length.
    add("length", "no text", "")
    add("length", "one character", "A")
    add("length", "a text of 4n + 1 characters", token + b"A" * ((1 - len(token)) % 4))
    add("length", "the header alone", ht.encode(body[:13]))
    add("length", "one byte less than the shortest token", ht.encode(body[:ht.OVERHEAD[version] - 1]))
    add("length", "the shortest length, of zeros", ht.encode(bytes(ht.OVERHEAD[version])))
    add("length", "one character over the maximum", token, maximum=len(token) - 1)
    add("length", "a maximum of none", token, maximum=0)
    # Padding.
    add("padding", "one padding character", token + b"=")
    add("padding", "two padding characters", token + b"==")
    add("padding", "padded to a multiple of four", token + b"=" * (-len(token) % 4 or 4))
    add("padding", "padding in the middle", token[:8] + b"=" + token[9:])
    # Alphabet.
    for name, piece in (("a plus", b"+"), ("a slash", b"/"), ("a dot", b"."), ("a zero byte", b"\0"),
                        ("a byte above ASCII", b"\xff"), ("a percent sign", b"%"), ("a quote", b'"')):
        add("alphabet", f"{name} in place of a character", token[:9] + piece + token[10:])
    add("alphabet", "a letter of two bytes in place of two characters", token[:9] + "\u00e9".encode() + token[11:])
    add("alphabet", "a Kelvin sign in place of three characters", token[:9] + "\u212a".encode() + token[12:])
    add("alphabet", "a blank in front", b" " + token)
    add("alphabet", "a blank behind", token + b" ")
    add("alphabet", "a line feed behind", token + b"\n")
    add("alphabet", "a line break after 64 characters", token[:64] + b"\r\n" + token[64:])
    add("alphabet", "in quotes", b'"' + token + b'"')
    # Left-over bits, at both lengths that have some.
    for count, bits in ((1, 1), (1, 8), (2, 1), (2, 2)):
        payload = next(bytes(n) for n in range(3) if (n + ht.OVERHEAD[version]) % 3 == count)
        text = authentic(payload=payload)
        last = ht.ALPHABET[ht.ALPHABET.index(text[-1]) | bits]
        add("trailing-bits", f"{'four' if count == 1 else 'two'} bits left over, value {bits}", text[:-1] + last)
    # Version. The header is part of what is authenticated, so these are made with the right key.
    for number in (0, other, 3, version | 0x80, 255):
        head = bytes([number]) + body[1:13]
        add("version", f"version {number}, authentic otherwise", authentic(head=head))
    # Kind: one reader never takes the other's.
    theirs, _ = parts(other, ROOT, CONTEXT, ISSUED, EXPIRES, PAYLOAD)
    add("kind", "a good token of the other kind", theirs["token"])
    add("kind", "a good token of the other kind, version byte exchanged",
        ht.encode(bytes([version]) + ht.decode(theirs["token"])[1:]))
    add("kind", "version byte of the other kind", ht.encode(bytes([other]) + body[1:]))
    # Key id.
    stranger, _ = parts(version, OTHER, CONTEXT, ISSUED, EXPIRES, PAYLOAD)
    add("key-id", "a key that is not in the ring", stranger["token"])
    add("key-id", "a key that has left a ring of two", stranger["token"], ring=(ROOT, THIRD))
    add("key-id", "a key id of zero, authentic otherwise", authentic(head=ht.header(version, bytes(4), ISSUED, EXPIRES)))
    add("key-id", "a known key id over another key's token", ht.encode(
        body[:1] + kid + ht.decode(stranger["token"])[5:]))
    add("key-id", "the id of the other key in the ring", ht.encode(body[:1] + ht.key_id(OTHER) + body[5:]),
        ring=(ROOT, OTHER))
    add("key-id", "the id of the other key, authentic under the first", authentic(
        head=ht.header(version, ht.key_id(OTHER), ISSUED, EXPIRES)), ring=(ROOT, OTHER))
    # A key of another use.
    for use in (ht.USES[other], "session", "label", "at-rest", "csrf", "kid", "seal", ""):
        add("sub-key", f"the sub-key of use {use or 'none'}", authentic(key=ht.subkey(ROOT, use)))
    add("sub-key", "the root key itself", authentic(key=ROOT))
    # Times, of authentic tokens.
    add("issued-ahead", "issued 61 seconds ahead", token, now=ISSUED - 61)
    add("issued-ahead", "issued a century ahead", authentic(head=ht.header(version, kid, 2**32 - 2, 2**32 - 1)))
    add("issued-ahead", "unlimited and issued 61 seconds ahead", authentic(head=ht.header(version, kid, ISSUED, 0)),
        now=ISSUED - 61, unlimited="allowed")
    add("issued-ahead", "a clock before 1970", token, now=-1)
    add("expired", "the second of its expiry", token, expect="expired", now=EXPIRES)
    add("expired", "long expired", token, expect="expired", now=2**33)
    add("expired", "expired, where unlimited is allowed", token, expect="expired", now=EXPIRES, unlimited="allowed")
    add("unlimited", "unlimited, where that is not allowed", authentic(head=ht.header(version, kid, ISSUED, 0)))
    add("expiry-order", "expires when it is issued", authentic(head=ht.header(version, kid, ISSUED, ISSUED)))
    add("expiry-order", "expires before it is issued", authentic(head=ht.header(version, kid, ISSUED, ISSUED - 1)),
        now=ISSUED - 30)
    # The header, changed after the fact.
    for name, place in (("key id", 1), ("issue", 8), ("expiry", 12)):
        add("header", f"one bit of the {name} flipped", flipped(body, place))
    add("header", "the expiry an hour later", ht.encode(ht.header(version, kid, ISSUED, EXPIRES + 3600) + body[13:]))
    add("header", "the expiry removed", ht.encode(body[:9] + bytes(4) + body[13:]), unlimited="allowed")
    add("header", "the issue a second later", ht.encode(ht.header(version, kid, ISSUED + 1, EXPIRES) + body[13:]))
    # What follows it.
    start = 37 if version == SEALED else 13
    add("payload", "first bit of the payload flipped", flipped(body, start, 0x80))
    add("payload", "last bit of the payload flipped", flipped(body, -tag_length - 1))
    add("payload", "last byte of the payload gone", ht.encode(body[:-tag_length - 1] + body[-tag_length:]))
    add("payload", "the payload a byte longer", ht.encode(body[:-tag_length] + b"\0" + body[-tag_length:]))
    add("payload", "no payload", ht.encode(body[:start] + body[-tag_length:]))
    add("payload", "two payloads exchanged", ht.encode(body[:start] + bytes(5) + body[-tag_length:]))
    # The tag.
    for count in (1, 4, 8, tag_length - 1):
        add("tag", f"tag cut to {tag_length - count} bytes", ht.encode(body[:-count]))
    add("tag", "no tag", ht.encode(body[:-tag_length]))
    add("tag", "tag a byte longer", ht.encode(body + b"\0"))
    add("tag", "first bit of the tag flipped", flipped(body, -tag_length, 0x80))
    add("tag", "last bit of the tag flipped", flipped(body, -1))
    add("tag", "tag of zeros", ht.encode(body[:-tag_length] + bytes(tag_length)))
    add("tag", "tag of another token", ht.encode(body[:-tag_length] + ht.decode(stranger["token"])[-tag_length:]))
    add("tag", "the token twice", token + token if len(token) % 4 == 0 else ht.encode(body + body))
    # The context: what is read under CONTEXT, made under another.
    purpose, name, audience = CONTEXT
    for title, made in (
        ("another purpose", ("logout", name, audience)), ("another name", (purpose, "__Host-guest", audience)),
        ("another audience", (purpose, name, "bank")), ("no audience", (purpose, name, "")),
        ("a byte moved from name to purpose", (purpose + "_", name[1:], audience)),
        ("a byte moved from purpose to name", (purpose[:-1], purpose[-1] + name, audience)),
        ("a byte moved from audience to name", (purpose, name + "s", audience[1:])),
        ("a byte moved from name to audience", (purpose, name[:-1], name[-1] + audience)),
        ("purpose and name exchanged", (name, purpose, audience)),
        ("the audience joined to the name", (purpose, name + audience, "")),
        ("letters of the other case", (purpose.upper(), name, audience)),
        ("a blank behind the purpose", (purpose + " ", name, audience)),
        ("a zero byte behind the name", (purpose, name + "\0", audience)),
    ):
        add("context", f"made for {title}", authentic(context=made))
    add("context", "read as decomposed UTF-8, made as composed", authentic(context=("caf\u00e9", name, audience)),
        context=("cafe\u0301", name, audience))
    # Constructions that a wrong implementation would make.
    head = body[:13]
    joined = "".join(CONTEXT).encode()
    add("construction", "the context without its lengths", authentic(data=ht.lp("hardtack.token.v1") + head + joined))
    add("construction", "the label of another version", authentic(
        data=ht.lp("hardtack.token.v2") + head + b"".join(map(ht.lp, CONTEXT))))
    add("construction", "no label", authentic(data=head + b"".join(map(ht.lp, CONTEXT))))
    add("construction", "lengths little-endian", authentic(
        data=little("hardtack.token.v1") + head + b"".join(map(little, CONTEXT))))
    add("construction", "the header after the context", authentic(
        data=ht.lp("hardtack.token.v1") + b"".join(map(ht.lp, CONTEXT)) + head))
    add("construction", "the header not authenticated", authentic(
        data=ht.lp("hardtack.token.v1") + b"".join(map(ht.lp, CONTEXT))))
    add("construction", "nothing but the payload authenticated", authentic(data=b""))
    if version == SEALED:
        first, last, data = NONCE[:12], NONCE[12:], ht.bound(head, CONTEXT)
        seal = lambda key, nonce: ht.encode(head + NONCE + AESGCM(key).encrypt(nonce, PAYLOAD, data))
        add("construction", "AES-256-GCM under the sub-key, no derivation", seal(key, last))
        add("construction", "AES-256-GCM under the sub-key with the first nonce bytes", seal(key, first))
        add("construction", "derived from the last nonce bytes", seal(ht.derived_key(key, last), first))
        derived = ht.derived_key(key, first)
        add("construction", "the halves of the derived key exchanged", seal(derived[16:] + derived[:16], last))
        add("nonce", "first bit of the nonce flipped", flipped(body, 13, 0x80))
        add("nonce", "last bit of the first 12 nonce bytes flipped", flipped(body, 24))
        add("nonce", "first bit of the last 12 nonce bytes flipped", flipped(body, 25, 0x80))
        add("nonce", "last bit of the nonce flipped", flipped(body, 36))
        add("nonce", "the halves of the nonce exchanged", ht.encode(head + last + first + body[37:]))
        add("nonce", "a nonce of 23 bytes", ht.encode(body[:36] + body[37:]))
    else:
        data = ht.bound(head, CONTEXT)
        add("construction", "HMAC with SHA-512, cut to 32 bytes", ht.encode(
            head + PAYLOAD + hmac_module.digest(key, data + PAYLOAD, "sha512")[:32]))
        add("construction", "SHA-256 of key and message, no HMAC", ht.encode(
            head + PAYLOAD + hashlib.sha256(key + data + PAYLOAD).digest()))
        add("construction", "the payload before the context", ht.encode(
            head + PAYLOAD + hmac_module.digest(key, PAYLOAD + data, "sha256")))
        add("construction", "HMAC with an empty key", ht.encode(
            head + PAYLOAD + hmac_module.digest(b"", data + PAYLOAD, "sha256")))
        add("construction", "the MAC before the payload", ht.encode(head + body[-32:] + PAYLOAD))
    # What is no token of this kit.
    add("foreign", "JSON in base64url", ht.encode(b'{"user":1,"admin":true,"exp":9999999999,"padding":"0123456789"}'))
    add("foreign", "an unsigned JWT", ht.encode(b'{"alg":"none"}') + "." + ht.encode(b'{"sub":"1"}') + ".")
    add("foreign", "a key in its text form", ht.key_text(THIRD))
    add("foreign", "the token in hexadecimal", body.hex())

    # The reader's own arguments.
    for name, context, expect in (
        ("an empty purpose", ("", "n", ""), "emptyPurpose"), ("an empty name", ("p", "", "a"), "emptyName"),
        ("a purpose of 1,025 bytes", ("p" * 1025, "n", ""), "inputLength"),
        ("an audience of 1,025 bytes", ("p", "n", "a" * 1025), "inputLength"),
    ):
        add("argument", name, token, expect=expect, context=context)
    write(f"{NAMES[version]}/rejected.txt", "as in VECTORS.md; reason: the rule that alone refuses it", cases)


def little(text):
    return len(text).to_bytes(4, "little") + text.encode()


def flipped(body, place, mask=1):
    changed = bytearray(body)
    changed[place] ^= mask
    return ht.encode(bytes(changed))


def keys():
    uses = ("seal.01", "sign.02", "session", "label", "at-rest", "csrf")
    cases = []
    for name, root in (("bytes 0 to 31", bytes(range(32))), ("a key", ROOT), ("another key", OTHER),
                       ("all bytes but one equal", bytes(31) + b"\1"), ("high bits", bytes(range(224, 256)))):
        text = ht.key_text(root)
        assert ht.read_key(text.encode()) == root
        cases.append({
            "case": name, "form": "text", "text": text, "key": root, "key-id": ht.key_id(root),
            **{use.replace(".", "-"): ht.subkey(root, use) for use in uses}, "expect": "success",
        })
    write("Keys/valid.txt", "form: text; text: the key as files hold it; key: its bytes; then its id and its sub-keys by use",
          cases)

    good = ht.key_text(ROOT)
    rows = [("no text", ""), ("the prefix alone", ht.KEY_PREFIX), ("no prefix", good[16:]),
            ("the prefix of another version", good.replace("v1", "v2")), ("the prefix in capitals", good.upper()[:16] + good[16:]),
            ("a blank behind the prefix", good[:16] + " " + good[16:]), ("a character missing", good[:-1]),
            ("a character too many", good + "0"), ("standard base64", good[:30] + "+" + good[31:]),
            ("padding", good[:59] + "=" + good[59:]), ("the bits left over not zero", good[:58] + ht.ALPHABET[
                ht.ALPHABET.index(good[58]) | 1] + good[59:]),
            ("the checksum in capitals", good[:59] + "ABCDEF01"), ("last digit of the checksum changed",
             good[:-1] + ("0" if good[-1] != "0" else "1")), ("first character of the key changed",
             good[:16] + ("A" if good[16] != "A" else "B") + good[17:]),
            ("two characters exchanged", good[:20] + good[21] + good[20] + good[22:]),
            ("the checksum of another key", good[:59] + ht.key_text(OTHER)[59:]), ("two keys on a line", good + " " + good),
            ("zero bytes", ht.key_text(bytes(32))), ("equal bytes", ht.key_text(b"A" * 32)),
            ("31 bytes", ht.KEY_PREFIX + ht.encode(ROOT[:31]) + good[59:]), ("33 bytes", ht.KEY_PREFIX + ht.encode(
                ROOT + b"\0") + good[59:]), ("64 hexadecimal digits", ROOT.hex()), ("a passphrase", "correct horse")]
    cases = []
    for name, text in rows:
        try:
            ht.read_key(text.encode())
            raise AssertionError(f"accepted: {name}")
        except Refused as refusal:
            cases.append({"case": name, "form": "text", "text": vector_file.escape(text), "expect": str(refusal)})
    for name, root in (("no bytes", b""), ("16 bytes", ROOT[:16]), ("31 raw bytes", ROOT[:31]),
                       ("33 raw bytes", ROOT + b"\0"), ("64 raw bytes", ROOT + OTHER), ("32 raw zero bytes", bytes(32)),
                       ("32 equal raw bytes", b"\xff" * 32)):
        try:
            ht.check_key(root)
            raise AssertionError(f"accepted: {name}")
        except Refused as refusal:
            cases.append({"case": name, "form": "bytes", "key": root, "expect": str(refusal)})
    write("Keys/refused.txt", "form: text, as a file holds it, or bytes; then that", cases)


def base64url():
    rows = [("one character", "Z"), ("five characters", "Zm9vY"), ("padding, two", "Zg=="), ("padding, one", "Zm8="),
            ("padding alone", "="), ("padding in the middle", "Zg==Zm9v"), ("standard plus", "+_-_"),
            ("standard slash", "/_-_"), ("a blank in front", " Zm9vYg"), ("a blank in front of whole groups", " Zm9vYmF"),
            ("a blank behind", "Zm9vYg "), ("a blank behind whole groups", "Zm9vYmF "), ("a blank in the middle", "Zm 9"),
            ("a tab", "Zm\t9"), ("line feed", "Zm9\n"), ("carriage return and line feed", "Zm\r\n"),
            ("a zero byte", "Zm9\0"), ("a letter of two bytes", "Zm\u00e4"), ("Kelvin sign", "Z\u212a"),
            ("percent escape", "%5Fg"), ("a dot", "Zm.v"), ("a tilde", "Zm~v"), ("a character above the alphabet", "Zm{v"),
            ("a byte above ASCII", b"Zm\xffv"), ("at sign, below the capitals", "Zm@v"),
            ("bracket, above the capitals", "Zm[v"), ("backquote, below the small letters", "Zm`v"),
            ("colon, above the digits", "Zm:v"), ("comma, below the hyphen", "Zm,v"), ("a backslash", "Zm\\v"),
            ("bad character in the last pair", "Zm9vY="), ("bad character in the last three", "Zm9vYm=")]
    rows += [(f"trailing bit {bit} of 4", "Z" + ht.ALPHABET[32 | 1 << bit - 1]) for bit in (1, 2, 3, 4)]
    rows += [(f"trailing bit {bit} of 2", "Zm" + ht.ALPHABET[60 | 1 << bit - 1]) for bit in (1, 2)]
    cases = []
    for name, text in rows:
        text = text.encode() if isinstance(text, str) else text
        try:
            ht.decode(text)
            raise AssertionError(f"accepted: {name}")
        except Refused as refusal:
            cases.append({"case": name, "text": vector_file.escape(text), "output": "", "expect": str(refusal)})
    for name, text in (("the two characters of its own", "-_-_"), ("all bits set", "____"), ("zeros", "AAAA"),
                       ("every character", ht.ALPHABET)):
        cases.append({"case": name, "text": text, "output": ht.decode(text), "expect": "success"})
    write("Base64URL/own.txt", "text: with \\xHH; output: hexadecimal", cases)


def primitives():
    """Changed and out-of-range input, from figures that are right."""
    cases = []
    key, message = pattern("hmac key", 32), b"a message"
    mac = hmac_module.digest(key, message, "sha256")
    for name, changed in (("first bit flipped", bytes([mac[0] ^ 0x80]) + mac[1:]),
                          ("last bit flipped", mac[:-1] + bytes([mac[-1] ^ 1])), ("cut to 31 bytes", mac[:31]),
                          ("cut to 16 bytes", mac[:16]), ("a byte longer", mac + b"\0"), ("no MAC", b""),
                          ("zeros", bytes(32)), ("that of another message", hmac_module.digest(key, b"", "sha256"))):
        cases.append({"case": name, "key": key, "message": message, "mac": changed, "expect": "rejected"})
    cases.append({"case": "an empty key", "key": b"", "message": message,
                  "mac": hmac_module.digest(b"", message, "sha256"), "expect": "keyLength"})
    write("HMAC-SHA256/own.txt", "key, message, mac: hexadecimal", cases)

    form = "secret, salt, info, output: hexadecimal; count: bytes to derive"
    cases = [{"case": name, "secret": pattern("hkdf", 32), "salt": b"", "info": b"", "count": count, "output": b"",
              "expect": expect} for name, count, expect in (
                  ("no bytes", 0, "success"), ("255 hashes and a byte", 8161, "outputLength"),
                  ("a negative number", -1, "outputLength"))]
    write("HKDF-SHA256/own.txt", form, cases)

    cases = []
    key, data, plaintext = pattern("xaes key", 32), b"data", b"plain text"
    sealed = AESGCM(ht.derived_key(key, NONCE[:12])).encrypt(NONCE[12:], plaintext, data)
    rows = [("good", key, NONCE, data, sealed, "success"),
            ("another key", ROOT, NONCE, data, sealed, "rejected"),
            ("another nonce", key, NONCE[12:] + NONCE[:12], data, sealed, "rejected"),
            ("other data", key, NONCE, b"Data", sealed, "rejected"), ("no data", key, NONCE, b"", sealed, "rejected"),
            ("tag cut to 15 bytes", key, NONCE, data, sealed[:-1], "rejected"),
            ("cipher text flipped", key, NONCE, data, bytes([sealed[0] ^ 1]) + sealed[1:], "rejected"),
            ("shorter than a tag", key, NONCE, data, sealed[:15], "rejected"),
            ("nothing", key, NONCE, data, b"", "rejected"),
            ("a key of 31 bytes", key[:31], NONCE, data, sealed, "keyLength"),
            ("a key of 16 bytes", key[:16], NONCE, data, sealed, "keyLength"),
            ("a nonce of 23 bytes", key, NONCE[:23], data, sealed, "nonceLength"),
            ("a nonce of 12 bytes", key, NONCE[:12], data, sealed, "nonceLength")]
    for name, key_, nonce, data_, sealed_, expect in rows:
        right = expect == "success"
        cases.append({
            "case": name, "key": key_, "nonce": nonce, "k1": ht.cmac_subkey(key_) if right else b"",
            "derived-key": ht.derived_key(key_, nonce[:12]) if right else b"", "associated-data": data_,
            "plaintext": plaintext if right else b"", "sealed": sealed_, "expect": expect,
        })
    write("XAES-256-GCM/own.txt", "k1: CMAC's first subkey; derived-key: for GCM; all hexadecimal", cases)


if __name__ == "__main__":
    for kind in (SEALED, SIGNED):
        valid(kind)
        rejected(kind)
    keys()
    base64url()
    primitives()
