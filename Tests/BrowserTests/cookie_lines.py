"""The Set-Cookie lines about which Chromium is asked."""

import datetime

TODAY = datetime.datetime.now(datetime.timezone.utc)
# A ninth of June that is 25 to 391 days ahead: near enough for a lifetime of 400 days.
YEAR = TODAY.year + ((TODAY.month, TODAY.day) > (5, 14))
SOON = datetime.datetime(YEAR, 6, 9, 7, 8, 9, tzinfo=datetime.timezone.utc)


def date(form):
    """That date, as `strftime` writes it."""
    return SOON.strftime(form).encode()


PREFIXES = ["__Host-", "__host-", "__HOST-", "__hOsT-", "__Secure-", "__secure-", "__SECURE-"]
PREFIXES += ["__Http-", "__http-", "__HTTP-"]
PREFIXES += ["__Host-Http-", "__host-http-", "__HOST-HTTP-", "__Host-http-", "__host-Http-"]
PREFIX_ATTRIBUTES = [
    "Secure; Path=/; HttpOnly", "Secure; Path=/", "Secure; HttpOnly", "Path=/; HttpOnly",
    "Secure; Path=/; Domain=localhost; HttpOnly",
]

LINES = [f"{prefix}x=1; {attributes}".encode() for prefix in PREFIXES for attributes in PREFIX_ATTRIBUTES]
# A prefix alone, without `=`, as a value, and what only looks like one.
LINES += [
    b"__Host-=1; Secure; Path=/", b"__Host-=1; Path=/", b"__Secure-=1", b"__Host-x; Secure; Path=/",
    b"=__Host-x=1; Secure; Path=/", b"=__host-x; Secure; Path=/",
    b"=__Secure-x=1", b"__Secure-x", b"=__Http-x=1; Secure; HttpOnly", b"=__http-", b"x=__Host-x", b"=x__Host-",
    b"__Hos-x=1", b"__Host_x=1", b"_Host-x=1", b"__Host-x=1; Secure; Path=",
    b"__Host-x=1; Secure; Path=/a", b"__Host-x=1; Secure; Path=/; Path=/a", b"__Host-x=1; Secure; Path=/a; Path=/",
    b"__Host-x=1; Secure; Path=/; Domain=", b"__Host-x=1; Secure; Path=/; Domain",
    b"__Host-x=1; Secure; Path=/; Domain=localhost; Domain=", b"__Host- =1; Secure; Path=/", b" __Host-x =1; Path=/",
]
# Secure and SameSite, on a host that counts as secure.
LINES += [
    b"a=1", b"a=1; Secure", b"a=1; SECURE", b"a=1; secure=false", b"a=1; Secur", b"a=1; HttpOnly", b"a=1; httponly=x",
    b"a=1; Secure; Secure",
    b"a=1; SameSite=Strict", b"a=1; SameSite=sTRICT", b"a=1; SameSite=Lax", b"a=1; samesite=LAX",
    b"a=1; SameSite=None; Secure", b"a=1; SameSite=nOnE; Secure", b"a=1; SameSite=None", b"a=1; SameSite",
    b"a=1; SameSite=", b"a=1; SameSite=Odd", b"a=1; SameSite=\"Lax\"", b"a=1; SameSite=Strict; SameSite=Lax",
    b"a=1; SameSite=Strict; SameSite=Odd", b"a=1; SameSite=None; SameSite=Lax", b"a=1; SameSite = Lax ",
    b"a=1; Partitioned", b"a=1; Partitioned; Secure", b"a=1; partitioned=x; Secure",
    b"a=1; Partitioned; Secure; SameSite=None", b"__Host-a=1; Partitioned; Secure; Path=/",
]
# Max-Age and Expires.
LINES += [b"a=1; Max-Age=" + age for age in [
    b"0", b"1000", b"-1", b"-0", b"+1000", b"1000.5", b"", b"1000x", b"x1000", b"01000", b"34560000", b"34560001",
    b"99999999999999999999", b"-99999999999999999999", b"\"1000\"", b"10 00", b"0x10", b"-", b"1e3",
]]
LINES += [
    b"a=1; Max-Age", b"a=1; max-age=1000", b"a=1; Max-Age=1000; Max-Age=0", b"a=1; Max-Age=0; Max-Age=1000",
    b"a=1; Max-Age=1000; Max-Age=x", b"a=1; Max-Age=1000; Max-Age=", b"a=1; Max-Age = 1000",
    b"a=1; Max-Age=1000; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    b"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=1000",
    b"a=1; Max-Age=0; Expires=" + date("%a, %d %b %Y %H:%M:%S GMT"),
]
LINES += [b"a=1; Expires=" + text for text in [
    date("%a, %d %b %Y %H:%M:%S GMT"), date("%A, %d-%b-%y %H:%M:%S GMT"), date("%a %b %d %H:%M:%S %Y"),
    date("%d %b %Y %H:%M:%S"), date("%a, %d-%b-%Y %H:%M:%S GMT"), date("%a, %d %b %Y %H:%M:%S PST"),
    date("%a, %d %b %Y %H:%M:%S GMT+0500"), date("%Y %b %d %H:%M:%S"), date("%H:%M:%S %d %b %Y"),
    date("%b %d %Y 7:8:9"), date("%d/%b/%Y/%H:%M:%S"), date("%d %B %Y %H:%M:%S"), date("%d %b %Y %H:%M"),
    date("%d %m %Y %H:%M:%S"),
    date("%Y-%m-%dT%H:%M:%SZ"), date("%a, %d %b %Y 24:00:00 GMT"), date("%a, %d %b %Y 07:60:00 GMT"),
    date("%a, %d %b %Y 07:08:60 GMT"), date("%a, 31 Feb %Y %H:%M:%S GMT"), date("%a, 0 %b %Y %H:%M:%S GMT"),
    date("%a, %dth %b %Y %H:%M:%S GMT"), date("%d %b %Yx %H:%M:%Sx"), date("\"%a, %d %b %Y %H:%M:%S GMT\""),
    date("%d %b %Y 07:08:09.5"), date("%d %b %Y 007:08:09"), date("%d %bober %Y %H:%M:%S"), date("%d %b 0%y %H:%M:%S"),
    date("%d\t%b\t%Y\t%H:%M:%S"),
    b"Thu, 01 Jan 1970 00:00:00 GMT", b"Fri, 31 Dec 9999 23:59:59 GMT", b"Mon, 01 Jan 1601 00:00:00 GMT",
    b"Sun, 31 Dec 1600 23:59:59 GMT", b"Fri, 01 Jan 99999 00:00:00 GMT", b"Fri, 01 Jan 69 00:00:00 GMT",
    b"Fri, 01 Jan 70 00:00:00 GMT", b"0", b"-1", b"", b"never",
]]
LINES += [
    b"a=1; Expires", b"a=1; Expires=never; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    b"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=never",
    b"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=" + date("%a, %d %b %Y %H:%M:%S GMT"),
    b"a=1; expires=Thu, 01 Jan 1970 00:00:00 GMT",
]
# Domain and Path.
LINES += [b"a=1; Domain=" + domain for domain in [
    b"localhost", b".localhost", b"..localhost", b"LOCALHOST", b"", b".", b"other", b"sub.localhost", b"ocalhost",
    b"localhost.", b"local host", b"localhost:80", b"127.0.0.1", b"\"localhost\"", b"\xc3\xa9", b"\xff",
    b"example.com", b"%6Cocalhost",
]]
LINES += [
    b"a=1; Domain", b"a=1; domain=LocalHost", b"a=1; Domain=other; Domain=localhost",
    b"a=1; Domain=localhost; Domain=other", b"a=1; Domain=other; Domain=", b"a=1; Domain=localhost; Domain",
    b"a=1; Domain=\xff; Domain=localhost",
]
LINES += [b"a=1; Path=" + path for path in [
    b"/", b"/a", b"/a/", b"/a/b", b"/a/b/", b"/A", b"", b"a", b"\"/\"", b"//", b"/%61", b"/a?b", b"/a/b/set", b"/ab",
    b"/other", b"/a b", b"/\xc3\xa9", b"/a/../ab", b"/a,", b"\\", b"/a\tb", b"/\xff",
]]
LINES += [
    b"a=1; Path", b"a=1; path=/ab", b"a=1; Path=/a; Path=/ab", b"a=1; Path=/ab; Path=a", b"a=1; Path=/ab; Path=",
    b"a=1; Path=/ab; Path", b"a=1;Path=/ab", b"a=1; Path = /ab ", b"a=1; Path=\t/ab\t", b"a=1; ; ;Path=/ab;",
]
# Names and values.
LINES += [
    b"", b"=", b";", b" ", b"; Path=/", b"a", b"a;Path=/", b"=a", b"=a=b", b"==a", b"a=", b"a==", b"a=b=c", b"a b=c d",
    b" a = b ", b"a=  b  c  ", b"\ta\t=\tb\t", b"a=b\tc", b"a\tb=c", b"a=\"b\"", b"a=\"b", b"a=\"b; c\"", b"a=\"\"",
    b"\"a\"=b",
    b"a=b,c", b"a=b, c=d", b"a,b=c", b"a=b\\c", b"a=%20%3B", b"a={\"b\":[1]}", b"a=\xc3\xa9", b"\xc3\xa9=a", b"a=\xff",
    b"\xff=a", b"a=\xc2\x85b", b"a=\xc2\xa0", b"\xc2\xa0a=b", b"a=\xe2\x80\xa8", b"a/b=c", b"a[0]=c", b"a(b)=c",
    b"$Version=1", b"a=$Path", b"a=<b>",
    b"A=1", b"__proto__=1", b"a=1, b=2; Secure", b"expires=1", b"Secure", b"Path=/", b"a=1; b=2", b"a=1; Priority=High",
    b"a=1; =x", b"a=1; =", b"a=1; \xff=\xff",
]
CONTROLS = [*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F]
LINES += [b"a=1%cb" % byte for byte in CONTROLS] + [b"a%cb=1" % byte for byte in (1, 0x0B, 0x1F, 0x7F)]
LINES += [b"a=1; Path=/%c" % byte for byte in (1, 0x0B, 0x0C, 0x1F, 0x7F)]
LINES += [b"a=1; x=%c" % byte for byte in (1, 0x1F, 0x7F)]
LINES += [
    b"a=1\x01", b"\x01a=1", b"a=1;\x01", b"a=1; Secure\x01", b"a=1\x00b", b"a=1\x00", b"a=1; Path=/\x00", b"a=1\rb",
    b"a=1\nb=2", b"a=1\x0b", b"a=1\x0c", b"a=1 \x0b ",
]
# Sizes.
LINES += [
    b"a=" + b"v" * 4095, b"a=" + b"v" * 4096, b"n" * 4096 + b"=", b"n" * 4097 + b"=", b"n" * 2048 + b"=" + b"v" * 2048,
    b"n" * 2048 + b"=" + b"v" * 2049, b"v" * 4096, b"v" * 4097, b"=" + b"v" * 4096, b"a=  " + b"v" * 4095 + b"  ",
    b"a=1; Path=/" + b"p" * 1023, b"a=1; Path=/" + b"p" * 1024, b"a=1; Path=/ab; Path=/" + b"p" * 1024,
    b"a=1; Domain=" + b"d" * 1024, b"a=1; Domain=" + b"d" * 1025, b"a=1; Domain=other; Domain=" + b"d" * 1025,
    b"a=1; Max-Age=" + b"9" * 1024, b"a=1; Max-Age=" + b"9" * 1025, b"a=1; Secure=" + b"s" * 1024,
    b"a=1; Secure=" + b"s" * 1025, b"a=1; HttpOnly=" + b"s" * 1025, b"a=1; SameSite=Strict; SameSite=" + b"s" * 1025,
    b"a=1; " + b"x" * 1025 + b"=1; Path=/ab", b"a=1; Max-Age=0" + b"0" * 1024,
    b"a=" + b"v" * 4095 + b"; Path=/" + b"p" * 1023 + b"; Secure",
]

