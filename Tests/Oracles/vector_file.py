"""Reads and writes the files of Vectors/, by the rules of Vectors/VECTORS.md."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "Vectors"
HEAD = ("suite", "source", "origin", "taken-from", "licence", "format")
NAME = re.compile(r"[a-z][a-z0-9-]*\Z")


class Malformed(Exception):
    """A file breaks the format; says where."""


def escape(data):
    """Text of the format for some bytes: what is not printable, a backslash and blanks at the ends become \\xHH."""
    data = data.encode() if isinstance(data, str) else data
    inside = range(1, len(data) - 1)
    return "".join(
        chr(byte) if 0x21 <= byte <= 0x7E and byte != 0x5C or byte == 0x20 and index in inside else f"\\x{byte:02x}"
        for index, byte in enumerate(data)
    )


def unescape(text):
    """The bytes of a text."""
    pieces = re.split(r"\\x([0-9a-f]{2})", text)
    if any("\\" in piece for piece in pieces[::2]):
        raise Malformed(f"a backslash that begins no \\xHH: {text}")
    return b"".join(bytes.fromhex(p) if i % 2 else p.encode() for i, p in enumerate(pieces))


def write(path, head, cases):
    """Writes a file; bytes become hexadecimal, what else there is becomes its text."""
    assert tuple(head) == HEAD, head
    names = [case["case"] for case in cases]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1]
    lines = [f"{name}: {value}" for name, value in head.items()]
    for case in cases:
        assert list(case)[0] == "case" and list(case)[-1] == "expect", case
        lines.append("")
        for name, value in case.items():
            text = value.hex() if isinstance(value, bytes) else str(value)
            lines.append(f"{name}: {text}".rstrip(" "))
    target = ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(("\n".join(lines) + "\n").encode("ascii"))
    print(f"{len(cases):5} cases in {path}")


def read(path):
    """The head and the cases of a file, each a dictionary of texts."""
    lines = (ROOT / path).read_bytes().decode("ascii").split("\n")
    if lines.pop() != "":
        raise Malformed(f"{path}: no line end at the end")
    paragraphs = [{}]
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        if line == "":
            if not paragraphs[-1]:
                raise Malformed(f"{where}: two empty lines")
            paragraphs.append({})
            continue
        name, colon, value = line.partition(":")
        if not colon or not NAME.match(name) or name in paragraphs[-1]:
            raise Malformed(f"{where}: not a new `name: value`")
        if value and (value[0] != " " or value[1:].strip() != value[1:] or value == " "):
            raise Malformed(f"{where}: one blank before a value, none behind it")
        paragraphs[-1][name] = value[1:]
    head, *cases = paragraphs
    if tuple(head) != HEAD:
        raise Malformed(f"{path}: the head is not {', '.join(HEAD)}")
    for case in cases:
        if list(case)[:1] != ["case"] or list(case)[-1:] != ["expect"]:
            raise Malformed(f"{path}: a case begins with `case` and ends with `expect`: {case}")
    return head, cases
