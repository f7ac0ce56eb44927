"""The headers to compare over: what servers and browsers write, what they should not, and mutations of both."""

BLANKS = [b"", b"", b"", b" ", b"  ", b"\t", b" \t "]
TOKEN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"
OCTETS = bytes(byte for byte in range(0x21, 0x7F) if byte not in b'",;\\')
BASE64URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PREFIXES = [b"__Host-", b"__Secure-", b"__Http-", b"__Host-Http-"]

NAMES = [b"id", b"sid", b"theme", b"_ga", b"csrftoken", b"JSESSIONID", b"lang", b"cart.items", b"a", b"b", b"SID"]
# Odd names, names of another letter case, and what every JavaScript object has.
ODD_NAMES = [
    b"", b"a b", b"a[0]", b"a(b)", b"a,b", b'"a"', b"a/b", b"a:b", b"a@b", b"\xc3\xa9", b"\xff", b"a\x00", b"a\x7f",
    b"{a}",
    b"__host-id", b"__HOST-id", b"__Host-", b"__SECURE-id", b"__http-id", b"__hOST-hTTP-id", b"$Version", b"$Path",
    b"toString", b"__proto__", b"constructor", b"hasOwnProperty", b"ID", b"Id", b"7", b"1", b"path", b"Max-Age",
    b"\xa0a",
]
ODD_VALUES = [
    b"", b'""', b'"', b'"a"', b'"a', b'a"', b'a"b', b'"a b"', b'"a;b"', b"a b", b"a  b", b"a\tb", b"a,b", b"a\\b",
    b'"a\\"b"',
    b"=", b"==", b"a=b", b"a==", b"=a=", b"%20", b"%3B%3d", b"%", b"%2", b"%zz", b"%C3%A9", b"%c3", b"%ED%A0%80",
    b"%F0%9F%8D%AA",
    b"%00", b"%25", b"100%", b"\xc3\xa9", b"caf\xc3\xa9%20", b"\xff\xfe", b"a\xc3\xa0", b"\xa0a\xa0", b"a\x00b",
    b"a\x01b",
    b"\x0ba", b"a\x0c", b"a\x1f", b"a\x7f", b"a\x80", b"a\rb", b"a\nb", b"a\r\n", b"\na", b"a\r\nSet-Cookie: b=1",
    b"{\"k\":[1,2]}",
    b"$Path=/", b"a" * 300, b"'a'", b"<b>", b"__Host-id=1", b"\xe2\x80\x8b", b"e\xcc\x81", b"\xe2\x84\xaa", b"+1",
    b"undefined",
]
PIECES = [
    b"", b" ", b"\t", b"=", b" = ", b"==", b"\t=\t", b"\x00", b"\x0b=", b"=\x0b", b"\xa0", b"\xa0=\xa0", b"\r\n",
    b"nameless", b"two words",
]

# One header each, whole.
HEADERS = [
    b"", b" ", b";", b";;;;", b"; a=1", b"a=1;", b"a=1;b=2", b"a=1;  b=2", b"a=1 ; b=2", b"a=1;\tb=2", b"a=1, b=2",
    b"a=1,b=2; c=3",
    b'$Version=1; a="1"; $Path="/"; $Domain=example.org', b"$Version=0; a=1; $Port", b"a=1; a=2; a=3", b"a=1; A=2",
    b"a=; a=1",
    b"nameless", b"nameless; a=1", b"=nameless", b"=a=1", b"a; a=1", b"a=1; a", b"a =1", b"a= 1", b" a = 1 ",
    b"a\t=\t1", b"a  b=c  d",
    b"__Host-a=1; __host-a=2; __HOST-A=3", b"__Secure-a=1; __secure-a", b"=__Host-a=1", b"__Host-a", b"__Host-a =1",
    b"a=__Host-a=1",
    b'a="1;2"; b=3', b'a="1', b'a="', b'a=""', b'a="";b=""', b"a=1\x00; b=2", b"\x01=1; b=2", b"a=1\x7f; b=2",
    b"a=1\r\n; b=2",
    b"\n a=1", b"a=1\r", b"a=1;\r\n b=2", b"a=1\x0b; b=2", b"a\x0c=1", b"a=\xe9", b"\xe9=1", b"a=\xc3\xa0; b=1",
    b"\xa0a=1; a=2",
    b"toString=1; a=2", b"__proto__=1; constructor=2; valueOf=3; ok=4", b"10=a; 9=b; x=c", b"a=%E0%A4%A; b=%20",
    b"a=%20; a=%21",
    b"%61=1; a=2", b"a=" + b"v" * 4096, b"a=" + b"v" * 16382, b"a=" + b"v" * 16383, b"; ".join([b"a=1"] * 256),
    b"; ".join([b"a=1"] * 257),
    b";" * 255, b";" * 256, b"a=1;" * 300 + b"b=2", b"=" * 50, b"= = =; b", b"a=b; ; ;c=d", b"\t", b"\ta=1\t;\tb=2\t",
    b"a=\\; b=1",
]

