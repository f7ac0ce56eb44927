#!/usr/bin/env python3
"""Reads every file of Vectors/ and checks all keys and tokens in them with hardtack_tokens.py."""

import sys

import hardtack_tokens as ht
import vector_file
from hardtack_tokens import SEALED, SIGNED, Refused

VERSIONS = {"SealedTokens": SEALED, "SignedTokens": SIGNED}


def number(case, name):
    return int(case[name])


def data(case, name):
    return bytes.fromhex(case[name])


def context(case):
    return tuple(vector_file.unescape(case[name]) for name in ("purpose", "name", "audience"))


def check_token(version, case):
    ring = data(case, "ring")
    roots = [ring[start:start + 32] for start in range(0, len(ring), 32)]
    token = vector_file.unescape(case["token"])
    payload, kid, issued, expires = ht.read(
        version, roots, context(case), token, number(case, "now"), case["unlimited"] == "allowed",
        number(case, "maximum-length"))
    # Only a case that succeeds gets here.
    assert payload == data(case, "payload") and kid == data(case, "key-id")
    assert (issued, expires) == (number(case, "issued"), number(case, "expires"))
    nonce = data(case, "nonce") if version == SEALED else None
    made = ht.make(version, data(case, "root-key"), context(case), issued, expires, payload, nonce)
    assert made.encode() == token


def check_key(case):
    if case["form"] == "bytes":
        key = ht.check_key(data(case, "key"))
    else:
        key = ht.read_key(vector_file.unescape(case["text"]))
    assert key == data(case, "key") and ht.key_id(key) == data(case, "key-id")


def check(suite, case):
    try:
        if suite in VERSIONS:
            check_token(VERSIONS[suite], case)
        else:
            check_key(case)
        outcome = "success"
    except Refused as refusal:
        outcome = str(refusal)
    assert outcome == case["expect"], f"{case['case']}: {outcome} instead of {case['expect']}"


def main():
    total = checked = 0
    for path in sorted(vector_file.ROOT.glob("*/*.txt")):
        head, cases = vector_file.read(path.relative_to(vector_file.ROOT))
        assert head["suite"] == path.parent.name, path
        total += len(cases)
        if head["suite"] in (*VERSIONS, "Keys"):
            for case in cases:
                check(head["suite"], case)
            checked += len(cases)
    print(f"Vectors: {total} cases are well formed; of {checked} keys and tokens all are as they say")


if __name__ == "__main__":
    sys.exit(main())
