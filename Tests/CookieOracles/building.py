"""What this package and Go write for one cookie, and what each reads of the other's line."""

from divergence import divergence
from go_classes import BAD_OCTET
from samples import buildable


@divergence("GO-BUILD-QUOTES")
def quotes(cookie):
    return cookie | {"value": cookie["value"].strip('"')}


@divergence("GO-BUILD-PARTITIONED")
def partitioned(cookie):
    return cookie | {"partitioned": False}


@divergence("GO-BUILD-ORDER")
def order(cookie):
    """The cookie stays the same; its attributes are in another order, and are compared as a set."""
    return cookie


STEPS = [quotes, partitioned]


def attributes(line):
    pair, *rest = bytes.fromhex(line).split(b"; ")
    return [pair, *sorted(rest)]


def meaning(answer):
    """What a reading of ours and of Go's have in common."""
    if answer is None or "dropped" in answer:
        return None
    ours = "attributes" in answer
    return {
        "name": answer["name"],
        "value": answer["value"],
        "domain": (answer.get("domain") or "") if ours else bytes.fromhex(answer["domain"]).decode().lower(),
        "path": (answer.get("path") or "") if ours else bytes.fromhex(answer["path"]).decode(),
        "expires": answer.get("expires"),
        "maxAge": (answer.get("maxAge", 0) or (-1 if "maxAge" in answer else 0)) if ours else answer["maxAge"],
        "secure": answer["secure"],
        "httpOnly": answer["httpOnly"],
        "sameSite": answer.get("sameSite"),
    }


def compare(tally, probe, go, generator, count):
    cookies = [buildable(generator) for _ in range(count)]
    ours = probe.ask("build", cookies)
    changed = []
    for cookie in cookies:
        for step in STEPS:
            cookie = step(cookie)
        changed.append(cookie)
    # What Go writes is what we would write for the cookie as Go changes it.
    expected = probe.ask("build", changed)
    theirs = go.ask("build", cookies)
    for cookie, own, wanted, line in zip(cookies, ours, expected, theirs):
        tally.add("built, read back strictly", cookie, own, own.get("comesBack"), True, set())
        if "line" not in own:
            continue
        used = {step.identifier for step in STEPS if step(cookie) != cookie}
        if bytes.fromhex(line["line"]) != bytes.fromhex(wanted["line"]):
            used.add(order.identifier)
        tally.add("built, by Go", cookie, own, attributes(line["line"]), attributes(wanted["line"]), used)

    ours, theirs = ([answer["line"] for answer in answers if "line" in answer] for answers in (ours, theirs))
    read_here = probe.ask("set-cookie", [{"line": line} for line in ours + theirs])
    read_there = go.ask("set-cookie", [{"line": line} for line in ours + theirs])
    for line, here, there in zip(ours + theirs, read_here, read_there):
        wanted = meaning(here)
        used = set()
        value = bytes.fromhex(wanted["value"])
        if value[:1] == value[-1:] == b'"':
            wanted["value"] = value[1:-1].hex()
            used.add("GO-QUOTES")
        if BAD_OCTET.search(wanted["path"].encode()):
            wanted["path"] = ""
            used.add("GO-ATTRIBUTE-OCTETS")
        if here["partitioned"]:
            used.add("GO-PARTITIONED")
        tally.add("built, read by both", bytes.fromhex(line), here, meaning(there), wanted, used)