DATES = [
    b"Wed, 21 Oct 2026 07:28:00 GMT", b"Wed, 21-Oct-2026 07:28:00 GMT", b"Wednesday, 21-Oct-26 07:28:00 GMT",
    b"Wed Oct 21 07:28:00 2026",
    b"Thu, 01 Jan 1970 00:00:00 GMT", b"Thu, 1 Jan 1970 00:00:00 GMT", b"Fri, 31 Dec 9999 23:59:59 GMT",
    b"Mon, 01 Jan 1601 00:00:00 GMT",
    b"Sun, 31 Dec 1600 23:59:59 GMT", b"Fri, 01 Jan 0001 00:00:00 GMT", b"Sat, 01 Jan 0069 00:00:00 GMT",
    b"Mon, 30 Feb 2026 00:00:00 GMT",
    b"Thu, 29 Feb 2024 00:00:00 GMT", b"Wed, 29 Feb 2023 00:00:00 GMT", b"Wed, 21 Oct 2026 24:00:00 GMT",
    b"Wed, 21 Oct 2026 07:28:60 GMT",
    b"Wed, 21 Oct 2026 07:60:00 GMT", b"wed, 21 oct 2026 07:28:00 gmt", b"WED, 21 OCT 2026 07:28:00 GMT",
    b"Mon, 21 Oct 2026 07:28:00 GMT",
    b"Wed, 21 Oct 2026 07:28:00 UTC", b"Wed, 21 Oct 2026 07:28:00 PST", b"Wed, 21 Oct 2026 07:28:00 GMT+3",
    b"Wed, 21 Oct 2026 07:28:00 GMT-0800",
    b"Wed, 21 Oct 2026 07:28:00 +0200", b"Wed, 21 Oct 2026 07:28:00 +02", b"Wed, 21 Oct 2026 07:28:00 CEST",
    b"Wed, 21 Oct 2026 07:28:00", b"",
    b"Wed, 21 Oct 2026 7:28:00 GMT", b"Wed, 21 Oct 2026 07:28 GMT", b"21 Oct 2026 07:28:00 GMT",
    b"2026-10-21T07:28:00Z", b"0", b"-1", b"1792567680",
    b"Wed,  21  Oct  2026  07:28:00  GMT", b"Wed, 21 October 2026 07:28:00 GMT", b"07:28:00 Oct 21 2026",
    b"21/Oct/2026:07:28:00", b"never",
    b"Wed, 21 Oct 2026 07:28:00.5 GMT", b'"Wed, 21 Oct 2026 07:28:00 GMT"', b"Wed, 21 Oct 2026 07:28:00 GMT (UTC)",
    b"Sat, 01 Jan 70 00:00:00 GMT",
    b"Oct 2026 21 7:8:9", b"21 Okt 2026 07:28:00 GMT", b"Wed, 32 Oct 2026 07:28:00 GMT",
    b"Wed, 00 Oct 2026 07:28:00 GMT", b"Tue, 19 Jan 2038 03:14:08 GMT",
]
AGES = [
    b"0", b"1", b"3600", b"34560000", b"34560001", b"-1", b"-0", b"+5", b"1.5", b"", b"0x10", b"007", b"00", b"1e3",
    b" 5", b"5 5", b"5s", b"abc", b"-",
    b"--1", b"+", b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808", b"-9223372036854775809",
    b"9" * 40, b"-" + b"9" * 40, b'"5"', b"\xd9\xa5",
]
DOMAINS = [
    b"example.org", b".example.org", b"..example.org", b"EXAMPLE.org", b"", b".", b"localhost", b"example.org.",
    b"b\xc3\xbccher.example",
    b"xn--bcher-kva.example", b"127.0.0.1", b"[::1]", b"co.uk", b"exam ple.org", b'"example.org"', b"example.org:80",
    b"a_b.example", b"\xff",
]
PATHS = [
    b"/", b"/a", b"/a/", b"", b"a", b'"/"', b"//", b"/a b", b"/%41", b"/\xc3\xa9", b"/\xff", b"/a\tb", b"/a=b",
    b"/a,b", b"/" + b"p" * 1023, b"/" + b"p" * 1024, b"\\",
]
MODES = [
    b"Strict", b"Lax", b"None", b"strict", b"LAX", b"nOnE", b"", b"Default", b"Stric", b'"Lax"', b"Lax ",
    b"\xc5\xbftrict", b"1",
]
FLAGS = [
    b"Secure", b"HttpOnly", b"Partitioned", b"secure", b"HTTPONLY", b"Secure=", b"Secure=false", b'HttpOnly="x"',
    b"Partitioned=1", b"Secur", b"Secure\x00", b"HttpOnly\x0b", b"Secure\r\n",
]
OTHERS = [
    b"Priority=High", b"Version=1", b"Comment=a b", b"", b" ", b"=", b"=x", b"a=b=c", b"Path", b"Domain", b"Max-Age",
    b"Expires", b"SameSite", b"\x01", b"x\x7f=1", b"\xc3\xa9=1", b"Secure=" + b"s" * 1025,
]

