"""From our reading to that of `cookie` for Node (0.5.0). Its strings have a character a byte, until it decodes."""

import re

from divergence import divergence
from pieces import BLANK, CONTROL, split

# What String.prototype.trim takes off, of the characters below U+0100.
SPACE = "\t\n\x0b\x0c\r \xa0"
# Names that every object has already.
INHERITED = {
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
    "__proto__",
    "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
}


def text(pair):
    """A pair of bytes as Node has it."""
    return pair and tuple(part.decode("latin-1") for part in pair)


@divergence("NODE-CONTROL")
def control(raw, pair):
    return text(split(raw)) if CONTROL.search(raw) else pair


@divergence("NODE-NO-EQUALS")
def no_equals(raw, pair):
    return pair if b"=" in raw else None


@divergence("NODE-EMPTY")
def empty(raw, pair):
    return ("", "") if raw.strip(BLANK).partition(b"=")[::2] == (b"", b"") and b"=" in raw else pair


@divergence("NODE-TRIM")
def trim(raw, pair):
    return pair and (pair[0].strip(SPACE), pair[1].strip(SPACE))


@divergence("NODE-QUOTES")
def quotes(raw, pair):
    return (pair[0], pair[1][1:-1]) if pair and pair[1].startswith('"') else pair


@divergence("NODE-PERCENT")
def percent(raw, pair):
    """Decodes all of a value or nothing."""
    if not pair or re.search("%(?![0-9A-Fa-f]{2})", pair[1]):
        return pair
    try:
        decoded = re.sub("(?:%[0-9A-Fa-f]{2})+", lambda run: bytes.fromhex(run[0].replace("%", "")).decode(), pair[1])
    except UnicodeDecodeError:
        return pair
    return (pair[0], decoded)


COOKIE_PAIR = [control, empty, trim, no_equals, quotes, percent]


# Steps over all pairs of a header.


@divergence("NODE-FIRST")
def first(pairs):
    return [pair for index, pair in enumerate(pairs) if pair[0] not in {name for name, _ in pairs[:index]}]


@divergence("NODE-INHERITED")
def inherited(pairs):
    return [pair for pair in pairs if pair[0] not in INHERITED]


COOKIE_PAIRS = [first, inherited]
