"""The lines that Chromium treats differently from CookieJar, each with a class of Tests/CookieOracles/DIVERGENCES.md and
a function that makes of the jar's result, and the time, what Chromium does.
"""

from cookie_lines import SOON, date

NOTHING = {"sent": [""] * 8, "stored": []}


def dropped(ours, now):
    return NOTHING


def session(ours, now):
    """Kept without an Expires."""
    return {**ours, "stored": [{**cookie, "expires": None} for cookie in ours["stored"]]}


def lasting(seconds):
    """Kept for as long."""
    return lambda ours, now: {**ours, "stored": [{**cookie, "expires": now + seconds} for cookie in ours["stored"]]}


PLAIN = {
    "domain": "localhost", "path": "/a/b", "secure": False, "httpOnly": False, "sameSite": None, "partitioned": False,
    "expires": None,
}


def like(plain):
    """Kept as the hexadecimal pair, for the default path and the browser's session."""
    return lambda ours, now: {"sent": ["", "", plain, plain, "", "", "", ""], "stored": [PLAIN]}


def of_path(path):
    """Kept for a path that no request has."""
    return lambda ours, now: {**NOTHING, "stored": [{**PLAIN, "path": path}]}


def until_soon(ours, now):
    """Kept until the time that `date` gives."""
    return {**ours, "stored": [{**cookie, "expires": SOON.timestamp()} for cookie in ours["stored"]]}


A_1 = b"a=1".hex()

LINES = {
    f"{prefix}x=1; Secure; Path=/; Domain=localhost; HttpOnly".encode(): ("CHROMIUM-HOST-DOMAIN", dropped)
    for prefix in (
        "__Host-", "__host-", "__HOST-", "__hOsT-", "__Host-Http-", "__host-http-", "__HOST-HTTP-", "__Host-http-",
        "__host-Http-",
    )
}
LINES |= {
    b"a=1; Max-Age=+1000": ("CHROMIUM-MAX-AGE-PLUS", lasting(1000)),
    b"a=1; Max-Age=1000; Max-Age=x": ("CHROMIUM-LAST-INVALID", session),
    b"a=1; Max-Age=1000; Max-Age=": ("CHROMIUM-LAST-INVALID", session),
    b"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=never": ("CHROMIUM-LAST-INVALID", like(A_1)),
    b"a=1; Expires=" + date("%a, %dth %b %Y %H:%M:%S GMT"): ("CHROMIUM-DATE-TRAILING", session),
    b"a=1; Expires=" + date("%d %b %Yx %H:%M:%Sx"): ("CHROMIUM-DATE-TRAILING", session),
    b"a=1; Expires=" + date("%d %b %Y 007:08:09"): ("CHROMIUM-DATE-DIGITS", until_soon),
    b"a=1; Expires=Fri, 01 Jan 99999 00:00:00 GMT": ("CHROMIUM-DATE-DIGITS", lasting(34_560_000)),
    b"a=1; Expires=Sun, 31 Dec 1600 23:59:59 GMT": ("CHROMIUM-DATE-YEAR", dropped),
    b"a=1; Expires=" + date("%d\t%b\t%Y\t%H:%M:%S"): ("CHROMIUM-TAB", dropped),
    b"a=1; Path=/a\tb": ("CHROMIUM-TAB", dropped),
    b"a=b\tc": ("CHROMIUM-TAB", dropped),
    b"a\tb=c": ("CHROMIUM-TAB", dropped),
    b"a=1; Domain=.": ("CHROMIUM-DOMAIN-DOT", dropped),
    b"a=1; Path=/\xff": ("CHROMIUM-PATH-OCTETS", of_path("/")),
    b"=a=b": ("CHROMIUM-NAMELESS-EQUALS", dropped),
    b"==a": ("CHROMIUM-NAMELESS-EQUALS", dropped),
    b"a=1\rb": ("CHROMIUM-LINE-END", like(A_1)),
    b"a=1\nb=2": ("CHROMIUM-LINE-END", like(A_1)),
}

DIVERGENCES = {("localhost", line): divergence for line, divergence in LINES.items()}
DIVERGENCES["sub.localhost", b"a=1; Domain=."] = ("CHROMIUM-DOMAIN-DOT", dropped)
