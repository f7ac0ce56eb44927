"""A Set-Cookie line by the rules of RFC 6265bis §5.1.1 and §5.6, as plainly as they can be put: regular expressions and
no thought of speed.
"""

import calendar
import re

from pieces import CONTROL, split

DELIMITER = re.compile(rb"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
MONTHS = [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"]
# In the order in which a token is tried.
PARTS = {
    "time": re.compile(rb"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D.*)?", re.DOTALL),
    "day": re.compile(rb"(\d{1,2})(?:\D.*)?", re.DOTALL),
    "month": re.compile(rb"(?i:(" + b"|".join(MONTHS) + rb")).*", re.DOTALL),
    "year": re.compile(rb"(\d{2,4})(?:\D.*)?", re.DOTALL),
}
LARGEST = 2**63 - 1
KINDS = {
    b"expires": "expires", b"max-age": "maxAge", b"domain": "domain", b"path": "path", b"samesite": "sameSite",
    b"secure": "secure", b"httponly": "httpOnly", b"partitioned": "partitioned",
}


def date(text):
    """Seconds since 1970; None for what is no date (UA-01, UA-02, UA-03)."""
    found = {}
    for token in DELIMITER.split(text):
        for part, form in PARTS.items():
            if part not in found and (match := form.fullmatch(token)):
                found[part] = match.groups()
                break
    if len(found) < len(PARTS):
        return None
    hour, minute, second = map(int, found["time"])
    day, year = int(found["day"][0]), int(found["year"][0])
    month = MONTHS.index(found["month"][0].lower()) + 1
    year += 1900 if 70 <= year <= 99 else 2000 if year <= 69 else 0
    if year < 1601 or hour > 23 or minute > 59 or second > 59 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return calendar.timegm((year, month, day, hour, minute, second))


def pair(raw):
    """Name and value, "size" for too large a pair, None for one that drops the line (UA-07, UA-08, UA-09)."""
    name, value = split(raw)
    if CONTROL.search(raw) or not (name or value):
        return None
    return "size" if len(name) + len(value) > 4096 else (name, value)


def attribute(raw):
    """Kind and meaning, None without one, "syntax" or "domain" for what drops the line."""
    if CONTROL.search(raw):
        return "syntax"
    name, value = split(raw) if b"=" in raw else (split(raw)[1], b"")
    kind = KINDS.get(name.lower())
    if kind is None or len(value) > 1024:
        return None
    if kind == "expires":
        return (kind, date(value))
    if kind == "maxAge":
        seconds = int(value) if re.fullmatch(rb"-?[0-9]+", value) else None
        return (kind, seconds if seconds is None else max(-LARGEST, min(LARGEST, seconds)))
    if kind == "domain":
        return (kind, value.removeprefix(b".").lower().decode() or None) if value.isascii() else "domain"
    if kind == "path":
        if value[:1] != b"/":
            return (kind, None)
        return "path" if text(value) is None else (kind, text(value))
    if kind == "sameSite":
        return (kind, {b"strict": "Strict", b"lax": "Lax", b"none": "None"}.get(value.lower()))
    return (kind, True)


def text(value):
    """As text; None if it is not UTF-8."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None
