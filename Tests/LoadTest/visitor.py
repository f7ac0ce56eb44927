"""Somebody with a browser who clicks about in the login application, and knows what has to come of it."""

import asyncio
import collections
import math
import random
import re
import time

from connection import Connection, Down

THINKING = 0.15
PASSWORD = "a biscuit for all of them"
# Each device of an account has another name in its list: what DeviceName makes of these.
AGENTS = {
    "Firefox on Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Chrome on Windows": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    "Safari on iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Safari/604",
    "Edge on Mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 14) AppleWebKit/537.36 Chrome/140.0 Edg/140.0",
}


class Lost(Exception):
    """A page of somebody who is logged in was asked for, and there was none."""


class Excuse:
    """Why it would be no wonder if a click found its visitor logged out. Once it is settled, a page that was asked for
    afterwards shows whether it came to that.
    """

    def __init__(self, reason):
        self.reason = reason
        self.settled = math.inf

    def settle(self):
        self.settled = time.monotonic()


class Account:
    """One name, and the devices that are logged in to it."""

    def __init__(self, name):
        self.name = name
        self.devices = {}
        # When all but one device were last logged out: by whom, when that was asked and when it was answered.
        self.cleared = (None, -math.inf, math.inf)
        # Which sessions others have ended last, and when, for whoever has to find out why something failed.
        self.endings = collections.deque(maxlen=3)