LINES = [
    b"", b" ", b";", b"=", b"=;Secure", b" = ; Path=/", b"a", b"a;Secure", b"=a", b"=a; Path=/", b"a=",
    b"a=; Max-Age=0", b"a=1\x00", b"a=1\x01; Path=/",
    b"a=1; Path=/\x01", b"a=1; Secure\x7f; HttpOnly", b"a=1; x=\x01; Secure", b"a=1; Path=/; Path=/b",
    b"a=1; Path=/b; Path", b"a=1; Path=/b; Path=b",
    b"a=1; Domain=a.example; Domain=b.example", b"a=1; Domain=a.example; Domain=",
    b"a=1; Domain=\xff; Domain=b.example", b"a=1; Domain=a; Domain=\xff",
    b"a=1; Max-Age=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT", b"a=1; Max-Age=5; Max-Age=x",
    b"a=1; Max-Age=x; Max-Age=6", b"a=1; Max-Age=07; Max-Age=+8",
    b"a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Expires=never",
    b"a=1; Expires=never; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
    b"a=1; SameSite=Strict; SameSite=x", b"a=1; SameSite=x; SameSite=None", b"a=1; Secure; Secure; HttpOnly; HttpOnly",
    b"a=1;Secure;HttpOnly;Path=/",
    b"a=1;;; Secure ;; ", b" a = 1 ; Path = /x ; Secure ", b"a=1; Path =/x", b"a=1; Path= /x",
    b"a=1; Domain= example.org", b"a=1; Max-Age= 5", b"a=1; SameSite= Lax",
    b"a=1; Expires= Wed, 21 Oct 2026 07:28:00 GMT", b"a=1; Secure =x", b"a=1\t;\tSecure\t", b"a=1; Path=\t/x",
    b'a="1; Path=/"', b'a="1"; Path="/"', b"a=1, b=2; Path=/",
    b"a=" + b"v" * 4095, b"a=" + b"v" * 4096, b"n" * 4096 + b"=", b"n" * 4097 + b"=", b"a=1; Path=/" + b"p" * 1023,
    b"a=1; Path=/" + b"p" * 1024,
    b"a=1; Path=/b; Path=/" + b"p" * 1024, b"a=1; Domain=" + b"d" * 1025, b"a=1; Max-Age=" + b"9" * 1025,
    b"a=1; Expires=" + b"x" * 1025, b"a=1; HttpOnly=" + b"x" * 1025,
    b"a=1; Path=/x\r\n", b"a=1\r\n; Path=/x", b"\r\na=1; Secure", b"a=1; Path=/x\ry", b"a=1; Partitioned; Secure",
    b"a=1; Domain=Example.ORG; Path=x",
    b"__Host-a=1; Secure; Path=/", b"__host-a=1; Path=/x", b"=__Host-a=1; Secure; Path=/", b"a=1; Max-Age=-5",
    b"a=1; Domain=a\\b", b"a=1; SameSite=None\x80",
]


VALUES = [(b"Expires", DATES), (b"Max-Age", AGES), (b"Domain", DOMAINS), (b"Path", PATHS), (b"SameSite", MODES)]


def text(random, alphabet, least, most):
    return bytes(random.choice(alphabet) for _ in range(random.randint(least, most)))


def mutated(random, header):
    """One to four bytes inserted, removed, doubled or replaced, mostly by those that mean something."""
    result = bytearray(header)
    for _ in range(random.randint(1, 4)):
        place = random.randint(0, len(result))
        byte = random.choice(b'=;=; \t",\\%\r\n\x00\x7f\x80\xa0') if random.random() < 0.7 else random.randrange(256)
        change = random.randrange(4)
        if change == 0 or not result:
            result.insert(place, byte)
        elif change == 1:
            del result[min(place, len(result) - 1)]
        elif change == 2:
            result[place:place] = result[place : place + random.randint(1, 12)]
        else:
            result[min(place, len(result) - 1)] = byte
    return bytes(result)


def name(random):
    chance = random.random()
    if chance < 0.5:
        return random.choice(NAMES)
    if chance < 0.7:
        prefix = random.choice(PREFIXES)
        if random.random() < 0.5:
            prefix = bytes(byte ^ 0x20 if chr(byte).isalpha() and random.random() < 0.3 else byte for byte in prefix)
        return prefix + random.choice(NAMES)
    return random.choice(ODD_NAMES) if chance < 0.9 else text(random, TOKEN, 1, 12)


