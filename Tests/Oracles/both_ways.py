#!/usr/bin/env python3
"""Tokens made by one side and read by the other: hardtack_tokens.py and the command line tool, with random values.

Usage: both_ways.py TOOL [SEED]. The seed is printed; the same one gives the same values (the tool's nonces apart).
"""

import os
import random
import subprocess
import sys
import tempfile
import time

import hardtack_tokens as ht
from hardtack_tokens import SEALED, SIGNED

# Of each kind, each way.
COUNT = 110
LENGTHS = (0, 1, 2, 3, 15, 16, 17, 63, 64, 65, 1000, 2999, 3000)
VERBS = {SEALED: ("seal", "open"), SIGNED: ("sign", "verify")}


class Side:
    """The command line tool, with a key file."""

    def __init__(self, tool, folder):
        self.tool = tool
        self.file = os.path.join(folder, "server.key")

    def write_keys(self, roots):
        with open(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"# a comment\n{ht.key_text(root)}\n" for root in roots)

    def run(self, verb, context, data, *more):
        names = ("purpose", "name", "audience")
        # Joined with an equals sign only where a leading hyphen calls for it: a combining character would cling to it.
        arguments = []
        for name, piece in zip(names, context):
            arguments += [f"--{name}={piece}"] if piece.startswith("-") else [f"--{name}", piece]
        return subprocess.run(
            [self.tool, "token", verb, f"--keys={self.file}", *arguments, *more], input=data, capture_output=True)


def text(rng, least):
    """A purpose, name or audience: of any characters that an argument can hold."""
    ranges = ((0x21, 0x7E), (0x20, 0x7E), (0xA0, 0x2FF), (0x3040, 0x30FF), (0x1F300, 0x1F5FF))
    low, high = rng.choice(ranges)
    return "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(least, rng.choice((3, 12, 200)))))


def main(tool, seed):
    rng = random.Random(seed)
    print(f"Tokens both ways: seed {seed}")
    count = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        side = Side(tool, folder)
        for version in (SEALED, SIGNED):
            make, read = VERBS[version]
            for index in range(COUNT):
                roots = [rng.randbytes(32) for _ in range(rng.randint(1, 3))]
                side.write_keys(roots)
                context = (text(rng, 1), text(rng, 1), text(rng, 0))
                payload = rng.randbytes(LENGTHS[index] if index < len(LENGTHS) else rng.randint(0, 3000))
                unlimited = rng.random() < 0.2
                now = int(time.time())

                # Swift makes it, Python reads it.
                lifetime = ["--unlimited"] if unlimited else ["--for=600"]
                made = side.run(make, context, payload, *lifetime)
                assert made.returncode == 0, made
                token = made.stdout.rstrip(b"\n")
                found, kid, issued, expires = ht.read(version, roots, context, token, now, unlimited)
                assert found == payload and kid == ht.key_id(roots[0]) and now <= issued <= now + 60
                assert expires == (0 if unlimited else issued + 600)

                # Python makes it, with any key of the ring, and Swift reads it.
                root = rng.choice(roots)
                nonce = rng.randbytes(24) if version == SEALED else None
                token = ht.make(version, root, context, now, 0 if unlimited else now + 600, payload, nonce).encode()
                flags = ["--unlimited"] if unlimited else []
                opened = side.run(read, context, token + rng.choice((b"", b"\n")), *flags)
                assert opened.returncode == 0 and opened.stdout == payload, opened
                count += 1

                # Now and then, a bit of it flipped.
                if index % 10 == 0:
                    body = bytearray(ht.decode(token))
                    body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
                    opened = side.run(read, context, ht.encode(bytes(body)).encode(), *flags)
                    assert opened.returncode == 65 and opened.stdout == b"", opened
                    refused += 1
    print(f"Tokens both ways: {count} made by Swift and read by Python, {count} made by Python and read by Swift, "
          f"{refused} changed ones refused")


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)))
