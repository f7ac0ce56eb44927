"""What the stories in Chromium share: a server, a browser with somebody in front of it, pictures."""

import pathlib
import re
import unittest

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import chromium
from server import Server, visits

ARTIFACTS = pathlib.Path("artifacts")
NAME, PASSWORD = "demo", "ships-biscuit"


class Person:
    """Somebody in front of a browser of his own."""

    def __init__(self, address, profile=None):
        self.address = address
        self.driver = chromium.start(profile)

    def open(self, path="/"):
        self.driver.get(self.address + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def fill(self, selector, **fields):
        form = self.find(selector)
        for name, value in fields.items():
            field = form.find_element(By.NAME, name)
            if value is True:
                field.click()
            else:
                field.clear()
                field.send_keys(value)

    def submit(self, selector="main form", **fields):
        self.fill(selector, **fields)
        self.leave(self.find(selector).find_element(By.TAG_NAME, "button").click)

    def click(self, selector):
        self.leave(self.find(selector).click)

    def back(self):
        self.leave(self.driver.back)

    def leave(self, action):
        """Does what leads to another page, and waits for that one."""
        # Asking an element of the old page whether it is stale races with the change of pages; a mark does not.
        self.driver.execute_script("window.isOldPage = true")
        action()
        WebDriverWait(self.driver, 20, ignored_exceptions=[WebDriverException]).until(
            lambda driver: driver.execute_script("return !window.isOldPage && document.readyState === 'complete'")
        )

    def log_in(self, name=NAME, password=PASSWORD, remember=None):
        self.open("/login")
        self.submit(username=name, password=password, **({"remember": True} if remember else {}))

    @property
    def page(self):
        return self.driver.page_source

    @property
    def visits(self):
        return visits(self.page)

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.address)

    def cookie(self, name="__Host-id"):
        return self.driver.get_cookie(name)

    def value(self, name="__Host-id"):
        return (self.cookie(name) or {}).get("value")

    def tabs(self):
        return self.driver.window_handles

    def keep(self, name, width=1280, height=860, dark=False):
        """A picture in artifacts/."""
        ARTIFACTS.mkdir(exist_ok=True)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        try:
            assert self.driver.save_screenshot(str(ARTIFACTS / f"{name}.png"))
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def keep_both(self, name):
        self.keep(name)
        self.keep(f"{name}-phone", 390, 844)


class Story(unittest.TestCase):
    """A server of its own, which ends with the test."""

    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        self.printed = self.server.start()

    def person(self, address=None, profile=None):
        person = Person(address or self.server.address, profile)
        self.addCleanup(person.driver.quit)
        return person

    @property
    def admin_password(self):
        return re.search(r"admin +admin, password (\S+)", self.printed).group(1)
