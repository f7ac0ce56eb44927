"""What the stories in the browsers share: a server, a browser with somebody in front of it, pictures."""

import pathlib
import re
import sys
import time
import unittest

from chromium import Chromium
from firefox import Firefox
from server import Server, visits

ARTIFACTS = pathlib.Path("artifacts")
NAME, PASSWORD = "demo", "ships-biscuit"
TIMEOUT = 20
# A page of another site begins in Firefox with an empty one.
LOADED = "return !window.isOldPage && location.href !== 'about:blank' && document.readyState === 'complete'"


class Person:
    """Somebody in front of a browser of his own."""

    def __init__(self, browser, address):
        self.address = address
        self.browser = browser

    def open(self, path="/"):
        self.browser.open(self.address + path)

    def text(self, selector):
        """What a reader sees of the first such element."""
        return self.browser.run("return document.querySelector(arguments[0]).innerText", selector)

    def texts(self, selector):
        return self.browser.run(
            "return [...document.querySelectorAll(arguments[0])].map(element => element.innerText)", selector
        )

    def field(self, selector):
        """What stands in a field."""
        return self.browser.run("return document.querySelector(arguments[0]).value", selector)

    def forge(self, selector, value):
        """Puts something into a field that no user can write to."""
        self.browser.run("document.querySelector(arguments[0]).value = arguments[1]", selector, value)

    def submit(self, selector="main form", **fields):
        for name, value in fields.items():
            field = f"{selector} [name={name}]"
            if value is True:
                self.browser.press(field)
            else:
                self.browser.write(field, value)
        self.click(f"{selector} button")

    def click(self, selector):
        self.leave(lambda: self.browser.press(selector))

    def back(self):
        self.leave(self.browser.back)

    def leave(self, action):
        """Does what leads to another page, and waits for that one."""
        # Asking an element of the old page whether it is stale races with the change of pages; a mark does not.
        self.browser.run("window.isOldPage = true")
        action()
        deadline = time.monotonic() + TIMEOUT
        while True:
            try:
                if self.browser.run(LOADED):
                    return
            except self.browser.Error:
                # Between the pages.
                pass
            assert time.monotonic() < deadline, f"still on {self.path}"
            time.sleep(0.05)

    def log_in(self, name=NAME, password=PASSWORD, remember=None):
        self.open("/login")
        self.submit(username=name, password=password, **({"remember": True} if remember else {}))

    @property
    def page(self):
        return self.browser.run("return document.documentElement.outerHTML")

    @property
    def visits(self):
        return visits(self.page)

    @property
    def path(self):
        return self.browser.run("return location.href").removeprefix(self.address)

    def cookie(self, name="__Host-id"):
        return next((cookie for cookie in self.browser.cookies() if cookie["name"] == name), None)

    def value(self, name="__Host-id"):
        return (self.cookie(name) or {}).get("value")

    def keep(self, name, width=1280, height=860, dark=False):
        """A picture in artifacts/."""
        ARTIFACTS.mkdir(exist_ok=True)
        prefix = "" if isinstance(self.browser, Chromium) else f"{self.browser.name.lower()}-"

        def look():
            wide = self.browser.run("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"

        self.browser.picture(ARTIFACTS / f"{prefix}{name}.png", width, height, dark, look)

    def keep_both(self, name):
        self.keep(name)
        self.keep(f"{name}-phone", 390, 844)


class Story:
    """A server of its own, which ends with the test. Told in each browser: see `in_each_browser`."""

    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        self.printed = self.server.start()

    def person(self, address=None, profile=None):
        browser = self.Browser(profile)
        self.addCleanup(browser.quit)
        return Person(browser, address or self.server.address)

    @property
    def admin_password(self):
        return re.search(r"admin +admin, password (\S+)", self.printed).group(1)


def in_each_browser(story):
    """Makes of a story a test case for each browser, so that a report says in which it failed."""
    module = sys.modules[story.__module__]
    for browser in (Chromium, Firefox):
        name = f"{story.__name__}In{browser.name}"
        case = type(name, (story, unittest.TestCase), {"Browser": browser, "__module__": story.__module__})
        setattr(module, name, case)
    return story