class Visitor:
    def __init__(self, load, account, label):
        self._load = load
        self._account = account
        self._label = label
        self._connection = Connection(load.port)
        self._cookies = {}
        self._login_answered = 0.0
        self._is_logged_in = False
        # Whether a message is to be shown on the next page. Of two tabs one takes it, and the other may be told to try again.
        self._message_waits = False
        # Visits since the login that were answered, and that were asked for.
        self._answered_visits = self._asked_visits = 0
        self.excuse = None
        # What was asked and answered last, for whoever has to find out why something failed.
        self._trail = collections.deque(maxlen=10)
        account.devices[label] = self

    # What a visitor does, and how often in a thousand clicks. Logins are rare: a password costs the server 0.2 s.
    ACTIONS = {
        "home": 560, "two_tabs": 100, "list_devices": 100, "cookie": 80, "rename": 116, "style": 36,
        "forge": 3, "log_in_again": 1, "log_out": 1, "end_a_device": 2, "end_all_others": 1,
    }

    @property
    def has_logged_in(self):
        return self._login_answered > 0

    async def live(self):
        try:
            while not self._load.is_over:
                try:
                    async with self._load.click():
                        await self._click()
                except Lost:
                    self._note_loss()
                except AssertionError as error:
                    self._fail(str(error))
                except Down as error:
                    if self.excuse:
                        self.excuse.settle()
                    await self._load.wait_for_server(error)
                await asyncio.sleep(random.expovariate(1 / THINKING))
        finally:
            self._connection.close()

    async def _click(self):
        if not self._is_logged_in:
            await self._log_in()
            return
        action = random.choices(list(self.ACTIONS), list(self.ACTIONS.values()))[0]
        self._load.count(action)
        await getattr(self, action)()

    # MARK: What it does

    async def home(self):
        await self._count_visits(self._connection)

    async def two_tabs(self):
        """At once, each with the cookie as it is now."""
        second = Connection(self._load.port)
        try:
            results = await asyncio.gather(
                self._count_visits(second), self._count_visits(self._connection), return_exceptions=True
            )
            for error in results:
                if error is not None:
                    raise error
        finally:
            second.close()

    async def list_devices(self):
        # One that is ended while its own page is put together is on it no more.
        is_listed = "This device" in await self._page("/devices")
        assert is_listed or self.excuse, "the list of devices lacks this one"

    async def cookie(self):
        assert "__Host-id" in await self._page("/cookie"), "the page about the cookie lacks it"

    async def style(self):
        await self._send("GET", "/style.css")

    async def rename(self):
        name = f"{self._account.name} {random.randrange(1000)}"
        reply = await self._send("GET", "/settings")
        if reply.fields.get("location") == "/confirm":
            await self._confirm()
            reply = await self._send("GET", "/settings")
        page = self._private(reply)
        answer = await self._post(page, "/settings/name", displayName=name)
        if answer.fields.get("location") == "/settings":
            reply = await self._send("GET", "/settings")
            if reply.status == 200:
                told = self._private(reply)
                assert f"you are called {name} here" in told, "the message of the settings page is lost"

    async def forge(self):
        """A form without its token: refused, and nothing else happens."""
        reply = await self._send("POST", "/settings/name", {"displayName": "Mallory", "csrf_token": ""})
        assert reply.status == 403, f"a forged form was answered {reply.status}"
        await self.list_devices()

    async def log_in_again(self):
        await self._log_in()

    async def log_out(self):
        page = await self._page("/cookie")
        # Somebody else may end it first, or be about to: the cookie of a session that is not there is not deleted.
        previous = self.excuse
        mine = self.excuse = Excuse("it is logging out")
        await self._post(page, "/logout")
        is_mine_alone = previous is None and self.excuse is mine
        assert not is_mine_alone or "__Host-id" not in self._cookies, "a logout left the cookie"
        self._restore(mine, previous)
        self._forget()

    async def end_a_device(self):
        page = await self._page("/devices")
        found = re.findall(r'name="device" value="([^"]+)">\s*<button[^>]* aria-label="Log out ([^,]+),', page)
        if not found:
            return
        handle, label = random.choice(found)
        excuse = self._account.devices[label].excuse = Excuse("another device ended it")
        self._account.endings.append((label, excuse, time.monotonic()))
        try:
            await self._post(page, "/devices/revoke", device=handle)
        finally:
            excuse.settle()

    async def end_all_others(self):
        page = await self._page("/devices")
        if "/devices/revoke-others" not in page:
            return
        excuse = Excuse("another device ended all others")
        for device in self._account.devices.values():
            if device is not self:
                device.excuse = excuse
        asked = time.monotonic()
        self._account.endings.append((f"all but {self._label}", excuse, asked))
        try:
            reply = await self._post(page, "/devices/revoke-others")
        finally:
            excuse.settle()
        if reply.fields.get("location") == "/devices":
            self._account.cleared = (self, asked, excuse.settled)

    async def sign_up(self):
        page = (await self._send("GET", "/signup")).body
        reply = await self._post(page, "/signup", username=self._account.name, password=PASSWORD)
        assert reply.fields.get("location") == "/login", f"no account: {reply.status}"

    async def _log_in(self):
        async with self._load.passwords:
            await self._log_in_now()

    async def _log_in_now(self):
        self._load.count("log in")
        page = (await self._send("GET", "/login")).body
        is_first = not self._is_logged_in
        # The old ID is dead once the server has carried it out, and the answer with the new one may be lost in a fault.
        mine = Excuse("its login was under way")
        previous = self.excuse
        self.excuse = mine
        before = self._cookies.get("__Host-id")
        reply = await self._post(page, "/login", username=self._account.name, password=PASSWORD)
        if reply.status == 409:
            # All sessions were ended while this one began.
            self._restore(mine, previous)
            return self._forget()
        assert reply.fields.get("location") == "/", f"the login was answered {reply.status}"
        assert self._cookies.get("__Host-id") not in (None, before), "a login without a new cookie"
        if is_first or previous or self.excuse is not mine:
            # If another device has ended it before, even while the password was looked at, this is another session.
            self._answered_visits = 0
        if is_first:
            self._asked_visits = 0
        self._login_answered = time.monotonic()
        self._is_logged_in = True
        self._restore(mine, previous)

    async def _confirm(self):
        async with self._load.passwords:
            await self._confirm_now()

    async def _confirm_now(self):
        self._load.count("step up")
        page = await self._page("/confirm")
        mine = Excuse("its step-up was under way")
        previous = self.excuse
        self.excuse = mine
        before = self._cookies.get("__Host-id")
        reply = await self._post(page, "/confirm", password=PASSWORD)
        assert reply.fields.get("location") == "/settings", f"the step-up was answered {reply.status}"
        assert self._cookies.get("__Host-id") != before, "a step-up without a new cookie"
        self._restore(mine, previous)

    def _restore(self, mine, previous):
        """An excuse of this visitor's own is over; one that another device has given meanwhile is not."""
        if self.excuse is mine:
            self.excuse = previous

    # MARK: What has to come of it

    async def _count_visits(self, connection):
        """Every visit that was answered counts, and none that nobody asked for."""
        least = self._answered_visits + 1
        self._asked_visits += 1
        message_waits = self._message_waits
        reply = await self._send("GET", "/", connection=connection)
        if reply.status == 409 and message_waits:
            return self._load.count("a message taken by the other tab")
        if reply.status == 409:
            # A visit is written down: not in a session that was ended since the request came.
            return await self._refused(reply, "/")
        page = self._private(reply)
        count = int(find(r'id="visits">(\d+)<', page))
        assert least <= count <= self._asked_visits, f"{count} visits, not {least} to {self._asked_visits}"
        self._answered_visits += 1

    async def _page(self, path):
        return self._private(await self._send("GET", path))

    def _private(self, reply):
        """The page of somebody who is logged in."""
        if reply.fields.get("location") == "/login" or "Welcome aboard" in reply.body:
            raise Lost
        self._message_waits = False
        if self.excuse and self.excuse.settled < reply.began:
            self.excuse = None
        return reply.body

    async def _post(self, page, path, **form):
        token = find(r'name="csrf_token" value="([\w-]+)"', page)
        reply = await self._send("POST", path, {"csrf_token": token, **form})
        if reply.status in (403, 409) and self._is_logged_in:
            await self._refused(reply, path)
        self._message_waits = True
        return reply

    async def _refused(self, reply, path):
        """What is told to a session that was ended between its page and its form; a live one is not told so."""
        await self.list_devices()
        raise AssertionError(f"{path} was answered {reply.status}, though the session lives")

    async def _send(self, method, path, form=None, connection=None):
        fields = {"User-Agent": AGENTS[self._label], "Sec-Fetch-Site": "same-origin"}
        if self._cookies:
            fields["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = ", ".join(f"{name}={value[-4:]}" for name, value in self._cookies.items())
        try:
            reply = await (connection or self._connection).send(method, path, fields, form)
        except Down:
            self._trail.append(f"{method} {path} ({sent}): no answer")
            raise
        came = ", ".join(cookie.partition("=")[0] + "=" + cookie.partition(";")[0][-4:] for cookie in reply.cookies)
        self._trail.append(f"{reply.began:.3f} {method} {path} ({sent}): {reply.status} ({came})")
        self._load.note(reply)
        assert reply.status < 500, f"{method} {path} was answered {reply.status}"
        by, asked, answered = self._account.cleared
        if self._is_logged_in and by is not self and self._login_answered < asked and answered < reply.began:
            assert 'action="/logout"' not in reply.body, "a session that was ended is alive"
        self._keep(reply)
        return reply

    def _keep(self, reply):
        for line in reply.cookies:
            name, _, rest = line.partition("=")
            if "Max-Age=0" in line:
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = rest.partition(";")[0]

    def _note_loss(self):
        if self.excuse is None:
            self._fail("was logged out without cause")
        self._load.count("found itself logged out")
        self._forget()

    def _fail(self, what):
        endings = [
            f"{asked:.3f} {label}, by another device; answered {excuse.settled:.3f}"
            for label, excuse, asked in self._account.endings
        ]
        told = [f"{self._account.name} on {self._label}: {what}", *self._trail, *endings]
        self._load.fail("\n    ".join(told))

    def _forget(self):
        self._is_logged_in = False
        # What another device has asked for and has no answer to may yet end the next login.
        if self.excuse and self.excuse.settled < math.inf:
            self.excuse = None


def find(pattern, page):
    found = re.search(pattern, page)
    assert found, f"a page without {pattern}: {page[:2_000]!r}"
    return found[1]
