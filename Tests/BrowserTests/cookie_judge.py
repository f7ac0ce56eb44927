"""Asks Chromium what CookieJar should do: each line of cookie_lines.py is set over http://localhost, and what the
browser stores and sends has to be what the jar does.

Usage: cookie_judge.py PROBE. Where they differ on purpose, the line stands in chromium_divergences.py with what Chromium
does; its class is explained in Tests/CookieOracles/DIVERGENCES.md. Any other difference fails, and so does one that has
gone.
"""

import collections
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "CookieOracles"))

import chromium
import divergence
from chromium_divergences import DIVERGENCES
from cookie_lines import LINES, SUB_LINES
from programs import Program
from raw_server import RawServer

HOSTS = ["localhost", "sub.localhost", "deep.sub.localhost"]
SET = "/a/b/set"
PATHS = ["/echo", "/a/echo", "/a/b/echo", "/a/b/c/echo", "/ab/echo", "/other/echo"]
ELSEWHERE = "/a/b/echo"
# Expires is a point in time of two clocks.
TOLERANCE = 10

READ = """
const done = arguments[arguments.length - 1]
const ask = (path) => fetch(path, {cache: 'no-store'}).then((reply) => reply.text())
async function all(set, paths) {
  const isSet = await (set ? ask(set).then(() => true, () => false) : null)
  return {isSet, sent: await Promise.all(paths.map(ask))}
}
all(arguments[0], arguments[1]).then(done, (error) => done({sent: [String(error)]}))
"""


class Browser:
    """A page of localhost and one of each host under it; each asks its own server."""

    def __init__(self, server):
        self._server = server
        self._driver = chromium.start()
        self._windows = []
        for host in HOSTS:
            if self._windows:
                self._driver.switch_to.new_window("tab")
            self._windows.append(self._driver.current_window_handle)
            self._driver.get(f"http://{host}:{server.port}/echo")
        self._driver.set_script_timeout(30)

    def close(self):
        self._driver.quit()

    def version(self):
        return self._driver.capabilities["browserVersion"]

    def judge(self, host, line):
        """What is stored, as attributes, and what each request of `requests` is sent."""
        self._server.line = line
        self._driver.switch_to.window(self._windows[HOSTS.index(host)])
        self._driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        answer = self._driver.execute_async_script(READ, SET, PATHS)
        # A response with NUL in its head is refused as a whole.
        assert answer["isSet"] == (b"\0" not in line), f"the response with {line!r} was lost"
        sent = answer["sent"]
        stored = self._driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
        for other, window in zip(HOSTS, self._windows):
            if other != host:
                self._driver.switch_to.window(window)
                sent += self._driver.execute_async_script(READ, None, [ELSEWHERE])["sent"]
        return {"sent": sent, "stored": [attributes(cookie) for cookie in stored]}


def requests(host):
    """All paths of the host that sets the cookie, and one path of each other host."""
    return [(host, path) for path in PATHS] + [(other, ELSEWHERE) for other in HOSTS if other != host]


def attributes(cookie):
    """Chromium's listing, in the terms of the jar."""
    return {
        "domain": cookie["domain"],
        "path": cookie["path"],
        "secure": cookie["secure"],
        "httpOnly": cookie["httpOnly"],
        "sameSite": cookie.get("sameSite"),
        "partitioned": "partitionKey" in cookie,
        "expires": None if cookie["session"] else cookie["expires"],
    }


def of_jar(answer):
    return {
        "sent": answer["sent"],
        "stored": [
            {
                "domain": cookie["domain"] if cookie["isHostOnly"] else "." + cookie["domain"],
                "path": cookie["path"],
                "secure": cookie["isSecure"],
                "httpOnly": cookie["isHTTPOnly"],
                "sameSite": cookie.get("sameSite"),
                "partitioned": cookie["isPartitioned"],
                "expires": cookie.get("expires"),
            }
            for cookie in answer["cookies"]
        ],
    }


def agree(one, other):
    """Whether two results are the same, up to a few seconds of Expires."""
    if one["sent"] != other["sent"] or len(one["stored"]) != len(other["stored"]):
        return False
    for left, right in zip(one["stored"], other["stored"]):
        times = (left["expires"], right["expires"])
        if {**left, "expires": None} != {**right, "expires": None} or (None in times and times != (None, None)):
            return False
        if None not in times and abs(times[0] - times[1]) > TOLERANCE:
            return False
    return True


def main():
    cases = [("localhost", line) for line in LINES] + [("sub.localhost", line) for line in SUB_LINES]
    assert len(set(cases)) == len(cases), "a line stands twice"
    server = RawServer()
    browser = Browser(server)
    try:
        print(f"Chromium {browser.version()}, {len(cases)} lines")
        judged = [(int(time.time()), browser.judge(host, line)) for host, line in cases]
    finally:
        browser.close()
        server.shutdown()
    questions = [
        {
            # A field's value is trimmed before anyone sees it (RFC 9110 §5.5).
            "line": line.strip(b" \t").hex(),
            "url": f"http://{host}:{server.port}{SET}",
            "requests": [f"http://{each}:{server.port}{path}" for each, path in requests(host)],
            "now": now,
            "loopbackIsSecure": True,
            "partitionKey": f"http://{host}",
        }
        for (host, line), (now, _) in zip(cases, judged)
    ]
    counts = collections.Counter()
    for (host, line), answer, (now, theirs) in zip(cases, Program(sys.argv[1]).ask("jar", questions), judged):
        ours = of_jar(answer)
        identifier, step = DIVERGENCES.get((host, line), ("equal", None))
        expected = step(ours, now) if step else ours
        if agree(theirs, expected) and not (step and agree(theirs, ours)):
            counts[identifier] += 1
            continue
        counts["unexplained"] += 1
        print(f"UNEXPLAINED  {line[:200]!r} of {host}")
        print(f"  ours      {answer['outcome']} {answer.get('rule', '')}\n            {ours}")
        print(f"  expected  {expected} ({identifier})\n  Chromium  {theirs}")
    for identifier, count in sorted(counts.items()):
        print(f"{count:>5}  {identifier}")
    divergence.check_document({identifier for identifier, _ in DIVERGENCES.values()}, {"CHROMIUM"})
    assert not set(DIVERGENCES) - set(cases), "a divergence of a line that is not asked about"
    sys.exit(1 if counts["unexplained"] else 0)


if __name__ == "__main__":
    main()