# Set by sub.localhost, whose parent is a public suffix and which has a host under it.
SUB_LINES = [
    b"a=1", b"a=1; Domain=sub.localhost", b"a=1; Domain=.sub.localhost", b"a=1; Domain=SUB.localhost; Path=/",
    b"a=1; Domain=localhost", b"a=1; Domain=.localhost", b"a=1; Domain=deep.sub.localhost", b"a=1; Domain=b.localhost",
    b"a=1; Domain=sub.localhost.", b"a=1; Domain=", b"a=1; Domain=.",
    b"a=1; Domain=sub.localhost; Secure; HttpOnly; SameSite=Strict", b"a=1; Domain=sub.localhost; Domain=localhost",
    b"a=1; Domain=sub.localhost; Domain=",
    b"__Host-a=1; Secure; Path=/", b"__Host-a=1; Secure; Path=/; Domain=sub.localhost",
    b"__Secure-a=1; Secure; Domain=sub.localhost", b"__Http-a=1; Secure; HttpOnly; Domain=sub.localhost",
    b"a=1; Domain=sub.localhost; Max-Age=1000",
    b"a=1; Domain=sub.localhost; SameSite=None; Secure", b"a=1; Domain=sub.localhost; SameSite=None",
    b"a=1; Domain=sub.localhost; Path=/a/b/c", b"a=1; Domain=sub .localhost", b"a=1; Domain=sub.localhost:80",
]