def value(random):
    chance = random.random()
    if chance < 0.35:
        return text(random, BASE64URL, 1, 60)
    if chance < 0.5:
        return text(random, OCTETS, 0, 30)
    return random.choice(ODD_VALUES)


def pair(random):
    blank = [random.choice(BLANKS) if random.random() < 0.2 else b"" for _ in range(4)]
    return blank[0] + name(random) + blank[1] + b"=" + blank[2] + value(random) + blank[3]


def plain_header(random):
    """As a browser sends it."""
    pairs = [random.choice(NAMES) + b"=" + text(random, BASE64URL, 1, 60) for _ in range(random.randint(1, 12))]
    return b"; ".join(pairs)


def odd_header(random):
    separators = [b"; ", b"; ", b";", b";;", b" ;\t", b", "]
    header = b""
    for _ in range(random.randint(1, 8)):
        piece = random.choice(PIECES) if random.random() < 0.15 else pair(random)
        header += piece + random.choice(separators)
    return header


def attribute(random):
    kind = random.randrange(7)
    if kind == 0:
        return random.choice(FLAGS[:5]) if random.random() < 0.6 else random.choice(FLAGS)
    if kind == 1:
        return random.choice(OTHERS)
    label, values = VALUES[kind - 2]
    label = random.choice([label, label, label, label.lower(), label.upper(), label + b" ", label[:-1]])
    return label + b"=" + (random.choice(BLANKS) if random.random() < 0.2 else b"") + random.choice(values)


def plain_line(random):
    """As a server should write it."""
    line = random.choice(NAMES) + b"=" + text(random, BASE64URL, 1, 60)
    choices = [
        b"Path=/", b"Secure", b"HttpOnly", b"SameSite=Lax", b"Max-Age=3600", b"Domain=example.org",
        b"Expires=" + DATES[0],
    ]
    return b"; ".join([line] + random.sample(choices, random.randint(0, len(choices))))


def odd_line(random):
    parts = [random.choice(PIECES) if random.random() < 0.05 else pair(random)]
    parts += [attribute(random) for _ in range(random.randint(0, 6))]
    return random.choice([b"; ", b"; ", b";", b" ; "]).join(parts)


def samples(random, count, fixed, plain, odd):
    """All the fixed ones, then a fifth plain, two fifths odd and two fifths mutated."""
    result = list(fixed)
    while len(result) < count:
        chance = random.random()
        if chance < 0.2:
            result.append(plain(random))
        elif chance < 0.6:
            result.append(odd(random))
        else:
            result.append(mutated(random, random.choice(result) if random.random() < 0.3 else odd(random)))
    return result


def cookie_headers(random, count):
    return samples(random, count, HEADERS, plain_header, odd_header)


def set_cookie_lines(random, count):
    one_each = [b"a=1; " + label + b"=" + each for label, values in VALUES for each in values]
    one_each += [b"a=1; " + each for each in FLAGS + OTHERS]
    return samples(random, count, LINES + one_each, plain_line, odd_line)


def buildable(random):
    """Attributes that make a valid cookie, as JSON."""
    prefix = random.choice([b""] * 4 + PREFIXES).decode()
    value = text(random, OCTETS, 0, 40).decode()
    if random.random() < 0.2:
        value = f'"{value}"'
    hosted = prefix.startswith("__Host-")
    cookie = {
        "name": prefix + text(random, TOKEN, 1, 12).decode(),
        "value": value,
        "secure": bool(prefix) or random.random() < 0.6,
        "httpOnly": "Http-" in prefix or random.random() < 0.5,
        "sameSite": random.choice(["Strict", "Lax"]),
        "partitioned": False,
    }
    if hosted:
        cookie["path"] = "/"
    else:
        cookie["path"] = random.choice([None, "/", "/a/b", "/a b/c", "/%41=\"", "/" + "p" * 1023])
        domains = [None, "example.org", "EXAMPLE.org", "a-b.example", "xn--bcher-kva.example", "1.a"]
        cookie["domain"] = random.choice(domains)
    if cookie["secure"]:
        cookie["sameSite"] = random.choice(["Strict", "Lax", "None"])
        cookie["partitioned"] = random.random() < 0.2
    kind = random.randrange(4)
    if kind == 1:
        cookie["maxAge"] = random.choice([1, 3600, 34_560_000])
    elif kind == 2:
        cookie["expires"] = random.choice([-11_644_473_600, -1, 0, 951_782_400, 1_767_225_600])
        cookie["maxAge"] = 0
    elif kind == 3:
        cookie["maxAge"] = random.randint(1, 34_560_000)
        cookie["expires"] = random.choice([1_709_164_800, 253_402_300_799, random.randrange(253_402_300_800)])
    return {key: each for key, each in cookie.items() if each is not None}
