"""From our reading to that of Go's net/http (1.19)."""

import re

from divergence import divergence
from pieces import BLANK, CONTROL, TOKEN, split, without_line_ends

# 1601-01-01, before which there is no date for us.
EARLIEST = -11_644_473_600
# What it drops a value for, besides controls: double quote, semicolon, backslash and what is not ASCII.
BAD_OCTET = re.compile(rb'[\x00-\x1f"\\\x7f-\xff]')


@divergence("GO-LINE-ENDS")
def line_ends(header):
    return without_line_ends(header)


# Steps over a pair: (name, value), or None for a piece that is no pair.


@divergence("GO-NO-EQUALS")
def no_equals(raw, pair):
    return (pair[1], b"") if pair and b"=" not in raw else pair


@divergence("GO-BLANKS")
def blanks(raw, pair):
    """The name with its blanks is no token; those in front of a value are part of it."""
    name, equals, value = raw.strip(BLANK).partition(b"=")
    if not pair or not equals:
        return pair
    return (name if name != name.rstrip(BLANK) else pair[0], value if value != value.lstrip(BLANK) else pair[1])


@divergence("GO-QUOTES")
def quotes(raw, pair):
    if pair and len(pair[1]) > 1 and pair[1][:1] == pair[1][-1:] == b'"':
        return (pair[0], pair[1][1:-1])
    return pair


@divergence("GO-OCTETS")
def octets(raw, pair):
    return None if pair and BAD_OCTET.search(pair[1]) else pair


@divergence("GO-NAME")
def name_is_token(raw, pair):
    return pair if pair and TOKEN.fullmatch(pair[0]) else None


COOKIE_PAIR = [no_equals, blanks, quotes, octets, name_is_token]


@divergence("GO-SIZE")
def size(raw, pair):
    """`pair` is "size" for one that is dropped for it."""
    return split(raw) if pair == "size" else pair


@divergence("GO-SET-NAMELESS")
def set_nameless(raw, pair):
    return None if pair and b"=" not in raw else pair


SET_COOKIE_PAIR = [size, set_nameless, blanks, quotes, octets, name_is_token]

# Steps over an attribute: (kind, meaning); None for one without effect; "syntax" or "domain" for what drops the cookie.


def cut(raw):
    """Name and value as it cuts them: blanks around the whole are trimmed, those beside the `=` are not."""
    name, _, value = raw.strip(BLANK).partition(b"=")
    return name.lower(), value


@divergence("GO-ATTRIBUTE-CONTROL")
def attribute_control(raw, reading):
    return None if reading == "syntax" else reading


@divergence("GO-ATTRIBUTE-SIZE")
def attribute_size(raw, reading):
    name, value = split(raw)
    if len(value) <= 1024 or CONTROL.search(raw):
        return reading
    kinds = {
        b"secure": ("secure", True), b"httponly": ("httpOnly", True), b"samesite": ("sameSite", None),
        b"domain": ("domain", value), b"path": ("path", value), b"expires": ("expires", None),
        b"max-age": ("maxAge", None),
    }
    return kinds.get(name.lower())


@divergence("GO-PARTITIONED")
def partitioned(raw, reading):
    return None if reading and reading[0] == "partitioned" else reading


@divergence("GO-ATTRIBUTE-OCTETS")
def attribute_octets(raw, reading):
    return None if BAD_OCTET.search(cut(raw)[1]) else reading


@divergence("GO-ATTRIBUTE-BLANKS")
def attribute_blanks(raw, reading):
    """A blank before `=` makes another name; one behind it is part of the value."""
    name, value = cut(raw)
    if not reading or reading in ("domain", "path"):
        return reading
    if name != name.rstrip(BLANK):
        return None
    if value[:1] != b" ":
        return reading
    kept = {"domain": value, "path": value, "sameSite": None}
    if reading[0] == "maxAge":
        return ("maxAge", None)
    if reading[0] == "expires":
        return ("expires", "none")
    return (reading[0], kept.get(reading[0], reading[1]))


@divergence("GO-DOMAIN")
def domain(raw, reading):
    value = cut(raw)[1]
    unlike = value[:1] in (b".", b" ") or value != value.lower()
    return ("domain", value) if reading and reading[0] == "domain" and unlike else reading


@divergence("GO-PATH")
def path(raw, reading):
    value = cut(raw)[1]
    return ("path", value) if reading and reading[0] == "path" and value[:1] != b"/" else reading


@divergence("GO-MAX-AGE")
def max_age(raw, reading):
    """A sign may be in front, but no needless 0; what does not fit 64 bits is ignored."""
    if not reading or reading[0] != "maxAge":
        return reading
    value = cut(raw)[1]
    if not re.fullmatch(rb"[+-]?[0-9]+", value) or not -(2**63) <= int(value) < 2**63:
        return ("maxAge", None)
    if value[:1] == b"+":
        return ("maxAge", int(value) or -1)
    return ("maxAge", None) if value[:1] == b"0" and int(value) != 0 else reading


ZONE = rb"(?=.{3})(?:UTC|ChST|MeST|(?:GMT)?[+-]0*(?:1?[0-9]|2[0-3])|WITA|[A-Z]{3}T?|[A-Z]{4}T)"
CLOCK = rb"(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)? +" + ZONE
MONTHS = [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"]
WORDS = rb"(?:[Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn]), +"
DATES = [
    re.compile(WORDS + rb"(\d\d) +([A-Za-z]{3}) +(\d{4}) +" + CLOCK),
    re.compile(WORDS + rb"(\d\d)-([A-Za-z]{3})-(\d{4}) +" + CLOCK),
]


def seconds_since_1970(value):
    """What it takes for a date, in its two forms; None for any other."""
    found = next(filter(None, (form.fullmatch(value) for form in DATES)), None)
    if not found or found[2].lower() not in MONTHS:
        return None
    day, year, hour, minute, second = (int(found[index]) for index in (1, 3, 4, 5, 6))
    month = MONTHS.index(found[2].lower()) + 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not 1 <= day <= lengths[month - 1] or hour > 23 or minute > 59 or second > 59:
        return None
    before = year - 1
    days = (before * 365 + before // 4 - before // 100 + before // 400) + sum(lengths[: month - 1]) + day - 1
    return (days - 719_162) * 86_400 + hour * 3600 + minute * 60 + second


@divergence("GO-EXPIRES")
def expires(raw, reading):
    """Two forms only; any other also undoes an Expires in front of it."""
    if not reading or reading[0] != "expires":
        return reading
    seconds = seconds_since_1970(cut(raw)[1])
    # The first second of the year 1 is what stands for no date.
    if seconds in (None, -62_135_596_800):
        return ("expires", "none")
    return ("expires", seconds) if seconds < EARLIEST else reading


ATTRIBUTE = [
    attribute_control, attribute_size, partitioned, attribute_octets, attribute_blanks, domain, path, max_age, expires,
]
