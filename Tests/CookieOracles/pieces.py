"""Bytes of a header, cut where every program cuts them."""

import re

TOKEN = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
BLANK = b" \t"


def split(raw):
    """A piece as RFC 6265bis §5.6 splits it, controls or not; the name is empty without a `=`."""
    name, equals, value = raw.partition(b"=")
    return (name.strip(BLANK), value.strip(BLANK)) if equals else (b"", raw.strip(BLANK))


def without_line_ends(header):
    """The header without CR and LF at the ends of its pieces."""
    return b";".join(
        piece if piece.strip(BLANK) == piece.strip(BLANK + b"\r\n") else piece.strip(BLANK + b"\r\n")
        for piece in header.split(b";")
    )
